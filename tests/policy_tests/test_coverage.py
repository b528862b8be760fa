"""Coverage counts what cases look at; the suggested cases make it full, and pass."""

from __future__ import annotations

from hypothesis import given, settings
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy_tests.coverage import Coverage, coverage_of
from pamtps_service.policy_tests.run import TestReport as Report
from pamtps_service.policy_tests.run import run_test_files
from pamtps_service.policy_tests.suggest import missing_cases
from pamtps_service.policy_tests.targets import Targets, targets_of, words_of

from tests.conftest import LONG
from tests.planning.service_input import load
from tests.reference.strategies import Case, cases

MOST_CELLS = 2_000
HEAD = "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: [53]\n"
TESTS = "tests: p\nelection_date: 2024-02-14\ncases:\n"


def policies_of(rules: str, head: str = "") -> PolicySet:
    return load({"p": HEAD + head + "rules:\n" + rules})


def run(policies: PolicySet, text: str, name: str = "p") -> Report:
    return run_test_files(policies, {f"{name}.test.yaml": text.encode()})


def covered(report: Report, targets: Targets) -> Coverage:
    return coverage_of(targets, [one.outcome for one in report.cases if one.outcome is not None])


def missing(report: Report, targets: Targets) -> list[str]:
    return [words_of(one, targets.policy) for one in covered(report, targets).missing]


RULES = """\
  - {id: far, basis: B, when: {travel_minutes: "> 180"}, classify: {label: far}}
  - {id: everywhere, basis: B, guard: {polri: 2, tps_per_post: 4}}
  - {id: far-guard, basis: B, when: {label: far}, unless: {area: 53.11}, guard: {tps_per_post: 1}}
  - id: many
    for_each: regency
    when: {count: {of: {label: far}, is: ">= 2"}}
    add: {polri: 1}
"""


def test_coverage_counts_rules_conditions_and_classes() -> None:
    """Of one case: what it matches, each entry on the side that it shows, and its classes."""
    policies = policies_of(RULES)
    targets = targets_of(policies.policies["p"])
    text = TESTS + (
        "  - name: near\n"
        "    tps: {area: 53.01, submitted_tier: rawan, travel_minutes: 10}\n"
        "    expect: {polri: 2}\n"
    )
    found = covered(run(policies, text), targets)
    assert (found.rules.covered, found.rules.total) == (1, 4)
    assert (found.conditions.covered, found.conditions.total) == (3, 8)
    assert (found.classes.covered, found.classes.total) == (2, 6)
    assert (found.rules.percent, found.conditions.percent, found.classes.percent) == (25, 37, 33)
    assert found.least == 25
    assert found.complete


def test_what_is_missing_is_named() -> None:
    """The class, the condition or the rule; in the order of the printed report."""
    policies = policies_of(RULES)
    targets = targets_of(policies.policies["p"])
    text = TESTS + (
        "  - name: far\n"
        "    tps: {area: 53.01, submitted_tier: rawan, travel_minutes: 181}\n"
        "    expect: {rules: [far, far-guard]}\n"
        "  - name: far in Sumba Timur\n"
        "    tps: {area: 53.11, submitted_tier: rawan, travel_minutes: 181}\n"
        "    expect: {not_rules: [far-guard]}\n"
        "  - name: two\n"
        "    area: 53.01\n"
        "    holds: [{count: 2, submitted_tier: rawan, travel_minutes: 181}]\n"
        "    expect: {rules: [many]}\n"
    )
    assert missing(run(policies, text), targets) == [
        "classes: -",
        "regency: -",
        'far: not {travel_minutes: ">= 181"}',
        "far-guard: not {label: far}",
        'many: not {count: {of: {label: far}, is: ">= 2"}}',
    ]


def test_what_can_never_be_is_not_asked() -> None:
    """A condition that always holds, a rule that never matches, and sets that cannot be."""
    policies = policies_of(
        "  - {id: a, when: {travel_minutes: '>= 0'}, guard: {polri: 2, tps_per_post: 4}}\n"
        "  - id: b\n"
        "    when: {all: [{travel_minutes: '> 5'}, {not: {travel_minutes: '> 4'}}]}\n"
        "    guard: {polri: 3}\n"
    )
    targets = targets_of(policies.policies["p"])
    words = {words_of(one, targets.policy) for one in targets.reach}
    assert words == {
        "a",
        'a: travel_minutes: ">= 0"',
        'b: travel_minutes: ">= 5"',
        'b: not {travel_minutes: ">= 5"}',
        'b: travel_minutes: ">= 6"',
        'b: not {travel_minutes: ">= 6"}',
        "guards: a",
    }


def test_a_policy_without_anything_to_cover_is_covered() -> None:
    """Nothing of nothing is 100 percent, and 99 of 100 is not."""
    policies = policies_of("  - {id: a, basis: B, guard: {polri: 2, tps_per_post: 4}}\n")
    found = coverage_of(targets_of(policies.policies["p"]), [])
    assert (found.rules.percent, found.conditions.percent) == (0, 100)


def test_a_percentage_is_rounded_down() -> None:
    """100 only where nothing is missing."""
    from pamtps_service.policy_tests.coverage import Covered

    assert Covered(999, 1000).percent == 99
    assert Covered(1000, 1000).percent == 100


def test_suggested_cases_take_the_facts_of_the_file_and_free_names() -> None:
    """Pasted below its cases they cover the rest; a name that is taken gets a number."""
    policies = policies_of(
        RULES, "attributes: {signal: {type: choice, of: [none, mobile], default: none}}\n"
    )
    targets = targets_of(policies.policies["p"])
    text = (
        "tests: p\nelection_date: 2024-02-14\n"
        "facts: {travel_minutes: 500, submitted_tier: rawan, signal: mobile}\ncases:\n"
        '  - {name: "regency: -", tps: {area: 53.01}, expect: {rules: [far]}}\n'
    )
    report = run(policies, text)
    assert report.faults == ()
    outcomes = [one.outcome for one in report.cases if one.outcome is not None]
    more = missing_cases(targets, outcomes, report.files[0])
    assert '"regency: - (2)"' in more
    after = run(policies, text + more)
    assert after.faults == ()
    assert missing(after, targets) == []


@settings(max_examples=400 if LONG else 6)
@given(cases(most_tps=1))
def test_after_pasting_what_is_suggested_coverage_is_full_and_all_pass(case: Case) -> None:
    """Of random policies: from no tests at all, and from the first half of them."""
    policies = load(case.texts)
    policy = policies.policies[case.policy_id]
    targets = targets_of(policy, MOST_CELLS)
    text = missing_cases(targets, [], None)
    report = run(policies, text, policy.id)
    assert report.faults == ()
    assert missing(report, targets) == []
    half = report.cases[: len(report.cases) // 2]
    outcomes = [one.outcome for one in half if one.outcome is not None]
    tests = report.files[0]
    again = (
        run(
            policies,
            text.split("cases:\n")[0] + "cases:\n" + missing_cases(targets, outcomes, tests),
            policy.id,
        )
        if half
        else report
    )
    assert again.faults == ()
    both = [one.outcome for one in (*half, *again.cases) if one.outcome is not None]
    assert coverage_of(targets, both).missing == ()


@settings(max_examples=100 if LONG else 3)
@given(cases(most_tps=1))
def test_no_suggested_case_could_be_left_out(case: Case) -> None:
    """Each covers something that no other does."""
    policies = load(case.texts)
    targets = targets_of(policies.policies[case.policy_id], MOST_CELLS)
    report = run(policies, missing_cases(targets, [], None), case.policy_id)
    outcomes = [one.outcome for one in report.cases if one.outcome is not None]
    for number in range(len(outcomes)):
        assert coverage_of(targets, outcomes[:number] + outcomes[number + 1 :]).missing
