"""The client: a thin layer over the generated stubs, with limits, retries and decoded errors.

with Client("127.0.0.1:50051") as client:
    batch = plan_pb2.Batch()
    batch.rows.add(tps_code="53.11.01.2001.007", risk_tier=plan_pb2.RISK_TIER_RAWAN)
    plan = client.plan(batch, [], election_date="2024-11-27")
"""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Generator, Iterable
from typing import Literal, Unpack, overload

import grpc
from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2

from pamtps_client.batches import BatchData, batch_of, is_chunks
from pamtps_client.call_arguments import known
from pamtps_client.connection import Connection
from pamtps_client.errors import FieldFault
from pamtps_client.language import Language
from pamtps_client.requests import (
    Form,
    OnInvalid,
    View,
    check_request,
    compare_request,
    explain_request,
    header_of,
    list_request,
    plan_request,
    policy_request,
    read_faults,
    verify_request,
)
from pamtps_client.resources import Resources
from pamtps_client.stream import (
    Attempts,
    BatchMessages,
    GuardedRequests,
    Merged,
    OnStep,
    chunk_messages,
    fits_in_one_message,
)


class Client(Connection):
    """A connection to one server. Usable from several threads; close it, or use it in `with`."""

    def plan(
        self,
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        view: View = "full",
        in_force: plan_pb2.DeploymentPlan | None = None,
        form: Form | None = None,
        **resources: Unpack[Resources],
    ) -> plan_pb2.DeploymentPlan:
        """Plan a batch of any size: a large one is streamed.

        Parameters
        ----------
        batch
            The TPS: a table of pandas, polars or pyarrow, the path of a Parquet file, or a Batch;
            `batch.rows.add(tps_code=..., risk_tier=...)` is the fast way to fill one.
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
        form
            Posts and stations as messages (`rows`) or Arrow tables (`arrow`); as the batch where
            silent.
        stocks, seats, unavailable_transports
            Equipment at hand, seats by transport and day, and transports that cannot be used; see
            `Resources`.

        Raises RequestRejected (ask `check` for the whole list), ServerNotReached or another
        CallFailed; TableRefused where a table's columns are wrong; TypeError or ValueError where an
        argument is none of those above. `plan_stream` plans also where rows of the batch are wrong.
        """
        header = plan_request(
            None,
            strengths,
            election_date=election_date,
            policy=policy,
            view=view,
            in_force=in_force,
            form=form,
            **known(self.plan, resources),
        )
        return self._planned(header, batch_of(batch)).plan

    def plan_stream(
        self,
        batch: BatchData | Iterable[BatchData],
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        view: View = "full",
        in_force: plan_pb2.DeploymentPlan | None = None,
        form: Form | None = None,
        on_invalid: OnInvalid = "reject",
        on_step: OnStep | None = None,
        **resources: Unpack[Resources],
    ) -> planning_service_pb2.PlanDeploymentResponse:
        """Plan a batch that is sent in chunks, and see the steps. As `plan`, and:

        Parameters
        ----------
        batch
            Also an iterable of its chunks, each what `plan` takes for a batch, and all of the
            same kind: messages, or tables with the same columns. One is held at a time.
        on_invalid
            `skip` plans without the rows that are wrong: the reply has them in `skipped`, each with
            its faults, and the plan's status is PLAN_STATUS_PARTIAL.
        on_step
            Called with each PlanningStep as it begins. What it raises ends the call.

        A stream is tried again once where the server was not reached and nothing was answered, but
        not where chunks come from an iterator, which gives them once.
        """
        header = plan_request(
            None,
            strengths,
            election_date=election_date,
            policy=policy,
            view=view,
            in_force=in_force,
            form=form,
            on_invalid=on_invalid,
            **known(self.plan_stream, resources),
        )
        if is_chunks(batch):
            return self._streamed(chunk_messages(header, batch), on_step)
        return self._streamed(BatchMessages(header, batch_of(batch)), on_step)

    def plan_deployment(
        self,
        request: planning_service_pb2.PlanDeploymentRequest,
        *,
        on_step: OnStep | None = None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        """`plan`, `plan_stream` and `check` with their request as a message. It is streamed where
        its batch is large, or steps are asked for.
        """
        return self._planned(header_of(request), request.batch, on_step)

    def plan_deployment_stream(
        self, requests: Iterable[planning_service_pb2.PlanDeploymentStreamRequest]
    ) -> Generator[planning_service_pb2.PlanDeploymentStreamResponse, None, None]:
        """The stream itself: the header and chunks of a batch in, steps and parts of the reply out,
        so that neither the batch nor the plan need be held. Parts, merged in order, are the reply.

        The call begins with the first answer that is asked for. Closing the generator cancels it.
        Tried again as `plan_stream`, where the requests are no iterator.
        """
        attempts = Attempts(requests, self.timeout)
        while True:
            sent = GuardedRequests(requests, attempts)
            call = self._planning_streams.PlanDeploymentStream(
                sent, timeout=attempts.seconds_left()
            )
            sent.belong_to(call)
            try:
                for message in call:
                    attempts.answered()
                    yield message
                return
            except grpc.RpcError as error:
                pause = attempts.pause(error)
            finally:
                call.cancel()
            time.sleep(pause)

    def check(
        self,
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        **resources: Unpack[Resources],
    ) -> tuple[FieldFault, ...]:
        """Every fault of the request that `plan` would send; empty where it is in order.

        Nothing is planned (`validate_only`).
        """
        header = check_request(
            None, strengths, election_date, policy, **known(self.check, resources)
        )
        return read_faults(self._planned(header, batch_of(batch)))

    @overload
    def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: BatchData,
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
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: Literal[True],
        **resources: Unpack[Resources],
    ) -> planning_service_pb2.VerifyPlanResponse: ...

    def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: BatchData,
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
        request = verify_request(
            plan, batch_of(batch), strengths, in_force, **known(self.verify, resources)
        )
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
        return self._call(self._planning.ComparePlans, compare_request(before, after))

    def explain(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: BatchData,
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
        given = batch_of(batch)
        request = explain_request(
            plan, given, strengths, in_force, subject, rule, **known(self.explain, resources)
        )
        return self._call(self._planning.ExplainPlan, request)

    def list_policies(
        self, *, election_date: datetime.date | str = "", area_code: str = ""
    ) -> tuple[policy_service_pb2.Policy, ...]:
        """The policies that the server has loaded, by id: all, those in force on a day, those whose
        areas contain an area, or, with both, what is in force for the area on that day.
        """
        request = list_request(election_date, area_code)
        return tuple(self._call(self._policies.ListPolicies, request).policies)

    def get_policy(
        self, policy_id: str, digest: str = "", *, document: Language | None = None
    ) -> policy_service_pb2.GetPolicyResponse:
        """One policy with the text of its file, and as a document for signature (HTML) where a
        language is given: the one in force, or the version of a digest among those last in force.
        Raises NotFound where there is none.
        """
        request = policy_request(policy_id, digest, document)
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

    def _planned(
        self,
        header: planning_service_pb2.PlanDeploymentRequest,
        batch: plan_pb2.Batch,
        on_step: OnStep | None = None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        if on_step is not None or not fits_in_one_message(batch, self.max_message_bytes):
            return self._streamed(BatchMessages(header, batch), on_step)
        header.batch.CopyFrom(batch)
        return self._call(self._planning.PlanDeployment, header)

    def _streamed(
        self,
        requests: Iterable[planning_service_pb2.PlanDeploymentStreamRequest],
        on_step: OnStep | None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        merged = Merged(on_step)
        with contextlib.closing(self.plan_deployment_stream(requests)) as answers:
            for message in answers:
                merged.add(message)
        return merged.reply
