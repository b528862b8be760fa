"""Puts changed rule files in force while the service runs, or refuses them and keeps what is.

The folder is looked at by its content, so it does not matter how it was changed: by an editor, by
a link that leads elsewhere now, or by another volume mounted in its place.
"""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import structlog

from pamtps_service.policy.faults import fault
from pamtps_service.policy.folder import FolderContent, read_folder
from pamtps_service.rpc.metrics import Metrics
from pamtps_service.rpc.pool import Pool
from pamtps_service.rpc.settings import Settings
from pamtps_service.rpc.start_errors import BrokenRulesError, StartError, told

SETTLED: Final = 0.2
"""Seconds for which the folder must stay the same before it is taken: files are copied into it one
after the other."""
LONGEST_PAUSE: Final = 60.0
"""Seconds between two attempts where no worker can be started, at most."""
MOST_LOGGED: Final = 20
"""Faults that one log event tells."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Refused:
    """What the folder held, and why it was not put in force."""

    source_digest: str
    time: datetime.datetime
    faults: tuple[dict[str, Any], ...]
    """As start_errors.told makes them."""
    final: bool
    """Whether it is the folder's fault, so that only another content is tried."""


class Reloader:
    """Looks at the folder again and again."""

    def __init__(self, settings: Settings, pool: Pool, metrics: Metrics) -> None:
        self._settings = settings
        self._pool = pool
        self._metrics = metrics
        self._folder = Path(settings.rules)
        self.check_time = _now()
        """When the folder was last looked at."""
        self.checking = False
        """Whether the folder holds something else that is being checked."""
        self.refused: Refused | None = None
        """What the folder holds, where it was refused."""
        self.refusals = 0
        """Since the start."""

    async def start(self) -> None:
        """Has the pool start with what the folder holds. BrokenRulesError, StartError."""
        await self._pool.start(await self._read())
        self._metrics.taken(self._pool.in_force)

    async def run(self) -> None:
        """Looks at the folder until it is cancelled; never where `reload_milliseconds` is 0."""
        pause = waiting = self._settings.reload_milliseconds / 1000
        while pause:
            await asyncio.sleep(waiting)
            try:
                await self.look()
            except Exception:
                # What is in force stays so, and the next look is a new attempt.
                log.exception("reload-failed")
            unable = self.refused is not None and not self.refused.final
            waiting = min(LONGEST_PAUSE, max(1.0, 2 * waiting)) if unable else pause

    async def look(self) -> None:
        """Takes what the folder holds in force, or refuses it, where that is something else."""
        content = await self._read()
        if content.digest == self._pool.in_force.content.digest:
            if self.refused is not None:
                log.info("policies-as-in-force", source_digest=content.digest)
            self.refused = None
            self._metrics.refused(None)
            return
        if (
            self.refused is not None
            and self.refused.final
            and self.refused.source_digest == content.digest
        ):
            return
        await asyncio.sleep(SETTLED)
        if (await self._read()).digest != content.digest:
            return  # still being written
        self.checking = True
        try:
            await self._pool.change(content)
        except BrokenRulesError as error:
            self._refuse(content, error.faults, final=True)
        except StartError as error:
            unable = fault("worker-not-started", "", detail=str(error))
            self._refuse(content, (told(unable),), final=False)
        else:
            self.refused = None
            self._metrics.taken(self._pool.in_force)
        finally:
            self.checking = False

    def _refuse(
        self, content: FolderContent, faults: tuple[dict[str, Any], ...], *, final: bool
    ) -> None:
        self.refused = Refused(content.digest, _now(), faults, final)
        self.refusals += 1
        self._metrics.refused(self.refused.time)
        log.error(
            "policies-refused",
            source_digest=content.digest,
            in_force=self._pool.in_force.number,
            count=len(faults),
            faults=[one["text_en"] for one in faults[:MOST_LOGGED]],
        )

    async def _read(self) -> FolderContent:
        # in a thread: a folder on another machine may take its time
        content = await asyncio.to_thread(read_folder, self._folder)
        self.check_time = _now()
        return content


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
