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
LEVEL_WORDS: Final = cast("tuple[Level, ...]", get_args(Level))
SEVERITIES: Final = ("error", "warning")


def labels_given(rules: Iterable[RawRule]) -> frozenset[str]:
    """The labels that `classify` rules give, before the rules are read."""
    found: set[str] = set()
    for rule in rules:
        classify = rule.node.get("classify")
        label = classify.get("label") if isinstance(classify, Mapping) else None
        if isinstance(label, Scalar):
            found.add(label.text)
    return frozenset(found)


def read_rule(
    raw: RawRule, instead_of: tuple[str, ...], scope: Scope, log: FaultLog
) -> Rule | None:
    """The rule, or None after a fault. `log` is the rule's own; `instead_of` is what
    read_instead_of found."""
    check_keys(raw.node, RULE_KEYS, "rule", log)
    name = _effect_name(raw, log)
    for_each = _for_each(raw, name, log)
    subject = _subject(name, for_each)
    # what a policy inherits may speak of areas that only others have
    areas = scope.areas if raw.origin == scope.policy else ()
    conditions = Reading(scope, log, subject, for_each, areas)
    when, when_read = _condition(raw.node, "when", conditions)
    unless, unless_read = _condition(raw.node, "unless", conditions)
    severity = _severity(raw, name, log)
    title, basis = raw.node.get("title"), raw.node.get("basis")
    text = None if title is None else read_title(title, "title", log)
    reason = None if basis is None else as_text(basis, "basis", log)
    effect = _effect(raw, name, conditions.of_tps())
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
        level = cast("Level | None", read_word(node, "for_each", LEVEL_WORDS, log))
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


def _severity(raw: RawRule, effect: str | None, log: FaultLog) -> Literal["error", "warning"]:
    node = raw.node.get("severity")
    if node is None:
        return "error"
    if effect != "expect" and effect is not None:
        log.add("severity-without-expect", raw.node.place("severity"), found=effect)
    word = read_word(node, "severity", SEVERITIES, log)
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


def read_instead_of(raw: RawRule, scope: Scope, log: FaultLog) -> tuple[str, ...]:
    """The ids of rules of the policy that the rule stands in place of, sorted; others are told."""
    node = raw.node.get("instead_of")
    listing = None if node is None else as_listing(node, "instead_of", log)
    if listing is None:
        return ()
    if not listing.items:
        log.add("empty-list", listing.position, key="instead_of")
    found: set[str] = set()
    for index, item in enumerate(listing.items):
        other = read_id(item, f"instead_of[{index}]", log)
        if other in scope.rules:
            found.add(other)
        elif other is not None and other not in scope.misnamed_rules:
            others = dict.fromkeys(scope.rules - {raw.id})
            scope.unknown("unknown-rule", other, others, item.position, log)
    return tuple(sorted(found))


def check_instead_of(
    raw: dict[str, RawRule], instead_of: dict[str, tuple[str, ...]], logs: dict[str, FaultLog]
) -> None:
    """Every rule named in `instead_of` has the same level and effect; no rule stands, over others,
    in place of itself. Rules are looked at as they stand in the file, so that nothing else that is
    wrong with one hides this. `instead_of` has all rules, and names only rules."""
    kinds = {rule: _kind(one) for rule, one in raw.items()}
    for rule, others in instead_of.items():
        for other in others:
            mine, theirs = kinds[rule], kinds[other]
            if mine and theirs and mine != theirs:
                place = raw[rule].node.place("instead_of")
                logs[rule].add("instead-of-differs", place, other=other, found=theirs, allowed=mine)
    for cycle in cycles(instead_of):
        place = raw[cycle[0]].node.place("instead_of")
        logs[cycle[0]].add("instead-of-cycle", place, found=" → ".join((*cycle, cycle[0])))


def _kind(raw: RawRule) -> str:
    """Level and effect of the rule in words, where its file says both in one way; else empty."""
    effects = [key for key in _keys(raw) if key in EFFECTS]
    node = raw.node.get("for_each")
    word = node.text if isinstance(node, Scalar) else "tps" if node is None else ""
    if len(effects) != 1 or word not in LEVELS[effects[0]]:
        return ""
    return f"for_each {word}, {effects[0]}"
