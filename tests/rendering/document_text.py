"""Documents as text, to be read and kept: a line for each heading, paragraph, row and item.

`python -m tests.rendering.document_text` writes the texts in expected/ again.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from pamtps_service.policy.catalogue import LANGUAGES, Language
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import Policy
from pamtps_service.rendering.document import render_document

HERE: Final = Path(__file__).resolve().parent
FOLDERS: Final = {
    "ntt-2024": HERE.parent.parent / "rules",
    "everything": HERE / "policies",
    "everything-base": HERE / "policies",
}
"""Where the policies stand whose documents are kept."""

_LINES: Final = {"h1": "# ", "h2": "\n## ", "h3": "\n### ", "p": "", "tr": "", "li": "- "}
_EMPTY: Final = {"meta", "br"}


class DocumentText(HTMLParser):
    """Reads a page; it must close every element that it opens."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.tags: list[str] = []
        """All that were opened, in order."""
        self.language = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag in _EMPTY:
            return
        inside_cell = "td" in self._open
        self._open.append(tag)
        if tag in ("td", "th") and self.lines[-1].strip():
            self.lines[-1] += " | "
        elif tag in _LINES and not (inside_cell and tag == "p"):
            self.lines.append("" if inside_cell and tag == "ul" else _LINES[tag])
        elif inside_cell and tag == "p" and not self.lines[-1].endswith("| "):
            self.lines[-1] += " / "

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "body" in self._open and (data.strip() or "p" in self._open):
            self.lines[-1] += data.strip("\n")

    def close(self) -> None:
        super().close()
        assert not self._open


def read_page(page: str) -> DocumentText:
    """The page, read whole."""
    reader = DocumentText()
    reader.feed(page)
    reader.close()
    return reader


def load(name: str) -> Policy:
    """A policy whose document is kept."""
    checked = check_folder(FOLDERS[name])
    assert checked.policies is not None, checked.faults
    return checked.policies.policies[name]


def text_of(policy: Policy, language: Language) -> str:
    """The document of a policy; its digests, which any change of its file changes, by name."""
    page = render_document(policy, language)
    text = "\n".join(line.rstrip() for line in read_page(page).lines) + "\n"
    return text.replace(policy.digest, "<DIGEST>").replace(policy.source_digest, "<SOURCE DIGEST>")


def expected(name: str, language: Language) -> Path:
    """Where the text of a document is kept."""
    return HERE / "expected" / f"{name}.{language}.txt"


if __name__ == "__main__":
    for one in FOLDERS:
        for written in LANGUAGES:
            expected(one, written).write_text(text_of(load(one), written), encoding="utf-8")
