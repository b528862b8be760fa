"""Random conditions and effects of the policy language, as the values that YAML would hold.

Built to shrink: the first choice of every list is the plainest, and what is not drawn is left out.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.reference.world import EVERYWHERE, REGENCY_NAMES

TIERS = ["kurang_rawan", "rawan", "sangat_rawan"]
TRANSPORTS = ["road", "foot", "sea", "air"]
COMPARISONS = ["<", "<=", ">", ">="]
COUNTS = [f"{sign} {number}" for sign in COMPARISONS for number in range(5)][1:]
"""Without `< 0`, which no count is."""
INTEGER_CONSTANTS = [0, 1, 60, 180, 181, -5]
UNITS = {"regu": "10", "peleton": "30"}
ITEMS = {"radio": {"id": "Radio genggam", "en": "Hand-held radio"}, "boat": {"id": "P", "en": "B"}}
AREA_LISTS: dict[str, Any] = {
    "remote-list": {code: REGENCY_NAMES[code] for code in ("53.11", "51.03")},
    "east": {"53": REGENCY_NAMES["53"]},
}
DECLARED: dict[str, dict[str, Any]] = {
    "conflict_history": {"type": "boolean"},
    "signal": {"type": "choice", "of": ["none", "radio", "mobile"]},
    "distance": {"type": "integer"},
    "sector": {"type": "code"},
}
VALUES: dict[str, list[str]] = {
    "conflict_history": ["false", "true"],
    "signal": ["none", "radio", "mobile"],
    "sector": ["A1", "no", "012"],
    "access": TRANSPORTS,
    "submitted_tier": TIERS,
    "risk_tier": TIERS,
    "special_location": ["false", "true"],
}
"""Of the attributes that are no integers."""
COUNTED = ["registered_voters", "travel_minutes"]
INTEGERS = [*COUNTED, "distance"]
ORDERS = [["polri", "tps", "linmas"], ["polri", "linmas", "tps"]]
MOST_SIZE = 6


# Conditions -----------------------------------------------------------------------------------


def one_or_several(words: list[str]) -> st.SearchStrategy[Any]:
    """One of the words, or a list of some."""
    several = st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True)
    return st.sampled_from(words) | several


@st.composite
def integer_wanted(draw: st.DrawFn, name: str) -> Any:
    """Equality, a list, a comparison or a range; what is counted is never below 0."""
    possible = [one for one in INTEGER_CONSTANTS if one >= 0 or name not in COUNTED]
    constants = st.sampled_from(possible)
    kind = draw(st.sampled_from(["comparison", "equal", "list", "range"]))
    if kind == "comparison":
        comparisons = [f"{sign} {one}" for sign in COMPARISONS for one in possible]
        never = "< 0" if name in COUNTED else ""
        return draw(st.sampled_from([one for one in comparisons if one != never]))
    if kind == "equal":
        return str(draw(constants))
    if kind == "list":
        return [str(one) for one in draw(st.lists(constants, min_size=1, max_size=3, unique=True))]
    least, most = sorted([draw(constants), draw(constants)])
    return f"{least}..{most}"


def attribute_wanted(name: str) -> st.SearchStrategy[Any]:
    if name in INTEGERS:
        return integer_wanted(name)
    words = one_or_several(VALUES[name])
    if name != "risk_tier":
        return words
    ranges = st.sampled_from(["kurang_rawan..rawan", "rawan..sangat_rawan"])
    possible = [f"{sign} {tier}" for sign in COMPARISONS for tier in TIERS]
    possible = [one for one in possible if one not in ("< kurang_rawan", "> sangat_rawan")]
    return words | st.sampled_from(possible) | ranges


@st.composite
def tps_condition(
    draw: st.DrawFn,
    attributes: list[str],
    asked: list[str],
    settled: list[str],
    depth: int = 2,
) -> dict[str, Any]:
    """A condition on TPS: labels of `asked` may stand anywhere but under `not`, `settled` there."""
    condition: dict[str, Any] = {}
    forms = ["attribute", "attribute", "area"] + (["label"] if asked else [])
    forms += ["any", "all", "not"] if depth > 0 else []
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        form = draw(st.sampled_from(forms))
        if form == "attribute":
            name = draw(st.sampled_from(attributes))
            condition[name] = draw(attribute_wanted(name))
        elif form == "area":
            condition["area"] = draw(one_or_several([*AREA_LISTS, *EVERYWHERE]))
        elif form == "label":
            condition["label"] = draw(one_or_several(asked))
        elif form == "not":
            condition["not"] = draw(tps_condition(attributes, settled, settled, depth - 1))
        else:
            parts = tps_condition(attributes, asked, settled, depth - 1)
            condition[form] = draw(st.lists(parts, min_size=1, max_size=3))
    return condition


@st.composite
def area_condition(
    draw: st.DrawFn, attributes: list[str], labels: list[str], depth: int = 2
) -> dict[str, Any]:
    """A condition of a rule for areas."""
    condition: dict[str, Any] = {}
    forms = ["area", "count", "count"] + (["any", "all", "not"] if depth > 0 else [])
    for _ in range(draw(st.sampled_from([1, 1, 2]))):
        form = draw(st.sampled_from(forms))
        if form == "area":
            condition["area"] = draw(one_or_several([*AREA_LISTS, *EVERYWHERE]))
        elif form == "count":
            condition["count"] = {
                "of": draw(tps_condition(attributes, labels, labels, 1)),
                "is": draw(st.sampled_from(COUNTS)),
            }
        elif form == "not":
            condition["not"] = draw(area_condition(attributes, labels, depth - 1))
        else:
            parts = area_condition(attributes, labels, depth - 1)
            condition[form] = draw(st.lists(parts, min_size=1, max_size=2))
    return condition


# Effects --------------------------------------------------------------------------------------


@st.composite
def size_set(draw: st.DrawFn) -> Any:
    least = draw(st.integers(1, MOST_SIZE))
    kind = draw(st.sampled_from(["number", "range", "list"]))
    if kind == "number":
        return str(least)
    if kind == "range":
        return f"{least}..{draw(st.integers(least, MOST_SIZE))}"
    several = st.lists(st.integers(1, MOST_SIZE), min_size=1, max_size=3, unique=True)
    return [str(size) for size in sorted(draw(several))]


@st.composite
def guard(draw: st.DrawFn, order: list[str]) -> dict[str, Any]:
    effect: dict[str, Any] = {}
    polri, each = str(draw(st.integers(1, 3))), draw(st.integers(1, 2))
    kind = draw(st.sampled_from(["plain", "plain", "plain", "pattern", "linmas"]))
    if kind == "pattern":
        ends = sorted([draw(st.integers(1, MOST_SIZE)), draw(st.integers(1, MOST_SIZE))])
        texts = []
        for tps in ends:
            numbers = {"polri": polri, "tps": str(tps), "linmas": str(tps * each)}
            texts.append("-".join(numbers[word] for word in order))
        effect["pattern"] = texts[0] if ends[0] == ends[1] else " .. ".join(texts)
    elif kind == "linmas":
        effect["linmas_per_tps"] = str(each)
    else:
        keys = draw(
            st.sampled_from([("polri", "sizes"), ("polri", "sizes"), ("polri",), ("sizes",)])
        )
        if "polri" in keys:
            effect["polri"] = polri
        if "sizes" in keys:
            effect["tps_per_post"] = draw(size_set())
    if draw(st.sampled_from([False, False, False, True])):
        effect["tni"] = str(draw(st.integers(1, 2)))
    within = draw(st.sampled_from([None, None, "village", "district", "regency"]))
    choose = draw(st.sampled_from([None, None, "district", "regency"]))
    effect |= {} if within is None else {"within": within}
    effect |= {} if choose is None else {"choose": choose}
    return effect


def amounts() -> st.SearchStrategy[str]:
    persons = st.integers(1, 4).map(str)
    return persons | st.builds(lambda n, unit: f"{n} {unit}", persons, st.sampled_from([*UNITS]))


@st.composite
def per(draw: st.DrawFn, attributes: list[str], labels: list[str]) -> dict[str, Any]:
    effect: dict[str, Any] = {"tps": str(draw(st.integers(1, 4)))}
    if draw(st.booleans()):
        effect["of"] = draw(tps_condition(attributes, labels, labels, 1))
    return effect


@st.composite
def add(draw: st.DrawFn, attributes: list[str], labels: list[str]) -> dict[str, Any]:
    effect: dict[str, Any] = {}
    for force in draw(st.sampled_from([["polri"], ["tni"], ["polri", "tni"]])):
        effect[force] = draw(amounts())
    role = draw(st.sampled_from([None, "supervisor", "reinforcement", "standby"]))
    effect |= {} if role is None else {"role": role}
    if draw(st.booleans()):
        effect["per"] = draw(per(attributes, labels))
    return effect


@st.composite
def mix(draw: st.DrawFn, attributes: list[str], labels: list[str]) -> dict[str, Any]:
    most = draw(st.integers(1, 10))
    least = draw(st.integers(1, most))
    polri = draw(st.sampled_from([str(most), f"{least}..{most}"]))
    effect: dict[str, Any] = {"tni": str(draw(st.integers(1, 3))), "polri": polri}
    if draw(st.booleans()):
        effect["of"] = draw(tps_condition(attributes, labels, labels, 1))
    return effect


@st.composite
def limit(draw: st.DrawFn) -> dict[str, Any]:
    force = draw(st.sampled_from(["polri", "tni", "linmas"]))
    return {force: draw(st.sampled_from(["20", "0", "3", "1/2 of strength", "2/3 of strength"]))}


@st.composite
def expect(draw: st.DrawFn) -> dict[str, Any]:
    quantity = draw(st.sampled_from(["polri", "tni", "linmas", "polri_short", "posts", "tps"]))
    right = draw(st.sampled_from(["0", "4", "1/2 of tps", "1/10 of polri"]))
    return {quantity: f"{draw(st.sampled_from(COMPARISONS))} {right}"}


@st.composite
def equip(draw: st.DrawFn, attributes: list[str], labels: list[str]) -> dict[str, Any]:
    effect: dict[str, Any] = {draw(st.sampled_from([*ITEMS])): str(draw(st.integers(1, 3)))}
    if draw(st.booleans()):
        effect["per"] = draw(per(attributes, labels))
    return effect


AREA_LEVELS_OF: dict[str, list[str]] = {
    "add": ["tps", "village", "district", "regency", "province"],
    "mix": ["district", "regency", "province"],
    "limit": ["regency", "province"],
    "equip": ["tps", "post", "village", "district", "regency", "province"],
    "expect": ["village", "district", "regency", "province"],
}
"""Levels for which an effect may be stated, where there are several."""
