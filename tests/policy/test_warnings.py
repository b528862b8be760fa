"""Warnings of areas that the policy's own TPS cannot lie in."""

from __future__ import annotations

import pytest
from pamtps_service.policy import areas
from pamtps_service.policy.load import check_files

HEAD = "policy: {id}\ntitle: T\nissuer: I\nbasis: B\nareas: {areas}\n"
RULES = "rules: [{{id: g, basis: B, when: {{area: 52}}, guard: {{polri: 2}}}}]\n"


def warned(**files: str) -> list[tuple[str, str]]:
    checked = check_files({f"{name}.yaml": text.encode() for name, text in files.items()})
    assert checked.policies is not None, checked.faults
    return [(one.code, str(one.place).split(":")[0]) for one in checked.warnings]


def policy(name: str, where: str, rest: str = RULES) -> str:
    return (HEAD + rest).format(id=name, areas=where)


def test_an_area_outside_the_policy_is_a_warning() -> None:
    """A policy for all areas has none outside."""
    assert warned(p=policy("p", "[53]")) == [("area-outside-policy", "p.yaml")]
    assert warned(p=policy("p", "[52.01]")) == []
    assert warned(p=policy("p", "all")) == []


def test_what_a_policy_inherits_may_speak_of_other_areas() -> None:
    """The base is for more areas than the policy that extends it."""
    heir = policy("heir", "[53]", "extends: base\nrules: []\n")
    assert warned(base=policy("base", "all"), heir=heir) == []


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("53", "53", True),
        ("53", "53.01", True),
        ("53.01.04", "53", True),
        ("53.01", "53.02", False),
        ("5", "53", False),
        ("52", "53.01", False),
    ],
)
def test_two_areas_meet_where_one_lies_in_the_other(one: str, other: str, meet: bool) -> None:
    """By whole parts of their codes."""
    assert areas.overlap(one, other) is meet
    assert areas.overlap(other, one) is meet
