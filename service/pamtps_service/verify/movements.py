"""Movements: every TPS whose guards move is in the movement that its rules and the available
transports ask for; the numbers of each movement; seats.

Written from the effect `move` of the policy language: Polri and TNI of posts move, all TPS of a
post alike; linmas and units do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import ACCESS, Move
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, PlanRequest
from pamtps_service.records.plan import Movement, Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import Commands
from pamtps_service.verify.distinct import added
from pamtps_service.verify.expected import Expected
from pamtps_service.verify.holdings import Holdings
from pamtps_service.verify.matching import Match
from pamtps_service.verify.posts import Formed
from pamtps_service.verify.references import References, membership
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Movement as Order
from pamtps_service.verify.requirement import Requirements
from pamtps_service.verify.stations import Aligned, Numbers, Reverse, read_at, tps_text

NO_TRANSPORT = len(ACCESS)
"""Stands for no transport where transports are indices of ACCESS."""


@dataclass(frozen=True)
class Leaving:
    """How the guards of each post must leave, as its first TPS says.

    Columns of length m + 1, but for the last two: at the end, where index -1 finds it, stands no
    post, of which nobody moves.
    """

    moves: NDArray[np.bool_]
    days: Numbers
    transport: Numbers
    """Index of ACCESS, or NO_TRANSPORT."""
    fallback: Numbers
    stranded: Numbers
    """1 where a transport is asked for, and neither it nor its fallback is available."""
    command: Numbers
    """Index of Commands.names."""
    district: Numbers
    """Integer code."""
    given: Numbers
    """Length n: index of Plan.movements that the plan gives a TPS; -1 where there is none such."""
    going: Numbers
    """The TPS whose guards must leave and to which the plan gives a movement, ascending."""

    def keys(self, posts: Numbers) -> Numbers:
        """What makes the movements of these posts one, besides whether they are stranded."""
        key = (self.days, self.transport, self.fallback, self.command, self.district)
        return np.stack([column[posts] for column in key], axis=1)


def check_movements(
    report: Report,
    plan: Plan,
    request: PlanRequest,
    matches: Sequence[Match],
    references: References,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> list[Expected]:
    """Check all movements.

    Returns:
        The findings that a reader needs of them.
    """
    leaving = _leaving(plan, request, rows, posts, requirements, commands)
    _check_orders(report, requirements)
    _check_indices(report, plan, rows, leaving, commands)
    _check_numbers(report, plan, request.batch, posts, leaving)
    _check_rules(report, plan, matches, references, leaving)
    _check_order(report, plan)
    _check_seats(report, plan, request, commands)
    return [
        *_stranded(plan, request.batch, rows, leaving),
        *_without_seat(plan),
    ]


def departure(order: Order, unavailable: Sequence[str]) -> tuple[int, int, int, int]:
    """Days before, transport, whether it is the fallback, whether none is left."""
    transports, fallbacks, days = order
    if not transports:
        return days, NO_TRANSPORT, 0, 0
    for number, words_given in enumerate((transports, fallbacks)):
        usable = [word for word in words_given if word not in unavailable]
        if usable:
            return days, ACCESS.index(usable[0]), number, 0
    return days, NO_TRANSPORT, 0, 1


def _leaving(
    plan: Plan,
    request: PlanRequest,
    rows: Aligned,
    posts: Formed,
    requirements: Requirements,
    commands: Commands,
) -> Leaving:
    nobody = (0, 0, 0, 0, 0)
    table = np.array(
        [
            nobody
            if shape.movement is None
            else (1, *departure(shape.movement, request.unavailable_transports))
            for shape in requirements.shapes
        ]
        # At index -1, where there is no post.
        + [nobody],
        dtype=np.int64,
    )
    first = np.append(posts.first, -1)
    rows_of_posts = table[read_at(requirements.shape, first, -1)]
    moves, days, transport, fallback, stranded = np.ascontiguousarray(rows_of_posts.T)
    given = rows.read(plan.stations.movement, -1)
    given[(given < 0) | (given >= len(plan.movements))] = -1
    return Leaving(
        moves == 1,
        days,
        transport,
        fallback,
        stranded,
        read_at(commands.of_tps["polri"], first, -1),
        read_at(request.batch.code, first, 0) // area_codes.DIVISOR["district"],
        given,
        np.flatnonzero((moves == 1)[rows.post] & (given >= 0)),
    )


def _check_orders(report: Report, requirements: Requirements) -> None:
    """Rules that meet on a TPS name one transport and one fallback."""
    for shape in requirements.shapes:
        if shape.movement is None or not shape.covered:
            continue
        report.checked()
        for named in shape.movement[:2]:
            if len(named) > 1:
                report.add("movement-contradiction", "movements", named=", ".join(named))


def _check_indices(
    report: Report, plan: Plan, rows: Aligned, leaving: Leaving, commands: Commands
) -> None:
    """A TPS has a movement where its guards move, and only there; what that movement says of day,
    transport, command and district is so of the TPS."""
    there = np.flatnonzero(rows.there)
    row = rows.row[there]
    given = plan.stations.movement[row]
    tps = Reverse(rows, len(plan.stations))

    def told(station: int) -> dict[str, str]:
        found = int(leaving.given[tps[station]])
        return {
            "tps": tps_text(int(plan.stations.code[station])),
            "wanted": _wanted(leaving, int(rows.post[tps[station]]), commands),
            "found": _told(plan.movements[found]) if found >= 0 else "-",
        }

    def told_of_index(station: int) -> dict[str, str]:
        moves = bool(leaving.moves[rows.post[tps[station]]])
        return {**told(station), "repair": "" if moves else "remove"}

    report.checked(3 * len(there))
    beyond = (given < -1) | (given >= len(plan.movements))
    report.rows(
        "movement-index-wrong",
        "stations",
        row[np.flatnonzero(beyond)],
        given=plan.stations.movement,
        required=len(plan.movements),
        texts=told_of_index,
    )
    moves = leaving.moves[rows.post[there]]
    for code, wrong in (
        ("tps-without-movement", moves & (given == -1)),
        ("movement-without-rule", ~(moves | beyond) & (given >= 0)),
    ):
        report.rows(code, "stations", row[np.flatnonzero(wrong)], texts=told)
    found = _keys(plan, commands)[leaving.given[leaving.going]]
    wrong = (found != leaving.keys(rows.post[leaving.going])).any(axis=1)
    report.rows("movement-of-tps", "stations", rows.row[leaving.going[wrong]], texts=told)


def _keys(plan: Plan, commands: Commands) -> Numbers:
    """What each movement says, as numbers like those of Leaving.keys."""
    names = {name: number for number, name in enumerate(commands.names)}
    table = [
        (
            move.days_before,
            ACCESS.index(move.transport) if move.transport in ACCESS else NO_TRANSPORT,
            int(move.fallback),
            names.get(move.command, -2),
            area_codes.to_integer(move.area)
            if area_codes.level_of(move.area) == "district"
            else -2,
        )
        for move in plan.movements
    ]
    return np.array(table, dtype=np.int64).reshape(-1, 5)


def _wanted(leaving: Leaving, post: int, commands: Commands) -> str:
    """How the guards of a post must leave; a dash where they do not."""
    if not leaving.moves[post]:
        return "-"
    transport = int(leaving.transport[post])
    return _words(
        int(leaving.days[post]),
        ACCESS[transport] if transport < NO_TRANSPORT else "-",
        commands.names[int(leaving.command[post])],
        area_codes.to_text(int(leaving.district[post]), "district"),
        bool(leaving.fallback[post]),
    )


def _told(move: Movement) -> str:
    area, fallback = move.area, move.fallback
    return _words(move.days_before, move.transport or "-", move.command, area, fallback)


def _words(days: int, transport: str, command: str, area: str, fallback: bool) -> str:
    return f"{words.day(days)} {transport}{' fallback' if fallback else ''} {command} → {area}"


def _check_numbers(
    report: Report,
    plan: Plan,
    batch: Batch,
    posts: Formed,
    leaving: Leaving,
) -> None:
    """TPS, Polri, TNI, those without transport, and the longest way of each movement."""
    count = len(plan.movements)
    travel = np.full(count, -1, dtype=np.int64)
    minutes = batch.standard["travel_minutes"]
    known = leaving.going[minutes.present[leaving.going]]
    np.maximum.at(travel, leaving.given[known], minutes.values[known].astype(np.int64))
    # a post moves as its first TPS does
    formed = np.flatnonzero(leaving.moves)
    formed = formed[leaving.given[posts.first[formed]] >= 0]
    movement = leaving.given[posts.first[formed]]
    polri = plan.posts.polri[formed].astype(np.int64)
    tni = plan.posts.tni[formed].astype(np.int64)
    sums = {
        "polri": added(movement, count, polri),
        "tni": added(movement, count, tni),
        "without_transport": added(movement, count, (polri + tni) * leaving.stranded[formed]),
        "tps": np.bincount(leaving.given[leaving.going], minlength=count),
    }
    wanted = zip(*(numbers.tolist() for numbers in sums.values()), strict=True)
    numbers_of = attrgetter(*sums)
    report.checked(6 * count)
    for number, (move, numbers, longest) in enumerate(
        zip(plan.movements, wanted, travel.tolist(), strict=True)
    ):
        place = f"movements[{number}]"
        if not sums["tps"][number]:
            report.add("movement-empty", place)
            continue
        for name, required, given in zip(sums, numbers, numbers_of(move), strict=True):
            if required != given:
                report.add(
                    "movement-sum",
                    f"{place}.{'station_count' if name == 'tps' else name}",
                    required=required,
                    given=given,
                    what=words.MOVEMENT_SUMS[name],
                )
        if move.travel_minutes != (longest if longest >= 0 else None):
            report.add(
                "movement-travel",
                f"{place}.travel_minutes",
                wanted=str(longest) if longest >= 0 else "-",
                repair="" if longest >= 0 else "remove",
                found="-" if move.travel_minutes is None else str(move.travel_minutes),
            )


def _check_rules(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    leaving: Leaving,
) -> None:
    """The rules of each movement are the `move` rules that hold at one of its TPS or more."""
    count = len(plan.movements)
    held = membership(
        report,
        lambda number: f"movements[{number}].rules",
        [move.rules for move in plan.movements],
        len(references.rules),
    )[:count]
    expected = np.zeros((count, len(references.rules)), dtype=np.bool_)
    taken = np.full(len(leaving.given), -1, dtype=np.int64)
    taken[leaving.going] = leaving.given[leaving.going]
    for match in matches:
        given = taken[match.rows]
        tps = np.flatnonzero(given >= 0)
        for rule in match.policy.rules:
            number = references.index.get((match.policy.id, rule.id))
            if isinstance(rule.effect, Move) and number is not None:
                expected[given[tps[match.tps[rule.id][tps]]], number] = True
    report.checked(count)
    for row, number in np.argwhere(expected != held).tolist():
        report.add(
            "movement-rules",
            f"movements[{row}]",
            rule=number,
            name=plan.rules[number].id,
            index=str(number),
            repair="add" if expected[row, number] else "remove",
        )


def _check_order(report: Report, plan: Plan) -> None:
    """Earliest day first, then the farthest, then transport, area and command; each once."""

    def order(move: Movement) -> tuple[object, ...]:
        unknown = move.travel_minutes is None
        far = (-move.days_before, unknown, -(move.travel_minutes or 0))
        return *far, move.transport, move.area, move.command

    seen: dict[tuple[object, ...], int] = {}
    report.checked(2 * len(plan.movements))
    orders = [order(move) for move in plan.movements]
    for number, move in enumerate(plan.movements):
        place, before = f"movements[{number}]", f"movements[{number - 1}]"
        if number and orders[number] < orders[number - 1]:
            report.add("movement-order", place, before=before)
        stranded = not move.transport and move.without_transport > 0
        key = (move.days_before, move.transport, move.fallback, move.command, move.area, stranded)
        first = seen.setdefault(key, number)
        if first != number:
            report.add("movement-twice", place, first=f"movements[{first}]")


def _check_seats(report: Report, plan: Plan, request: PlanRequest, commands: Commands) -> None:
    """Where a transport has seats on a day, no more are taken than there are, and none that could
    have been taken is left; elsewhere everybody has one."""
    given: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for seats in request.seats:
        given.setdefault((seats.transport, seats.days_before), []).append((seats.area, seats.count))
    taken: dict[tuple[str, int], list[int]] = {}
    for number, move in enumerate(plan.movements):
        report.checked(2)
        key = (move.transport, move.days_before)
        most = move.polri + move.tni - move.without_transport if key in given else 0
        if not 0 <= move.without_seat <= max(most, 0):
            place = f"movements[{number}].without_seat"
            report.add(
                "movement-seats",
                place,
                required=max(most, 0),
                given=move.without_seat,
                number=0 if move.without_seat < 0 else max(most, 0),
            )
        elif key in given:
            taken.setdefault(key, []).append(number)
    for key, numbers in taken.items():
        _check_seats_of(report, plan, given[key], numbers, commands)


def _check_seats_of(
    report: Report,
    plan: Plan,
    given: Sequence[tuple[str, int]],
    numbers: Sequence[int],
    commands: Commands,
) -> None:
    """The seats of one transport on one day, and the movements that use them."""

    def area(move: Movement) -> str:
        return commands.area.get(("polri", move.command), area_codes.NATION)

    used = []
    for number in numbers:
        move = plan.movements[number]
        persons = move.polri + move.tni - move.without_transport - move.without_seat
        used.append((area(move), persons))
    holdings = Holdings(given, used)
    first = plan.movements[numbers[0]]
    if holdings.beyond:
        report.add(
            "seats-exceeded",
            f"movements[{numbers[0]}]",
            given=holdings.beyond,
            transport=words.transport(first.transport),
            day=words.day(first.days_before),
        )
    for number in numbers:
        move = plan.movements[number]
        free = min(holdings.left_for(area(move)), move.without_seat)
        if free:
            place = f"movements[{number}].without_seat"
            report.add(
                "seats-left", place, required=move.without_seat - free, given=move.without_seat
            )


def _stranded(plan: Plan, batch: Batch, rows: Aligned, leaving: Leaving) -> Iterator[Expected]:
    """By regency, TPS to which there is no transport."""
    width = area_codes.DIVISOR["regency"] // area_codes.DIVISOR["district"]
    left = np.flatnonzero((leaving.stranded == 1)[rows.post])
    regency = leaving.district[rows.post[left]] // width
    for code in np.unique(regency).tolist():
        tps = left[regency == code]
        named = np.unique(rows.post[tps])
        persons = plan.posts.polri[named].astype(np.int64) + plan.posts.tni[named]
        yield Expected(
            "movement-without-transport",
            "warning",
            area_codes.to_text(code, "regency"),
            numbers={"personnel": int(persons.sum()), "stations": len(tps)},
            tps=int(batch.code[tps[0]]),
        )


def _without_seat(plan: Plan) -> Iterator[Expected]:
    """By transport, day and regency, how many have no seat."""
    sums: dict[tuple[str, int, str], list[int]] = {}
    for move in plan.movements:
        key = (move.transport, move.days_before, move.area[:5])
        both = sums.setdefault(key, [0, 0])
        both[0] += move.polri + move.tni
        both[1] += move.without_seat
    for (transport, days, area), (persons, short) in sums.items():
        if short:
            yield Expected(
                "movement-without-seat",
                "warning",
                area,
                numbers={"days_before": days, "personnel": persons, "short": short},
                exact={"transport": words.transport(transport), "day": words.day(days)},
            )
