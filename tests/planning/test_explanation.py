"""Explanations of random plans: numbers add up, conditions are what the reference finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_client import not_adding_up
from pamtps_service.planning.admission import admit
from pamtps_service.planning.explanation.explain import explain
from pamtps_service.planning.explanation.nodes import is_share
from pamtps_service.planning.explanation.subject import SubjectError
from pamtps_service.planning.plan import Traced, make_plan, make_traced
from pamtps_service.policy.catalogue.explanations import MESSAGES
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Text
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import PlanRequest, Seats, Stock
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import Bind, NextStep, Plan, Remedy
from pamtps_service.wire.read_in_force import in_force_of
from pamtps_service.wire.write_explanation import write_explanations

from tests.conftest import REPOSITORY
from tests.planning.service_input import (
    DAY,
    NOTHING,
    Resources,
    batch_of,
    load,
    strengths_of,
)
from tests.reference.conditions import (
    Station,
    holds_for_area,
    holds_for_tps,
    lies_in,
    station,
)
from tests.reference.evaluator import areas_of, classify, evaluate
from tests.reference.fragments import ITEMS, TRANSPORTS
from tests.reference.hand_cases import also_by_hand
from tests.reference.reading import WholePolicy, read, whole_policy
from tests.reference.strategies import Case, cases, strengths
from tests.reference.world import PROVINCES, REGENCIES


@st.composite
def resources(draw: st.DrawFn) -> Resources:
    """Some stocks, some seats, and transports that cannot be used."""
    areas = st.sampled_from(["ID", *PROVINCES, *REGENCIES])
    stocks = draw(st.dictionaries(st.tuples(areas, st.sampled_from(sorted(ITEMS))), COUNTS))
    days = st.sampled_from([0, 1, 3])
    seats = draw(st.dictionaries(st.tuples(st.sampled_from(TRANSPORTS), days, areas), COUNTS))
    return Resources(
        tuple(Stock(area, item, count) for (area, item), count in stocks.items()),
        tuple(Seats(way, day, area, count) for (way, day, area), count in seats.items()),
        tuple(draw(st.lists(st.sampled_from(TRANSPORTS), max_size=2, unique=True))),
    )


COUNTS = st.integers(0, 5)


def traced_of(
    case: Case,
    given_strengths: list[dict[str, Any]],
    given_resources: Resources = NOTHING,
    in_force: Plan | None = None,
) -> tuple[Traced, PolicySet]:
    """The plan of a case with its steps."""
    policies = load(case.texts)
    request = PlanRequest(batch_of(case.tps), strengths_of(given_strengths), case.policy_id, DAY)
    request = given_resources.of(request)
    if in_force is not None:
        request = replace(request, in_force=in_force_of(in_force))
    parts, faults = admit(request, policies)
    assert not faults
    traced = make_traced(request, parts)
    again = make_plan(request, parts, now=traced.plan.create_time)
    assert again.plan_digest == traced.plan.plan_digest
    return traced, policies


def subjects(traced: Traced) -> list[str]:
    """Everything that can be asked for."""
    plan = traced.plan
    found = [row.code for row in plan.areas]
    found += [f"post/{to_text(first, 'tps')}" for first in plan.posts.first_tps.tolist()]
    found += [to_text(code, "tps") for code in plan.stations.code.tolist()]
    found += [unit.area for unit in plan.units]
    return list(dict.fromkeys(found))


def all_nodes(tops: Iterable[Explanation]) -> Iterator[Explanation]:
    for top in tops:
        yield top
        yield from all_nodes(top.parts)


def expected_fields(traced: Traced) -> set[str]:
    """The fields of all numbers of areas, posts, stations, units and transfers."""
    plan = traced.plan
    totals = ("required", "wished", "assigned", "short", "above")
    found = {
        f"areas[{area}].totals[{place}].{name}"
        for area, row in enumerate(plan.areas)
        for place in range(len(row.totals))
        for name in totals
    }
    found |= {
        f"areas[{area}].sizes[{place}].post_count"
        for area, row in enumerate(plan.areas)
        for place in range(len(row.sizes))
    }
    for area in range(len(plan.areas)):
        found |= {f"areas[{area}].{tier}" for tier in ("kurang_rawan", "rawan", "sangat_rawan")}
        found.add(f"areas[{area}].post_count")
    forces = ("polri", "tni", "linmas")
    for post in range(len(plan.posts)):
        found |= {f"posts[{post}].{force}{end}" for force in forces for end in ("", "_short")}
        found |= {f"posts[{post}].station_count", f"posts[{post}].size_limit"}
    for number in range(len(plan.stations)):
        found |= {f"stations[{number}].linmas", f"stations[{number}].linmas_short"}
        found.add(f"stations[{number}].risk_tier")
    for unit in range(len(plan.units)):
        found |= {f"units[{unit}].{name}" for name in ("required", "wished", "assigned")}
    for movement, row in enumerate(plan.movements):
        names = ("days_before", "station_count", "polri", "tni")
        found |= {f"movements[{movement}].{name}" for name in names}
        found |= {f"movements[{movement}].without_{what}" for what in ("transport", "seat")}
        if row.travel_minutes is not None:
            found.add(f"movements[{movement}].travel_minutes")
    for number, piece in enumerate(plan.equipment):
        found |= {f"equipment[{number}].{name}" for name in ("required", "short")}
        if piece.assigned is not None:
            found.add(f"equipment[{number}].assigned")
    found |= {f"next_steps[{index}].personnel" for index in range(len(plan.next_steps))}
    return found | {f"transfers[{index}].personnel" for index in range(len(plan.transfers))}


@given(case=cases(most_tps=10), given_strengths=strengths(most=25), given_resources=resources())
def test_every_number_of_a_random_plan_is_explained_and_adds_up(
    case: Case, given_strengths: list[dict[str, Any]], given_resources: Resources
) -> None:
    """That it comes to the plan's own number is checked where the explanation is made."""
    traced, policies = traced_of(case, given_strengths, given_resources)
    explained: set[str] = set()
    for subject in subjects(traced):
        found = explain(traced, subject, "", policies)
        reply = write_explanations(found, traced.plan)
        assert not_adding_up(reply.explanations) == ()
        explained |= {node.field for node in found}
    assert expected_fields(traced) <= explained


@cache
def read_leaf(asked: str) -> Any:
    """A leaf as a condition of the reference; reading YAML is slow."""
    return read(f"{{{asked}}}")


class Reference:
    """The TPS of a case as the reference classifies them."""

    def __init__(self, case: Case) -> None:
        self.policy: WholePolicy = whole_policy(case.texts, case.policy_id)
        self.result = evaluate(case.texts, case.policy_id, case.tps)
        self.stations: list[Station] = [station(row, self.policy) for row in case.tps]
        for one in self.stations:
            classify(one, self.policy)

    def holds(self, asked: str, code: str) -> bool:
        """Whether a leaf, as the explanation writes it, holds for a TPS or area."""
        condition = read_leaf(asked)
        for one in self.stations:
            if one.code == code:
                return holds_for_tps(condition, one, self.policy)
        inside = [one for one in self.stations if lies_in(one.code, code)]
        return holds_for_area(condition, code, inside, self.policy)


@also_by_hand
@given(case=cases())
def test_every_condition_is_told_as_the_reference_finds_it(case: Case) -> None:
    """Of every rule for every TPS and area; each leaf, read again from its own words."""
    traced, policies = traced_of(case, [])
    reference = Reference(case)
    level_of_rule = {rule.id: rule.for_each for rule in policies.policies[case.policy_id].rules}
    places = [("tps", one.code) for one in reference.stations] + areas_of(reference.stations)
    for level, code in places:
        if level == "tps":
            matching = reference.result.tps[code].rules
            here = [rule for rule, of in level_of_rule.items() if of in ("tps", "post")]
        else:
            matching = reference.result.areas[level, code].rules
            here = [rule for rule, of in level_of_rule.items() if of == level]
        for rule in here:
            (why,) = explain(traced, code, rule, policies)
            assert why.holds == (rule in matching), (rule, code)
            assert why.holds == all(part.holds for part in why.parts)
            for node in all_nodes([why]):
                if node.asked:
                    assert node.holds == reference.holds(node.asked, code), (rule, node.asked)
                    assert node.found


@given(case=cases(most_tps=12), given_strengths=strengths(most=40))
def test_a_plan_that_keeps_posts_of_the_one_in_force_adds_up_too(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    """The plan in force was made when a TPS of every three was not known yet."""
    known = [row for number, row in enumerate(case.tps) if number % 3 != 1]
    former, _ = traced_of(Case(case.texts, case.policy_id, known), given_strengths)
    traced, policies = traced_of(case, given_strengths, in_force=former.plan)
    for subject in subjects(traced):
        reply = write_explanations(explain(traced, subject, "", policies), traced.plan)
        assert not_adding_up(reply.explanations) == ()


@given(case=cases(most_tps=4))
def test_a_rule_for_areas_is_explained_for_the_area_that_holds_the_tps(case: Case) -> None:
    traced, policies = traced_of(case, [])
    parts = {"village": 4, "district": 3, "regency": 2, "province": 1}
    for rule in policies.policies[case.policy_id].rules:
        for row in case.tps:
            if rule.for_each in parts:
                code = row["tps_code"]
                area = ".".join(code.split(".")[: parts[rule.for_each]])
                of_area = explain(traced, area, rule.id, policies)
                assert explain(traced, code, rule.id, policies) == of_area


POLICY = """policy: own
title: T
issuer: I
basis: B
areas: [53]
rules:
  - {id: guard, guard: {polri: 2, tps_per_post: [2, 4]}}
  - {id: officers, for_each: district, add: {polri: 1}}
"""
OTHER = POLICY.replace("own", "other").replace("[53]", "[51]").replace("guard,", "far,")
ROWS = [{"tps_code": f"53.11.01.2001.{n:03}", "risk_tier": "rawan"} for n in (1, 2, 3)]


def shown(nodes: Iterable[Explanation]) -> str:
    """The texts of all nodes with their values, line by line."""
    return "\n".join(f"{node.text.en}: {node.value}" for node in all_nodes(nodes))


def test_a_size_shows_what_others_would_cost_and_the_next_step_up() -> None:
    traced, policies = traced_of(Case({"own": POLICY}, "own", ROWS), [])
    own, reserve = Bind("own", "53.11", 6, 4), Bind("reserve", "53", 2, 1)
    step = NextStep("53.11", 1, "53.11.01", 4, 2, 2, (own, reserve))
    traced = replace(traced, plan=replace(traced.plan, next_steps=(step,)))
    (size,) = (
        node
        for node in explain(traced, "post/53.11.01.2001.001", "", policies)
        if node.field == "posts[0].size_limit"
    )
    assert [(part.value, part.chosen) for part in size.parts[:2]] == [(2, False), (4, True)]
    assert [part.parts[0].value for part in size.parts[:2]] == [4, 2]
    (next_up,) = size.parts[2:]
    assert next_up.text.en.startswith("cheapest step up: from 4 to 2 TPS a post in 53.11.01, 2")
    assert [(part.holds, part.parts[0].value) for part in next_up.parts] == [
        (False, -2),
        (False, -1),
    ]
    reply = write_explanations([size], traced.plan)
    assert not_adding_up(reply.explanations) == ()


def test_a_shortage_shows_what_binds_and_what_would_mend_it() -> None:
    polri = {"command": "53.11", "area": "53.11", "covers": ["53.11"], "force": "polri"}
    given_strengths = [{**polri, "personnel": 1, "role": "own"}]
    traced, policies = traced_of(Case({"own": POLICY}, "own", ROWS), given_strengths)
    mend = Remedy("own", "53.11", 2, None, None, Text(id="dua lagi", en="two more"))
    findings = tuple(
        replace(found, remedies=(mend,)) if found.code == "shortage" else found
        for found in traced.plan.findings
    )
    traced = replace(traced, plan=replace(traced.plan, findings=findings))
    lines = shown(explain(traced, "53", "", policies))
    assert "Polri is short by 2 of 3 required in Nusa Tenggara Timur (53).: None" in lines
    assert "strength of command Sumba Timur (53.11) is enough: None\nlacking: 2" in lines
    assert "two more: None" in lines


def test_every_text_of_the_catalogue_is_said_somewhere() -> None:
    """No text of explanations stands there that no module names."""
    folder = REPOSITORY / "service" / "pamtps_service"
    sources = "".join(
        path.read_text(encoding="utf-8")
        for name in ("planning", "wire")
        for path in (folder / name).rglob("*.py")
    )
    started = tuple(re.findall(r'words\(\s*f"([a-z]+-)\{', sources))
    assert started
    for code in MESSAGES:
        name = code.removeprefix("explain-")
        assert f'"{name}"' in sources or name.startswith(started), code


def refused(subject: str, rule: str = "") -> tuple[str, str, str]:
    """Code, text and suggestion of the error of a small plan."""
    case = Case({"own": POLICY, "other": OTHER}, "own", ROWS)
    traced, policies = traced_of(case, [])
    with pytest.raises(SubjectError) as error:
        explain(traced, subject, rule, policies)
    (fault,) = error.value.faults
    return fault.code, fault.message.en, fault.maybe


def test_a_rule_may_be_named_with_its_policy_as_reports_name_it() -> None:
    traced, policies = traced_of(Case({"own": POLICY, "other": OTHER}, "own", ROWS), [])
    alone = explain(traced, "53.11.01", "officers", policies)
    assert explain(traced, "53.11.01", "own/officers", policies) == alone


@pytest.mark.parametrize(
    ("subject", "rule", "code", "named", "maybe"),
    [
        ("53.11.01.2001.004", "", "unknown-subject", "53.11.01.2001.001", "53.11.01.2001.00"),
        ("53.11.01.2002", "", "unknown-subject", "53.11.01.2001", "53.11.01.2001"),
        ("53.12", "", "unknown-subject", "53.11", "53.11"),
        ("52", "", "unknown-subject", "ID, 53, 53.11", ""),
        ("post/53.11.01.2001.002", "", "not-first-of-post", "", "post/53.11.01.2001.001"),
        ("post/53.11.01.2001.009", "", "unknown-post", "", "post/53.11.01.2001.001"),
        ("sumba Timur ", "", "unknown-subject", "ID, 53, 53.11", "53.11"),
        ("post/", "", "unknown-post", "", ""),
        ("", "", "unknown-subject", "ID", ""),
        ("53.11.01", "officer", "unknown-rule-of-policy", "guard, officers", "officers"),
        ("53.11.01", "far", "rule-of-another-policy", "other", ""),
        ("53.11", "officers", "rule-for-narrower", "each district; 53.11", "53.11.01"),
        ("53.11.01", "guard", "rule-for-narrower", "53.11.01.2001.001", "53.11.01.2001.001"),
        ("53.11.01", "other/far", "unknown-rule-of-policy", "guard, officers", ""),
        ("ID", "guard", "rule-without-place", "ID", ""),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    subject: str, rule: str, code: str, named: str, maybe: str
) -> None:
    found, text, suggestion = refused(subject, rule)
    assert found == code
    assert named in text
    assert suggestion.startswith(maybe)


@pytest.mark.parametrize(
    ("value", "whole", "want", "wants", "right"),
    [
        (3, 9, 3, 5, True),
        (2, 9, 3, 5, False),
        (1, 2, 3, 5, True),
        (2, 2, 3, 5, True),
        (0, 2, 3, 5, False),
        (0, 0, 3, 5, True),
        (1, 0, 3, 5, False),
        (2, 4, 5, 10, True),
        (1, 4, 5, 10, False),
        (3, 4, 5, 10, False),
    ],
)
def test_a_share_is_the_part_in_proportion_rounded_down_or_up(
    value: int, whole: int, want: int, wants: int, right: bool
) -> None:
    """1.2 of a whole of 2 is 1 or 2; 2 of a whole of 4 is 2 alone."""
    assert is_share(value, whole, want, wants) == right
