"""No fault of a rule file hides another, no file is left out in silence, and no chain is slow."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given
from pamtps_service.policy.cycles import MOST_SHOWN, cycles
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.labels import check_labels, strata
from pamtps_service.policy.load import check_folder
from pamtps_service.policy.model import ALWAYS, Classify, HasLabel, Position, Rule, Text

from tests.policy.conftest import Loader

HEAD = "policy: p\ntitle: T\nissuer: I\nbasis: B\nareas: all\nrules:\n"
GUARD = "  - {id: guard, basis: B, guard: {polri: 2, tps_per_post: 4}}\n"


def codes(folder: Path, rules: str) -> list[str]:
    (folder / "p.yaml").write_text(HEAD + GUARD + rules, encoding="utf-8")
    return sorted(fault.code for fault in check_folder(folder).faults)


def test_an_invalid_id_does_not_hide_the_unknown_names_of_other_rules(tmp_path: Path) -> None:
    found = codes(
        tmp_path,
        "  - {id: R1, basis: B, guard: {linmas_per_tps: 2}}\n"
        "  - {id: a, basis: B, when: {sgnal: none}, guard: {tni: 1}}\n"
        "  - {id: b, basis: B, when: {label: gone}, guard: {tni: 1}}\n"
        "  - {id: c, basis: B, for_each: regency, add: {polri: 1 regu}}\n",
    )
    assert len(found) == 4
    assert {"unknown-attribute", "unknown-label", "unknown-unit"} <= set(found)


def test_an_unknown_rule_is_told_whatever_else_is_wrong_with_the_one_that_names_it(
    tmp_path: Path,
) -> None:
    rule = "  - {id: a, basis: B, instead_of: [gurad], when: {sgnal: none}, guard: {tni: 1}}\n"
    assert codes(tmp_path, rule) == ["unknown-attribute", "unknown-rule"]


@pytest.mark.parametrize("kind", ["link", "circle", "folder", "pipe", "through a file"])
def test_what_is_named_as_a_policy_and_cannot_be_read_is_a_fault(tmp_path: Path, kind: str) -> None:
    """Also where the folder may not be looked into that a link leads to."""
    other = tmp_path / "other.yaml"
    if kind == "link":
        other.symlink_to(tmp_path / "nowhere")
    elif kind == "circle":
        other.symlink_to(other)
    elif kind == "through a file":
        other.symlink_to(tmp_path / "p.yaml" / "other.yaml")
    elif kind == "folder":
        other.mkdir()
    else:
        os.mkfifo(other)
    assert codes(tmp_path, "") == ["file-unreadable"]


def test_a_chain_of_thousands_of_rules_is_checked_in_little_work() -> None:
    """A search from every rule would visit millions of pairs; the chain lies on no circle at all,
    and the one at its end is found."""
    chain = {f"r{number:05d}": (f"r{number + 1:05d}",) for number in range(20_000)}
    assert cycles({**chain, "r20000": ()}) == []
    assert cycles({**chain, "r20000": ("r19999",)}) == [("r19999", "r20000")]


def chained(condition: str, number: int) -> Rule:
    """A rule that gives a label and asks the one before."""
    asked = HasLabel((f"label{number - 1}",))
    return Rule(
        id=f"r{number:05d}",
        title=Text("", ""),
        basis=None,
        for_each="tps",
        when=ALWAYS if condition == "unless" else asked,
        unless=asked if condition == "unless" else None,
        instead_of=(),
        effect=Classify(f"label{number}", None),
        severity="error",
        origin="p",
        position=Position("p.yaml", number + 1, 1),
    )


@pytest.mark.parametrize("condition", ["when", "unless"])
def test_a_chain_of_thousands_of_labels_is_checked_in_little_work(
    load: Loader, condition: str
) -> None:
    """Seconds of work, not of the clock; a search from every rule would take hundreds."""
    rules = [chained(condition, number) for number in range(10_000)]
    policy = replace(load("  - {id: g, basis: B, guard: {polri: 2}}"), rules=tuple(rules))
    log = FaultLog()
    began = time.process_time()
    check_labels(rules, {rule.id: log for rule in rules})
    settled = strata(policy)
    assert time.process_time() - began < 5
    assert len(log) == 0
    assert len(settled) == (10_000 if condition == "unless" else 1)


def test_of_a_knot_some_cycles_are_told_and_those_of_others_as_well() -> None:
    """All of thousands that replace each other in pairs would bury the rest."""
    knot = {f"k{number}": tuple(f"k{other}" for other in range(100)) for number in range(100)}
    told = cycles({**knot, "a": ("b",), "b": ("a",)})
    assert len(told) == MOST_SHOWN + 1
    assert told[0] == ("a", "b")


@given(
    st.dictionaries(
        st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=3).map(tuple)
    )
)
def test_every_node_on_a_circle_is_on_one_that_is_told(
    edges: dict[str, tuple[str, ...]],
) -> None:
    """Compared with following every path by brute force."""

    def reaches(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [other for other in edges.get(start, ()) if other in edges]
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += [other for other in edges[node] if other in edges]
        return seen

    on_circles = {node for node in edges if node in reaches(node)}
    told = cycles(edges)
    assert {node for cycle in told for node in cycle} <= on_circles
    assert bool(told) == bool(on_circles)
    for cycle in told:
        assert cycle[0] == min(cycle)
        for node, following in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert following in edges[node]
    alone = {node for node in on_circles if reaches(node) & on_circles == {node}}
    assert alone <= {node for cycle in told for node in cycle}
