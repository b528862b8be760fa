"""The canonical form of policy files and of their tests: order of keys, indentation, quotes.

Comments stay beside what they speak of. A mapping or list that its author wrote in `{…}` or `[…]`
stays so where it fits on a line, and short ones are written so; everything else is a block.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable
from typing import Final

from pamtps_service.policy.commented import (
    Branch,
    Comment,
    CommentedFile,
    Leaf,
    Part,
    Tree,
    read_commented,
)
from pamtps_service.policy.conditions import COUNT_KEYS
from pamtps_service.policy.document import ATTRIBUTE_KEYS, EFFECTIVE_KEYS, POLICY_KEYS
from pamtps_service.policy.effects import EFFECT_KEYS, PER_KEYS
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.folder import TESTS
from pamtps_service.policy.rules import EFFECTS, RULE_KEYS
from pamtps_service.policy.source import CONTROL, Listing, Mapping, Node, Scalar, read_source
from pamtps_service.policy.test_keys import CASE_KEYS, FACT_KEYS, OUTCOME_KEYS, TEST_KEYS
from pamtps_service.policy.values import TITLE_KEYS

TEXT_WIDTH: Final = 100
"""Columns that a text is folded at."""
FLOW_WIDTH: Final = 110
"""Columns that a line with `{…}` or `[…]` may take."""
SHORT: Final = 60
"""Columns of a block that is written in `{…}` or `[…]` instead."""
_ROUNDS: Final = 4
"""Most times that a text is written until it stays as it is."""

_ORDER: Final[dict[str, tuple[str, ...]]] = {
    "policy": POLICY_KEYS,
    "rule": RULE_KEYS,
    "title": TITLE_KEYS,
    "effective": EFFECTIVE_KEYS,
    "attribute": ATTRIBUTE_KEYS,
    "per": PER_KEYS,
    "count": COUNT_KEYS,
    **{name: keys for name, keys in EFFECT_KEYS.items() if name != "equip"},
    "test": TEST_KEYS,
    "case": CASE_KEYS,
    "facts": ("count", *FACT_KEYS),
    "outcome": OUTCOME_KEYS,
}
"""Order of keys by kind of mapping; those of others keep theirs."""
_KINDS: Final[dict[tuple[str, str], str]] = {
    **{("policy", key): key for key in ("title", "effective", "items", "attributes")},
    ("policy", "rules"): "rule",
    ("rule", "title"): "title",
    **{("rule", key): "condition" for key in ("when", "unless")},
    **{("rule", effect): effect for effect in EFFECTS},
    **{("condition", key): "condition" for key in ("any", "all", "not")},
    ("condition", "count"): "count",
    ("add", "per"): "per",
    ("equip", "per"): "per",
    **{(kind, "of"): "condition" for kind in ("count", "per", "mix")},
    ("test", "facts"): "facts",
    ("test", "cases"): "case",
    **{("case", key): "facts" for key in ("tps", "holds")},
    ("case", "expect"): "outcome",
}
"""Kind of what a key holds, by the kind of mapping that it stands in."""
_OF_EACH: Final = {"items": "title", "attributes": "attribute"}
_FOLDED: Final = frozenset({"title", "issuer", "basis", "name", *TITLE_KEYS})
"""Keys whose long texts are folded."""
_ALWAYS_BLOCK: Final = frozenset({"rule", "case"})


class MeaningChangedError(Exception):
    """Raised where the canonical form would not say what the file says: a defect of this module."""


def canonical(file: str, text: str) -> str:
    """The text of a file in canonical form; of one without faults. MeaningChangedError where it
    would not say the same, or a comment would be lost."""
    meaning = _meaning(file, text)
    kind = "test" if file.endswith(TESTS) else "policy"
    given = read_commented(text)
    made, stable = _written(given, kind), False
    for _ in range(_ROUNDS):
        read = read_commented(made)
        again = _written(read, kind)
        stable = again == made
        if stable:
            break
        made = again  # a comment came to stand beside something else than before
    if not stable or _meaning(file, made) != meaning or _remarks(read) != _remarks(given):
        raise MeaningChangedError(file)
    return made


def _meaning(file: str, text: str) -> object:
    """What a file says, without order of keys and layout."""
    log = FaultLog()
    _, root = read_source(file, text.encode(), log)
    if root is None or len(log):
        raise MeaningChangedError(file)
    return _plain(root)


def _plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.text.strip()


def _remarks(file: CommentedFile) -> list[str]:
    """Every comment, in no order of the file."""
    return sorted(comment.text for comment in _all_comments(file))


def _all_comments(file: CommentedFile) -> Iterable[Comment]:
    yield from file.header
    yield from _comments_in(file.root)
    yield from file.footer


def _comments_in(branch: Branch) -> Iterable[Comment]:
    for part in branch.parts:
        yield from part.before
        if part.trailing is not None:
            yield part.trailing
        yield from part.after
        if isinstance(part.value, Branch):
            yield from _comments_in(part.value)


# Lines ----------------------------------------------------------------------------------------


def _written(file: CommentedFile, kind: str) -> str:
    lines: list[str] = []
    for comment in file.header:
        if comment.blank_before and lines:
            lines.append("")
        lines.append(comment.text)
    for part in _in_order(file.root, kind):
        # what stands above a key belongs to it, and so does the blank line above that
        blank = part.before[0].blank_before if part.before else part.blank_before
        rules = part.key is not None and part.key.text == "rules"
        if lines and (blank or rules):
            lines.append("")
        lines += _entry(part, kind, 0, spaced=True)
    for comment in file.footer:
        if comment.blank_before:
            lines.append("")
        lines.append(comment.text)
    return "\n".join(lines) + "\n"


def _in_order(branch: Branch, kind: str) -> list[Part]:
    """The parts in the order of their kind of mapping."""
    order = {key: number for number, key in enumerate(_ORDER.get(kind, ()))}
    if not branch.is_mapping:
        return branch.parts
    last = len(order)
    return sorted(
        branch.parts, key=lambda part: order.get(part.key.text, last) if part.key else last
    )


def _notes(comments: Iterable[Comment], pad: str, spaced: bool = False) -> list[str]:
    """Lines of comments; the blank lines between them only where there is room for them."""
    lines: list[str] = []
    for comment in comments:
        if spaced and comment.blank_before and lines:
            lines.append("")
        lines.append(pad + comment.text)
    return lines


def _with_trailing(line: str, comment: Comment | None) -> str:
    """The line and the comment beside it, in its old column where there is room."""
    if comment is None:
        return line
    room = comment.column + len(comment.text) <= TEXT_WIDTH
    return line + " " * max(2, comment.column - len(line) if room else 2) + comment.text


def _entry(part: Part, kind: str, indent: int, spaced: bool = False) -> list[str]:
    """The lines of an entry of a mapping."""
    assert part.key is not None
    pad = " " * indent
    name = part.key.text
    head = f"{pad}{_scalar(part.key, flow=True)}:"
    below = _KINDS.get((kind, name), _OF_EACH.get(kind, ""))
    value = part.value
    if isinstance(value, Leaf):
        lines = _leaf_lines(head, value, part.trailing, indent, name in _FOLDED)
    else:
        flow = _in_flow(value, below, len(head) + 1)
        if flow is not None:
            lines = [_with_trailing(f"{head} {flow}", part.trailing)]
        else:
            lines = [_with_trailing(head, part.trailing), *_block(value, below, indent + 2)]
    return [
        *_notes(part.before, pad, spaced),
        *lines,
        *_after(part, pad, spaced),
    ]


def _after(part: Part, pad: str, spaced: bool) -> list[str]:
    lines = _notes(part.after, pad, spaced)
    if spaced and part.after and part.after[0].blank_before:
        lines.insert(0, "")
    return lines


def _block(branch: Branch, kind: str, indent: int) -> list[str]:
    """The lines of a mapping or list, one part below the other."""
    lines: list[str] = []
    for number, part in enumerate(_in_order(branch, kind)):
        if branch.is_mapping:
            lines += _entry(part, kind, indent)
            continue
        first = part.before[0].blank_before if part.before else part.blank_before
        if number and (kind == "rule" or (kind == "case" and first)):
            lines.append("")
        lines += _item(part, kind, indent)
    return lines


def _item(part: Part, kind: str, indent: int) -> list[str]:
    """The lines of an item of a list."""
    pad = " " * indent
    before = _notes(part.before, pad)
    value = part.value
    if isinstance(value, Leaf):
        lines = _leaf_lines(f"{pad}-", value, part.trailing, indent, folds=False)
    else:
        flow = _in_flow(value, kind, indent + 2, item=True)
        if flow is not None:
            lines = [_with_trailing(f"{pad}- {flow}", part.trailing)]
        else:
            if part.trailing is not None:
                before += _notes([part.trailing], pad)
            lines = _block(value, kind, indent + 2)
            while lines[0].lstrip().startswith("#"):  # above its first key: above the item
                before.append(pad + lines.pop(0).lstrip())
            lines[0] = f"{pad}- {lines[0][indent + 2 :]}"
    return [*before, *lines, *_notes(part.after, pad)]


def _leaf_lines(
    head: str, leaf: Leaf, trailing: Comment | None, indent: int, folds: bool
) -> list[str]:
    """The lines of a scalar behind `key:` or `-`."""
    block = leaf.style in ("|", ">")
    text = leaf.text.strip() if block else leaf.text
    within = " " * (indent + 2)
    if "\n" in text and block and _keeps_lines(text):
        rows = [f"{within}{row}" if row else "" for row in text.split("\n")]
        return [_with_trailing(f"{head} |-", trailing), *rows]
    line = f"{head} {_scalar(leaf, flow=False)}"
    if len(line) <= TEXT_WIDTH or not (block or folds) or not _folds(text):
        return [_with_trailing(line.rstrip(), trailing)]
    rows = textwrap.wrap(
        text,
        TEXT_WIDTH,
        initial_indent=within,
        subsequent_indent=within,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [_with_trailing(f"{head} >-", trailing), *rows]


def _keeps_lines(text: str) -> bool:
    """Whether `|-` gives the text back."""
    return all(row == row.rstrip() for row in text.split("\n")) and not CONTROL.search(text)


def _folds(text: str) -> bool:
    """Whether the text is the same after its lines are joined by single spaces."""
    return (
        " " in text
        and re.search(r"[\t\n\v\f\r]|  ", text) is None
        and text == text.strip()
        and not CONTROL.search(text)
    )


# One line -------------------------------------------------------------------------------------


def _in_flow(branch: Branch, kind: str, column: int, item: bool = False) -> str | None:
    """The branch in `{…}` or `[…]` from that column on; None where it is to be a block."""
    # `rules` and `cases` hold items that are blocks; so are the items themselves
    if (kind in _ALWAYS_BLOCK and branch.parts) or any(_comments_in(branch)):
        return None
    text = _flow(branch, kind)
    if text is None or column + len(text) > FLOW_WIDTH:
        return None
    if branch.flow or not branch.parts:
        return text
    leaves = all(isinstance(part.value, Leaf) for part in branch.parts)
    return text if leaves and not item and len(text) <= SHORT else None


def _flow(tree: Tree, kind: str) -> str | None:
    """On one line, whatever its length; None where it holds a text of several lines."""
    if isinstance(tree, Leaf):
        return None if "\n" in tree.text.strip() else _scalar(tree, flow=True)
    parts: list[str] = []
    for part in _in_order(tree, kind):
        below = kind
        if part.key is not None:
            below = _KINDS.get((kind, part.key.text), _OF_EACH.get(kind, ""))
        value = _flow(part.value, below)
        if value is None:
            return None
        key = "" if part.key is None else f"{_scalar(part.key, flow=True)}: "
        parts.append(key + value)
    inside = ", ".join(parts)
    return f"{{{inside}}}" if tree.is_mapping else f"[{inside}]"


_PLAIN: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`<=≤≥~]|-[^\s,\[\]{}\-]")
"""How a text without quotes begins: with no sign of YAML or of a comparison."""
_IN_FLOW: Final = re.compile(r"[,\[\]{}'\"]")


def _scalar(leaf: Leaf, flow: bool) -> str:
    """The scalar on one line, in quotes only where it needs them: one that has quotes keeps them
    where it would need them in `{…}`."""
    text = leaf.text.strip() if leaf.style in ("|", ">") else leaf.text
    plain = (
        _PLAIN.match(text) is not None
        and re.search(r":(?:\s|$)|\s#|[\t\n\r]|\s$", text) is None
        and text not in ("null", "Null", "NULL", "---", "...")
        and CONTROL.search(text) is None
    )
    if plain and not ((flow or leaf.style in ("'", '"')) and _IN_FLOW.search(text)):
        return text
    if not text and not leaf.style:
        return ""
    if re.search(r'["\\]', text) and not re.search(r"[\t\n\r]", text) and not CONTROL.search(text):
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    return CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)
