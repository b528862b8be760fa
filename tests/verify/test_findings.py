"""Every finding of the catalogue is worked out by the verification too: left out, added or changed
in any way, it is found; as the planner gives it, it is right."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import pytest
from pamtps_service.policy.catalogue.findings import MESSAGES
from pamtps_service.policy.model import Text
from pamtps_service.records.plan import Finding, Plan

from tests.faults.sound_plan import Sound
from tests.planning.service_input import NOTHING, Resources, planned
from tests.planning.test_findings import GUARDS, SHOWN, policy, stations, strength
from tests.reference.strategies import Case

ALL = pytest.mark.parametrize("code", sorted(MESSAGES))


@functools.cache
def shown(code: str) -> Sound:
    """A plan that has the finding."""
    example = SHOWN[code]
    return made(example.rules, example.batch, example.strengths, example.head, example.resources)


def made(
    rules: tuple[str, ...],
    batch: list[dict[str, Any]],
    strengths: list[dict[str, Any]],
    head: str,
    resources: Resources = NOTHING,
) -> Sound:
    """The plan under these rules."""
    case = Case({"own": policy(rules, head)}, "own", batch)
    plan, request, policies = planned(case, strengths, resources)
    return Sound(plan, request.batch, request.strengths, policies.policies, resources)


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


ABROAD = {**strength("53.11", "polri", 1), "covers": ["51.03", "53.11"]}
BALI = "51.03.01.1001"
MORE = "{id: more, for_each: regency, add: {polri: 5}}"
UPGRADES_FIRST = (
    "claims: [sangat_rawan, rawan, kurang_rawan, upgrades, supervisor, reinforcement, standby]\n"
)
UNUSUAL: dict[str, tuple[tuple[str, ...], list[dict[str, Any]], list[dict[str, Any]], str]] = {
    "a command that guards in two provinces": (
        (GUARDS, MORE),
        [*stations(4), *stations(4, BALI)],
        [ABROAD],
        "",
    ),
    "a command that guards in another province alone": (
        (GUARDS,),
        stations(8, BALI),
        [ABROAD],
        "",
    ),
    "a ceiling that early upgrades used up": (
        (
            "{id: guards, guard: {polri: 2, tps_per_post: [1, 4]}}",
            "{id: leaders, for_each: regency, add: {polri: 2, role: supervisor}}",
            "{id: most, for_each: regency, limit: {polri: 8}}",
        ),
        stations(),
        [strength("53.11", "polri", 50)],
        UPGRADES_FIRST,
    ),
    "a ceiling inside another": (
        (
            GUARDS,
            MORE,
            "{id: inner, for_each: regency, limit: {polri: 3}}",
            "{id: outer, for_each: province, limit: {polri: 4}}",
        ),
        [*stations(4), *stations(4, "53.12.01.1001")],
        [strength("53.11", "polri", 3), strength("53", "polri", 1, "reserve")],
        "",
    ),
    "a reserve of nobody": ((GUARDS,), stations(), [strength("53", "polri", 0, "reserve")], ""),
    "a nation's reserve of nobody": (
        (GUARDS,),
        stations(),
        [strength("ID", "polri", 0, "reserve")],
        "",
    ),
    "strength in another province": (
        (GUARDS,),
        stations(),
        [strength("51.03", "polri", 5), strength("ID", "polri", 1, "reserve")],
        "",
    ),
    "two mixes of which each sets one bound": (
        (
            GUARDS,
            "{id: add, for_each: regency, add: {tni: 100, polri: 10}}",
            "{id: a, for_each: regency, mix: {tni: 1, polri: 2..4}}",
            "{id: b, for_each: regency, mix: {tni: 1, polri: 3..10}}",
        ),
        stations(),
        [],
        "",
    ),
}


@pytest.mark.parametrize("name", sorted(UNUSUAL))
def test_what_is_unusual_raises_no_false_alarm(name: str) -> None:
    sound = made(*UNUSUAL[name])
    assert sound.plan.findings
    assert [item.message.en for item in sound.verified(sound.plan).violations] == []
