"""What every method of the API needs of its caller, and in which queue its calls wait.

A method that is not in the table is not served.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final


class CallerNeed(Enum):
    """What a caller must show before a method answers."""

    NOTHING = "nothing"


class Queue(Enum):
    """Calls of one queue wait in order; a free worker takes from READING first."""

    READING = "reading"
    """Answers at once, without planning."""
    PLANNING = "planning"
    """Plans or verifies: up to seconds of a worker."""


@dataclass(frozen=True, slots=True)
class Method:
    needs: CallerNeed
    queue: Queue | None
    """None where the front answers by itself."""
    streams: bool = False
    """Whether request and reply are streams of messages."""


METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        "/pamtps.v1.PlanningService/PlanDeployment": Method(CallerNeed.NOTHING, Queue.PLANNING),
        "/pamtps.v1.PlanningService/PlanDeploymentStream": Method(
            CallerNeed.NOTHING, Queue.PLANNING, streams=True
        ),
        "/pamtps.v1.PlanningService/VerifyPlan": Method(CallerNeed.NOTHING, Queue.PLANNING),
        "/pamtps.v1.PlanningService/ComparePlans": Method(CallerNeed.NOTHING, Queue.PLANNING),
        "/pamtps.v1.PlanningService/ExplainPlan": Method(CallerNeed.NOTHING, Queue.PLANNING),
        "/pamtps.v1.PolicyService/ListPolicies": Method(CallerNeed.NOTHING, Queue.READING),
        "/pamtps.v1.PolicyService/GetPolicy": Method(CallerNeed.NOTHING, Queue.READING),
        "/pamtps.v1.PolicyService/GetStatus": Method(CallerNeed.NOTHING, None),
        "/pamtps.v1.PolicyService/AnalyzePolicy": Method(CallerNeed.NOTHING, Queue.PLANNING),
        "/pamtps.v1.PolicyService/ComparePolicies": Method(CallerNeed.NOTHING, Queue.PLANNING),
    }
)
"""By full method name."""

WORKER_METHODS: Final = frozenset(name for name, one in METHODS.items() if one.queue is not None)
"""The methods that workers answer."""

SERVICES: Final[tuple[str, ...]] = tuple(sorted({name.split("/")[1] for name in METHODS}))

WARM_UP: Final = "/pamtps.v1.PolicyService/ListPolicies"
"""Called with an empty request in every new worker; the worker takes calls once it answered."""
