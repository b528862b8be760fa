"""The calls that a worker answers: request bytes in, reply bytes out.

What goes wrong by the caller's doing is a CallError; everything else is a fault of the service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service import __version__
from pamtps_service.engine.decide import engines_kept
from pamtps_service.planning.admission import admit
from pamtps_service.planning.comparison import compare
from pamtps_service.planning.explanation.explain import explain
from pamtps_service.planning.explanation.subject import SubjectError
from pamtps_service.planning.plan import (
    make_traced,
)
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy
from pamtps_service.policy.selection import in_force
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import Batch, PlanRequest
from pamtps_service.records.digest import plan_digest, request_digest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify
from pamtps_service.verify.optimal.check import check_optimal
from pamtps_service.verify.optimal.programs import SolverMissingError
from pamtps_service.wire.call import CallError, Steps, invalid, parse
from pamtps_service.wire.deployment import deployment, deployment_in_parts
from pamtps_service.wire.planning_errors import told_as_call_errors
from pamtps_service.wire.policy_calls import POLICY_CALLS
from pamtps_service.wire.read_content import read_compared, read_request_of
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.write_comparison import write_comparison
from pamtps_service.wire.write_deployment import write_reply
from pamtps_service.wire.write_explanation import write_explanations
from pamtps_service.wire.write_optimality import write_optimality
from pamtps_service.wire.write_plan import write_verification

DIGEST_SHOWN: Final = 16
"""Characters of a digest that an error tells: enough to know it by, in a text of a few lines."""


def plan_deployment(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PlanningService.PlanDeployment."""
    steps("read")
    message = parse(planning_service_pb2.PlanDeploymentRequest, request)
    made = deployment(policies, message, (), steps)
    steps("write")
    return write_reply(made).SerializeToString()


def plan_deployment_stream(
    policies: PolicySet, requests: Iterator[bytes], steps: Steps
) -> Iterator[bytes]:
    """PlanningService.PlanDeploymentStream: one message of the request after the other, then one
    message of the reply after the other."""
    steps("read")
    messages = _stream_messages(requests, steps)
    first = next(messages, None)
    if first is None or first.WhichOneof("content") != "header":
        found = "-" if first is None else first.WhichOneof("content") or '""'
        raise invalid([fault("stream-without-header", "header", found=found)])
    chunks = _chunks(messages)
    yield from deployment_in_parts(policies, first.header, chunks, steps)


def _stream_messages(
    requests: Iterator[bytes], steps: Steps
) -> Iterator[planning_service_pb2.PlanDeploymentStreamRequest]:
    for content in requests:
        steps("read")
        yield parse(planning_service_pb2.PlanDeploymentStreamRequest, content)


def _chunks(
    messages: Iterator[planning_service_pb2.PlanDeploymentStreamRequest],
) -> Iterator[plan_pb2.Batch]:
    for message in messages:
        found = message.WhichOneof("content")
        if found != "chunk":
            raise invalid([fault("stream-without-chunk", "chunk", found=found or '""')])
        yield message.chunk


def verify_plan(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PlanningService.VerifyPlan."""
    steps("read")
    message = parse(planning_service_pb2.VerifyPlanRequest, request)
    content = message.source.content
    if not content.HasField("plan"):
        raise invalid([fault("plan-missing", "source.content.plan")])
    faults: list[Fault] = []
    plan = read_plan(content.plan, "source.content.plan", faults)
    read = read_request_of(content, "source.content")
    faults += read.faults
    if plan is None or read.request is None or faults:
        raise invalid(faults)
    by_id = _policies_of(plan, policies)
    asked = read.request
    of_plan = PolicySet(by_id, policies.digest)
    outside = _outside(plan, asked.batch, of_plan)
    if outside:
        raise invalid(outside)
    _, more = admit(asked, of_plan)
    if more:
        raise invalid([replace(found, place=f"source.content.{found.place}") for found in more])
    steps("verify")
    verification = verify(plan, asked, by_id, steps)
    reply = planning_service_pb2.VerifyPlanResponse(verification=write_verification(verification))
    if message.check_optimal and not verification.violations:
        try:
            optimality = check_optimal(plan, asked, by_id, lambda: steps("check optimal"))
        except SolverMissingError as error:
            found = fault("solver-missing", "check_optimal")
            raise CallError("FAILED_PRECONDITION", found.code, found.message, (found,)) from error
        reply.optimality.CopyFrom(write_optimality(optimality))
    return reply.SerializeToString()


def explain_plan(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PlanningService.ExplainPlan."""
    steps("read")
    message = parse(planning_service_pb2.ExplainPlanRequest, request)
    plan, asked = _plan_and_request(message.source.content, policies)
    asked = _as_it_was_asked(plan, asked)
    parts, more = admit(asked, policies)
    if more:
        raise invalid([replace(found, place=f"source.content.{found.place}") for found in more])
    with told_as_call_errors():
        traced = make_traced(asked, parts, steps)
    given = plan_digest(plan)
    if given != traced.plan.plan_digest:
        found = fault(
            "plan-not-the-same",
            "source.content.plan",
            given=given[:DIGEST_SHOWN],
            planned=traced.plan.plan_digest[:DIGEST_SHOWN],
        )
        raise CallError("FAILED_PRECONDITION", found.code, found.message, (found,))
    steps("explain")
    try:
        explained = explain(traced, message.subject, message.rule, policies)
    except SubjectError as error:
        raise invalid(list(error.faults)) from error
    return write_explanations(explained, traced.plan).SerializeToString()


def _as_it_was_asked(plan: Plan, asked: PlanRequest) -> PlanRequest:
    """The request as the plan's digest of it says: where the policy that it named is not given, the
    plan's only one may have been named."""
    uses = sorted((use.id, use.digest) for use in plan.policies)
    digests = []
    for policy in (asked.policy, uses[0][0] if asked.policy is None else None):
        request = replace(asked, policy=policy)
        digests.append(request_digest(request, uses, __version__))
        if digests[-1] == plan.request_digest:
            return request
    found = fault(
        "inputs-not-the-same",
        "source.content",
        given=plan.request_digest[:DIGEST_SHOWN] or '""',
        found=digests[0][:DIGEST_SHOWN],
        made_by=plan.planner_version or '""',
        version=__version__,
    )
    raise CallError("FAILED_PRECONDITION", found.code, found.message, (found,))


def _plan_and_request(
    content: planning_service_pb2.PlanContent, policies: PolicySet
) -> tuple[Plan, PlanRequest]:
    """A plan from elsewhere, and the request that it says it was made from."""
    path = "source.content"
    if not content.HasField("plan"):
        raise invalid([fault("plan-missing", f"{path}.plan")])
    faults: list[Fault] = []
    plan = read_plan(content.plan, f"{path}.plan", faults)
    if plan is None:
        raise invalid(faults)
    _policies_of(plan, policies)
    read = read_request_of(content, path)
    if read.request is None or read.faults:
        raise invalid(read.faults)
    return plan, read.request


def _outside(plan: Plan, batch: Batch, policies: PolicySet) -> list[Fault]:
    """The regencies of the batch that fall under none of the plan's policies, as one fault."""
    regencies = np.unique(batch.code // DIVISOR["regency"]).tolist()
    codes = [to_text(regency, "regency") for regency in regencies]
    bare = [code for code in codes if not in_force(policies, code, plan.election_date)]
    if not bare:
        return []
    return [
        fault(
            "outside-plan-policies",
            "source.content.plan.policies",
            regency=", ".join(bare),
            policies=", ".join(use.id for use in plan.policies),
            date=plan.election_date.isoformat(),
        )
    ]


def _policies_of(plan: Plan, policies: PolicySet) -> dict[str, Policy]:
    """The policies that a plan names, which must be loaded here in the same version."""
    loaded = ", ".join(sorted(policies.policies))
    if not plan.policies:
        path = "source.content.plan.policies"
        raise invalid([fault("plan-without-policies", path)])
    for index, use in enumerate(plan.policies):
        path = f"source.content.plan.policies[{index}]"
        policy = policies.policies.get(use.id)
        if policy is None:
            found = fault("policy-of-plan-unknown", path, policy=use.id, allowed=loaded)
        elif policy.digest != use.digest:
            found = fault(
                "policy-digest-differs",
                path,
                policy=use.id,
                found=use.digest,
                loaded=policy.digest,
            )
        else:
            continue
        raise CallError("FAILED_PRECONDITION", found.code, found.message, (found,))
    return {use.id: policies.policies[use.id] for use in plan.policies}


def compare_plans(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PlanningService.ComparePlans."""
    steps("read")
    message = parse(planning_service_pb2.ComparePlansRequest, request)
    faults: list[Fault] = []
    before = read_compared(message.before, "before", faults)
    after = read_compared(message.after, "after", faults)
    if before is None or after is None:
        raise invalid(faults)
    with told_as_call_errors():
        comparison = compare(before, after, policies, steps)
    steps("write")
    reply = write_comparison(comparison, before.plan, after.plan)
    return reply.SerializeToString()


MOST_ENGINES: Final = 64
"""Policies that a worker loads into the rule engine, at most, before another takes its place."""


def worn() -> bool:
    """Whether this process holds so much that cannot be given back that it should end: policies in
    files of requests are loaded beside those in force."""
    return engines_kept() > MOST_ENGINES


__all__ = ["CALLS", "STREAMS", "CallError", "Steps", "worn"]
"""What a worker asks of a module of calls."""

CALLS: Final[Mapping[str, Callable[[PolicySet, bytes, Steps], bytes]]] = {
    "/pamtps.v1.PlanningService/PlanDeployment": plan_deployment,
    "/pamtps.v1.PlanningService/VerifyPlan": verify_plan,
    "/pamtps.v1.PlanningService/ComparePlans": compare_plans,
    "/pamtps.v1.PlanningService/ExplainPlan": explain_plan,
    **POLICY_CALLS,
}
"""By full method name."""

STREAMS: Final[Mapping[str, Callable[[PolicySet, Iterator[bytes], Steps], Iterator[bytes]]]] = {
    "/pamtps.v1.PlanningService/PlanDeploymentStream": plan_deployment_stream,
}
"""The calls with streams of messages, by full method name."""
