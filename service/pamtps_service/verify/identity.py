"""What the plan says it was made from: its name and the digest of its request.

The plan does not hold the request's `policy`. Where whoever asks does not say it either, the digest
may be that of a request which names none, or which names the plan's one policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pamtps_service.records.batch import PlanRequest
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
    request: PlanRequest,
    matches: Sequence[Match],
) -> None:
    """The digest is of this request and policies, and the plan's date and version.

    Args:
        report: what is found is added to it.
        plan: the plan.
        request: what it was made from; its policy may be silent.
        matches: one for each policy in use.
    """
    report.checked()
    policies = sorted((match.policy.id, match.policy.digest) for match in matches)
    named = [request.policy]
    if request.policy is None and len(policies) == 1:
        named.append(policies[0][0])
    wanted = ""
    for policy in named:
        asked = replace(request, policy=policy, election_date=plan.election_date)
        digest = request_digest(asked, policies, plan.planner_version)
        if digest == plan.request_digest:
            return
        wanted = wanted or digest
    report.add(
        "request-digest-wrong",
        "request_digest",
        wanted=wanted,
        found=plan.request_digest,
        name=plan_name(wanted),
    )
