"""What a measurement gives: sections of the results, each a table of ways that were timed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pamtps.v1 import planning_service_pb2

from benchmarks.batches import REPOSITORY, example_request, measured_request
from benchmarks.measure import Timings

Size = Literal["full", "small"]


@dataclass(frozen=True)
class Setting:
    """What is measured."""

    size: Size
    """`small` is what `--check` measures: it needs neither the data folder nor other engines."""
    rounds: int | None = None
    """How often each way is counted; None leaves it to the table."""

    @property
    def rules(self) -> Path:
        """The folder of the policies."""
        return REPOSITORY / "rules"

    def request(self) -> planning_service_pb2.PlanDeploymentRequest:
        """The request that is measured, read once in this process."""
        return _request(self.size)


@cache
def _request(size: Size) -> planning_service_pb2.PlanDeploymentRequest:
    return measured_request() if size == "full" else example_request()


@dataclass(frozen=True)
class Section:
    """One table of the results."""

    title: str
    timings: Timings
    """Of no way where nothing of it can be measured on this machine: `notes` says why."""
    bases: tuple[str, ...]
    """The ways that the others are told as ratios to."""
    notes: str = ""
    """Markdown that stands below the table."""
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Ways that could not be measured on this machine, with the reason."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names of ways, for the thresholds."""

    def way(self, name: str) -> str | None:
        """The way of that name or alias; None where it was not measured."""
        found = self.aliases.get(name, name)
        return found if found in self.timings.seconds else None

    def markdown(self) -> str:
        """The section of the results."""
        notes = ["", self.notes] if self.notes else []
        if not self.timings.seconds:
            return "\n".join([f"## {self.title}", *notes]) + "\n"
        heads = " | ".join(f"ratio to {base}" for base in self.bases)
        lines = [f"## {self.title}; {self._rounds()}", "", f"| | ms (median) | {heads} |"]
        lines.append("| --- | ---: |" + " ---: |" * len(self.bases))
        for way in self.timings.seconds:
            ratios = " | ".join(
                readable(self.timings.ratio(way, base)) if base != way else "1"
                for base in self.bases
            )
            lines.append(f"| {way} | {self.timings.milliseconds(way):,.2f} | {ratios} |")
        rest = " |" * len(self.bases)
        lines += [f"| {way} | not measured: {why} |{rest}" for way, why in self.skipped.items()]
        return "\n".join([*lines, *notes]) + "\n"

    def _rounds(self) -> str:
        rounds = len(next(iter(self.timings.seconds.values())))
        return "one round" if rounds == 1 else f"{rounds} rounds"


@dataclass(frozen=True)
class Table:
    """A measurement that can be asked for by its name."""

    name: str
    sections: Callable[[Setting], Iterator[Section]]
    """None where the data folder is missing and nothing can be measured without it."""
    checked: bool
    """Whether `--check` measures it, at the small size."""


def readable(ratio: float) -> str:
    """A ratio with three digits that count."""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"
