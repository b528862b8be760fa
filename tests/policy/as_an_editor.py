"""A policy file as an editor sees it: with YAML's types, where the policy language keeps texts."""

from __future__ import annotations

import re
from typing import Any

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.source import Listing, Mapping, Node, Scalar, read_source


def as_an_editor_sees(text: str) -> Any:
    """The content by YAML 1.2's core schema. AssertionError where it cannot be read."""
    log = FaultLog()
    _, root = read_source("p.yaml", text.encode(), log)
    assert root is not None
    assert len(log) == 0, log.sorted()
    return _typed(root)


def _typed(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {entry.key.text: _typed(entry.value) for entry in node.entries}
    if isinstance(node, Listing):
        return [_typed(item) for item in node.items]
    assert isinstance(node, Scalar)
    text = node.text
    if node.quoted or node.block:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.title(), text.upper()):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text
