"""Faults in the rows of TPS."""

from __future__ import annotations

from random import Random

import numpy as np
from pamtps_service.records.plan import Plan

from tests.faults.changes import any_post, any_tps, changed, fault, only_rows, replaced, stations
from tests.faults.sound_plan import Sound


@fault("tps-lacking")
def a_tps_removed(sound: Sound, draw: Random) -> Plan:
    rows = np.delete(np.arange(len(sound.plan.stations)), any_tps(sound, draw))
    return only_rows(sound.plan, rows)


@fault("tps-twice")
def a_tps_twice(sound: Sound, draw: Random) -> Plan:
    rows = np.append(np.arange(len(sound.plan.stations)), any_tps(sound, draw))
    return only_rows(sound.plan, rows)


@fault("tps-not-in-batch")
def a_tps_that_is_not_in_the_batch(sound: Sound, draw: Random) -> Plan:
    code = sound.plan.stations.code
    row = any_tps(sound, draw)
    return stations(sound.plan, code=changed(code, row, int(code[row]) + 60))


@fault("tier-wrong")
def another_tier(sound: Sound, draw: Random) -> Plan:
    tier = sound.plan.stations.risk_tier
    row = any_tps(sound, draw)
    return stations(sound.plan, risk_tier=changed(tier, row, (int(tier[row]) + 1) % 3))


@fault("labels-wrong")
def another_label(sound: Sound, draw: Random) -> Plan:
    labels = sound.plan.stations.label_set
    row = any_tps(sound, draw)
    return stations(sound.plan, label_set=changed(labels, row, 1 - int(labels[row])))


@fault("rules-of-tps")
def other_rules(sound: Sound, draw: Random) -> Plan:
    rules = sound.plan.stations.rule_set
    row = any_tps(sound, draw)
    other = (int(rules[row]) + 1) % len(sound.plan.stations.rule_sets)
    return stations(sound.plan, rule_set=changed(rules, row, other))


@fault("rules-of-tps")
def a_rule_for_areas_at_a_tps(sound: Sound, draw: Random) -> Plan:
    sets = sound.plan.stations.rule_sets
    index = draw.randrange(len(sets))
    names = [use.id for use in sound.plan.rules]
    held = tuple(sorted({*sets[index], names.index("padal")}))
    return stations(sound.plan, rule_sets=replaced(sets, index, held))


@fault("tps-without-post")
def a_tps_without_its_post(sound: Sound, draw: Random) -> Plan:
    post = sound.plan.stations.post
    row = draw.choice(np.flatnonzero(post >= 0).tolist())
    return stations(sound.plan, post=changed(post, row, -1))


@fault("post-without-cover")
def a_post_for_a_tps_without_cover(sound: Sound, draw: Random) -> Plan:
    post = sound.plan.stations.post
    row = draw.choice(np.flatnonzero(post < 0).tolist())
    return stations(sound.plan, post=changed(post, row, any_post(sound, draw)))


@fault("post-index-wrong")
def a_post_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    wrong = draw.choice([len(sound.plan.posts), 2**31 - 1])
    return stations(sound.plan, post=changed(sound.plan.stations.post, any_tps(sound, draw), wrong))


@fault("post-index-negative")
def a_post_with_a_negative_number(sound: Sound, draw: Random) -> Plan:
    wrong = draw.choice([-2, -(2**31)])
    return stations(sound.plan, post=changed(sound.plan.stations.post, any_tps(sound, draw), wrong))


@fault("set-index-wrong")
def a_set_of_rules_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    rules = sound.plan.stations.rule_set
    wrong = draw.choice([-1, len(sound.plan.stations.rule_sets), 2**31 - 1])
    return stations(sound.plan, rule_set=changed(rules, any_tps(sound, draw), wrong))


@fault("plan-index-wrong")
def a_rule_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    sets = sound.plan.stations.rule_sets
    index = draw.randrange(len(sets))
    held = (*sets[index], draw.choice([-1, len(sound.plan.rules), 2**31 - 1]))
    return stations(sound.plan, rule_sets=replaced(sets, index, held))


@fault("plan-index-twice")
def a_rule_twice_at_a_tps(sound: Sound, draw: Random) -> Plan:
    sets = sound.plan.stations.rule_sets
    index = draw.choice([number for number, held in enumerate(sets) if held])
    held = (*sets[index], draw.choice(sets[index]))
    return stations(sound.plan, rule_sets=replaced(sets, index, held))


@fault("linmas-of-tps")
def a_linmas_more_than_required(sound: Sound, draw: Random) -> Plan:
    linmas = sound.plan.stations.linmas
    row = any_tps(sound, draw)
    return stations(sound.plan, linmas=changed(linmas, row, int(linmas[row]) + 1))


@fault("linmas-order")
def linmas_out_of_turn(sound: Sound, draw: Random) -> Plan:
    """A TPS gives one of its linmas to a later one of the same command and tier."""
    given = sound.plan.stations
    regency = given.code // 10**9
    pairs = [
        (one, other)
        for one in range(len(given))
        for other in range(one + 1, len(given))
        if regency[one] == regency[other]
        and given.risk_tier[one] == given.risk_tier[other]
        and given.linmas[one] > given.linmas[other]
    ]
    one, other = draw.choice(pairs)
    linmas, short = given.linmas.copy(), given.linmas_short.copy()
    linmas[one], linmas[other] = linmas[other], linmas[one]
    short[one], short[other] = short[other], short[one]
    return stations(sound.plan, linmas=linmas, linmas_short=short)


@fault("claims-order")
def a_second_linmas_before_the_first_of_all(sound: Sound, draw: Random) -> Plan:
    given = sound.plan.stations
    regency = given.code // 10**9
    pairs = [
        (one, other)
        for one in range(len(given))
        for other in range(len(given))
        if regency[one] == regency[other] == 5315
        and one != other
        and given.linmas[one] == given.linmas[other] == 1
    ]
    one, other = draw.choice(pairs)
    linmas, short = given.linmas.copy(), given.linmas_short.copy()
    linmas[one], short[one] = 0, 2
    linmas[other], short[other] = 2, 0
    return stations(sound.plan, linmas=linmas, linmas_short=short)


@fault("shortage-with-strength-left")
def linmas_that_stay_at_home(sound: Sound, draw: Random) -> Plan:
    given = sound.plan.stations
    row = draw.choice(np.flatnonzero(given.linmas > 0).tolist())
    return stations(
        sound.plan,
        linmas=changed(given.linmas, row, int(given.linmas[row]) - 1),
        linmas_short=changed(given.linmas_short, row, int(given.linmas_short[row]) + 1),
    )
