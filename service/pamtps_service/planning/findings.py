"""Findings: what a reader of a plan must know, with the numbers and the limits behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pamtps_service.policy.areas import official_name
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import Text
from pamtps_service.records.area_codes import NATION, to_text
from pamtps_service.records.plan import Bind, Finding, Remedy, Severity

_RANK: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2}


def finding(
    severity: Severity,
    code: str,
    /,
    *,
    area: str = "",
    tps: int | None = None,
    rule: int | None = None,
    names: Mapping[str, str | Text] | None = None,
    numbers: Mapping[str, int] | None = None,
    binds: Sequence[Bind] = (),
    remedies: Sequence[Remedy] = (),
) -> Finding:
    """A finding with its message from the catalogue.

    Args:
        severity: error, warning or info.
        code: of the catalogue.
        area: area code or command that it speaks of; also the message's field `area`.
        tps: integer code of the TPS that it speaks of; also the message's field `tps`.
        rule: index of the rule that it speaks of.
        names: texts of the message's fields.
        numbers: numbers of the message's fields, kept in the finding.
        binds: limits that cause it.
        remedies: changes that would mend it.
    """
    fields: dict[str, int | str | Text] = {"area": named_area(area), **(names or {})}
    if tps is not None:
        fields["tps"] = to_text(tps, "tps")
    fields.update(numbers or {})
    return Finding(
        severity=severity,
        code=code,
        area=area,
        tps=tps,
        rule=rule,
        message=render(code, **fields),
        numbers=tuple(sorted((numbers or {}).items())),
        binds=tuple(binds),
        remedies=tuple(remedies),
    )


def named_area(area: str) -> str:
    """An area as messages write it: `Sumba Timur (53.11)`; a command's name as it is."""
    name = "Indonesia" if area in ("", NATION) else official_name(area)
    return f"{name} ({area})" if name and area else name or area


def named_command(command: str) -> Text:
    """A command, or a province's reserve, as messages write it."""
    if command.startswith("reserve/"):
        area = named_area(command.removeprefix("reserve/"))
        return Text(id=f"cadangan {area}", en=f"the reserve of {area}")
    area = named_area(command)
    return Text(id=f"satuan {area}", en=f"command {area}")


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Errors first, then by code, area, TPS and rule."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                _RANK[f.severity],
                f.code,
                f.area,
                f.tps or 0,
                -1 if f.rule is None else f.rule,
                f.message.en,
            ),
        )
    )
