"""A server of the contract that answers what a test tells it, on a free port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from pamtps.v1 import (
    plan_pb2,
    planning_service_pb2,
    planning_service_pb2_grpc,
    policy_service_pb2,
    policy_service_pb2_grpc,
)

PlanRequest = planning_service_pb2.PlanDeploymentRequest
StreamRequest = planning_service_pb2.PlanDeploymentStreamRequest
StreamResponse = planning_service_pb2.PlanDeploymentStreamResponse
VerifyRequest = planning_service_pb2.VerifyPlanRequest
CompareRequest = planning_service_pb2.ComparePlansRequest

PATIENCE = 30.0
"""Seconds that a call which waits is given."""

STEPS = [number for number in planning_service_pb2.PlanningStep.values() if number]
"""The steps of planning, in order."""
POSTS = [plan_pb2.Post(area_code=code, polri=2) for code in ("53.02.01", "53.02.02", "53.03.01")]
"""The posts of a plan that is streamed."""


def small_plan(
    status: plan_pb2.PlanStatus.ValueType = plan_pb2.PLAN_STATUS_COMPLETE,
) -> plan_pb2.DeploymentPlan:
    """A plan of one regency, as a server would send it."""
    short = 3 if status == plan_pb2.PLAN_STATUS_SHORT else 0
    linmas = plan_pb2.ForceTotal(
        force=plan_pb2.FORCE_LINMAS,
        required=1540,
        wished=1540,
        assigned=1540 - short,
        short=short,
        available=1540 - short,
    )
    polri = plan_pb2.ForceTotal(
        force=plan_pb2.FORCE_POLRI, required=96, wished=384, assigned=100, above=4, available=427
    )
    tni = plan_pb2.ForceTotal(force=plan_pb2.FORCE_TNI)
    plan = plan_pb2.DeploymentPlan(
        name="plans/0123456789abcdef0123456789abcdef",
        request_digest="0123456789abcdef" * 4,
        plan_digest="fedcba9876543210" * 4,
        planner_version="1",
        election_date="2024-11-27",
        policies=[plan_pb2.PolicyUse(id="ntt-2024", area_codes=["53"], station_count=770)],
        status=status,
        totals=[polri, tni, linmas],
        rules=[plan_pb2.RuleUse(policy="ntt-2024", id="linmas", file="ntt-2024.yaml", line=36)],
        verification=plan_pb2.Verification(statement_count=12345),
    )
    for level, code, name in (
        (plan_pb2.AREA_LEVEL_NATION, "ID", "Indonesia"),
        (plan_pb2.AREA_LEVEL_PROVINCE, "53", "Nusa Tenggara Timur"),
        (plan_pb2.AREA_LEVEL_REGENCY, "53.02", "Kabupaten Timor Tengah Selatan"),
    ):
        plan.areas.add(
            level=level,
            code=code,
            name=name,
            kurang_rawan=700,
            rawan=67,
            sangat_rawan=3,
            post_count=48,
            totals=[polri, linmas],
        )
    if short:
        plan.findings.add(
            severity=plan_pb2.SEVERITY_WARNING,
            code="short-linmas",
            area_code="53.02",
            rule=0,
            message=plan_pb2.Text(id="Linmas kurang 3", en="Linmas are short by 3"),
            binds=[
                plan_pb2.Bind(kind=plan_pb2.BIND_KIND_OWN, code="53.02", need=1540, available=1537)
            ],
        )
    return plan


@dataclass
class Answers:
    """What the server does next, and what it was asked."""

    status: plan_pb2.PlanStatus.ValueType = plan_pb2.PLAN_STATUS_COMPLETE
    faults: list[planning_service_pb2.FieldFault] = field(default_factory=list)
    """Of every request; the error itself carries the first of them only."""
    of_held_back: list[planning_service_pb2.FieldFault] = field(default_factory=list)
    """Of the rows that the client held back, which it asks about last."""
    verification: plan_pb2.Verification = field(
        default_factory=lambda: plan_pb2.Verification(statement_count=7)
    )
    comparison: planning_service_pb2.ComparePlansResponse = field(
        default_factory=planning_service_pb2.ComparePlansResponse
    )
    policy_status: policy_service_pb2.GetStatusResponse = field(
        default_factory=policy_service_pb2.GetStatusResponse
    )
    refused: list[str] = field(default_factory=list)
    """Field paths of the faults with which a comparison is refused."""
    failures: list[tuple[grpc.StatusCode, str]] = field(default_factory=list)
    """Answers to the next calls, before any other."""
    details: list[any_pb2.Any] = field(default_factory=list)
    """Details of those failures."""
    planned: list[PlanRequest] = field(default_factory=list)
    """What was asked to be planned, streams put together."""
    streamed: list[list[StreamRequest]] = field(default_factory=list)
    """The messages of each stream, as they came."""
    answered: int = 0
    """Messages of a stream that are sent before the failures."""
    skipped: list[planning_service_pb2.SkippedRow] = field(default_factory=list)
    """Of every plan."""
    wait: threading.Event = field(default_factory=threading.Event)
    """Where `held`, a call waits for it before it answers."""
    held: bool = False
    holding: threading.Event = field(default_factory=threading.Event)
    """Set when a call waits."""
    cancelled: threading.Event = field(default_factory=threading.Event)
    """Set when a call that waits was cancelled."""
    verified: list[VerifyRequest] = field(default_factory=list)
    compared: list[CompareRequest] = field(default_factory=list)
    address: str = ""

    def hold(self, context: grpc.ServicerContext) -> None:
        """Wait as told, until the call is cancelled at the latest."""
        if self.held:
            self.holding.set()
            if not context.add_callback(self.wait.set):
                self.wait.set()
            self.wait.wait(PATIENCE)
            if not context.is_active():
                self.cancelled.set()

    def fail(self, context: grpc.ServicerContext) -> None:
        """End the call with the next failure, if there is one."""
        if self.failures:
            code, message = self.failures.pop(0)
            abort(context, code, message, self.details)


def abort(
    context: grpc.ServicerContext,
    code: grpc.StatusCode,
    message: str,
    details: list[any_pb2.Any],
) -> NoReturn:
    """End a call with rich details."""
    number: int = code.value[0]
    status = status_pb2.Status(code=number, message=message, details=details)
    context.abort_with_status(rpc_status.to_status(status))


def packed(*messages: Message) -> list[any_pb2.Any]:
    """Messages as the details of an error."""
    details = []
    for message in messages:
        detail = any_pb2.Any()
        detail.Pack(message)
        details.append(detail)
    return details


class Planning(planning_service_pb2_grpc.PlanningServiceServicer):
    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    def PlanDeployment(  # noqa: N802
        self, request: PlanRequest, context: grpc.ServicerContext
    ) -> planning_service_pb2.PlanDeploymentResponse:
        self.answers.planned.append(request)
        self.answers.hold(context)
        self.answers.fail(context)
        return self._reply(request, context)

    def PlanDeploymentStream(  # noqa: N802
        self, request_iterator: Iterator[StreamRequest], context: grpc.ServicerContext
    ) -> Iterator[StreamResponse]:
        messages: list[StreamRequest] = []
        self.answers.streamed.append(messages)
        if self.answers.failures and not self.answers.answered:
            messages.append(next(request_iterator))
            self.answers.fail(context)
        try:
            messages.extend(request_iterator)
        except grpc.RpcError:
            self.answers.cancelled.set()
            raise
        if not context.is_active():  # what came is not the whole
            self.answers.cancelled.set()
            return
        request = PlanRequest()
        request.CopyFrom(messages[0].header)
        for message in messages[1:]:
            request.batch.MergeFrom(message.chunk)
        self.answers.planned.append(request)
        answers = self._parts(request, context)
        for _ in range(self.answers.answered):
            yield next(answers)
        self.answers.fail(context)
        self.answers.hold(context)
        yield from answers

    def _parts(
        self, request: PlanRequest, context: grpc.ServicerContext
    ) -> Iterator[StreamResponse]:
        """Steps, then the plan without its posts, then each of these."""
        for step in STEPS:
            yield StreamResponse(step=step)
        yield StreamResponse(part=self._reply(request, context))
        for post in POSTS:
            part = planning_service_pb2.PlanDeploymentResponse()
            part.plan.posts.append(post)
            yield StreamResponse(part=part)

    def _reply(
        self, request: PlanRequest, context: grpc.ServicerContext
    ) -> planning_service_pb2.PlanDeploymentResponse:
        faults = self.answers.faults
        if sum(earlier.validate_only for earlier in self.answers.planned) > 1:
            faults = self.answers.of_held_back
        if request.validate_only:
            return planning_service_pb2.PlanDeploymentResponse(faults=faults)
        if faults:
            bad = error_details_pb2.BadRequest()
            bad.field_violations.add(
                field=faults[0].field,
                description=f"{faults[0].message.en} Maybe: {faults[0].maybe}",
                reason=faults[0].code,
                localized_message=error_details_pb2.LocalizedMessage(
                    locale="id", message=f"{faults[0].message.id} Mungkin: {faults[0].maybe}"
                ),
            )
            info = error_details_pb2.ErrorInfo(
                reason="request-faults", metadata={"count": str(len(faults))}
            )
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "faults", packed(bad, info))
        return planning_service_pb2.PlanDeploymentResponse(
            plan=small_plan(self.answers.status), skipped=self.answers.skipped
        )

    def VerifyPlan(  # noqa: N802
        self, request: VerifyRequest, context: grpc.ServicerContext
    ) -> planning_service_pb2.VerifyPlanResponse:
        self.answers.verified.append(request)
        self.answers.fail(context)
        return planning_service_pb2.VerifyPlanResponse(verification=self.answers.verification)

    def ExplainPlan(  # noqa: N802
        self,
        request: planning_service_pb2.ExplainPlanRequest,  # noqa: ARG002
        context: grpc.ServicerContext,
    ) -> planning_service_pb2.ExplainPlanResponse:
        self.answers.fail(context)
        return planning_service_pb2.ExplainPlanResponse()

    def ComparePlans(  # noqa: N802
        self, request: CompareRequest, context: grpc.ServicerContext
    ) -> planning_service_pb2.ComparePlansResponse:
        self.answers.compared.append(request)
        self.answers.fail(context)
        if self.answers.refused:
            bad = error_details_pb2.BadRequest()
            for field_path in self.answers.refused:
                bad.field_violations.add(field=field_path, description="bad", reason="from-server")
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "faults", packed(bad))
        return self.answers.comparison


class Policies(policy_service_pb2_grpc.PolicyServiceServicer):
    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    POLICY = policy_service_pb2.Policy(
        id="ntt-2024",
        title=plan_pb2.Text(id="Pengamanan TPS", en="Guarding the TPS"),
        area_codes=["53"],
        effective_from="2024-01-01",
        effective_until="2024-12-31",
        digest="ab" * 32,
        rule_count=11,
    )

    def ListPolicies(  # noqa: N802
        self,
        request: policy_service_pb2.ListPoliciesRequest,  # noqa: ARG002
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> policy_service_pb2.ListPoliciesResponse:
        return policy_service_pb2.ListPoliciesResponse(policies=[self.POLICY])

    def GetPolicy(  # noqa: N802
        self, request: policy_service_pb2.GetPolicyRequest, context: grpc.ServicerContext
    ) -> policy_service_pb2.GetPolicyResponse:
        if request.id != self.POLICY.id:
            abort(context, grpc.StatusCode.NOT_FOUND, f"no policy {request.id}", [])
        return policy_service_pb2.GetPolicyResponse(policy=self.POLICY, source="policy: ntt-2024\n")

    def GetStatus(  # noqa: N802
        self,
        request: policy_service_pb2.GetStatusRequest,  # noqa: ARG002
        context: grpc.ServicerContext,  # noqa: ARG002
    ) -> policy_service_pb2.GetStatusResponse:
        return self._answers.policy_status

    def AnalyzePolicy(  # noqa: N802
        self,
        request: policy_service_pb2.AnalyzePolicyRequest,  # noqa: ARG002
        context: grpc.ServicerContext,
    ) -> policy_service_pb2.AnalyzePolicyResponse:
        abort(context, grpc.StatusCode.UNIMPLEMENTED, "not in this double", [])

    def ComparePolicies(  # noqa: N802
        self,
        request: policy_service_pb2.ComparePoliciesRequest,  # noqa: ARG002
        context: grpc.ServicerContext,
    ) -> policy_service_pb2.ComparePoliciesResponse:
        abort(context, grpc.StatusCode.UNIMPLEMENTED, "not in this double", [])


@contextmanager
def running() -> Iterator[Answers]:
    """A running server; set its answers, then call it at `address`."""
    answers = Answers()
    server = grpc.server(
        futures.ThreadPoolExecutor(2),
        options=[
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", 64 << 20),
            ("grpc.max_send_message_length", 64 << 20),
        ],
    )
    planning_service_pb2_grpc.add_PlanningServiceServicer_to_server(Planning(answers), server)
    policy_service_pb2_grpc.add_PolicyServiceServicer_to_server(Policies(answers), server)
    answers.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield answers
    finally:
        server.stop(None).wait()
