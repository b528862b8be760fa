"""Rule files written for one test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pamtps_service.policy.load import Checked, check_folder
from pamtps_service.policy.model import Policy, Rule

Loader = Callable[..., Policy]
RuleReader = Callable[..., Rule]
Checker = Callable[..., Checked]

HEAD = "policy: {id}\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"


def text_of(policy: str, rules: str, head: str = "") -> str:
    """A rule file: the head that every policy needs, further lines of it, and the rules."""
    listed = f"rules:\n{rules}\n" if rules else "rules: []\n"
    return HEAD.format(id=policy) + head + listed


@pytest.fixture
def check(tmp_path: Path) -> Checker:
    """Check a folder that holds the files given by name (`national="…"`)."""

    def checked(**files: str) -> Checked:
        folder = tmp_path / "rules"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return check_folder(folder)

    return checked


@pytest.fixture
def load(check: Checker) -> Loader:
    """The policy `p` of rules and further lines of its head; it must be without fault."""

    def loaded(rules: str, head: str = "") -> Policy:
        checked = check(p=text_of("p", rules, head))
        assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
        return checked.policies.policies["p"]

    return loaded


@pytest.fixture
def read_rule(load: Loader) -> RuleReader:
    """The only rule of a policy, from what stands between its braces beside id and basis."""

    def read(rule: str, head: str = "") -> Rule:
        (found,) = load(f"  - {{id: r, basis: B, {rule}}}", head).rules
        return found

    return read
