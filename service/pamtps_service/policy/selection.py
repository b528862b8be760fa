"""Which policy is in force for an area on a day (policy-language.md, "Which policy")."""

from __future__ import annotations

import datetime

from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy


def contains(policy: Policy, regency_code: str) -> bool:
    """Whether the policy's areas contain the regency."""
    return _length(policy, regency_code) is not None


def in_force(policies: PolicySet, regency_code: str, day: datetime.date) -> tuple[Policy, ...]:
    """The policies for a regency on a day, sorted by id: those in force whose areas contain it by
    the longest code. None or one is the rule; several are an error of the request."""
    found: list[Policy] = []
    longest = -1
    for policy in policies.policies.values():
        length = _length(policy, regency_code)
        if policy.abstract or length is None or not policy.effective.holds(day):
            continue
        if length > longest:
            found, longest = [], length
        if length == longest:
            found.append(policy)
    return tuple(found)


def _length(policy: Policy, regency_code: str) -> int | None:
    """Length of the longest code of the policy that contains the regency; 0 for `all`."""
    if policy.areas is None:
        return 0
    codes = (regency_code, regency_code[:2])
    return max((len(code) for code in codes if code in policy.areas), default=None)
