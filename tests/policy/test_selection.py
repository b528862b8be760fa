"""Which policy is in force where and when."""

from __future__ import annotations

import datetime

import pytest
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.selection import contains, in_force

from tests.policy.conftest import Checker, text_of

GUARD = "  - {id: g, basis: B, guard: {polri: 2}}"
DAY = datetime.date(2024, 11, 27)


def policies(check: Checker, **heads: tuple[str, str]) -> PolicySet:
    """Policies by id, each with its areas and further lines of its head."""
    texts = {
        name: text_of(name, GUARD, head).replace("areas: all", f"areas: {where}")
        for name, (where, head) in heads.items()
    }
    checked = check(**texts)
    assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
    return checked.policies


def found(given: PolicySet, regency: str, day: datetime.date = DAY) -> list[str]:
    return [policy.id for policy in in_force(given, regency, day)]


def test_the_longest_code_that_contains_the_regency_decides(check: Checker) -> None:
    """A regency before its province before all."""
    given = policies(
        check, nation=("all", ""), ntt=("[53]", ""), sumba=("[53.11, 53.12]", ""), bali=("[51]", "")
    )
    assert found(given, "53.11") == ["sumba"]
    assert found(given, "53.01") == ["ntt"]
    assert found(given, "31.73") == ["nation"]
    assert found(given, "51.71") == ["bali"]


def test_two_of_the_same_length_are_both_given(check: Checker) -> None:
    """The caller names them in its error; sorted by id."""
    given = policies(check, b=("[53, 51]", ""), a=("[53]", ""), c=("all", ""))
    assert found(given, "53.11") == ["a", "b"]
    assert found(given, "51.71") == ["b"]


def test_a_policy_that_names_a_province_and_its_regency_counts_by_the_regency(
    check: Checker,
) -> None:
    """The longest of its own codes."""
    given = policies(check, a=("[53]", ""), b=("[53, 53.11]", ""))
    assert found(given, "53.11") == ["b"]
    assert found(given, "53.12") == ["a", "b"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2023, 12, 31), []),
        (datetime.date(2024, 1, 1), ["p"]),
        (datetime.date(2024, 12, 31), ["p"]),
        (datetime.date(2025, 1, 1), []),
    ],
)
def test_both_ends_of_the_dates_are_included(
    check: Checker, day: datetime.date, expected: list[str]
) -> None:
    """The day before and the day after are not."""
    head = "effective: {from: 2024-01-01, until: 2024-12-31}\n"
    assert found(policies(check, p=("[53]", head)), "53.11", day) == expected


@pytest.mark.parametrize(
    ("effective", "early", "late"),
    [
        ("", True, True),
        ("effective: {from: 2024-01-01}\n", False, True),
        ("effective: {until: 2024-12-31}\n", True, False),
    ],
)
def test_each_end_may_be_absent(check: Checker, effective: str, early: bool, late: bool) -> None:
    """Then the policy holds without that end."""
    given = policies(check, p=("all", effective))
    assert bool(found(given, "53.11", datetime.date(1999, 1, 1))) is early
    assert bool(found(given, "53.11", datetime.date(2099, 1, 1))) is late


def test_a_policy_out_of_force_gives_way_to_a_wider_one(check: Checker) -> None:
    """The dates are asked before the codes."""
    given = policies(check, nation=("all", ""), ntt=("[53]", "effective: {until: 2023-12-31}\n"))
    assert found(given, "53.11") == ["nation"]


def test_an_abstract_policy_is_never_in_force(check: Checker) -> None:
    """It is loaded all the same."""
    given = policies(check, base=("all", "abstract: true\n"))
    assert found(given, "53.11") == []
    assert list(given.policies) == ["base"]


def test_contains_is_by_code_alone(check: Checker) -> None:
    """53.1 or 5 would be no codes; a province contains its regencies."""
    given = policies(check, p=("[53, 31.73]", "")).policies["p"]
    assert contains(given, "53.11")
    assert contains(given, "31.73")
    assert not contains(given, "31.74")
    assert not contains(given, "51.71")
