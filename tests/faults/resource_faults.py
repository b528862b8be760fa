"""Faults in movements and their seats, and in equipment and its stocks."""

from __future__ import annotations

import dataclasses
from random import Random
from typing import Any

import numpy as np
from pamtps_service.records.plan import Equipment, Movement, Plan

from tests.faults.changes import changed, fault, replaced, stations, without
from tests.faults.sound_plan import Sound


def movement(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.movements[index], **fields)
    return dataclasses.replace(plan, movements=replaced(plan.movements, index, item))


def equipment(plan: Plan, index: int, **fields: Any) -> Plan:
    item = dataclasses.replace(plan.equipment[index], **fields)
    return dataclasses.replace(plan, equipment=replaced(plan.equipment, index, item))


def any_movement(sound: Sound, draw: Random) -> int:
    return draw.randrange(len(sound.plan.movements))


def with_seats(sound: Sound, draw: Random, short: bool) -> int:
    """A movement whose transport has seats on its day, in a place where they are too few or not."""
    return draw.choice(
        [
            number
            for number, move in enumerate(sound.plan.movements)
            if move.transport == "air" and (move.without_seat > 0) == short
        ]
    )


def any_equipment(sound: Sound, draw: Random, item: str = "", **fields: Any) -> int:
    return draw.choice(
        [
            number
            for number, row in enumerate(sound.plan.equipment)
            if item in ("", row.item)
            and all(getattr(row, name) == value for name, value in fields.items())
        ]
    )


def any_moving(sound: Sound, draw: Random) -> int:
    return draw.choice(np.flatnonzero(sound.plan.stations.movement >= 0).tolist())


def without_movement(plan: Plan, index: int) -> Plan:
    """The plan without a movement; the indices of the others go with them."""
    of_tps = plan.stations.movement
    return stations(
        dataclasses.replace(plan, movements=without(plan.movements, index)),
        movement=np.where(of_tps == index, -1, of_tps - (of_tps > index)).astype(np.int32),
    )


# Which movement -------------------------------------------------------------------------------


@fault("tps-without-movement")
def a_tps_that_stays_at_home(sound: Sound, draw: Random) -> Plan:
    of_tps = sound.plan.stations.movement
    return stations(sound.plan, movement=changed(of_tps, any_moving(sound, draw), -1))


@fault("tps-without-movement")
def a_movement_left_out(sound: Sound, draw: Random) -> Plan:
    return without_movement(sound.plan, any_movement(sound, draw))


@fault("movement-without-rule")
def a_tps_that_moves_for_no_reason(sound: Sound, draw: Random) -> Plan:
    of_tps = sound.plan.stations.movement
    row = draw.choice(np.flatnonzero(of_tps < 0).tolist())
    return stations(sound.plan, movement=changed(of_tps, row, any_movement(sound, draw)))


@fault("movement-index-wrong")
def a_movement_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    of_tps = sound.plan.stations.movement
    row = draw.randrange(len(of_tps))
    wrong = draw.choice([-2, len(sound.plan.movements), 2**31 - 1])
    return stations(sound.plan, movement=changed(of_tps, row, wrong))


@fault("movement-of-tps")
def a_tps_in_another_movement(sound: Sound, draw: Random) -> Plan:
    of_tps = sound.plan.stations.movement
    row = any_moving(sound, draw)
    other = (int(of_tps[row]) + 1) % len(sound.plan.movements)
    return stations(sound.plan, movement=changed(of_tps, row, other))


@fault("movement-of-tps")
def a_movement_on_another_day(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    day = sound.plan.movements[index].days_before + draw.choice([-1, 1])
    return movement(sound.plan, index, days_before=day)


@fault("movement-of-tps")
def a_transport_that_is_not_available(sound: Sound, draw: Random) -> Plan:
    """The transport that the rule asks for first, as if it could be used."""
    return movement(sound.plan, any_movement(sound, draw), transport="sea", fallback=False)


@fault("movement-of-tps")
def a_fallback_that_is_none(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    return movement(sound.plan, index, fallback=not sound.plan.movements[index].fallback)


@fault("movement-of-tps")
def another_command_sends(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    others = {"53.11", "53.15", "nobody"} - {sound.plan.movements[index].command}
    return movement(sound.plan, index, command=draw.choice(sorted(others)))


@fault("movement-of-tps")
def another_district_to_go_to(sound: Sound, draw: Random) -> Plan:
    return movement(
        sound.plan, any_movement(sound, draw), area=draw.choice(["53.11", "53.11.09", ""])
    )


@fault("movement-empty")
def a_movement_of_nobody(sound: Sound, draw: Random) -> Plan:
    more = sound.plan.movements[any_movement(sound, draw)]
    return dataclasses.replace(sound.plan, movements=(*sound.plan.movements, more))


@fault("movement-twice")
def a_movement_told_twice(sound: Sound, draw: Random) -> Plan:
    more = sound.plan.movements[any_movement(sound, draw)]
    return dataclasses.replace(sound.plan, movements=(*sound.plan.movements, more))


@fault("movement-order")
def the_nearest_first(sound: Sound, draw: Random) -> Plan:
    """Two movements change places, and their TPS with them."""
    plan = sound.plan
    one, other = sorted(draw.sample(range(len(plan.movements)), 2))
    order = list(range(len(plan.movements)))
    order[one], order[other] = other, one
    place = np.array([order.index(index) for index in range(len(order))] + [-1], np.int32)
    moved = stations(plan, movement=place[plan.stations.movement])
    return dataclasses.replace(moved, movements=tuple(plan.movements[n] for n in order))


# Numbers of a movement ------------------------------------------------------------------------


@fault("movement-sum")
def another_number_of_a_movement(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    name = draw.choice(["tps", "polri", "tni", "without_transport"])
    value = getattr(sound.plan.movements[index], name) + draw.choice([-1, 1])
    return movement(sound.plan, index, **{name: value})


@fault("movement-sum")
def everybody_transported(sound: Sound, draw: Random) -> Plan:
    """A movement for which there is no transport, said to have one."""
    stranded = [n for n, move in enumerate(sound.plan.movements) if move.without_transport]
    return movement(sound.plan, draw.choice(stranded), without_transport=0)


@fault("movement-travel")
def another_way_to_go(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    minutes = sound.plan.movements[index].travel_minutes or 0
    return movement(sound.plan, index, travel_minutes=draw.choice([None, minutes - 1, 2**31 - 1]))


@fault("movement-rules")
def other_rules_of_a_movement(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    names = [use.id for use in sound.plan.rules]
    rules = draw.choice([(), (names.index("by-day"), names.index("by-boat"))])
    return movement(sound.plan, index, rules=rules)


@fault("plan-index-wrong")
def a_rule_of_a_movement_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    rules = (*sound.plan.movements[index].rules, draw.choice([-1, 2**31 - 1]))
    return movement(sound.plan, index, rules=rules)


# Seats ----------------------------------------------------------------------------------------


@fault("movement-seats")
def more_without_a_seat_than_go(sound: Sound, draw: Random) -> Plan:
    index = any_movement(sound, draw)
    return movement(sound.plan, index, without_seat=draw.choice([-1, 1000]))


@fault("movement-seats")
def nobody_may_lack_a_seat_where_there_are_no_numbers(sound: Sound, draw: Random) -> Plan:
    free = [n for n, move in enumerate(sound.plan.movements) if move.transport != "air"]
    return movement(sound.plan, draw.choice(free), without_seat=1)


@fault("seats-exceeded")
def a_seat_more_than_there_is(sound: Sound, draw: Random) -> Plan:
    index = with_seats(sound, draw, short=True)
    short = sound.plan.movements[index].without_seat
    return movement(sound.plan, index, without_seat=draw.randrange(short))


@fault("seats-left")
def a_seat_that_stays_free(sound: Sound, draw: Random) -> Plan:
    return movement(sound.plan, with_seats(sound, draw, short=False), without_seat=1)


@fault("seats-left")
def a_seat_of_the_nation_that_stays_free(sound: Sound, draw: Random) -> Plan:
    """The farthest movement gives up a seat that nobody takes."""
    index = with_seats(sound, draw, short=True)
    first: Movement = sound.plan.movements[index]
    seated = first.polri + first.tni - first.without_seat
    if not seated:
        index -= 1
        first = sound.plan.movements[index]
    return movement(sound.plan, index, without_seat=first.without_seat + 1)


@fault("finding-lacking")
def too_few_seats_unsaid(sound: Sound, draw: Random) -> Plan:
    del draw
    kept = [f for f in sound.plan.findings if f.code != "movement-without-seat"]
    return dataclasses.replace(sound.plan, findings=tuple(kept))


@fault("finding-lacking")
def no_transport_unsaid(sound: Sound, draw: Random) -> Plan:
    del draw
    kept = [f for f in sound.plan.findings if f.code != "movement-without-transport"]
    return dataclasses.replace(sound.plan, findings=tuple(kept))


@fault("finding-unfounded")
def another_first_tps_without_transport(sound: Sound, draw: Random) -> Plan:
    plan = sound.plan
    (index,) = [n for n, f in enumerate(plan.findings) if f.code == "movement-without-transport"]
    tps = draw.choice([None, (plan.findings[index].tps or 0) + 1])
    item = dataclasses.replace(plan.findings[index], tps=tps)
    return dataclasses.replace(plan, findings=replaced(plan.findings, index, item))


# Equipment ------------------------------------------------------------------------------------


@fault("equipment-required")
def equipment_left_out(sound: Sound, draw: Random) -> Plan:
    plan = sound.plan
    return dataclasses.replace(plan, equipment=without(plan.equipment, any_equipment(sound, draw)))


@fault("equipment-required")
def a_piece_more_than_the_rule_asks(sound: Sound, draw: Random) -> Plan:
    index = any_equipment(sound, draw, "radio")
    row: Equipment = sound.plan.equipment[index]
    return equipment(sound.plan, index, required=row.required + 1, short=row.short + 1)


@fault("equipment-required")
def equipment_of_another_kind(sound: Sound, draw: Random) -> Plan:
    return equipment(sound.plan, any_equipment(sound, draw), item=draw.choice(["drone", ""]))


@fault("equipment-required")
def equipment_in_another_area(sound: Sound, draw: Random) -> Plan:
    area = draw.choice(["53.01.09", "51", "nowhere", ""])
    return equipment(sound.plan, any_equipment(sound, draw), area=area)


@fault("equipment-required")
def equipment_by_another_rule(sound: Sound, draw: Random) -> Plan:
    names = [use.id for use in sound.plan.rules]
    rule = names.index(draw.choice(["padal", "outdoors"]))
    return equipment(sound.plan, any_equipment(sound, draw), rule=rule)


@fault("plan-index-wrong")
def equipment_by_a_rule_that_does_not_exist(sound: Sound, draw: Random) -> Plan:
    rule = draw.choice([-1, len(sound.plan.rules), 2**31 - 1])
    return equipment(sound.plan, any_equipment(sound, draw), rule=rule)


@fault("equipment-empty")
def equipment_of_no_pieces(sound: Sound, draw: Random) -> Plan:
    row: Equipment = sound.plan.equipment[any_equipment(sound, draw, "boat")]
    none = dataclasses.replace(row, required=0, assigned=0, short=0)
    return dataclasses.replace(sound.plan, equipment=(*sound.plan.equipment, none))


@fault("equipment-assigned")
def pieces_that_do_not_add_up(sound: Sound, draw: Random) -> Plan:
    index = any_equipment(sound, draw, "radio")
    row: Equipment = sound.plan.equipment[index]
    wrong: dict[str, int | None] = draw.choice(
        [
            {"short": row.short + 1},
            {"assigned": None},
            {"assigned": (row.assigned or 0) - 1},
            {"assigned": -1, "short": row.required + 1},
        ]
    )
    return equipment(sound.plan, index, **wrong)


@fault("equipment-assigned")
def pieces_of_a_stock_that_nobody_gave(sound: Sound, draw: Random) -> Plan:
    index = any_equipment(sound, draw, "tent")
    required = sound.plan.equipment[index].required
    wrong: dict[str, int] = draw.choice(
        [{"assigned": required}, {"assigned": 0, "short": required}, {"short": 1}]
    )
    return equipment(sound.plan, index, **wrong)


@fault("stock-exceeded")
def a_radio_more_than_there_is(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, row in enumerate(sound.plan.equipment) if row.short])
    row: Equipment = sound.plan.equipment[index]
    return equipment(sound.plan, index, assigned=(row.assigned or 0) + row.short, short=0)


@fault("stock-left")
def a_radio_that_stays_in_store(sound: Sound, draw: Random) -> Plan:
    index = draw.choice([n for n, row in enumerate(sound.plan.equipment) if row.assigned])
    row: Equipment = sound.plan.equipment[index]
    return equipment(sound.plan, index, assigned=(row.assigned or 0) - 1, short=row.short + 1)


@fault("finding-lacking")
def short_equipment_unsaid(sound: Sound, draw: Random) -> Plan:
    del draw
    kept = [f for f in sound.plan.findings if f.code != "equipment-short"]
    return dataclasses.replace(sound.plan, findings=tuple(kept))
