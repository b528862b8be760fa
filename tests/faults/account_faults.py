"""Faults in findings, status, sums, and the lists of rules, labels and policies."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

from pamtps_service.policy.model import Text
from pamtps_service.records.plan import AreaLevelOfPlan, Finding, Plan, SizeChoice, Status

from tests.faults.changes import area, fault, posts, replaced, rule, without
from tests.faults.sound_plan import ABUNDANT, Sound


def of_code(plan: Plan, code: str) -> list[int]:
    return [n for n, item in enumerate(plan.findings) if item.code == code]


@fault("finding-lacking")
def an_expectation_that_fails_unsaid(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "expectation-fails"))
    return dataclasses.replace(sound.plan, findings=without(sound.plan.findings, index))


@fault("finding-lacking")
def a_tps_without_cover_unsaid(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "not-covered"))
    return dataclasses.replace(sound.plan, findings=without(sound.plan.findings, index))


@fault("finding-unfounded")
def an_expectation_that_does_not_fail(sound: Sound, draw: Random) -> Plan:
    names = [use.id for use in sound.plan.rules]
    code = draw.choice([ABUNDANT, "", "53.99"])
    more = Finding(
        "warning", "expectation-fails", code, None, names.index("modest"), Text("", ""), (), ()
    )
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("finding-unfounded")
def a_failure_played_down(sound: Sound, draw: Random) -> Plan:
    index = draw.choice(of_code(sound.plan, "expectation-fails"))
    item = dataclasses.replace(sound.plan.findings[index], severity="info")
    return dataclasses.replace(sound.plan, findings=replaced(sound.plan.findings, index, item))


@fault("finding-unfounded")
def a_covered_tps_said_to_be_uncovered(sound: Sound, draw: Random) -> Plan:
    code = int(sound.plan.stations.code[0])
    more = Finding(
        "error", "not-covered", "", draw.choice([code, None]), None, Text("", ""), (), ()
    )
    return dataclasses.replace(sound.plan, findings=(*sound.plan.findings, more))


@fault("plan-index-wrong")
def a_finding_on_a_rule_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.findings))
    item = dataclasses.replace(sound.plan.findings[index], rule=draw.choice([-1, 1000]))
    return dataclasses.replace(sound.plan, findings=replaced(sound.plan.findings, index, item))


@fault("status-wrong")
def another_status(sound: Sound, draw: Random) -> Plan:
    return dataclasses.replace(
        sound.plan, status=draw.choice([s for s in Status if s != sound.plan.status])
    )


@fault("row-sum")
def a_changed_total(sound: Sound, draw: Random) -> Plan:
    """assigned and above together, so that the row still seems to add up."""
    index = draw.randrange(3)
    item = sound.plan.totals[index]
    item = dataclasses.replace(item, assigned=item.assigned + 5, above=item.above + 5)
    return dataclasses.replace(sound.plan, totals=replaced(sound.plan.totals, index, item))


@fault("row-arithmetic")
def a_total_that_does_not_add_up(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(3)
    name = draw.choice(["required", "assigned", "short", "above"])
    item = sound.plan.totals[index]
    item = dataclasses.replace(item, **{name: getattr(item, name) + draw.choice([-1, 1, 1000])})
    return dataclasses.replace(sound.plan, totals=replaced(sound.plan.totals, index, item))


@fault("row-sum")
def a_changed_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    totals = sound.plan.areas[index].totals
    number = draw.randrange(len(totals))
    name = draw.choice(["required", "wished", "assigned", "short", "above"])
    item = dataclasses.replace(totals[number], **{name: getattr(totals[number], name) + 1})
    return area(sound.plan, index, totals=replaced(totals, number, item))


@fault("row-available")
def a_strength_that_was_not_given(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    totals = sound.plan.areas[index].totals
    number = draw.randrange(len(totals))
    wrong = (totals[number].available or 0) + 7
    item = dataclasses.replace(totals[number], available=wrong)
    return area(sound.plan, index, totals=replaced(totals, number, item))


@fault("row-tps")
def tps_in_another_tier_of_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    low, middle, high = sound.plan.areas[index].tps_by_tier
    return area(sound.plan, index, tps_by_tier=(low - 1, middle + 1, high))


@fault("row-posts")
def another_number_of_posts(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    return area(sound.plan, index, posts=sound.plan.areas[index].posts + 1)


@fault("row-sizes")
def another_size_in_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    sizes = (*sound.plan.areas[index].sizes, SizeChoice(0, 16, 1))
    return area(sound.plan, index, sizes=sizes)


@fault("row-forces")
def a_force_left_out_of_a_row(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.areas))
    return area(sound.plan, index, totals=sound.plan.areas[index].totals[1:])


@fault("totals-forces")
def a_force_left_out_of_the_totals(sound: Sound, draw: Random) -> Plan:
    totals = without(sound.plan.totals, draw.randrange(3))
    return dataclasses.replace(sound.plan, totals=totals)


@fault("area-lacking")
def a_row_removed(sound: Sound, draw: Random) -> Plan:
    areas = without(sound.plan.areas, draw.randrange(len(sound.plan.areas)))
    return dataclasses.replace(sound.plan, areas=areas)


@fault("area-twice")
def a_row_twice(sound: Sound, draw: Random) -> Plan:
    more = draw.choice(sound.plan.areas)
    return dataclasses.replace(sound.plan, areas=(*sound.plan.areas, more))


@fault("area-unknown")
def a_row_of_a_strange_area(sound: Sound, draw: Random) -> Plan:
    level = draw.choice(list(AreaLevelOfPlan))
    more = dataclasses.replace(sound.plan.areas[0], level=level, code=draw.choice(["94", "x", ""]))
    return dataclasses.replace(sound.plan, areas=(*sound.plan.areas, more))


@fault("plan-rule-lacking")
def a_rule_left_out(sound: Sound, draw: Random) -> Plan:
    rules = without(sound.plan.rules, draw.randrange(len(sound.plan.rules)))
    return dataclasses.replace(sound.plan, rules=rules)


@fault("plan-rule-twice")
def a_rule_twice(sound: Sound, draw: Random) -> Plan:
    rules = (*sound.plan.rules, draw.choice(sound.plan.rules))
    return dataclasses.replace(sound.plan, rules=rules)


@fault("plan-rule-unknown")
def a_rule_of_no_policy(sound: Sound, draw: Random) -> Plan:
    name = draw.choice(["policy", "id"])
    return rule(sound.plan, draw.randrange(len(sound.plan.rules)), **{name: "invented"})


@fault("plan-rule-title")
def another_title_of_a_rule(sound: Sound, draw: Random) -> Plan:
    return rule(sound.plan, draw.randrange(len(sound.plan.rules)), title=Text("lain", "other"))


@fault("plan-rule-tps")
def a_rule_that_matched_more_tps(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.rules))
    return rule(sound.plan, index, tps=sound.plan.rules[index].tps + 1)


@fault("plan-rule-areas")
def a_rule_that_matched_more_areas(sound: Sound, draw: Random) -> Plan:
    index = draw.randrange(len(sound.plan.rules))
    return rule(sound.plan, index, areas=sound.plan.rules[index].areas + 1)


@fault("plan-label-unknown")
def a_label_that_no_rule_gives(sound: Sound, draw: Random) -> Plan:
    return dataclasses.replace(sound.plan, labels=(*sound.plan.labels, draw.choice(["x", ""])))


@fault("plan-label-twice")
def a_label_twice(sound: Sound, draw: Random) -> Plan:
    labels = (*sound.plan.labels, draw.choice(sound.plan.labels))
    return dataclasses.replace(sound.plan, labels=labels)


def policy(plan: Plan, **fields: Any) -> Plan:
    return dataclasses.replace(plan, policies=(dataclasses.replace(plan.policies[0], **fields),))


@fault("plan-policy-digest")
def another_digest_of_a_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, digest=draw.choice(["", "0" * 64]))


@fault("plan-policy-tps")
def another_number_of_tps_of_a_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, tps=draw.choice([0, -1, 95, 97]))


@fault("plan-policy-area-lacking")
def a_province_without_policy(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, areas=(draw.choice(["51", "53"]),))


@fault("plan-policy-area-wrong")
def a_province_that_is_not_in_the_batch(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, areas=("51", "53", draw.choice(["94", "x", "51"])))


@fault("plan-policy-not-given")
def a_policy_that_is_not_at_hand(sound: Sound, draw: Random) -> Plan:
    return policy(sound.plan, id=draw.choice(["", "another"]))


@fault("columns-differ")
def columns_of_different_lengths(sound: Sound, draw: Random) -> Plan:
    name = draw.choice(["polri", "size_limit", "area", "rules"])
    column = getattr(sound.plan.posts, name)
    return posts(sound.plan, **{name: column[1:]})
