"""`pamtps plan`: CSV or Parquet files in, a plan on the terminal, as JSON or as a file out."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from google.protobuf.message import Message
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.arrow_extra import has_arrow, require_arrow
from pamtps_client.client import Client
from pamtps_client.errors import CallFailed, RequestRejected, WrongState
from pamtps_client.language import Language, Text, filled, quoted
from pamtps_client.out_faults import out_faults
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, say_exactly, width
from pamtps_client.plan_file import ENDINGS as PLAN_ENDINGS
from pamtps_client.plan_file import is_plan_path, plan_text, write_plan, write_whole
from pamtps_client.plan_report import report
from pamtps_client.print_reply import print_lines
from pamtps_client.request_files import (
    RequestRefused,
    double_input,
    given_files,
    print_refusal,
    read_given_files,
    refusal,
)
from pamtps_client.requests import plan_request
from pamtps_client.skip_invalid import print_skipped, skipping, without_rows_of_tps
from pamtps_client.steps import Steps
from pamtps_client.stream import OnStep, fits_in_one_message
from pamtps_client.system_errors import why
from pamtps_client.table_faults import Place, TableFault, table_fault

_EXIT_BY_STATUS: Final = {
    plan_pb2.PLAN_STATUS_COMPLETE: Exit.COMPLETE,
    plan_pb2.PLAN_STATUS_SHORT: Exit.SHORT,
    plan_pb2.PLAN_STATUS_INVALID: Exit.INVALID,
    plan_pb2.PLAN_STATUS_PARTIAL: Exit.PARTIAL,
}


def run_plan(options: argparse.Namespace) -> int:
    """Plan, print, and return the exit code."""
    language: Language = options.language
    try:
        planned = _planned(options, language)
    except RequestRefused as refused:
        print_refusal(refused, language, every=options.json)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        complain(f"pamtps: {words}")
        return code
    plan = planned.plan
    code = _EXIT_BY_STATUS.get(plan.status, Exit.INTERNAL)
    print_skipped(planned.skipped, plan.skipped_count, language, every=options.json)
    for path, message in ((options.out, plan), (options.save_request, planned.request)):
        if path and not _written(path, message, language):
            code = Exit.INTERNAL
    if options.json:
        say_exactly(plan_text(plan))
    else:
        print_plan(plan, language)
    return code


def print_plan(plan: plan_pb2.DeploymentPlan, language: Language) -> None:
    """The report on standard output: as wide as COLUMNS or the terminal says, or as it needs."""
    print_lines(report(plan, language, width(os.environ)))


def _written(path: str, message: Message, language: Language) -> bool:
    """Write the plan or its request to a file; say so where it cannot be written."""
    try:
        if isinstance(message, plan_pb2.DeploymentPlan):
            write_plan(path, message)
        else:
            write_whole(path, plan_text(message))
    except BrokenPipeError:
        raise  # the reader of --out /dev/stdout has gone
    except OSError as error:
        complain(f"pamtps: {filled(_NOT_WRITTEN, path=quoted(path), reason=why(error))[language]}")
        return False
    return True


_NOT_WRITTEN: Final = Text(
    id="rencana sudah dibuat, tetapi {path} tidak dapat ditulis: {reason}",
    en="the plan was made, but {path} could not be written: {reason}",
)


class Planned(NamedTuple):
    """A plan, and the request that it answers."""

    plan: plan_pb2.DeploymentPlan
    request: planning_service_pb2.PlanDeploymentRequest
    skipped: list[TableFault]
    """Faults of the rows that were left out."""


def _planned(options: argparse.Namespace, language: Language) -> Planned:
    """Raises RequestRefused with every fault, or CallFailed."""
    with Client(options.server, timeout=options.timeout) as client, Steps(language) as steps:
        double = double_input(*given_files(options, "TPS.csv"))
        if double:
            raise RequestRefused(double)
        of_options = _option_faults(options)
        files = read_given_files(options, steps)
        given = skipping(files) if options.skip_invalid else None
        faults = [*(given.faults if given else files.faults), *of_options]
        about = {"election_date": options.election_date, "policy": options.policy}
        if faults:
            faults = [*files.faults, *of_options]
            raise refusal(client, files, faults, None, language=language, **about)
        sent = given.sent if given else files
        large = not fits_in_one_message(sent.tps.batch, client.max_message_bytes)
        request = plan_request(
            sent.tps.batch,
            sent.strengths.strengths if sent.strengths else (),
            in_force=sent.plan_in_force,
            on_invalid="skip" if given else "reject",
            form="arrow" if large and has_arrow() else None,
            **about,
            **sent.resources,
        )
        try:
            reply = client.plan_deployment(request, on_step=_shown(steps, large))
        except (RequestRejected, WrongState) as error:
            if not error.faults:
                raise
            of_rows = given.of_rows if given else ()
            if of_rows and isinstance(error, RequestRejected):
                error = without_rows_of_tps(error)
            raise refusal(client, files, of_rows, error, language=language, **about) from error
        return Planned(reply.plan, request, given.skipped(reply.skipped) if given else [])


def _shown(steps: Steps, streamed: bool) -> OnStep | None:
    """Shows the steps of planning where the request is streamed, else that a plan is awaited."""
    if streamed:
        return steps.planning()
    steps.waiting(Text(id="Menunggu rencana", en="Waiting for the plan"))
    return None


def _option_faults(options: argparse.Namespace) -> list[TableFault]:
    """What is wrong with the options, found before anything is sent. Raises ArrowMissing."""
    if Path(options.out or "").suffix.lower() == ".parquet":
        require_arrow()
    faults = date_faults(options.election_date)
    inputs = [path for _, path in given_files(options, "TPS.csv") if path]
    faults += out_faults("--out", options.out, inputs)
    others = [*inputs, options.out] if options.out else inputs
    faults += out_faults("--save-request", options.save_request, others)
    if options.out and not is_plan_path(options.out):
        allowed = ", ".join(PLAN_ENDINGS)
        faults.append(table_fault("out-ending", Place("--out"), found=options.out, allowed=allowed))
    return faults


def date_faults(date: str) -> list[TableFault]:
    """What is wrong with a voting day that is given as an option."""
    place = Place("--election-date")
    if not date:
        return [table_fault("election-date-missing", place)]
    return [] if _is_date(date) else [table_fault("election-date-shape", place, found=date)]


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
