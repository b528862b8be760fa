"""`pamtps plan`: CSV files in, a plan on the terminal or as JSON out."""

from __future__ import annotations

import argparse
import datetime
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Final

from pamtps.v1 import plan_pb2
from rich.console import Console

from pamtps_client.client import Client
from pamtps_client.errors import CallFailed, RequestRejected
from pamtps_client.language import Language, Text
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.plan_file import plan_text, write_whole
from pamtps_client.plan_report import report
from pamtps_client.request_files import RequestRefused, print_refusal, read_files, refusal
from pamtps_client.steps import Steps
from pamtps_client.table_faults import Place, TableFault, table_fault

_EXIT_BY_STATUS: Final = {
    plan_pb2.PLAN_STATUS_COMPLETE: Exit.COMPLETE,
    plan_pb2.PLAN_STATUS_SHORT: Exit.SHORT,
    plan_pb2.PLAN_STATUS_INVALID: Exit.INVALID,
}


def run_plan(options: argparse.Namespace) -> int:
    """Plan, print, and return the exit code."""
    language: Language = options.language
    try:
        plan = _planned(options, language)
    except RequestRefused as refused:
        print_refusal(refused, language)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        print(f"pamtps: {words}", file=sys.stderr)
        return code
    if options.json or options.out:
        text = plan_text(plan)
        if options.out:
            write_whole(options.out, text)
        if options.json:
            write_json(text)
    if not options.json:
        print_plan(plan, language)
    return _EXIT_BY_STATUS.get(plan.status, Exit.INTERNAL)


def write_json(text: str) -> None:
    """Write JSON to standard output: in UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.flush()


def print_plan(plan: plan_pb2.DeploymentPlan, language: Language) -> None:
    """The report on standard output: as wide as the terminal, or as it needs where it is none."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in report(plan, language, width):
        console.print(line)


def _planned(options: argparse.Namespace, language: Language) -> plan_pb2.DeploymentPlan:
    """Raises RequestRefused with every fault, or CallFailed."""
    with Client(options.server, timeout=options.timeout) as client, Steps(language) as steps:
        files = read_files(options.tps, options.strengths, steps)
        faults = [*files.faults, *_option_faults(options)]
        about = {"election_date": options.election_date, "policy": options.policy}
        if faults:
            raise refusal(client, files, faults, (), language=language, **about)
        steps.waiting(Text(id="Menunggu rencana", en="Waiting for the plan"))
        try:
            return client.plan(
                files.tps.batch, files.strengths.strengths if files.strengths else (), **about
            )
        except RequestRejected as error:
            if not error.faults:
                raise
            raise refusal(client, files, (), error.faults, language=language, **about) from error


def _option_faults(options: argparse.Namespace) -> list[TableFault]:
    """What is wrong with the options, found before anything is sent."""
    faults = []
    date = options.election_date
    place = Place("--election-date")
    if not date:
        faults.append(table_fault("election-date-missing", place))
    elif not _is_date(date):
        faults.append(table_fault("election-date-shape", place, found=date))
    if options.out:
        folder = Path(options.out).absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK) or Path(options.out).is_dir():
            faults.append(table_fault("out-not-writable", Place("--out"), found=options.out))
        inputs = [given for given in (options.tps, options.strengths) if given]
        if any(_is_same_file(given, options.out) for given in inputs):
            faults.append(table_fault("out-is-input", Place("--out"), found=options.out))
    return faults


def _is_same_file(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
