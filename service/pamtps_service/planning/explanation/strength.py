"""Numbers that follow from strengths: what reserves sent, what a command is short of, what a post
got of what its command was granted."""

from __future__ import annotations

from collections.abc import Sequence

from pamtps_service.planning.allocation import tier_claim
from pamtps_service.planning.claimants import SOURCES, Claimant, Source, source_of
from pamtps_service.planning.explanation.groups import bind_name
from pamtps_service.planning.explanation.nodes import (
    condition,
    given,
    greatest,
    is_share,
    least,
    less,
    number_of,
    share,
    total,
)
from pamtps_service.planning.explanation.view import Row, View, force_text, rooted, words
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.planning.pool import Pool, Serving
from pamtps_service.policy.model import Claim, Force, Text
from pamtps_service.records.area_codes import NATION, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import AreaLevelOfPlan, Total

MOST_CLAIMANTS = 40
"""Wants that are listed one by one; more are added up."""


def transfer(view: View, index: int) -> Explanation:
    """Persons that a reserve sent to a command: claim by claim."""
    sent = view.plan.transfers[index]
    pool = view.traced.assigned.pools[sent.force]
    kind: Source = "national" if sent.source == NATION else "reserve"
    parts = [
        _taken(view, pool, serving, kind, claimant)
        for serving in pool.servings
        for (source, claimant), persons in sorted(serving.taken.items())
        if source == kind
        and persons
        and pool.name_of(claimant) == sent.command
        and _reserve_name(kind, claimant) == sent.source
    ]
    upgrades = sent.personnel - sum(number_of(part) for part in parts)
    if upgrades:
        parts.append(given(words("sent-for-upgrades"), upgrades))
    text = words(
        "transfer",
        force=force_text(sent.force),
        source=named_area(sent.source),
        command=named_command(sent.command),
    )
    return rooted(total(text, parts), f"transfers[{index}].personnel", sent.personnel)


def _reserve_name(kind: Source, claimant: Claimant) -> str:
    return NATION if kind == "national" else to_text(claimant.province, "province")


def _taken(
    view: View, pool: Pool, serving: Serving, kind: Source, claimant: Claimant
) -> Explanation:
    """What a claimant got from one kind of source in one claim."""
    persons = serving.taken.get((kind, claimant), 0)
    claim = words(f"claim-{serving.claim}")
    lacking = _lacking(serving, kind, claimant)
    if number_of(lacking) == persons:
        return lacking
    source = source_of(kind, claimant)
    sharing = [one for one in serving.needs if source_of(kind, one) == source]
    left = serving.left[kind, source]
    whole = given(words("source-left", source=_source_name(pool, kind, claimant)), left)
    wants = [number_of(_lacking(serving, kind, one)) for one in sharing]
    if sum(want > 0 for want in wants) == 1 and persons == min(left, number_of(lacking)):
        name = words("from-source", source=_source_name(pool, kind, claimant))
        return least(name, whole, lacking)
    if is_share(persons, left, number_of(lacking), sum(wants)) and sum(wants) > left:
        listed = [
            given(words("lacking-of", who=_who(pool, one)), want)
            for one, want in zip(sharing, wants, strict=True)
            if want
        ]
        asked = words("all-lacking")
        together = (
            total(asked, listed) if len(listed) <= MOST_CLAIMANTS else given(asked, sum(wants))
        )
        text = words("share", claim=claim, who=_who(pool, claimant))
        return share(text, whole, lacking, together, persons)
    others = sum(serving.taken.get((kind, one), 0) for one in sharing if one != claimant)
    if left == persons + others:
        text = words("rest", claim=claim, who=_who(pool, claimant))
        return less(text, whole, given(words("others-got"), others))
    text = words("served", claim=claim, who=_who(pool, claimant))
    return given(text, persons, because=ceilings(view, pool.commands.force, claimant))


def _lacking(serving: Serving, kind: Source, claimant: Claimant) -> Explanation:
    """What a claimant still needed when a kind of source was asked."""
    before = [
        given(words(f"got-{nearer}"), serving.taken[nearer, claimant])
        for nearer in SOURCES[: SOURCES.index(kind)]
        if serving.taken.get((nearer, claimant), 0)
    ]
    need = given(
        words("needed-for-claim", claim=words(f"claim-{serving.claim}")),
        serving.needs.get(claimant, 0),
    )
    return less(words("lacking"), need, *before)


def _who(pool: Pool, claimant: Claimant) -> Text:
    """A claimant as texts name it."""
    who = named_command(pool.name_of(claimant))
    if claimant.regency < 0:
        return who
    regency = to_text(claimant.regency, "regency")
    if pool.name_of(claimant) == regency:
        return who
    return words("command-in", command=who, area=named_area(regency))


def _source_name(pool: Pool, kind: Source, claimant: Claimant) -> Text:
    if kind == "own":
        return bind_name("own", pool.name_of(claimant))
    return bind_name("reserve", _reserve_name(kind, claimant))


def granted(view: View, force: Force, tier: int, claimant: Claimant, persons: int) -> Explanation:
    """Persons that a command was granted for its posts of a tier in a regency, by source."""
    claim: Claim = tier_claim(tier)
    pool = view.traced.assigned.pools[force]
    parts = []
    for serving in pool.servings:
        if serving.claim == claim:
            for kind in SOURCES:
                got = serving.taken.get((kind, claimant), 0)
                if got:
                    name = words("from-source", source=_source_name(pool, kind, claimant))
                    parts.append(given(name, got))
    more = persons - sum(number_of(part) for part in parts)
    if more > 0:
        parts.append(given(words("for-upgrades"), more))
    text = words("granted", claim=words(f"claim-{claim}"), who=_who(pool, claimant))
    return given(text, persons) if more < 0 else total(text, parts)


def ceilings(view: View, force: Force, claimant: Claimant) -> list[Explanation]:
    """The ceilings over a claimant."""
    areas = [to_text(claimant.province, "province")]
    if claimant.regency >= 0:
        areas.append(to_text(claimant.regency, "regency"))
    return ceilings_of_areas(view, force, areas)


def ceilings_of_areas(view: View, force: Force, areas: Sequence[str]) -> list[Explanation]:
    """The ceilings of some areas, each with what is required there and what it allows."""
    found = []
    for ceiling in view.traced.assigned.ceilings:
        if ceiling.force == force and ceiling.area in areas:
            index = next(i for i, row in enumerate(view.plan.areas) if row.code == ceiling.area)
            row = view.plan.areas[index]
            place, numbers = next(
                (place, one) for place, one in enumerate(row.totals) if one.force == force
            )
            required = given(
                words("required", force=force_text(force), area=named_area(ceiling.area)),
                numbers.required,
                field=f"areas[{index}].totals[{place}].required",
            )
            allowed = given(words("ceiling-allows"), ceiling.most, rules=(ceiling.rule,))
            found.append(
                condition(
                    words("ceiling", force=force_text(force), area=named_area(ceiling.area)),
                    numbers.required <= ceiling.most,
                    (less(words("left-after"), allowed, required),),
                    rules=(ceiling.rule,),
                )
            )
    return found


def command_short(view: View, row: Row, place: int, numbers: Total) -> Explanation:
    """What a command is short of: what it needs, less its own strength and what reserves sent."""
    force = numbers.force
    base = f"areas[{row.index}].totals[{place}]"
    needed = total(
        words("command-need"),
        [
            given(
                words("required", force=force_text(force), area=row.name),
                numbers.required,
                field=f"{base}.required",
            ),
            given(
                words("above", force=force_text(force), area=row.name),
                numbers.above,
                field=f"{base}.above",
            ),
        ],
    )
    sent = [
        given(
            words("sent-by", source=named_area(one.source)),
            one.personnel,
            field=f"transfers[{index}].personnel",
        )
        for index, one in enumerate(view.plan.transfers)
        if (one.command, one.force) == (row.row.code, force)
    ]
    own = numbers.assigned - sum(number_of(one) for one in sent)
    text = words("short", force=force_text(force), area=row.name)
    return less(text, needed, _own_used(view, row, f"{base}.available", numbers, own), *sent)


def command_short_by_claim(view: View, row: Row, force: Force) -> Explanation:
    """What a command is short of, claim by claim: its need, less what each source gave it."""
    pool = view.traced.assigned.pools[force]
    parts = []
    for serving in pool.servings:
        for claimant, need in serving.needs.items():
            if serving.claim == "upgrades" or pool.name_of(claimant) != row.row.code:
                continue
            got = [
                _taken(view, pool, serving, kind, claimant)
                for kind in SOURCES
                if (kind, claimant) in serving.taken or _has(pool, kind, claimant)
            ]
            if need > sum(number_of(one) for one in got):
                claim = words(f"claim-{serving.claim}")
                asked = given(words("needed-for-claim", claim=claim), need)
                text = words("claim-short", claim=claim, who=_who(pool, claimant))
                parts.append(less(text, asked, *got))
    return total(words("short-by-claim", force=force_text(force), area=row.name), parts)


def _has(pool: Pool, kind: Source, claimant: Claimant) -> bool:
    """Whether the request gives a source of that kind to a claimant."""
    if not pool.commands.limited:
        return False
    if kind == "own":
        return claimant.command >= 0 and pool.commands.own[claimant.command] > 0
    if kind == "reserve":
        return claimant.province in pool.commands.reserves
    return pool.commands.national_reserve > 0


def _own_used(view: View, row: Row, field: str, numbers: Total, persons: int) -> Explanation:
    """What a command used of its own strength, or of the reserve that it stands for."""
    needed = numbers.required + numbers.above
    text = words("own-used", command=named_command(row.row.code))
    if numbers.available is not None and persons == min(numbers.available, needed):
        available = given(
            words("available", force=force_text(numbers.force), area=row.name),
            numbers.available,
            field=field,
        )
        return least(text, available, given(words("command-need"), needed))
    areas = [area.code for area in view.plan.areas if area.level <= 3]
    around = row.row.code.removeprefix("reserve/").removeprefix("no-command/")
    inside = [code for code in areas if around.startswith(code) or code.startswith(around)]
    return given(text, persons, because=ceilings_of_areas(view, numbers.force, inside))


def shortage_reasons(view: View, row: Row, force: Force) -> list[Explanation]:
    """The findings on a shortage of a row, and of its province where it is a command: what binds,
    and what would mend it."""
    reasons = []
    name = force_text(force).en
    places = {row.row.code}
    commands = view.traced.commands[force]
    if row.row.code in commands.names and row.row.level == AreaLevelOfPlan.COMMAND:
        province = commands.province[commands.names.index(row.row.code)]
        places.add(to_text(province, "province"))
    for index, found in enumerate(view.plan.findings):
        if found.area not in places or not found.code.startswith("shortage"):
            continue
        if not found.message.en.startswith(name):
            continue
        binds = [
            condition(
                words("step-bind", limit=bind_name(bind.kind, bind.code)),
                bind.need <= bind.available,
                (
                    less(
                        words("lacks"),
                        given(words("needed"), bind.need, field=_bind(index, number, "need")),
                        given(
                            words("at-hand"),
                            bind.available,
                            field=_bind(index, number, "available"),
                        ),
                    ),
                ),
            )
            for number, bind in enumerate(found.binds)
            if found.area == row.row.code or bind.kind != "own" or bind.code == row.row.code
        ]
        remedies = [
            condition(remedy.message, False, field=f"findings[{index}].remedies[{number}]")
            for number, remedy in enumerate(found.remedies)
        ]
        reasons.append(
            condition(found.message, False, (*binds, *remedies), field=f"findings[{index}]")
        )
    return reasons


def _bind(finding: int, bind: int, name: str) -> str:
    return f"findings[{finding}].binds[{bind}].{name}"


def after_others(text: Text, need: Explanation, whole: Explanation, before: int) -> Explanation:
    """What is left for one of several that are served one after the other, up to its need."""
    rest = less(words("left-for-it"), whole, given(words("needed-before"), before))
    nothing = given(words("nothing"), 0)
    return least(text, need, greatest(words("left-for-it"), nothing, rest))
