"""The language server that editors use understands the schemas of rules/."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.editor.language_server import LanguageServer

HERE = Path(__file__).parent
INSTALL_SECONDS = 180
RULES = REPOSITORY / "rules"
FIRST_LINE = "# yaml-language-server: $schema=policy.schema.json\n"
HEAD = FIRST_LINE + "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: [53.10]\nrules:\n  - id: a\n"
"""Eight lines."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    """Installed as locked; skipped where its packages cannot be had."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        assert os.environ.get("CI") is None, "Node and npm are not here"
        pytest.skip("Node and npm are not here")
    folder = tmp_path_factory.mktemp("editor")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=INSTALL_SECONDS,
    )
    if done.returncode != 0 and os.environ.get("CI") is None:
        pytest.skip("the packages of the language server cannot be had here")
    assert done.returncode == 0, done.stderr
    started = LanguageServer(folder, RULES)
    yield started
    started.close()


def told(server: LanguageServer, text: str, name: str = "p.yaml") -> list[tuple[int, str]]:
    """Line (from 0) and message of each diagnostic of a document beside the schemas."""
    found = server.open(RULES / name, text)
    return [(one["range"]["start"]["line"], one["message"]) for one in found]


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_policies_here_have_no_diagnostics(server: LanguageServer, path: Path) -> None:
    """Each names its schema in its first line."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    assert told(server, text, path.name) == []


def test_a_wrong_key_and_a_wrong_value_are_marked(server: LanguageServer) -> None:
    """The schema that the first line names is the one used; where a form is asked it is told."""
    text = HEAD + "    when: {travel_minutes: '> many'}\n    guard: {polri: 2, wihtin: district}\n"
    found = told(server, text)
    assert (
        8,
        'a whole number, a comparison `"> 180"`, or a range `60..180` / bilangan bulat, '
        'perbandingan `"> 180"`, atau rentang `60..180`',
    ) in found
    assert any(line == 9 and "wihtin" in message for line, message in found)
    assert told(server, text.removeprefix(FIRST_LINE), "without.yaml") == []


def test_the_keys_of_a_rule_are_offered(server: LanguageServer) -> None:
    """Those of every rule, and the effects."""
    server.open(RULES / "p.yaml", HEAD + "    \n")
    offered = server.completions(RULES / "p.yaml", 8, 4)
    assert {"title", "basis", "for_each", "when", "unless", "guard", "expect"} <= set(offered)


def test_a_condition_offers_what_its_rule_may_ask(server: LanguageServer) -> None:
    """Attributes of TPS in a rule for TPS, `count` in a rule for areas."""
    server.open(RULES / "p.yaml", HEAD + "    when:\n      \n    guard: {polri: 2}\n")
    offered = server.completions(RULES / "p.yaml", 9, 6)
    assert {"risk_tier", "travel_minutes", "area", "label"} <= set(offered)
    assert "count" not in offered
    text = HEAD + "    for_each: district\n    when:\n      \n    add: {polri: 2}\n"
    server.open(RULES / "p.yaml", text)
    offered = server.completions(RULES / "p.yaml", 10, 6)
    assert {"area", "count", "any"} <= set(offered)
    assert "risk_tier" not in offered


def test_closed_values_are_offered(server: LanguageServer) -> None:
    """The levels that a rule may be for."""
    server.open(RULES / "p.yaml", HEAD + "    for_each: \n")
    offered = server.completions(RULES / "p.yaml", 8, 14)
    assert {"tps", "post", "village", "district", "regency", "province"} <= set(offered)


def test_a_key_is_explained_in_both_languages(server: LanguageServer) -> None:
    """On `tps_per_post`."""
    server.open(RULES / "p.yaml", HEAD + "    guard: {polri: 2, tps_per_post: 4..16}\n")
    shown = server.hover(RULES / "p.yaml", 8, 25)
    assert "Allowed sizes of a post" in shown
    assert "Ukuran pos yang dibolehkan" in shown
