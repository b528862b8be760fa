"""What two policies make of one batch: personnel by area and force, and the rules that cause it.

The rules of the one are replaced by those of the other, one after the other by id, and the plan is
made again each time: what a step changes comes from its rule, so the shares add up exactly. Rules
depend on each other, and in another order the shares may be others. Before the first rule comes the
head: the order of claims, and the defaults of attributes. Where a mixture of the two is no policy,
or cannot be planned, its step is joined with the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pamtps_service.analysis.answers import labels_asked
from pamtps_service.analysis.joint import all_choices, pairs_of, with_choices
from pamtps_service.analysis.rule_changes import rule_changes
from pamtps_service.analysis.testcases import conditions_of
from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.admission import AdmittedPart, admit
from pamtps_service.planning.comparison import (
    RowKey,
    changed_rows,
    changed_stations,
    no_total,
    rows_of,
    station_changes,
)
from pamtps_service.planning.input_changes import PlanMade
from pamtps_service.planning.plan import NumberTooLargeError, PolicyContradictionError, make_plan
from pamtps_service.planning.stages import Stage
from pamtps_service.policy.cycles import cycles
from pamtps_service.policy.digest import policy_digest
from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.labels import strata
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Classify, Policy, Rule
from pamtps_service.records.batch import CodeColumn, PlanRequest
from pamtps_service.records.comparison import Cause, StationChange
from pamtps_service.records.plan import AreaLevelOfPlan, Plan, Total

MOST_STEPS: Final = 12
"""Rules that are replaced one by one; the rest are replaced together."""
MOST_STATIONS: Final = 100
LEVELS: Final = (AreaLevelOfPlan.NATION, AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.REGENCY)


class BatchRefusedError(FaultsError):
    """A policy does not accept the batch."""


@dataclass(frozen=True, slots=True)
class RuleShare:
    """What of a change comes from a rule, in persons."""

    rule: str
    """Its id; several, joined by commas, that could not be told apart; "" where it is the head."""
    required: int
    assigned: int


@dataclass(frozen=True, slots=True)
class PersonnelChange:
    """Personnel of one force in one area under both policies."""

    level: AreaLevelOfPlan
    code: str
    name: str
    before: Total
    after: Total
    shares: tuple[RuleShare, ...]
    """In the order of the steps, none of zeros alone; they add up to the change."""


@dataclass(frozen=True, slots=True)
class BatchComparison:
    personnel: tuple[PersonnelChange, ...]
    """By level, code, force; nation, provinces and regencies."""
    stations: tuple[StationChange, ...]
    """The most changed first."""


def compare_on_batch(
    request: PlanRequest,
    before: Policy,
    after: Policy,
    step: Work = ALONE,
) -> BatchComparison:
    """Plan a batch under two policies, and tell what differs.

    Args:
        request: the batch and the rest; the policy that it names does not count.
        before: the policy before.
        after: the policy after.
        step: told of each step of planning; may raise to end the work.

    Raises:
        BatchRefusedError: with the faults of the request under either policy.
        PolicyContradictionError: a policy contradicts itself on a TPS.
        NumberTooLargeError: a sum is beyond 32 bits.
    """
    one, other = _admitted(request, before, after), _admitted(request, after, before)
    faults = (*one.faults, *other.faults)
    if faults:
        raise BatchRefusedError(dict.fromkeys(faults))
    was = make_plan(one.request, one.parts, step)
    now = make_plan(other.request, other.parts, step)
    rows = [key for key in changed_rows(was, now) if key[0] in LEVELS]
    way = list(_way(request, before, after, now, step)) if rows else []
    codes = changed_stations(PlanMade(was, request), PlanMade(now, request))
    return BatchComparison(
        tuple(_personnel(rows, was, now, way)),
        most_changed(was, now, codes),
    )


# Plans ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Admitted:
    """A request as it is planned under one policy."""

    request: PlanRequest
    parts: Sequence[AdmittedPart]
    faults: Sequence[Fault]


def _admitted(request: PlanRequest, policy: Policy, other: Policy) -> _Admitted:
    """Attributes and items that the other policy alone has are left out."""
    names = {one.name for one in other.attributes} - {one.name for one in policy.attributes}
    items = {name for name, _ in other.items} - {name for name, _ in policy.items}
    batch = request.batch
    declared = {name: one for name, one in batch.declared.items() if name not in names}
    kept = [
        (stock, row)
        for stock, row in zip(request.stocks, request.stock_rows, strict=True)
        if stock.item not in items
    ]
    ours = replace(
        request,
        policy=policy.id,
        batch=replace(batch, declared=declared),
        stocks=tuple(stock for stock, _ in kept),
        stock_rows=tuple(row for _, row in kept),
    )
    return _Admitted(ours, *admit(ours, PolicySet({policy.id: policy}, policy.digest)))


def _way(
    request: PlanRequest,
    before: Policy,
    after: Policy,
    last: Plan,
    step: Work,
) -> Iterator[tuple[str, Plan]]:
    """The plans from the one policy to the other, each with the rules replaced since the plan
    before it; the last one is that of `after`."""
    changed = [change.rule for change in rule_changes(before, after) if change.decides]
    pairs = pairs_of(before, after)
    groups = [[name] for name in changed[:MOST_STEPS]]
    groups += [changed[MOST_STEPS:]] if changed[MOST_STEPS:] else []
    head = before.claims != after.claims or not all(one.same_default for one in pairs.values())
    if not all(pair.comparable for pair in pairs.values()):
        groups, head = [changed], False  # their rules cannot stand side by side
    if head or not groups:
        groups.insert(0, [""])
    choices = all_choices(pairs)
    was, now = (with_choices(policy, choices) for policy in (before, after))
    frame = _frame(was, now)
    rules = {rule.id: rule for rule in was.rules}
    new = {rule.id: rule for rule in now.rules}
    pending: list[str] = []
    for number, group in enumerate(groups, 1):
        pending += filter(None, group)
        for name in filter(None, group):
            rules.pop(name, None)
            if name in new:
                rules[name] = new[name]
        plan = last if number == len(groups) else _mixed(request, frame, rules.values(), step)
        if plan is not None:
            yield ", ".join(pending), plan
            pending = []


def _frame(before: Policy, after: Policy) -> Policy:
    """The policy after, knowing the attributes and items of both."""
    known = {one.name for one in after.attributes}
    attributes = [*after.attributes, *(one for one in before.attributes if one.name not in known)]
    return replace(
        after,
        attributes=tuple(sorted(attributes, key=lambda one: one.name)),
        items=tuple(sorted({**dict(before.items), **dict(after.items)}.items())),
    )


def _mixed(
    request: PlanRequest,
    frame: Policy,
    rules: Iterable[Rule],
    step: Work,
) -> Plan | None:
    """The plan under these rules; None where they are no policy, or it cannot be made."""
    mixed = replace(frame, rules=tuple(sorted(rules, key=lambda rule: rule.id)))
    if not _sound(mixed):
        return None
    mixed = replace(mixed, digest=policy_digest(mixed))
    ours = replace(request, policy=mixed.id)
    parts, faults = admit(ours, PolicySet({mixed.id: mixed}, mixed.digest))
    if faults:
        return None
    try:
        return make_plan(ours, parts, step)
    except (PolicyContradictionError, NumberTooLargeError):
        return None  # the two halves do not go together: no plan of this step


def _sound(policy: Policy) -> bool:
    """Whether the rules name only each other, and what they wait for can be settled."""
    rules = {rule.id: rule for rule in policy.rules}
    for rule in policy.rules:
        for name in rule.instead_of:
            other = rules.get(name)
            if other is None or other.for_each != rule.for_each:
                return False
            if type(other.effect) is not type(rule.effect):
                return False
    if cycles({rule.id: rule.instead_of for rule in policy.rules}):
        return False
    given = {r.effect.label for r in policy.rules if isinstance(r.effect, Classify)}
    if any(not labels_asked(one)[0] <= given for one in conditions_of(policy)):
        return False
    try:
        strata(policy)
    except ValueError:  # a cycle of labels through a negation
        return False
    return True


# What differs ---------------------------------------------------------------------------------


def _personnel(
    rows: Sequence[RowKey], before: Plan, after: Plan, way: Sequence[tuple[str, Plan]]
) -> Iterator[PersonnelChange]:
    totals = [rows_of(before), *(rows_of(plan) for _, plan in way)]
    names = {(row.level, row.code): row.name for plan in (before, after) for row in plan.areas}
    for key in rows:
        level, code, force = key
        values = [one.get(key, no_total(force)) for one in totals]
        shares = [
            RuleShare(rule, now.required - was.required, now.assigned - was.assigned)
            for (rule, _), (was, now) in zip(way, pairwise(values), strict=True)
        ]
        yield PersonnelChange(
            level,
            code,
            names[level, code],
            values[0],
            values[-1],
            tuple(share for share in shares if share.required or share.assigned),
        )


def most_changed(before: Plan, after: Plan, codes: CodeColumn) -> tuple[StationChange, ...]:
    """The TPS that changed most: first those that are covered under one policy only, then those
    whose final tier is the furthest from what it was, then those whose post has the most guards
    for each TPS more or fewer; of equal ones the lowest code."""
    covers = [_covers(plan, codes) for plan in (before, after)]
    (was, tier_was), (now, tier_now) = covers
    table = np.column_stack(
        [(was[:, 1] > 0) != (now[:, 1] > 0), abs(tier_was - tier_now), was, now]
    )
    kinds, kind = np.unique(table, axis=0, return_inverse=True)
    sizes = [_size(*row) for row in kinds.tolist()]
    order = sorted(range(len(kinds)), key=sizes.__getitem__, reverse=True)
    rank = np.empty(len(kinds), np.int64)
    for place, number in enumerate(order):
        # equal ones share a rank, so that their codes decide
        equal = place and sizes[order[place - 1]] == sizes[number]
        rank[number] = rank[order[place - 1]] if equal else place
    first = np.lexsort((codes, rank[kind.reshape(-1)]))[:MOST_STATIONS]
    chosen = np.sort(codes[first])
    told = station_changes(before, after, chosen, [Stage(Cause.RULES, after)])
    by_code = {one.tps: one for one in told}
    return tuple(by_code[code] for code in codes[first].tolist())


def _size(cover: int, tier: int, *guards: int) -> tuple[int, int, Fraction]:
    was, of_was, now, of_now = guards
    return cover, tier, abs(Fraction(was, of_was or 1) - Fraction(now, of_now or 1))


def _covers(plan: Plan, codes: CodeColumn) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Guards required at the post of each TPS, and its number of TPS: shape (length, 2), zeros
    where it has none; and final tiers."""
    posts, stations = plan.posts, plan.stations
    columns = (posts.polri, posts.polri_short, posts.tni, posts.tni_short)
    guards = np.sum([column.astype(np.int64) for column in columns], axis=0)
    of_post = np.column_stack([guards, posts.stations.astype(np.int64)])
    of_post = np.vstack([of_post, np.zeros((1, 2), np.int64)])  # of no post, -1
    row = np.searchsorted(stations.code, codes)
    return of_post[stations.post[row]], stations.risk_tier[row].astype(np.int64)
