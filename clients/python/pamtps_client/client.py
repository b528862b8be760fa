"""The client: a thin layer over the generated stubs, with limits, retries and decoded errors.

with Client("127.0.0.1:50051") as client:
    batch = plan_pb2.Batch()
    batch.rows.add(tps_code="53.11.01.2001.007", risk_tier=plan_pb2.RISK_TIER_RAWAN)
    plan = client.plan(batch, [], election_date="2024-11-27")
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Final, Literal, Self, TypeVar, Unpack, overload

import grpc
from google.protobuf.message import Message
from pamtps.v1 import (
    plan_pb2,
    planning_service_pb2,
    planning_service_pb2_grpc,
    policy_service_pb2,
    policy_service_pb2_grpc,
)

from pamtps_client.call_errors import decoded
from pamtps_client.errors import FieldFault
from pamtps_client.language import Language, SettingError, Text
from pamtps_client.resources import Resources

DEFAULT_SERVER: Final = "127.0.0.1:50051"
DEFAULT_TIMEOUT: Final = 120.0
DEFAULT_MAX_MESSAGE_BYTES: Final = 512 * 1024 * 1024

View = Literal["basic", "full"]

_VIEWS: Final[dict[View, planning_service_pb2.PlanView.ValueType]] = {
    "basic": planning_service_pb2.PLAN_VIEW_BASIC,
    "full": planning_service_pb2.PLAN_VIEW_FULL,
}

# Only UNAVAILABLE is tried again: planning the same content gives the same plan under the same
# name, so a second attempt does no harm, but any other answer is one.
_SERVICE_CONFIG: Final = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.2s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 2,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)

Request = TypeVar("Request", bound=Message)
Reply = TypeVar("Reply", bound=Message)


class Client:
    """A connection to one server. Usable from several threads; close it, or use it in `with`."""

    def __init__(
        self,
        server: str = DEFAULT_SERVER,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        max_message_bytes: int | None = None,
    ) -> None:
        """Connect when first needed.

        Parameters
        ----------
        server
            `HOST:PORT`, or any target that gRPC knows.
        timeout
            Seconds that a call may take, attempts included.
        max_message_bytes
            Largest request and reply, in bytes. PAMTPS_MAX_MESSAGE_BYTES, else 512 MiB, where
            silent. The server has a limit of its own.

        Raises SettingError where PAMTPS_MAX_MESSAGE_BYTES is no number of bytes.
        """
        if max_message_bytes is None:
            max_message_bytes = _max_message_bytes(os.environ)
        self.server = server
        self.timeout = timeout
        self.max_message_bytes = max_message_bytes
        options: list[tuple[str, int | str]] = [
            ("grpc.max_send_message_length", max_message_bytes),
            ("grpc.max_receive_message_length", max_message_bytes),
            ("grpc.service_config", _SERVICE_CONFIG),
            ("grpc.enable_retries", 1),
            # Requests larger than this buffer (256 KiB where silent) would not be tried again.
            ("grpc.per_rpc_retry_buffer_size", max_message_bytes),
            # BadRequest comes in trailing metadata, at most 4 KiB of it.
            ("grpc.max_metadata_size", 64 * 1024),
        ]
        if server.rpartition(":")[0] in ("127.0.0.1", "localhost", "[::1]"):
            options.append(("grpc.enable_http_proxy", 0))
        self._channel = grpc.insecure_channel(server, options=options)
        self._planning = planning_service_pb2_grpc.PlanningServiceStub(self._channel)
        self._policies = policy_service_pb2_grpc.PolicyServiceStub(self._channel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; calls under way are cancelled."""
        self._channel.close()

    def plan(
        self,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        view: View = "full",
        in_force: plan_pb2.DeploymentPlan | None = None,
        **resources: Unpack[Resources],
    ) -> plan_pb2.DeploymentPlan:
        """Plan a batch.

        Parameters
        ----------
        batch
            The TPS; `batch.rows.add(tps_code=..., risk_tier=...)` is the fast way to fill it.
        strengths
            The personnel at hand; a force that has none is planned as unlimited.
        election_date
            Voting day.
        policy
            Id of the policy; the one in force on that day for each area where empty.
        view
            `basic` leaves the stations out.
        in_force
            The plan in force (full view): among equally good plans, the one that keeps most TPS in
            their posts is made.
        stocks, seats, unavailable_transports
            Equipment at hand, seats by transport and day, and transports that cannot be used; see
            `Resources`.

        Raises RequestRejected (ask `check` for the whole list), ServerNotReached or another
        CallFailed.
        """
        request = plan_request(
            batch,
            strengths,
            election_date=election_date,
            policy=policy,
            in_force=in_force,
            **resources,
        )
        request.view = _VIEWS[view]
        return self.plan_deployment(request).plan

    def plan_deployment(
        self, request: planning_service_pb2.PlanDeploymentRequest
    ) -> planning_service_pb2.PlanDeploymentResponse:
        """`plan` and `check` with their request as a message."""
        return self._call(self._planning.PlanDeployment, request)

    def check(
        self,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        **resources: Unpack[Resources],
    ) -> tuple[FieldFault, ...]:
        """Every fault of the request that `plan` would send; empty where it is in order.

        Nothing is planned (`validate_only`).
        """
        request = check_request(batch, strengths, election_date, policy, **resources)
        return read_faults(self.plan_deployment(request))

    @overload
    def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: Literal[False] = False,
        **resources: Unpack[Resources],
    ) -> plan_pb2.Verification: ...

    @overload
    def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: Literal[True],
        **resources: Unpack[Resources],
    ) -> planning_service_pb2.VerifyPlanResponse: ...

    def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: bool = False,
        **resources: Unpack[Resources],
    ) -> plan_pb2.Verification | planning_service_pb2.VerifyPlanResponse:
        """Check a plan (full view), with the batch, strengths, stocks, seats, unavailable
        transports and the plan in force that it was made from, statement by statement. A plan
        without violations is valid.

        With `check_optimal`, the best values of the planner's aims are found by another method as
        well, and compared with the plan's: the reply has `verification`, and where the plan is
        valid `optimality`. That takes seconds for a province.

        Raises WrongState where another version of one of its policies is in force.
        """
        request = verify_request(plan, batch, strengths, in_force, **resources)
        request.check_optimal = check_optimal
        reply = self.verify_plan(request)
        return reply if check_optimal else reply.verification

    def verify_plan(
        self, request: planning_service_pb2.VerifyPlanRequest
    ) -> planning_service_pb2.VerifyPlanResponse:
        """As `verify`, from message to message."""
        return self._call(self._planning.VerifyPlan, request)

    def compare(
        self,
        before: planning_service_pb2.PlanContent,
        after: planning_service_pb2.PlanContent,
    ) -> planning_service_pb2.ComparePlansResponse:
        """What changed between two plans, each `PlanContent(plan=..., batch=..., strengths=...)`.

        Because of what is told where both have the batch and strengths that they were made from;
        without any, the plans alone are compared.
        """
        request = planning_service_pb2.ComparePlansRequest(
            before=planning_service_pb2.PlanSource(content=before),
            after=planning_service_pb2.PlanSource(content=after),
        )
        return self._call(self._planning.ComparePlans, request)

    def explain(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        subject: str,
        rule: str = "",
        in_force: plan_pb2.DeploymentPlan | None = None,
        **resources: Unpack[Resources],
    ) -> planning_service_pb2.ExplainPlanResponse:
        """Explain the numbers of a plan (full view), each as a tree down to facts and rules.

        Parameters
        ----------
        plan, batch, strengths, stocks, seats, unavailable_transports, in_force
            The plan, and what it was made from.
        subject
            A TPS, an area (`ID`, `53`, `53.11`, `53.11.01`), a command, or a post (`post/` and the
            code of its first TPS).
        rule
            Id of a rule: then only why it matches the subject, or does not.

        `not_adding_up` checks the sums of the answer. Raises RequestRejected where there is no
        such subject or rule, WrongState where planning again gives another plan.
        """
        source = planning_service_pb2.PlanContent(
            plan=plan,
            batch=batch,
            strengths=strengths,
            plan_in_force=in_force,
            **resources,
        )
        request = planning_service_pb2.ExplainPlanRequest(
            source=planning_service_pb2.PlanSource(content=source), subject=subject, rule=rule
        )
        return self._call(self._planning.ExplainPlan, request)

    def list_policies(
        self, *, election_date: datetime.date | str = "", area_code: str = ""
    ) -> tuple[policy_service_pb2.Policy, ...]:
        """The policies that the server has loaded, by id: all, those in force on a day, those whose
        areas contain an area, or, with both, what is in force for the area on that day.
        """
        request = policy_service_pb2.ListPoliciesRequest(
            election_date=str(election_date), area_code=area_code
        )
        return tuple(self._call(self._policies.ListPolicies, request).policies)

    def get_policy(
        self, policy_id: str, digest: str = "", *, document: Language | None = None
    ) -> policy_service_pb2.GetPolicyResponse:
        """One policy with the text of its file, and as a document for signature (HTML) where a
        language is given: the one in force, or the version of a digest among those last in force.
        Raises NotFound where there is none.
        """
        request = policy_service_pb2.GetPolicyRequest(id=policy_id, digest=digest)
        if document is not None:
            request.document_format = policy_service_pb2.DOCUMENT_FORMAT_HTML
            request.language = (
                policy_service_pb2.LANGUAGE_INDONESIAN
                if document == "id"
                else policy_service_pb2.LANGUAGE_ENGLISH
            )
        return self._call(self._policies.GetPolicy, request)

    def get_status(self) -> policy_service_pb2.GetStatusResponse:
        """Which policies are in force on the server, and what of its rules folder was refused."""
        return self._call(self._policies.GetStatus, policy_service_pb2.GetStatusRequest())

    def compare_policies(
        self, request: policy_service_pb2.ComparePoliciesRequest
    ) -> policy_service_pb2.ComparePoliciesResponse:
        """What changes from one policy to another, each one that the server has loaded or one in
        rule files that the request brings; with a batch also the personnel.
        """
        return self._call(self._policies.ComparePolicies, request)

    def _call(
        self, method: grpc.UnaryUnaryMultiCallable[Request, Reply], request: Request
    ) -> Reply:
        try:
            return method(request, timeout=self.timeout)
        except grpc.RpcError as error:
            raise decoded(error) from error


def _max_message_bytes(environment: Mapping[str, str]) -> int:
    found = environment.get("PAMTPS_MAX_MESSAGE_BYTES", "")
    if not found:
        return DEFAULT_MAX_MESSAGE_BYTES
    if not (found.isascii() and found.isdigit() and 0 < int(found) < 2**31):
        allowed = Text(id="1 sampai 2147483647 bita", en="1 to 2147483647 bytes")
        raise SettingError("PAMTPS_MAX_MESSAGE_BYTES", found, allowed)
    return int(found)


def plan_request(
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength] = (),
    *,
    election_date: datetime.date | str,
    policy: str = "",
    in_force: plan_pb2.DeploymentPlan | None = None,
    **resources: Unpack[Resources],
) -> planning_service_pb2.PlanDeploymentRequest:
    """The request that `Client.plan` sends, with the same arguments."""
    return planning_service_pb2.PlanDeploymentRequest(
        batch=batch,
        strengths=strengths,
        election_date=str(election_date),
        policy=policy,
        plan_in_force=in_force,
        **resources,
    )


def check_request(
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength],
    election_date: datetime.date | str,
    policy: str,
    **resources: Unpack[Resources],
) -> planning_service_pb2.PlanDeploymentRequest:
    """A request to check what would be planned, and to plan nothing."""
    request = plan_request(
        batch, strengths, election_date=election_date, policy=policy, **resources
    )
    request.validate_only = True
    return request


def verify_request(
    plan: plan_pb2.DeploymentPlan,
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength],
    in_force: plan_pb2.DeploymentPlan | None,
    **resources: Unpack[Resources],
) -> planning_service_pb2.VerifyPlanRequest:
    """A request to verify a plan with what it was made from."""
    source = planning_service_pb2.PlanContent(
        plan=plan, batch=batch, strengths=strengths, plan_in_force=in_force, **resources
    )
    return planning_service_pb2.VerifyPlanRequest(
        source=planning_service_pb2.PlanSource(content=source)
    )


def read_faults(reply: planning_service_pb2.PlanDeploymentResponse) -> tuple[FieldFault, ...]:
    """The faults that a check of a request found."""
    return tuple(
        FieldFault(
            fault.field,
            fault.code,
            Text(id=fault.message.id, en=fault.message.en),
            fault.maybe,
        )
        for fault in reply.faults
    )
