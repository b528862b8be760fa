"""explain: every number of a TPS, post, area or command, each as a tree down to the facts and
rules; or why a rule does or does not match.

It looks at a plan that was made with its steps kept (plan.make_traced); every number that it
explains must come out as the plan has it.
"""

from __future__ import annotations

from pamtps_service.planning.explanation import rules as rules_of_items
from pamtps_service.planning.explanation import units as explained_units
from pamtps_service.planning.explanation.choices import next_step_number
from pamtps_service.planning.explanation.nodes import condition
from pamtps_service.planning.explanation.posts import post_numbers, station_numbers
from pamtps_service.planning.explanation.resources import equipment_numbers, movement_numbers
from pamtps_service.planning.explanation.rows import row_numbers, village_numbers
from pamtps_service.planning.explanation.strength import transfer
from pamtps_service.planning.explanation.subject import (
    Subject,
    level_of_area,
    rule_for,
    subject_of,
)
from pamtps_service.planning.explanation.view import View, words
from pamtps_service.planning.plan import Traced
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Rule
from pamtps_service.records.area_codes import level_of, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import AreaLevelOfPlan


def explain(
    traced: Traced, subject: str, rule: str, policies: PolicySet
) -> tuple[Explanation, ...]:
    """The explanations of a subject.

    Args:
        traced: the plan with its steps.
        subject: a TPS, an area, a command, or `post/` and the code of a post's first TPS.
        rule: id of a rule: why it matches or not; where empty, every number of the subject.
        policies: those that are loaded, to say where a rule is that is not here.

    Raises:
        SubjectError: no such subject, or no such rule there.
    """
    view = View(traced)
    found = subject_of(view, subject)
    if rule:
        asked, code = rule_for(view, found, rule, policies)
        return (_why(view, found, asked, code),)
    if found.station is not None:
        return tuple(station_numbers(view, found.station))
    if found.post is not None:
        return tuple(post_numbers(view, found.post))
    numbers = village_numbers(view, subject) if found.village else []
    for index in found.rows:
        numbers += row_numbers(view, index)
    return (
        *numbers,
        *_units(view, found),
        *_transfers(view, found),
        *_next_steps(view, found),
        *_movements(view, found),
        *_equipment(view, found),
    )


def _units(view: View, subject: Subject) -> list[Explanation]:
    """The units for an area, and those that claim on a command."""
    commands = [
        view.plan.areas[index].code
        for index in subject.rows
        if view.plan.areas[index].level == AreaLevelOfPlan.COMMAND
    ]
    return [
        number
        for index, unit in enumerate(view.plan.units)
        if unit.area == subject.name or unit.command in commands
        for number in explained_units.unit_numbers(view, index)
    ]


def _transfers(view: View, subject: Subject) -> list[Explanation]:
    """What a reserve sent, and what a command received."""
    return [
        transfer(view, index)
        for index, sent in enumerate(view.plan.transfers)
        if subject.name in (sent.source, sent.command)
    ]


def _next_steps(view: View, subject: Subject) -> list[Explanation]:
    """The cheapest steps up of a command, and those in an area."""
    return [
        next_step_number(view, index)
        for index, step in enumerate(view.plan.next_steps)
        if subject.name in (step.command, step.area)
    ]


def _movements(view: View, subject: Subject) -> list[Explanation]:
    """The movements to a district, and those that a command sends."""
    return [
        number
        for index, movement in enumerate(view.plan.movements)
        if subject.name in (movement.area, movement.command)
        for number in movement_numbers(view, index)
    ]


def _equipment(view: View, subject: Subject) -> list[Explanation]:
    """The equipment that rules ask for in an area."""
    return [
        number
        for index, row in enumerate(view.plan.equipment)
        if row.area == subject.name
        for number in equipment_numbers(view, index)
    ]


def _why(view: View, subject: Subject, rule: Rule, code: str) -> Explanation:
    """Why a rule matches a TPS or area, or not; of a post, TPS by TPS."""
    if level_of(code) != "tps":
        return rules_of_items.why(view, rule, rules_of_items.area(view, level_of_area(code), code))
    if subject.post is None:
        return rules_of_items.why(view, rule, rules_of_items.tps(view, code))
    members = (view.posts.of_tps == subject.post).nonzero()[0]
    codes = [to_text(one, "tps") for one in view.ledger.codes[members].tolist()]
    each = [rules_of_items.why(view, rule, rules_of_items.tps(view, one)) for one in codes]
    holds = any(one.holds for one in each)
    text = words("post-matches", rule=rule.title, post=code)
    return condition(text, holds, each, rules=each[0].rules)
