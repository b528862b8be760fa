"""Conditions and effects as the policy language writes them, for telling what a change is.

Rules are those of joint.in_words: choices, booleans and tiers stand in them as words.
"""

from __future__ import annotations

from collections.abc import Sequence

from pamtps_service.policy.model import (
    ALWAYS,
    TIER_CHOICES,
    Add,
    All,
    Amount,
    AnyOf,
    Classify,
    Condition,
    Count,
    Effect,
    Equip,
    Expect,
    Guard,
    HasLabel,
    InArea,
    Limit,
    Mix,
    Move,
    Not,
    OneOf,
    Per,
    Share,
    Statement,
    Within,
)


def sizes_text(sizes: tuple[int, ...]) -> str | tuple[str, ...]:
    """As a policy's tests write them: one size, a range, or a list."""
    if len(sizes) == 1:
        return str(sizes[0])
    if len(sizes) == sizes[-1] - sizes[0] + 1:
        return f"{sizes[0]}..{sizes[-1]}"
    return tuple(str(size) for size in sizes)


def listed(words: Sequence[str]) -> str:
    """One word, or several as a list."""
    return words[0] if len(words) == 1 else f"[{', '.join(words)}]"


def joined_sizes(sizes: tuple[int, ...]) -> str:
    """Sizes in one text."""
    text = sizes_text(sizes)
    return text if isinstance(text, str) else listed(text)


# Conditions -----------------------------------------------------------------------------------


def condition_text(condition: Condition) -> str:
    """In YAML's flow style: `{access: sea}`."""
    match condition:
        case All(parts) if parts:
            entries = [condition_text(part)[1:-1] for part in parts]
            keys = [entry.partition(":")[0] for entry in entries]
            if len(set(keys)) == len(keys):
                return "{" + ", ".join(entries) + "}"
            return "{all: [" + ", ".join(condition_text(part) for part in parts) + "]}"
        case All():
            return "{}"
        case AnyOf(parts):
            return "{any: [" + ", ".join(condition_text(part) for part in parts) + "]}"
        case Not(part):
            return f"{{not: {condition_text(part)}}}"
        case Count(of, lower, upper):
            return f"{{count: {{of: {condition_text(of)}, is: {_bounds(lower, upper)}}}}}"
        case InArea(codes):
            return f"{{area: {listed(codes)}}}"
        case HasLabel(labels):
            return f"{{label: {listed(labels)}}}"
        case OneOf(attribute, values):
            return f"{{{attribute}: {listed([str(value) for value in values])}}}"
        case Within(attribute, lower, upper):
            words = TIER_CHOICES if attribute in ("submitted_tier", "risk_tier") else None
            return f"{{{attribute}: {_bounds(lower, upper, words)}}}"


def _bounds(lower: int | None, upper: int | None, words: Sequence[str] | None = None) -> str:
    def word(value: int) -> str:
        if words is None:
            return str(value)
        # `< kurang_rawan` and the like name no tier
        return words[value] if 0 <= value < len(words) else str(value)

    if lower is None:
        return "" if upper is None else f'"<= {word(upper)}"'
    if upper is not None:
        return word(lower) if lower == upper else f"{word(lower)}..{word(upper)}"
    return f'">= {word(lower)}"' if words else f'"> {lower - 1}"'


# Effects --------------------------------------------------------------------------------------


def effect_word(effect: Effect) -> str:
    """The effect as the policy language names it."""
    return type(effect).__name__.lower()


def effect_entries(effect: Effect) -> dict[str, str]:
    """The keys that the effect gives, with their values."""
    found: dict[str, object] = {}
    match effect:
        case Classify(label, tier):
            found = {"label": label, "risk_tier": None if tier is None else tier.word}
        case Guard():
            sizes = None if effect.sizes is None else joined_sizes(effect.sizes)
            found = {
                "polri": effect.polri,
                "tni": effect.tni,
                "linmas_per_tps": effect.linmas_per_tps,
                "tps_per_post": sizes,
                "within": effect.within,
                "choose": effect.choose,
            }
        case Add(polri, tni, role, per):
            found = {"polri": _amount(polri), "tni": _amount(tni), "role": role}
            found["per"] = None if per is None else per_text(per)
        case Equip(items, per):
            found = dict(items)
            found["per"] = None if per is None else per_text(per)
        case Move(transport, fallback, depart):
            day = None if depart is None else day_text(depart)
            found = {"transport": transport, "fallback": fallback, "depart": day}
        case Limit(ceilings):
            found = {force: right_text(ceiling) for force, ceiling in ceilings}
        case Mix(tni, _, _, of):
            found = {"tni": tni, "polri": _polri_text(effect)}
            found["of"] = None if of is None else condition_text(of)
        case Expect(statements):
            found = {one.quantity: statement_text(one) for one in statements}
    return {key: str(value) for key, value in found.items() if value is not None}


def _amount(amount: Amount | None) -> str | None:
    if amount is None:
        return None
    if amount.unit is None:
        return str(amount.count)
    return f"{amount.count} {amount.unit} ({amount.personnel})"


def per_text(per: Per) -> str:
    """What multiplies an amount."""
    of = "" if per.of == ALWAYS else f", of: {condition_text(per.of)}"
    return f"{{tps: {per.tps}{of}}}"


def day_text(days_before: int) -> str:
    """A day before the election, `H-3`, or `H`."""
    return f"H-{days_before}" if days_before else "H"


def mix_text(mix: Mix) -> str:
    """The bounds of TNI to Polri, and of which posts."""
    of = "" if mix.of is None else f", of: {condition_text(mix.of)}"
    return f"{{tni: {mix.tni}, polri: {_polri_text(mix)}{of}}}"


def _polri_text(mix: Mix) -> str:
    return f"{'' if mix.polri_least is None else f'{mix.polri_least}..'}{mix.polri_most}"


def right_text(right: int | Share) -> str:
    """The right side of a statement, or a ceiling."""
    if isinstance(right, int):
        return str(right)
    return f"{right.numerator}/{right.denominator} of {right.of}"


def statement_text(one: Statement) -> str:
    """Operator and right side."""
    return f'"{one.operator} {right_text(one.right)}"'
