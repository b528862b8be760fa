"""Repairs: every violation names the smallest change that mends it, and the change does mend it."""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import string
from random import Random
from typing import Any

import pytest
from google.protobuf import json_format
from pamtps.v1 import plan_pb2
from pamtps_service.policy.catalogue import repairs
from pamtps_service.policy.catalogue import violations as catalogue
from pamtps_service.policy.faults import Fault
from pamtps_service.records.digest import plan_digest
from pamtps_service.records.plan import Plan, Violation
from pamtps_service.verify.words import FORCES
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.write_plan import write_plan

from tests.faults import test_faults
from tests.faults.changes import FAULTS, Make, changed, posts
from tests.faults.sound_plan import Sound, sound_plan

DRAWS = 2
CHANGE = re.compile(r'(?:^Set|and) (\S+) to ("[^"]*"|\[[^\]]*\]|\{[^}]*\}|-?\d+)')
"""A field of the plan's JSON, and the value that it should have."""
REMOVAL = re.compile(r"^Remove (\S+\])\.$")
STEP = re.compile(r"(\w+)|\[(\d+)\]")
assert test_faults.MODULES, "importing them registers their faults"
MAKES = [make for _, make in FAULTS]
ON_THE_WIRE = [make for code, make in FAULTS if code not in ("columns-differ", "set-index-wrong")]
"""Faults that a plan of messages can have."""


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_plan()


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan as a reader has it before them."""
    fields: dict[str, Any] = json_format.MessageToDict(
        write_plan(plan, stations=True),
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
    )
    return fields


def from_json(fields: dict[str, Any]) -> Plan:
    faults: list[Fault] = []
    message = json_format.ParseDict(fields, plan_pb2.DeploymentPlan())
    plan = read_plan(message, "plan", faults)
    assert plan is not None, [fault.text("en") for fault in faults]
    return plan


def sealed(plan: Plan) -> Plan:
    return dataclasses.replace(plan, plan_digest=plan_digest(plan))


def owner_of(fields: dict[str, Any], path: str) -> tuple[Any, str | int]:
    """The mapping or list that holds a field, and its key there."""
    steps = [int(index) if index else name for name, index in STEP.findall(path)]
    held: Any = fields
    for step in steps[:-1]:
        held = held[step]
    return held, steps[-1]


def mended(fields: dict[str, Any], repair: str) -> dict[str, Any] | None:
    """The plan after a repair that says which values to write, or which entry to remove."""
    after = copy.deepcopy(fields)
    changes = CHANGE.findall(repair)
    for path, value in changes:
        held, key = owner_of(after, path)
        held[key] = json.loads(value)
    removal = REMOVAL.match(repair)
    if removal:
        held, key = owner_of(after, removal[1])
        del held[key]
    return after if changes or removal else None


class TestTexts:
    def test_every_violation_has_a_repair_or_is_said_to_have_none(self) -> None:
        named = {name.partition("/")[0] for name in repairs.REPAIRS}
        assert named | repairs.WITHOUT == set(catalogue.MESSAGES)
        assert not named & repairs.WITHOUT
        assert sorted(repairs.WITHOUT) == ["attribute-lacking", "more-violations"]

    def test_both_languages_name_the_same_fields(self) -> None:
        for name, text in repairs.REPAIRS.items():
            fields = [
                sorted({field for _, field, _, _ in string.Formatter().parse(words) if field})
                for words in (text.id, text.en)
            ]
            assert fields[0] == fields[1], name
            assert text.id != text.en
            assert text.id.endswith(".")
            assert text.en.endswith(".")

    def test_values_to_be_written_have_no_separators(self, sound: Sound) -> None:
        """`Set ... to 16746`, as JSON has it, and not 16,746 or 16.746."""
        areas = list(sound.plan.areas)
        areas[0] = dataclasses.replace(areas[0], posts=areas[0].posts + 1)
        broken = dataclasses.replace(sound.plan, areas=tuple(areas))
        (found,) = [v for v in sound.verified(sealed(broken)).violations if v.code == "row-posts"]
        assert found.repair is not None
        assert found.place == "areas[0].post_count"
        wanted = sound.plan.areas[0].posts
        assert found.repair.en == f"Set areas[0].post_count to {wanted}."
        assert found.repair.id == f"Ubah areas[0].post_count menjadi {wanted}."


def violations_of(sound: Sound, plan: Plan) -> list[Violation]:
    return list(sound.verified(plan).violations)


class TestTheSmallestChange:
    def test_the_one_post_of_another_size_changes_and_not_all_others(self, sound: Sound) -> None:
        sizes = sound.plan.posts.size_limit
        for post in range(len(sizes)):
            broken = posts(sound.plan, size_limit=changed(sizes, post, int(sizes[post]) + 1))
            found = [v for v in violations_of(sound, broken) if v.code == "post-size-differs"]
            alone = [v for v in found if v.place == f"posts[{post}]" and v.required == sizes[post]]
            # two posts of two sizes: either of them may change
            assert found == alone or len(found) == 1

    def test_who_has_too_few_is_sent_more_where_a_reserve_has_them(self, sound: Sound) -> None:
        for index, gone in enumerate(sound.plan.transfers):
            left = tuple(item for n, item in enumerate(sound.plan.transfers) if n != index)
            broken = sealed(dataclasses.replace(sound.plan, transfers=left))
            repairs_told = [
                v.repair.en for v in violations_of(sound, broken) if v.repair is not None
            ]
            assert (
                f"Send {gone.personnel} {FORCES[gone.force].en} more from the reserve of "
                f"{gone.source} to {gone.command}, in transfers."
            ) in repairs_told

    def test_the_digest_is_mended_last(self, sound: Sound) -> None:
        broken = dataclasses.replace(sound.plan, transfers=())
        found = violations_of(sound, broken)
        assert len(found) > 1
        assert found[-1].code == "digest-wrong"


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_every_violation_of_a_fault_says_what_mends_it(sound: Sound, make: Make) -> None:
    for seed in range(DRAWS):
        broken = sealed(make(sound, Random(f"{make.__name__} {seed}")))
        for violation in violations_of(sound, broken):
            if violation.code in repairs.WITHOUT:
                assert violation.repair is None
                continue
            assert violation.repair is not None
            for text in (violation.repair.id, violation.repair.en):
                assert not re.search(r"\{\w*(:d)?\}", text)
                assert "None" not in text


@pytest.mark.parametrize("make", ON_THE_WIRE, ids=lambda make: make.__name__)
def test_a_repair_that_can_be_done_word_by_word_mends_its_violation(
    sound: Sound, make: Make
) -> None:
    """Applied to the plan's JSON as it is told, it removes the violation that told it."""
    for seed in range(DRAWS):
        fields = as_json(sealed(make(sound, Random(f"{make.__name__} {seed}"))))
        before = violations_of(sound, from_json(fields))
        done: set[str] = set()
        for violation in before:
            if violation.repair is None or violation.code in done:
                continue
            after = mended(fields, violation.repair.en)
            if after is None:
                continue
            # one of each code: the others are of the same kind
            done.add(violation.code)
            again = violations_of(sound, from_json(after))
            kinds = [(one.code, one.place) for one in again]
            if violation.repair.en.startswith("Set"):
                assert (violation.code, violation.place) not in kinds, violation.repair.en
            else:
                count = sum(one.code == violation.code for one in before)
                assert sum(one.code == violation.code for one in again) < count
