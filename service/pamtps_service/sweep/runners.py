"""Runs a function of Arrow record batches: on this machine, or on a Ray cluster.

Both give the rows of the results in the order of the scenarios, whatever ran where.
"""

from __future__ import annotations

import re
import socket
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Final

import pyarrow as pa

from pamtps_service.parallel import CAN_FORK, MOST_ITEMS, map_forked
from pamtps_service.sweep.scenarios import RESULT, Inputs, plan_scenarios

PlanScenarios = Callable[[pa.RecordBatch, Inputs], pa.RecordBatch]
BATCH_ROWS: Final = 8
"""Scenarios of a task: enough that sending them is nothing, few enough to be shared out evenly."""
MOST_RETRIES: Final = 3
"""How often a task is tried again whose Ray worker ended."""
REACH_SECONDS: Final = 10
"""How long a Ray cluster has to accept a connection."""
IN_FLIGHT: Final = 4
"""Tasks that are handed to Ray and not finished, at most, for each of its cores."""


class RayMissingError(Exception):
    """Ray is not installed."""


class RayNotReachedError(Exception):
    """There is no Ray cluster at an address. The text is Ray's or the system's, its first line."""


def run_here(
    scenarios: pa.Table, inputs: Inputs, processes: int, do: PlanScenarios = plan_scenarios
) -> pa.Table:
    """The table of results, from processes of this machine.

    Args:
        scenarios: of the schema SCENARIO.
        inputs: what they choose from.
        processes: 1 or more.
        do: the function.
    """
    batches = _batches(scenarios, max(BATCH_ROWS, -(-scenarios.num_rows // MOST_ITEMS)))

    def work(batch: pa.RecordBatch) -> pa.RecordBatch:
        return do(batch, inputs)

    found = map_forked(work, batches, processes if CAN_FORK else 1)
    return pa.Table.from_batches(found, RESULT)


def run_on_ray(
    scenarios: pa.Table, inputs: Inputs, address: str, do: PlanScenarios = plan_scenarios
) -> pa.Table:
    """The table of results, from a Ray cluster. A task whose worker ends is tried again.

    Args:
        scenarios: of the schema SCENARIO.
        inputs: what they choose from; sent to each node once.
        address: of a cluster, or `local` for one that is started here, on loopback, and ended.
        do: the function; importable by the workers, or sent to them where it is not.

    Raises RayMissingError without the extra `ray`, and RayNotReachedError.
    """
    try:
        import ray
    except ModuleNotFoundError as error:
        raise RayMissingError from error
    local = address == "local"
    try:
        _reach(address)
        ray.init(
            address=address,
            include_dashboard=False if local else None,
            _node_ip_address="127.0.0.1" if local else None,
            log_to_driver=False,
            configure_logging=False,
        )
    except (OSError, OverflowError, RuntimeError, ValueError) as error:
        raise RayNotReachedError((str(error).splitlines() or [type(error).__name__])[0]) from error
    try:
        return pa.Table.from_batches(_from_ray(ray, scenarios, inputs, do), RESULT)
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Connect to HOST:PORT, where the address names one: Ray itself tries for many minutes. Raises
    OSError, or OverflowError for what is no port."""
    if match := re.fullmatch(r"(?:ray://)?([^/]+):([0-9]+)", address):
        socket.create_connection((match[1], int(match[2])), REACH_SECONDS).close()


def _from_ray(
    ray: Any, scenarios: pa.Table, inputs: Inputs, do: PlanScenarios
) -> Iterator[pa.RecordBatch]:
    """The results of tasks, in order, of which only so many are there at a time."""
    task = ray.remote(max_retries=MOST_RETRIES)(do)
    shared = ray.put(inputs)
    most = IN_FLIGHT * max(1, int(ray.cluster_resources().get("CPU", 1)))
    running: deque[Any] = deque()
    for batch in _batches(scenarios, BATCH_ROWS):
        if len(running) >= most:
            yield ray.get(running.popleft())
        running.append(task.remote(batch, shared))
    while running:
        yield ray.get(running.popleft())


def _batches(scenarios: pa.Table, rows: int) -> list[pa.RecordBatch]:
    """The table in batches of so many rows. Rows of the same TPS and rules stand side by side, so
    that a process need not read them anew for each."""
    return list(scenarios.combine_chunks().to_batches(max_chunksize=rows))
