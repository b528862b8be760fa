"""The client for asyncio: every call of `Client`, under the same name and with the same arguments.

async with AsyncClient("127.0.0.1:50051") as client:
    plan = await client.plan(batch, strengths, election_date="2024-11-27")
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import AsyncGenerator, AsyncIterable, Iterable
from typing import Literal, Unpack, overload

import grpc
from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2

from pamtps_client.async_connection import AsyncConnection
from pamtps_client.async_ending import Ending
from pamtps_client.batches import BatchData, batch_of, is_async_chunks, is_chunks
from pamtps_client.call_arguments import known
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
    Merged,
    OnStep,
    chunk_messages,
    chunk_messages_async,
    fits_in_one_message,
    guarded_requests,
)


class AsyncClient(AsyncConnection):
    """A connection to one server, for the event loop that it is made in; close it, or use it in
    `async with`.

    Calls, arguments, limits, attempts and errors are those of `Client`. Cancelling a task cancels
    its call, also on the server.
    """

    async def plan(
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
        """As `Client.plan`."""
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
        return (await self._planned(header, await _read(batch))).plan

    async def plan_stream(
        self,
        batch: BatchData | Iterable[BatchData] | AsyncIterable[BatchData],
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
        """As `Client.plan_stream`; chunks may also come from an asynchronous iterable, once."""
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
        if is_async_chunks(batch):
            return await self._streamed(chunk_messages_async(header, batch), on_step)
        if is_chunks(batch):
            return await self._streamed(chunk_messages(header, batch), on_step)
        return await self._streamed(BatchMessages(header, await _read(batch)), on_step)

    async def plan_deployment(
        self,
        request: planning_service_pb2.PlanDeploymentRequest,
        *,
        on_step: OnStep | None = None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        """As `Client.plan_deployment`."""
        return await self._planned(header_of(request), request.batch, on_step)

    async def plan_deployment_stream(
        self,
        requests: Iterable[planning_service_pb2.PlanDeploymentStreamRequest]
        | AsyncIterable[planning_service_pb2.PlanDeploymentStreamRequest],
    ) -> AsyncGenerator[planning_service_pb2.PlanDeploymentStreamResponse, None]:
        """As `Client.plan_deployment_stream`, from an iterable of either kind."""
        attempts = Attempts(requests, self.timeout)
        while True:
            call = self._planning_streams.PlanDeploymentStream(
                guarded_requests(requests, attempts), timeout=attempts.seconds_left()
            )
            ending = Ending(call)
            try:
                async for message in call:
                    attempts.answered()
                    yield message
                return
            except grpc.RpcError as error:
                pause = attempts.pause(await ending.error(error))
            except asyncio.CancelledError:
                # gRPC's own answer to what the requests raise; else the caller's task was cancelled
                if attempts.failure is None:
                    raise
                raise attempts.failure from None
            finally:
                call.cancel()
            await asyncio.sleep(pause)

    async def check(
        self,
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: datetime.date | str,
        policy: str = "",
        **resources: Unpack[Resources],
    ) -> tuple[FieldFault, ...]:
        """As `Client.check`."""
        header = check_request(
            None, strengths, election_date, policy, **known(self.check, resources)
        )
        return read_faults(await self._planned(header, await _read(batch)))

    @overload
    async def verify(
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
    async def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: Literal[True],
        **resources: Unpack[Resources],
    ) -> planning_service_pb2.VerifyPlanResponse: ...

    async def verify(
        self,
        plan: plan_pb2.DeploymentPlan,
        batch: BatchData,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        in_force: plan_pb2.DeploymentPlan | None = None,
        check_optimal: bool = False,
        **resources: Unpack[Resources],
    ) -> plan_pb2.Verification | planning_service_pb2.VerifyPlanResponse:
        """As `Client.verify`."""
        request = verify_request(
            plan, await _read(batch), strengths, in_force, **known(self.verify, resources)
        )
        request.check_optimal = check_optimal
        reply = await self.verify_plan(request)
        return reply if check_optimal else reply.verification

    async def verify_plan(
        self, request: planning_service_pb2.VerifyPlanRequest
    ) -> planning_service_pb2.VerifyPlanResponse:
        """As `Client.verify_plan`."""
        return await self._call(self._planning.VerifyPlan, request)

    async def compare(
        self,
        before: planning_service_pb2.PlanContent,
        after: planning_service_pb2.PlanContent,
    ) -> planning_service_pb2.ComparePlansResponse:
        """As `Client.compare`."""
        return await self._call(self._planning.ComparePlans, compare_request(before, after))

    async def explain(
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
        """As `Client.explain`."""
        given = await _read(batch)
        request = explain_request(
            plan, given, strengths, in_force, subject, rule, **known(self.explain, resources)
        )
        return await self._call(self._planning.ExplainPlan, request)

    async def list_policies(
        self, *, election_date: datetime.date | str = "", area_code: str = ""
    ) -> tuple[policy_service_pb2.Policy, ...]:
        """As `Client.list_policies`."""
        request = list_request(election_date, area_code)
        return tuple((await self._call(self._policies.ListPolicies, request)).policies)

    async def get_policy(
        self, policy_id: str, digest: str = "", *, document: Language | None = None
    ) -> policy_service_pb2.GetPolicyResponse:
        """As `Client.get_policy`."""
        request = policy_request(policy_id, digest, document)
        return await self._call(self._policies.GetPolicy, request)

    async def get_status(self) -> policy_service_pb2.GetStatusResponse:
        """As `Client.get_status`."""
        return await self._call(self._policies.GetStatus, policy_service_pb2.GetStatusRequest())

    async def compare_policies(
        self, request: policy_service_pb2.ComparePoliciesRequest
    ) -> policy_service_pb2.ComparePoliciesResponse:
        """As `Client.compare_policies`."""
        return await self._call(self._policies.ComparePolicies, request)

    async def _planned(
        self,
        header: planning_service_pb2.PlanDeploymentRequest,
        batch: plan_pb2.Batch,
        on_step: OnStep | None = None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        if on_step is not None or not fits_in_one_message(batch, self.max_message_bytes):
            return await self._streamed(BatchMessages(header, batch), on_step)
        header.batch.CopyFrom(batch)
        return await self._call(self._planning.PlanDeployment, header)

    async def _streamed(
        self,
        requests: Iterable[planning_service_pb2.PlanDeploymentStreamRequest]
        | AsyncIterable[planning_service_pb2.PlanDeploymentStreamRequest],
        on_step: OnStep | None,
    ) -> planning_service_pb2.PlanDeploymentResponse:
        merged = Merged(on_step)
        async with contextlib.aclosing(self.plan_deployment_stream(requests)) as answers:
            async for message in answers:
                merged.add(message)
        return merged.reply


async def _read(batch: object) -> plan_pb2.Batch:
    """As `batch_of`; a table is read in a thread, so that the event loop goes on."""
    if isinstance(batch, plan_pb2.Batch):
        return batch
    return await asyncio.to_thread(batch_of, batch)
