"""What the plan says it was made from: its name and the digest of its request.

The plan does not hold the request's `policy`, so the digest may be that of a request which names
none, or which names the plan's one policy.
"""

from __future__ import annotations

from collections.abc import Sequence

from pamtps_service.records.batch import Batch, PlanRequest, Strength
from pamtps_service.records.digest import plan_name, request_digest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.matching import Match
from pamtps_service.verify.report import Report


def check_name(report: Report, plan: Plan) -> None:
    """The name follows from the digest of the request."""
    report.checked()
    name = plan_name(plan.request_digest)
    if plan.name != name:
        report.add("plan-name-wrong", "name", wanted=name, found=plan.name)


def check_request(
    report: Report,
    plan: Plan,
    batch: Batch,
    strengths: tuple[Strength, ...],
    matches: Sequence[Match],
) -> None:
    """The digest is of this batch, these strengths and policies, and the plan's date and version.

    Args:
        report: what is found is added to it.
        plan: the plan.
        batch: in code order.
        strengths: of the request, in its order.
        matches: one for each policy in use.
    """
    report.checked()
    policies = sorted((match.policy.id, match.policy.digest) for match in matches)
    named: list[str | None] = [None]
    named += [policies[0][0]] if len(policies) == 1 else []
    wanted = ""
    for policy in named:
        asked = PlanRequest(batch, strengths, policy, plan.election_date)
        digest = request_digest(asked, policies, plan.planner_version)
        if digest == plan.request_digest:
            return
        wanted = wanted or digest
    report.add("request-digest-wrong", "request_digest", wanted=wanted, found=plan.request_digest)
