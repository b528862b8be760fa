"""The tutorial in rules/README.md is followed to the letter, in both languages.

Blocks are what its readers do: `sh` are commands, one a line, with their exit code where it is not
0; `diff` are changes of the file that the first line names; `append` is put at its end; `text`
stands in what the commands before it printed, spaces aside.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pamtps.v1 import policy_service_pb2

from tests.conftest import REPOSITORY
from tests.rpc.running import REAL, Service, eventually

PAGE = REPOSITORY / "rules" / "README.md"
LANGUAGES = ("en", "id")
SECOND = "# Bahasa Indonesia\n"
INTO_FORCE = "cp draft/*.yaml rules/"
STATUS = "/pamtps.v1.PolicyService/GetStatus"


def blocks(language: str) -> list[tuple[str, str]]:
    """Kind and content of the blocks of a language, in their order."""
    english, _, indonesian = PAGE.read_text(encoding="utf-8").partition(SECOND)
    page = english if language == "en" else indonesian
    return re.findall(r"^```(\w+)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Every command of the page."""
    return [
        line
        for language in LANGUAGES
        for kind, content in blocks(language)
        if kind == "sh"
        for line in content.splitlines()
    ]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the rules and examples, as somebody has it who downloaded them."""
    shutil.copytree(REPOSITORY / "rules", tmp_path / "rules")
    (tmp_path / "examples").symlink_to(REPOSITORY / "examples")
    return tmp_path


@pytest.fixture
def service(desk: Path) -> Iterator[Service]:
    """The service that reads the folder `rules`."""
    (desk / "service").mkdir()
    arguments = ("--rules", str(desk / "rules"), "--listen", "127.0.0.1:0", "--workers", "1")
    one = Service(desk / "service", *arguments, "--reload-milliseconds", "50", module=REAL)
    try:
        yield one.listening()
    finally:
        one.close()


def changed(text: str, diff: list[str]) -> str:
    """The text after a change, whose lines stand in it just once."""
    before = "".join(f"{line[1:]}\n" for line in diff if line[0] in " -")
    after = "".join(f"{line[1:]}\n" for line in diff if line[0] in " +")
    assert text.count(before) == 1, before
    return text.replace(before, after)


def plain(text: str) -> str:
    """The text with its spaces and line ends as single spaces: columns are as wide as need be."""
    return " ".join(text.split())


def in_force(service: Service) -> int:
    reply = service.call(b"", method=STATUS)
    return policy_service_pb2.GetStatusResponse.FromString(reply).in_force.number


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tutorial_leads_from_a_copy_to_a_policy_in_force(
    desk: Path, service: Service, language: str
) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAMTPS_")}
    path = os.pathsep.join([str(Path(sys.executable).parent), clean.get("PATH", "")])
    environment = {**clean, "PATH": path, "PAMTPS_LANG": language, "PAMTPS_SERVER": service.address}
    printed = ""
    kinds = []
    for kind, content in blocks(language):
        kinds.append(kind)
        first, _, rest = content.partition("\n")
        if kind == "sh":
            printed = ""
            for line in content.splitlines():
                code = re.search(r"# exit code (\d)$", line)
                done: Any = subprocess.run(
                    line,
                    shell=True,
                    cwd=desk,
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                printed += done.stdout + done.stderr
                assert done.returncode == (int(code[1]) if code else 0), f"{line}\n{printed}"
                if line == INTO_FORCE:
                    eventually(lambda: in_force(service) == 2)
        elif kind == "diff":
            file = desk / first
            file.write_text(changed(file.read_text(), rest.splitlines()))
        elif kind == "append":
            with (desk / first).open("a") as file_at_its_end:
                file_at_its_end.write(rest)
        else:
            assert kind == "text"
            assert plain(content) in plain(printed), f"not printed: {content}"
    assert {"sh", "diff", "append", "text"} == set(kinds)
    assert "guard-rawan-vulnerable" in (desk / "rules" / "ntt-2024.yaml").read_text()


def test_both_languages_have_the_same_steps() -> None:
    """All but what is printed."""
    english, indonesian = (
        [block for block in blocks(language) if block[0] != "text"] for language in LANGUAGES
    )
    assert english == indonesian
    assert [kind for kind, _ in blocks("en")] == [kind for kind, _ in blocks("id")]
