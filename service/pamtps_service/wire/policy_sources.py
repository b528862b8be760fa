"""The policy that a request speaks of: one that is loaded, or one in rule files that it brings."""

from __future__ import annotations

from dataclasses import replace

from pamtps.v1 import policy_service_pb2

from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.policy.load import PolicySet, check_files
from pamtps_service.policy.model import Policy, Position
from pamtps_service.wire.call import CallError, invalid


def policy_of(source: policy_service_pb2.PolicySource, path: str, policies: PolicySet) -> Policy:
    """The policy of a source.

    Args:
        source: of a request.
        path: of the source in the request, for the places of faults.
        policies: that are loaded.

    Raises:
        CallError: NOT_FOUND, or INVALID_ARGUMENT with every fault of the files.
    """
    if not source.files:
        return loaded_policy(policies, source.id, source.digest, f"{path}.")
    faults: list[Fault] = []
    if source.digest:
        faults.append(fault("digest-beside-files", f"{path}.digest", found=source.digest))
    names = [file.name for file in source.files]
    for index, name in enumerate(names):
        if name in names[:index]:
            faults.append(fault("file-given-twice", f"{path}.files[{index}].name", found=name))
    checked = check_files({file.name: file.text.encode() for file in source.files})
    faults += [_in_request(one, path, names) for one in checked.faults]
    if faults or checked.policies is None:
        raise invalid(faults)
    return loaded_policy(checked.policies, source.id, "", f"{path}.")


def _in_request(found: Fault, path: str, names: list[str]) -> Fault:
    """A fault of a file with the place of the file in the request before its line and column."""
    if not isinstance(found.place, Position):
        return replace(found, place=f"{path}.files")
    place = found.place
    index = names.index(place.file)
    return replace(found, place=f"{path}.files[{index}].text:{place.line}:{place.column}")


def loaded_policy(policies: PolicySet, policy_id: str, digest: str, path: str) -> Policy:
    """The policy of an id that is in force; where a digest is given, that version, which may be of
    a set that was in force before. CallError NOT_FOUND."""
    policy = policies.policies.get(policy_id)
    if digest:
        versions = [policy] if policy is not None else []
        versions += [one for one in policies.earlier.values() if one.id == policy_id]
        found = next((one for one in versions if one.digest == digest), None)
        if found is not None:
            return found
        if versions:
            allowed = ", ".join(one.digest for one in versions)
            unknown = fault(
                "policy-version-not-found",
                f"{path}digest",
                policy=policy_id,
                found=digest,
                allowed=allowed,
            )
            raise CallError("NOT_FOUND", unknown.code, unknown.message, (unknown,))
    if policy is None:
        unknown = fault(
            "policy-not-found",
            f"{path}id",
            maybe=did_you_mean(policy_id, policies.policies),
            found=policy_id or '""',
            allowed=", ".join(sorted(policies.policies)),
        )
        raise CallError("NOT_FOUND", unknown.code, unknown.message, (unknown,))
    return policy
