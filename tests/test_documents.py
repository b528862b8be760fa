"""The documents: their commands are run or exist, their links lead somewhere, and they speak of no
machine.

tests/client/test_documentation.py runs the commands of docs/client.md, test_ntt_page.py those of
docs/ntt-2024.md, tests/policy/test_tutorial.py those of rules/README.md, tests/contract those for
Node; `.ci/run` runs those of README.md. Here every other command is held against these.
"""

from __future__ import annotations

import os
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pamtps_service.policy.faults import FaultsError
from pamtps_service.rpc.settings import read_settings

from tests.client import test_documentation as client_page
from tests.client import test_ntt_page as seed_case
from tests.client import test_sweep as sweeps
from tests.conftest import REPOSITORY
from tests.policy import test_tutorial as tutorial

VERIFIER = REPOSITORY / "examples" / "verify-node" / "README.md"
DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
    *sorted((REPOSITORY / "docs" / "errors").glob("*.md")),
    REPOSITORY / "rules" / "README.md",
    REPOSITORY / "examples" / "README.md",
    VERIFIER,
    REPOSITORY / "tests" / "conformance" / "README.md",
    REPOSITORY / "benchmarks" / "RESULTS.md",
]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (\S.*)$", re.MULTILINE)
PROGRAMS = ("make", "pamtps", "pip", "python", "git", "npm", "node", ".ci/run")
FOLDERS = ("protos", "rules", "service", "clients", "tests", "benchmarks", "examples", "docs")


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def prose_of(document: Path) -> str:
    """The document without its blocks."""
    return FENCE.sub("", text_of(document))


def commands_of(document: Path) -> Iterator[str]:
    """Every line of the blocks in sh, and of other blocks where it begins with a program."""
    for language, block in FENCE.findall(text_of(document)):
        for line in block.splitlines():
            first = line.split(" ")[0]
            if language == "sh" or (language == "" and first in PROGRAMS):
                yield line
    for line in INDENTED.findall(prose_of(document)):
        if line.split(" ")[0] in PROGRAMS:
            yield line


def targets() -> set[str]:
    """What `make` alone lists."""
    makefile = text_of(REPOSITORY / "Makefile")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


def run_in_ci() -> set[str]:
    return set(re.findall(r"^make ([a-z-]+)$", text_of(REPOSITORY / ".ci" / "run"), re.MULTILINE))


def extras() -> set[str]:
    with open(REPOSITORY / "pyproject.toml", "rb") as file:
        return set(tomllib.load(file)["project"]["optional-dependencies"])


def check_command(command: str) -> None:
    """AssertionError where nothing runs the command and nothing else shows that it would run."""
    words = shlex.split(command)
    tested = (
        *client_page.commands(),
        *seed_case.commands(),
        *sweeps.commands(),
        *tutorial.commands(),
    )
    if command in (*tested, client_page.SERVE):
        return
    match words:
        case ["make", target]:
            assert target in targets(), f"no target {target} in the Makefile"
        case ["pamtps", "serve", *flags]:
            read_settings(flags, {})
        case ["pip", "install", what]:
            assert what == "pamtps" or what.removeprefix("pamtps")[1:-1] in extras()
        case ["python", "-m", module]:
            assert (REPOSITORY / f"{module.replace('.', '/')}.py").is_file()
        case ["git", "diff", path]:
            assert (REPOSITORY / path).exists()
        case ["node", "examples/verify-node/verify.js", *_]:
            # tests/contract runs every command of that page
            assert command in INDENTED.findall(text_of(VERIFIER))
        case ["npm" | "node", *_]:
            lines = [line for block in client_page.blocks("sh") for line in block.splitlines()]
            assert command in lines, "only the commands for Node of docs/client.md are tested"
        case _:
            pytest.fail(f"nothing runs `{command}`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
class TestDocument:
    def test_every_command_is_run_or_exists(self, document: Path) -> None:
        for command in commands_of(document):
            check_command(command)

    def test_every_make_target_that_the_prose_names_exists(self, document: Path) -> None:
        named = set(re.findall(r"`make ([a-z-]+)`", prose_of(document)))
        assert named <= targets()

    def test_links_lead_to_files_and_headings_that_exist(self, document: Path) -> None:
        for target in re.findall(r"\]\(([^)]+)\)", prose_of(document)):
            path, _, heading = target.partition("#")
            found = (document.parent / path).resolve() if path else document
            assert found.exists(), target
            assert found.is_relative_to(REPOSITORY), target
            if heading:
                titles = re.findall(r"^#+ (.+)$", text_of(found), re.MULTILINE)
                assert heading in {
                    re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles
                }, target

    def test_paths_of_the_repository_in_the_prose_exist(self, document: Path) -> None:
        """Text in backquotes that begins with a folder of the repository."""
        for path in re.findall(r"`([\w./-]+)`", prose_of(document)):
            if path.split("/")[0] in FOLDERS and "/" in path:
                assert (REPOSITORY / path).exists(), path

    def test_it_speaks_of_no_machine(self, document: Path) -> None:
        """No path of somebody's machine, and no host but the loopback."""
        text = text_of(document)
        assert not re.findall(r"(?<![\w.])/(?:work|tmp|root|home|Users|mnt|workspace)\b", text)
        assert not re.findall(
            r"https?://\S+|\b[\w-]+\.(?:com|org|net|io|dev|local|internal)\b", text
        )
        addresses = re.findall(r"\b\d{1,3}(?:\.\d{1,3}){3}\b(?!\.)", text)
        assert set(addresses) <= {"127.0.0.1", "0.0.0.0"}


def test_the_readmes_commands_are_run_before_a_change_lands() -> None:
    """`.ci/run` calls `make demo` and `make test` as they stand in README.md, and may be run."""
    commands = set(commands_of(REPOSITORY / "README.md"))
    assert commands == {"make demo", "make test"}
    assert {command.removeprefix("make ") for command in commands} <= run_in_ci()
    assert run_in_ci() <= targets()
    assert os.access(REPOSITORY / ".ci" / "run", os.X_OK)


def test_the_developers_page_names_what_ci_runs() -> None:
    commands = {
        line.removeprefix("make ") for line in commands_of(REPOSITORY / "docs/developers.md")
    }
    assert commands <= run_in_ci()


def test_every_document_is_looked_at() -> None:
    """A new page is tested, or it is a fixture of a test."""
    elsewhere = {"build", "dist", "node_modules", "broken_sets"}
    pages = set()
    for folder, inside, files in os.walk(REPOSITORY):
        inside[:] = [name for name in inside if name not in elsewhere and name[0] != "."]
        pages |= {Path(folder) / name for name in files if name.endswith(".md")}
    assert pages == set(DOCUMENTS)


@pytest.mark.parametrize(
    "command",
    ["make nothing", "pamtps serve --rule rules", "pip install 'pamtps[all]'", "rm -rf build",
     "pamtps plan tps.csv", "python -m tests.nothing", "node other.js"],
)  # fmt: skip
def test_a_command_that_nothing_holds_is_found(command: str) -> None:
    """The check of commands can fail."""
    with pytest.raises((AssertionError, pytest.fail.Exception, FaultsError)):
        check_command(command)
