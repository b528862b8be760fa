"""Expectations: statements that the finished plan should satisfy, area by area."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.planning.ceilings import strengths_of_areas
from pamtps_service.planning.columns import lengths_of_runs, starts_of_runs
from pamtps_service.planning.demand import Demand
from pamtps_service.planning.findings import finding
from pamtps_service.planning.summary import Ledger, Personnel
from pamtps_service.policy.catalogue import number
from pamtps_service.policy.model import (
    QUANTITIES,
    AreaLevel,
    Expect,
    Force,
    Quantity,
    Rule,
    Share,
    Statement,
    Text,
)
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.plan import Finding

COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


QUANTITY_NAMES: Final[dict[Quantity, Text]] = {
    "polri": Text(id="Polri", en="Polri"),
    "tni": Text(id="TNI", en="TNI"),
    "linmas": Text(id="Linmas", en="Linmas"),
    "polri_short": Text(id="kekurangan Polri", en="shortage of Polri"),
    "tni_short": Text(id="kekurangan TNI", en="shortage of TNI"),
    "linmas_short": Text(id="kekurangan Linmas", en="shortage of Linmas"),
    "posts": Text(id="pos", en="posts"),
    "tps": Text(id="TPS", en="TPS"),
}
"""The quantities as messages write them."""
STRENGTH: Final = Text(id="kekuatan", en="the strength")


_Strengths = Mapping[Force, Mapping[str, int]]
"""See ceilings.strengths_of_areas."""


def check_expectations(demand: Demand, ledger: Ledger) -> list[Finding]:
    """A finding for each statement that fails or cannot be checked."""
    quantities: dict[AreaLevel, dict[int, dict[Quantity, int]]] = {}
    strengths = strengths_of_areas(ledger.strengths)
    found = []
    for match in demand.area_matches:
        rule = demand.rules[match.rule].rule
        if not isinstance(rule.effect, Expect):
            continue
        if match.level not in quantities:
            quantities[match.level] = quantities_of(match.level, ledger)
        here = quantities[match.level][match.code]
        area = to_text(match.code, match.level)
        for statement in rule.effect.statements:
            found += _check(statement, rule, match.rule, area, here, strengths)
    return found


def quantities_of(level: AreaLevel, ledger: Ledger) -> dict[int, dict[Quantity, int]]:
    """Every quantity of each area of a level, by integer code.

    Personnel are those assigned, or required where the request gives no strength of the force.
    """
    step = DIVISOR[level]
    areas = ledger.codes // step
    starts = starts_of_runs([areas])
    codes = areas[starts]
    of_tps = np.repeat(np.arange(len(codes)), lengths_of_runs(starts, len(areas)))
    of_post = np.searchsorted(codes, ledger.first_code // step)
    sums = np.zeros((len(codes), len(QUANTITIES)), np.int64)
    forces: tuple[tuple[Force, Quantity, Personnel, NDArray[np.int64]], ...] = (
        ("polri", "polri_short", ledger.polri, of_post),
        ("tni", "tni_short", ledger.tni, of_post),
        ("linmas", "linmas_short", ledger.linmas, of_tps),
    )
    for force, short, personnel, at in forces:
        required, _, assigned, lacking, _ = personnel.sums_by(at, len(codes))
        limited = ledger.commands[force].limited
        sums[:, QUANTITIES.index(force)] = assigned if limited else required
        sums[:, QUANTITIES.index(short)] = lacking
    sums[:, QUANTITIES.index("posts")] = np.bincount(of_post, minlength=len(codes))
    sums[:, QUANTITIES.index("tps")] = np.bincount(of_tps, minlength=len(codes))
    found = {
        code: dict(zip(QUANTITIES, row, strict=True))
        for code, row in zip(codes.tolist(), sums.tolist(), strict=True)
    }
    for unit_level, code, unit in ledger.units:
        inner = DIVISOR[unit_level]
        if inner <= step:
            here = found[code // (step // inner)]
            limited = ledger.commands[unit.force].limited
            here[unit.force] += unit.assigned if limited else unit.required
            here["polri_short" if unit.force == "polri" else "tni_short"] += (
                unit.required - unit.assigned
            )
    return found


def _check(
    statement: Statement,
    rule: Rule,
    index: int,
    area: str,
    here: dict[Quantity, int],
    strengths: _Strengths,
) -> list[Finding]:
    left, right = here[statement.quantity], statement.right
    # left OP A/B * X is compared as B * left OP A * X: no fraction is ever rounded
    scale, bound, words = 1, 0, Text(id="", en="")
    if isinstance(right, int):
        bound, words = right, Text(id=number(right, "id"), en=number(right, "en"))
    else:
        whole = _whole(right, statement.quantity, area, here, strengths)
        if whole is None:
            force = _force_of(statement.quantity)
            return [
                finding(
                    "info",
                    "expectation-not-checked",
                    area=area,
                    rule=index,
                    names={"rule": rule.title, "force": force_name(force)},
                )
            ]
        scale, bound = right.denominator, right.numerator * whole
        words = _share(right, whole)
    if COMPARE[statement.operator](scale * left, bound):
        return []
    return [
        finding(
            rule.severity,
            "expectation-fails",
            area=area,
            rule=index,
            names={
                "rule": rule.title,
                "quantity": QUANTITY_NAMES[statement.quantity],
                "operator": statement.operator,
                "right": words,
            },
            numbers={"left": left},
        )
    ]


def _share(share: Share, whole: int) -> Text:
    """`2/3 of the strength (7,010)` in both languages."""
    name = STRENGTH if share.of == "strength" else QUANTITY_NAMES[share.of]
    fraction = f"{share.numerator}/{share.denominator}"
    return Text(
        id=f"{fraction} dari {name.id} ({number(whole, 'id')})",
        en=f"{fraction} of {name.en} ({number(whole, 'en')})",
    )


def _whole(
    share: Share, quantity: Quantity, area: str, here: dict[Quantity, int], strengths: _Strengths
) -> int | None:
    if share.of == "strength":
        of_force = strengths.get(_force_of(quantity))
        return None if of_force is None else of_force.get(area, 0)
    return here[share.of]


def _force_of(quantity: Quantity) -> Force:
    name = quantity.removesuffix("_short")
    return "polri" if name == "polri" else "tni" if name == "tni" else "linmas"


def force_name(force: Force) -> Text:
    """The force as reports write it."""
    name = {"polri": "Polri", "tni": "TNI", "linmas": "Linmas"}[force]
    return Text(id=name, en=name)
