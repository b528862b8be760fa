"""A set of policies before it is put in force: loaded, tested by its own tests, analysed, and on a
reference batch, where there is one, planned to see how far its personnel changes.

Whatever is wrong with it is told at once, and then nothing of it is put in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, TypedDict

from google.protobuf import json_format
from google.protobuf.message import DecodeError
from pamtps.v1 import planning_service_pb2

from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.analyze_set import analyze_set
from pamtps_service.analysis.findings import Finding
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.faults import Fault, FaultsError, fault
from pamtps_service.policy.folder import FolderContent
from pamtps_service.policy.load import PolicySet, check_content
from pamtps_service.policy.model import Policy, Position
from pamtps_service.policy_tests.run import run_test_files
from pamtps_service.wire.read_request import read_plan_request

REFERENCE: Final = "reference_request"
"""The setting that names the file of the reference request, which is the place of its faults."""


class About(TypedDict):
    """What is told of a set of policies that was loaded, as plain JSON."""

    digest: str
    policies: list[list[str]]
    """Id and digest of each, by id."""
    personnel: dict[str, int]
    """Of the reference batch, by force and kind (`polri required`); empty where there is none."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a set of policies must satisfy beside being without fault."""

    reference: bytes = b""
    """A PlanDeploymentRequest as JSON or in binary; empty where there is none."""
    most_change: int = 0
    """Percent by which the personnel of the reference batch may change, at most."""
    before: Mapping[str, int] | None = None
    """That personnel under the set in force; None where there is none yet."""


def load(content: FolderContent, terms: Terms) -> tuple[PolicySet, About]:
    """The policies of a folder, and what is told of them. FaultsError with every fault: those of
    the files; where there is none, those of tests, analysis and reference batch together."""
    checked = check_content(content)
    if checked.policies is None:
        raise FaultsError(checked.faults)
    policies = checked.policies
    faults = [*run_test_files(policies, content.files).faults, *_analysed(policies)]
    personnel: dict[str, int] = {}
    if terms.reference and not faults:  # what contradicts itself cannot be planned
        personnel = _personnel(policies, terms.reference, faults)
        faults += _changes(terms, personnel)
    if faults:
        raise FaultsError(faults)
    about: About = {
        "digest": policies.digest,
        "policies": [[one.id, one.digest] for one in policies.policies.values()],
        "personnel": personnel,
    }
    return policies, about


def join(policies: PolicySet, earlier: Sequence[PolicySet]) -> PolicySet:
    """The set in force, which also knows the policies of sets before it, the latest first."""
    known = {(one.id, one.digest): one for one in policies.policies.values()}
    found: dict[tuple[str, str], Policy] = {}
    for before in earlier:
        for one in before.policies.values():
            if (one.id, one.digest) not in known:
                found.setdefault((one.id, one.digest), one)
    return replace(policies, earlier=MappingProxyType(found))


# Analysis -------------------------------------------------------------------------------------


def _analysed(policies: PolicySet) -> Iterator[Fault]:
    """What the analysis calls errors, of the policies that can be in force and of their dates."""
    for policy in policies.policies.values():
        if not policy.abstract:
            yield from _errors(analyze(policy).findings, policy)
    yield from _errors(analyze_set(policies), None)


def _errors(findings: Iterable[Finding], policy: Policy | None) -> Iterator[Fault]:
    for found in findings:
        if found.severity != "error":
            continue
        place: Position | str = ""
        if policy is not None:
            named = (rule.position for rule in policy.rules if rule.id in found.rules[:1])
            place = next(named, policy.position)
        yield Fault(found.code, place, found.message, rule=", ".join(found.rules))


# The reference batch --------------------------------------------------------------------------


def _personnel(policies: PolicySet, content: bytes, faults: list[Fault]) -> dict[str, int]:
    """Required and assigned personnel by force; empty with the faults of the request."""
    try:
        message = _read(content)
    except (DecodeError, json_format.ParseError) as error:
        faults.append(fault("reference-unreadable", REFERENCE, detail=str(error)))
        return {}
    read = read_plan_request(message)
    found = list(read.faults)
    if read.request is not None:
        parts, more = admit(read.request, policies)
        found += more
    if found or read.request is None:
        faults += [replace(one, place=f"{REFERENCE}: {one.place}") for one in found]
        return {}
    try:
        plan = make_plan(read.request, parts)
    except FaultsError as error:  # sums beyond 32 bits
        faults += [replace(one, place=f"{REFERENCE}: {one.place}") for one in error.faults]
        return {}
    return {
        f"{total.force} {kind}": getattr(total, kind)
        for total in plan.totals
        for kind in ("required", "assigned")
    }


def _read(content: bytes) -> planning_service_pb2.PlanDeploymentRequest:
    kind = planning_service_pb2.PlanDeploymentRequest
    if content.lstrip().startswith(b"{"):
        return json_format.Parse(content, kind())
    return kind.FromString(content)


def _changes(terms: Terms, personnel: Mapping[str, int]) -> Iterator[Fault]:
    """Sums that change by more than they may."""
    if terms.before is None:
        return
    for what, after in personnel.items():
        before = terms.before.get(what, 0)
        if abs(after - before) * 100 > terms.most_change * before:
            yield fault(
                "reference-changes",
                REFERENCE,
                what=what,
                before=before,
                after=after,
                most=terms.most_change,
            )
