"""A set of policies in the workers: what they were given, and the slots that work with it."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pamtps_service.policy.folder import FolderContent

if TYPE_CHECKING:
    from pamtps_service.rpc.slots import Slot


@dataclass(eq=False, slots=True)
class Generation:
    """One set of policies, from its loading until its last job has ended."""

    number: int
    """Counted from 1."""
    content: FolderContent
    """The folder that it was made from."""
    earlier: tuple[PolicyVersions, ...]
    """Sets before it that are still remembered, the latest first."""
    snapshot: bytes = b""
    """The policies as the first worker loaded them, for all others; empty until then."""
    about: dict[str, Any] = field(default_factory=dict)
    """What the first worker told of them (`digest`, `policies`, `personnel`)."""
    load_time: datetime.datetime | None = None
    """When it was taken in force."""
    retired: bool = False
    """Whether another has taken its place: its slots end after their jobs."""
    slots: list[Slot] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    """One for each slot, from when it takes jobs."""

    def remembered(self, most: int) -> tuple[PolicyVersions, ...]:
        """This set and those before it, at most so many, each once."""
        own = PolicyVersions(self.about, self.snapshot)
        older = (one for one in self.earlier if one.about["digest"] != own.about["digest"])
        return (own, *older)[:most]

    def versions(self) -> list[tuple[str, str]]:
        """Id and digest of every policy that is remembered, the latest set first."""
        abouts = (self.about, *(one.about for one in self.earlier))
        return list(dict.fromkeys((name, digest) for a in abouts for name, digest in a["policies"]))


@dataclass(frozen=True, slots=True)
class PolicyVersions:
    """A set that was in force: what was told of it, and its snapshot."""

    about: dict[str, Any]
    snapshot: bytes
