"""A rule file with its comments: a tree of what stands in it, each comment beside the part that it
speaks of.

Only for files without a fault of layout: aliases, tags and several documents are refused before.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from ruamel.yaml import YAML, events

_BLOCK_HEAD: Final = re.compile(r"[|>][-+0-9]*[ \t]*")


@dataclass(slots=True)
class Comment:
    """From its `#` to the end of its line."""

    text: str
    index: int
    line: int
    """From 0, as every line and column here."""
    column: int
    alone: bool
    """Whether nothing else stands on its line."""
    blank_before: bool


@dataclass(slots=True)
class Leaf:
    """A scalar."""

    text: str
    style: str
    """`'`, `"`, `|`, `>`, or empty."""
    start: int
    end: int
    end_line: int
    """Line on which it ends; of a block text the line of its sign."""


@dataclass(slots=True)
class Branch:
    """A mapping or a list."""

    is_mapping: bool
    flow: bool
    column: int
    start: int
    end: int = 0
    end_line: int = 0
    parts: list[Part] = field(default_factory=list)


Tree: TypeAlias = "Leaf | Branch"


@dataclass(slots=True)
class Part:
    """An entry of a mapping, or an item of a list, with its comments."""

    key: Leaf | None
    """None of an item."""
    value: Tree
    start: int
    line: int
    container: Branch
    parent: Part | None
    blank_before: bool = False
    before: list[Comment] = field(default_factory=list)
    trailing: Comment | None = None
    after: list[Comment] = field(default_factory=list)
    """Comments below the last part of its container."""


@dataclass(slots=True)
class CommentedFile:
    root: Branch
    header: list[Comment]
    """Above the first key."""
    footer: list[Comment]
    """Below everything, as far left as the keys of the head."""


def read_commented(text: str) -> CommentedFile:
    """The tree of a file that read_source takes without a fault."""
    text = re.sub(r"\r\n?", "\n", text)
    lines = text.split("\n")
    stream: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    event = next(stream)
    while not isinstance(event, events.MappingStartEvent):
        event = next(stream)
    leaves: list[Leaf] = []
    root = _branch(event, stream, None, leaves)
    found = CommentedFile(root, [], [])
    parts = list(_all_parts(root))
    for part in parts:
        part.blank_before = part.line > 0 and not lines[part.line - 1].strip()
    for comment in _comments(text, lines, leaves):
        _attach(comment, found, parts)
    return found


# The tree -------------------------------------------------------------------------------------


def _branch(event: Any, stream: Iterator[Any], parent: Part | None, leaves: list[Leaf]) -> Branch:
    mark = event.start_mark
    is_mapping = isinstance(event, events.MappingStartEvent)
    branch = Branch(is_mapping, bool(event.flow_style), mark.column, mark.index)
    while not isinstance(event := next(stream), events.MappingEndEvent | events.SequenceEndEvent):
        key = None
        place = event.start_mark
        if is_mapping:
            key = _leaf(event, leaves)
            event = next(stream)
        part = Part(key, branch, place.index, place.line, branch, parent)
        branch.parts.append(part)
        if isinstance(event, events.ScalarEvent):
            part.value = _leaf(event, leaves)
        else:
            part.value = _branch(event, stream, part, leaves)
    branch.end, branch.end_line = event.end_mark.index, event.end_mark.line
    return branch


def _leaf(event: Any, leaves: list[Leaf]) -> Leaf:
    start, end = event.start_mark, event.end_mark
    style = event.style or ""
    end_line = start.line if style in ("|", ">") else end.line
    leaf = Leaf(event.value, style, start.index, end.index, end_line)
    leaves.append(leaf)
    return leaf


def _all_parts(branch: Branch) -> Iterator[Part]:
    """In the order of the file, a part before what it holds."""
    for part in branch.parts:
        yield part
        if isinstance(part.value, Branch):
            yield from _all_parts(part.value)


# Comments -------------------------------------------------------------------------------------


def _comments(text: str, lines: list[str], leaves: list[Leaf]) -> Iterator[Comment]:
    """Every comment: a `#` that stands in no scalar begins one."""
    spans = [_span(leaf, text) for leaf in leaves]
    ends = [end for _, end in spans]
    start = 0
    for number, line in enumerate(lines):
        at = start
        while (at := text.find("#", at, start + len(line))) >= 0:
            inside = bisect.bisect_right(ends, at)
            if inside < len(spans) and spans[inside][0] <= at:
                at = min(spans[inside][1], start + len(line))
                continue
            column = at - start
            blank = number > 0 and not lines[number - 1].strip()
            alone = not line[:column].strip()
            yield Comment(line[column:].rstrip(), at, number, column, alone, blank)
            break
        start += len(line) + 1


def _span(leaf: Leaf, text: str) -> tuple[int, int]:
    """Where a `#` is text: of a block text below the line of its sign."""
    if leaf.style in ("|", ">"):
        head = _BLOCK_HEAD.match(text, leaf.start)
        after = text.find("\n", head.end() if head else leaf.start)
        return (leaf.end if after < 0 else after + 1, leaf.end)
    return (leaf.start, leaf.end)


def _attach(comment: Comment, file: CommentedFile, parts: list[Part]) -> None:
    at = bisect.bisect_right(parts, comment.index, key=lambda part: part.start)
    if at == 0:
        file.header.append(comment)
        return
    before = parts[at - 1]
    following = parts[at] if at < len(parts) else None
    while before.parent and before.container.flow and before.container.end <= comment.index:
        before = before.parent
    if not comment.alone and comment.line in (before.line, _end_line(before.value)):
        if before.trailing is None:
            before.trailing = comment
        else:
            before.before.append(comment)
    elif following is not None and following.parent is before:
        following.before.append(comment)  # above what the part holds
    elif (flow := _flow_around(before, comment)) is not None:
        if following is not None and following.container is flow:
            following.before.append(comment)
        else:
            (flow.parts[-1].after if flow.parts else before.before).append(comment)
    elif following is not None and comment.column <= following.container.column:
        following.before.append(comment)
    elif following is None and comment.column <= file.root.column:
        file.footer.append(comment)
    else:
        while before.parent and before.container.column > comment.column:
            before = before.parent
        beside = following is not None and following.container is before.container
        (following.before if following and beside else before.after).append(comment)


def _end_line(value: Tree) -> int:
    """Line on which a value ends that ends with a sign of its own; -1 of others."""
    return value.end_line if isinstance(value, Leaf) or value.flow else -1


def _flow_around(part: Part, comment: Comment) -> Branch | None:
    """The innermost `{…}` or `[…]` that the comment stands in."""
    value = part.value
    if isinstance(value, Branch) and value.flow and value.start < comment.index < value.end:
        return value
    return part.container if part.container.flow else None
