"""Rules of two policies that are in one of them only, or say something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pamtps_service.analysis.joint import in_words
from pamtps_service.analysis.rule_text import condition_text, effect_entries, effect_word, listed
from pamtps_service.policy.catalogue import render_policy_comparison
from pamtps_service.policy.model import Policy, Rule, Text

WORDS_ONLY: Final = frozenset({"title", "basis"})
"""Keys that no plan depends on."""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """How a rule differs."""

    rule: str
    before: Rule | None
    """None where the rule is new."""
    after: Rule | None
    """None where it was left out."""
    keys: tuple[str, ...] = ()
    """What says something else, as the policy language writes it: `title`, `guard.polri`; empty
    where the rule is in one policy only."""
    values: tuple[tuple[str, str], ...] = ()
    """Of each key what it is before and after; "" where it is not given."""

    @property
    def decides(self) -> bool:
        """Whether a plan can depend on it."""
        return not self.keys or bool(set(self.keys) - WORDS_ONLY)

    @property
    def message(self) -> Text:
        """What changed, in one sentence."""
        if self.before is None:
            return render_policy_comparison("rule-new")
        if self.after is None:
            return render_policy_comparison("rule-left-out")
        told = [
            f"`{key}`" if key in WORDS_ONLY else f"`{key}` {was or '–'} → {now or '–'}"
            for key, (was, now) in zip(self.keys, self.values, strict=True)
        ]
        return render_policy_comparison("rule-changed", keys="; ".join(told))


def rule_changes(before: Policy, after: Policy) -> tuple[RuleChange, ...]:
    """Every rule that differs, by id. Where a rule stands, and in which file, does not count."""
    one = {rule.id: in_words(rule, before) for rule in before.rules}
    other = {rule.id: in_words(rule, after) for rule in after.rules}
    found = []
    for name in sorted(one.keys() | other.keys()):
        was, now = one.get(name), other.get(name)
        if was is None or now is None:
            found.append(RuleChange(name, was, now))
            continue
        old, new = _entries(was), _entries(now)
        keys = tuple(key for key in old | new if old.get(key) != new.get(key))
        if keys:
            values = tuple((old.get(key, ""), new.get(key, "")) for key in keys)
            found.append(RuleChange(name, was, now, keys, values))
    return tuple(found)


def _entries(rule: Rule) -> dict[str, str]:
    """What the rule says, by key, in the order of the policy language."""
    found = {
        "title": f"{rule.title.id}\n{rule.title.en}",
        "basis": rule.basis or "",
        "for_each": rule.for_each,
        "when": condition_text(rule.when),
        "unless": "" if rule.unless is None else condition_text(rule.unless),
        "instead_of": listed(rule.instead_of) if rule.instead_of else "",
    }
    word = effect_word(rule.effect)
    found |= {f"{word}.{key}": text for key, text in effect_entries(rule.effect).items()}
    return {**found, "severity": rule.severity}
