"""`pamtps compare`: two plans from JSON files, and what changed between them."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.client import Client
from pamtps_client.comparison_report import comparison_report
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected, WrongState
from pamtps_client.language import Language, Text
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, width
from pamtps_client.print_reply import print_lines, print_message
from pamtps_client.request_files import (
    RequestFiles,
    RequestRefused,
    cut_list,
    double_input,
    print_refusal,
    read_files,
    read_plan_file,
)
from pamtps_client.steps import Steps
from pamtps_client.table_faults import Place, TableFault, table_fault


def run_compare(options: argparse.Namespace) -> int:
    """Compare, print, and return the exit code."""
    language: Language = options.language
    try:
        before, after, reply = _compared(options, language)
    except RequestRefused as refused:
        print_refusal(refused, language, every=options.json)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        complain(f"pamtps: {words}")
        return code
    if options.json:
        print_message(reply)
    else:
        print_lines(comparison_report(before, after, reply, language, width(os.environ)))
    return Exit.COMPLETE


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the plans, with the files that it was made from."""

    name: str
    """`before` or `after`."""
    path: str
    plan: plan_pb2.DeploymentPlan | None
    files: RequestFiles | None
    """None where no file of TPS is given."""
    faults: tuple[TableFault, ...]

    def content(self, before: plan_pb2.DeploymentPlan | None) -> planning_service_pb2.PlanContent:
        """What is sent. The plan before was in force where this one says so."""
        assert self.plan is not None
        content = planning_service_pb2.PlanContent(plan=self.plan)
        if self.files is None:
            return content
        strengths = self.files.strengths.strengths if self.files.strengths else ()
        content.MergeFrom(
            planning_service_pb2.PlanContent(
                batch=self.files.tps.batch, strengths=strengths, **self.files.resources
            )
        )
        in_force = self.files.plan_in_force
        if in_force is None and before is not None and self.plan.HasField("kept"):
            in_force = before if before.plan_digest == self.plan.kept.plan_digest else None
        if in_force is not None:
            content.plan_in_force.CopyFrom(in_force)
        return content

    def fault(self, found: FieldFault) -> TableFault:
        """A fault of the server at its cell or its field of the plan."""
        if self.files is not None:
            return self.files.places(self.path).faults([found])[0]
        field = found.field.removeprefix(f"{self.name}.content.plan").lstrip(".")
        place = Place(self.path, name=field)
        return TableFault(place, found.code, found.message, found.maybe)


def _compared(
    options: argparse.Namespace, language: Language
) -> tuple[
    plan_pb2.DeploymentPlan,
    plan_pb2.DeploymentPlan,
    planning_service_pb2.ComparePlansResponse,
]:
    """Raises RequestRefused with every fault, or CallFailed."""
    with Client(options.server, timeout=options.timeout) as client, Steps(language) as steps:
        double = double_input(
            ("BEFORE.json", options.before),
            ("AFTER.json", options.after),
            *((f"--{name}", getattr(options, name.replace("-", "_"))) for name in _INPUTS),
        )
        if double:
            raise RequestRefused(double)
        sides = [_read(name, options, steps) for name in ("before", "after")]
        faults = [fault for side in sides for fault in side.faults]
        before, after = (side.plan for side in sides)
        if faults or before is None or after is None:
            raise RequestRefused(faults)
        steps.waiting(Text(id="Menunggu perbandingan", en="Waiting for the comparison"))
        try:
            return before, after, client.compare(sides[0].content(None), sides[1].content(before))
        except (RequestRejected, WrongState) as error:
            if not error.faults:
                raise
            raise _refusal(error, sides, language) from error


_FILES: Final = ("strengths", "stocks", "seats", "in-force")
"""Files of a plan that go with its TPS."""
_INPUTS: Final = tuple(
    f"{name}-{side}" for side in ("before", "after") for name in ("tps", *_FILES)
)


def _read(name: str, options: argparse.Namespace, steps: Steps) -> _Side:
    path = getattr(options, name)
    given = {file: getattr(options, f"{file.replace('-', '_')}_{name}") for file in _FILES}
    tps = getattr(options, f"tps_{name}")
    unavailable = getattr(options, f"unavailable_transport_{name}")
    plan, faults = read_plan_file(path)
    files = None
    if tps:
        files = read_files(
            tps,
            given["strengths"],
            steps,
            given["in-force"],
            stocks=given["stocks"],
            seats=given["seats"],
            unavailable=unavailable,
        )
        faults += files.faults
    else:
        faults += [
            table_fault("input-without-tps", Place(f"--{option}-{name}"), option=f"--tps-{name}")
            for option, value in (*given.items(), ("unavailable-transport", unavailable))
            if value
        ]
    return _Side(name, path, plan, files, tuple(faults))


def _refusal(
    error: RequestRejected | WrongState, sides: list[_Side], language: Language
) -> RequestRefused:
    """The server's faults at their places."""
    faults = []
    for found in error.faults:
        side = sides[found.field.startswith("after.")]
        faults.append(side.fault(found))
    return RequestRefused(faults, cut_list(error, language))
