"""The eight effects of rules: what each may hold, and for what a rule may have it.

Guards are in guards.py; the others are read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, cast

from pamtps_service.policy.comparisons import (
    Compared,
    comparison_node,
    is_range,
    read_range,
    split_comparison,
    tell_likely_range,
)
from pamtps_service.policy.conditions import Reading, read_condition
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.guards import GUARD_KEYS, read_guard
from pamtps_service.policy.model import (
    ACCESS,
    ALWAYS,
    FORCES,
    INT32_MAX,
    QUANTITIES,
    ROLES,
    TIER_CHOICES,
    Add,
    Amount,
    Classify,
    Condition,
    Effect,
    Equip,
    Expect,
    Force,
    Level,
    Limit,
    Mix,
    Move,
    Per,
    Quantity,
    Role,
    Share,
    Statement,
    Tier,
)
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import Mapping, Node, Scalar
from pamtps_service.policy.values import (
    as_mapping,
    as_value,
    check_keys,
    check_number,
    check_required,
    likely_word,
    read_integer,
    read_name,
    read_word,
    whole_number,
    words,
)

_AREAS: Final[tuple[Level, ...]] = ("village", "district", "regency", "province")

LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "classify": ("tps",),
    "guard": ("tps",),
    "add": ("tps", *_AREAS),
    "mix": ("district", "regency", "province"),
    "limit": ("regency", "province"),
    "equip": ("tps", "post", *_AREAS),
    "move": ("tps",),
    "expect": _AREAS,
}
"""For what a rule may have each effect."""

EFFECT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "classify": ("label", "risk_tier"),
    "guard": GUARD_KEYS,
    "add": ("polri", "tni", "role", "per"),
    "mix": ("tni", "polri", "of"),
    "limit": FORCES,
    "equip": ("per",),
    "move": ("transport", "fallback", "depart"),
    "expect": QUANTITIES,
}
"""What each effect may hold; `equip` also the items that the policy declares."""
PER_KEYS: Final = ("tps", "of")

_SHARE: Final = re.compile(r"(\S+)/(\S+)\s+of\s+(\S+)")
MOST_DAYS: Final = 365
_FORCE_WORDS: Final = frozenset(FORCES)


def read_effect(
    name: str,
    node: Node,
    pattern_order: tuple[str, ...] | None,
    reading: Reading,
) -> Effect | None:
    """The effect of that name; None after a fault. `reading` is for conditions over TPS."""
    mapping = as_mapping(node, name, reading.log)
    if mapping is None:
        return None
    if not mapping.entries:
        reading.log.add("empty-effect", mapping.position, key=name)
        return None
    if name == "guard":
        return read_guard(mapping, pattern_order, reading.scope, reading.log)
    return _READERS[name](mapping, reading)


def _classify(mapping: Mapping, reading: Reading) -> Classify | None:
    log = reading.log
    check_keys(mapping, EFFECT_KEYS["classify"], "classify", log)
    label, tier = mapping.get("label"), mapping.get("risk_tier")
    name = None if label is None else read_name(label, "classify.label", log)
    word = None if tier is None else read_word(tier, "classify.risk_tier", TIER_CHOICES, log)
    if name is None and word is None:
        return None
    return Classify(name, None if word is None else Tier(TIER_CHOICES.index(word)))


# Amounts --------------------------------------------------------------------------------------


def _amount(node: Node, key: str, scope: Scope, log: FaultLog) -> Amount | None:
    value = as_value(node, key, log)
    if value is None:
        return None
    parts = value.text.split()
    if len(parts) > 2 or (len(parts) == 2 and whole_number(parts[0]) is None):
        log.add("invalid-amount", value.position, key=key, found=value.text)
        return None
    count = check_number(value, parts[0], key, log, 1, INT32_MAX)
    if len(parts) == 1:
        return None if count is None else Amount(count, None, count)
    unit = parts[1]
    if unit not in scope.units:
        scope.unknown("unknown-unit", unit, scope.units, value.position, log)
        return None
    scope.use("units", unit)
    strength = scope.units[unit]
    if count is None or strength is None:
        return None
    if count * strength > INT32_MAX:
        found = f"{value.text} = {count * strength}"
        log.add(
            "integer-out-of-range",
            value.position,
            key=key,
            found=found,
            lower="1",
            upper=str(INT32_MAX),
        )
        return None
    return Amount(count, unit, count * strength)


def _per(node: Node, key: str, reading: Reading) -> Per | None:
    log = reading.log
    mapping = as_mapping(node, key, log)
    if mapping is None:
        return None
    check_keys(mapping, PER_KEYS, key, log)
    check_required(mapping, ("tps",), key, log)
    tps, of = mapping.get("tps"), mapping.get("of")
    number = None if tps is None else read_integer(tps, f"{key}.tps", log, 1, INT32_MAX)
    condition: Condition | None = ALWAYS
    if of is not None:
        condition = read_condition(of, f"{key}.of", reading)
    return None if number is None or condition is None else Per(number, condition)


def _add(mapping: Mapping, reading: Reading) -> Add | None:
    log, scope = reading.log, reading.scope
    check_keys(mapping, EFFECT_KEYS["add"], "add", log)
    polri, tni = mapping.get("polri"), mapping.get("tni")
    role, per = mapping.get("role"), mapping.get("per")
    if polri is None and tni is None:
        keys = words(entry.key.text for entry in mapping.entries)
        log.add("effect-without-force", mapping.position, key="add", found=keys)
    polri_amount = None if polri is None else _amount(polri, "add.polri", scope, log)
    tni_amount = None if tni is None else _amount(tni, "add.tni", scope, log)
    word = "reinforcement" if role is None else read_word(role, "add.role", ROLES, log)
    multiplier = None if per is None else _per(per, "add.per", reading)
    if word is None or (polri_amount is None and tni_amount is None):
        return None
    return Add(polri_amount, tni_amount, cast("Role", word), multiplier)


def _equip(mapping: Mapping, reading: Reading) -> Equip | None:
    log, scope = reading.log, reading.scope
    items: dict[str, int] = {}
    per: Per | None = None
    for entry in mapping.entries:
        name = entry.key.text
        if name == "per":
            per = _per(entry.value, "equip.per", reading)
            continue
        amount = read_integer(entry.value, f"equip.{name}", log, 1, INT32_MAX)
        if name not in scope.items:
            known = {**scope.items, "per": None} if scope.items else {}
            scope.unknown("unknown-item", name, known, entry.key.position, log)
            continue
        scope.use("items", name)
        if amount is not None:
            items[name] = amount
    if all(entry.key.text == "per" for entry in mapping.entries):
        log.add("empty-effect", mapping.position, key="equip")
    return Equip(tuple(sorted(items.items())), per) if items else None


# Mix, limit, move -----------------------------------------------------------------------------


def _mix(mapping: Mapping, reading: Reading) -> Mix | None:
    log = reading.log
    check_keys(mapping, EFFECT_KEYS["mix"], "mix", log)
    check_required(mapping, ("tni", "polri"), "mix", log)
    tni, polri, of = mapping.get("tni"), mapping.get("polri"), mapping.get("of")
    share = None if tni is None else read_integer(tni, "mix.tni", log, 1, INT32_MAX)
    bounds = None if polri is None else _mix_polri(polri, log)
    condition = None if of is None else read_condition(of, "mix.of", reading)
    if share is None or bounds is None or (of is not None and condition is None):
        return None
    return Mix(share, bounds[0], bounds[1], condition)


def _mix_polri(node: Node, log: FaultLog) -> tuple[int | None, int] | None:
    value = as_value(node, "mix.polri", log)
    if value is None:
        return None

    def one(text: str) -> int | None:
        return check_number(value, text, "mix.polri", log, 1, INT32_MAX)

    if tell_likely_range(value, "mix.polri", log):
        return None
    if is_range(value):
        return read_range(value, "mix.polri", log, one)
    single = one(value.text)
    return None if single is None else (None, single)


def _share(value: Scalar, text: str, key: str, of: tuple[str, ...], log: FaultLog) -> Share | None:
    match = _SHARE.fullmatch(text)
    if match is None or match.group(3) not in of:
        log.add(
            "invalid-share",
            value.position,
            key=key,
            found=text,
            allowed=words(of),
            maybe=_likely_share(text, of),
        )
        return None
    numerator = check_number(value, match.group(1), key, log, 0, INT32_MAX)
    denominator = check_number(value, match.group(2), key, log, 1, INT32_MAX)
    if numerator is None or denominator is None:
        return None
    return Share(numerator, denominator, cast("Quantity", match.group(3)))


def _likely_share(text: str, of: tuple[str, ...]) -> str:
    """`2/3` as `2/3 of strength` where that is allowed, and the closest word for a wrong one."""
    match = re.fullmatch(r"([0-9]+/[1-9][0-9]*)(?:\s+(?:of|dari)\s+(\S+))?", text)
    if match is None:
        return ""
    word = likely_word(match.group(2) or "", of) or ("strength" if "strength" in of else "")
    return f"{match.group(1)} of {word}" if word else ""


def _limit(mapping: Mapping, reading: Reading) -> Limit | None:
    log, scope = reading.log, reading.scope
    check_keys(mapping, EFFECT_KEYS["limit"], "limit", log)
    ceilings: list[tuple[Force, int | Share]] = []
    for force in FORCES:
        node, key = mapping.get(force), f"limit.{force}"
        value = None if node is None else as_value(node, key, log)
        if value is None or scope.tell_unit(value, key, log):
            continue
        ceiling: int | Share | None
        if "/" in value.text or " " in value.text:
            ceiling = _part(value, key, log)
        else:
            ceiling = check_number(value, value.text, key, log, 0, INT32_MAX)
        if ceiling is not None:
            ceilings.append((force, ceiling))
    return Limit(tuple(ceilings)) if ceilings else None


def _part(value: Scalar, key: str, log: FaultLog) -> Share | None:
    """`A/B of strength` that is not more than the whole strength: more can never be assigned."""
    share = _share(value, value.text, key, ("strength",), log)
    if share is not None and share.numerator > share.denominator:
        maybe = f"{share.denominator}/{share.numerator} of strength"
        log.add("share-above-whole", value.position, key=key, found=value.text, maybe=maybe)
        return None
    return share


def _move(mapping: Mapping, reading: Reading) -> Move | None:
    log = reading.log
    check_keys(mapping, EFFECT_KEYS["move"], "move", log)
    words_of: dict[str, str | None] = {}
    fallback = mapping.get("fallback")
    for key in ("transport", "fallback"):
        node = mapping.get(key)
        words_of[key] = None if node is None else read_word(node, f"move.{key}", ACCESS, log)
    if fallback is not None and words_of["fallback"] == words_of["transport"] is not None:
        found = str(words_of["fallback"])
        allowed = words(word for word in ACCESS if word != found)
        log.add("fallback-is-transport", fallback.position, found=found, allowed=allowed)
    node = mapping.get("depart")
    depart = None if node is None else read_day(node, "move.depart", log)
    return Move(words_of["transport"], words_of["fallback"], depart)


def read_day(node: Node, key: str, log: FaultLog) -> int | None:
    """Days before election day, of `H` or `H-n`."""
    value = as_value(node, key, log)
    if value is None:
        return None
    match = re.fullmatch(r"H(?:-([1-9][0-9]{0,8}))?", value.text)
    days = int(match.group(1) or 0) if match else 0
    if match is None or days > MOST_DAYS:
        digits = re.search(r"[0-9]{1,3}", value.text)
        number = int(digits.group()) if digits else 0
        maybe = "" if number > MOST_DAYS else f"H-{number}" if number else "H"
        most = str(MOST_DAYS)
        log.add("invalid-day", value.position, key=key, found=value.text, most=most, maybe=maybe)
        return None
    return days


# Expect ---------------------------------------------------------------------------------------


def _expect(mapping: Mapping, reading: Reading) -> Expect | None:
    log = reading.log
    check_keys(mapping, EFFECT_KEYS["expect"], "expect", log)
    statements = []
    for quantity in QUANTITIES:
        node = mapping.get(quantity)
        statement = None if node is None else _statement(node, quantity, log)
        if statement is not None:
            statements.append(statement)
    return Expect(tuple(statements)) if statements else None


def _statement(node: Node, quantity: Quantity, log: FaultLog) -> Statement | None:
    key = f"expect.{quantity}"
    value = comparison_node(node, key, log)
    compared = None if value is None else split_comparison(value, key, log)
    if value is None or compared is None:
        return None
    right = _right_side(value, compared, quantity, key, log)
    return None if right is None else Statement(quantity, compared.operator, right)


def _right_side(
    value: Scalar, compared: Compared, quantity: Quantity, key: str, log: FaultLog
) -> int | Share | None:
    if "/" in compared.right or " " in compared.right:
        of: tuple[str, ...] = QUANTITIES
        if quantity in _FORCE_WORDS:
            of = (*QUANTITIES, "strength")
        return _share(value, compared.right, key, of, log)
    return check_number(value, compared.right, key, log)


_READERS: Final[dict[str, Callable[[Mapping, Reading], Effect | None]]] = {
    "classify": _classify,
    "add": _add,
    "mix": _mix,
    "limit": _limit,
    "equip": _equip,
    "move": _move,
    "expect": _expect,
}
