"""Every number of a row: of an area or of a command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import numpy as np

from pamtps_service.planning.explanation import units as explained_units
from pamtps_service.planning.explanation.choices import size_choice
from pamtps_service.planning.explanation.groups import (
    above_of,
    chosen_area,
    personnel_of,
    posts_of,
    requirement_of,
    size_of,
)
from pamtps_service.planning.explanation.nodes import (
    given,
    less,
    times,
    total,
    with_reasons,
)
from pamtps_service.planning.explanation.strength import (
    command_short,
    command_short_by_claim,
    shortage_reasons,
)
from pamtps_service.planning.explanation.view import (
    Piece,
    Row,
    View,
    force_text,
    rooted,
    same,
    tier_text,
    words,
)
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.policy.model import Classify, Guard, Text, Tier
from pamtps_service.records.area_codes import NATION, level_of, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import AreaLevelOfPlan, Total

MOST_PIECES: Final = 60
"""Groups that a row of an area lists; a row of more is the sum of the rows inside it."""
Name = Literal["required", "wished", "assigned", "short", "above"]
NAMES: Final = ("required", "wished", "assigned", "short", "above", "available")


def row_numbers(view: View, index: int) -> list[Explanation]:
    """The explanations of all numbers of a row of Plan.areas."""
    return [*_numbers(view, view.row(index))]


def _numbers(view: View, row: Row) -> Iterator[Explanation]:
    base = f"areas[{row.index}]"
    for place, numbers in enumerate(row.row.totals):
        field = f"{base}.totals[{place}]"
        yield rooted(_sized(view, row, place, "required"), f"{field}.required", numbers.required)
        yield rooted(_sized(view, row, place, "wished"), f"{field}.wished", numbers.wished)
        yield rooted(_assigned(row, place, numbers), f"{field}.assigned", numbers.assigned)
        yield rooted(_short(view, row, place, numbers), f"{field}.short", numbers.short)
        yield from _short_by_claim(view, row, f"{field}.short", numbers)
        yield rooted(_above(view, row, place), f"{field}.above", numbers.above)
        if numbers.available is not None:
            yield rooted(_available(view, row, numbers), f"{field}.available", numbers.available)
    if row.row.level == AreaLevelOfPlan.NATION:
        yield from _totals(view, row)
    for tier, count in zip(Tier, row.row.tps_by_tier, strict=True):
        yield rooted(_of_tier(view, row, tier), f"{base}.{tier.word}", count)
    yield rooted(_posts(view, row), f"{base}.post_count", row.row.posts)
    yield from _sizes(view, row, base)


def _totals(view: View, row: Row) -> Iterator[Explanation]:
    """The totals of the plan: those of its first row."""
    for place, numbers in enumerate(view.plan.totals):
        for name in NAMES:
            value = getattr(numbers, name)
            if value is not None:
                text = words(name, force=force_text(numbers.force), area=row.name)
                field = f"totals[{place}].{name}"
                same_number = given(text, value, field=f"areas[{row.index}].{field}")
                yield rooted(total(words("in-all", what=text), [same_number]), field, value)


def _many(view: View, row: Row, posts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
    """Whether a row is told as the sum of the rows inside it."""
    if row.row.level in (AreaLevelOfPlan.DISTRICT, AreaLevelOfPlan.COMMAND):
        return False
    return len(np.unique(view.posts.group[posts])) > MOST_PIECES


def _inner(view: View, row: Row, place: int, name: Name) -> list[Explanation]:
    """The same number of each row inside an area where it is not 0."""
    force = row.row.totals[place].force
    found = []
    for child in view.children(row):
        inner = view.plan.areas[child]
        text = words(name, force=force_text(force), area=named_area(inner.code))
        value = getattr(inner.totals[place], name)
        if value:
            found.append(given(text, value, field=f"areas[{child}].totals[{place}].{name}"))
    return found


def _own_units(view: View, row: Row, place: int) -> list[int]:
    """Units of the row's force that no row inside it counts."""
    force = row.row.totals[place].force
    if row.row.level == AreaLevelOfPlan.NATION:
        return []
    return [
        index
        for index in row.units
        if view.unit(index).force == force and view.unit(index).area == row.row.code
    ]


def _sized(view: View, row: Row, place: int, name: Literal["required", "wished"]) -> Explanation:
    """Required or wished: at the weakest or strongest sizes, and in units."""
    force = row.row.totals[place].force
    text = words(name, force=force_text(force), area=row.name)
    if force == "linmas":
        return total(text, _linmas_required(view, row))
    number = explained_units.required if name == "required" else explained_units.wished
    if _many(view, row, row.posts[force]):
        own = [number(view, index) for index in _own_units(view, row, place)]
        return total(text, [*_inner(view, row, place, name), *own])
    which: Literal["weakest", "strongest"] = "weakest" if name == "required" else "strongest"
    parts = [
        personnel_of(view, piece, force, which)
        for piece in view.pieces(row.posts[force])
        if _persons(view, piece, force)
    ]
    units = [number(view, index) for index in row.units if view.unit(index).force == force]
    return total(text, [*parts, *units])


def _persons(view: View, piece: Piece, force: str) -> int:
    needed = requirement_of(view, piece.group)
    return needed.polri if force == "polri" else needed.tni


def _linmas_required(view: View, row: Row) -> list[Explanation]:
    """Linmas of TPS, by how many each must have and the rules that say so."""
    demand = view.demand
    keys = np.stack([demand.linmas[row.linmas].astype(np.int64), demand.rule_set[row.linmas]])
    distinct, counts = np.unique(keys, axis=1, return_counts=True)
    by_rules: dict[tuple[int, tuple[int, ...]], int] = {}
    for (each, number), count in zip(distinct.T.tolist(), counts.tolist(), strict=True):
        rules = tuple(
            rule
            for rule in demand.rule_sets[number]
            if isinstance(effect := demand.rules[rule].rule.effect, Guard)
            and effect.linmas_per_tps == each
        )
        by_rules[each, rules] = by_rules.get((each, rules), 0) + count
    return [
        times(
            words("linmas-at"),
            given(words("tps-with-linmas", linmas=each), count),
            given(words("linmas-each"), each, rules=rules),
        )
        for (each, rules), count in sorted(by_rules.items())
        if each
    ]


def _assigned(row: Row, place: int, numbers: Total) -> Explanation:
    """required - short + above."""
    base = f"areas[{row.index}].totals[{place}]"
    force = force_text(numbers.force)

    def number(name: Name) -> Explanation:
        text = words(name, force=force, area=row.name)
        return given(text, getattr(numbers, name), field=f"{base}.{name}")

    met = less(words("met"), number("required"), number("short"))
    return total(words("assigned", force=force, area=row.name), [met, number("above")])


def _short(view: View, row: Row, place: int, numbers: Total) -> Explanation:
    """What is required and not assigned."""
    force = numbers.force
    text = words("short", force=force_text(force), area=row.name)
    if not numbers.short:
        return total(text, [])
    reasons = shortage_reasons(view, row, force)
    if row.row.level == AreaLevelOfPlan.COMMAND:
        return with_reasons(command_short(view, row, place, numbers), reasons)
    if force == "linmas":
        return with_reasons(total(text, _linmas_short(view, row)), reasons)
    if row.row.level != AreaLevelOfPlan.DISTRICT:
        units = _own_units(view, row, place)
        parts = _inner(view, row, place, "short") + _short_units(view, units)
        return with_reasons(total(text, parts), reasons)
    personnel = view.personnel(force)
    lacking = np.maximum(personnel.required - personnel.assigned, 0)[row.posts[force]]
    posts = [
        given(
            words(
                "post-short",
                force=force_text(force),
                post=to_text(int(view.ledger.first_code[post]), "tps"),
            ),
            persons,
            field=f"posts[{post}].{force}_short",
        )
        for post, persons in zip(row.posts[force].tolist(), lacking.tolist(), strict=True)
        if persons
    ]
    units = [index for index in row.units if view.unit(index).force == force]
    return with_reasons(total(text, [*posts, *_short_units(view, units)]), reasons)


def _short_by_claim(view: View, row: Row, field: str, numbers: Total) -> Iterator[Explanation]:
    """The shortage of a command again, claim by claim; not where posts of stronger sizes, which
    are above what is required, got what required ones lack."""
    if row.row.level == AreaLevelOfPlan.COMMAND and numbers.short:
        node = command_short_by_claim(view, row, numbers.force)
        if node.value == numbers.short:
            yield rooted(node, field, numbers.short)


def _short_units(view: View, units: list[int]) -> list[Explanation]:
    """What units lack: required less assigned."""
    return [
        less(
            words("unit-short", rule=view.demand.rules[view.unit(index).rule].rule.title),
            explained_units.reference(view, index, "required"),
            explained_units.reference(view, index, "assigned"),
        )
        for index in units
        if view.unit(index).required > view.unit(index).assigned
    ]


def _linmas_short(view: View, row: Row) -> list[Explanation]:
    linmas = view.ledger.linmas
    lacking = (linmas.required - linmas.assigned)[row.linmas]
    persons, counts = np.unique(lacking[lacking > 0], return_counts=True)
    return [
        times(
            words("linmas-lack"),
            given(words("tps-that-lack", persons=each), count),
            given(words("lack-each"), each),
        )
        for each, count in zip(persons.tolist(), counts.tolist(), strict=True)
    ]


def _above(view: View, row: Row, place: int) -> Explanation:
    """Persons at posts that stronger sizes form beyond those required."""
    force = row.row.totals[place].force
    text = words("above", force=force_text(force), area=row.name)
    if not row.row.totals[place].above:
        return total(text, [])
    if _many(view, row, row.posts[force]):
        return total(text, _inner(view, row, place, "above"))
    parts = [above_of(view, piece, force) for piece in view.pieces(row.posts[force])]
    return total(text, [part for part in parts if part is not None])


def _available(view: View, row: Row, numbers: Total) -> Explanation:
    """The strengths given for an area or a command."""
    code, force = row.row.code, numbers.force
    parts = []
    for strength in view.traced.request.strengths:
        if strength.force != force:
            continue
        reserve = strength.role == "reserve"
        if row.row.level == AreaLevelOfPlan.COMMAND:
            inside = (f"reserve/{strength.area}" if reserve else strength.command) == code
        else:
            inside = code == NATION or f"{strength.area}.".startswith(f"{code}.")
        if inside:
            name = (
                words("given-reserve", area=named_area(strength.area))
                if reserve
                else words("given-own", command=named_command(strength.command))
            )
            parts.append(given(name, strength.personnel))
    return total(words("available", force=force_text(force), area=row.name), parts)


def _of_tier(view: View, row: Row, tier: Tier) -> Explanation:
    """TPS of a final tier, by the tier submitted and the rules that raised it."""
    demand, batch = view.demand, view.traced.request.batch
    here = row.tps[demand.tier[row.tps] == tier]
    keys = np.stack([batch.submitted_tier[here].astype(np.int64), demand.rule_set[here]])
    distinct, counts = np.unique(keys, axis=1, return_counts=True)
    by_rules: dict[tuple[int, tuple[int, ...]], int] = {}
    for (submitted, number), count in zip(distinct.T.tolist(), counts.tolist(), strict=True):
        rules = tuple(
            rule
            for rule in demand.rule_sets[number]
            if submitted < tier
            and isinstance(effect := demand.rules[rule].rule.effect, Classify)
            and effect.risk_tier == tier
        )
        by_rules[submitted, rules] = by_rules.get((submitted, rules), 0) + count
    parts = [
        given(
            words(
                "tps-raised" if submitted < tier else "tps-submitted",
                tier=tier_text(tier),
                submitted=tier_text(submitted),
            ),
            count,
            rules=rules,
        )
        for (submitted, rules), count in sorted(by_rules.items())
    ]
    return total(words("tps-of-tier", tier=tier_text(tier), area=row.name), parts)


def _posts(view: View, row: Row) -> Explanation:
    text = words("posts", area=row.name)
    posts = row.posts["polri"]
    if _many(view, row, posts):
        return total(
            text,
            [
                given(
                    words("posts", area=same(named_area(view.plan.areas[child].code))),
                    view.plan.areas[child].posts,
                    field=f"areas[{child}].post_count",
                )
                for child in view.children(row)
            ],
        )
    return total(text, [posts_of(view, piece, "chosen") for piece in view.pieces(posts)])


def _sizes(view: View, row: Row, base: str) -> Iterator[Explanation]:
    """How many posts have each size, and which tier and size that is."""
    many = _many(view, row, row.posts["polri"])
    pieces = [] if many else view.pieces(row.posts["polri"])
    for place, of_size in enumerate(row.row.sizes):
        field = f"{base}.sizes[{place}]"
        names: dict[str, Text | str | int] = {
            "tier": tier_text(of_size.risk_tier),
            "size": of_size.size,
            "area": row.name,
        }
        if many:
            parts = [
                given(
                    words("posts-of-size", **{**names, "area": named_area(inner.code)}),
                    one.posts,
                    field=f"areas[{child}].sizes[{number}].post_count",
                )
                for child in view.children(row)
                for inner in (view.plan.areas[child],)
                for number, one in enumerate(inner.sizes)
                if (one.risk_tier, one.size) == (of_size.risk_tier, of_size.size)
            ]
        else:
            parts = [
                posts_of(view, piece, "chosen")
                for piece in pieces
                if size_of(view, piece, "chosen") == of_size.size
                and requirement_of(view, piece.group).tier == of_size.risk_tier
            ]
        text = words("posts-of-size", **names)
        yield rooted(total(text, parts), f"{field}.post_count", of_size.posts)
    yield from _choices(view, row, pieces)


def _choices(view: View, row: Row, pieces: Sequence[Piece]) -> Iterator[Explanation]:
    """The sizes that were chosen for an area, each among those that the rules allow."""
    if row.row.level == AreaLevelOfPlan.COMMAND:
        return
    told: set[tuple[int, int]] = set()
    for piece in pieces:
        key = (int(view.groups.command[piece.group]), int(view.groups.requirement[piece.group]))
        if key not in told and chosen_area(view, piece.group) == row.row.code:
            told.add(key)
            yield size_choice(view, piece.group)


def village_numbers(view: View, code: str) -> list[Explanation]:
    """The TPS of a village by tier; a plan has no row for it."""
    assert level_of(code) == "village"
    inside = np.flatnonzero(view.ledger.codes // 1000 == int(code.replace(".", "")))
    return [
        given(
            words("tps-of-tier", tier=tier_text(tier), area=named_area(code)),
            int((view.ledger.tier[inside] == tier).sum()),
        )
        for tier in Tier
    ]
