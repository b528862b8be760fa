"""GoRules Zen, asked for decisions of a graph instead of the value of one expression."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import zen

from benchmarks.other_engines.asked import Asked, as_values, of_truths
from benchmarks.plain_loop import Row

PACKAGES = ("zen-engine",)
WAY = (
    "a decision graph with one expression for each rule, loaded once, `evaluate_batch` of all TPS; "
    "TPS by TPS it took nearly twenty times as long, a decision table a little longer"
)
RULES: Final = (
    "access == 3",
    "access == 2",
    "tier == 0",
    "tier == 1",
    "tier == 2",
    "true",
    "signal == 0 or travel > 180",
    "travel > 180",
)
_NODES: Final = {"in": "inputNode", "rules": "expressionNode", "out": "outputNode"}


@contextmanager
def load(rows: Sequence[Row]) -> Iterator[Asked[list[Any]]]:
    """The engine with its rules, to ask of these TPS."""
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": _graph()}}})
    asked = [{"key": "rules", "context": one} for one in as_values(rows)]
    yield Asked(lambda: engine.evaluate_batch(asked), _truths)


def _graph() -> dict[str, Any]:
    expressions = [
        {"id": f"r{number}", "key": f"r{number}", "value": rule}
        for number, rule in enumerate(RULES)
    ]
    nodes = [
        {
            "id": name,
            "type": kind,
            "name": name,
            "position": {"x": 0, "y": 0},
            "content": {"expressions": expressions} if name == "rules" else {},
        }
        for name, kind in _NODES.items()
    ]
    edges = [
        {"id": f"{begin}-{end}", "type": "edge", "sourceId": begin, "targetId": end}
        for begin, end in (("in", "rules"), ("rules", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def _truths(found: list[Any]) -> Any:
    return of_truths(
        [[one["data"]["result"][f"r{number}"] for number in range(len(RULES))] for one in found]
    )
