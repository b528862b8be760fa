"""What differs between the inputs of two plans: TPS, tiers, strengths, rules, everything else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import ACCESS, Policy, Rule, Tier
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import (
    Batch,
    CodeColumn,
    PlanRequest,
    Strength,
    TextColumn,
)
from pamtps_service.records.comparison import Cause, InputChange
from pamtps_service.records.digest import request_digest
from pamtps_service.records.plan import Plan, PolicyUse


@dataclass(frozen=True, slots=True)
class PlanMade:
    """A plan with what it was made from."""

    plan: Plan
    request: PlanRequest | None
    """None where it came without its batch."""


def input_changes(
    before: PlanMade, after: PlanMade, policies: PolicySet
) -> tuple[InputChange, ...]:
    """Every difference, by cause and place. Where a plan came without its batch, that is said once
    for each cause that could not be looked at."""
    found = [*_rules(before.plan, after.plan, policies), *_plan_fields(before.plan, after.plan)]
    found += [*_not_made_from(before, "before"), *_not_made_from(after, "after")]
    if before.request is None or after.request is None:
        found += _not_compared(before, after)
    else:
        found += _batches(before.request.batch, after.request.batch)
        found += _strengths(before.request.strengths, after.request.strengths)
        found += _others(before.request, after.request)
    return tuple(sorted(found, key=lambda change: (change.cause, change.place)))


def differing_causes(before: PlanMade, after: PlanMade) -> frozenset[Cause]:
    """The causes whose inputs differ; both plans must have their request."""
    assert before.request is not None
    assert after.request is not None
    one, other = before.request, after.request
    found = set()
    if next(_batches(one.batch, other.batch, {Cause.STATIONS}), None) is not None:
        found.add(Cause.STATIONS)
    if next(_batches(one.batch, other.batch, {Cause.TIERS}), None) is not None:
        found.add(Cause.TIERS)
    if one.strengths != other.strengths:
        found.add(Cause.STRENGTHS)
    if changed_provinces(before.plan, after.plan):
        found.add(Cause.RULES)
    if any(_others(one, other)) or before.plan.election_date != after.plan.election_date:
        found.add(Cause.OTHER_INPUTS)
    return frozenset(found)


def uses_by_province(plan: Plan) -> dict[str, PolicyUse]:
    """The policy of each province of a plan."""
    return {province: use for use in plan.policies for province in use.areas}


def changed_provinces(before: Plan, after: Plan) -> list[str]:
    """The provinces of both plans that are under another policy, or another version of it."""
    one, other = uses_by_province(before), uses_by_province(after)
    return [
        province
        for province in sorted(one.keys() & other.keys())
        if (one[province].id, one[province].digest) != (other[province].id, other[province].digest)
    ]


def loaded(use: PolicyUse, policies: PolicySet) -> Policy | None:
    """The policy that a plan names, where it is loaded here in the same version."""
    policy = policies.policies.get(use.id)
    return policy if policy is not None and policy.digest == use.digest else None


def shared(one: Batch, other: Batch) -> tuple[CodeColumn, CodeColumn]:
    """Where the TPS of both batches stand in each of them, in code order."""
    _, at_one, at_other = np.intersect1d(
        one.code, other.code, assume_unique=True, return_indices=True
    )
    return at_one.astype(np.int64), at_other.astype(np.int64)


def _not_compared(before: PlanMade, after: PlanMade) -> Iterator[InputChange]:
    causes = (Cause.STATIONS, Cause.TIERS, Cause.STRENGTHS, Cause.OTHER_INPUTS)
    for name, made in (("before", before), ("after", after)):
        if made.request is None:
            for cause in causes:
                yield InputChange(cause, f"{name}.batch", "", "")


def _not_made_from(made: PlanMade, side: str) -> Iterator[InputChange]:
    """That the digest which a plan gives of its request is not that of the request given."""
    if made.request is None:
        return
    plan = made.plan
    uses = sorted((use.id, use.digest) for use in plan.policies)
    # the plan does not say whether the request named its policy
    names = [made.request.policy, None, *(uses[0][:1] if len(uses) == 1 else ())]
    digests = [
        request_digest(replace(made.request, policy=name), uses, plan.planner_version)
        for name in dict.fromkeys(names)
    ]
    if plan.request_digest not in digests:
        place = f"{side}.request_digest"
        yield InputChange(Cause.PLAN, place, plan.request_digest, digests[0])


def _batches(
    before: Batch, after: Batch, causes: set[Cause] | None = None
) -> Iterator[InputChange]:
    """Differences of two batches, those of the given causes or of all."""
    asked = causes or {Cause.STATIONS, Cause.TIERS}
    if Cause.STATIONS in asked:
        yield from _presence(before, after)
        yield from _facts(before, after)
    if Cause.TIERS in asked:
        at, to = shared(before, after)
        was, now = before.submitted_tier[at], after.submitted_tier[to]
        for index in np.flatnonzero(was != now).tolist():
            code = to_text(int(before.code[at[index]]), "tps")
            yield InputChange(
                Cause.TIERS, f"{code}/risk_tier", Tier(was[index]).word, Tier(now[index]).word
            )


def _presence(before: Batch, after: Batch) -> Iterator[InputChange]:
    """TPS that are in one of the batches only, each with its tier."""
    for batch, other, side in ((before, after, "before"), (after, before, "after")):
        alone = np.flatnonzero(~np.isin(batch.code, other.code, assume_unique=True))
        for code, tier in zip(
            batch.code[alone].tolist(), batch.submitted_tier[alone].tolist(), strict=True
        ):
            word = Tier(tier).word
            place = to_text(code, "tps")
            was, now = (word, "") if side == "before" else ("", word)
            yield InputChange(Cause.STATIONS, place, was, now)


def _facts(before: Batch, after: Batch) -> Iterator[InputChange]:
    """Attributes that differ of TPS which are in both."""
    at, to = shared(before, after)
    codes = before.code[at]
    for name in before.standard:
        was, now = before.standard[name], after.standard[name]
        there, stays = was.present[at], now.present[to]
        old, new = was.values[at], now.values[to]
        differs = (there != stays) | (there & stays & (old != new))
        for index in np.flatnonzero(differs).tolist():
            yield InputChange(
                Cause.STATIONS,
                f"{to_text(int(codes[index]), 'tps')}/{name}",
                _standard_text(name, int(old[index])) if there[index] else "",
                _standard_text(name, int(new[index])) if stays[index] else "",
            )
    for name in sorted({*before.declared, *after.declared}):
        texts_before = _texts(before.declared.get(name), at)
        texts_after = _texts(after.declared.get(name), to)
        differs = texts_before != texts_after
        for index in np.flatnonzero(differs).tolist():
            yield InputChange(
                Cause.STATIONS,
                f"{to_text(int(codes[index]), 'tps')}/{name}",
                str(texts_before[index]),
                str(texts_after[index]),
            )


def _standard_text(name: str, value: int) -> str:
    return ACCESS[value] if name == "access" else str(value)


def _texts(column: TextColumn | None, at: CodeColumn) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """The values of some TPS as text, empty where there is none."""
    if column is None:
        return np.full(len(at), "", np.str_)
    return np.array([*column.texts, ""], np.str_)[column.indices[at]]


def _strengths(before: tuple[Strength, ...], after: tuple[Strength, ...]) -> Iterator[InputChange]:
    one = {_strength_place(strength): strength for strength in before}
    other = {_strength_place(strength): strength for strength in after}
    for place in one.keys() | other.keys():
        was, now = one.get(place), other.get(place)
        if was is None or now is None or was.personnel != now.personnel:
            yield InputChange(
                Cause.STRENGTHS,
                place,
                "" if was is None else str(was.personnel),
                "" if now is None else str(now.personnel),
            )
        if was is not None and now is not None and was.covers != now.covers:
            yield InputChange(
                Cause.STRENGTHS, f"{place}/covers", " ".join(was.covers), " ".join(now.covers)
            )
        if was is not None and now is not None and was.area != now.area:
            yield InputChange(Cause.STRENGTHS, f"{place}/area_code", was.area, now.area)


def _strength_place(strength: Strength) -> str:
    """A command has one strength of a force; a reserve is its area's, under whatever name."""
    name = strength.command
    if strength.role == "reserve" and name != strength.area:
        name = f"{strength.area}/{name}"
    return f"strengths/{strength.force}/{strength.role}/{name}"


def _rules(before: Plan, after: Plan, policies: PolicySet) -> Iterator[InputChange]:
    """Policies that differ by province; where both versions are loaded, also which rules."""
    one, other = uses_by_province(before), uses_by_province(after)
    pairs = set()
    for province in changed_provinces(before, after):
        was, now = one[province], other[province]
        pairs.add((was, now))
        yield InputChange(
            Cause.RULES,
            f"policies/{province}",
            f"{was.id}@{was.digest}",
            f"{now.id}@{now.digest}",
        )
    several = len(pairs) > 1
    for was, now in pairs:
        old, new = loaded(was, policies), loaded(now, policies)
        if old is not None and new is not None:
            prefix = f"rules/{old.id}/{new.id}/" if several else "rules/"
            yield from _rules_of(old, new, prefix)


def _rules_of(before: Policy, after: Policy, prefix: str) -> Iterator[InputChange]:
    """Rules that mean something else, each with its place in the files."""
    one = {rule.id: rule for rule in before.rules}
    other = {rule.id: rule for rule in after.rules}
    for name in one.keys() | other.keys():
        was, now = one.get(name), other.get(name)
        if was is None or now is None or _meaning(was) != _meaning(now):
            yield InputChange(
                Cause.RULES,
                prefix + name,
                "" if was is None else str(was.position),
                "" if now is None else str(now.position),
            )


def _meaning(rule: Rule) -> Rule:
    """The rule without where it stands."""
    nowhere = replace(rule.position, file="", line=0, column=0)
    return replace(rule, position=nowhere, origin="")


def _others(before: PlanRequest, after: PlanRequest) -> Iterator[InputChange]:
    """Stocks, seats, transports and the plan in force; the date is a field of the plans."""
    cause = Cause.OTHER_INPUTS
    yield from _counts(
        {f"stocks/{one.area}/{one.item}": one.count for one in before.stocks},
        {f"stocks/{one.area}/{one.item}": one.count for one in after.stocks},
    )
    yield from _counts(_seats(before), _seats(after))
    if before.unavailable_transports != after.unavailable_transports:
        yield InputChange(
            cause,
            "unavailable_transports",
            " ".join(before.unavailable_transports),
            " ".join(after.unavailable_transports),
        )
    was = before.in_force.plan_digest if before.in_force else ""
    now = after.in_force.plan_digest if after.in_force else ""
    if was != now:
        yield InputChange(cause, "plan_in_force", was, now)


def _seats(request: PlanRequest) -> dict[str, int]:
    return {
        f"seats/{one.area}/{one.transport}/H-{one.days_before}": one.count for one in request.seats
    }


def _counts(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[InputChange]:
    for place in before.keys() | after.keys():
        was, now = before.get(place), after.get(place)
        if was != now:
            yield InputChange(
                Cause.OTHER_INPUTS,
                place,
                "" if was is None else str(was),
                "" if now is None else str(now),
            )


def _plan_fields(before: Plan, after: Plan) -> Iterator[InputChange]:
    if before.election_date != after.election_date:
        yield InputChange(
            Cause.OTHER_INPUTS,
            "election_date",
            before.election_date.isoformat(),
            after.election_date.isoformat(),
        )
    if before.planner_version != after.planner_version:
        yield InputChange(
            Cause.PLAN, "planner_version", before.planner_version, after.planner_version
        )
