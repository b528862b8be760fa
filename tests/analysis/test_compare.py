"""Two policies compared alone: the TPS that are answered otherwise are those that are told, no
other, and each example is one of them."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pamtps_service.analysis.answer_changes import AnswerChange
from pamtps_service.analysis.compare import PolicyComparison, compare_policies
from pamtps_service.analysis.findings import Witness

from tests.analysis.policy_pairs import Reference, Row, Texts, as_texts, families, grid, loaded
from tests.analysis.policy_pairs import pairs as pairs_of_texts
from tests.conftest import LONG

HEAD = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: [53]\n"
LEVELS = ("village", "district", "regency", "province")
INSIDE = {2: ".01.77.2001", 5: ".77.2001", 8: ".2001", 13: ""}
"""What makes an area of so many characters the code of a village in it."""
GUARD = "  - {id: guard, basis: b, guard: {polri: 2, tps_per_post: [2, 4]}}\n"


def compared(texts: Texts) -> PolicyComparison:
    before, after = loaded(texts.before), loaded(texts.after)
    assert before is not None
    assert after is not None
    return compare_policies(before, after)


def of_texts(before: str, after: str) -> PolicyComparison:
    return compared(Texts({"own": before}, {"own": after}, {}))


def of_rules(before: str, after: str, head: str = HEAD) -> PolicyComparison:
    return of_texts(f"{head}rules:\n{before}", f"{head}rules:\n{after}")


# Random policies ------------------------------------------------------------------------------


@settings(max_examples=500 if LONG else 12)
@given(pairs_of_texts(), st.integers(0, 1000))
def test_a_tps_is_told_where_its_answer_differs_and_nowhere_else(texts: Texts, seed: int) -> None:
    """By the reference, around every constant of both policies, family by family; each TPS in one
    change, with the rules that match before alone and after alone."""
    found = compared(texts)
    rows = grid(texts, 60, seed)
    was, now = Reference(texts.before, rows), Reference(texts.after, rows)
    for family in families(was, now):
        changes = [one for one in found.answers if one.kind == family and not one.not_given]
        for row in rows:
            code = row["tps_code"]
            told = [one for one in changes if one.region and one.region.contains(as_texts(row))]
            differs = was.answer(code, family) != now.answer(code, family)
            assert len(told) == differs, (family, row)
            for change in told:
                one, other = was.rules(code, family), now.rules(code, family)
                assert set(change.rules_before) == one - other
                assert set(change.rules_after) == other - one
    known = {*families(was, now), "head", "village", "district", "regency", "province"}
    assert {one.kind for one in found.answers} <= known


@settings(max_examples=500 if LONG else 12)
@given(pairs_of_texts())
def test_each_example_is_answered_otherwise_and_holds_after(texts: Texts) -> None:
    """The TPS differs in what the change is about, and every expectation is true of it."""
    for change in compared(texts).answers:
        if change.region is None:
            continue
        (witness,) = change.witness
        row = row_of(witness, change, texts)
        was, now = Reference(texts.before, [row]), Reference(texts.after, [row])
        code = row["tps_code"]
        assert was.answer(code, change.kind) != now.answer(code, change.kind)
        assert_holds(witness, now, code, change.kind)


@settings(max_examples=500 if LONG else 12)
@given(pairs_of_texts())
def test_each_example_of_an_area_is_one_and_holds_after(texts: Texts) -> None:
    """Its TPS make the rules after match that are told, and other effects follow than before."""
    for change in compared(texts).answers:
        if change.kind not in LEVELS:
            continue
        (witness,) = change.witness
        rows = rows_of(witness, texts)
        was, now = Reference(texts.before, rows), Reference(texts.after, rows)
        area = (change.kind, witness.area)
        matching = now.result.areas[area].rules
        assert set(witness.expect.get("rules", ())) <= set(matching)
        assert not set(witness.expect.get("not_rules", ())) & set(matching)
        assert was.effects(area) != now.effects(area)
        told = set(change.rules_before) - set(change.rules_after)
        assert told <= set(was.result.areas[area].rules)


def rows_of(witness: Witness, texts: Texts) -> list[Row]:
    """The TPS of an area as rows of a batch."""
    found: list[Row] = []
    for number, facts in witness.holds:
        given = {**plain_facts(texts), **facts}
        area = given.pop("area", witness.area)
        first = 901 if given.pop("special_location", "false") == "true" else 1
        tier = given.pop("submitted_tier")
        village = area + INSIDE[len(area)]
        taken = sum(row["tps_code"].startswith(f"{village}.") for row in found)
        for at in range(number):
            code = f"{village}.{first + taken + at:03}"
            found.append({"tps_code": code, "risk_tier": tier, **given})
    return found


def plain_facts(texts: Texts) -> Row:
    """A value of every attribute that has no default."""
    plain: Row = {"travel_minutes": "0", "access": "road", "registered_voters": "0"}
    for name, attribute in texts.declared.items():
        plain.pop(name, None)
        if "default" not in attribute:
            kinds = {"integer": "0", "code": "x", "boolean": "false"}
            plain[name] = kinds.get(attribute["type"], "none")
    return plain


def row_of(witness: Witness, change: AnswerChange, texts: Texts) -> Row:
    """The example as a row of a batch: silent where it is, unless a policy has no default."""
    assert witness.tps is not None
    assert change.region is not None
    facts = {**change.region.smallest(), **witness.tps}
    area = facts.pop("area")
    village = area + INSIDE[len(area)]
    special = facts.pop("special_location", "false") == "true"
    given = {**plain_facts(texts), **facts}
    tier = given.pop("submitted_tier")
    return {"tps_code": f"{village}.{901 if special else 1:03}", "risk_tier": tier, **given}


def assert_holds(witness: Witness, reference: Reference, code: str, kind: str) -> None:
    found = reference.result.tps[code]
    need = found.requirement
    assert witness.expect
    for key, value in witness.expect.items():
        match key:
            case "rules":
                assert set(value) <= reference.rules(code)
            case "not_rules":
                assert not set(value) & reference.rules(code)
            case "labels":
                assert value == found.labels
            case "risk_tier":
                assert value == found.tier
            case "covered":
                assert value == str(need.covered).lower()
            case "polri" | "tni":
                assert value == str(getattr(need, key))
            case "linmas":
                assert value == str(need.linmas_per_tps)
            case "within" | "choose":
                assert value == getattr(need, key)
            case "tps_per_post":
                assert isinstance(value, str)
                assert need.sizes is not None
                assert sizes_of(value) == need.sizes
            case "transport" | "fallback":
                movement = need.movement
                assert value == ((movement and getattr(movement, key)) or "none")
            case "depart":
                days = need.movement and need.movement.depart
                assert value == ("none" if days is None else f"H-{days}" if days else "H")
            case "units" | "equipment":
                assert kind.startswith(key)
            case _:
                raise AssertionError(f"no such key of a case: {key}")


def sizes_of(text: str) -> tuple[int, ...]:
    if ".." in text:
        first, last = text.split("..")
        return tuple(range(int(first), int(last) + 1))
    return tuple(int(part) for part in text.strip("[]").split(", "))


@settings(max_examples=100 if LONG else 4)
@given(pairs_of_texts())
def test_a_policy_does_not_differ_from_itself(texts: Texts) -> None:
    """Nothing is told, and what was looked at is counted."""
    same = compared(Texts(texts.before, texts.before, texts.declared))
    assert (same.rules, same.answers) == ((), ())
    assert same.cells == same.cells_examined


# Rules ----------------------------------------------------------------------------------------


def test_rules_are_new_left_out_or_say_something_else() -> None:
    """With the keys that changed, before and after; where a rule stands does not count."""
    before = GUARD + "  - {id: old, basis: b, when: {access: sea}, move: {transport: sea}}\n"
    after = (
        "  - {id: new, basis: b, when: {access: sea}, move: {transport: sea}}\n\n"
        '  - {id: guard, title: Guards, basis: c, when: {travel_minutes: "> 60"}, '
        "guard: {polri: 3, tps_per_post: [2, 4]}}\n"
    )
    guard, new, old = of_rules(before, after).rules
    assert (guard.rule, guard.keys) == ("guard", ("title", "basis", "when", "guard.polri"))
    assert guard.message.en == (
        'Changed: `title`; `basis`; `when` {} → {travel_minutes: "> 60"}; `guard.polri` 2 → 3'
    )
    assert guard.message.id.startswith("Berubah: ")
    assert (new.rule, new.before, new.message.id) == ("new", None, "Aturan baru.")
    assert (old.rule, old.after, old.message.en) == ("old", None, "The rule was left out.")
    moved = of_rules(before, "\n" + before)
    assert moved.rules == ()


def test_a_rule_that_says_the_same_with_choices_in_another_order_is_the_same() -> None:
    """Choices are words, whatever their place in the list of a policy."""
    rule = (
        "rules:\n  - {id: r, basis: b, for_each: post, when: {signal: radio}, equip: {boat: 1}}\n"
    )
    head = f"{HEAD}items: {{boat: Boat}}\nattributes: {{signal: {{type: choice, of: [%s]}}}}\n"
    one, other = "none, radio, mobile", "mobile, none, radio"
    found = of_texts(head % one + rule, head % other + rule)
    assert (found.rules, found.answers) == ((), ())


# Heads ----------------------------------------------------------------------------------------

SIGNAL = """\
items: {boat: Boat}
attributes: {signal: {type: choice, of: [none, radio], default: DEFAULT}}
rules:
  - {id: r, basis: b, for_each: post, when: {signal: none}, equip: {boat: 1}}
"""


def test_another_default_changes_the_answer_of_tps_that_come_without_the_attribute() -> None:
    """Those that give it are the same to both; the example is silent about it."""
    found = of_texts(*(HEAD + SIGNAL.replace("DEFAULT", word) for word in ("none", "radio")))
    (change,) = found.answers
    assert (change.kind, change.not_given) == ("equipment boat", ("signal",))
    assert (change.rules_before, change.rules_after) == (("r",), ())
    assert "without `signal`" in change.which.en
    assert "signal" not in (change.witness[0].tps or {})
    assert change.witness[0].expect == {"equipment": "{boat: 0}", "not_rules": ("r",)}


def head_changes(before: str, after: str) -> list[tuple[str, str]]:
    found = of_texts(before, after)
    return [(one.which.en, one.message.en) for one in found.answers if one.kind == "head"]


def test_tps_of_areas_that_one_policy_alone_has_are_told() -> None:
    """Whole provinces as such, single regencies by code."""
    rules = f"rules:\n{GUARD}"
    wide, narrow = HEAD.replace("[53]", "[51, 53.11]"), HEAD.replace("[53]", "[53.11, 53.15]")
    assert head_changes(wide + rules, narrow + rules) == [
        ("`{area: 51}`", "No longer under this policy."),
        ("`{area: 53.15}`", "Now under this policy."),
    ]


def test_only_areas_of_both_policies_are_compared() -> None:
    """A change inside an area that the other policy does not have is no change of an answer."""
    extra = "  - {id: x, basis: b, when: {area: 53.15}, guard: {polri: 9}}\n"
    narrow = HEAD.replace("[53]", "[53.11]")
    found = of_texts(f"{HEAD}rules:\n{GUARD}{extra}", f"{narrow}rules:\n{GUARD}")
    assert [one.kind for one in found.answers] == ["head"]
    for areas in ("[53.11]", "[53.11, 53.15]"):
        head = HEAD.replace("[53]", areas)
        found = of_texts(f"{head}rules:\n{GUARD}{extra}", f"{HEAD}rules:\n{GUARD}")
        kinds = ["head", "guards"] if "53.15" in areas else ["head"]
        assert [one.kind for one in found.answers] == kinds


def test_dates_claims_and_attributes_that_must_be_given_are_told() -> None:
    """Each in a sentence of its own."""
    before = f"{HEAD}effective: {{from: 2024-01-01}}\nrules:\n{GUARD}"
    asking = GUARD.replace("guard, basis: b", "guard, basis: b, when: {access: road}")
    claims = "[rawan, sangat_rawan, kurang_rawan, supervisor, reinforcement, standby, upgrades]"
    after = f"{HEAD}claims: {claims}\nrules:\n{asking}"
    told = [message for _, message in head_changes(before, after)]
    assert [message.partition(":")[0] for message in told] == [
        "In force",
        "The order of claims where strength is short",
        "The attribute `access` must now be given",
    ]
    assert "2024-01-01 – open → open – open" in told[0]
    assert head_changes(after, before)[-1][1] == "The attribute `access` need no longer be given."


def test_values_that_one_policy_alone_knows_are_told_and_not_compared() -> None:
    """Of another kind of attribute no value is known to both."""
    text = HEAD + SIGNAL.replace("DEFAULT", "radio")
    more = text.replace("[none, radio]", "[none, radio, sat]")
    assert head_changes(text, more)[0][1] == "Values of `signal` that are known now: sat."
    assert "no longer known: sat" in head_changes(more, text)[0][1]
    kind = text.replace("type: choice, of: [none, radio], default: radio", "type: code")
    kind = kind.replace("signal: none", "signal: A1")
    assert "of another kind" in head_changes(text, kind)[-1][1]


# Units, areas ---------------------------------------------------------------------------------

AREA = (
    "  - {id: two, basis: b, for_each: regency, when: {area: [53.11, 53.15]}, "
    "add: {polri: 1 regu, role: standby}}\n"
)
COUNTING = (
    "  - {id: mix, basis: b, for_each: regency, "
    'when: {count: {of: {risk_tier: sangat_rawan}, is: ">= 5"}}, mix: {tni: 1, polri: 4..10}}\n'
)
UNITS = f"{HEAD}units: {{regu: 10}}\n"


def only(found: PolicyComparison) -> AnswerChange:
    (change,) = found.answers
    return change


def test_a_unit_of_another_strength_changes_the_rules_that_use_it() -> None:
    """Also where the rule's text is the same: what follows for the area differs."""
    found = of_texts(
        f"{UNITS}rules:\n{GUARD}{AREA}", f"{UNITS}rules:\n{GUARD}{AREA}".replace("10}", "12}")
    )
    change = only(found)
    assert change.message.en == "Rules for areas: `add` polri, standby: 10 → 12 persons"
    assert (
        change.which.en
        == "each regency where `two` matches, before or after; such as 53.11 " + ("Sumba Timur")
    )
    assert [one.message.en for one in found.rules] == [
        "Changed: `add.polri` 1 regu (10) → 1 regu (12)"
    ]


def test_an_area_that_a_rule_no_longer_names_is_the_example() -> None:
    """It is one that only the rule before matches."""
    found = of_rules(GUARD + AREA, GUARD + AREA.replace("[53.11, 53.15]", "53.11"), UNITS)
    change = only(found)
    assert (change.kind, change.rules_before, change.rules_after) == ("regency", ("two",), ())
    assert change.witness[0].area == "53.15"
    assert change.witness[0].expect == {"not_rules": ("two",)}


def test_the_labels_of_an_example_are_in_order() -> None:
    """Whatever order a set has them in: the same policies give the same words."""
    labels = ["pulau", "jauh", "banjir", "konflik", "sungai", "laut", "gunung"]
    rules = [
        f"  - {{id: is-{label}, basis: b, when: {{access: sea}}, classify: {{label: {label}}}}}\n"
        for label in labels
    ]
    found = of_rules(GUARD + "".join(rules[1:]), GUARD + "".join(rules))
    (example,) = [one for one in found.answers if one.kind == "classes"]
    assert example.witness[0].expect["labels"] == tuple(sorted(labels))


def test_another_number_of_tps_is_shown_by_an_area_that_holds_it() -> None:
    """As few TPS as can be: those that the policy after counts and the policy before does not."""
    found = of_rules(GUARD + COUNTING, GUARD + COUNTING.replace(">= 5", ">= 3"))
    (witness,) = only(found).witness
    assert sum(number for number, facts in witness.holds) == 3
    assert all(facts["submitted_tier"] == "sangat_rawan" for _, facts in witness.holds)
    assert witness.expect == {"rules": ("mix",)}


def test_counts_of_tiers_see_the_tiers_of_each_policy() -> None:
    """A classify rule that raises more TPS lets a rule for areas match more areas."""
    raising = (
        '  - {id: up, basis: b, when: {travel_minutes: "> 60"}, '
        "classify: {risk_tier: sangat_rawan}}\n"
    )
    found = of_rules(GUARD + COUNTING, GUARD + COUNTING + raising)
    assert {one.kind for one in found.answers} == {"head", "classes", "regency"}
    (witness,) = found.answers[-1].witness
    assert witness.expect == {"rules": ("mix",)}
    assert any(facts.get("travel_minutes") == "61" for _, facts in witness.holds)


def test_mixes_limits_and_expectations_are_told_as_they_are_written() -> None:
    """Before and after, in the words of the policy language."""
    rules: dict[str, Any] = {
        "mix: {tni: 1, polri: 4..10}": "mix: {tni: 1, polri: 2}",
        "limit: {tni: 600}": "limit: {tni: 1/2 of strength}",
        'expect: {polri: ">= 2/3 of strength"}': 'expect: {polri: "> 4"}',
    }
    told = [
        only(
            of_rules(
                *(f"{GUARD}  - {{id: r, basis: b, for_each: province, {one}}}\n" for one in pair)
            )
        )
        for pair in rules.items()
    ]
    assert [one.message.en.removeprefix("Rules for areas: ") for one in told] == [
        "`mix`: {tni: 1, polri: 4..10} → {tni: 1, polri: 2}",
        "`limit` tni: 600 → 1/2 of strength",
        '`expect` polri (error): ">= 2/3 of strength" → "> 4"',
    ]


# Bounds ---------------------------------------------------------------------------------------


def test_where_cells_are_too_many_it_is_said_how_many_were_looked_at() -> None:
    """What is found is true, but no set of TPS is claimed."""
    before, after = (
        loaded({"own": f"{HEAD}rules:\n{GUARD.replace('polri: 2', f'polri: {n}')}"}) for n in (2, 3)
    )
    assert before is not None
    assert after is not None
    found = compare_policies(before, after, max_cells=2)
    assert (found.cells, found.cells_examined) == (3, 2)
    change = only(found)
    assert change.region is None
    assert "too many" in change.which.en
    assert change.witness[0].expect == {"polri": "3"}
