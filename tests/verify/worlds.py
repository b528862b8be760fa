"""Small random worlds in which stronger sizes matter: guards with all kinds of size sets, units,
ceilings, claims in any order, and strengths that nest, are scarce, and cross borders."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.reference.fragments import TIERS
from tests.reference.strategies import CLAIMS, Case, heading, yaml_text
from tests.reference.world import DISTRICTS, PROVINCES, REGENCIES

Rule = dict[str, Any]


@dataclass(frozen=True)
class World:
    """A policy and a batch, and the strengths at hand."""

    case: Case
    strengths: list[dict[str, Any]]

    def __repr__(self) -> str:
        given = "\n".join(map(str, self.strengths))
        return f"{self.case!r}\n{given}"


@st.composite
def guards(draw: st.DrawFn) -> list[Rule]:
    """One guard for each tier, and sometimes one more for some areas."""
    rules = []
    for number, tier in enumerate(TIERS):
        rules.append(
            {"id": f"guard-{number}", "when": {"risk_tier": tier}, "guard": draw(effect())}
        )
    if draw(st.sampled_from([False, False, True])):
        area = draw(st.sampled_from([*PROVINCES, *REGENCIES, *DISTRICTS]))
        rules.append({"id": "guard-area", "when": {"area": area}, "guard": draw(effect())})
    return rules


@st.composite
def effect(draw: st.DrawFn) -> dict[str, Any]:
    sizes = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True))
    found: dict[str, Any] = {
        "polri": str(draw(st.sampled_from([2, 1, 3]))),
        "tps_per_post": [str(size) for size in sorted(sizes)],
    }
    for key, words in (
        ("within", ["village", "district", "regency"]),
        ("choose", ["district", "regency"]),
    ):
        word = draw(st.sampled_from([None, *words]))
        found |= {} if word is None else {key: word}
    if draw(st.sampled_from([False, False, True])):
        found["tni"] = str(draw(st.integers(1, 2)))
    return found


@st.composite
def others(draw: st.DrawFn) -> list[Rule]:
    """Linmas, units, a mix, ceilings."""
    rules: list[Rule] = []
    if draw(st.booleans()):
        rules.append({"id": "linmas", "guard": {"linmas_per_tps": str(draw(st.integers(1, 2)))}})
    for number in range(draw(st.sampled_from([0, 0, 1, 2]))):
        level = draw(st.sampled_from(["district", "regency", "province", "village", "tps"]))
        force = draw(st.sampled_from(["polri", "polri", "tni"]))
        added = {force: str(draw(st.integers(1, 4)))}
        added["role"] = draw(st.sampled_from(["supervisor", "reinforcement", "standby"]))
        rules.append({"id": f"add-{number}", "for_each": level, "add": added})
    if draw(st.sampled_from([False, False, True])):
        rules.append({"id": "mix", "for_each": "regency", "mix": {"tni": "1", "polri": "2..5"}})
    for number in range(draw(st.sampled_from([0, 0, 1, 2]))):
        rule: Rule = {"id": f"limit-{number}"}
        rule["for_each"] = draw(st.sampled_from(["regency", "province"]))
        if draw(st.booleans()):
            rule["when"] = {"area": draw(st.sampled_from([*REGENCIES, *PROVINCES]))}
        force = draw(st.sampled_from(["polri", "polri", "polri", "tni", "linmas"]))
        shares = ["1/2 of strength", "2/3 of strength", "1/1 of strength"]
        numbers = st.integers(0, 24).map(str)
        rule["limit"] = {force: draw(st.one_of(numbers, st.sampled_from(shares)))}
        rules.append(rule)
    return rules


@st.composite
def strengths(draw: st.DrawFn, needed: int) -> list[dict[str, Any]]:
    """Commands of one or several regencies (also in both provinces) or of a district, and reserves.

    Args:
        needed: about as many TPS there are; persons are in proportion.
    """
    found: list[dict[str, Any]] = []
    most = max(2, draw(st.sampled_from([needed // 4, needed // 2, needed, 2 * needed])))

    def give(command: str, area: str, covers: list[str], force: str, role: str) -> None:
        persons = draw(st.integers(0, most))
        found.append(
            {
                "command": command,
                "area": area,
                "covers": sorted(covers),
                "force": force,
                "personnel": persons,
                "role": role,
            }
        )

    for force in ("polri", "tni", "linmas"):
        if force != "polri" and draw(st.booleans()):
            continue
        free = list(REGENCIES)
        while free and draw(st.sampled_from([True, True, True, False])):
            regency = free.pop(0)
            covers = [regency]
            if free and draw(st.sampled_from([False, False, True])):
                other = draw(st.sampled_from(free))
                free.remove(other)
                covers.append(other)
            give(regency, regency, covers, force, "own")
        if draw(st.sampled_from([False, False, True])):
            district = draw(st.sampled_from(DISTRICTS))
            give(f"polres-{district}", district, [district], force, "own")
        for area in draw(st.lists(st.sampled_from([*PROVINCES, "ID"]), unique=True)):
            give(area, area, [], force, "reserve")
    if not any(one["force"] == "polri" for one in found):
        give(REGENCIES[0], REGENCIES[0], [REGENCIES[0]], "polri", "own")
    return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to five districts in two provinces."""
    policy = heading("own")
    if draw(st.sampled_from([False, False, True])):
        policy["claims"] = draw(st.permutations(CLAIMS))
    rules = [*draw(guards()), *draw(others())]
    districts = draw(st.lists(st.sampled_from(DISTRICTS), min_size=1, max_size=5, unique=True))
    rows = []
    for district in sorted(districts):
        for village in draw(st.sampled_from([["1001"], ["1001", "2001"]])):
            number = 0
            for tier in draw(st.lists(st.sampled_from(TIERS), min_size=1, max_size=2, unique=True)):
                for _ in range(draw(st.integers(1, 5))):
                    number += 1
                    rows.append(
                        {
                            "tps_code": f"{district}.{village}.{number:03}",
                            "risk_tier": tier,
                            "travel_minutes": 10,
                            "access": "road",
                        }
                    )
    case = Case({"own": yaml_text(policy | {"rules": rules})}, "own", rows)
    return World(case, draw(strengths(len(rows))))


MIDDLE_REGENCIES = [f"53.{number:02}" for number in range(1, 11)]


@st.composite
def middle_worlds(draw: st.DrawFn) -> World:
    """One province of 5 to 10 regencies with 3 to 6 districts each, and one command a regency.

    TPS and strengths come from a number that is drawn: what is drawn one by one is mostly small.
    """
    policy = heading("own")
    rules = [*draw(guards()), *draw(others())]
    chance = random.Random(draw(st.integers(0, 10**9)))
    share = chance.randint(20, 120)
    rows: list[dict[str, Any]] = []
    commands: list[dict[str, Any]] = []
    for regency in MIDDLE_REGENCIES[: chance.randint(5, 10)]:
        tiers = [
            (district, tier)
            for district in range(1, chance.randint(3, 6) + 1)
            for tier, most in (("kurang_rawan", 40), ("rawan", 9), ("sangat_rawan", 2))
            for _ in range(chance.randint(0, most))
        ]
        rows += [
            {
                "tps_code": f"{regency}.{district:02}.1001.{number:03}",
                "risk_tier": tier,
                "travel_minutes": 10,
                "access": "road",
            }
            for number, (district, tier) in enumerate(tiers, 1)
        ]
        persons = len(tiers) * share * chance.randint(80, 120) // 10000
        commands.append(_strength(regency, [regency], persons, "own"))
    reserve = len(rows) * share * chance.randint(0, 20) // 10000
    commands.append(_strength("53", [], reserve, "reserve"))
    return World(Case({"own": yaml_text(policy | {"rules": rules})}, "own", rows), commands)


def _strength(area: str, covers: list[str], persons: int, role: str) -> dict[str, Any]:
    return {
        "command": area,
        "area": area,
        "covers": covers,
        "force": "polri",
        "personnel": persons,
        "role": role,
    }
