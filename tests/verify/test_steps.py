"""A verification tells its caller again and again that it goes on, and ends where that says so."""

from __future__ import annotations

import pytest
from pamtps_service.verify.check import verify

from tests.faults.sound_plan import Sound, sound_plan

CHECKS = 20
"""Fewer than there are checks after each other."""


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_plan()


class EnoughError(Exception):
    """What a caller raises who no longer waits."""


class TestSteps:
    def test_are_told_between_the_checks(self, sound: Sound) -> None:
        told: list[str] = []
        found = verify(sound.plan, sound.request, sound.policies, told.append)
        assert set(told) == {"verify"}
        assert len(told) > CHECKS
        assert found == verify(sound.plan, sound.request, sound.policies)

    @pytest.mark.parametrize("after", [1, 2, CHECKS])
    def test_end_the_verification_wherever_it_is(self, sound: Sound, after: int) -> None:
        told: list[str] = []

        def step(name: str) -> None:
            told.append(name)
            if len(told) == after:
                raise EnoughError

        with pytest.raises(EnoughError):
            verify(sound.plan, sound.request, sound.policies, step)
        assert len(told) == after
