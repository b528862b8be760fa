"""The policies of a folder together: days on which none, or more than one, is in force."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pamtps_service.analysis.findings import Finding, FindingSeverity, ordered
from pamtps_service.policy.areas import all_codes, official_name
from pamtps_service.policy.catalogue import render_analysis
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Policy, Text

_DAY = datetime.timedelta(days=1)
_OPEN = (datetime.date.min, datetime.date.max)
Period = tuple[datetime.date, datetime.date]
"""First and last day."""


def analyze_set(policies: PolicySet) -> tuple[Finding, ...]:
    """What the dates and areas of the policies of a folder leave open or decide twice."""
    used = [policy for policy in policies.policies.values() if not policy.abstract]
    by_area: dict[str, list[Policy]] = {}
    for policy in used:
        for area in policy.areas if policy.areas is not None else ("",):
            by_area.setdefault(area, []).append(policy)
    found: list[Finding] = []
    for area, own in sorted(by_area.items()):
        found += _two(area, own)
        found += _none(area, used)
    found += _split(by_area, used)
    return ordered(found)


def _period(policy: Policy) -> Period:
    return policy.effective.start or _OPEN[0], policy.effective.until or _OPEN[1]


def _finding(
    code: str, period: Period, policies: Sequence[Policy], **fields: str | Text
) -> Finding:
    message = render_analysis(
        code,
        days=_days(period),
        policies=", ".join(policy.id for policy in policies),
        **fields,
    )
    severity: FindingSeverity = "error" if code == "two-policies" else "warning"
    return Finding(code, severity, (), message, others=tuple(one.id for one in policies))


def _days(period: Period) -> Text:
    start, until = (day.isoformat() for day in period)
    if period == _OPEN:
        return render_analysis("days-all")
    if period[0] == _OPEN[0]:
        return render_analysis("days-until", until=until)
    if period[1] == _OPEN[1]:
        return render_analysis("days-from", start=start)
    return render_analysis("days-between", start=start, until=until)


def _named(area: str) -> str | Text:
    if not area:
        return render_analysis("rest-of-areas")
    return f"{area} {official_name(area) or ''}".rstrip()


def _two(area: str, policies: Sequence[Policy]) -> Iterator[Finding]:
    """Policies that name the same area and are in force on the same days."""
    for number, one in enumerate(policies):
        for other in policies[number + 1 :]:
            first, second = _period(one), _period(other)
            both = (max(first[0], second[0]), min(first[1], second[1]))
            if both[0] <= both[1]:
                yield _finding("two-policies", both, (one, other), area=_named(area))


def _around(area: str, used: Sequence[Policy]) -> list[Policy]:
    """The policies that hold for an area, by its own code or a wider one."""
    wider = {area, area[:2]}
    return [one for one in used if one.areas is None or not wider.isdisjoint(one.areas)]


def _none(area: str, used: Sequence[Policy]) -> Iterator[Finding]:
    periods = sorted(_period(one) for one in _around(area, used))
    until = periods[0][1]
    for start, end in periods[1:]:
        if until != _OPEN[1] and start > until + _DAY:
            yield _finding("no-policy", (until + _DAY, start - _DAY), (), area=_named(area))
        until = max(until, end)


def _split(by_area: dict[str, list[Policy]], used: Sequence[Policy]) -> Iterator[Finding]:
    """Regencies with a policy of their own while the rest of the province is under another."""
    for area in sorted(code for code in by_area if len(code) == 5):
        province = area[:2]
        others = [c for c in all_codes() if c.startswith(f"{province}.") and c != area]
        joined: list[tuple[Period, tuple[Policy, ...], list[str]]] = []
        for period in _pieces(used):
            own = _in_force(area, used, period[0])
            rest = {_in_force(other, used, period[0]) for other in others}
            named = sorted({policy.id for one in rest - {own} for policy in one})
            if not own or not named:
                continue
            if joined and joined[-1][1:] == (own, named) and joined[-1][0][1] + _DAY == period[0]:
                period = (joined.pop()[0][0], period[1])
            joined.append((period, own, named))
        for period, own, named in joined:
            yield _finding(
                "province-split",
                period,
                own,
                area=_named(area),
                province=_named(province),
                others=", ".join(named),
            )


def _pieces(used: Sequence[Policy]) -> Iterator[Period]:
    """Stretches of days on which the same policies are in force."""
    starts = {_period(one)[0] for one in used}
    starts |= {end + _DAY for _, end in map(_period, used) if end != _OPEN[1]}
    for start, following in pairwise([*sorted(starts), _OPEN[1]]):
        yield start, following if following == _OPEN[1] else following - _DAY


def _in_force(area: str, used: Sequence[Policy], day: datetime.date) -> tuple[Policy, ...]:
    """The policies with the longest code that holds the area on a day."""
    for code in (area, area[:2], None):
        found = tuple(
            one
            for one in used
            if one.effective.holds(day)
            and (one.areas is None if code is None else code in (one.areas or ()))
        )
        if found:
            return found
    return ()
