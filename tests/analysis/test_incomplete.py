"""Policies with more kinds of TPS than are looked at: what is found is less, and still true."""

from __future__ import annotations

import pytest
from pamtps_service.analysis.analyze import analyze
from pamtps_service.analysis.cells import MAX_CELLS

from tests.analysis.oracle import Brute
from tests.analysis.random_policies import random_policy
from tests.analysis.test_analysis import policy_of
from tests.analysis.witnesses import Judge
from tests.reference.reading import whole_policy
from tests.reference.strategies import heading, yaml_text

MOST = 10_000
NAMES = [f"a{number:02}" for number in range(20)]


def large_policy() -> dict[str, str]:
    """Twenty yes-or-no attributes, each with a rule for TNI: three million kinds of TPS."""
    attributes = {name: {"type": "boolean", "default": "false"} for name in NAMES}
    rules: list[dict[str, object]] = [
        {"id": f"if-{name}", "when": {name: "true"}, "guard": {"tni": str(number + 1)}}
        for number, name in enumerate(NAMES)
    ]
    rules.append(
        {
            "id": "low",
            "when": {"submitted_tier": "kurang_rawan"},
            "guard": {"polri": "2", "tps_per_post": "4"},
        }
    )
    never = {"all": [{"a00": "true"}, {"a00": "false"}]}
    rules.append({"id": "never", "when": never, "guard": {"tni": "9"}})
    return {"own": yaml_text(heading("own") | {"attributes": attributes, "rules": rules})}


def test_too_many_kinds_are_said_to_be_so_and_what_is_found_is_true() -> None:
    """The bound is kept, the numbers are told, and the gap that was found is one."""
    analysis = analyze(policy_of(large_policy()), MOST)
    assert MOST < MAX_CELLS < analysis.cells
    assert not analysis.complete
    assert analysis.cells == 3 * 2**20
    assert analysis.cells_examined == MOST
    codes = {one.code for one in analysis.findings}
    assert "uncovered" in codes
    assert not codes & {"unreachable", "always-replaced", "without-effect"}
    judge = Judge(Brute(whole_policy(large_policy(), "own"), []))
    for one in analysis.findings:
        assert one.region is None
        assert "too many kinds" in one.message.en or one.code == "overlap"
        judge.shows(one)


@pytest.mark.parametrize("most", [1, 5, 17])
def test_what_is_found_in_a_part_is_found_in_the_whole(most: int) -> None:
    """Of random policies: no finding that the whole does not have, and every witness is true."""
    parts = 0
    for seed in range(30):
        texts = random_policy(seed)
        policy = policy_of(texts)
        part, whole = analyze(policy, max_cells=most), analyze(policy)
        parts += not part.complete
        assert part.cells == whole.cells == whole.cells_examined
        assert part.complete == (part.cells_examined == part.cells)
        names = {(one.code, one.rules, one.quantity) for one in whole.findings}
        assert {(one.code, one.rules, one.quantity) for one in part.findings} <= names
        judge = Judge(Brute(whole_policy(texts, "own"), []))
        for one in part.findings:
            for witness in one.witness:
                judge.meets(witness)
                judge.shows(one)
    assert parts > 5
