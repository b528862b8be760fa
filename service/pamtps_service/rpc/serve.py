"""`pamtps serve`: reads the settings, serves, and says in an exit code how it ended.

Exit codes: 0 stopped as asked, 1 internal, 2 wrong settings, broken rules, or no such address.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps_service.policy.catalogue import Language
from pamtps_service.policy.faults import Fault, FaultsError, fault
from pamtps_service.policy.model import Text
from pamtps_service.rpc.settings import HELP, Settings, language, read_settings, usage

if TYPE_CHECKING:
    from pamtps_service.rpc.pool import Source

STOPPED: Final = 0
INTERNAL: Final = 1
BAD_INPUT: Final = 2


def main(argv: Sequence[str], source: Source | None = None) -> int:
    """Serves until SIGTERM, SIGINT or SIGHUP; returns the exit code. `argv` follows `serve`."""
    if HELP in argv:
        sys.stdout.write(usage())
        return STOPPED
    try:
        settings = read_settings(argv, os.environ)
        if not Path(settings.rules).is_dir():
            raise FaultsError([fault("rules-folder-missing", "rules", found=settings.rules)])
    except FaultsError as error:
        return _refuse(_texts(error.faults), _language_asked(argv), BAD_INPUT)
    return _serve(settings, source, language(os.environ, settings))


def _language_asked(argv: Sequence[str]) -> Language:
    """The language of errors in the settings themselves: `--lang`, wherever it stands, else the
    environment's."""
    after = dict(pairwise(argv)).get("--lang", "")
    joined = [one.partition("=")[2] for one in argv if one.startswith("--lang=")]
    given = (joined[-1] if joined else after) or os.environ.get("PAMTPS_LANG", "")
    return language({**os.environ, "PAMTPS_LANG": given})


def _serve(settings: Settings, source: Source | None, chosen: Language) -> int:
    # What the core of grpc writes to stderr is no log event, and is logged here anyway. Workers
    # are started by vfork and exec, so that it need not prepare for forks. Before its import.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
    from pamtps_service.rpc.front import serve
    from pamtps_service.rpc.log import start_log
    from pamtps_service.rpc.pool import Source
    from pamtps_service.rpc.server import AddressUnavailableError
    from pamtps_service.rpc.start_errors import BrokenRulesError, StartError

    start_log()
    try:
        asyncio.run(serve(settings, source or Source()))
    except BrokenRulesError as error:
        texts = [Text(id=one["text_id"], en=one["text_en"]) for one in error.faults]
        return _refuse(texts, chosen, BAD_INPUT)
    except AddressUnavailableError as error:
        taken = fault(
            "address-unavailable", error.setting, found=error.address, setting=error.setting
        )
        return _refuse(_texts([taken]), chosen, BAD_INPUT)
    except StartError as error:
        failed = fault("worker-not-started", "workers", detail=str(error))
        return _refuse(_texts([failed]), chosen, INTERNAL)
    return STOPPED


def _texts(faults: Iterable[Fault]) -> list[Text]:
    return [Text(id=one.text("id"), en=one.text("en")) for one in faults]


def _refuse(faults: Iterable[Text], chosen: Language, code: int) -> int:
    """Writes the faults to stderr and returns the exit code."""
    for one in faults:
        print(one.id if chosen == "id" else one.en, file=sys.stderr)
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
