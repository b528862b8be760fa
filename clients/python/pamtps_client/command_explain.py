"""`pamtps explain`: the numbers of a plan as trees down to rules and facts, or why a rule does or
does not match."""

from __future__ import annotations

import argparse
import os
import re
from typing import Final

from pamtps.v1 import planning_service_pb2

from pamtps_client.client import Client
from pamtps_client.command_verify import plan_refusal
from pamtps_client.errors import CallFailed, RequestRejected
from pamtps_client.explanation_report import explanation_lines
from pamtps_client.language import Language, Text
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, width
from pamtps_client.print_reply import print_lines, print_message
from pamtps_client.request_files import (
    RequestRefused,
    double_input,
    given_files,
    print_refusal,
    read_given_files,
    read_plan_file,
)
from pamtps_client.request_places import merged
from pamtps_client.steps import Steps
from pamtps_client.table_faults import Place, table_fault

_TPS: Final = re.compile(r"(post/.*|[0-9.]{17})")
"""What is shown a level deeper where it is the subject: it has few parts."""
_ASKED: Final = {"subject", "rule"}
"""Fields of the request that say what to explain."""


def run_explain(options: argparse.Namespace) -> int:
    """Explain, print, and return the exit code."""
    language: Language = options.language
    try:
        depth = _depth(options)
        reply = _explained(options, language)
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
        print_lines(explanation_lines(reply, language, depth, width(os.environ)))
    return Exit.COMPLETE


def _depth(options: argparse.Namespace) -> int | None:
    """Levels to show; None for all. Raises RequestRefused where it is no number of them."""
    given = options.depth
    if given is None:
        if options.rule:
            return None
        return 3 if _TPS.fullmatch(options.subject) else 2
    if given == "all":
        return None
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 1000):
        raise RequestRefused([table_fault("depth-shape", Place("--depth"), found=given)])
    return int(given)


def _explained(
    options: argparse.Namespace, language: Language
) -> planning_service_pb2.ExplainPlanResponse:
    """Raises RequestRefused with every fault, or CallFailed."""
    with Client(options.server, timeout=options.timeout) as client, Steps(language) as steps:
        double = double_input(("PLAN.json", options.plan), *given_files(options, "--tps"))
        if double:
            raise RequestRefused(double)
        plan, faults = read_plan_file(options.plan)
        files = read_given_files(options, steps)
        faults += files.faults
        if plan is None or faults:
            raise plan_refusal(client, files, faults, None, plan, options)
        steps.waiting(Text(id="Menunggu penjelasan", en="Waiting for the explanation"))
        strengths = files.strengths.strengths if files.strengths else ()
        try:
            return client.explain(
                plan,
                files.tps.batch,
                strengths,
                subject=options.subject,
                rule=options.rule,
                in_force=files.plan_in_force,
                **files.resources,
            )
        except RequestRejected as error:
            if not error.faults:
                raise
            if {fault.field for fault in error.faults} <= _ASKED:
                places = files.places(options.plan)
                raise RequestRefused(merged([], places.faults(error.faults), places)) from error
            raise plan_refusal(client, files, (), error, plan, options) from error
