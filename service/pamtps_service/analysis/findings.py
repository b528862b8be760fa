"""What an analysis found, in both languages, with smallest cases that show it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pamtps_service.analysis.region import Region
from pamtps_service.policy.model import Text

FindingSeverity = Literal["error", "warning", "info"]
_PLAIN: Final = re.compile(r"-?[A-Za-z0-9_][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
SEVERITIES: tuple[FindingSeverity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Witness:
    """A TPS, or an area with its TPS, as a case of a policy's tests."""

    name: str
    expect: Mapping[str, str | tuple[str, ...] | Mapping[str, str]]
    """What follows for it under the policy as it is; lists of ids are tuples."""
    tps: Mapping[str, str] | None = None
    """Facts by name, `area` among them; None of an area."""
    area: str = ""
    holds: tuple[tuple[int, Mapping[str, str]], ...] = ()
    """How many TPS of which facts lie in the area."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; docs/policy-analysis.md says what each code means."""

    code: str
    severity: FindingSeverity
    rules: tuple[str, ...]
    """Sorted ids of the rules it speaks of."""
    message: Text
    quantity: str = ""
    """Of weaker guards `polri`, `polri-wish`, `tni` or `linmas`; of limits the force."""
    others: tuple[str, ...] = ()
    """Of a rule without effect: rules that say the same where it matches."""
    region: Region | None = None
    """The TPS it speaks of; None of areas and dates, and where not every cell was looked at."""
    witness: tuple[Witness, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in a policy, and how far it was looked at."""

    findings: tuple[Finding, ...]
    """By severity, code, rules, quantity."""
    cells: int
    """Kinds of TPS that the policy tells apart, summed over the parts of the answer."""
    cells_examined: int
    count_bound: int
    """Rules for areas were looked at for up to so many TPS of each kind that they count; 0 where
    none counts."""
    complete: bool
    """Whether nothing was too much to be looked at."""


def ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """By severity, code, rules, quantity."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (SEVERITIES.index(one.severity), one.code, one.rules, one.quantity),
        )
    )


def witness_text(witnesses: Sequence[Witness]) -> str:
    """The cases in YAML, as they stand in the list `cases` of a policy's tests."""
    return "".join(_case(one) for one in witnesses)


def _case(one: Witness) -> str:
    lines = [f"  - name: {_quoted(one.name)}"]
    if one.tps is not None:
        lines.append(f"    tps: {_mapping(one.tps)}")
    else:
        lines += [f"    area: {one.area}", "    holds:"]
        lines += [f"      - {_mapping({'count': str(n), **facts})}" for n, facts in one.holds]
    lines.append(f"    expect: {_mapping(one.expect)}")
    return "".join(f"{line}\n" for line in lines)


def _mapping(entries: Mapping[str, str | tuple[str, ...] | Mapping[str, str]]) -> str:
    words = []
    for key, value in entries.items():
        match value:
            case str():
                words.append(f"{key}: {_word(value)}")
            case tuple():
                words.append(f"{key}: [{', '.join(map(_word, value))}]")
            case _:
                words.append(f"{key}: {_mapping(value)}")
    return "{" + ", ".join(words) + "}"


def _word(text: str) -> str:
    """A value in YAML's flow style, quoted where it would be read as something else."""
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
