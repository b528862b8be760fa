"""The engine finds the same labels, tiers and matching rules as the reference."""

from __future__ import annotations

from hypothesis import given
from pamtps_service.engine.decide import PolicyEngine
from pamtps_service.engine.facts import Facts
from pamtps_service.policy.model import Tier

from tests.planning.service_input import decided
from tests.reference.evaluator import evaluate
from tests.reference.hand_cases import also_by_hand
from tests.reference.strategies import Case, cases


@also_by_hand
@given(case=cases())
def test_labels_tiers_and_matching_rules_are_those_of_the_reference(case: Case) -> None:
    expected = evaluate(case.texts, case.policy_id, case.tps)
    found = decided(case)
    classes = found.part.decisions
    for code, index in zip(found.codes, classes.index.tolist(), strict=True):
        decision, wanted = classes.classes[index], expected.tps[code]
        assert decision.labels == wanted.labels, code
        assert Tier(decision.tier).word == wanted.tier, code
        assert found.rule_ids(decision.rules) == wanted.rules, code
    assert found.area_rules() == {
        key: area.rules for key, area in expected.areas.items() if area.rules
    }


def one_of(facts: Facts, place: int) -> Facts:
    """The TPS at a place alone."""
    at = slice(place, place + 1)
    return Facts(
        facts.code[at],
        facts.submitted_tier[at],
        {name: values[at] for name, values in facts.integers.items()},
        {name: (values[at], texts) for name, (values, texts) in facts.texts.items()},
    )


@also_by_hand
@given(case=cases())
def test_a_tps_alone_asked_of_a_new_engine_or_a_used_one_is_answered_as_in_the_batch(
    case: Case,
) -> None:
    found = decided(case)
    facts, used = found.part.facts, found.part.engine
    fresh = PolicyEngine(used.policy)
    for place, index in enumerate(found.part.decisions.index.tolist()):
        in_batch = found.part.decisions.classes[index]
        for engine in (fresh, used):
            (alone,) = engine.decide(one_of(facts, place)).classes
            assert alone == in_batch


def test_a_policy_of_a_thousand_rules_is_loaded_and_answered() -> None:
    """Many equality rules over one attribute, which durable_rules itself cannot create."""
    rules = "".join(
        f"  - {{id: r{n}, when: {{travel_minutes: {n}}}, guard: {{polri: {n}}}}}\n"
        for n in range(1, 1001)
    )
    head = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\nrules:\n"
    tps = [
        {"tps_code": f"53.11.01.2001.{n:03}", "risk_tier": "rawan", "travel_minutes": n}
        for n in (1, 500, 800)
    ]
    found = decided(Case({"own": head + rules}, "own", tps))
    rule_sets = [found.rule_ids(decision.rules) for decision in found.part.decisions.classes]
    assert sorted(rule_sets) == [("r1",), ("r500",), ("r800",)]


def test_integers_at_the_ends_of_32_bits_are_compared_exactly() -> None:
    head = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
    text = (
        head
        + """attributes: {far: {type: integer}}
rules:
  - {id: last, when: {far: "> 2147483646"}, guard: {polri: 1}}
  - {id: first, when: {far: "< -2147483647"}, guard: {polri: 1}}
  - {id: most, when: {far: -2147483647..2147483646}, guard: {polri: 1}}
"""
    )
    wanted = {
        "2147483647": ("last",),
        "2147483646": ("most",),
        "-2147483647": ("most",),
        "-2147483648": ("first",),
    }
    for value, rules in wanted.items():
        row = {"tps_code": "53.11.01.2001.001", "risk_tier": "rawan", "far": value}
        found = decided(Case({"own": text}, "own", [row]))
        (decision,) = found.part.decisions.classes
        assert found.rule_ids(decision.rules) == rules, value


def test_text_is_compared_as_text_alone() -> None:
    """`1`, `01` and `true` are three codes; none of them is a number or a truth value."""
    head = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
    words = ["1", "01", "true", "no", "9", "null", "1.0"]
    rules = "".join(
        f"  - {{id: r{n}, when: {{sector: {w}}}, guard: {{polri: 1}}}}\n"
        for n, w in enumerate(words)
    )
    text = head + "attributes: {sector: {type: code}}\nrules:\n" + rules
    for number, word in enumerate(words):
        row = {"tps_code": "53.11.01.2001.001", "risk_tier": "rawan", "sector": word}
        found = decided(Case({"own": text}, "own", [row]))
        (decision,) = found.part.decisions.classes
        assert found.rule_ids(decision.rules) == (f"r{number}",), word
