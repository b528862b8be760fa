"""An analysis of a policy as the reply of AnalyzePolicy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pamtps.v1 import plan_pb2, policy_service_pb2

from pamtps_service.analysis.findings import Analysis, Finding, FindingSeverity, witness_text
from pamtps_service.policy.model import INT32_MAX, Policy
from pamtps_service.wire.write_plan import write_text

_SEVERITIES: Final[Mapping[FindingSeverity, plan_pb2.Severity.ValueType]] = {
    "error": plan_pb2.SEVERITY_ERROR,
    "warning": plan_pb2.SEVERITY_WARNING,
    "info": plan_pb2.SEVERITY_INFO,
}


def write_analysis(policy: Policy, analysis: Analysis) -> policy_service_pb2.AnalyzePolicyResponse:
    """The reply; a number of cells beyond 32 bits is told as the largest number of 32 bits."""
    return policy_service_pb2.AnalyzePolicyResponse(
        id=policy.id,
        digest=policy.digest,
        findings=[write_policy_finding(one, policy) for one in analysis.findings],
        cells=min(analysis.cells, INT32_MAX),
        cells_examined=analysis.cells_examined,
        count_bound=analysis.count_bound,
        complete=analysis.complete,
    )


def write_policy_finding(
    finding: Finding, policy: Policy | None
) -> policy_service_pb2.PolicyFinding:
    """A finding, with the place of its first rule; of a folder as a whole where no policy is given,
    then without a place."""
    written = policy_service_pb2.PolicyFinding(
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        rules=finding.rules,
        message=write_text(finding.message),
        witness=witness_text(finding.witness),
    )
    if policy is not None:
        named = (rule for rule in policy.rules if rule.id in finding.rules[:1])
        place = next((rule.position for rule in named), policy.position)
        written.file, written.line = place.file, place.line
    return written
