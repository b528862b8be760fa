"""What the command shows while it waits for a plan."""

from __future__ import annotations

import pytest
from pamtps.v1 import planning_service_pb2
from pamtps_client.language import LANGUAGES, Language
from pamtps_client.steps import PLANNING, Steps

from tests.client.fake_server import STEPS


def shown(steps: Steps) -> list[str]:
    return [task.description for task in steps._bar.tasks]


def test_every_step_of_planning_has_words_of_its_own_in_both_languages() -> None:
    assert list(PLANNING) == STEPS
    for language in LANGUAGES:
        assert len({words[language] for words in PLANNING.values()}) == len(STEPS)
    assert all(words.id != words.en for words in PLANNING.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_takes_the_place_of_the_one_before(language: Language) -> None:
    with Steps(language) as steps:
        on_step = steps.planning()
        (first,) = shown(steps)
        assert first == {"id": "Mengirim permintaan", "en": "Sending the request"}[language]
        for step in planning_service_pb2.PlanningStep.values()[1:]:
            on_step(step)
            assert shown(steps) == [PLANNING[step][language]]


def test_a_step_that_is_not_known_changes_nothing() -> None:
    with Steps("en") as steps:
        on_step = steps.planning()
        on_step(planning_service_pb2.PLANNING_STEP_POSTS)
        on_step(99)  # type: ignore[arg-type]
        assert shown(steps) == ["Forming posts"]
