"""Cases written by hand, one for each thing that random policies meet too seldom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import example

from tests.reference.strategies import Case

Test = TypeVar("Test", bound=Callable[..., None])
HEAD = "title: T\nissuer: I\nbasis: B\nareas: all\n"


def tps(code: str, tier: str = "kurang_rawan", **values: Any) -> dict[str, Any]:
    return {"tps_code": code, "risk_tier": tier, "travel_minutes": 0, "access": "road"} | values


ROWS = [
    tps("51.03.01.1001.001"),
    tps("51.03.01.1001.901", "rawan", travel_minutes=200),
    tps("53.11.01.2001.001", "sangat_rawan", access="sea"),
    tps("53.11.01.2001.002", "rawan", access="sea", travel_minutes=181),
    tps("53.11.02.2001.001", "kurang_rawan", travel_minutes=180),
    tps("53.15.01.1001.001", "rawan"),
]


def case(rules: str, more: str = "") -> Case:
    text = f"policy: own\n{HEAD}{more}rules:\n"
    lines = (line.strip() for line in rules.strip().splitlines())
    return Case({"own": text + "".join(f"  - {line}\n" for line in lines)}, "own", ROWS)


REPLACED_RULES_STILL_REPLACE = case(
    """
    {id: a, guard: {polri: 5, tps_per_post: 1}}
    {id: b, instead_of: [a], guard: {polri: 3, tps_per_post: 2}}
    {id: c, when: {area: 53}, instead_of: [b], guard: {polri: 2, tps_per_post: 4}}
    {id: d, unless: {area: 53.11}, instead_of: [c], guard: {polri: 1, tps_per_post: 6}}
    {id: e, for_each: regency, add: {polri: 1}}
    {id: f, for_each: regency, when: {area: 53}, instead_of: [e], add: {polri: 2}}
    {id: g, for_each: regency, when: {area: 53.15}, instead_of: [f], add: {polri: 4}}
    """
)
REPLACED_RULES_STILL_REPLACE_WHATEVER_THEIR_NAMES = case(
    """
    {id: z, guard: {polri: 5, tps_per_post: 1}}
    {id: y, instead_of: [z], guard: {polri: 3, tps_per_post: 2}}
    {id: x, when: {area: 53}, instead_of: [y], guard: {polri: 2, tps_per_post: 4}}
    {id: w, for_each: regency, add: {polri: 1}}
    {id: v, for_each: regency, instead_of: [w], add: {polri: 2}}
    {id: u, for_each: regency, when: {area: 53.15}, instead_of: [v], add: {polri: 4}}
    """
)
LABELS_WAIT_FOR_LABELS_UNDER_NOT = case(
    """
    {id: a1, when: {travel_minutes: "> 180"}, classify: {label: far}}
    {id: z1, when: {label: far, access: sea}, classify: {label: island}}
    {id: m1, unless: {label: island}, classify: {label: mainland}}
    {id: b1, when: {not: {label: mainland}}, classify: {label: zone, risk_tier: sangat_rawan}}
    {id: c1, when: {not: {not: {label: zone}}}, classify: {label: twice}}
    {id: d1, when: {any: [{label: [twice, far]}, {special_location: true}]}, guard: {polri: 2}}
    {id: e1, unless: {label: far, risk_tier: sangat_rawan}, guard: {tps_per_post: 2..4}}
    """
)
LABELS_THAT_FEED_EACH_OTHER = case(
    """
    {id: a, when: {label: y}, classify: {label: x}}
    {id: b, when: {label: x}, classify: {label: y}}
    {id: c, when: {access: sea}, classify: {label: y}}
    {id: d, unless: {label: x}, classify: {risk_tier: rawan}}
    {id: e, when: {label: z}, classify: {label: z}}
    """
)
CLASSIFY_INSTEAD_OF_CLASSIFY = case(
    """
    {id: a, when: {access: sea}, classify: {label: x}}
    {id: b, when: {submitted_tier: ">= rawan"}, classify: {label: y, risk_tier: sangat_rawan}}
    {id: c, when: {label: x}, instead_of: [b], classify: {label: w}}
    {id: d, when: {area: 53.11.01.2001}, unless: {label: w}, classify: {label: v}}
    {id: e, when: {travel_minutes: 181}, instead_of: [c], classify: {risk_tier: rawan}}
    """
)
AMOUNTS_THAT_COME_TO_NOTHING = case(
    """
    {id: a, for_each: regency, add: {polri: 2, per: {tps: 1, of: {access: sea}}}}
    {id: b, for_each: province, add: {tni: 1 regu, role: standby, per: {tps: 3}}}
    {id: c, add: {polri: 1, per: {tps: 5, of: {risk_tier: rawan}}}}
    {id: d, for_each: village, add: {polri: 1, tni: 2, per: {tps: 2}}}
    {id: e, for_each: district, when: {count: {of: {access: sea}, is: "< 1"}}, add: {polri: 1}}
    """,
    "units: {regu: 10}\n",
)
BORDERS_AND_SIZES = case(
    """
    {id: a, guard: {polri: 2, tps_per_post: 4..16}}
    {id: b, when: {access: sea}, guard: {tps_per_post: [1, 6, 10], within: regency}}
    {id: c, when: {risk_tier: rawan}, guard: {within: village, choose: regency, tni: 1}}
    {id: d, when: {area: 51}, guard: {polri: 1, choose: district, within: district}}
    {id: e, when: {special_location: true}, guard: {linmas_per_tps: 3, tps_per_post: 1}}
    {id: f, for_each: post, when: {risk_tier: rawan}, equip: {radio: 1}}
    {id: g, for_each: post, when: {access: sea}, instead_of: [f], equip: {radio: 2}}
    """,
    "items: {radio: {id: Radio, en: Radio}}\n",
)
MOVES_THAT_COMPLETE_EACH_OTHER = case(
    """
    {id: a, when: {access: sea}, move: {transport: sea}}
    {id: b, when: {travel_minutes: "> 180"}, move: {fallback: air, depart: H-3}}
    {id: c, when: {risk_tier: sangat_rawan}, move: {transport: sea, depart: H-1}}
    {id: d, when: {area: 53.15}, move: {depart: H}}
    {id: e, guard: {polri: 1, tps_per_post: 3}}
    """
)
AREAS_OF_EVERY_LEVEL = case(
    """
    {id: a, for_each: province, when: {area: some}, add: {polri: 1}}
    {id: b, for_each: regency, when: {area: some}, add: {polri: 1}}
    {id: c, for_each: district, when: {not: {area: [53.11, 51]}}, add: {polri: 1}}
    {id: d, for_each: village, when: {area: 53.11.01.2001}, add: {polri: 1}}
    {id: e, when: {area: 53.11.01}, add: {polri: 1}}
    {id: f, for_each: village, when: {all: [{area: 53}, {not: {area: some}}]}, add: {tni: 1}}
    {id: g, for_each: province, when: {area: 53}, unless: {area: some}, add: {tni: 1}}
    """,
    "area_lists: {some: {53.11: Sumba Timur, 51: Bali}}\n",
)
PATTERNS_OF_TWO_ORDERS = Case(
    {
        "own": f"policy: own\n{HEAD}extends: base\npattern_order: [polri, linmas, tps]\n"
        "units: {peleton: 40}\nrules:\n"
        "  - {id: mine, when: {area: 53}, guard: {pattern: 2-10-5 .. 2-20-10}}\n",
        "base": f"policy: base\nabstract: true\n{HEAD}pattern_order: [polri, tps, linmas]\n"
        "units: {peleton: 30}\nrules:\n"
        "  - {id: base, guard: {pattern: 2-4-8}}\n"
        "  - {id: more, for_each: province, add: {polri: 2 peleton}}\n",
    },
    "own",
    ROWS,
)
ALL = [value for value in list(globals().values()) if isinstance(value, Case)]


def also_by_hand(test: Test) -> Test:
    """Run a test of `@given(case=…)` on these cases too."""
    for one in ALL:
        test = example(case=one)(test)
    return test
