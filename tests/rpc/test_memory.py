"""What is held for all calls together is the sum of what is held for each, and never too much."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_service.rpc.memory import Memory, MemoryFullError, Share

MOST = 100
ACTION = st.tuples(
    st.sampled_from(["open", "add", "give back", "give all back", "end"]),
    st.integers(0, 3),
    st.integers(0, 70),
)


@given(st.lists(ACTION, max_size=60))
def test_the_sum_of_all_shares_is_held_and_nothing_after_their_ends(
    actions: list[tuple[str, int, int]],
) -> None:
    memory = Memory(MOST)
    held: dict[int, int] = {}
    with contextlib.ExitStack() as all_calls:
        calls: dict[int, tuple[Share, contextlib.ExitStack]] = {}
        for action, number, size in actions:
            if action == "open" and number not in calls:
                call = all_calls.enter_context(contextlib.ExitStack())
                calls[number] = call.enter_context(memory.share()), call
                held[number] = 0
            elif number not in calls:
                continue
            elif action == "add" and size and sum(held.values()) + size > MOST:
                with pytest.raises(MemoryFullError) as refused:
                    calls[number][0].add(size)
                found = (refused.value.allowed, refused.value.alone)
                assert found == (MOST, held[number] + size)
            elif action == "add":
                calls[number][0].add(size)
                held[number] += size
            elif action == "give back":
                calls[number][0].give_back(min(size, held[number]))
                held[number] -= min(size, held[number])
            elif action == "give all back":
                calls[number][0].give_back()
                held[number] = 0
            elif action == "end":
                calls.pop(number)[1].close()
                held.pop(number)
            assert memory.held == sum(held.values()) <= MOST
    assert memory.held == 0


def test_a_call_that_fails_gives_back_what_it_held() -> None:
    memory = Memory(MOST)
    with contextlib.suppress(ValueError), memory.share() as share:
        share.add(60)
        raise ValueError
    with memory.share() as share:
        share.add(MOST)
        assert memory.held == MOST
