"""Rules: from the nodes of a rule to the rule of the model, in the scope of one policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, cast, get_args

from pamtps_service.policy.conditions import Reading, Subject, read_condition
from pamtps_service.policy.cycles import cycles
from pamtps_service.policy.document import RawRule
from pamtps_service.policy.effects import LEVELS, read_effect
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import (
    ALWAYS,
    AREA_LEVELS,
    EFFECT_NAMES,
    Condition,
    Effect,
    Level,
    Rule,
    Text,
)
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import Mapping, Scalar
from pamtps_service.policy.values import (
    as_listing,
    as_text,
    check_keys,
    read_id,
    read_title,
    read_word,
    words,
)

EFFECTS: Final = tuple(LEVELS)
RULE_KEYS: Final = (
    "id",
    "title",
    "basis",
    "for_each",
    "when",
    "unless",
    "instead_of",
    *EFFECTS,
    "severity",
)
_LEVEL_WORDS: Final = cast("tuple[Level, ...]", get_args(Level))
_SEVERITIES: Final = ("error", "warning")


def labels_given(rules: Iterable[RawRule]) -> frozenset[str]:
    """The labels that `classify` rules give, before the rules are read."""
    found: set[str] = set()
    for rule in rules:
        classify = rule.node.get("classify")
        label = classify.get("label") if isinstance(classify, Mapping) else None
        if isinstance(label, Scalar):
            found.add(label.text)
    return frozenset(found)


def shown_id(raw: RawRule) -> str:
    """The rule's id as its file has it; empty where it has none."""
    return raw.id.partition("@")[0]


def read_rule(raw: RawRule, scope: Scope, log: FaultLog) -> Rule | None:
    """The rule, or None after a fault. `log` is the rule's own."""
    check_keys(raw.node, RULE_KEYS, "rule", log)
    name = _effect_name(raw, log)
    for_each = _for_each(raw, name, log)
    subject = _subject(name, for_each)
    conditions = Reading(scope, log, subject)
    when, when_read = _condition(raw.node, "when", conditions)
    unless, unless_read = _condition(raw.node, "unless", conditions)
    instead_of = _instead_of(raw, log)
    severity = _severity(raw, name, log)
    title, basis = raw.node.get("title"), raw.node.get("basis")
    text = None if title is None else read_title(title, "title", log)
    reason = None if basis is None else as_text(basis, "basis", log)
    effect = _effect(raw, name, Reading(scope, log, "tps"))
    if effect is None or for_each is None or not (when_read and unless_read):
        return None
    return Rule(
        id=raw.id,
        title=text or Text(id=raw.id, en=raw.id),
        basis=reason,
        for_each=for_each,
        when=ALWAYS if when is None else when,
        unless=unless,
        instead_of=instead_of,
        effect=effect,
        severity=severity,
        origin=raw.origin,
        position=raw.position,
    )


def _effect_name(raw: RawRule, log: FaultLog) -> str | None:
    """The key of the only effect; all of them are told where there are several."""
    given = [entry.key for entry in raw.node.entries if entry.key.text in EFFECTS]
    if not given:
        log.add("no-effect", raw.position, found=words(_keys(raw)), allowed=words(EFFECTS))
        return None
    if len(given) > 1:
        log.add("several-effects", given[1].position, found=words(key.text for key in given))
    return given[0].text


def _keys(raw: RawRule) -> list[str]:
    return [entry.key.text for entry in raw.node.entries]


def _for_each(raw: RawRule, effect: str | None, log: FaultLog) -> Level | None:
    node = raw.node.get("for_each")
    level: Level | None = "tps"
    if node is not None:
        level = cast("Level | None", read_word(node, "for_each", _LEVEL_WORDS, log))
    if level is None or effect is None:
        return level
    allowed = LEVELS[effect]
    if level not in allowed:
        place = raw.node.place(effect) if node is None else node.position
        maybe = allowed[0] if len(allowed) == 1 else ""
        code = "level-not-allowed" if node is not None else "level-missing"
        log.add(code, place, effect=effect, found=level, allowed=words(allowed), maybe=maybe)
        return None
    return level


def _subject(effect: str | None, for_each: Level | None) -> Subject:
    if effect == "classify":
        return "classify"
    # a rule whose level is missing is read as the rule for areas that its effect makes it
    allowed = LEVELS[effect] if effect else ()
    if for_each in AREA_LEVELS or (for_each is None and "tps" not in allowed and allowed):
        return "area"
    return "tps"


def _condition(node: Mapping, key: str, reading: Reading) -> tuple[Condition | None, bool]:
    """The condition, and whether it was read (or is absent)."""
    given = node.get(key)
    condition = None if given is None else read_condition(given, key, reading)
    return condition, given is None or condition is not None


def _instead_of(raw: RawRule, log: FaultLog) -> tuple[str, ...]:
    node = raw.node.get("instead_of")
    listing = None if node is None else as_listing(node, "instead_of", log)
    if listing is None:
        return ()
    if not listing.items:
        log.add("empty-list", listing.position, key="instead_of")
    ids = [read_id(item, f"instead_of[{i}]", log) for i, item in enumerate(listing.items)]
    return tuple(sorted({found for found in ids if found is not None}))


def _severity(raw: RawRule, effect: str | None, log: FaultLog) -> Literal["error", "warning"]:
    node = raw.node.get("severity")
    if node is None:
        return "error"
    if effect != "expect" and effect is not None:
        log.add("severity-without-expect", raw.node.place("severity"), found=effect)
    word = read_word(node, "severity", _SEVERITIES, log)
    return "warning" if word == "warning" else "error"


def _effect(raw: RawRule, name: str | None, reading: Reading) -> Effect | None:
    if name is None:
        return None
    result: Effect | None = None
    for effect in EFFECTS:
        node = raw.node.get(effect)
        if node is not None:  # of several effects each is read, for its own faults
            read = read_effect(effect, node, raw.pattern_order, reading)
            result = read if effect == name else result
    return result


# Between rules --------------------------------------------------------------------------------


def check_instead_of(
    rules: dict[str, Rule], raw: dict[str, RawRule], scope: Scope, logs: dict[str, FaultLog]
) -> None:
    """Every rule named in `instead_of` is one of the policy, with the same level and effect; no
    rule stands, over others, in place of itself."""
    for one in raw.values():
        rule, log = rules.get(one.id), logs[one.id]
        place = one.node.place("instead_of")
        # of a rule that cannot be read for another fault, the ids are looked at all the same
        for other_id in _instead_of(one, log) if rule is None else rule.instead_of:
            if other_id not in raw:
                known = {shown_id(other): None for other in raw.values()}
                scope.unknown("unknown-rule", other_id, known, place, log)
                continue
            other = rules.get(other_id)
            if other is None or rule is None:
                continue
            mine = f"for_each {rule.for_each}, {EFFECT_NAMES[type(rule.effect)]}"
            theirs = f"for_each {other.for_each}, {EFFECT_NAMES[type(other.effect)]}"
            if mine != theirs:
                log.add("instead-of-differs", place, other=other_id, found=theirs, allowed=mine)
    _check_cycles(rules, raw, logs)


def _check_cycles(
    rules: dict[str, Rule], raw: dict[str, RawRule], logs: dict[str, FaultLog]
) -> None:
    for cycle in cycles({rule.id: rule.instead_of for rule in rules.values()}):
        first = cycle[0]
        logs[first].add(
            "instead-of-cycle",
            raw[first].node.place("instead_of"),
            found=" → ".join((*cycle, first)),
        )
