"""Every number of a post and of a TPS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from pamtps_service.planning.claimants import Claimant
from pamtps_service.planning.explanation import rules as rules_of_items
from pamtps_service.planning.explanation.choices import size_choice
from pamtps_service.planning.explanation.conditions import Item
from pamtps_service.planning.explanation.nodes import (
    condition,
    given,
    greatest,
    less,
    number_of,
    total,
)
from pamtps_service.planning.explanation.resources import movement_name
from pamtps_service.planning.explanation.strength import after_others, ceilings, granted
from pamtps_service.planning.explanation.view import (
    Int64,
    View,
    force_text,
    rooted,
    tier_text,
    words,
)
from pamtps_service.planning.findings import named_area
from pamtps_service.policy.model import Classify, Guard, Text, Tier
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.explanation import Explanation

PostForce = Literal["polri", "tni"]


def post_numbers(view: View, post: int) -> list[Explanation]:
    """The explanations of all numbers of a post."""
    return [*_post(view, post)]


def _post(view: View, post: int) -> Iterator[Explanation]:
    posts, base = view.plan.posts, f"posts[{post}]"
    code = to_text(int(posts.first_tps[post]), "tps")
    item = rules_of_items.tps(view, code)
    members = np.flatnonzero(view.posts.of_tps == post)
    yield rooted(_stations(view, code, members), f"{base}.station_count", int(posts.stations[post]))
    group = int(view.posts.group[post])
    yield rooted(size_choice(view, group), f"{base}.size_limit", int(posts.size_limit[post]))
    forces: tuple[tuple[PostForce, int, int], ...] = (
        ("polri", int(posts.polri[post]), int(posts.polri_short[post])),
        ("tni", int(posts.tni[post]), int(posts.tni_short[post])),
    )
    for force, persons, lacking in forces:
        need = _need(view, post, force, item)
        short = given(
            words("post-short", force=force_text(force), post=code),
            lacking,
            field=f"{base}.{force}_short",
        )
        text = words("post-assigned", force=force_text(force), post=code)
        yield rooted(less(text, need, short), f"{base}.{force}", persons)
        node = _short(view, post, force, need, lacking)
        yield rooted(node, f"{base}.{force}_short", lacking)
    yield rooted(_linmas(view, code, members, "linmas"), f"{base}.linmas", int(posts.linmas[post]))
    node = _linmas(view, code, members, "linmas_short")
    yield rooted(node, f"{base}.linmas_short", int(posts.linmas_short[post]))


def _stations(view: View, code: str, members: Int64) -> Explanation:
    villages, counts = np.unique(
        view.ledger.codes[members] // DIVISOR["village"], return_counts=True
    )
    parts = [
        given(words("tps-in", area=named_area(to_text(village, "village"))), count)
        for village, count in zip(villages.tolist(), counts.tolist(), strict=True)
    ]
    return total(words("post-stations", post=code), parts)


def _need(view: View, post: int, force: PostForce, item: Item) -> Explanation:
    """What the guard rules require of the post: the largest number holds."""
    group = int(view.posts.group[post])
    asked = []
    for rule, guard in view.guards_of_group(group).items():
        persons = guard.polri if force == "polri" else guard.tni
        if persons is not None:
            of_rule = view.demand.rules[rule].rule
            why = rules_of_items.why(view, of_rule, item)
            reasons = (why,) if why.holds else ()
            text = words("by-rule", force=force_text(force), rule=of_rule.title)
            asked.append(given(text, persons, rules=(rule,), because=reasons))
    text = words("per-post", force=force_text(force))
    return greatest(text, *asked) if asked else given(words("no-rule"), 0)


def _short(view: View, post: int, force: PostForce, need: Explanation, lacking: int) -> Explanation:
    """What the post lacks: its need, less what is left for it of what its command was granted for
    posts of its tier in the regency, which are served in code order."""
    text = words(
        "post-short",
        force=force_text(force),
        post=to_text(int(view.ledger.first_code[post]), "tps"),
    )
    if not lacking:
        return total(text, [])
    commands = view.traced.commands[force]
    command = commands.of_tps[view.posts.first].astype(np.int64)
    regency = view.ledger.first_code // DIVISOR["regency"]
    tier = int(view.needs.tier[post])
    cell = (view.needs.tier == tier) & (command == command[post]) & (regency == regency[post])
    claimant = Claimant(int(regency[post]) // 100, int(command[post]), int(regency[post]))
    needs, assigned = view.per_post(force), view.personnel(force).assigned
    persons = number_of(need) - lacking
    required = view.posts.required > 0
    for served in (cell, cell & (required == required[post])):
        earlier = np.flatnonzero(served[:post])
        got, before = int(assigned[served].sum()), int(needs[earlier].sum())
        if min(number_of(need), max(0, got - before)) == persons:
            whole = granted(view, force, tier, claimant, got)
            here = after_others(words("left-for-it"), need, whole, before)
            return less(text, need, here)
    return given(text, lacking, because=ceilings(view, force, claimant))


def _linmas(
    view: View, code: str, members: Int64, name: Literal["linmas", "linmas_short"]
) -> Explanation:
    column = view.plan.stations.linmas if name == "linmas" else view.plan.stations.linmas_short
    parts = [
        given(
            words(f"station-{name.replace('_', '-')}", tps=to_text(tps, "tps")),
            persons,
            field=f"stations[{member}].{name}",
        )
        for member, tps, persons in zip(
            members.tolist(),
            view.ledger.codes[members].tolist(),
            column[members].tolist(),
            strict=True,
        )
        if persons
    ]
    return total(words(f"post-{name.replace('_', '-')}", post=code), parts)


def station_numbers(view: View, station: int) -> list[Explanation]:
    """The explanations of all that a plan says of a TPS, and of its post."""
    found = [*_station(view, station)]
    post = int(view.plan.stations.post[station])
    return found + (post_numbers(view, post) if post >= 0 else [])


def _station(view: View, station: int) -> Iterator[Explanation]:
    stations, base = view.plan.stations, f"stations[{station}]"
    code = to_text(int(stations.code[station]), "tps")
    item = rules_of_items.tps(view, code)
    rules = stations.rule_sets[int(stations.rule_set[station])]
    yield rooted(
        _tier(view, code, item, rules), f"{base}.risk_tier", int(stations.risk_tier[station]) + 1
    )
    yield from _labels(view, station, item, rules)
    post = int(stations.post[station])
    if post >= 0:
        first = to_text(int(view.plan.posts.first_tps[post]), "tps")
        yield given(
            words("its-post", post=first), post, field=f"{base}.post", found=f"post/{first}"
        )
    else:
        yield condition(words("not-covered"), False, found=code)
    moves = int(stations.movement[station])
    if moves >= 0:
        movement = view.plan.movements[moves]
        text = words("its-movement", movement=movement_name(movement))
        yield given(text, moves, field=f"{base}.movement", rules=movement.rules)
    lacking = int(stations.linmas_short[station])
    need = _linmas_need(view, item, rules)
    short = given(words("station-linmas-short", tps=code), lacking, field=f"{base}.linmas_short")
    text = words("station-linmas", tps=code)
    yield rooted(less(text, need, short), f"{base}.linmas", int(stations.linmas[station]))
    yield rooted(_linmas_short(view, station, need, lacking), f"{base}.linmas_short", lacking)
    for place, rule in enumerate(rules):
        why = rules_of_items.why(view, view.demand.rules[rule].rule, item)
        yield condition(
            why.text,
            bool(why.holds),
            why.parts,
            rules=why.rules,
            found=why.found,
            field=f"{base}.rules[{place}]",
        )


def _tier(view: View, code: str, item: Item, rules: tuple[int, ...]) -> Explanation:
    """The highest of the tier submitted and those that rules raise it to; 1 is kurang rawan."""
    submitted = int(item.values["submitted_tier"])
    parts = [
        given(
            words("submitted", tier=tier_text(submitted)), submitted + 1, found=Tier(submitted).word
        )
    ]
    for rule in rules:
        of_rule = view.demand.rules[rule].rule
        effect = of_rule.effect
        if isinstance(effect, Classify) and effect.risk_tier is not None:
            parts.append(
                given(
                    words("raised", tier=tier_text(effect.risk_tier), rule=of_rule.title),
                    int(effect.risk_tier) + 1,
                    rules=(rule,),
                    found=effect.risk_tier.word,
                    because=(rules_of_items.why(view, of_rule, item),),
                )
            )
    tier = int(item.values["risk_tier"])
    return greatest(words("final-tier", tps=code, tier=tier_text(tier)), *parts)


def _labels(view: View, station: int, item: Item, rules: tuple[int, ...]) -> Iterator[Explanation]:
    for place, label in enumerate(item.labels):
        giving = [
            rule
            for rule in rules
            if isinstance(effect := view.demand.rules[rule].rule.effect, Classify)
            and effect.label == label
        ]
        yield condition(
            words("has-label", label=label),
            True,
            rules_of_items.matching(view, giving, item),
            rules=giving,
            field=f"stations[{station}].labels[{place}]",
        )


def _linmas_need(view: View, item: Item, rules: tuple[int, ...]) -> Explanation:
    asked = []
    for rule in rules:
        of_rule = view.demand.rules[rule].rule
        if isinstance(of_rule.effect, Guard) and of_rule.effect.linmas_per_tps is not None:
            text = words("by-rule", force=force_text("linmas"), rule=of_rule.title)
            why = rules_of_items.why(view, of_rule, item)
            persons = of_rule.effect.linmas_per_tps
            asked.append(given(text, persons, rules=(rule,), because=(why,)))
    return greatest(words("linmas-each"), *asked) if asked else given(words("no-rule"), 0)


def _linmas_short(view: View, station: int, need: Explanation, lacking: int) -> Explanation:
    """What the TPS lacks: round by round (one for each TPS, then the second), by tier, in code
    order."""
    code = to_text(int(view.ledger.codes[station]), "tps")
    text = words("station-linmas-short", tps=code)
    if not lacking:
        return total(text, [])
    commands = view.traced.commands["linmas"]
    regency = view.ledger.codes // DIVISOR["regency"]
    tier = view.ledger.tier
    cell = (
        (tier == tier[station])
        & (commands.of_tps == commands.of_tps[station])
        & (regency == regency[station])
    )
    linmas = view.ledger.linmas
    rounds = []
    for number in range(1, number_of(need) + 1):
        served = int((linmas.assigned[cell] >= number).sum())
        before = int((linmas.required[:station][cell[:station]] >= number).sum())
        one = given(words("one-linmas"), 1)
        whole = given(
            words("linmas-round-granted", round=number, tier=_tier_of(view, station)), served
        )
        rounds.append(after_others(words("linmas-round", round=number), one, whole, before))
    node = less(text, need, total(words("linmas-rounds"), rounds))
    return node if node.value == lacking else given(text, lacking)


def _tier_of(view: View, station: int) -> Text:
    return tier_text(int(view.ledger.tier[station]))
