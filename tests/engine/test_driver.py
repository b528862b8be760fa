"""The driver asks durable_rules and gets what the trees say, in every case that is known to hurt.

One class for each hazard that was measured in durable_rules 2.0.28.
"""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
import random
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import durable_rules_engine
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.engine import driver
from pamtps_service.engine.driver import EngineError, TreeSet
from pamtps_service.engine.trees import FALSE, TRUE, And, Or, Tree
from pamtps_service.engine.trees import Test as Leaf


def holds(tree: Tree, truth: Sequence[int]) -> bool:
    if isinstance(tree, Leaf):
        return (truth[tree.leaf] == 1) == tree.wanted
    parts = [holds(part, truth) for part in tree.parts]
    return all(parts) if isinstance(tree, And) else any(parts)


def expected(trees: Sequence[Tree], truth: Sequence[int]) -> frozenset[int]:
    return frozenset(index for index, tree in enumerate(trees) if holds(tree, truth))


def trees(leaves: int) -> st.SearchStrategy[Tree]:
    """Trees as `trees.tree_of` makes them: no node without parts but the two constants."""
    tests = st.builds(Leaf, st.integers(0, leaves - 1), st.booleans())

    def nodes(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(parts, min_size=2, max_size=4).map(tuple)
        return several.map(And) | several.map(Or)

    return st.recursive(tests, nodes, max_leaves=40) | st.sampled_from([TRUE, FALSE])


@given(st.data())
def test_the_rules_that_fire_are_the_trees_that_hold(data: st.DataObject) -> None:
    leaves = data.draw(st.integers(1, 8))
    drawn = data.draw(st.lists(trees(leaves), min_size=1, max_size=8))
    loaded = TreeSet(drawn, leaves)
    truths = st.lists(st.integers(0, 1), min_size=leaves, max_size=leaves)
    for truth in data.draw(st.lists(truths, min_size=1, max_size=12)):
        assert loaded.ask(truth) == expected(drawn, truth)


def random_tree(chance: random.Random, leaves: int, nodes: int) -> Tree:
    if nodes <= 1:
        return Leaf(chance.randrange(leaves), chance.random() < 0.5)
    parts = chance.randint(2, 5)
    kind = And if chance.random() < 0.5 else Or
    return kind(tuple(random_tree(chance, leaves, nodes // parts) for _ in range(parts)))


def random_truths(chance: random.Random, leaves: int, count: int) -> Iterator[list[int]]:
    for _ in range(count):
        share = chance.random()
        yield [int(chance.random() < share) for _ in range(leaves)]


@pytest.fixture
def definitions(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every ruleset that reaches durable_rules while the test runs."""
    seen: list[dict[str, Any]] = []
    create = durable_rules_engine.create_ruleset

    def spy(name: str, text: str) -> Any:
        seen.append(json.loads(text))
        return create(name, text)

    monkeypatch.setattr(durable_rules_engine, "create_ruleset", spy)
    return seen


class TestTypesNumbersAndExpressions:
    """Types are converted, integers beyond 2**53 blur, `$mt` and joins fail: none of it is used."""

    def test_only_and_or_and_comparisons_with_0_or_1_reach_durable_rules(
        self, definitions: list[dict[str, Any]]
    ) -> None:
        chance = random.Random(1)
        TreeSet([random_tree(chance, 30, 60) for _ in range(40)], 30)

        def look(value: object) -> None:
            assert isinstance(value, dict)
            assert len(value) == 1
            ((key, inside),) = value.items()
            if key in ("$and", "$or"):
                assert isinstance(inside, list)
                assert inside
                for part in inside:
                    look(part)
            else:
                assert key[0] == "p"
                assert key[1:].isdigit()
                assert type(inside) is int
                assert inside in (0, 1)

        assert definitions
        for ruleset in definitions:
            for rule in ruleset.values():
                assert list(rule) == ["all"]
                (only,) = rule["all"]
                assert list(only) == ["m"]
                look(only["m"])

    def test_a_fact_gives_every_leaf_that_the_ruleset_tests_as_0_or_1(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        facts: list[dict[str, Any]] = []
        ask = durable_rules_engine.assert_fact

        def spy(handle: int, text: str) -> Any:
            facts.append(json.loads(text))
            return ask(handle, text)

        monkeypatch.setattr(durable_rules_engine, "assert_fact", spy)
        TreeSet([And((Leaf(0, True), Leaf(3, False))), Leaf(5, True)], 7).ask([1, 1, 1, 0, 1, 0, 1])
        last = facts[-1]
        assert {key: last[key] for key in last if key not in ("id", "sid")} == {
            "p0": 1,
            "p3": 0,
            "p5": 0,
        }


class TestMissingAndNull:
    """`!=` is silent on a missing attribute: a negated leaf is asked as `p: 0`, which is given."""

    def test_a_negated_leaf_fires_where_the_leaf_is_false(self) -> None:
        loaded = TreeSet([Leaf(0, False), Or((Leaf(0, False), Leaf(1, False)))], 2)
        assert loaded.ask([0, 0]) == {0, 1}
        assert loaded.ask([1, 0]) == {1}
        assert loaded.ask([1, 1]) == frozenset()


class TestDuplicatesAndCollisions:
    """The same fact twice, or two that collide in its hash, raise an exception there."""

    def test_the_same_question_can_be_asked_again_and_again(self) -> None:
        loaded = TreeSet([Leaf(0, True), Leaf(1, False)], 2)
        assert {loaded.ask([1, 0]) for _ in range(3000)} == {frozenset({0, 1})}

    def test_every_question_over_twelve_leaves_is_answered(self) -> None:
        some: list[Tree] = [And((Leaf(n, True), Leaf((n + 1) % 12, False))) for n in range(12)]
        loaded = TreeSet(some, 12)
        for truth in itertools.product((0, 1), repeat=12):
            assert loaded.ask(truth) == expected(some, truth)


class TestSids:
    """The 1,025th live sid raises MemoryError, and going on ends in a segmentation fault."""

    def test_one_sid_serves_all_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sids = Counter[str]()
        ask = durable_rules_engine.assert_fact

        def spy(handle: int, text: str) -> Any:
            sids[json.loads(text)["sid"]] += 1
            return ask(handle, text)

        monkeypatch.setattr(durable_rules_engine, "assert_fact", spy)
        loaded = TreeSet([Leaf(0, True)], 1)
        for number in range(2100):
            assert loaded.ask([number % 2]) == expected([Leaf(0, True)], [number % 2])
        assert len(sids) == 1


class TestErrors:
    """An error code is an error of the engine, never an answer."""

    @pytest.mark.parametrize("code", [2, 3, 100, 102, 303, -1])
    def test_an_unknown_answer_to_a_fact_raises(
        self, monkeypatch: pytest.MonkeyPatch, code: int
    ) -> None:
        loaded = TreeSet([Leaf(0, True)], 1)
        with monkeypatch.context() as patch:
            patch.setattr(durable_rules_engine, "assert_fact", lambda *_: (code, 0))
            with pytest.raises(EngineError, match=str(code)):
                loaded.ask([1])
        assert loaded.ask([1]) == {0}
        assert loaded.ask([0]) == frozenset()

    def test_a_fact_that_cannot_be_retracted_raises(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loaded = TreeSet([Leaf(0, True)], 1)
        monkeypatch.setattr(durable_rules_engine, "retract_fact", lambda *_: (303, 0))
        with pytest.raises(EngineError, match="303"):
            loaded.ask([1])

    def test_a_rule_that_is_refused_raises(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> int:
            raise RuntimeError("Could not create ruleset")

        monkeypatch.setattr(durable_rules_engine, "create_ruleset", refuse)
        with pytest.raises(EngineError, match="refused"):
            TreeSet([Leaf(0, True)], 1)

    def test_a_wrong_answer_to_the_first_questions_refuses_the_policy(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(durable_rules_engine, "assert_fact", lambda *_: (1, 0))
        monkeypatch.setattr(durable_rules_engine, "retract_fact", lambda *_: (0, 0))
        with pytest.raises(EngineError, match="probe"):
            TreeSet([Leaf(0, True)], 1)

    def test_what_is_no_0_or_1_is_taken_for_neither(self) -> None:
        loaded = TreeSet([Leaf(0, True), Leaf(0, False)], 1)
        for wrong in (None, 2, -1, 2**53 + 1, float("inf")):
            answer: frozenset[int] = frozenset()
            with contextlib.suppress(Exception):
                answer = loaded.ask([wrong])  # type: ignore[list-item]
            assert answer == frozenset(), f"{wrong} was taken for a truth value"
        assert loaded.ask([1]) == {0}
        assert loaded.ask([0]) == {1}


class TestFirstUse:
    """A ruleset that was never asked fails under load: each is asked twice while it is loaded."""

    def test_two_questions_are_asked_of_every_ruleset_when_it_is_loaded(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = Counter[int]()
        ask = durable_rules_engine.assert_fact

        def spy(handle: int, text: str) -> Any:
            asked[handle] += 1
            return ask(handle, text)

        monkeypatch.setattr(durable_rules_engine, "assert_fact", spy)
        TreeSet([Leaf(leaf, True) for leaf in range(60)], 60)
        assert len(asked) > 1
        assert set(asked.values()) == {2}


class TestNoMatch:
    """MessageNotHandledException is an answer: no rule matches."""

    def test_no_rule_matches_is_an_empty_answer(self) -> None:
        assert TreeSet([Leaf(0, True)], 1).ask([0]) == frozenset()

    def test_a_set_without_rules_answers_too(self) -> None:
        assert TreeSet([], 0).ask([]) == frozenset()
        assert TreeSet([TRUE, FALSE], 3).ask([0, 1, 0]) == {0}


class TestSizes:
    """303 beyond 64 nodes or many rules, 255 properties a fact, 32 result nodes, 4,096 actions."""

    def check(self, some: Sequence[Tree], leaves: int, questions: int = 20) -> None:
        loaded = TreeSet(some, leaves)
        for truth in random_truths(random.Random(3), leaves, questions):
            assert loaded.ask(truth) == expected(some, truth)

    def test_a_thousand_rules_on_a_thousand_leaves(self) -> None:
        self.check([Leaf(leaf, leaf % 2 == 0) for leaf in range(1000)], 1000, 5)

    def test_three_hundred_dense_rules_over_sixty_leaves(self) -> None:
        chance = random.Random(4)
        self.check([random_tree(chance, 60, 12) for _ in range(300)], 60)

    @pytest.mark.parametrize("parts", [25, 65, 300, 600])
    def test_nodes_with_more_parts_than_its_stack_holds(self, parts: int) -> None:
        tests = tuple(Leaf(leaf, True) for leaf in range(parts))
        negated = tuple(Leaf(leaf, False) for leaf in range(parts))
        self.check([And(tests), Or(tests), And(negated), Or(negated)], parts)

    def test_trees_with_two_to_the_fortieth_true_branches(self) -> None:
        pairs = tuple(Or((Leaf(2 * n, True), Leaf(2 * n + 1, True))) for n in range(40))
        self.check([And(pairs)], 80)
        loaded = TreeSet([And(pairs)], 80)
        assert loaded.ask([1] * 80) == {0}
        assert loaded.ask([1, 0] * 40) == {0}
        assert loaded.ask([0, 0] + [1] * 78) == frozenset()

    def test_trees_nested_deeper_than_its_stack(self) -> None:
        tree: Tree = Leaf(0, True)
        for depth in range(1, 120):
            pair = (Leaf(depth % 50, depth % 3 > 0), tree)
            tree = And(pair) if depth % 2 else Or(pair)
        self.check([tree], 50, 200)

    def test_large_random_trees(self) -> None:
        chance = random.Random(5)
        self.check([random_tree(chance, 40, 400) for _ in range(12)], 40, 100)


class TestMemory:
    """Facts that stay cost 8 KB each; a ruleset that is deleted may crash."""

    def test_every_fact_is_retracted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        facts: list[str] = []
        retracted: list[str] = []
        ask, take_back = durable_rules_engine.assert_fact, durable_rules_engine.retract_fact

        def spy_ask(handle: int, text: str) -> Any:
            facts.append(text)
            return ask(handle, text)

        def spy_retract(handle: int, text: str) -> Any:
            retracted.append(text)
            return take_back(handle, text)

        monkeypatch.setattr(durable_rules_engine, "assert_fact", spy_ask)
        monkeypatch.setattr(durable_rules_engine, "retract_fact", spy_retract)
        loaded = TreeSet([Leaf(0, True), Or((Leaf(0, True), Leaf(1, True)))], 2)
        for truth in itertools.product((0, 1), repeat=2):
            loaded.ask(truth)
        assert facts == retracted
        assert len({json.loads(text)["id"] for text in facts}) == len(facts)

    def test_thirty_thousand_questions_do_not_make_the_process_grow(self) -> None:
        loaded = TreeSet([Leaf(leaf, True) for leaf in range(10)], 10)
        truths = list(random_truths(random.Random(6), 10, 100))
        for truth in truths * 20:
            loaded.ask(truth)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for truth in truths * 300:
            loaded.ask(truth)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8 * 1024

    def test_rulesets_are_not_deleted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        deleted: list[object] = []
        monkeypatch.setattr(durable_rules_engine, "delete_ruleset", deleted.append)
        loaded = TreeSet([Leaf(0, True)], 1)
        del loaded
        gc.collect()
        assert deleted == []
        assert "delete_ruleset" not in vars(driver)
