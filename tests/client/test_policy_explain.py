"""`pamtps policy explain` in the terminal: the answer, one rule, JSON, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pamtps_client.command import main
from pamtps_client.language import Language

from tests.conftest import REPOSITORY

Captured = pytest.CaptureFixture[str]
NTT = REPOSITORY / "rules" / "ntt-2024.yaml"
HERE = Path(__file__).resolve().parent
REMOTE = "area=53.11 submitted_tier=rawan travel_minutes=200 access=sea"


def run(capsys: Captured, *arguments: str, language: Language = "en") -> tuple[int, str, str]:
    code = main(["policy", "explain", str(NTT), *arguments, "--lang", language])
    out, err = capsys.readouterr()
    return code, out, err


def answer(capsys: Captured, *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    content: dict[str, Any] = json.loads(out)
    return content


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_answer_reads_as_it_is_kept(capsys: Captured, language: Language) -> None:
    """All of it, word for word."""
    code, out, err = run(capsys, "--tps", REMOTE, language=language)
    assert (code, err) == (0, "")
    assert out == (HERE / f"one_tps.{language}.txt").read_text(encoding="utf-8")


def test_facts_may_stand_in_one_text_or_in_several(capsys: Captured) -> None:
    """A value with a space stands in quotation marks."""
    several = [part for fact in REMOTE.split() for part in ("--tps", fact)]
    assert run(capsys, *several) == run(capsys, "--tps", REMOTE)


def test_a_rule_that_is_asked_for_is_told_alone_and_whole(capsys: Captured) -> None:
    """Down to every part of its condition; named by its id, also behind the policy's."""
    for name in ("radio", "ntt-2024/radio"):
        code, out, _ = run(capsys, "--tps", REMOTE, "--rule", name)
        assert code == 0
        assert [line.partition("  [")[0] for line in out.splitlines()] == [
            "“Radio for posts without signal or remote” matches TPS 53.11.01.2001.001: yes",
            "  when: any of these: yes",
            "    label: remote (found remote): yes",
            "    signal: none (found mobile): no",
        ]


@pytest.mark.parametrize(
    ("language", "area", "words"),
    [
        ("en", "53.01", "Kupang (53.01): depends on the TPS of the batch"),
        ("id", "53.01", "Kupang (53.01): bergantung pada TPS dalam batch"),
        ("en", "53.11", "Sumba Timur (53.11): matches"),
        ("id", "53.11", "Sumba Timur (53.11): berlaku"),
    ],
)
def test_of_a_rule_for_areas_it_is_told_what_one_tps_tells(
    capsys: Captured, language: Language, area: str, words: str
) -> None:
    """tni-share matches in vulnerable regencies, and elsewhere by how many TPS are sangat rawan."""
    facts = REMOTE.replace("53.11", area)
    code, out, _ = run(capsys, "--tps", facts, "--rule", "tni-share", language=language)
    assert code == 0
    assert words in out.splitlines()[0]
    assert len(out.splitlines()) == 2


def test_json_holds_the_answer_with_the_rules_that_decide(capsys: Captured) -> None:
    """Each value with the ids of its rules; each rule with the whole reason."""
    found = answer(capsys, "--tps", REMOTE)
    assert found["labels"] == {"remote": ["remote"]}
    assert found["risk_tier"] == {"value": "rawan", "rules": []}
    assert found["guards"]["covered"] is True
    assert found["guards"]["polri"] == {"value": 2, "rules": ["guard-rawan"]}
    assert found["guards"]["tps_per_post"] == {"value": [2], "rules": ["guard-rawan"]}
    assert found["guards"]["linmas"] == {"value": 2, "rules": ["linmas"]}
    assert found["movement"]["transport"] == {"value": "sea", "rules": ["by-sea"]}
    assert found["movement"]["depart"] == {"value": 3, "rules": ["by-sea"]}
    assert found["defaults"] == {"signal": "mobile"}
    rules = {rule["id"]: rule for rule in found["rules"]}
    assert {name for name, rule in rules.items() if rule["matches"]} == {
        "by-sea",
        "guard-rawan",
        "linmas",
        "radio",
        "remote",
    }
    (why,) = rules["by-air"]["explanations"]
    assert why["holds"] is False
    assert {rule["id"]: rule["matches"] for rule in found["area_rules"]} == {
        "hard-to-reach-platoon": "yes",
        "padal": "yes",
        "tni-share": "yes",
        "two-thirds-out": "yes",
    }


def test_all_that_is_missing_is_told_at_once(capsys: Captured) -> None:
    """With what is allowed; nothing is explained."""
    code, out, err = run(capsys, "--tps", "submited_tier=rawan", "--rule", "by-see")
    assert (code, out) == (2, "")
    assert "--tps area: The fact area is not given. Allowed: an official code" in err
    assert "Allowed: road, foot, sea, air. (fact-missing-for-rules)" in err
    assert "Maybe: submitted_tier" in err
    assert "Maybe: by-sea" in err
    assert err.endswith("pamtps: 6 faults; nothing was explained\n")
    _, _, err = run(capsys, language="id")
    assert err.endswith("pamtps: 4 kesalahan; tidak ada yang dijelaskan\n")


def test_a_tps_without_guards_is_told_as_such(tmp_path: Path, capsys: Captured) -> None:
    """In both languages."""
    path = tmp_path / "p.yaml"
    path.write_text(
        "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
        "rules: [{id: g, basis: B, guard: {linmas_per_tps: 2}}]\n",
        encoding="utf-8",
    )
    for language, words in (("en", "Not guarded: "), ("id", "Tidak dijaga: ")):
        options = ["--tps", "area=53.11 submitted_tier=rawan", "--lang", language]
        assert main(["policy", "explain", str(path), *options]) == 0
        assert words in capsys.readouterr().out


def test_rules_that_contradict_each_other_are_told(tmp_path: Path, capsys: Captured) -> None:
    """With their places."""
    path = tmp_path / "p.yaml"
    path.write_text(
        "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
        "rules:\n"
        "  - {id: a, basis: B, guard: {polri: 2, tps_per_post: 1}}\n"
        "  - {id: b, basis: B, move: {transport: sea}}\n"
        "  - {id: c, basis: B, move: {transport: air}}\n",
        encoding="utf-8",
    )
    options = ["--tps", "area=53.11 submitted_tier=rawan", "--lang", "en"]
    assert main(["policy", "explain", str(path), *options]) == 2
    assert "(transports-differ)" in capsys.readouterr().err


@pytest.mark.parametrize("path", ["rules", "rules/README.md", "nothing.yaml"])
def test_a_path_that_is_no_policy_is_refused(
    capsys: Captured, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `policy document` refuses it."""
    monkeypatch.chdir(REPOSITORY)
    assert main(["policy", "explain", path, "--tps", REMOTE, "--lang", "en"]) == 2
    assert capsys.readouterr().err.startswith(f"pamtps: {path} ")
