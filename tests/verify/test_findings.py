"""Every finding of the catalogue is worked out by the verification too: left out, added or changed
in any way, it is found; as the planner gives it, it is right."""

from __future__ import annotations

import dataclasses
import functools

import pytest
from pamtps_service.policy.catalogue.findings import MESSAGES
from pamtps_service.policy.model import Text
from pamtps_service.records.plan import Finding, Plan

from tests.faults.sound_plan import Sound
from tests.planning.service_input import planned
from tests.planning.test_findings import SHOWN, policy
from tests.reference.strategies import Case

ALL = pytest.mark.parametrize("code", sorted(MESSAGES))


@functools.cache
def shown(code: str) -> Sound:
    """A plan that has the finding."""
    example = SHOWN[code]
    case = Case({"own": policy(example.rules, example.head)}, "own", example.batch)
    plan, request, policies = planned(case, example.strengths)
    return Sound(plan, request.batch, request.strengths, policies.policies)


def with_finding(sound: Sound, code: str, *instead: Finding) -> Plan:
    """The plan with these in the place of its finding of the code."""
    others = tuple(item for item in sound.plan.findings if item.code != code)
    return dataclasses.replace(sound.plan, findings=(*others, *instead))


def of_code(sound: Sound, code: str) -> Finding:
    return next(item for item in sound.plan.findings if item.code == code)


@ALL
class TestEachFinding:
    def test_is_right_as_the_planner_gives_it(self, code: str) -> None:
        sound = shown(code)
        assert sound.codes(sound.plan) == set()

    def test_is_lacking_where_it_is_left_out(self, code: str) -> None:
        sound = shown(code)
        assert sound.codes(with_finding(sound, code)) == {"finding-lacking"}

    def test_is_unfounded_a_second_time(self, code: str) -> None:
        sound, found = shown(code), of_code(shown(code), code)
        assert sound.codes(with_finding(sound, code, found, found)) == {"finding-unfounded"}

    def test_has_one_severity(self, code: str) -> None:
        sound, found = shown(code), of_code(shown(code), code)
        for severity in ("error", "warning", "info"):
            other = dataclasses.replace(found, severity=severity)
            wanted = {"finding-lacking", "finding-unfounded"} if other != found else set()
            assert sound.codes(with_finding(sound, code, other)) == wanted

    def test_has_the_numbers_of_the_plan(self, code: str) -> None:
        """None changed, none more."""
        sound, found = shown(code), of_code(shown(code), code)
        others = [(*found.numbers, ("more", 1))]
        others += [
            (*found.numbers[:at], (name, value + 1), *found.numbers[at + 1 :])
            for at, (name, value) in enumerate(found.numbers)
        ]
        for numbers in others:
            other = dataclasses.replace(found, numbers=numbers)
            codes = sound.codes(with_finding(sound, code, other))
            assert {"finding-lacking", "finding-unfounded"} <= codes

    def test_has_the_words_of_the_catalogue_in_both_languages(self, code: str) -> None:
        sound, found = shown(code), of_code(shown(code), code)
        words = found.message
        for message in (
            Text(id=words.en, en=words.en),
            Text(id=words.id, en=words.id),
            Text(id=words.id, en="0 " + words.en),
            Text(id=words.id.removesuffix("."), en=words.en),
        ):
            other = dataclasses.replace(found, message=message)
            assert sound.codes(with_finding(sound, code, other)) == {"finding-message"}

    def test_says_no_other_digit(self, code: str) -> None:
        """Wherever a digit stands in its words."""
        sound, found = shown(code), of_code(shown(code), code)
        words = found.message.en
        for at, letter in enumerate(words):
            if letter.isdigit():
                changed = f"{words[:at]}{(int(letter) + 1) % 10}{words[at + 1 :]}"
                message = Text(id=found.message.id, en=changed)
                other = dataclasses.replace(found, message=message)
                assert sound.codes(with_finding(sound, code, other)) == {"finding-message"}
