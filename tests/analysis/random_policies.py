"""Small random policies by number, with the faults that the analysis is there to find.

Few attributes, constants and areas, so that a grid holds every TPS that matters; rules are copied,
narrowed, made impossible and made to stand instead of each other more often than officers would.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from tests.analysis.grid import rows_of
from tests.reference.fragments import AREA_LISTS, DECLARED, ITEMS, TIERS, TRANSPORTS, UNITS, VALUES
from tests.reference.reading import WholePolicy, as_list
from tests.reference.strategies import heading, yaml_text
from tests.reference.world import VILLAGES

Rule = dict[str, Any]
MOST_ROWS = 420
"""TPS of a grid."""
PLACES = ["53", "53.11", "53.15", "51.03", "53.11.01", VILLAGES[0], *AREA_LISTS]
SCOPES: list[Any] = ["all", "all", ["53"], ["51", "53.11"]]
SIZES: list[Any] = ["1", "2", "4", "4..16", "2..4", ["4", "8"], ["1", "3", "6"]]
DAYS = ["H", "H-1", "H-3"]
NEVER: dict[str, Any] = {"all": [{"submitted_tier": "rawan"}, {"submitted_tier": "sangat_rawan"}]}


def random_policy(seed: int) -> dict[str, str]:
    """Texts of a policy `own`, small enough for brute force."""
    rng = random.Random(seed)
    while True:
        made = _Maker(rng).policy()
        rules = {rule["id"]: rule for rule in made["rules"]}
        lists = {name: list(areas) for name, areas in AREA_LISTS.items()}
        whole = WholePolicy({}, made.get("attributes", {}), lists, [], rules)
        if rules and 0 < len(rows_of(whole, as_list(made["areas"]))) <= MOST_ROWS:
            return {"own": yaml_text(made)}


@dataclass
class _Maker:
    rng: random.Random
    attributes: dict[str, list[str]] = field(default_factory=dict)
    """Texts that conditions compare each attribute to."""
    labels: list[str] = field(default_factory=list)
    counted: list[dict[str, Any]] = field(default_factory=list)

    def policy(self) -> dict[str, Any]:
        rng = self.rng
        declared = self._choose_attributes()
        self.areas = rng.sample(PLACES, rng.choice([0, 1, 2, 2]))
        rules = [self.classify(n) for n in range(rng.choice([0, 0, 1, 2]))]
        self.attributes["risk_tier"] = [*TIERS, ">= rawan", "< sangat_rawan"]
        self.counted = [self.condition(), self.condition()]
        makers = [self.guard] * 5 + [self.move] * 2 + [self.things] + [self.of_areas] * 3
        rules += [rng.choice(makers)(n) for n in range(2, rng.randint(4, 9))]
        if rng.random() < 0.7:
            rules.append({"id": "everywhere", "guard": {"polri": "2", "tps_per_post": "4"}})
        for number in range(rng.choice([0, 0, 1, 2])):
            self.spoil(rules, number)
        rng.shuffle(rules)
        policy = heading("own") | {"areas": rng.choice(SCOPES)}
        tables = {"units": UNITS, "items": ITEMS, "area_lists": AREA_LISTS}
        return policy | tables | ({"attributes": declared} if declared else {}) | {"rules": rules}

    def _choose_attributes(self) -> dict[str, Any]:
        names = ["travel_minutes", "access", "registered_voters", "special_location", *DECLARED]
        weights = [5, 5, 1, 2, *(1 for _ in DECLARED)]
        chosen = set(self.rng.choices(names, weights, k=self.rng.choice([1, 1, 2])))
        self.attributes = {"submitted_tier": TIERS}
        for name in sorted(chosen):
            constant = self.rng.choice([0, 60, 180])
            words = [f"{sign} {constant}" for sign in (">", "<=")]
            words += [f"< {constant}"] if constant else []
            words += [str(constant), f"{constant}..{constant + self.rng.choice([0, 3])}"]
            self.attributes[name] = VALUES.get(name, words)
        return {name: dict(DECLARED[name]) for name in sorted(chosen) if name in DECLARED}

    # Conditions

    def condition(self, depth: int = 1) -> dict[str, Any]:
        rng = self.rng
        found: dict[str, Any] = {}
        forms = ["attribute"] * 5 + ["area"] * 2 * bool(self.areas) + ["label"] * bool(self.labels)
        forms += ["any", "not"] * depth
        for _ in range(rng.choice([1, 1, 2])):
            form = rng.choice(forms)
            if form == "attribute":
                name = rng.choice(list(self.attributes))
                found[name] = self.one_or_several(self.attributes[name])
            elif form == "area":
                found["area"] = self.one_or_several(self.areas)
            elif form == "label":
                found["label"] = rng.choice(self.labels)
            elif form == "not":
                found["not"] = self.condition(depth - 1)
            else:
                found["any"] = [self.condition(depth - 1) for _ in range(2)]
        return found

    def one_or_several(self, words: list[str]) -> Any:
        plain = [word for word in words if word[0] not in "<>" and ".." not in word]
        if len(plain) > 1 and self.rng.random() < 0.25:
            return sorted(self.rng.sample(plain, 2))
        return self.rng.choice(words)

    def area_condition(self) -> dict[str, Any]:
        kind = self.rng.choice(["count", "count", "area", "any", "not"])
        is_ = f"{self.rng.choice(['<', '<=', '>', '>='])} {self.rng.choice([1, 2, 3])}"
        count = {"count": {"of": self.rng.choice(self.counted), "is": is_}}
        if kind == "count" or not self.areas:
            return count
        area = {"area": self.one_or_several(self.areas)}
        return {"area": area, "any": {"any": [area, count]}, "not": {"not": area, **count}}[kind]

    def conditions(self, rule: Rule, make: Any) -> Rule:
        kind = self.rng.choice(["none", "when", "when", "when", "both"])
        rule |= {} if kind == "none" else {"when": make()}
        rule |= {"unless": make()} if kind == "both" else {}
        return rule

    # Rules

    def classify(self, number: int) -> Rule:
        rule = self.conditions({"id": f"classify-{number}"}, self.condition)
        label = f"l{number}"
        effect = {"label": label} if self.rng.random() < 0.8 else {}
        if not effect or self.rng.random() < 0.4:
            effect["risk_tier"] = self.rng.choice(TIERS[1:])
        self.labels += [label] if "label" in effect else []
        return rule | {"classify": effect}

    def guard(self, number: int) -> Rule:
        rng = self.rng
        rule = self.conditions({"id": f"guard-{number}"}, self.condition)
        effect: dict[str, Any] = {}
        if rng.random() < 0.8:
            effect |= {"polri": str(rng.randint(1, 3)), "tps_per_post": rng.choice(SIZES)}
        for key, words in (
            ("tni", ["1", "2"]),
            ("linmas_per_tps", ["1", "2"]),
            ("within", ["village", "regency"]),
            ("choose", ["district", "regency"]),
        ):
            if not effect or rng.random() < 0.2:
                effect[key] = rng.choice(words)
        return rule | {"guard": effect}

    def move(self, number: int) -> Rule:
        rule = self.conditions({"id": f"move-{number}"}, self.condition)
        first, second = self.rng.sample(TRANSPORTS[:3], 2)
        values = {"transport": first, "fallback": second, "depart": self.rng.choice(DAYS)}
        keys = self.rng.choice([["transport"], ["depart"], [*values], [*values][:2], ["fallback"]])
        return rule | {"move": {key: values[key] for key in keys}}

    def per(self, effect: dict[str, Any]) -> dict[str, Any]:
        if self.rng.random() < 0.5:
            effect["per"] = {"tps": str(self.rng.randint(1, 3))}
            if self.rng.random() < 0.7:
                effect["per"]["of"] = self.rng.choice([*self.counted, NEVER])
        return effect

    def things(self, number: int) -> Rule:
        rule = self.conditions({"id": f"things-{number}"}, self.condition)
        if self.rng.random() < 0.5:
            return rule | {"add": self.per({"polri": self.rng.choice(["1", "1 regu"])})}
        rule |= {"for_each": self.rng.choice(["tps", "post"])}
        items = self.rng.choice([["radio"], ["boat"], ["radio", "boat"]])
        return rule | {"equip": self.per(dict.fromkeys(items, "1"))}

    def of_areas(self, number: int) -> Rule:
        rng = self.rng
        effect = rng.choice(["mix", "mix", "limit", "expect", "add", "equip"])
        level = rng.choice(["regency", "province"])
        rule = {"id": f"{effect}-{number}", "for_each": level}
        rule = self.conditions(rule, self.area_condition)
        if effect == "mix":
            value: dict[str, Any] = {"tni": str(rng.randint(1, 2))}
            value["polri"] = rng.choice(["4", "10", "4..10", "8..10", "2..3", "6..6"])
            value |= {"of": rng.choice([*self.counted, NEVER])} if rng.random() < 0.25 else {}
        elif effect == "limit":
            forces = rng.choice([["tni"], ["tni"], ["polri", "tni"]])
            amounts = ["20", "30", "1/2 of strength", "2/3 of strength"]
            value = {force: rng.choice(amounts) for force in forces}
        elif effect == "expect":
            sign = rng.choice(["<", "<=", ">", ">="])
            value = {"polri": f"{sign} {rng.choice(['4', '5', '1/2 of tps', '2/3 of strength'])}"}
            rule |= {"severity": rng.choice(["error", "warning"])}
        else:
            value = self.per({"polri": "2"} if effect == "add" else {"radio": "2"})
        return rule | {effect: value}

    # Faults

    def spoil(self, rules: list[Rule], number: int) -> None:
        """Copy a rule, narrow it, make it impossible, or let one stand instead of another."""
        rng = self.rng
        old = rng.choice(rules)
        effect = next(name for name in EFFECTS if name in old)
        copy = {**old, "id": f"copy-{number}"}
        of_area = copy.get("for_each", "tps") not in ("tps", "post")
        kind = rng.choice(["copy", "narrow", "impossible", "replace", "replaced"])
        if kind == "narrow" and "when" not in copy:
            copy["when"] = self.area_condition() if of_area else self.plain(effect)
        if kind == "impossible":
            copy["when"] = {"all": [{"area": "51"}, {"area": "53"}]} if of_area else NEVER
        if kind in ("replace", "replaced"):
            copy["instead_of"] = [old["id"]]
        if kind == "replaced":
            copy.pop("unless", None)
        rules.append(copy)

    def plain(self, effect: str) -> dict[str, Any]:
        """A condition that a rule of any effect may have."""
        name = "submitted_tier" if effect == "classify" else self.rng.choice([*self.attributes])
        return {name: self.rng.choice(self.attributes[name])}


EFFECTS = ("classify", "guard", "add", "mix", "limit", "equip", "move", "expect")
