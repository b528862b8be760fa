"""Faults in what findings say, in the limits that they name, and in what names the plan."""

from __future__ import annotations

import dataclasses
import datetime
from random import Random
from typing import Any

from pamtps_service.policy.model import Text
from pamtps_service.records.area_codes import to_integer
from pamtps_service.records.digest import plan_name
from pamtps_service.records.plan import AreaLevelOfPlan, Bind, Finding, Plan

from tests.faults.account_faults import of_code
from tests.faults.changes import any_unit, area, fault, replaced, unit, without
from tests.faults.sound_plan import Sound


def finding(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.findings[index], **fields)
    return dataclasses.replace(plan, findings=replaced(plan.findings, index, item))


def any_finding(sound: Sound, draw: Random) -> int:
    return draw.randrange(len(sound.plan.findings))


def with_binds(sound: Sound, draw: Random, kind: str = "") -> tuple[int, int]:
    """A shortage, and one of its limits (of that kind)."""
    pairs = [
        (number, index)
        for number, item in enumerate(sound.plan.findings)
        for index, bind in enumerate(item.binds)
        if kind in ("", bind.kind)
    ]
    return draw.choice(pairs)


def bind(plan: Plan, number: int, index: int, **fields: Any) -> Plan:
    binds = plan.findings[number].binds
    item = dataclasses.replace(binds[index], **fields)
    return finding(plan, number, binds=replaced(binds, index, item))


# What is said ---------------------------------------------------------------------------------


@fault("finding-lacking")
def any_finding_unsaid(sound: Sound, draw: Random) -> Plan:
    index = any_finding(sound, draw)
    return dataclasses.replace(sound.plan, findings=without(sound.plan.findings, index))


@fault("finding-lacking")
def all_findings_unsaid_but_some(sound: Sound, draw: Random) -> Plan:
    kept = tuple(item for item in sound.plan.findings if item.area == draw.choice(["", "51"]))
    return dataclasses.replace(sound.plan, findings=kept)


@fault("finding-unfounded")
def any_finding_twice(sound: Sound, draw: Random) -> Plan:
    more = sound.plan.findings[any_finding(sound, draw)]
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("finding-unfounded")
def another_severity(sound: Sound, draw: Random) -> Plan:
    index = any_finding(sound, draw)
    others = {"error", "warning", "info"} - {sound.plan.findings[index].severity}
    return finding(sound.plan, index, severity=draw.choice(sorted(others)))


@fault("finding-unfounded")
def another_number_in_a_finding(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, item in enumerate(sound.plan.findings) if item.numbers])
    numbers = sound.plan.findings[index].numbers
    at = draw.randrange(len(numbers))
    name, value = numbers[at]
    other = draw.choice([(name, value + 1), (name, 0), ("another", value)])
    return finding(sound.plan, index, numbers=replaced(numbers, at, other))


@fault("finding-unfounded")
def a_number_left_out_of_a_finding(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, item in enumerate(sound.plan.findings) if item.numbers])
    return finding(sound.plan, index, numbers=sound.plan.findings[index].numbers[1:])


@fault("finding-unfounded")
def a_finding_on_another_area(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, item in enumerate(sound.plan.findings) if item.area])
    return finding(sound.plan, index, area=draw.choice(["", "ID", "53.99", "53.11.01"]))


@fault("finding-unfounded")
def a_finding_on_another_rule(sound: Sound, draw: Random) -> Plan:
    index = any_finding(sound, draw)
    rules = [use.id for use in sound.plan.rules]
    return finding(sound.plan, index, rule=rules.index("guard-low"))


@fault("finding-unfounded")
def a_finding_on_an_area_that_names_a_tps(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, item in enumerate(sound.plan.findings) if item.tps is None])
    return finding(sound.plan, index, tps=to_integer("53.15.02.1001.005"))


@fault("finding-unfounded")
def a_finding_that_no_catalogue_has(sound: Sound, draw: Random) -> Plan:
    code = draw.choice(["", "shortages", "tier-wrong", "mix-above-bound", "unlimited-force"])
    more = Finding("info", code, draw.choice(["", "53"]), None, None, Text("x", "x"), (), ())
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("finding-message")
def other_words(sound: Sound, draw: Random) -> Plan:
    index = any_finding(sound, draw)
    message = sound.plan.findings[index].message
    other = draw.choice(
        [
            Text(id=message.id, en=""),
            Text(id=message.en, en=message.en),
            Text(id=message.id, en=message.en + "."),
            Text(id="Bukan. " + message.id, en=message.en),
        ]
    )
    return finding(sound.plan, index, message=other)


@fault("finding-message")
def another_number_in_the_words(sound: Sound, draw: Random) -> Plan:
    """Wherever a digit stands: in a number, in the code of an area, in the right side."""
    index = any_finding(sound, draw)
    message = sound.plan.findings[index].message
    at = draw.choice([at for at, letter in enumerate(message.en) if letter.isdigit()])
    digit = str((int(message.en[at]) + draw.randrange(1, 10)) % 10)
    words = f"{message.en[:at]}{digit}{message.en[at + 1 :]}"
    return finding(sound.plan, index, message=Text(id=message.id, en=words))


@fault("finding-message")
def another_force_in_the_words(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "shortage"))
    message = sound.plan.findings[index].message
    words = message.id.replace("Linmas", "TNI").replace("Polri", "Linmas")
    return finding(sound.plan, index, message=Text(id=words, en=message.en))


@fault("finding-message")
def another_operator_in_the_words(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "expectation-fails"))
    message = sound.plan.findings[index].message
    words = message.en.replace(">=", "≥").replace(" < ", " <= ")
    return finding(sound.plan, index, message=Text(id=message.id, en=words))


@fault("finding-message")
def another_area_in_the_words(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "shortage"))
    message = sound.plan.findings[index].message
    words = message.en.replace("Bali", "Papua").replace("Timur", "Barat")
    return finding(sound.plan, index, message=Text(id=message.id, en=words))


# What binds -----------------------------------------------------------------------------------


@fault("bind-need")
def another_need(sound: Sound, draw: Random) -> Plan:
    number, index = with_binds(sound, draw)
    need = sound.plan.findings[number].binds[index].need
    return bind(sound.plan, number, index, need=draw.choice([need + 1, need - 1, 0, -5]))


@fault("bind-available")
def other_figures_of_what_is_at_hand(sound: Sound, draw: Random) -> Plan:
    number, index = with_binds(sound, draw)
    available = sound.plan.findings[number].binds[index].available
    return bind(sound.plan, number, index, available=draw.choice([available + 1, -1, 2**31 - 1]))


@fault("bind-unfounded")
def a_limit_that_does_not_bind(sound: Sound, draw: Random) -> Plan:
    """A command with enough, one of another province, a ceiling that is not set, no area."""
    number = draw.choice([n for n, item in enumerate(sound.plan.findings) if item.binds])
    more = draw.choice(
        [
            Bind("own", "53.11", 70, 60),
            Bind("own", "94.01", 3, 0),
            Bind("ceiling", "53.11", 70, 60),
            Bind("reserve", "94", 70, 60),
            Bind("reserve", "", 70, 60),
        ]
    )
    binds = sound.plan.findings[number].binds
    return finding(sound.plan, number, binds=(*binds, more))


@fault("bind-unfounded")
def a_limit_twice(sound: Sound, draw: Random) -> Plan:
    number, index = with_binds(sound, draw)
    binds = sound.plan.findings[number].binds
    return finding(sound.plan, number, binds=(*binds, binds[index]))


@fault("bind-unfounded")
def a_limit_in_a_finding_that_has_none(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([*of_code(sound.plan, "shortage-in-command"), -1])
    index = index if index >= 0 else of_code(sound.plan, "lone-posts")[0]
    return finding(sound.plan, index, binds=(Bind("own", "53.15", 22, 5),))


@fault("bind-lacking")
def a_reserve_or_ceiling_left_out(sound: Sound, draw: Random) -> Plan:
    """Of Polri, whose reserves are given; linmas have none."""
    number, index = with_binds(sound, draw, draw.choice(["ceiling", "reserve"]))
    while not sound.plan.findings[number].binds[index].available:
        number, index = with_binds(sound, draw, "reserve")
    binds = without(sound.plan.findings[number].binds, index)
    return finding(sound.plan, number, binds=binds)


@fault("binds-sum")
def an_own_strength_left_out(sound: Sound, draw: Random) -> Plan:
    number, index = with_binds(sound, draw, "own")
    binds = without(sound.plan.findings[number].binds, index)
    return finding(sound.plan, number, binds=binds)


# What names the plan --------------------------------------------------------------------------


@fault("plan-name-wrong")
def another_name(sound: Sound, draw: Random) -> Plan:
    name = draw.choice(["", "plans/foo", sound.plan.request_digest, sound.plan.name + "0"])
    return dataclasses.replace(sound.plan, name=name)


@fault("request-digest-wrong")
def another_request(sound: Sound, draw: Random) -> Plan:
    digest = draw.choice(["", "0" * 64, sound.plan.request_digest.upper()])
    return dataclasses.replace(sound.plan, request_digest=digest, name=plan_name(digest))


@fault("request-digest-wrong")
def another_planner(sound: Sound, draw: Random) -> Plan:
    return dataclasses.replace(sound.plan, planner_version=draw.choice(["", "99.0.0"]))


@fault("request-digest-wrong")
def another_day(sound: Sound, draw: Random) -> Plan:
    later = sound.plan.election_date + datetime.timedelta(days=draw.choice([-1, 1, 365]))
    return dataclasses.replace(sound.plan, election_date=later)


@fault("row-name")
def another_name_of_an_area(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    row = sound.plan.areas[index]
    wide = row.level <= AreaLevelOfPlan.REGENCY
    return area(sound.plan, index, name=draw.choice(["", "Zimbabwe"] if wide else ["Zimbabwe"]))


# What mixes wish ------------------------------------------------------------------------------


@fault("mix-wished")
def another_wish_of_a_mix(sound: Sound, draw: Random) -> Plan:
    """Less than required in one case, which alone is no fault."""
    index = any_unit(sound, draw, lambda item: item.force == "tni")
    wished = sound.plan.units[index].wished
    return unit(sound.plan, index, wished=draw.choice([wished + 1, wished - 1, 0]))


@fault("mix-wished")
def a_wish_of_a_mix_left_out(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni" and not item.required)
    return dataclasses.replace(sound.plan, units=without(sound.plan.units, index))


@fault("unit-wished")
def a_negative_wish_of_a_mix(sound: Sound, draw: Random) -> Plan:
    index = any_unit(sound, draw, lambda item: item.force == "tni")
    return unit(sound.plan, index, wished=-1)
