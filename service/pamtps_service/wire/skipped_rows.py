"""Admission of what was read: with its faults, or without the rows that are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from pamtps_service.planning.admission import OF_POLICIES, AdmittedPart, admit, policy_fault
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.records.batch import PlanRequest
from pamtps_service.wire.read_request import Read
from pamtps_service.wire.submitted import used

_OF_AREAS: Final = OF_POLICIES | {"attribute-missing-everywhere"}
"""Faults whose place is the first of many rows: without that row they would be there still."""
_ROW: Final = re.compile(r"batch\.(?:rows|attributes\[\d+\]\.values)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request with its policies, as far as it can be planned."""

    request: PlanRequest | None
    """None where nothing of the batch is usable."""
    parts: list[AdmittedPart]
    faults: list[Fault]
    """With any, nothing is planned. Sorted by place."""
    skipped: Mapping[int, list[Fault]]
    """The rows that were left out, each with its faults."""


def admitted(read: Read, policy: str, policies: PolicySet, skip: bool) -> Admitted:
    """What of a request can be planned.

    Args:
        read: the request.
        policy: id of the one that it names; empty where it names none.
        policies: in force.
        skip: whether rows that are wrong are left out.
    """
    request = read.request
    if request is None:
        wrong = policy_fault(policy, policies) if policy else None
        return Admitted(None, [], [*read.faults, *([wrong] if wrong is not None else [])], {})
    skipped, faults = _of_rows(read.faults) if skip else ({}, read.faults)
    while True:
        if skipped:
            request = _without(request, skipped)
        if not len(request.batch):  # every row is wrong: nothing is skipped
            return Admitted(None, [], [found for row in skipped.values() for found in row], {})
        parts, more = admit(request, policies)
        wrong_rows, others = _of_rows(more) if skip else ({}, more)
        if not wrong_rows:
            return Admitted(request, parts, sorted([*faults, *others], key=_place), skipped)
        # what is wrong beside these rows may be because of them
        for row, found in wrong_rows.items():
            skipped.setdefault(row, []).extend(found)


def _of_rows(faults: Iterable[Fault]) -> tuple[dict[int, list[Fault]], list[Fault]]:
    """Faults of single rows, by row, and all others."""
    by_row: dict[int, list[Fault]] = {}
    others = []
    for found in faults:
        match = _ROW.match(str(found.place))
        if match is None or found.code in _OF_AREAS:
            others.append(found)
        else:
            by_row.setdefault(int(match[1]), []).append(found)
    return by_row, others


def _without(request: PlanRequest, rows: Mapping[int, object]) -> PlanRequest:
    """The request with none of these rows of the submitted batch left in its own."""
    keep = ~np.isin(request.batch.row, np.fromiter(rows, np.int64, len(rows)))
    kept = request.batch.only(np.flatnonzero(keep))
    declared = {name: used(column) for name, column in kept.declared.items()}
    return replace(request, batch=replace(kept, declared=declared), skipped=len(rows))


def _place(found: Fault) -> tuple[list[str | int], str]:
    """Orders faults by field path, rows by number."""
    parts = re.split(r"(\d+)", str(found.place))
    return [int(part) if part.isdigit() else part for part in parts], found.code
