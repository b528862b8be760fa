"""The canonical form of rule files: same meaning, every comment, stable, and what it looks like."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pamtps_service.policy.commented import Branch, read_commented
from pamtps_service.policy.layout import MeaningChangedError, canonical
from pamtps_service.policy.load import check_files

from tests.conftest import LONG, REPOSITORY
from tests.reference.strategies import policies

HERE = Path(__file__).parent
LAYOUTS = sorted((HERE / "layouts").glob("*.before.yaml"))
Drawn = tuple[dict[str, str], str, dict[str, dict[str, Any]]]


def digest(texts: dict[str, str]) -> str:
    checked = check_files({f"{name}.yaml": text.encode() for name, text in texts.items()})
    assert checked.policies is not None, checked.faults
    return checked.policies.digest


def commented(draw: st.DrawFn, text: str) -> tuple[str, list[str]]:
    """The text with comments after some of its lines, between them, and inside its brackets."""
    number = 0
    rows: list[str] = []
    for row in text.splitlines():
        parts = re.split(r'(?<=[,\[{])(?=(?:[^"]*"[^"]*")*[^"]*$)', row)
        made = ""
        for part in parts:
            made += part
            if part[-1:] in ",[{" and draw(st.integers(0, 9)) == 0:
                number += 1
                made += f"  # note {number}\n" + " " * draw(st.integers(5, 9))
        if draw(st.integers(0, 4)) == 0:
            number += 1
            made += f" # note {number}"
        rows.append(made)
        if draw(st.integers(0, 4)) == 0:
            number += 1
            rows.append(" " * draw(st.integers(0, 6)) + f"# note {number}")
        if draw(st.integers(0, 6)) == 0:
            rows.append("")
    if draw(st.booleans()):
        number += 1
        rows.insert(0, f"# note {number}")
    return "\n".join(rows) + "\n", [f"# note {one}" for one in range(1, number + 1)]


@settings(max_examples=500 if LONG else 12)
@given(policies(), st.data())
def test_no_meaning_and_no_comment_is_lost(drawn: Drawn, data: st.DataObject) -> None:
    """Wherever comments stand; a second time nothing changes."""
    texts = drawn[0]
    made: dict[str, str] = {}
    for name, text in texts.items():
        given_text, notes = data.draw(st.composite(commented)(text))
        made[name] = canonical(f"{name}.yaml", given_text)
        found = re.findall(r"# note \d+$", made[name], re.MULTILINE)
        assert sorted(found) == sorted(notes)
        assert canonical(f"{name}.yaml", made[name]) == made[name]
    assert digest(made) == digest(texts)


@settings(max_examples=500 if LONG else 12)
@given(policies())
def test_lines_fit_and_rules_stand_apart(drawn: Drawn) -> None:
    """Two spaces a step, no space at the end of a line, a blank line between rules, one end of line
    at the end."""
    for name, text in drawn[0].items():
        made = canonical(f"{name}.yaml", text)
        lines = made.splitlines()
        assert made.endswith("\n")
        assert not made.endswith("\n\n")
        assert all(line == line.rstrip() and len(line) <= 110 for line in lines)
        assert all(len(line) - len(line.lstrip()) in range(0, 64, 2) for line in lines)
        rules = [number for number, line in enumerate(lines) if line.startswith("  - ")]
        in_rules = [number for number in rules if number > lines.index("rules:")] if rules else []
        assert all(lines[number - 1] == "" for number in in_rules[1:])


@pytest.mark.parametrize("path", LAYOUTS, ids=lambda path: path.stem)
def test_a_file_is_laid_out_as_its_neighbour_shows(path: Path) -> None:
    """NAME.before.yaml becomes NAME.after.yaml."""
    after = path.with_name(path.name.replace(".before.", ".after."))
    file = path.name.replace(".before.yaml", ".yaml")
    assert canonical(file, path.read_text(encoding="utf-8")) == after.read_text(encoding="utf-8")
    assert canonical(file, after.read_text(encoding="utf-8")) == after.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "rules").glob("*.yaml")), ids=lambda path: path.name
)
def test_the_policies_here_are_in_canonical_form(path: Path) -> None:
    """Those of rules/, with their tests."""
    text = path.read_text(encoding="utf-8")
    assert canonical(path.name, text) == text


def test_other_ends_of_lines_become_those_of_unix() -> None:
    """In texts of several lines too."""
    text = "policy: p\ntitle: |\n  one\n\n  two\nissuer: I\n"
    assert canonical("p.yaml", text.replace("\n", "\r\n")) == (
        "policy: p\ntitle: |-\n  one\n\n  two\nissuer: I\n"
    )


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ('"plain"', "plain"),
        ("'plain'", "plain"),
        ('"> 180"', '"> 180"'),
        ("'> 180'", '"> 180"'),
        ('"a: b"', '"a: b"'),
        ('"a #b"', '"a #b"'),
        ('"a, b"', '"a, b"'),
        ("a, b", "a, b"),
        ('"53.10"', "53.10"),
        ('"null"', '"null"'),
        ('"- a"', '"- a"'),
        ('"-5"', "-5"),
        ("'say \"a: b\"'", "'say \"a: b\"'"),
        (r'"tab\tand\nline"', r'"tab\tand\nline"'),
        (r'"\u202e: x"', r'"\u202e: x"'),
        ("'it''s: so'", '"it\'s: so"'),
        ('" x"', '" x"'),
        ('"<none>"', '"<none>"'),
        ("Rp 5.000 – é", "Rp 5.000 – é"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(value: str, made: str) -> None:
    """Always around comparisons; single ones where the text holds double quotes or backslashes."""
    assert canonical("p.yaml", f"basis: {value}\n") == f"basis: {made}\n"


def test_a_text_that_needs_quotes_in_brackets_gets_them() -> None:
    """A block that becomes short enough for one line."""
    text = "title:\n  id: a, b\n  en: c\n"
    assert canonical("p.yaml", text) == 'title: {id: "a, b", en: c}\n'


def test_what_would_change_the_meaning_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that cannot be read, and a writer that loses something."""
    with pytest.raises(MeaningChangedError):
        canonical("p.yaml", "policy: *x\n")
    monkeypatch.setattr("pamtps_service.policy.layout._remarks", lambda file: [str(id(file))])
    with pytest.raises(MeaningChangedError):
        canonical("p.yaml", "policy:   p\n")


def test_comments_stand_beside_what_they_speak_of() -> None:
    """Above the next entry, at the end of a line, or below the last entry."""
    text = "# head\npolicy: p  # id\nrules:\n  # one\n  - id: a\n    # two\n    basis: B\n  # end\n"
    file = read_commented(text)
    assert [one.text for one in file.header] == ["# head"]
    policy, rules = file.root.parts
    assert policy.trailing is not None
    assert policy.trailing.text == "# id"
    assert isinstance(rules.value, Branch)
    (rule,) = rules.value.parts
    assert [one.text for one in rule.before] == ["# one"]
    assert [one.text for one in rule.after] == ["# end"]
    assert isinstance(rule.value, Branch)
    assert [one.text for one in rule.value.parts[1].before] == ["# two"]
