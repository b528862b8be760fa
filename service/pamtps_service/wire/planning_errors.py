"""What shows only when a request is planned, as errors of a call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pamtps_service.planning.plan import NumberTooLargeError, PolicyContradictionError
from pamtps_service.policy.catalogue import render
from pamtps_service.wire.call import CallError


@contextmanager
def told_as_call_errors() -> Iterator[None]:
    """What shows only when a request is planned, as errors of the call."""
    try:
        yield
    except PolicyContradictionError as error:
        raise CallError(
            "FAILED_PRECONDITION",
            error.faults[0].code,
            render("policy-contradicts-itself"),
            error.faults,
        ) from error
    except NumberTooLargeError as error:
        largest = error.faults[0]
        raise CallError(
            "FAILED_PRECONDITION", largest.code, largest.message, error.faults
        ) from error
