"""The calls of PolicyService that a worker answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pamtps.v1 import policy_service_pb2

from pamtps_service.analysis.analyze import analyze
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy, Rule
from pamtps_service.policy.selection import contains, in_force
from pamtps_service.records.area_codes import level_of
from pamtps_service.rendering.document import render_document
from pamtps_service.wire.call import Steps, invalid, parse
from pamtps_service.wire.dates import read_date
from pamtps_service.wire.policy_comparison import compare_policies
from pamtps_service.wire.policy_sources import loaded_policy, policy_of
from pamtps_service.wire.write_analysis import write_analysis
from pamtps_service.wire.write_plan import write_text


def list_policies(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PolicyService.ListPolicies."""
    steps("read")
    message = parse(policy_service_pb2.ListPoliciesRequest, request)
    faults: list[Fault] = []
    day = None
    if message.election_date:
        day = read_date(message.election_date, "election_date", faults)
    area = message.area_code
    if area and level_of(area) not in ("province", "regency", "district", "village"):
        faults.append(fault("malformed-area-code", "area_code", found=area))
    if faults:
        raise invalid(faults)
    listed: Iterable[Policy] = policies.policies.values()
    if area and day is not None:
        listed = in_force(policies, area[:5], day)
    elif area:
        listed = (one for one in listed if contains(one, area[:5]))
    elif day is not None:
        listed = (one for one in listed if not one.abstract and one.effective.holds(day))
    reply = policy_service_pb2.ListPoliciesResponse(policies=map(_policy, listed))
    return reply.SerializeToString()


def get_policy(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PolicyService.GetPolicy."""
    steps("read")
    message = parse(policy_service_pb2.GetPolicyRequest, request)
    faults = _unknown_choices(message)
    if faults:
        raise invalid(faults)
    policy = loaded_policy(policies, message.id, message.digest, "")
    reply = policy_service_pb2.GetPolicyResponse(policy=_policy(policy), source=policy.source)
    reply.policy.rules.extend(_rule(rule) for rule in policy.rules)
    if message.document_format == policy_service_pb2.DOCUMENT_FORMAT_HTML:
        steps("render")
        indonesian = message.language == policy_service_pb2.LANGUAGE_INDONESIAN
        reply.document = render_document(policy, "id" if indonesian else "en")
    return reply.SerializeToString()


def _unknown_choices(message: policy_service_pb2.GetPolicyRequest) -> list[Fault]:
    """Faults of a form or language that this service does not know."""
    given = (
        ("document_format", message.document_format, policy_service_pb2.DocumentFormat),
        ("language", message.language, policy_service_pb2.Language),
    )
    return [
        fault("enum-not-known", field, found=value, allowed=", ".join(choices.keys()[1:]))
        for field, value, choices in given
        if value not in choices.values()
    ]


def analyze_policy(policies: PolicySet, request: bytes, steps: Steps) -> bytes:
    """PolicyService.AnalyzePolicy."""
    steps("read")
    message = parse(policy_service_pb2.AnalyzePolicyRequest, request)
    policy = policy_of(message.source, "source", policies)
    steps("analyze")
    return write_analysis(policy, analyze(policy)).SerializeToString()


def _rule(rule: Rule) -> policy_service_pb2.PolicyRule:
    return policy_service_pb2.PolicyRule(
        id=rule.id,
        title=write_text(rule.title),
        basis=rule.basis or "",
        origin=rule.origin,
        file=rule.position.file,
        line=rule.position.line,
    )


def _policy(policy: Policy) -> policy_service_pb2.Policy:
    start, until = policy.effective.start, policy.effective.until
    return policy_service_pb2.Policy(
        id=policy.id,
        title=write_text(policy.title),
        issuer=policy.issuer,
        basis=policy.basis,
        area_codes=policy.areas or (),
        effective_from=start.isoformat() if start else "",
        effective_until=until.isoformat() if until else "",
        abstract=policy.abstract,
        extends=policy.extends,
        digest=policy.digest,
        source_digest=policy.source_digest,
        file=policy.position.file,
        rule_count=len(policy.rules),
    )


POLICY_CALLS: Final[Mapping[str, Callable[[PolicySet, bytes, Steps], bytes]]] = {
    "/pamtps.v1.PolicyService/ListPolicies": list_policies,
    "/pamtps.v1.PolicyService/GetPolicy": get_policy,
    "/pamtps.v1.PolicyService/AnalyzePolicy": analyze_policy,
    "/pamtps.v1.PolicyService/ComparePolicies": compare_policies,
}
"""By full method name."""
