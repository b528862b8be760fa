"""From the bytes of a rule file to nodes with positions, in which every scalar is its text.

YAML is used for its layout alone: mappings, lists and texts. What it would add of its own (types,
anchors, tags, merged keys, several documents) is refused here, each at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import Position, Text

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 32

BlockSign = Literal["", "|", ">"]
_BLOCK_SIGNS: Final[dict[str, BlockSign]] = {"|": "|", ">": ">"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, as it stands in the file."""

    text: str
    position: Position
    quoted: bool
    block: BlockSign = ""
    """Sign of a block text, empty of any other."""


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    position: Position

    def get(self, key: str) -> Node | None:
        """The value of a key, None where it is absent."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)

    def place(self, key: str) -> Position:
        """Where the key stands; of the mapping where it is absent."""
        found = (entry.key.position for entry in self.entries if entry.key.text == key)
        return next(found, self.position)


@dataclass(frozen=True, slots=True)
class Refused:
    """A value whose fault is already told (a YAML alias); nothing more is said of it."""

    position: Position


Node: TypeAlias = "Scalar | Listing | Mapping | Refused"


class _UnreadableError(Exception):
    """Raised where reading cannot go on; its fault is in the log."""


def read_source(file: str, content: bytes, log: FaultLog) -> tuple[str, Mapping | None]:
    """The text of a rule file and its outermost mapping; None where it could not be read whole,
    with the reason in the log."""
    text = _decode(file, content, log)
    if text is None:
        return content.decode("utf-8", errors="replace"), None
    marked, mark = keep_comparisons(text)
    try:
        root = _Nodes(file, mark, log).read(marked)
    except _UnreadableError:
        return text, None
    except MarkedYAMLError as error:
        _report(error, file, text, log)
        return text, None
    except YAMLError as error:  # a character that YAML does not take, not caught by _decode
        log.add("yaml-syntax", Position(file, 1, 1), problem=_in_words(str(error)), found="")
        return text, None
    if isinstance(root, Mapping):
        return text, root
    if isinstance(root, Refused):
        return text, None
    place = root.position if root else Position(file, 1, 1)
    log.add("empty-file" if root is None else "policy-not-mapping", place, file=file)
    return text, None


# Text -----------------------------------------------------------------------------------------


CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""Control characters, further line ends, and marks that make text read in another order than it
is written."""


def _decode(file: str, content: bytes, log: FaultLog) -> str | None:
    start = Position(file, 1, 1)
    if len(content) > MAX_BYTES:
        log.add("file-too-large", start, limit=MAX_BYTES)
        return None
    if content.startswith(b"\xef\xbb\xbf"):
        log.add("byte-order-mark", start)
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        log.add("not-utf8", _place(file, before), found=f"0x{content[error.start]:02X}")
        return None
    before_log = len(log)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        indentation = re.match(r"[ \t]*", line)
        tab = indentation.group().find("\t") if indentation else -1
        if tab >= 0 and line.strip():
            log.add("tab-indentation", Position(file, number, tab + 1))
        control = CONTROL.search(line)
        if control:
            found = f"U+{ord(control.group()):04X}"
            log.add("control-character", Position(file, number, control.start() + 1), found=found)
    return text if len(log) == before_log else None


def _place(file: str, before: str) -> Position:
    """The position after the text `before`."""
    lines = re.split(r"\r\n|\r|\n", before)
    return Position(file, len(lines), len(lines[-1]) + 1)


_FOLDED: Final = re.compile(
    r"((?:[:,\[{]|(?:^|(?<=\s))-)[ ]*)>(?![+-]?[1-9]?[+-]?[ \t]*(?:#[^\r\n]*)?(?:[\r\n]|$))",
    re.MULTILINE,
)


def keep_comparisons(text: str) -> tuple[str, str]:
    """The text with the `>` of unquoted comparisons replaced by a mark that it does not hold.

    YAML reads an unquoted `> 180` as the head of a folded text and stops there. The mark lets it
    read on, so that this error is told with all the others; _Nodes puts the `>` back.
    """
    mark = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    return _FOLDED.sub(lambda match: match.group(1) + mark, text), mark


# Nodes ----------------------------------------------------------------------------------------


class _Nodes:
    """Builds nodes from the events of the YAML parser."""

    def __init__(self, file: str, mark: str, log: FaultLog) -> None:
        self._file, self._mark, self._log = file, mark, log

    def read(self, text: str) -> Node | None:
        """The node of the only document; None where the file is empty."""
        stream: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
        root: Node | None = None
        documents = 0
        for event in stream:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._log.add("several-documents", self._position(event))
                    raise _UnreadableError
                if event.version or event.tags:
                    self._log.add("yaml-directive", Position(self._file, 1, 1))
                root = self._node(next(stream), stream, 0)
        return root

    def _position(self, event: Any) -> Position:
        mark = event.start_mark
        return Position(self._file, mark.line + 1, mark.column + 1)

    def _node(self, event: Any, stream: Iterator[Any], depth: int) -> Node:
        position = self._position(event)
        if depth > MAX_DEPTH:
            self._log.add("too-deep", position, limit=MAX_DEPTH)
            raise _UnreadableError
        if isinstance(event, events.AliasEvent):
            self._log.add("yaml-alias", position, found=f"*{event.anchor}")
            return Refused(position)
        if event.anchor:
            self._log.add("yaml-anchor", position, found=f"&{event.anchor}")
        if event.tag:
            self._log.add("yaml-tag", position, found=_shown_tag(event.tag))
        if isinstance(event, events.ScalarEvent):
            text = event.value.replace(self._mark, ">")
            block: BlockSign = _BLOCK_SIGNS.get(event.style, "")
            return Scalar(text, position, event.style in ("'", '"'), block)
        if isinstance(event, events.SequenceStartEvent):
            items = []
            while not isinstance(event := next(stream), events.SequenceEndEvent):
                items.append(self._node(event, stream, depth + 1))
            return Listing(tuple(items), position)
        return self._mapping(position, stream, depth)

    def _mapping(self, position: Position, stream: Iterator[Any], depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(stream), events.MappingEndEvent):
            key = self._node(event, stream, depth + 1)
            value = self._node(next(stream), stream, depth + 1)
            if isinstance(key, Refused):
                continue
            if not isinstance(key, Scalar):
                self._log.add("key-not-text", key.position)
            elif key.text == "<<" and not key.quoted:
                self._log.add("merge-key", key.position)
            elif key.text in entries:
                first = entries[key.text].key.position
                self._log.add("duplicate-key", key.position, key=key.text, line=str(first.line))
            else:
                entries[key.text] = Entry(key, value)
        return Mapping(tuple(entries.values()), position)


def _shown_tag(tag: Any) -> str:
    return str(tag).replace("tag:yaml.org,2002:", "!!")


# Errors of YAML itself --------------------------------------------------------------------------

_PROBLEMS: Final[tuple[tuple[str, Text], ...]] = (
    (
        "mapping values are not allowed",
        Text(
            "titik dua dan spasi `: ` di tempat yang bukan kunci (teks yang memuat titik dua harus "
            "diberi tanda kutip)",
            "`: ` where no key may stand (a text that holds a colon must be quoted)",
        ),
    ),
    (
        "could not find expected ':'",
        Text("baris ini tidak memuat `:` sesudah kuncinya", "this line has no `:` after its key"),
    ),
    (
        "found unexpected end of stream",
        Text("tanda kutip yang tidak ditutup", "a quotation mark that is not closed"),
    ),
    (
        "cannot start any token",
        Text(
            "tanda ini tidak boleh mengawali teks tanpa tanda kutip",
            "this character may not begin a text that is not quoted",
        ),
    ),
    (
        "escape",
        Text(
            "garis miring terbalik dalam tanda kutip ganda (pakai tanda kutip tunggal)",
            "a backslash inside double quotes (use single quotes)",
        ),
    ),
    (
        "expected ',' or",
        Text(
            "koma atau kurung penutup tidak ada, atau ada teks sesudah tanda kutip penutup",
            "a comma or closing bracket is missing, or text follows a closing quotation mark",
        ),
    ),
    (
        "expected <block end>",
        Text(
            "indentasi baris ini tidak sejajar dengan baris di atasnya, atau ada teks sesudah "
            "tanda kutip penutup",
            "the indentation of this line does not match the lines above, or text follows a "
            "closing quotation mark",
        ),
    ),
)


def _in_words(problem: str) -> Text:
    """The parser's problem in both languages; its own English words where none are kept for it."""
    known = (words for sign, words in _PROBLEMS if sign in problem)
    return next(known, Text(id=f"`{problem}`", en=f"`{problem}`"))


def _report(error: MarkedYAMLError, file: str, text: str, log: FaultLog) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    mark = error.problem_mark or error.context_mark
    if error.context_mark and (mark.line >= len(lines) or not lines[mark.line].strip()):
        mark = error.context_mark  # the end of the file says little; where it began says more
    number = min(mark.line, len(lines) - 1) if mark else 0
    problem = str(error.problem or error.context or "")
    log.add(
        "yaml-syntax",
        Position(file, number + 1, (mark.column if mark else 0) + 1),
        problem=_in_words(problem),
        found=lines[number].strip()[:80],
    )
