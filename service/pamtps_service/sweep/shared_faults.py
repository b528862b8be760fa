"""What is wrong with the files of a sweep whatever is combined with them, found before any plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.planning.admission import OF_POLICIES, admit
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire.read_request import read_plan_request, read_strengths


def shared_faults(
    batch: plan_pb2.Batch, election_date: str, asked: Iterable[tuple[PolicySet, str]]
) -> list[Fault]:
    """The faults that a batch has under everything that it is asked with, by their field paths in
    a request.

    What cannot be asked of any of its TPS (a policy that is not known, or for another day) has no
    say: it is a combination that is rejected. So is an area that a policy is not for.

    Args:
        batch: of all areas, in either form.
        election_date: YYYY-MM-DD.
        asked: rules, and the id of a policy or an empty text for those in force.
    """
    message = planning_service_pb2.PlanDeploymentRequest(batch=batch, election_date=election_date)
    read = read_plan_request(message)
    if read.request is None:
        return read.faults
    shared: dict[tuple[str, str], Fault] | None = None
    for policies, policy in asked:
        parts, faults = admit(replace(read.request, policy=policy or None), policies)
        if parts:
            found = {(str(one.place), one.code): one for one in faults}
            shared = (
                found if shared is None else {key: shared[key] for key in shared if key in found}
            )
    return [
        *read.faults,
        *(one for one in (shared or {}).values() if one.code not in OF_POLICIES),
    ]


def strength_faults(strengths: Sequence[plan_pb2.Strength]) -> list[Fault]:
    """The faults of strengths, by their field paths in a request; no policy has a say in them."""
    faults: list[Fault] = []
    read_strengths(strengths, "strengths", faults)
    return faults
