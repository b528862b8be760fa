"""Work that is shared out to forks gives what one process gives."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pamtps_service.parallel import ALONE, MOST_ITEMS, map_forked

from tests.rpc.running import alive, eventually


def squared(number: int) -> int:
    return number * number


@pytest.mark.parametrize("processes", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 100, MOST_ITEMS])
def test_results_come_in_order_however_many_processes_there_are(processes: int, count: int) -> None:
    items = range(count)
    assert map_forked(squared, items, processes) == ALONE.map(squared, items)


def test_large_results_come_whole() -> None:
    def long(number: int) -> bytes:
        return bytes([number]) * 1_000_000

    assert map_forked(long, range(6), 3) == [long(number) for number in range(6)]


def test_every_item_is_done_once_and_several_processes_do_them(tmp_path: Path) -> None:
    def noted(number: int) -> int:
        with (tmp_path / "notes").open("a") as notes:
            notes.write(f"{number} {os.getpid()}\n")
        eventually(lambda: len(set(processes_of(tmp_path / "notes"))) > 1)
        return os.getpid()

    found = map_forked(noted, range(20), 2)
    lines = (tmp_path / "notes").read_text().splitlines()
    assert sorted(int(line.split()[0]) for line in lines) == list(range(20))
    assert len(set(found)) == 2


def processes_of(notes: Path) -> list[str]:
    return [line.split()[1] for line in notes.read_text().splitlines() if " " in line]


def test_an_exception_is_raised_as_in_one_process() -> None:
    def odd_fails(number: int) -> int:
        if number % 2:
            raise ValueError(f"{number} is odd")
        return number

    with pytest.raises(ValueError, match="is odd"):
        map_forked(odd_fails, range(10), 3)


def test_what_an_ended_fork_had_is_done_here() -> None:
    here = os.getpid()

    def ends_elsewhere(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert map_forked(ends_elsewhere, range(50), 4) == list(range(50))


def test_what_cannot_be_pickled_is_done_here() -> None:
    def giver(number: int) -> Callable[[], int]:
        return lambda: number

    assert [one() for one in map_forked(giver, range(8), 3)] == list(range(8))


def test_ending_the_work_ends_the_forks(tmp_path: Path) -> None:
    here = os.getpid()

    def long(number: int) -> int:
        if os.getpid() != here:
            (tmp_path / str(os.getpid())).touch()
            signal.pause()
        eventually(lambda: any(tmp_path.iterdir()))
        return number

    checks = iter([None, None])

    def check() -> None:
        if next(checks, "ended") == "ended":
            raise TimeoutError

    with pytest.raises(TimeoutError):
        map_forked(long, range(10), 2, check)
    forks = [int(path.name) for path in tmp_path.iterdir()]
    assert forks
    assert not any(map(alive, forks))
