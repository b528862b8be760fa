"""The calls of `pamtps verify --offline`: the service's own code, run here and not on a server.

It comes with the extra `service`. Requests are read and checked by what a worker of the service
runs, from bytes to bytes, so the answers are those that a server with the same rules would give;
only that of the faults of a request all are told, where a server sends as many as fit.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from google.protobuf.message import Message
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.command_policy_check import not_there
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected, WrongState
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import LANGUAGES, Language, Text
from pamtps_client.requests import check_request, read_faults
from pamtps_client.resources import Resources

if TYPE_CHECKING:
    from pamtps_service.policy.faults import Fault
    from pamtps_service.policy.load import PolicySet
    from pamtps_service.wire.call import CallError, Steps

    Call = Callable[[PolicySet, bytes, Steps], bytes]


class RulesRefused(Exception):  # noqa: N818 - says what happened
    """The folder of rules has faults, or is not there."""

    def __init__(self, lines: dict[Language, list[str]]) -> None:
        self.lines = lines
        """What is wrong, by language."""
        super().__init__("\n".join(lines["en"]))


class Offline:
    """Answers as `pamtps_client.Client` does, from the rules in a folder."""

    def __init__(self, rules: str) -> None:
        """Load the rules. Raises RulesRefused, or ModuleNotFoundError without the extra."""
        from pamtps_service.policy.load import check_folder
        from pamtps_service.wire.calls import plan_deployment, verify_plan

        if not os.path.isdir(rules):
            raise RulesRefused({one: [not_there(rules)[one]] for one in LANGUAGES})
        checked = check_folder(Path(rules))
        if checked.policies is None:
            raise RulesRefused(
                {one: FaultReport(one).all_shown(checked.faults, rules) for one in LANGUAGES}
            )
        self.server = rules
        """What answers, for the words of errors."""
        self._policies = checked.policies
        self._plan: Call = plan_deployment
        self._verify: Call = verify_plan

    def check(
        self,
        batch: plan_pb2.Batch,
        strengths: Iterable[plan_pb2.Strength] = (),
        *,
        election_date: str,
        policy: str = "",
        **resources: Unpack[Resources],
    ) -> tuple[FieldFault, ...]:
        """As `Client.check`."""
        request = check_request(batch, strengths, election_date, policy, **resources)
        reply = self._call(self._plan, request)
        return read_faults(planning_service_pb2.PlanDeploymentResponse.FromString(reply))

    def verify_plan(
        self, request: planning_service_pb2.VerifyPlanRequest
    ) -> planning_service_pb2.VerifyPlanResponse:
        """As `Client.verify_plan`."""
        reply = self._call(self._verify, request)
        return planning_service_pb2.VerifyPlanResponse.FromString(reply)

    def _call(self, call: Call, request: Message) -> bytes:
        from pamtps_service.wire.call import CallError, Steps

        try:
            return call(self._policies, request.SerializeToString(), Steps(lambda _: None))
        except CallError as error:
            raise failure_of(error) from error


def failure_of(error: CallError) -> CallFailed:
    """The exception that a client raises where a server answers with the error."""
    message = Text(id=error.message.id, en=error.message.en)
    faults = field_faults(error.faults)
    if error.status == "INVALID_ARGUMENT":
        return RequestRejected(message, error.reason, faults, len(faults))
    if error.status == "FAILED_PRECONDITION":
        return WrongState(message, error.reason, faults)
    return CallFailed(error.status, message, error.reason)


def field_faults(faults: Iterable[Fault]) -> tuple[FieldFault, ...]:
    """Faults of the service as a client has them from a server."""
    return tuple(
        FieldFault(
            str(fault.place),
            fault.code,
            Text(id=fault.message.id, en=fault.message.en),
            fault.maybe,
        )
        for fault in faults
    )
