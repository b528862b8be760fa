"""PolicyService.ComparePolicies: its request read, its reply written."""

from __future__ import annotations

from dataclasses import replace

from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2

from pamtps_service.analysis.answer_changes import AnswerChange
from pamtps_service.analysis.batch_changes import (
    BatchRefusedError,
    PersonnelChange,
    compare_on_batch,
)
from pamtps_service.analysis.compare import compare_policies as compare_policies_alone
from pamtps_service.analysis.findings import witness_text
from pamtps_service.analysis.rule_changes import RuleChange
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import INT32_MAX, Policy, Rule
from pamtps_service.records.batch import PlanRequest
from pamtps_service.wire.call import CallError, Steps, invalid, parse
from pamtps_service.wire.planning_errors import told_as_call_errors
from pamtps_service.wire.policy_sources import policy_of
from pamtps_service.wire.read_request import read_plan_request
from pamtps_service.wire.write_comparison import write_station_change
from pamtps_service.wire.write_plan import write_text, write_total


def compare_policies(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PolicyService.ComparePolicies."""
    steps("read")
    message = parse(policy_service_pb2.ComparePoliciesRequest, request)
    before, after = _policies_of(message, policies)
    asked = message.request if message.HasField("request") else None
    return comparison_of(before, after, asked, steps).SerializeToString()


def comparison_of(
    before: Policy,
    after: Policy,
    asked: planning_service_pb2.PlanDeploymentRequest | None,
    steps: Steps,
) -> policy_service_pb2.ComparePoliciesResponse:
    """The reply for two policies.

    Args:
        before: the policy before.
        after: the policy after.
        asked: batch and the rest on which both are planned; None where there is none.
        steps: told of each step.

    Raises:
        CallError: with every fault of the request, in `request`.
    """
    request = None if asked is None else _read(asked)
    steps("compare")
    found = compare_policies_alone(before, after)
    reply = policy_service_pb2.ComparePoliciesResponse(
        before_digest=before.digest,
        after_digest=after.digest,
        rules=map(_rule, found.rules),
        answers=map(_answer, found.answers),
        cells=min(found.cells, INT32_MAX),
        cells_examined=found.cells_examined,
    )
    if request is not None:
        try:
            with told_as_call_errors():
                on_batch = compare_on_batch(request, before, after, steps)
        except BatchRefusedError as error:
            raise invalid(_in_request(error.faults)) from error
        reply.personnel.extend(map(_personnel, on_batch.personnel))
        reply.stations.extend(map(write_station_change, on_batch.stations))
    return reply


def _policies_of(
    message: policy_service_pb2.ComparePoliciesRequest, policies: PolicySet
) -> tuple[Policy, Policy]:
    """Both policies; where both sources have faults, all of them are told together."""
    found: list[Policy] = []
    errors: list[CallError] = []
    for name, source in (("before", message.before), ("after", message.after)):
        try:
            found.append(policy_of(source, name, policies))
        except CallError as error:
            errors.append(error)
    refused = [error for error in errors if error.status == "INVALID_ARGUMENT"]
    if len(refused) == 2:
        raise invalid([fault for error in refused for fault in error.faults])
    if errors:
        raise errors[0]
    before, after = found
    return before, after


def _read(asked: planning_service_pb2.PlanDeploymentRequest) -> PlanRequest:
    """The batch and the rest; the policy that it names is left out by whoever plans it."""
    read = read_plan_request(asked)
    if read.request is None or read.faults:
        raise invalid(_in_request(read.faults))
    return read.request


def _in_request(faults: tuple[Fault, ...] | list[Fault]) -> list[Fault]:
    """The faults with their places in the request that holds the batch."""
    return [replace(found, place=f"request.{found.place}") for found in faults]


def _rule(change: RuleChange) -> policy_service_pb2.RuleChange:
    return policy_service_pb2.RuleChange(
        rule=change.rule,
        before=_place(change.before),
        after=_place(change.after),
        message=write_text(change.message),
    )


def _place(rule: Rule | None) -> str:
    return "" if rule is None else f"{rule.position.file}:{rule.position.line}"


def _answer(change: AnswerChange) -> policy_service_pb2.AnswerChange:
    return policy_service_pb2.AnswerChange(
        which=write_text(change.which),
        message=write_text(change.message),
        rules_before=change.rules_before,
        rules_after=change.rules_after,
        witness=witness_text(change.witness),
    )


def _personnel(change: PersonnelChange) -> policy_service_pb2.PersonnelChange:
    return policy_service_pb2.PersonnelChange(
        level=plan_pb2.AreaLevel.ValueType(change.level),
        code=change.code,
        name=change.name,
        before=write_total(change.before),
        after=write_total(change.after),
        shares=[
            policy_service_pb2.RuleShare(
                rule=share.rule, required=share.required, assigned=share.assigned
            )
            for share in change.shares
        ],
    )
