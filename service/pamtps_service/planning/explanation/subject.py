"""What an explanation is asked for: a TPS, a post, an area or a command, by its code or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from pamtps_service.planning.explanation.rules import part_of
from pamtps_service.planning.explanation.view import View
from pamtps_service.planning.plan import Traced
from pamtps_service.policy.catalogue.explanations import LEVELS
from pamtps_service.policy.faults import Fault, FaultsError, did_you_mean, fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import AREA_LEVELS, AreaLevel, Rule
from pamtps_service.records.area_codes import (
    DIVISOR,
    NATION,
    CodeLevel,
    level_of,
    parent,
    to_integer,
    to_text,
)
from pamtps_service.records.plan import AreaLevelOfPlan

POST: Final = "post/"
MOST_NAMED: Final = 6
"""Codes that an error names as allowed, at most."""


class SubjectError(FaultsError):
    """What is asked for is not in the plan, or the rule is none that can be asked there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked for; of a code that is an area's and a command's name, both."""

    name: str
    station: int | None = None
    """Index of Plan.stations."""
    post: int | None = None
    """Index of Plan.posts."""
    village: bool = False
    rows: tuple[int, ...] = ()
    """Indices of Plan.areas."""


def subject_of(view: View, name: str) -> Subject:
    """The subject of that name.

    Raises:
        SubjectError: the plan has none; names what is there.
    """
    if name.startswith(POST):
        return _post(view, name)
    level = level_of(name)
    if level == "tps":
        return _station(view, name)
    rows = tuple(index for index, row in enumerate(view.plan.areas) if row.code == name)
    if rows:
        return Subject(name, rows=rows)
    if level == "village":
        inside = view.ledger.codes // DIVISOR["village"] == to_integer(name)
        if inside.any():
            return Subject(name, village=True)
    raise SubjectError([_unknown(view, name, level)])


def _post(view: View, name: str) -> Subject:
    code = name.removeprefix(POST)
    firsts = view.plan.posts.first_tps
    if level_of(code) == "tps":
        place = int(np.searchsorted(firsts, to_integer(code)))
        if place < len(firsts) and int(firsts[place]) == to_integer(code):
            return Subject(name, post=place)
        station = int(np.searchsorted(view.ledger.codes, to_integer(code)))
        known = station < len(view.ledger.codes) and int(view.ledger.codes[station]) == to_integer(
            code
        )
        post = int(view.plan.stations.post[station]) if known else -1
        if post >= 0:
            first = to_text(int(firsts[post]), "tps")
            raise SubjectError(
                [
                    fault(
                        "not-first-of-post",
                        "subject",
                        maybe=f"{POST}{first}",
                        found=code,
                        first=first,
                    )
                ]
            )
    near = [to_text(int(first), "tps") for first in firsts.tolist()]
    close = did_you_mean(code, near) if len(near) < 10_000 else ""
    raise SubjectError(
        [
            fault(
                "unknown-post",
                "subject",
                maybe=f"{POST}{close}" if close else "",
                found=code or '""',
            )
        ]
    )


def _station(view: View, name: str) -> Subject:
    codes = view.ledger.codes
    place = int(np.searchsorted(codes, to_integer(name)))
    if place < len(codes) and int(codes[place]) == to_integer(name):
        return Subject(name, station=place)
    raise SubjectError([_unknown(view, name, "tps")])


def _unknown(view: View, name: str, level: CodeLevel | None) -> Fault:
    """The fault of a subject that is not in the plan, with what is there beside it."""
    if level is None or level == "province":
        beside = [row.code for row in view.plan.areas if row.level != AreaLevelOfPlan.DISTRICT]
        beside = list(dict.fromkeys(beside))
    else:
        beside = _beside(view, name, level)
    shown = ", ".join(beside[:MOST_NAMED]) + (", …" if len(beside) > MOST_NAMED else "")
    called = name.strip().casefold()
    named = next((row.code for row in view.plan.areas if row.name.casefold() == called), "")
    return fault(
        "unknown-subject",
        "subject",
        maybe=(named if called else "") or did_you_mean(name, beside),
        found=name or '""',
        allowed=shown,
    )


def _beside(view: View, name: str, level: CodeLevel) -> list[str]:
    """The codes of the same level in the narrowest area around that the plan has."""
    around = parent(name)
    while around is not None:
        outer = level_of(around)
        assert outer is not None
        inside = view.ledger.codes[view.ledger.codes // DIVISOR[outer] == to_integer(around)]
        if len(inside):
            return [to_text(code, level) for code in np.unique(inside // DIVISOR[level]).tolist()]
        around = parent(around)
    codes = np.unique(view.ledger.codes // DIVISOR["province"]).tolist()
    return [to_text(code, "province") for code in codes]


def rule_for(view: View, subject: Subject, name: str, policies: PolicySet) -> tuple[Rule, str]:
    """The rule of that id in the policy in force for a subject, and the code of the TPS or area for
    which it is to be explained. The id may stand behind the policy's, as reports name rules.

    Raises:
        SubjectError: no such rule there, or the subject is none that the rule speaks of.
    """
    code = subject.name.removeprefix(POST)
    level = level_of(code)
    if code == NATION or level is None:
        raise SubjectError(
            [fault("rule-without-place", "subject", found=subject.name, rule_id=name)]
        )
    policy = part_of(view, code).engine.policy
    rules = {rule.id: rule for rule in policy.rules}
    name = name.removeprefix(f"{policy.id}/")
    if name not in rules:
        raise SubjectError([_unknown_rule(view.traced, policy.id, code, name, policies)])
    rule = rules[name]
    asked: CodeLevel = "tps"
    if rule.for_each != "post":
        asked = rule.for_each
    depth = {"province": 1, "regency": 2, "district": 3, "village": 4, "tps": 5}
    if depth[level] < depth[asked]:
        inside = view.ledger.codes[view.ledger.codes // DIVISOR[level] == to_integer(code)]
        codes = [
            to_text(one, asked) for one in np.unique(inside // DIVISOR[asked])[:MOST_NAMED].tolist()
        ]
        raise SubjectError(
            [
                fault(
                    "rule-for-narrower",
                    "subject",
                    maybe=codes[0],
                    found=code,
                    rule_id=name,
                    level=LEVELS[rule.for_each],
                    allowed=", ".join(codes),
                )
            ]
        )
    return rule, ".".join(code.split(".")[: depth[asked]])


def _unknown_rule(traced: Traced, policy: str, code: str, name: str, policies: PolicySet) -> Fault:
    """The fault of a rule that the policy in force does not have: of another policy, or of none."""
    known = [rule.id for rule in policies.policies[policy].rules]
    date = traced.plan.election_date.isoformat()
    elsewhere = [
        other.id
        for other in policies.policies.values()
        if any(rule.id == name for rule in other.rules)
    ]
    if elsewhere:
        return fault(
            "rule-of-another-policy",
            "rule",
            maybe=did_you_mean(name, known),
            found=name,
            others=", ".join(elsewhere),
            policy=policy,
            area=code[:2],
            date=date,
        )
    return fault(
        "unknown-rule-of-policy",
        "rule",
        maybe=did_you_mean(name, known),
        found=name,
        policy=policy,
        allowed=", ".join(known),
    )


def level_of_area(code: str) -> AreaLevel:
    """The level of an area from village to province. ValueError where it is none."""
    level = level_of(code)
    for known in AREA_LEVELS:
        if level == known:
            return known
    raise ValueError(code)
