"""Because of what two plans differ: the inputs of the one are replaced by those of the other, one
kind after the other, and the plan is made again each time.

The order is fixed: TPS and their facts, submitted tiers, strengths, rules, everything else. Where
only one of two versions of the rules is loaded here, rules are replaced first or last, so that all
the other stages can be planned. What the difference of two consecutive plans is, comes from the
kind of input that was replaced. A stage that cannot be planned (its policies are not loaded in the
version that the plan names, or refuse the mixed inputs) is joined with the next one, under the
cause of that. What is left at both ends (a plan changed by hand, or made by another version of the
planner) comes from the plan itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pamtps_service.parallel import Work
from pamtps_service.planning.admission import admit
from pamtps_service.planning.input_changes import (
    PlanMade,
    differing_causes,
    loaded,
    shared,
    uses_by_province,
)
from pamtps_service.planning.plan import NumberTooLargeError, PolicyContradictionError, make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import Batch, PlanRequest
from pamtps_service.records.comparison import Cause
from pamtps_service.records.plan import Plan, PolicyUse

ORDER = (Cause.STATIONS, Cause.TIERS, Cause.STRENGTHS, Cause.RULES, Cause.OTHER_INPUTS)


@dataclass(frozen=True, slots=True)
class Stage:
    """A plan on the way from the one to the other."""

    cause: Cause
    """Of its difference from the plan before it."""
    plan: Plan


def stages(before: PlanMade, after: PlanMade, policies: PolicySet, step: Work) -> list[Stage]:
    """The plans on the way from `before` to `after`; the last one is that of `after`.

    Args:
        before: with its request, as `after`.
        after: the plan that it is compared with.
        policies: all that are loaded.
        step: told of each step of planning; may raise to end the work.
    """
    assert before.request is not None
    assert after.request is not None
    causes = _in_order(before.plan, after.plan, differing_causes(before, after), policies)
    if not causes:
        return [Stage(Cause.PLAN, after.plan)]
    uses, others = uses_by_province(before.plan), uses_by_province(after.plan)
    request = replace(before.request, policy=None, election_date=before.plan.election_date)
    found: list[Stage] = []
    made = _planned(request, uses, others, policies, step)
    if made is not None:
        found.append(Stage(Cause.PLAN, made))
    for cause in causes:
        if cause is Cause.RULES:
            uses, others = others, uses
        else:
            request = _replaced(request, after.request, after.plan, cause)
        made = _planned(request, uses, others, policies, step)
        if made is not None:
            found.append(Stage(cause, made))
    rest = Cause.PLAN if made is not None else causes[-1]
    return [*found, Stage(rest, after.plan)]


def _in_order(
    before: Plan, after: Plan, causes: frozenset[Cause], policies: PolicySet
) -> list[Cause]:
    order = [cause for cause in ORDER if cause in causes]
    if Cause.RULES in causes:
        has_before = all(loaded(use, policies) for use in before.policies)
        has_after = all(loaded(use, policies) for use in after.policies)
        order.remove(Cause.RULES)
        if has_before == has_after:
            place = sum(cause < Cause.RULES for cause in order)
        else:
            place = len(order) if has_before else 0
        order.insert(place, Cause.RULES)
    return order


def _replaced(request: PlanRequest, by: PlanRequest, plan: Plan, cause: Cause) -> PlanRequest:
    """The request with one kind of input replaced by that of another request and its plan."""
    if cause is Cause.STATIONS:
        return replace(request, batch=_with_tiers_of(by.batch, request.batch))
    if cause is Cause.TIERS:
        return replace(request, batch=by.batch)
    if cause is Cause.STRENGTHS:
        return replace(request, strengths=by.strengths)
    return replace(
        request,
        election_date=plan.election_date,
        stocks=by.stocks,
        stock_rows=by.stock_rows,
        seats=by.seats,
        unavailable_transports=by.unavailable_transports,
        in_force=by.in_force,
    )


def _with_tiers_of(batch: Batch, other: Batch) -> Batch:
    """The batch, with the submitted tiers of another one for the TPS that both have."""
    at, to = shared(batch, other)
    tiers = batch.submitted_tier.copy()
    tiers[at] = other.submitted_tier[to]
    return replace(batch, submitted_tier=tiers)


def _planned(
    request: PlanRequest,
    uses: dict[str, PolicyUse],
    others: dict[str, PolicyUse],
    policies: PolicySet,
    step: Work,
) -> Plan | None:
    """The plan of a request under these policies by province, or under `others` where they have
    none; None where it cannot be made."""
    needed: dict[str, Policy] = {}
    for number in np.unique(request.batch.code // DIVISOR["province"]).tolist():
        province = to_text(number, "province")
        use = uses.get(province) or others.get(province)
        policy = None if use is None else loaded(use, policies)
        if policy is None:
            return None
        needed[province] = policy
    by_id = {policy.id: policy for policy in needed.values()}
    parts, faults = admit(request, PolicySet(by_id, policies.digest))
    if faults:
        return None
    for part in parts:
        inside = np.unique(part.facts.code // DIVISOR["province"]).tolist()
        if any(needed[to_text(number, "province")] is not part.policy for number in inside):
            return None
    try:
        return make_plan(request, parts, step)
    except (PolicyContradictionError, NumberTooLargeError):
        return None  # the inputs of the two plans do not go together: no plan of this stage
