"""The digest is over what a policy says, not how it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import Policy

from tests.policy.conftest import Checker, Loader, text_of

HEAD = {
    "title": "{id: Judul, en: Title}",
    "issuer": "Polda NTT",
    "basis": "Rakor",
    "areas": "[53, 31.73]",
    "effective": "{from: 2024-01-01, until: 2024-12-31}",
    "units": "{regu: 10, peleton: 30}",
    "items": "{radio: {id: Radio genggam, en: Hand-held radio}, tent: Tent}",
    "attributes": "{relief: {type: integer, default: 5}, signal: {type: choice, of: [none, any]}}",
    "area_lists": "{far: {53.11: Sumba Timur, 53.05: Alor}, near: [53.01, 53.71]}",
    "claims": "[sangat_rawan, rawan, kurang_rawan, standby, supervisor, reinforcement, upgrades]",
}
RULES = [
    {"id": "a", "basis": "X", "when": '{travel_minutes: "> 180"}', "classify": "{label: remote}"},
    {"id": "b", "basis": "X", "unless": "{area: far}", "guard": "{polri: 2, tps_per_post: 4..16}"},
    {
        "id": "c",
        "basis": "X",
        "when": "{any: [{label: remote}, {access: [sea, air], relief: 60..180}]}",
        "instead_of": "[b]",
        "guard": "{polri: 3, tni: 1, linmas_per_tps: 2}",
    },
    {
        "id": "d",
        "basis": "X",
        "for_each": "regency",
        "when": '{count: {of: {risk_tier: ">= rawan", area: near}, is: ">= 5"}}',
        "add": "{polri: 4 peleton, per: {tps: 20}}",
    },
    {"id": "e", "basis": "X", "for_each": "regency", "mix": "{tni: 1, polri: 4..10}"},
    {"id": "f", "basis": "X", "equip": "{radio: 1, tent: 3}"},
    {"id": "g", "basis": "X", "move": "{transport: sea, depart: H-3}"},
    {
        "id": "h",
        "basis": "X",
        "for_each": "province",
        "limit": "{tni: 600, polri: 8/9 of strength}",
    },
    {
        "id": "i",
        "basis": "X",
        "for_each": "province",
        "expect": '{polri: ">= 2/3 of strength", posts: "> 7"}',
    },
]


def write(head: dict[str, str], rules: list[dict[str, str]], comment: str = "") -> str:
    lines = [f"policy: p{comment}", *(f"{key}: {value}" for key, value in head.items()), "rules:"]
    for rule in rules:
        first, *rest = rule.items()
        lines.append(f"  - {first[0]}: {first[1]}{comment}")
        lines += [f"    {key}:   {value}" for key, value in rest]
    return "\n".join(lines) + "\n"


def read(text: str, folder: Path) -> Policy:
    (folder / "p.yaml").write_text(text, encoding="utf-8")
    checked = check_folder(folder)
    assert checked.policies is not None, [fault.text("en") for fault in checked.faults]
    return checked.policies.policies["p"]


@given(st.data())
def test_order_of_keys_and_rules_comments_and_layout_do_not_change_the_digest(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Nor does anything else of the policy change, save positions and source."""
    folder = tmp_path_factory.getbasetemp()
    plain = read(write(HEAD, RULES), folder)
    head = dict(data.draw(st.permutations(list(HEAD.items()))))
    rules = [dict(data.draw(st.permutations(list(rule.items())))) for rule in RULES]
    shuffled = read(write(head, data.draw(st.permutations(rules)), "  # a comment"), folder)
    assert shuffled.digest == plain.digest
    assert shuffled.source_digest != plain.source_digest
    assert [rule.when for rule in shuffled.rules] == [rule.when for rule in plain.rules]
    assert [rule.effect for rule in shuffled.rules] == [rule.effect for rule in plain.rules]


def numbers(text: str) -> list[re.Match[str]]:
    """The numbers of a rule file that may be changed by one and leave it a policy."""
    body = text.index("units:")
    found = re.finditer(r"(?<![0-9.])(?<![0-9]\.)[0-9]+(?!\.[0-9]{2})", text)
    inside_codes = [match.span() for match in re.finditer(r"[0-9]{2}\.[0-9]{2}", text)]
    return [
        match
        for match in found
        if match.start() > body
        and not any(start <= match.start() < end for start, end in inside_codes)
    ]


@given(st.data())
def test_any_change_of_a_number_changes_the_digest(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Amounts, sizes, bounds, ratios, days, defaults."""
    folder = tmp_path_factory.getbasetemp()
    text = write(HEAD, RULES)
    match = data.draw(st.sampled_from(numbers(text)))
    changed = f"{text[: match.start()]}{int(match.group()) + 1}{text[match.end() :]}"
    assert read(changed, folder).digest != read(text, folder).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Judul", "Nama"),
        ("Title", "Name"),
        ("Polda NTT", "Polda Bali"),
        ("Rakor", "Rapat"),
        ("2024-12-31", "2024-12-30"),
        ("[53, 31.73]", "[53, 31.74]"),
        ("{far: {53.11: Sumba Timur,", "{far: {53.09: Ngada,"),
        ("standby, supervisor", "supervisor, standby"),
        ("unless:", "when:"),
        ("access: [sea, air]", "access: [sea, foot]"),
        ('">= rawan"', '"> rawan"'),
        ("transport: sea", "transport: air"),
        ("basis:   X\n    when", "basis:   Y\n    when"),
        ("for_each:   province\n    limit", "for_each:   regency\n    limit"),
        ("instead_of:   [b]", "severity:   error"),
    ],
)
def test_any_change_of_words_changes_the_digest(tmp_path: Path, old: str, new: str) -> None:
    """Titles and basis are part of what a policy says."""
    text = write(HEAD, RULES)
    assert old in text
    changed = text.replace(old, new)
    if old.startswith("instead_of"):
        changed = text.replace("    instead_of:   [b]\n", "")
    assert read(changed, tmp_path).digest != read(text, tmp_path).digest


def test_ways_to_write_the_same_thing_have_one_digest(load: Loader) -> None:
    """Quotes, block and flow layout, a list of one, ranges and lists that name the same areas."""
    one = load(
        "  - {id: r, basis: B, when: {all: [{access: [sea]}, {area: 53}]}, guard: {polri: 2}}"
    )
    two = load(
        "  - id: 'r'\n    basis: >-\n      B\n    when:\n      area: [\"53\"]\n      access: sea\n"
        '    guard: {polri: "2"}'
    )
    assert one.digest == two.digest
    assert one.source_digest != two.source_digest


def test_an_inherited_rule_means_what_it_means_where_it_is_written_out(check: Checker) -> None:
    """The digest is over the meaning after `extends`."""
    rule = "  - {id: r, basis: B, guard: {polri: 2}}"
    inherited = check(base=text_of("base", rule), p=text_of("p", "", "extends: base\n"))
    written = check(p=text_of("p", rule))
    assert inherited.policies is not None
    assert written.policies is not None
    assert inherited.policies.policies["p"].digest == written.policies.policies["p"].digest


def test_a_change_in_the_base_changes_both_digests_of_the_heir(check: Checker) -> None:
    """And that of the set."""
    rule = "  - {id: r, basis: B, guard: {polri: 2}}"
    before = check(base=text_of("base", rule), p=text_of("p", "", "extends: base\n")).policies
    after = check(base=text_of("base", rule.replace("2", "3"))).policies
    assert before is not None
    assert after is not None
    assert before.policies["p"].digest != after.policies["p"].digest
    assert before.policies["p"].source_digest != after.policies["p"].source_digest
    assert before.digest != after.digest
