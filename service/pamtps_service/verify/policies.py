"""Which policy each TPS is planned under, and whether the plan says so rightly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pamtps_service.policy.model import Policy
from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Plan
from pamtps_service.verify.commands import contains, tps_range
from pamtps_service.verify.matching import Match, lacking, matched
from pamtps_service.verify.report import Report


def evaluated(
    report: Report, plan: Plan, batch: Batch, policies: Mapping[str, Policy]
) -> tuple[Match, ...] | None:
    """Every rule evaluated on the TPS of its policy, by policy id.

    None where the plan names no policy that is given for one of its provinces: without the rules
    nothing more can be said.
    """
    by_province = _policy_of_provinces(report, plan, batch, policies)
    if by_province is None:
        return None
    matches = []
    for name in sorted(set(by_province.values())):
        report.step()
        provinces = sorted(code for code, policy in by_province.items() if policy == name)
        rows = _rows_of(batch, provinces, len(by_province))
        match = matched(policies[name], batch, rows)
        matches.append(match)
        for attribute, count in lacking(match).items():
            report.add("attribute-lacking", name, given=count, attribute=attribute)
        _check_use(report, plan, match, provinces)
    return tuple(matches)


def _rows_of(batch: Batch, provinces: Sequence[str], among: int) -> NDArray[np.intp] | slice:
    """The rows of the TPS in sorted provinces: of all, and of one or of neighbours, a slice."""
    if len(provinces) == among:
        return slice(None)
    ranges = [tps_range(batch, code) for code in provinces]
    begin, end = ranges[0].start, ranges[-1].stop
    if sum(one.stop - one.start for one in ranges) == end - begin:
        return slice(begin, end)
    return np.concatenate([np.arange(one.start, one.stop) for one in ranges]).astype(np.intp)


def _policy_of_provinces(
    report: Report, plan: Plan, batch: Batch, policies: Mapping[str, Policy]
) -> dict[str, str] | None:
    """The policy of each province of the batch, by code."""
    found: dict[str, str] = {}
    codes, _ = area_codes.areas_in(batch.code, "province")
    provinces = area_codes.to_texts(codes, "province")
    for number, use in enumerate(plan.policies):
        report.checked()
        place = f"policies[{number}]"
        if use.id not in policies:
            report.add("plan-policy-not-given", place, policy=use.id)
            continue
        for code in use.areas:
            if code in found or code not in provinces:
                report.add("plan-policy-area-wrong", place, policy=use.id, area=code)
            else:
                found[code] = use.id
    named = [use.id for use in plan.policies if use.id in policies]
    for code in provinces:
        report.checked()
        if code in found:
            continue
        report.add("plan-policy-area-lacking", "policies", area=code)
        # Going on makes sense only where there is no doubt which policy is meant.
        if len(named) != 1:
            return None
        found[code] = named[0]
    return found


def _check_use(report: Report, plan: Plan, match: Match, provinces: list[str]) -> None:
    """Digest, dates, areas and number of TPS of one policy that the plan names."""
    policy = match.policy
    for number, use in enumerate(plan.policies):
        if use.id != policy.id:
            continue
        place = f"policies[{number}]"
        report.checked(4)
        if use.digest != policy.digest:
            report.add(
                "plan-policy-digest", place, policy=use.id, wanted=policy.digest, found=use.digest
            )
        if policy.abstract or not policy.effective.holds(plan.election_date):
            report.add(
                "plan-policy-dates",
                place,
                policy=use.id,
                date=plan.election_date.isoformat(),
                area=", ".join(use.areas),
            )
        if use.tps != len(match.facts):
            report.add(
                "plan-policy-tps", place, policy=use.id, required=len(match.facts), given=use.tps
            )
    if policy.areas is None or all(
        any(contains(area, code) for area in policy.areas) for code in provinces
    ):
        return
    regencies = np.unique(area_codes.column(match.facts.code, "regency")).tolist()
    for value in regencies:
        code = area_codes.to_text(value, "regency")
        if not any(contains(area, code) for area in policy.areas):
            report.add(
                "plan-policy-outside",
                "policies",
                policy=policy.id,
                area=code,
                date=plan.election_date.isoformat(),
            )
