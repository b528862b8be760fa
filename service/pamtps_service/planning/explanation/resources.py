"""Every number of a movement and of equipment: who leaves, who finds no seat, what stocks give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from pamtps_service.planning.explanation import rules as rules_of_items
from pamtps_service.planning.explanation.conditions import area_item, tps_item
from pamtps_service.planning.explanation.nodes import (
    condition,
    divided_up,
    given,
    greatest,
    least,
    less,
    number_of,
    times,
    total,
    with_reasons,
)
from pamtps_service.planning.explanation.view import Int64, View, force_text, rooted, words
from pamtps_service.planning.findings import named_area
from pamtps_service.planning.holdings import Holdings
from pamtps_service.planning.movements import TRANSPORTS
from pamtps_service.planning.units import tps_matched, truth_of
from pamtps_service.policy.model import AREA_LEVELS, Equip, Force, Move, Per, Text
from pamtps_service.records.area_codes import DIVISOR, NATION, level_of, to_integer, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import Equipment, Movement

MOST_LISTED = 40
"""Posts, TPS or areas that are listed one by one; the numbers of more are added up."""


def movement_name(movement: Movement) -> Text:
    """A movement as texts name it: `movement to 53.11.01, H-3 by sea`."""
    day = f"H-{movement.days_before}" if movement.days_before else "H"
    code = "movement-by-fallback" if movement.fallback else "movement"
    if not movement.transport:
        code = "movement-on-its-own"
    way = TRANSPORTS[movement.transport] if movement.transport else Text(id="", en="")
    return words(code, area=named_area(movement.area), day=day, way=way)


def movement_numbers(view: View, index: int) -> list[Explanation]:
    """The explanations of all numbers of a movement."""
    return [*_movement(view, index)]


def _movement(view: View, index: int) -> Iterator[Explanation]:
    movement, base = view.plan.movements[index], f"movements[{index}]"
    name = movement_name(movement)
    stations = np.flatnonzero(view.plan.stations.movement == index)
    posts = np.unique(view.posts.of_tps[stations].astype(np.int64))
    days = _days(view, movement, stations)
    yield rooted(days, f"{base}.days_before", movement.days_before)
    if movement.travel_minutes is not None:
        farthest = _farthest(view, stations, name)
        yield rooted(farthest, f"{base}.travel_minutes", movement.travel_minutes)
    counted = _of_posts(view, posts, "station_count", view.posts.stations)
    node = total(words("movement-tps", movement=name), counted)
    yield rooted(node, f"{base}.station_count", movement.tps)
    forces: tuple[tuple[Force, int], ...] = (("polri", movement.polri), ("tni", movement.tni))
    for force, persons in forces:
        text = words("movement-force", force=force_text(force), movement=name)
        column = view.personnel(force).assigned
        yield rooted(total(text, _of_posts(view, posts, force, column)), f"{base}.{force}", persons)
    node = _without_transport(view, movement, base, name)
    yield rooted(node, f"{base}.without_transport", movement.without_transport)
    node = _without_seat(view, index, base, name)
    yield rooted(node, f"{base}.without_seat", movement.without_seat)


def _days(view: View, movement: Movement, stations: Int64) -> Explanation:
    """The earliest day of the rules that match."""
    code = to_text(int(view.ledger.codes[stations[0]]), "tps")
    item = rules_of_items.tps(view, code)
    asked = []
    for rule in movement.rules:
        of_rule = view.demand.rules[rule].rule
        assert isinstance(of_rule.effect, Move)
        why = rules_of_items.why(view, of_rule, item)
        text = words("days-by-rule", rule=of_rule.title)
        reasons = (why,) if why.holds else ()
        asked.append(given(text, of_rule.effect.depart or 0, rules=(rule,), because=reasons))
    return greatest(words("movement-days", movement=movement_name(movement)), *asked)


def _farthest(view: View, stations: Int64, name: Text) -> Explanation:
    travel = view.traced.request.batch.standard["travel_minutes"]
    known = stations[travel.present[stations]]
    minutes = travel.values[known]
    if len(known) > MOST_LISTED:
        known, minutes = known[[int(minutes.argmax())]], minutes[[int(minutes.argmax())]]
    parts = [
        given(words("travel-of", tps=to_text(code, "tps")), value)
        for code, value in zip(view.ledger.codes[known].tolist(), minutes.tolist(), strict=True)
    ]
    return greatest(words("movement-travel", movement=name), *parts)


def _of_posts(view: View, posts: Int64, name: str, column: Int64) -> list[Explanation]:
    """A number of each post."""
    return [
        given(
            words(f"post-{name.replace('_', '-')}", post=to_text(code, "tps")),
            value,
            field=f"posts[{post}].{name}",
        )
        for post, code, value in zip(
            posts.tolist(),
            view.ledger.first_code[posts].tolist(),
            column[posts].tolist(),
            strict=True,
        )
        if value
    ]


def _persons(movement: Movement, base: str, name: Text) -> Explanation:
    """Polri and TNI of a movement."""
    return total(
        words("movement-persons", movement=name),
        [
            given(
                words("movement-force", force=force_text("polri"), movement=name),
                movement.polri,
                field=f"{base}.polri",
            ),
            given(
                words("movement-force", force=force_text("tni"), movement=name),
                movement.tni,
                field=f"{base}.tni",
            ),
        ],
    )


def _without_transport(view: View, movement: Movement, base: str, name: Text) -> Explanation:
    text = words("movement-without-transport", movement=name)
    if not movement.without_transport:
        return total(text, [])
    asked: dict[str, list[int]] = {}
    for rule in movement.rules:
        effect = view.demand.rules[rule].rule.effect
        assert isinstance(effect, Move)
        for way in (effect.transport, effect.fallback):
            if way is not None:
                asked.setdefault(way, []).append(rule)
    unavailable = view.traced.request.unavailable_transports
    reasons = [
        condition(
            words("available-transport", way=TRANSPORTS[way]), way not in unavailable, rules=r
        )
        for way, r in asked.items()
    ]
    return with_reasons(total(text, [_persons(movement, base, name)]), reasons)


def _without_seat(view: View, index: int, base: str, name: Text) -> Explanation:
    """Who finds no seat: the movements before it in the schedule are served first, each from its
    command's own area, then from those around it."""
    movement = view.plan.movements[index]
    text = words("movement-without-seat", movement=name)
    if not movement.without_seat:
        return total(text, [])
    commands = view.traced.commands["polri"]
    area_of = dict(zip(commands.names, commands.area, strict=True))
    key = (movement.transport, movement.days_before)
    seats = [
        (one.area, one.count)
        for one in view.traced.request.seats
        if (one.transport, one.days_before) == key
    ]
    holdings = Holdings(seats)
    for earlier in view.plan.movements[:index]:
        if (earlier.transport, earlier.days_before) == key:
            holdings.take(area_of[earlier.command], earlier.polri + earlier.tni)
    mine = area_of[movement.command]
    left = _left(holdings, seats, mine, words("seats-taken"), words("seats-of"))
    persons = _persons(movement, base, name)
    return less(text, persons, least(words("seats-found"), persons, left))


def _left(
    holdings: Holdings, given_in: Iterable[tuple[str, int]], area: str, taken: Text, of: Text
) -> Explanation:
    """What is left for an area: of what it and those around it have, less what others took."""
    around = [
        given(words("in-area-of", what=of, area=named_area(code)), count)
        for code, count in given_in
        if code == NATION or f"{area}.".startswith(f"{code}.")
    ]
    have = total(words("around"), around)
    there = holdings.take(area, number_of(have))
    return less(words("left"), have, given(taken, number_of(have) - there))


def equipment_numbers(view: View, index: int) -> list[Explanation]:
    """The explanations of all numbers of a row of equipment."""
    row, base = view.plan.equipment[index], f"equipment[{index}]"
    item = dict(view.demand.rules[row.rule].policy.items)[row.item]
    names: dict[str, Text | str] = {"item": item, "area": named_area(row.area)}
    required = rooted(_required(view, row, names), f"{base}.required", row.required)
    need = given(words("items-required", **names), row.required, field=f"{base}.required")
    text = words("items-short", **names)
    if row.assigned is None:
        return [required, rooted(total(text, []), f"{base}.short", row.short)]
    got = given(words("items-assigned", **names), row.assigned, field=f"{base}.assigned")
    return [
        required,
        rooted(_assigned(view, index, need, names), f"{base}.assigned", row.assigned),
        rooted(less(text, need, got), f"{base}.short", row.short),
    ]


def _assigned(
    view: View, index: int, need: Explanation, names: dict[str, Text | str]
) -> Explanation:
    """What stocks give: the rows before it are served first, each from the narrowest area."""
    row = view.plan.equipment[index]
    stocks = [(one.area, one.count) for one in view.traced.request.stocks if one.item == row.item]
    holdings = Holdings(stocks)
    for earlier in view.plan.equipment[:index]:
        if earlier.item == row.item:
            holdings.take(earlier.area, earlier.required)
    left = _left(holdings, stocks, row.area, words("stock-taken"), words("stock-of"))
    return least(words("items-assigned", **names), need, left)


def _required(view: View, row: Equipment, names: dict[str, Text | str]) -> Explanation:
    """Pieces of the rule, times what it is multiplied by."""
    rule = view.demand.rules[row.rule].rule
    assert isinstance(rule.effect, Equip)
    pieces = given(words("amount"), dict(rule.effect.items)[row.item], rules=(row.rule,))
    return times(words("items-required", **names), pieces, _times(view, row))


def _times(view: View, row: Equipment) -> Explanation:
    """How many times a rule gives its items in the area of a row."""
    of_plan = view.demand.rules[row.rule]
    rule, part = of_plan.rule, rules_of_items.part_of(view, row.area)
    assert isinstance(rule.effect, Equip)
    per = rule.effect.per
    number = part.engine.policy.rules.index(rule)
    if rule.for_each in ("tps", "post"):
        inside = part.facts.code // DIVISOR["district"] == to_integer(row.area)
        if rule.for_each == "tps":
            matching = np.flatnonzero(tps_matched(part, number, per) & inside)
            first = rules_of_items.why(view, rule, tps_item(part, int(matching[0])))
            text = words("unit-tps", area=named_area(row.area))
            return given(text, len(matching), because=(first,))
        return _times_of_posts(view, row, number, per)
    parts = [_times_of_area(view, row, code, per) for code in _areas(view, row)]
    text = words("times-in", area=named_area(row.area))
    return parts[0] if len(parts) == 1 else total(text, parts)


def _areas(view: View, row: Equipment) -> Sequence[str]:
    """The areas that a rule matches and whose items a row holds: itself, or villages inside."""
    found = []
    for match in view.demand.area_matches:
        code = to_text(match.code, match.level)
        if match.rule == row.rule and (code == row.area or code.startswith(f"{row.area}.")):
            found.append(code)
    return found


def _times_of_area(view: View, row: Equipment, code: str, per: Per | None) -> Explanation:
    level = level_of(code)
    assert level in AREA_LEVELS
    item = area_item(rules_of_items.part_of(view, code), level, code)
    why = rules_of_items.why(view, view.demand.rules[row.rule].rule, item)
    if per is None:
        return given(words("once-in", area=named_area(code)), 1, because=(why,))
    counted = given(words("per-tps", area=named_area(code)), item.counts[per.of])
    by = given(words("per"), per.tps, rules=(row.rule,))
    return with_reasons(divided_up(words("per-times"), counted, by), (why,))


def _times_of_posts(view: View, row: Equipment, number: int, per: Per | None) -> Explanation:
    """A post matches where one of its TPS does; `per` counts all its TPS."""
    part = rules_of_items.part_of(view, row.area)
    post = view.posts.of_tps[part.at].astype(np.int64)
    formed = post >= 0
    posts = np.unique(post[formed & tps_matched(part, number, None)])
    here = posts[view.ledger.first_code[posts] // DIVISOR["district"] == to_integer(row.area)]
    text = words("posts-matching", area=named_area(row.area))
    counts = np.zeros(len(view.posts), np.int64)
    if per is not None:
        np.add.at(counts, post[formed & truth_of(part, per)], 1)
    listed = []
    for index in here.tolist():
        code = to_text(int(view.ledger.first_code[index]), "tps")
        if per is None:
            listed.append(given(words("post-named", post=code), 1))
            continue
        counted = given(words("per-tps", area=f"post/{code}"), int(counts[index]))
        by = given(words("per"), per.tps, rules=(row.rule,))
        listed.append(divided_up(words("post-named", post=code), counted, by))
    if len(listed) > MOST_LISTED:
        return given(text, sum(number_of(one) for one in listed))
    return total(text, listed)
