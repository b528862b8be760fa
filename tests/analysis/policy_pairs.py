"""Random pairs of policies of which one is the other changed in a rule or two, random TPS that tell
them apart, and what the reference says of each.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pamtps_service.policy.load import check_files
from pamtps_service.policy.model import Policy

from tests.reference.conditions import holds_for_tps, lies_in, station
from tests.reference.evaluator import Result, classify, evaluate
from tests.reference.fragments import INTEGERS, TIERS, VALUES
from tests.reference.reading import WholePolicy, personnel, whole_policy
from tests.reference.strategies import ASKABLE, policies
from tests.reference.world import NUMBERS, VILLAGES

Row = dict[str, Any]
ELSEWHERE = ["12.01.01.1001", "53.11.09.2001", "51.03.01.1009", "53.04.01.2001"]
"""Villages around those that conditions name."""


@dataclass(frozen=True)
class Texts:
    """Both policies as files by name without ending, and the attributes that both declare."""

    before: dict[str, str]
    after: dict[str, str]
    declared: dict[str, dict[str, Any]]

    def __repr__(self) -> str:
        lines = [f"--- before {name}\n{text}" for name, text in self.before.items()]
        return "\n".join(lines + [f"--- after {name}\n{text}" for name, text in self.after.items()])


def loaded(texts: Mapping[str, str], policy_id: str = "own") -> Policy | None:
    """The policy of some files; None where it is refused."""
    checked = check_files({f"{name}.yaml": text.encode() for name, text in texts.items()})
    return None if checked.policies is None else checked.policies.policies[policy_id]


@st.composite
def changed(draw: st.DrawFn, text: str, other: str) -> str:
    """The text with a rule left out, a rule of another text taken over, or a number or word of a
    rule changed."""
    lines = text.splitlines()
    at = [number for number, line in enumerate(lines) if line.startswith("  - ")]
    theirs = [line for line in other.splitlines() if line.startswith("  - ")]
    kind = draw(st.sampled_from(["number", "word", "drop", "add", "replace"]))
    place = draw(st.sampled_from(at)) if at else 0
    if kind == "drop" and len(at) > 1:
        del lines[place]
    elif kind in ("add", "replace") and theirs and at:
        line = draw(st.sampled_from(theirs))
        if kind == "add":
            lines.insert(place, re.sub(r"id: [\w-]+", "id: taken-over", line, count=1))
        else:
            own = re.search(r"id: [\w-]+", lines[place])
            assert own is not None
            lines[place] = re.sub(r"id: [\w-]+", own.group(), line, count=1)
    elif at:
        found = r"(?<![\w.-])[0-9]+(?![\w.-])" if kind == "number" else "|".join(TIERS)
        spots = list(re.finditer(found, lines[place]))
        if spots:
            spot = draw(st.sampled_from(spots))
            words = ["0", "1", "2", "3", "61", "180"] if kind == "number" else TIERS
            word = draw(st.sampled_from(words))
            lines[place] = lines[place][: spot.start()] + word + lines[place][spot.end() :]
    return "\n".join(lines) + "\n"


@st.composite
def pairs(draw: st.DrawFn) -> Texts:
    """Two policies that the service accepts."""
    before, _, declared = draw(policies())
    other, _, _ = draw(policies())
    text = before["own"]
    for _ in range(draw(st.integers(1, 2))):
        text = draw(changed(text, other["own"]))
    after = {**before, "own": text}
    assume(loaded(after) is not None)
    return Texts(before, after, declared)


def grid(texts: Texts, number: int, seed: int) -> list[Row]:
    """TPS around every constant of both policies: `number` of them, each with every attribute."""
    words = " ".join([*texts.before.values(), *texts.after.values()])
    constants = {int(one) for one in re.findall(r"(?<![\w.])-?[0-9]{1,4}(?![\w.])", words)}
    around = sorted({one + step for one in constants for step in (-1, 0, 1)})
    chance = random.Random(seed)
    rows = []
    for _ in range(number):
        village = chance.choice([*VILLAGES, *VILLAGES, *ELSEWHERE])
        row: Row = {
            "tps_code": f"{village}.{chance.choice(NUMBERS)}",
            "risk_tier": chance.choice(TIERS),
        }
        for name in dict.fromkeys([*ASKABLE, *texts.declared]):
            if name not in INTEGERS:
                row[name] = chance.choice(VALUES[name])
            elif name == "distance":
                row[name] = str(chance.choice(around))
            else:
                row[name] = max(0, chance.choice(around))
        rows.append(row)
    return list({row["tps_code"]: row for row in rows}.values())


def as_texts(row: Row) -> dict[str, str]:
    """A row as Region.contains takes it."""
    texts = {name: str(value) for name, value in row.items() if name != "risk_tier"}
    return {**texts, "submitted_tier": row["risk_tier"]}


# What the reference says ----------------------------------------------------------------------


class Reference:
    """Answers of one policy for some TPS, by family of rules."""

    def __init__(self, texts: dict[str, str], rows: list[Row], policy_id: str = "own") -> None:
        self.policy: WholePolicy = whole_policy(texts, policy_id)
        self.result: Result = evaluate(texts, policy_id, rows)
        self._rows = {row["tps_code"]: row for row in rows}

    def rules(self, code: str, family: str = "") -> set[str]:
        """Ids of the rules for TPS and posts that match; of one family where it is given."""
        found = set(self.result.tps[code].rules)
        return {one for one in found if not family or family in family_names(self.policy, one)}

    def answer(self, code: str, family: str) -> object:
        """What follows for a TPS."""
        found = self.result.tps[code]
        match family.partition(" ")[0]:
            case "classes":
                return found.labels, found.tier
            case "guards":
                need = found.requirement
                if not need.covered:
                    return False, need.linmas_per_tps
                numbers = (need.sizes, need.polri, need.tni, need.within, need.choose)
                return True, need.linmas_per_tps, numbers
            case "movement":
                return self._movement(code)
            case "units":
                return self._units(code)
        return self._equipment(code, family.partition(" ")[2])

    def _movement(self, code: str) -> object:
        moves = [self.policy.rules[rule].get("move") for rule in self.rules(code)]
        given = [move for move in moves if move is not None]
        movement = self.result.tps[code].requirement.movement
        if movement is None:
            return None
        words = [frozenset(m[key] for m in given if key in m) for key in ("transport", "fallback")]
        return (*words, movement.depart)

    def effects(self, area: tuple[str, str]) -> list[str]:
        """What the rules that match an area, given by level and code, say; of those that count TPS
        where there are none, nothing."""
        words = ("add", "mix", "limit", "equip", "expect", "severity")
        inside = [code for code in self._rows if lies_in(code, area[1])]
        found = []
        for rule in (self.policy.rules[name] for name in self.result.areas[area].rules):
            counted = [rule.get(key, {}).get("per") for key in ("add", "equip")]
            counted += [mix for mix in (rule.get("mix"),) if mix and "of" in mix]
            if all(any(self._counted(code, one) for code in inside) for one in counted if one):
                found.append(json.dumps({key: rule[key] for key in words if key in rule}))
        return sorted(found)

    def _counted(self, code: str, per: dict[str, Any]) -> bool:
        tps = station(self._rows[code], self.policy)
        classify(tps, self.policy)
        return holds_for_tps(per.get("of", {}), tps, self.policy)

    def _units(self, code: str) -> object:
        sums: dict[tuple[str, str], int] = {}
        for rule in self.rules(code):
            add = self.policy.rules[rule].get("add")
            if add is None or ("per" in add and not self._counted(code, add["per"])):
                continue
            for force in ("polri", "tni"):
                if force in add:
                    key = (force, add.get("role", "reinforcement"))
                    sums[key] = sums.get(key, 0) + personnel(add[force], self.policy.units)[0]
        return frozenset((key, value) for key, value in sums.items() if value)

    def _equipment(self, code: str, item: str) -> object:
        sums: dict[object, int] = {}
        matching = self.rules(code)
        for name, rule in self.policy.rules.items():
            level, equip = rule.get("for_each", "tps"), rule.get("equip")
            if equip is None or item not in equip or level not in ("tps", "post"):
                continue
            matches = name in matching
            per = equip.get("per")
            counted = per is None or self._counted(code, per)
            key: object = (level, None)
            if level == "tps":
                if not (matches and counted):
                    continue
            elif per is not None:
                if not matches and not counted:
                    continue
                key = (level, int(per["tps"]), matches, counted)
            elif not matches:
                continue
            sums[key] = sums.get(key, 0) + int(equip[item])
        return frozenset((key, value) for key, value in sums.items() if value)


def family_names(policy: WholePolicy, rule_id: str) -> set[str]:
    """The families that a rule belongs to; none of a rule for areas."""
    rule = policy.rules[rule_id]
    if rule.get("for_each", "tps") not in ("tps", "post"):
        return set()
    names = {"classify": "classes", "guard": "guards", "move": "movement", "add": "units"}
    items = {f"equipment {item}" for item in rule.get("equip", {}) if item != "per"}
    return items | {name for effect, name in names.items() if effect in rule}


def families(*references: Reference) -> list[str]:
    """Every family of rules that a policy has."""
    found: set[str] = set()
    for one in references:
        found = found.union(*(family_names(one.policy, rule) for rule in one.policy.rules))
    return sorted(found)
