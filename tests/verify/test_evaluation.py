"""The verification evaluates rules as the reference evaluator of the language does: labels, tiers,
matching rules, requirements and units, without classes and without the rule engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from pamtps_service.policy.model import (
    AREA_LEVELS,
    Attribute,
    AttributeType,
    Guard,
    Move,
    Tier,
)
from pamtps_service.records.area_codes import to_text
from pamtps_service.verify.masks import typed_value
from pamtps_service.verify.matching import matched
from pamtps_service.verify.requirement import combined_shape, combined_sizes, required
from pamtps_service.verify.units import required_units

from tests.planning.service_input import batch_of, load
from tests.reference.evaluator import evaluate
from tests.reference.strategies import Case, cases

FOLDER = Path(__file__).resolve().parents[2] / "service" / "pamtps_service" / "verify"


class TestAgainstTheReference:
    @given(case=cases(20))
    def test_tps(self, case: Case) -> None:
        """Labels, final tier, matching rules and requirement of every TPS are the reference's."""
        wanted = evaluate(case.texts, case.policy_id, case.tps)
        batch = batch_of(case.tps)
        match = matched(load(case.texts).policies[case.policy_id], batch, slice(None))
        requirements = required([match], batch)
        for row, code in enumerate(batch.code.tolist()):
            expected = wanted.tps[to_text(code, "tps")]
            labels = sorted(name for name, where in match.facts.labels.items() if where[row])
            assert tuple(labels) == expected.labels
            assert Tier(requirements.tier[row]).word == expected.tier
            rules = sorted(name for name, where in match.tps.items() if where[row])
            assert tuple(rules) == expected.rules
            need, shape = expected.requirement, requirements.shapes[requirements.shape[row]]
            assert shape.covered == expected.covered
            assert shape.sizes == (need.sizes or ())
            assert (shape.polri, shape.tni) == (need.polri, need.tni)
            assert requirements.linmas[row] == need.linmas_per_tps
            assert (shape.within, shape.choose) == (need.within, need.choose)
            assert (shape.movement is None) == (need.movement is None)
            if shape.movement is not None and need.movement is not None:
                transports, fallbacks, depart = shape.movement
                assert transports == tuple(filter(None, [need.movement.transport]))
                assert fallbacks == tuple(filter(None, [need.movement.fallback]))
                assert depart == need.movement.depart

    @given(case=cases(20))
    def test_areas_and_units(self, case: Case) -> None:
        """Matching rules of every area, and the units required there, are the reference's."""
        wanted = evaluate(case.texts, case.policy_id, case.tps)
        match = matched(load(case.texts).policies[case.policy_id], batch_of(case.tps), slice(None))
        level_of = {rule.id: rule.for_each for rule in match.policy.rules}
        for level in AREA_LEVELS:
            if level not in match.areas:
                continue
            for index, code in enumerate(match.areas[level].code.tolist()):
                rules = sorted(
                    name
                    for name, where in match.in_areas.items()
                    if level_of[name] == level and where[index]
                )
                assert tuple(rules) == wanted.areas[level, to_text(code, level)].rules
        units = {
            (area, force, role, unit, rule): persons
            for (area, force, role, unit, (_, rule)), persons in required_units([match]).items()
        }
        assert units == {
            (unit.area, unit.force, unit.role, unit.unit, unit.rule): persons
            for unit, persons in wanted.units.items()
        }


class TestIndependence:
    def test_nothing_of_the_planner_is_imported(self) -> None:
        """Importing the verification loads neither the planner, the engine nor durable_rules."""
        code = (
            "import sys, pamtps_service.verify.check\n"
            "print(*sorted(name for name in sys.modules"
            " if name.startswith('pamtps_service.') or 'durable' in name))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        loaded = {name.split(".")[1] for name in done.stdout.split() if "." in name}
        assert loaded <= {"policy", "records", "verify"}
        assert "durable" not in done.stdout

    def test_no_module_imports_anything_else(self) -> None:
        """Not even inside a function."""
        for module in FOLDER.rglob("*.py"):
            for line in module.read_text().splitlines():
                words = line.split()
                if words[:1] == ["from"] and words[1].startswith("pamtps_service"):
                    assert words[1].split(".")[1] in ("policy", "records", "verify"), module.name


class TestSizes:
    @pytest.mark.parametrize(
        ("rules", "allowed"),
        [
            ([], ()),
            ([(4, 5, 6)], (4, 5, 6)),
            ([tuple(range(4, 17)), (1,)], (1,)),
            ([tuple(range(4, 17)), tuple(range(6, 11))], tuple(range(4, 11))),
            ([(4, 8, 16), (2, 12)], (2, 4, 8, 12)),
        ],
    )
    def test_of_several_rules(self, rules: list[tuple[int, ...]], allowed: tuple[int, ...]) -> None:
        """The weakest is the smallest of the largest; any size not above it is allowed."""
        assert combined_sizes(rules) == allowed


class TestRequirement:
    def test_the_largest_numbers_and_the_narrowest_border_hold(self) -> None:
        """Personnel is the most of any rule, `within` the narrowest, `choose` the widest stated."""
        shape = combined_shape(
            [
                Guard(2, None, None, (4,), "regency", None),
                Guard(1, 3, 2, (8,), "village", "district"),
                Guard(None, None, None, None, None, None),
            ],
            [Move("sea", None, 3), Move(None, "air", 5)],
        )
        assert (shape.polri, shape.tni, shape.sizes) == (2, 3, (4,))
        assert (shape.within, shape.choose) == ("village", "district")
        assert shape.movement == (("sea",), ("air",), 5)

    def test_one_size_is_chosen_for_no_less_than_the_border(self) -> None:
        """`choose` is never narrower than `within`."""
        shape = combined_shape([Guard(2, None, None, (4,), "regency", "district")], [])
        assert (shape.within, shape.choose) == ("regency", "regency")

    @pytest.mark.parametrize(
        ("polri", "sizes", "covered"),
        [(2, (4,), True), (None, (4,), False), (0, (4,), False), (2, None, False)],
    )
    def test_cover_needs_a_size_and_polri(
        self, polri: int | None, sizes: tuple[int, ...] | None, covered: bool
    ) -> None:
        """A TPS is covered when its guards together give a size and at least one Polri."""
        shape = combined_shape([Guard(polri, 5, 2, sizes, None, None)], [])
        assert shape.covered is covered


class TestDeclaredValues:
    @pytest.mark.parametrize(
        ("kind", "text", "value"),
        [
            (AttributeType.INTEGER, "12", 12),
            (AttributeType.INTEGER, "-3", -3),
            (AttributeType.INTEGER, "1.5", None),
            (AttributeType.INTEGER, "2147483648", None),
            (AttributeType.INTEGER, "٣", None),
            (AttributeType.BOOLEAN, "true", 1),
            (AttributeType.BOOLEAN, "yes", None),
            (AttributeType.CHOICE, "radio", 1),
            (AttributeType.CHOICE, "Radio", None),
            (AttributeType.CODE, "053", "053"),
            (AttributeType.CODE, "", None),
        ],
    )
    def test_are_typed_by_the_policy(
        self, kind: AttributeType, text: str, value: int | str | None
    ) -> None:
        """A text is the value that the attribute's type makes of it, or none."""
        assert typed_value(text, Attribute("any", kind, ("none", "radio"))) == value
