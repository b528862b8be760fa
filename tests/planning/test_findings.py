"""Every finding of the catalogue: the plan that has it, its place, its numbers and its words."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import assume, given
from pamtps_service.policy.catalogue import LANGUAGES, render
from pamtps_service.policy.catalogue.findings import MESSAGES
from pamtps_service.policy.model import FORCES
from pamtps_service.records.area_codes import to_text
from pamtps_service.records.batch import Seats, Stock
from pamtps_service.records.plan import Bind, Finding, Plan

from tests.planning.service_input import NOTHING, Resources, planned
from tests.reference.reading import whole_policy
from tests.reference.strategies import CLAIMS, Case, cases, strengths

HEAD = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
VILLAGE = "53.11.01.2001"


def stations(
    count: int = 4, village: str = VILLAGE, tier: str = "kurang_rawan"
) -> list[dict[str, Any]]:
    return [
        {"tps_code": f"{village}.{number:03d}", "risk_tier": tier, "access": "sea"}
        for number in range(1, count + 1)
    ]


def inland() -> list[dict[str, Any]]:
    return [row | {"access": "road"} for row in stations(1, "53.15.01.2001")]


def strength(area: str, force: str, personnel: int, role: str = "own") -> dict[str, Any]:
    """Personnel of a command that covers its own area, or of a reserve."""
    own = role == "own"
    command, covers = (area, [area]) if own else ("", [])
    return {
        "command": command,
        "area": area,
        "covers": covers,
        "force": force,
        "personnel": personnel,
        "role": role,
    }


def policy(rules: tuple[str, ...], head: str = "") -> str:
    lines = [f"  - {rule}\n" for rule in rules]
    return f"{HEAD}{head}rules:\n{''.join(lines)}"


GUARDS = "{id: guards, guard: {polri: 2, tps_per_post: 4}}"


@dataclass(frozen=True)
class Shown:
    """A plan that has a finding, and everything that the finding says."""

    rules: tuple[str, ...]
    severity: str
    en: str
    id: str
    numbers: dict[str, int] = field(default_factory=dict)
    area: str = ""
    tps: str = ""
    rule: str = ""
    binds: tuple[Bind, ...] = ()
    head: str = ""
    batch: list[dict[str, Any]] = field(default_factory=stations)
    strengths: list[dict[str, Any]] = field(default_factory=list)
    resources: Resources = NOTHING


SHOWN = {
    "not-covered": Shown(
        rules=("{id: linmas, guard: {linmas_per_tps: 2, polri: 2}}",),
        batch=stations(1),
        severity="error",
        tps=f"{VILLAGE}.001",
        en=f"TPS {VILLAGE}.001 is not covered: the rules that match it give no number of TPS a "
        "post, or no Polri.",
        id=f"TPS {VILLAGE}.001 tidak dijaga: aturan yang berlaku baginya tidak memberi jumlah TPS "
        "per pos atau tidak memberi Polri.",
    ),
    "expectation-fails": Shown(
        rules=(
            GUARDS,
            "{id: many, title: {id: Banyak, en: Many}, for_each: regency, severity: warning, "
            'expect: {polri: "> 1/3 of strength"}}',
        ),
        strengths=[strength("53.11", "polri", 12_000)],
        severity="warning",
        area="53.11",
        rule="many",
        numbers={"left": 2},
        en="Expectation “Many” fails in Sumba Timur (53.11): Polri 2, where > 1/3 of "
        "the strength (12,000) is expected.",
        id="Syarat “Banyak” tidak terpenuhi di Sumba Timur (53.11): Polri 2, seharusnya > "
        "1/3 dari kekuatan (12.000).",
    ),
    "expectation-not-checked": Shown(
        rules=(GUARDS, '{id: half, for_each: province, expect: {tni: ">= 1/2 of strength"}}'),
        severity="info",
        area="53",
        rule="half",
        en="Expectation “half” was not checked in Nusa Tenggara Timur (53): the request gives no "
        "TNI strength.",
        id="Syarat “half” tidak diperiksa di Nusa Tenggara Timur (53): permintaan tidak memuat "
        "kekuatan TNI.",
    ),
    "shortage": Shown(
        rules=(GUARDS, "{id: many, for_each: regency, add: {polri: 3000}}"),
        strengths=[strength("53.11", "polri", 1_502), strength("53", "polri", 300, "reserve")],
        severity="warning",
        area="53",
        numbers={"short": 1_200, "required": 3_002},
        binds=(Bind("own", "53.11", 3_002, 1_502), Bind("reserve", "53", 1_500, 300)),
        en="Polri is short by 1,200 of 3,002 required in Nusa Tenggara Timur (53).",
        id="Polri kurang 1.200 dari 3.002 yang diperlukan di Nusa Tenggara Timur (53).",
    ),
    "shortage-in-command": Shown(
        rules=(GUARDS, "{id: many, for_each: regency, add: {polri: 3000}}"),
        strengths=[strength("53.11", "polri", 1_502)],
        severity="warning",
        area="53.11",
        numbers={"short": 1_500, "required": 3_002, "assigned": 1_502},
        en="Polri of command Sumba Timur (53.11) is short by 1,500: "
        "3,002 required, 1,502 assigned.",
        id="Polri satuan Sumba Timur (53.11) kurang 1.500: diperlukan 3.002, ditugaskan 1.502.",
    ),
    "unlimited-force": Shown(
        rules=(GUARDS, "{id: many, for_each: regency, add: {polri: 1234567}}"),
        severity="info",
        numbers={"required": 1_234_569},
        en="The request gives no Polri strength; it is planned as unlimited, 1,234,569 in all.",
        id="Permintaan tidak memuat kekuatan Polri; direncanakan tanpa batas sebanyak 1.234.569.",
    ),
    "limit-not-applied": Shown(
        rules=(GUARDS, "{id: half, for_each: regency, limit: {polri: 1/2 of strength}}"),
        severity="warning",
        area="53.11",
        rule="half",
        en="Limit “half” on Polri in Sumba Timur (53.11) is not applied: the request gives "
        "no strength of it.",
        id="Batas “half” untuk Polri di Sumba Timur (53.11) tidak diterapkan: permintaan "
        "tidak memuat kekuatannya.",
    ),
    "mix-without-whole-number": Shown(
        rules=(GUARDS, "{id: odd, title: Odd, for_each: regency, mix: {tni: 1, polri: 3..3}}"),
        severity="warning",
        area="53.11",
        rule="odd",
        numbers={"least": 1, "most": 0},
        en="No whole number of TNI satisfies “Odd” in Sumba Timur (53.11): at least 1, at most 0.",
        id="Tidak ada bilangan bulat TNI yang memenuhi “Odd” di Sumba Timur (53.11): "
        "paling sedikit 1, paling banyak 0.",
    ),
    "mix-above-bound": Shown(
        rules=(
            GUARDS,
            "{id: many, for_each: regency, add: {tni: 1001}}",
            "{id: few, title: Few, for_each: regency, mix: {tni: 1, polri: 1..4}}",
        ),
        severity="warning",
        area="53.11",
        rule="few",
        numbers={"given": 1_001, "most": 2},
        en="TNI in Sumba Timur (53.11) is already 1,001, above the bound of 2 that “Few” sets.",
        id="TNI di Sumba Timur (53.11) sudah 1.001, di atas batas 2 menurut “Few”.",
    ),
    "movement-without-transport": Shown(
        rules=(
            "{id: guards, guard: {polri: 700, tps_per_post: 2}}",
            "{id: by-sea, when: {access: sea}, move: {transport: sea, fallback: air, depart: H-3}}",
        ),
        batch=[*stations(4), *stations(2, "53.11.02.2001"), *inland()],
        resources=Resources(unavailable=("air", "sea")),
        severity="warning",
        area="53.11",
        tps=f"{VILLAGE}.001",
        numbers={"personnel": 2_100, "stations": 6},
        en="There is no transport for guards in Sumba Timur (53.11): 2,100 persons for 6 TPS, the "
        f"first of them {VILLAGE}.001.",
        id="Tidak ada angkutan untuk menggeser pasukan di Sumba Timur (53.11): 2.100 personel "
        f"untuk 6 TPS, yang pertama TPS {VILLAGE}.001.",
    ),
    "movement-without-seat": Shown(
        rules=(
            "{id: guards, guard: {polri: 700, tps_per_post: 2}}",
            "{id: by-sea, when: {access: sea}, move: {transport: sea, depart: H-3}}",
        ),
        resources=Resources(seats=(Seats("sea", 3, "53", 100), Seats("sea", 3, "53.11", 100))),
        severity="warning",
        area="53.11",
        numbers={"days_before": 3, "personnel": 1_400, "short": 1_200},
        en="There are too few seats to Sumba Timur (53.11) by sea on H-3: 1,200 of 1,400 persons "
        "have none.",
        id="Daya angkut pergeseran H-3 lewat laut ke Sumba Timur (53.11) tidak cukup: 1.200 dari "
        "1.400 personel tidak terangkut.",
    ),
    "equipment-short": Shown(
        head="items: {radio: {id: Radio genggam, en: Hand-held radio}}\n",
        rules=(
            GUARDS,
            "{id: radios, for_each: post, equip: {radio: 1}}",
            "{id: more-radios, for_each: district, equip: {radio: 2000}}",
        ),
        resources=Resources(stocks=(Stock("53.11", "radio", 1), Stock("ID", "radio", 2))),
        severity="warning",
        area="53",
        numbers={"required": 2_001, "assigned": 3, "short": 1_998},
        en="Hand-held radio in Nusa Tenggara Timur (53): short by 1,998; 2,001 required, 3 met "
        "from stocks.",
        id="Radio genggam di Nusa Tenggara Timur (53) kurang 1.998: diperlukan 2.001, dipenuhi "
        "dari persediaan 3.",
    ),
    "lone-posts": Shown(
        rules=(GUARDS,),
        batch=[*stations(1), *stations(1, "53.11.02.2001"), *stations(2, "53.11.03.2001")],
        severity="info",
        area="53",
        numbers={"posts": 2},
        en="Posts in Nusa Tenggara Timur (53) that guard a single TPS though their size allows "
        "more: 2.",
        id="Pos di Nusa Tenggara Timur (53) yang hanya menjaga satu TPS walaupun ukurannya "
        "membolehkan lebih: 2.",
    ),
    "strength-outside-batch": Shown(
        rules=(GUARDS,),
        strengths=[strength("53.11", "polri", 2), strength("51", "polri", 12_345, "reserve")],
        severity="info",
        area="reserve/51",
        numbers={"personnel": 12_345},
        en="The Polri strength of the reserve of Bali (51) (12,345) guards no TPS of the request.",
        id="Kekuatan Polri cadangan Bali (51) (12.345) tidak menjaga satu pun TPS dalam "
        "permintaan.",
    ),
    "tps-without-command": Shown(
        rules=(GUARDS,),
        strengths=[strength("53.12", "linmas", 5)],
        severity="warning",
        area="53.11",
        numbers={"tps": 4},
        en="TPS in Sumba Timur (53.11) that are under no Linmas command of the request: 4.",
        id="TPS di Sumba Timur (53.11) yang tidak berada di bawah satuan Linmas mana pun "
        "dalam permintaan: 4.",
    ),
}


def plan_of(shown: Shown) -> Plan:
    case = Case({"own": policy(shown.rules, shown.head)}, "own", shown.batch)
    plan, _, _ = planned(case, shown.strengths, shown.resources)
    return plan


def only(plan: Plan, code: str) -> Finding:
    """The plan's one finding with this code."""
    (found,) = [found for found in plan.findings if found.code == code]
    return found


@pytest.mark.parametrize("code", sorted(SHOWN))
class TestEach:
    def test_place_numbers_and_severity(self, code: str) -> None:
        shown, plan = SHOWN[code], plan_of(SHOWN[code])
        found = only(plan, code)
        assert found.severity == shown.severity
        assert found.area == shown.area
        assert ("" if found.tps is None else to_text(found.tps, "tps")) == shown.tps
        assert ("" if found.rule is None else plan.rules[found.rule].id) == shown.rule
        assert dict(found.numbers) == shown.numbers
        assert found.binds == shown.binds

    def test_words_in_both_languages(self, code: str) -> None:
        """Numbers stand with the separators of the language: 1.200 in Indonesian, 1,200 in
        English."""
        shown = SHOWN[code]
        message = only(plan_of(shown), code).message
        assert message.en == shown.en
        assert message.id == shown.id


def test_no_code_stands_in_the_catalogue_that_no_plan_produces() -> None:
    """Each code of the catalogue has its plan above, whose test looks for it."""
    assert set(SHOWN) == set(MESSAGES)


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_a_message_has_the_same_fields_in_both_languages(code: str) -> None:
    message = MESSAGES[code]
    fields = [
        {name for _, name, _, _ in string.Formatter().parse(getattr(message, language)) if name}
        for language in LANGUAGES
    ]
    assert fields[0] == fields[1]
    assert fields[0]
    assert message.id != message.en
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    told = render(code, **dict.fromkeys(fields[0], 1_234_567))
    assert told.id.count("1.234.567") == told.en.count("1,234,567") >= len(fields[0])


def test_errors_come_first_then_warnings() -> None:
    """And inside them by code, so that the order says what matters."""
    rules = (
        GUARDS,
        '{id: none, for_each: village, expect: {posts: "> 1"}}',
        "{id: half, for_each: regency, limit: {polri: 1/2 of strength}}",
    )
    case = Case({"own": policy(rules)}, "own", stations(1))
    plan, _, _ = planned(case, [])
    assert [found.code for found in plan.findings] == [
        "expectation-fails",
        "limit-not-applied",
        "lone-posts",
        "unlimited-force",
    ]


# What binds -----------------------------------------------------------------------------------


def test_of_the_nations_reserve_all_provinces_together_need_what_each_names() -> None:
    """Two provinces that lack 2 each and share 3: neither alone would make it short."""
    batch = [*stations(4), *stations(4, "51.03.01.1001")]
    case = Case({"own": policy((GUARDS,))}, "own", batch)
    plan, _, _ = planned(case, [strength("ID", "polri", 3, "reserve")])
    found = only(plan, "shortage")
    assert found.numbers == (("required", 2), ("short", 1))
    assert found.binds[-1] == Bind("reserve", "ID", 4, 3)


def test_a_reserve_of_the_nation_that_is_enough_does_not_bind() -> None:
    """Only the ceiling makes 53.11 short: the nation has more than is needed of it."""
    rules = (GUARDS, "{id: one, for_each: regency, limit: {polri: 1}}")
    case = Case({"own": policy(rules)}, "own", stations(4))
    plan, _, _ = planned(case, [strength("ID", "polri", 3, "reserve")])
    found = only(plan, "shortage")
    assert Bind("ceiling", "53.11", 2, 1) in found.binds
    assert not [bind for bind in found.binds if bind.code == "ID"]


@given(cases(14), strengths(6))
def test_what_binds_adds_up_to_the_shortage(
    case: Case, given_strengths: list[dict[str, Any]]
) -> None:
    """Where no ceiling lies on a force, and upgrades are served behind all else: what the commands
    named lack is asked of their province's reserve, what that lacks of the nation's, and what is
    lacking in the end is the shortage."""
    whole = whole_policy(case.texts, case.policy_id)
    assume((whole.claims or CLAIMS)[-1] == "upgrades")
    limited = {force for rule in whole.rules.values() for force in rule.get("limit", {})}
    plan, _, _ = planned(case, given_strengths)
    of_force = {f"{force} is short": force for force in FORCES}
    lacking = dict.fromkeys(FORCES, 0)
    nations: dict[str, set[Bind]] = {force: set() for force in FORCES}
    for found in plan.findings:
        if found.code != "shortage":
            continue
        (force,) = [
            of_force[head] for head in of_force if found.message.en.lower().startswith(head)
        ]
        own = [bind for bind in found.binds if bind.kind == "own"]
        asked = sum(
            unit.required
            for unit in plan.units
            if unit.force == force and unit.command == f"reserve/{found.area}"
        )
        asked += sum(bind.need - bind.available for bind in own)
        reserve = [
            bind for bind in found.binds if (bind.kind, bind.code) == ("reserve", found.area)
        ]
        if force not in limited:
            assert all(bind.need == asked for bind in reserve)
            lacking[force] += asked - sum(bind.available for bind in reserve)
        nations[force] |= {bind for bind in found.binds if bind.code == "ID"}
    for total in plan.totals:
        if total.force in limited or not total.short:
            continue
        if not nations[total.force]:
            assert lacking[total.force] == total.short
        else:
            (nation,) = nations[total.force]
            assert nation.need - nation.available == total.short
