"""The pages of docs/errors/, made of the catalogue and of the broken files of these tests.

`python -m tests.policy.error_pages` writes them anew.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pamtps_service.policy.catalogue.mends import MENDS
from pamtps_service.policy.catalogue.policy_errors import MESSAGES
from pamtps_service.policy.load import WARNINGS
from pamtps_service.policy.model import Text
from pamtps_service.policy.source import CONTROL

from tests.conftest import REPOSITORY

HERE: Final = Path(__file__).parent
FOLDER: Final = REPOSITORY / "docs" / "errors"
MOST_COLUMNS: Final = 100
"""Columns of an example's line that are shown."""


def pages() -> dict[str, str]:
    """Text of every page, by the name of its file."""
    made = {f"{code}.md": page(code) for code in MESSAGES}
    return {"README.md": index(), **made}


def index() -> str:
    """The page that leads to the others."""
    lines = [
        "# Errors and warnings of policies",
        "",
        "One page for each code that `pamtps policy check` tells: its message, in which `{…}` is",
        "what was found, its cause, how it is mended, and a file that has it.",
        "`pamtps policy check --explain CODE` prints all but the file.",
        "",
        "Satu halaman untuk setiap kode dari `pamtps policy check`: pesannya, dengan `{…}` sebagai",
        "yang ditemukan, sebabnya, perbaikannya, dan berkas yang mengalaminya.",
    ]
    for title, codes in (
        ("Errors / Kesalahan", sorted(set(MESSAGES) - WARNINGS)),
        ("Warnings / Peringatan", sorted(WARNINGS)),
    ):
        lines += ["", f"## {title}", "", "| code | cause | sebab |", "| --- | --- | --- |"]
        for code in codes:
            cause = MENDS[code].cause
            row = f"| [`{code}`]({code}.md) | {cell(cause.en)} | {cell(cause.id)} |"
            lines.append(row)
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page(code: str) -> str:
    """The page of one code."""
    kind = Text("Peringatan", "Warning") if code in WARNINGS else Text("Kesalahan", "Error")
    message, mend = MESSAGES[code], MENDS[code]
    files, told = example(code)
    lines = [f"# `{code}`", "", f"{kind.en} / {kind.id}", ""]
    for language, words in (
        ("en", ("English", "Cause", "Mend")),
        ("id", ("Bahasa Indonesia", "Sebab", "Perbaikan")),
    ):
        title, cause, how = words
        lines += [f"## {title}", "", f"> {getattr(message, language)}", ""]
        lines += [f"**{cause}.** {getattr(mend.cause, language)}", ""]
        lines += [f"**{how}.** {getattr(mend.mend, language)}", ""]
    lines += ["## Example / Contoh", ""]
    if not files:
        lines += [
            "It is told of a folder or of a file as a whole, whatever stands in it.",
            "",
            "Disebut tentang folder atau berkas secara keseluruhan, apa pun isinya.",
        ]
        return "\n".join(lines) + "\n"
    for name, text in files:
        lines += [f"`{name}`", "", "````yaml", *text.splitlines(), "````", ""]
    lines += ["````text", *told, "````"]
    return "\n".join(lines) + "\n"


def example(code: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Files that have the fault, and what is told of them under this code; nothing where no file
    can show it."""
    files = sorted((HERE / "broken").glob(f"{code}*.yaml"), key=lambda path: len(path.stem))
    for path in files:
        told = told_of(path.with_suffix(".expected"), code)
        if told:
            return [(path.name, shown(path))], told
    folder = HERE / "broken_sets" / code
    if folder.is_dir():
        inside = sorted(path for path in folder.iterdir() if path.name != "expected")
        return [(path.name, shown(path)) for path in inside], told_of(folder / "expected", code)
    return [], []


def shown(path: Path) -> str:
    """The file's text, with what cannot be seen written out."""
    text = path.read_bytes().decode("utf-8", errors="backslashreplace")
    text = CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", text).replace("\t", "\\t")
    lines = text.splitlines()
    cut = [line if len(line) <= MOST_COLUMNS else f"{line[:MOST_COLUMNS]} …" for line in lines]
    return "\n".join(line.rstrip() for line in cut)


def told_of(expected: Path, code: str) -> list[str]:
    """The lines of the first message that has the code."""
    for block in expected.read_text(encoding="utf-8").strip("\n").split("\n\n"):
        if re.search(rf"\({re.escape(code)}\)$", block, re.MULTILINE):
            return block.splitlines()
    return []


def main() -> None:
    """Write every page, and remove those of codes that there are no more."""
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
