"""One TPS by itself: what a policy decides, whether each rule matches, and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.planning.explanation.nodes import condition
from pamtps_service.planning.explanation.one_tps import OneTps, explain_one_tps, first_failure
from pamtps_service.planning.explanation.one_tps_facts import FactsError
from pamtps_service.planning.plan import PolicyContradictionError
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import Policy, Text
from pamtps_service.records.explanation import Explanation
from pamtps_service.verify.labels import classified, full_condition
from pamtps_service.verify.masks import holds, read_facts

POLICY = (Path(__file__).parent / "one_tps" / "p.yaml").read_text(encoding="utf-8")
PLAIN = ("submitted_tier=kurang_rawan", "travel_minutes=0", "access=road", "operator=A")


def loaded(tmp_path: Path, text: str) -> Policy:
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    checked = check_folder(tmp_path)
    assert checked.policies is not None, checked.faults
    return checked.policies.policies["p"]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    return loaded(tmp_path_factory.mktemp("rules"), POLICY)


def matching(one: OneTps) -> set[str]:
    return {each.rule.id for each in one.rules if each.matches}


def refused(policy: Policy, *words: str, rule: str = "") -> list[tuple[str, str, str]]:
    """Place, code and suggestion of each fault."""
    with pytest.raises(FactsError) as error:
        explain_one_tps(policy, words, rule)
    return [(str(one.place), one.code, one.maybe) for one in error.value.faults]


# What is decided ------------------------------------------------------------------------------


def test_each_part_of_the_answer_names_the_rules_that_decide_it(policy: Policy) -> None:
    """Label, tier, personnel, sizes, border, linmas and movement."""
    words = ("submitted_tier=kurang_rawan", "travel_minutes=200", "access=sea", "operator=B")
    one = explain_one_tps(policy, ("area=53.01", *words))
    assert one.labels == ("far",)
    assert one.giving("far") == ["far"]
    assert (one.tier.word, one.raising) == ("rawan", ["far"])
    assert one.requirement is not None
    assert (one.requirement.polri, one.deciding("polri")) == (3, ["three"])
    assert (one.requirement.sizes, one.deciding("tps_per_post")) == ((2,), ["high"])
    assert (one.requirement.within, one.deciding("within")) == ("village", ["high"])
    assert (one.requirement.choose, one.deciding("choose")) == ("district", [])
    assert (one.linmas, one.deciding("linmas_per_tps")) == (2, ["linmas"])
    assert one.movement is not None
    assert (one.movement.transport, one.deciding("transport")) == ("sea", ["sea"])
    assert (one.movement.depart, one.deciding("depart")) == (5, ["early"])


def test_a_tier_as_submitted_is_raised_by_no_rule(policy: Policy) -> None:
    """Also where a rule that matches would raise it no higher."""
    words = ("submitted_tier=rawan", "travel_minutes=200", "access=road", "operator=B")
    one = explain_one_tps(policy, ("area=53.01", *words))
    assert "far" in matching(one)
    assert one.raising == []


def test_defaults_count_where_a_fact_is_not_given(policy: Policy) -> None:
    """And are told as such."""
    one = explain_one_tps(policy, ("area=53.01", *PLAIN))
    assert one.facts.defaults == {"open": "true", "signal": "mobile"}
    assert matching(one) == {"low", "linmas"}
    other = explain_one_tps(policy, ("area=53.01", *PLAIN, "open=false"))
    assert other.facts.defaults == {"signal": "mobile"}
    assert matching(other) == {"low-open", "linmas"}


def test_a_rule_for_areas_matches_or_not_or_depends_on_the_batch(policy: Policy) -> None:
    """What rules name of areas is known of one TPS; what they count is not."""
    found = {
        area: {each.rule.id: each.matches for each in one.area_rules}
        for area in ("53.01", "53.02", "53.05")
        for one in [explain_one_tps(policy, (f"area={area}", *PLAIN))]
    }
    assert found == {
        "53.01": {"in-both": True, "instead": False, "many": None},
        "53.02": {"in-both": False, "instead": True, "many": None},
        "53.05": {"in-both": False, "instead": False, "many": False},
    }


def test_an_abstract_policy_is_taken_as_if_it_were_in_force(tmp_path: Path) -> None:
    """What is to be extended can be asked about too."""
    policy = loaded(tmp_path, POLICY.replace("areas:", "abstract: true\nareas:", 1))
    assert matching(explain_one_tps(policy, ("area=53.01", *PLAIN))) == {"low", "linmas"}


def test_rules_that_contradict_each_other_are_an_error(tmp_path: Path) -> None:
    """As in a plan."""
    more = "  - {id: by-air, basis: B, when: {signal: none}, move: {transport: air}}\n"
    policy = loaded(tmp_path, POLICY + more)
    words = ("area=53.01", "submitted_tier=rawan", "travel_minutes=0", "access=sea", "operator=A")
    with pytest.raises(PolicyContradictionError) as error:
        explain_one_tps(policy, (*words, "signal=none"))
    assert [one.code for one in error.value.faults] == ["transports-differ"]


facts = st.fixed_dictionaries(
    {
        "area": st.sampled_from(
            ["53.01", "53.02.07", "53.05", "53.05.01", "53.05.02.1001", "53.05.01.2001.007"]
        ),
        "submitted_tier": st.sampled_from(["kurang_rawan", "rawan", "sangat_rawan"]),
        "travel_minutes": st.sampled_from(["0", "180", "181"]),
        "access": st.sampled_from(["road", "foot", "sea", "air"]),
        "signal": st.sampled_from(["none", "radio", "mobile"]),
        "open": st.sampled_from(["true", "false"]),
        "operator": st.sampled_from(["A", "B", "a b"]),
    }
)


@given(facts)
def test_every_rule_matches_where_the_verification_says_so(
    policy: Policy, facts: dict[str, str]
) -> None:
    """And a rule that does not match has a part that fails, one that does has none."""
    one = explain_one_tps(policy, [f"{name}={value}" for name, value in facts.items()])
    known, _ = classified(read_facts(policy, one.facts.batch, slice(None)))
    for each in one.rules:
        full = full_condition(each.rule, policy.rules)
        assert each.matches == bool(holds(full, known)[0])
        assert each.matches == all(part.holds for part in each.why.parts)
        failing = first_failure(each.why)
        assert failing.holds == each.matches


# The place ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("area=53.01.02.2003.004",), "53.01.02.2003.004"),
        (("area=53.01.02.2003",), "53.01.02.2003.001"),
        (("area=53.01.02.2003", "special_location=true"), "53.01.02.2003.901"),
        (("area=53.01",), "53.01.01.2001.001"),
        (("area=53.05",), "53.05.02.2001.001"),
        (("area=53.05.01",), "53.05.01.2001.001"),
    ],
)
def test_a_tps_stands_for_its_area_outside_of_narrower_ones_that_rules_name(
    policy: Policy, words: tuple[str, ...], code: str
) -> None:
    """53.05.01 is named by a rule, and 53.01 and 53.02 by a list."""
    assert explain_one_tps(policy, (*words, *PLAIN)).facts.code == code


def test_an_area_all_of_whose_parts_rules_name_is_too_wide(tmp_path: Path) -> None:
    """There is no TPS that would stand for it; parts are named."""
    policy = loaded(
        tmp_path, POLICY.replace("areas: [53.01, 53.02, 53.05]", "areas: [53.01, 53.02]")
    )
    assert refused(policy, "area=53", *PLAIN) == [("--tps area", "fact-area-too-wide", "")]


# What is wrong --------------------------------------------------------------------------------


def test_everything_that_is_missing_is_told_at_once(policy: Policy) -> None:
    """What rules ask and what has no default; nothing else."""
    assert [one[:2] for one in refused(policy)] == [
        ("--tps area", "fact-missing"),
        ("--tps submitted_tier", "fact-missing"),
        ("--tps access", "fact-missing-for-rules"),
        ("--tps operator", "fact-missing-for-rules"),
        ("--tps travel_minutes", "fact-missing-for-rules"),
    ]


def test_what_is_missing_is_told_with_what_is_allowed_and_the_rules_that_ask(
    policy: Policy,
) -> None:
    """So that it can be given at once."""
    with pytest.raises(FactsError) as error:
        explain_one_tps(policy, ("area=53.01", "submitted_tier=rawan", "operator=A"))
    access, travel = error.value.faults
    assert "these rules ask it: sea, three. Allowed: road, foot, sea, air." in access.message.en
    assert "these rules ask it: far. Allowed: 0 .. 2147483647." in travel.message.en
    assert "Yang dibolehkan: road, foot, sea, air." in access.message.id


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (("area",), [("--tps", "fact-not-a-pair", "")]),
        (("open=",), [("--tps", "fact-not-a-pair", "")]),
        (("open=true", "open=false"), [("--tps open", "fact-given-twice", "")]),
        (("sgnal=none",), [("--tps sgnal", "fact-unknown", "signal")]),
        (("signal=radoi",), [("--tps signal", "attribute-value", "radio")]),
        (("open=yes",), [("--tps open", "attribute-value", "")]),
        (("registered_voters=-1",), [("--tps registered_voters", "attribute-value", "")]),
        (("registered_voters=1.5",), [("--tps registered_voters", "attribute-value", "")]),
        (("special_location=ture",), [("--tps special_location", "attribute-value", "true")]),
    ],
)
def test_each_wrong_fact_is_told_with_its_place(
    policy: Policy, words: tuple[str, ...], faults: list[tuple[str, str, str]]
) -> None:
    """And with what was probably meant."""
    assert refused(policy, "area=53.01", *PLAIN, *words) == faults


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (("area=5301",), [("--tps area", "malformed-area-code", "53.01")]),
        (("area=53.99",), [("--tps area", "unknown-area", "53.09")]),
        (("area=53.03",), [("--tps area", "outside-policy", "")]),
        (("area=51",), [("--tps area", "outside-policy", "")]),
        (("area=53.01.01.2001.000",), [("--tps area", "tps-number-zero", "")]),
        (
            ("area=53.01.01.2001.007", "special_location=true"),
            [("--tps special_location", "fact-special-differs", "")],
        ),
    ],
)
def test_each_wrong_place_is_told(
    policy: Policy, words: tuple[str, ...], faults: list[tuple[str, str, str]]
) -> None:
    """By its code, its policy, or its number."""
    found = refused(policy, *words, *PLAIN)
    assert [one[:2] for one in found] == [one[:2] for one in faults]
    if faults[0][2]:
        assert found[0][2].startswith("53.")


def test_a_wrong_tier_is_told_with_those_that_there_are(policy: Policy) -> None:
    """With what was probably meant."""
    words = ("area=53.01", "submitted_tier=rwan", *PLAIN[1:])
    assert refused(policy, *words) == [("--tps submitted_tier", "attribute-value", "rawan")]


def test_an_unknown_rule_is_told_beside_the_faults_of_the_facts(policy: Policy) -> None:
    """All at once."""
    found = refused(policy, "area=53.01", *PLAIN[1:], rule="lnmas")
    assert found == [
        ("--tps submitted_tier", "fact-missing", ""),
        ("--rule", "unknown-rule-of-policy", "linmas"),
    ]


# The first part that fails --------------------------------------------------------------------


def node(holds: bool, *parts: Explanation) -> Explanation:
    return condition(Text("x", "x"), holds, parts)


def test_the_first_part_that_fails_is_a_leaf_or_what_cannot_be_told_by_one() -> None:
    """Of an `all` the first failing part; an `any` of which none holds, and a `not`, whole."""
    leaf, other, held = node(False), condition(Text("y", "y"), False), node(True)
    assert first_failure(node(False, held, leaf, other)) is leaf
    neither = node(False, leaf, other)
    assert first_failure(node(False, held, neither)) is neither
    opposite = node(False, held)
    assert first_failure(node(False, node(False, held, opposite))) is opposite
    assert first_failure(node(True, held)).holds
