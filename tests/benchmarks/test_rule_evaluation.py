"""What is measured decides alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pamtps_service.engine.decide import PolicyEngine
from pamtps_service.engine.facts import Facts
from pamtps_service.policy.load import load_policies

from benchmarks.other_engines import durable
from benchmarks.other_engines.asked import decided
from benchmarks.plain_loop import decide
from benchmarks.rule_evaluation import GRID, answers, require_equal


def test_the_plain_loop_says_of_the_grid_what_the_engine_says(repository: Path) -> None:
    policy = load_policies(repository / "rules").policies["ntt-2024"]
    columns = np.array([row[1:] for row in GRID], np.int32).T
    names = ("travel_minutes", "access", "signal", "registered_voters")
    integers = dict(zip(names, [*columns[1:], columns[0] * 0], strict=True))
    codes = np.arange(5301012001001, 5301012001001 + len(GRID), dtype=np.int64)
    facts = Facts(codes, columns[0].astype(np.int8), integers, {})
    assert answers(PolicyEngine(policy), facts) == decide(GRID)


def test_raw_durable_rules_says_of_the_grid_what_the_plain_loop_says() -> None:
    with durable.load(GRID) as asked:
        assert decided(GRID, asked.matched(asked.ask())) == decide(GRID)


def test_an_answer_that_differs_is_told() -> None:
    right = decide(GRID)
    require_equal("it", right, right)
    with pytest.raises(RuntimeError, match="it answers for 143 of 144 TPS"):
        require_equal("it", right[1:], right)
    with pytest.raises(RuntimeError, match=r"it says of TPS 1 .* the plain loop"):
        require_equal("it", [right[0], (9, (), ()), *right[2:]], right)
