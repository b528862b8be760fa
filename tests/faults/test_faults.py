"""Every kind of fault is found, by its own violation, and nonsense is found without an error."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

import numpy as np
import pytest
from pamtps_service.policy.catalogue import violations as catalogue
from pamtps_service.records.plan import Plan, Status
from pamtps_service.verify.report import LISTED

from tests.faults import (
    account_faults,
    certificate_faults,
    finding_faults,
    kept_faults,
    personnel_faults,
    post_faults,
    resource_faults,
    station_faults,
)
from tests.faults.changes import FAULTS, Make, changed, only_rows, replaced
from tests.faults.sound_plan import Sound, sound_plan

DRAWS = 6
MODULES = (
    station_faults,
    post_faults,
    personnel_faults,
    account_faults,
    finding_faults,
    certificate_faults,
    resource_faults,
    kept_faults,
)
"""Importing them registers their faults."""


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_plan()


class TestTheSoundPlan:
    def test_has_no_violation(self, sound: Sound) -> None:
        """The plan in which faults are made is itself valid."""
        found = sound.verified(sound.plan)
        assert [violation.message.en for violation in found.violations] == []
        assert found.plan_digest == sound.plan.plan_digest
        assert found.statements > 10 * len(sound.batch)

    def test_has_everything_that_can_break(self, sound: Sound) -> None:
        """It is short, has transfers of two reserves and two forces, upgrades, a reached ceiling,
        standby of a mix and a TPS that is not covered."""
        plan = sound.plan
        assert plan.status is Status.INVALID
        assert {item.source for item in plan.transfers} == {"53", "ID"}
        assert {item.force for item in plan.transfers} == {"polri", "tni"}
        assert plan.totals[0].short > 0
        assert plan.totals[0].above > 0
        assert any(item.force == "tni" and item.required for item in plan.units)
        assert (plan.stations.post < 0).any()
        assert {bind.kind for step in plan.next_steps for bind in step.binds} == {
            "own",
            "reserve",
            "ceiling",
        }
        assert {one.kind for found in plan.findings for one in found.remedies} == {
            "own",
            "reserve",
            "ceiling",
        }
        assert plan.kept is not None
        assert min(plan.kept.kept, plan.kept.moved, plan.kept.added, plan.kept.removed) > 0
        assert sum(item.assigned for item in plan.areas[0].totals) > 0
        assert {move.transport for move in plan.movements} == {"air", ""}
        assert {move.without_transport > 0 for move in plan.movements} == {True, False}
        by_air = [move.without_seat for move in plan.movements if move.transport == "air"]
        assert min(by_air) == 0 < max(by_air)
        assert {row.item for row in plan.equipment} == {"radio", "boat", "tent"}
        assert {row.short > 0 for row in plan.equipment if row.item == "radio"} == {True, False}


class TestFaults:
    @pytest.mark.parametrize(
        ("code", "make"), FAULTS, ids=[f"{make.__name__}-{code}" for code, make in FAULTS]
    )
    def test_each_is_found(self, sound: Sound, code: str, make: Make) -> None:
        """A fault of this kind, wherever it is made, is found by the violation that names it."""
        for seed in range(DRAWS):
            found = sound.codes(make(sound, Random(f"{make.__name__} {seed}")))
            assert code in found, f"draw {seed}: found only {sorted(found)}"

    def test_a_changed_plan_has_another_digest(self, sound: Sound) -> None:
        """Whatever is changed, the digest that the plan still carries tells."""
        broken = account_faults.a_changed_total(sound, Random(1))
        codes = {violation.code for violation in sound.verified(broken).violations}
        assert "digest-wrong" in codes

    def test_every_violation_has_a_fault(self) -> None:
        """The catalogue has no violation that no fault shows."""
        shown = {code for code, _ in FAULTS}
        elsewhere = {
            # By the digest test above, and by the tests below.
            "digest-wrong",
            "more-violations",
            # Of policies and requests, in tests/verify.
            "plan-policy-dates",
            "plan-policy-outside",
            "attribute-lacking",
            # Of a request without a plan in force, in tests/verify.
            "kept-unfounded",
            "mix-rule",
            "movement-contradiction",
            "short-without-strength",
            "above-without-strength",
        }
        assert {make.__module__ for _, make in FAULTS} == {module.__name__ for module in MODULES}
        assert shown | elsewhere == set(catalogue.MESSAGES)
        assert not shown & elsewhere


class TestManyViolations:
    def test_are_listed_up_to_a_bound(self, sound: Sound) -> None:
        """Of one code at most so many are listed, and one more says how many there are."""
        plan = sound.plan
        twice = np.concatenate([np.arange(len(plan.stations))] * 3)
        broken = only_rows(plan, twice)
        found = [v for v in sound.verified(broken).violations if v.code == "tps-twice"]
        assert len(found) == LISTED
        (total,) = [
            violation
            for violation in sound.verified(broken).violations
            if violation.code == "more-violations" and violation.place == "tps-twice"
        ]
        assert total.given == 2 * len(plan.stations)


# Nonsense -------------------------------------------------------------------------------------

WILD = (0, -1, 1, 2**31 - 1, -(2**31), 10**6)
NUMBERS = {
    "posts": (
        "stations",
        "first_tps",
        "size_limit",
        "polri",
        "polri_short",
        "tni",
        "tni_short",
        "linmas",
        "linmas_short",
    ),
    "stations": (
        "code",
        "risk_tier",
        "post",
        "linmas",
        "linmas_short",
        "label_set",
        "movement",
        "rule_set",
    ),
}
MOVEMENT_NUMBERS = (
    "days_before",
    "travel_minutes",
    "tps",
    "polri",
    "tni",
    "without_transport",
    "without_seat",
)


def wild(plan: Plan, draw: Random) -> Plan:
    """The plan with some numbers of some columns replaced by anything."""
    for group, names in NUMBERS.items():
        columns = getattr(plan, group)
        changes: dict[str, Any] = {}
        for name in draw.sample(names, draw.randint(0, 3)):
            column = getattr(columns, name).copy()
            for row in draw.sample(range(len(column)), min(len(column), draw.randint(1, 9))):
                value = draw.choice(WILD)
                column[row] = value if column.dtype != np.int8 else draw.choice([-128, 3, 127])
            changes[name] = column
        plan = dataclasses.replace(plan, **{group: dataclasses.replace(columns, **changes)})
    return plan


def empty(columns: Any) -> Any:
    """The same columns without a row."""
    return dataclasses.replace(
        columns,
        **{
            field.name: getattr(columns, field.name)[:0]
            for field in dataclasses.fields(columns)
            if field.name not in ("label_sets", "rule_sets")
        },
    )


class TestNonsense:
    @pytest.mark.parametrize("seed", range(40))
    def test_wild_numbers_are_violations(self, sound: Sound, seed: int) -> None:
        """Numbers beyond all sense never raise; every changed plan is found."""
        broken = wild(sound.plan, Random(seed))
        assert sound.codes(broken) or broken == sound.plan

    def test_a_plan_without_rows_is_found(self, sound: Sound) -> None:
        """A plan without posts, TPS, rows, units, rules and findings breaks many statements."""
        plan = sound.plan
        bare = dataclasses.replace(
            plan,
            posts=empty(plan.posts),
            stations=dataclasses.replace(empty(plan.stations), label_sets=(), rule_sets=()),
            areas=(),
            totals=(),
            units=(),
            transfers=(),
            findings=(),
            rules=(),
            labels=(),
        )
        assert {"tps-lacking", "area-lacking", "plan-rule-lacking", "unit-required"} <= (
            sound.codes(bare)
        )

    def test_posts_without_tps_and_tps_without_posts(self, sound: Sound) -> None:
        """Either list may be missing alone."""
        plan = sound.plan
        assert "post-empty" in sound.codes(dataclasses.replace(plan, stations=empty(plan.stations)))
        assert "post-index-wrong" in sound.codes(dataclasses.replace(plan, posts=empty(plan.posts)))

    def test_a_plan_without_policies(self, sound: Sound) -> None:
        """Without a policy nothing more is said than that."""
        codes = sound.codes(dataclasses.replace(sound.plan, policies=()))
        assert codes == {"plan-policy-area-lacking"}

    def test_rows_in_any_order(self, sound: Sound) -> None:
        """The order of the rows of TPS is no violation."""
        rows = np.arange(len(sound.plan.stations))[::-1]
        assert sound.codes(only_rows(sound.plan, rows)) == set()


class TestEveryNumberCounts:
    @pytest.mark.parametrize(
        ("group", "name"), [(group, name) for group, names in NUMBERS.items() for name in names]
    )
    def test_in_columns(self, sound: Sound, group: str, name: str) -> None:
        """Whichever number of a post or TPS is changed by one, a statement breaks."""
        columns = getattr(sound.plan, group)
        column = getattr(columns, name)
        draw = Random(f"{group} {name}")
        for row in draw.sample(range(len(column)), 12):
            for change in (-1, 1):
                other = changed(column, row, int(column[row]) + change)
                broken = dataclasses.replace(
                    sound.plan, **{group: dataclasses.replace(columns, **{name: other})}
                )
                assert sound.codes(broken), f"{group}[{row}].{name} {change:+d}"

    @pytest.mark.parametrize(
        ("group", "name"),
        [
            *(("movements", name) for name in MOVEMENT_NUMBERS),
            *(("equipment", name) for name in ("required", "assigned", "short", "rule")),
        ],
    )
    def test_of_movements_and_equipment(self, sound: Sound, group: str, name: str) -> None:
        """The same of the numbers of every movement and every piece of equipment."""
        items = getattr(sound.plan, group)
        for index, item in enumerate(items):
            for change in (-1, 1):
                value = (getattr(item, name) or 0) + change
                other = replaced(items, index, dataclasses.replace(item, **{name: value}))
                changes: dict[str, Any] = {group: other}
                broken = dataclasses.replace(sound.plan, **changes)
                assert sound.codes(broken), f"{group}[{index}].{name} {change:+d}"
