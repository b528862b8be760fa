"""What a case expects, read from `expect`."""

from __future__ import annotations

from typing import Final, Literal

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.effects import read_day
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.guards import read_sizes
from pamtps_service.policy.model import ACCESS, INT32_MAX, TIER_CHOICES, AreaLevel, Classify, Policy
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import Entry, Node, Scalar
from pamtps_service.policy.test_keys import AREA_KEYS, NONE, OUTCOME_KEYS
from pamtps_service.policy.values import (
    as_listing,
    as_mapping,
    as_value,
    check_keys,
    likely_word,
    read_boolean,
    read_integer,
    read_word,
    words,
)
from pamtps_service.policy_tests.cases import (
    Expectation,
    Value,
    looks_at,
)

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "risk_tier": TIER_CHOICES,
    "within": ("village", "district", "regency"),
    "choose": ("district", "regency"),
    "transport": (*ACCESS, NONE),
    "fallback": (*ACCESS, NONE),
}
_UNIT_FORCES: Final = ("polri", "tni")


def read_expectations(
    node: Node, policy: Policy, level: AreaLevel | Literal["tps"], log: FaultLog
) -> tuple[Expectation, ...] | None:
    """Everything that a case of the level expects; None after a fault."""
    before = len(log)
    mapping = as_mapping(node, "expect", log)
    if mapping is None:
        return None
    allowed = OUTCOME_KEYS if level == "tps" else AREA_KEYS
    check_keys(mapping, allowed, "expect", log)
    if not mapping.entries:
        log.add("test-expects-nothing", mapping.position, key="expect", allowed=words(allowed))
    reader = _Reader(policy, level, log)
    found = [one for entry in mapping.entries for one in reader.read(entry)]
    return tuple(found) if len(log) == before else None


class _Reader:
    def __init__(self, policy: Policy, level: AreaLevel | Literal["tps"], log: FaultLog) -> None:
        self._policy, self._level, self._log = policy, level, log

    def read(self, entry: Entry) -> list[Expectation]:
        """What one entry expects; nothing after a fault."""
        key, node = entry.key.text, entry.value
        if key in ("rules", "not_rules"):
            return self._rules(key, node)
        if key in ("units", "equipment"):
            return self._numbers(key, node)
        value = self._value(key, node)
        return [] if value is None else [Expectation(key, value, node.position)]

    def _value(self, key: str, node: Node) -> Value | None:
        log, name = self._log, f"expect.{key}"
        if key in _WORDS:
            return read_word(node, name, _WORDS[key], log)
        if key in ("polri", "tni", "linmas"):
            return read_integer(node, name, log, 0, INT32_MAX)
        match key:
            case "covered":
                return read_boolean(node, name, log)
            case "tps_per_post":
                return read_sizes(node, name, log)
            case "labels":
                return self._labels(node)
            case "depart":
                if isinstance(node, Scalar) and node.text == NONE:
                    return NONE
                days = read_day(node, name, log)
                return None if days is None else day_text(days)
        return None  # an unknown key, which is told

    def _labels(self, node: Node) -> tuple[str, ...] | None:
        listing = as_listing(node, "expect.labels", self._log)
        if listing is None:
            return None
        known = dict.fromkeys(labels_given(self._policy))
        found = []
        for index, item in enumerate(listing.items):
            value = as_value(item, f"expect.labels[{index}]", self._log)
            if value is not None and value.text not in known:
                scope = scope_of(self._policy)
                scope.unknown("unknown-label", value.text, known, value.position, self._log)
            elif value is not None:
                found.append(value.text)
        return tuple(sorted(set(found)))

    def _rules(self, key: str, node: Node) -> list[Expectation]:
        listing = as_listing(node, f"expect.{key}", self._log)
        if listing is None:
            return []
        if not listing.items:
            self._log.add("empty-list", listing.position, key=f"expect.{key}")
        rules = {rule.id: rule for rule in self._policy.rules}
        here = [rule.id for rule in self._policy.rules if looks_at(rule, self._level)]
        allowed = words(here) or render("test-none-of-level")
        found = []
        for index, item in enumerate(listing.items):
            value = as_value(item, f"expect.{key}[{index}]", self._log)
            if value is None:
                continue
            name = value.text
            if name not in rules:
                self._log.add(
                    "test-rule-unknown",
                    value.position,
                    found=name,
                    policy=self._policy.id,
                    allowed=allowed,
                    maybe=likely_word(name, here),
                )
            elif name not in here:
                subject = (
                    render("test-subject-tps")
                    if self._level == "tps"
                    else render("test-subject-area", level=self._level)
                )
                self._log.add(
                    "test-rule-of-other-level",
                    value.position,
                    found=name,
                    level=rules[name].for_each,
                    subject=subject,
                    allowed=allowed,
                )
            else:
                found.append(Expectation(key, name, value.position))
        return found

    def _numbers(self, key: str, node: Node) -> list[Expectation]:
        mapping = as_mapping(node, f"expect.{key}", self._log)
        if mapping is None:
            return []
        scope = scope_of(self._policy)
        known = _UNIT_FORCES if key == "units" else tuple(sorted(scope.items))
        if not mapping.entries:
            allowed = words(known) or render("test-none-of-level")
            self._log.add(
                "test-expects-nothing", mapping.position, key=f"expect.{key}", allowed=allowed
            )
        if key == "units":
            check_keys(mapping, known, f"expect.{key}", self._log)
        return [one for entry in mapping.entries for one in self._number(key, entry)]

    def _number(self, key: str, entry: Entry) -> list[Expectation]:
        name, log = entry.key.text, self._log
        scope = scope_of(self._policy)
        if key == "equipment" and name not in scope.items:
            scope.unknown("unknown-item", name, scope.items, entry.key.position, log)
        value = read_integer(entry.value, f"expect.{key}.{name}", log, 0, INT32_MAX)
        place = entry.value.position
        return [] if value is None else [Expectation(f"{key}.{name}", value, place)]


def labels_given(policy: Policy) -> list[str]:
    """The labels that rules of the policy give, sorted."""
    effects = (rule.effect for rule in policy.rules)
    labels = {effect.label for effect in effects if isinstance(effect, Classify)}
    return sorted(label for label in labels if label is not None)


def scope_of(policy: Policy) -> Scope:
    """The names that the tests of a policy may use."""
    return Scope(
        units=dict(policy.units),
        items=dict(policy.items),
        attributes={one.name: one for one in policy.attributes},
        area_lists=dict(policy.area_lists),
        labels=frozenset(labels_given(policy)),
        rules=frozenset(rule.id for rule in policy.rules),
        misnamed_rules=frozenset(),
        complete=True,
        rules_complete=True,
    )


def day_text(days: int) -> str:
    """A day of departure as policies write it."""
    return f"H-{days}" if days else "H"
