"""Witnesses of findings, put to the reference evaluator."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pamtps_service.analysis.findings import Finding, Witness

from tests.analysis.grid import COUNTED, entries
from tests.analysis.oracle import HARDER, Brute, deciders, guards
from tests.analysis.oracle_areas import bounds, satisfiable
from tests.reference.conditions import STANDARD_TYPES, lies_in_any
from tests.reference.evaluator import LEVELS, Result, TpsResult, evaluate_whole
from tests.reference.reading import TIERS, sizes

Facts = Mapping[str, str]
ORDERED: dict[str, tuple[str, Callable[[str], int]]] = {
    "higher-tier-weaker": ("submitted_tier", TIERS.index),
    "harder-access-weaker": ("access", HARDER.index),
    "longer-travel-weaker": ("travel_minutes", int),
}


def row_of(facts: Facts, number: int = 1, around: str = "") -> dict[str, Any]:
    """A TPS with these facts; where they name no village, in one of their area, or of `around`."""
    area = facts.get("area", around).split(".")
    village = [*area, *["01", "01", "2999"][len(area) - 1 :]] if len(area) < 4 else area
    row: dict[str, Any] = dict(facts)
    special = row.pop("special_location", "false") == "true"
    row.pop("area", None)
    row["tps_code"] = f"{'.'.join(village)}.{number + 900 * special:03}"
    row["risk_tier"] = row.pop("submitted_tier")
    return row


def rows_of_area(held: Witness) -> list[dict[str, Any]]:
    """The TPS of an area of a witness."""
    numbers = itertools.count(1)
    return [
        row_of(facts, next(numbers), held.area) for count, facts in held.holds for _ in range(count)
    ]


@dataclass(frozen=True)
class Judge:
    """The reference evaluator over one policy."""

    looked: Brute

    def tps(self, facts: Facts) -> TpsResult:
        return next(iter(self.whole([row_of(facts)]).tps.values()))

    def whole(self, rows: list[dict[str, Any]]) -> Result:
        return evaluate_whole(self.looked.policy, rows)

    def area_rules(self, level: str, code: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
        return self.whole(rows).areas[level, code].rules

    # What stands in `expect`

    def meets(self, one: Witness) -> None:
        """Assert all that the witness expects."""
        if one.tps is None:
            rules = self.area_rules(level_of(one), one.area, rows_of_area(one))
            assert set(one.expect) <= {"rules", "not_rules"}
        else:
            found = self.tps(one.tps)
            rules = found.rules
            self._numbers(one, found)
        assert set(one.expect.get("rules", ())) <= set(rules), one
        assert not set(one.expect.get("not_rules", ())) & set(rules), one

    def _numbers(self, one: Witness, found: TpsResult) -> None:
        need = found.requirement
        given = {
            "covered": "true" if need.covered else "false",
            "polri": str(need.polri),
            "tni": str(need.tni),
            "linmas": str(need.linmas_per_tps),
        }
        for key, value in one.expect.items():
            if key == "tps_per_post":
                text = list(value) if isinstance(value, tuple) else value
                assert sizes(text) == set(need.sizes or ()), one
            elif key not in ("rules", "not_rules"):
                assert given[key] == value, one

    # What the finding says

    def shows(self, found: Finding) -> None:
        """Assert that the first witness is what the finding says."""
        check = {
            "uncovered": self._uncovered,
            "transports-differ": self._contradicts,
            "fallbacks-differ": self._contradicts,
            "transport-is-fallback": self._no_fallback,
            "always-replaced": self._replaced,
            "without-effect": self._together,
            "overlap": self._overlap,
            "mix-unsatisfiable": self._no_number,
            **dict.fromkeys(ORDERED, self._weaker),
        }[found.code]
        check(found)

    def _uncovered(self, found: Finding) -> None:
        assert not self.tps(facts_of(found)).covered

    def _contradicts(self, found: Finding) -> None:
        whole = self.whole([row_of(facts_of(found))])
        assert found.code in {f"{conflict.key}s-differ" for conflict in whole.conflicts}

    def _no_fallback(self, found: Finding) -> None:
        matching = self.tps(facts_of(found)).rules
        moves = [self.looked.policy.rules[rule].get("move", {}) for rule in matching]
        pairs = itertools.product(moves, repeat=2)
        assert any("transport" in a and a["transport"] == b.get("fallback") for a, b in pairs)

    def _replaced(self, found: Finding) -> None:
        """One of the rules that stand instead of it matches, or is itself replaced."""
        assert found.others
        for other in found.others:
            assert found.rules[0] in self.looked.policy.rules[other]["instead_of"]

    def _together(self, found: Finding) -> None:
        one = found.witness[0]
        if one.tps is None:
            matching = self.area_rules(level_of(one), one.area, rows_of_area(one))
        else:
            matching = self.tps(one.tps).rules
        assert set(found.rules) <= set(matching)

    def _overlap(self, found: Finding) -> None:
        """Both match, and of each key that both give the right one is said to decide."""
        self._together(found)
        one, two = found.rules
        told = [
            f"{key}: they differ"
            if not which
            else f"{key}: `{which[0]}`"
            if len(which) == 1
            else f"{key}: both"
            for key, which in deciders(one, two, self.looked.policy).items()
        ]
        assert all(words in found.message.en for words in told), found.message.en

    def _weaker(self, found: Finding) -> None:
        weaker, stronger = (one.tps for one in found.witness)
        assert weaker is not None
        assert stronger is not None
        name, rank = ORDERED[found.code]
        assert {key for key in weaker if weaker[key] != stronger[key]} == {name}
        assert rank(stronger[name]) < rank(weaker[name])
        less, more = (self.tps(facts).requirement for facts in (weaker, stronger))
        assert less.covered
        assert more.covered
        fewer, many = (guards(need, found.quantity) for need in (less, more))
        assert fewer < many
        assert f"{_text(fewer)} against {_text(many)}" in found.message.en
        assert f"{_text(fewer)} dibanding {_text(many)}" in found.message.id

    def _no_number(self, found: Finding) -> None:
        self._together(found)
        mixes = tuple(bounds(self.looked.policy.rules[rule]["mix"]) for rule in found.rules)
        least = next(polri for polri in range(10, 301) if not satisfiable(mixes, polri))
        assert f"with {least} Polri " in found.message.en

    # Whether there is none smaller

    def is_smallest(self, found: Finding) -> None:
        """Assert that no TPS of the grid that the finding speaks of comes before the witness, or
        that the area shows nothing with a TPS less."""
        one = found.witness[0]
        if one.tps is None:
            self._needs_every_tps(found)
            return
        region = found.region
        assert region is not None
        inside = [
            row
            for row in self.looked.rows
            if region.contains({**row, "submitted_tier": row["risk_tier"]})
        ]
        own = row_of(one.tps)
        lowest = min((TIERS.index(row["risk_tier"]) for row in inside), default=0)
        assert TIERS.index(own["risk_tier"]) == lowest
        same = [row for row in inside if row["risk_tier"] == own["risk_tier"]]
        assert all(own["tps_code"][:5] <= row["tps_code"][:5] for row in same)
        where = self._place(own["tps_code"])
        here = [row for row in same if self._place(row["tps_code"]) == where]
        names = [name for name in sorted({*own, "special_location"}) if self._ranked(name)]
        if here:
            assert min(self._ranks(row, names) for row in here) >= self._ranks(own, names)

    def _ranked(self, name: str) -> bool:
        """Attributes whose smallest value is plain: none that may be below 0, and no codes."""
        kind = STANDARD_TYPES.get(name) or self.looked.policy.attributes.get(name, {}).get("type")
        return name in COUNTED or (kind in ("choice", "boolean"))

    def _ranks(self, row: dict[str, Any], names: list[str]) -> list[int]:
        found = []
        for name in names:
            if name == "special_location":  # which the code of a TPS says
                found.append(int(row["tps_code"][-3:] >= "901"))
                continue
            choices = {"access": list(HARDER)}.get(name)
            declared = self.looked.policy.attributes.get(name, {})
            choices = choices or declared.get("of", ["false", "true"])
            found.append(int(row[name]) if name in COUNTED else choices.index(row[name]))
        return found

    def _place(self, code: str) -> tuple[bool, ...]:
        """Which of the areas that conditions name it lies in."""
        words = sorted({w for n, w in entries(self.looked.policy.rules.values()) if n == "area"})
        return tuple(lies_in_any(code, word, self.looked.policy) for word in words)

    def _needs_every_tps(self, found: Finding) -> None:
        one = found.witness[0]
        wanted = set(one.expect.get("rules", ()))
        for fewer in _one_less(rows_of_area(one)):
            matching = set(self.area_rules(level_of(one), one.area, fewer))
            if found.code == "mix-unsatisfiable" and wanted <= self._of_all_posts():
                # they bind together, so with another beside them it is another finding
                assert matching & self._of_all_posts() != wanted, one
            else:
                assert not wanted or not wanted <= matching, one

    def _of_all_posts(self) -> set[str]:
        """The rules that mix the forces of all posts of an area."""
        rules = self.looked.policy.rules
        return {rule for rule, given in rules.items() if "of" not in given.get("mix", {"of": ""})}


def _one_less(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for at in range(len(rows)):
        if len(rows) > 1:
            yield rows[:at] + rows[at + 1 :]


def level_of(one: Witness) -> str:
    return LEVELS[::-1][one.area.count(".")]


def facts_of(found: Finding) -> Facts:
    facts = found.witness[0].tps
    assert facts is not None
    return facts


def _text(value: Fraction) -> str:
    return str(value)
