"""From a case of the reference (YAML text, rows as dicts) to what the service's steps take."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pamtps_service.engine.decide import PolicyEngine
from pamtps_service.planning.admission import admit
from pamtps_service.planning.demand import Demand, PolicyPart, demand_of
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.load import PolicySet, load_policies
from pamtps_service.policy.model import ACCESS, AREA_LEVELS, Tier
from pamtps_service.records.area_codes import to_integer, to_text
from pamtps_service.records.batch import (
    Batch,
    NumberColumn,
    PlanRequest,
    Seats,
    Stock,
    Strength,
    TextColumn,
)
from pamtps_service.records.plan import Plan

from tests.reference.strategies import Case

STANDARD = ("registered_voters", "travel_minutes", "access")
DAY = datetime.date(2024, 2, 14)


@dataclass(frozen=True)
class Decided:
    """A case as the service decides it."""

    request: PlanRequest
    part: PolicyPart
    demand: Demand

    @property
    def codes(self) -> list[str]:
        return [to_text(code, "tps") for code in self.request.batch.code.tolist()]

    def rule_ids(self, indices: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(sorted(self.demand.rules[index].rule.id for index in indices))

    def area_rules(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Matching rules of every area that has one, by level and code."""
        found: dict[tuple[str, str], list[str]] = {}
        for match in self.demand.area_matches:
            key = (match.level, to_text(match.code, match.level))
            found.setdefault(key, []).append(self.demand.rules[match.rule].rule.id)
        assert {level for level, _ in found} <= set(AREA_LEVELS)
        return {key: tuple(sorted(ids)) for key, ids in found.items()}


def load(texts: dict[str, str]) -> PolicySet:
    """The policies of a folder that holds these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_policies(Path(folder))


def batch_of(tps: list[dict[str, Any]]) -> Batch:
    """Columns in code order, as the wire makes them from rows."""
    order = sorted(range(len(tps)), key=lambda row: to_integer(tps[row]["tps_code"]))
    rows = [tps[row] for row in order]
    standard = {}
    for name in STANDARD:
        values = [row.get(name) for row in rows]
        numbers = [
            0 if value is None else ACCESS.index(value) if name == "access" else int(value)
            for value in values
        ]
        present = [value is not None for value in values]
        standard[name] = NumberColumn(np.array(numbers, np.int32), np.array(present, np.bool_))
    declared = {}
    names = {name for row in rows for name in row} - {"tps_code", "risk_tier", *STANDARD}
    for name in sorted(names):
        texts = tuple(sorted({row[name] for row in rows if name in row}))
        indices = [texts.index(row[name]) if name in row else -1 for row in rows]
        declared[name] = TextColumn(np.array(indices, np.int32), texts)
    return Batch(
        np.array([to_integer(row["tps_code"]) for row in rows], np.int64),
        np.array([Tier[row["risk_tier"].upper()] for row in rows], np.int8),
        standard,
        declared,
        np.array(order, np.int64),
    )


def strengths_of(given: list[dict[str, Any]]) -> tuple[Strength, ...]:
    """Strengths as the wire makes them, sorted."""
    found = [Strength(**{**one, "covers": tuple(one["covers"])}) for one in given]
    return tuple(sorted(found, key=lambda one: (one.force, one.role, one.area, one.command)))


def decided(case: Case, given: list[dict[str, Any]] | None = None) -> Decided:
    """What the policy of the case says of its batch. AssertionError where the case is refused."""
    request = PlanRequest(batch_of(case.tps), strengths_of(given or []), case.policy_id, DAY)
    parts, faults = admit(request, load(case.texts))
    assert not faults, "\n".join(fault.text("en") for fault in faults)
    (admitted,) = parts
    engine = PolicyEngine(admitted.policy)
    part = PolicyPart(engine, admitted.facts, admitted.at, engine.decide(admitted.facts))
    return Decided(request, part, demand_of([part], len(request.batch)))


@dataclass(frozen=True)
class Resources:
    """What a request has besides personnel."""

    stocks: tuple[Stock, ...] = ()
    seats: tuple[Seats, ...] = ()
    unavailable: tuple[str, ...] = ()

    def of(self, request: PlanRequest) -> PlanRequest:
        """The request with these resources, as the wire makes it."""
        return replace(
            request,
            stocks=tuple(sorted(self.stocks)),
            stock_rows=tuple(range(len(self.stocks))),
            seats=tuple(sorted(self.seats)),
            unavailable_transports=tuple(sorted(self.unavailable)),
        )


NOTHING = Resources()


def resources_of(given: dict[str, list[Any]]) -> Resources:
    """The resources that the reference draws."""
    return Resources(
        tuple(Stock(**one) for one in given["stocks"]),
        tuple(Seats(**one) for one in given["seats"]),
        tuple(given["unavailable"]),
    )


def planned(
    case: Case, given_strengths: list[dict[str, Any]], resources: Resources = NOTHING
) -> tuple[Plan, PlanRequest, PolicySet]:
    """The plan of a case, its request and the policies that were loaded."""
    policies = load(case.texts)
    request = PlanRequest(batch_of(case.tps), strengths_of(given_strengths), case.policy_id, DAY)
    request = resources.of(request)
    parts, faults = admit(request, policies)
    assert not faults
    return make_plan(request, parts), request, policies
