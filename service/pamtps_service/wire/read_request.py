"""Requests from the wire: protobuf messages into a batch, strengths and options.

Every fault is collected, with its field path.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.planning.commands import cover_faults
from pamtps_service.policy.areas import likely_code, official_name, same_name
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import NATION, level_of
from pamtps_service.records.batch import PlanRequest, Strength, StrengthRole
from pamtps_service.wire.dates import read_date
from pamtps_service.wire.read_areas import check_area_code
from pamtps_service.wire.read_batch import checked, read_submitted
from pamtps_service.wire.read_in_force import read_in_force
from pamtps_service.wire.read_resources import read_resources
from pamtps_service.wire.submitted import Submitted

MAX_COMMAND_NAME = 100
"""Characters of a command's name."""
_ROLES: dict[int, StrengthRole] = {
    plan_pb2.STRENGTH_ROLE_OWN: "own",
    plan_pb2.STRENGTH_ROLE_RESERVE: "reserve",
}


@dataclass(frozen=True, slots=True)
class Read:
    """What could be read. `request` is None where nothing of the batch is usable."""

    request: PlanRequest | None
    faults: list[Fault]
    submitted: Submitted | None = None
    """The batch with its wrong rows; None where its form is wrong."""

    @property
    def arrow(self) -> bool:
        """Whether the batch is in the Arrow form."""
        return self.submitted is not None and self.submitted.arrow


def read_plan_request(
    message: planning_service_pb2.PlanDeploymentRequest, chunks: Iterable[plan_pb2.Batch] = ()
) -> Read:
    """The request of PlanDeployment, and everything that is wrong with its fields.

    Args:
        message: the request.
        chunks: more of its batch.
    """
    faults: list[Fault] = []
    day = read_date(message.election_date, "election_date", faults)
    if message.view not in planning_service_pb2.PlanView.values():
        faults.append(fault("view-not-known", "view", found=str(message.view)))
    for name, known in (
        ("form", planning_service_pb2.PlanForm),
        ("on_invalid", planning_service_pb2.OnInvalid),
    ):
        found = getattr(message, name)
        if found not in known.values():
            allowed = ", ".join(known.keys())
            faults.append(fault("enum-not-known", name, found=str(found), allowed=allowed))
    submitted = read_submitted(itertools.chain((message.batch,), chunks), "batch", faults)
    batch = None if submitted is None else checked(submitted, "batch", faults)
    strengths = read_strengths(message.strengths, "strengths", faults)
    resources = read_resources(message, "", faults)
    in_force = None
    if message.HasField("plan_in_force"):
        in_force = read_in_force(message.plan_in_force, "plan_in_force", faults)
    if batch is None or day is None:
        return Read(None, faults, submitted)
    request = PlanRequest(batch, strengths, message.policy or None, day, in_force=in_force)
    return Read(resources.added_to(request), faults, submitted)


def read_strengths(
    messages: Sequence[plan_pb2.Strength], place: str, faults: list[Fault]
) -> tuple[Strength, ...]:
    """The strengths, sorted; wrong ones are left out."""
    read = []
    for index, message in enumerate(messages):
        before = len(faults)
        strength = _read_strength(message, f"{place}[{index}]", faults)
        if strength is not None and len(faults) == before:
            read.append((index, strength))
    faults += cover_faults(read)
    return tuple(
        sorted(
            (strength for _, strength in read),
            key=lambda s: (FORCES.index(s.force), s.role, s.area, s.command, s.covers),
        )
    )


def _read_strength(message: plan_pb2.Strength, path: str, faults: list[Fault]) -> Strength | None:
    role = _ROLES.get(message.role)
    if role is None:
        faults.append(fault("role-not-given", f"{path}.role", found=str(message.role)))
    known_force = 1 <= message.force <= 3
    if not known_force:
        faults.append(fault("force-not-given", f"{path}.force", found=str(message.force)))
    if message.personnel < 0:
        faults.append(fault("negative-number", f"{path}.personnel", found=str(message.personnel)))
    _check_area(message, role, path, faults)
    _check_command(message.command, f"{path}.command", faults)
    covers: tuple[str, ...] = ()
    if role == "reserve" and message.covers:
        faults.append(fault("reserve-covers", f"{path}.covers"))
    else:
        for number, cover in enumerate(message.covers):
            check_area_code(cover, "", f"{path}.covers[{number}]", faults)
    if role == "own":
        covers = tuple(sorted(set(message.covers))) or (message.area_code,)
    if role is None or not known_force:
        return None
    force: Force = FORCES[message.force - 1]
    command = message.command or message.area_code
    return Strength(command, message.area_code, covers, force, message.personnel, role)


def _check_command(name: str, path: str, faults: list[Fault]) -> None:
    """A name of a command can be printed in one line, and has no meaning of its own in plans."""
    if name.startswith(("reserve/", "no-command/")):
        faults.append(fault("command-name-reserved", path, found=name))
    elif name and (len(name) > MAX_COMMAND_NAME or name != name.strip() or not name.isprintable()):
        found = repr(name[:MAX_COMMAND_NAME])
        faults.append(fault("command-name-malformed", path, found=found, allowed=MAX_COMMAND_NAME))


def _check_area(
    message: plan_pb2.Strength, role: StrengthRole | None, path: str, faults: list[Fault]
) -> None:
    code, name = message.area_code, message.area_name
    if code == NATION:
        if role == "own":
            faults.append(fault("own-of-nation", f"{path}.area_code"))
        if name and name.casefold() != "indonesia":
            faults.append(
                fault(
                    "name-of-another-area",
                    f"{path}.area_name",
                    maybe=likely_code(code, name),
                    code=code,
                    official="Indonesia",
                    found=name,
                )
            )
        return
    if not check_area_code(code, name, f"{path}.area_code", faults):
        return
    if role == "reserve" and level_of(code) != "province":
        faults.append(fault("reserve-area", f"{path}.area_code", found=code))
    # names of districts and villages are not in the table of areas, so only wider ones are checked
    official = official_name(code)
    if name and official is not None and not same_name(code, name):
        faults.append(
            fault(
                "name-of-another-area",
                f"{path}.area_name",
                maybe=likely_code(code, name),
                code=code,
                official=official,
                found=name,
            )
        )
