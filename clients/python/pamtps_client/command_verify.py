"""`pamtps verify`: a plan from a JSON file, checked by the server against every rule."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from google.protobuf import json_format
from pamtps.v1 import plan_pb2

from pamtps_client.client import Client
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected
from pamtps_client.language import Language, Text, filled
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.plan_file import read_plan
from pamtps_client.request_files import (
    RequestFiles,
    RequestRefused,
    print_refusal,
    read_files,
    refusal,
)
from pamtps_client.request_places import merged
from pamtps_client.steps import Steps
from pamtps_client.table_faults import Place, TableFault, table_fault


def run_verify(options: argparse.Namespace) -> int:
    """Verify, print, and return the exit code."""
    language: Language = options.language
    try:
        plan, verification = _verified(options, language)
    except RequestRefused as refused:
        print_refusal(refused, language)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        print(f"pamtps: {words}", file=sys.stderr)
        return code
    if options.json:
        fields = json_format.MessageToDict(
            verification,
            preserving_proto_field_name=True,
            always_print_fields_with_no_presence=True,
        )
        print(json.dumps(fields, ensure_ascii=False, indent=2))
    else:
        _print(plan, verification, language)
    return Exit.INVALID if verification.violations else Exit.COMPLETE


def _verified(
    options: argparse.Namespace, language: Language
) -> tuple[plan_pb2.DeploymentPlan, plan_pb2.Verification]:
    """Raises RequestRefused with every fault, or CallFailed."""
    faults: list[TableFault] = []
    with Client(options.server, timeout=options.timeout) as client, Steps(language) as steps:
        plan = None
        try:
            plan = read_plan(options.plan)
        except (OSError, ValueError) as error:
            faults.append(table_fault("not-a-plan", Place(options.plan), reason=str(error)))
        files = read_files(options.tps, options.strengths, steps)
        faults += files.faults
        if plan is None or faults:
            raise _refusal(client, files, faults, (), plan, language)
        steps.waiting(Text(id="Menunggu verifikasi", en="Waiting for the verification"))
        strengths = files.strengths.strengths if files.strengths else ()
        try:
            return plan, client.verify(plan, files.tps.batch, strengths)
        except RequestRejected as error:
            if not error.faults:
                raise
            refused = _refusal(client, files, (), error.faults, plan, language)
            raise RequestRefused(refused.faults, _counted(error, language)) from error


def _refusal(
    client: Client,
    files: RequestFiles,
    local: Sequence[TableFault],
    answered: Sequence[FieldFault],
    plan: plan_pb2.DeploymentPlan | None,
    language: Language,
) -> RequestRefused:
    """The files are checked as a request of the plan's own day; without a plan, only here."""
    if plan is None:
        return RequestRefused(merged(local, answered, files.tps, files.strengths), "")
    return refusal(
        client,
        files,
        local,
        answered,
        election_date=plan.election_date,
        # the plan's own policy; of several, each is in force for its own areas
        policy=plan.policies[0].id if len(plan.policies) == 1 else "",
        language=language,
    )


def _counted(error: RequestRejected, language: Language) -> str:
    """How many faults there are in all, where the server could not send them all."""
    if error.count <= len(error.faults):
        return ""
    words = Text(
        id="server menemukan {count} kesalahan dan mengirim {sent} yang pertama",
        en="the server found {count} faults and sent the first {sent}",
    )
    return filled(words, count=error.count, sent=len(error.faults))[language]


def _print(
    plan: plan_pb2.DeploymentPlan, verification: plan_pb2.Verification, language: Language
) -> None:
    for violation in verification.violations:
        message = violation.message.id if language == "id" else violation.message.en
        rule = ""
        if violation.HasField("rule") and 0 <= violation.rule < len(plan.rules):
            use = plan.rules[violation.rule]
            rule = f" [{use.policy}/{use.id}, {use.file}:{use.line}]"
        print(f"{violation.place}:{rule} {message} ({violation.code})")
    words = filled(
        Text(
            id="{plan}: pernyataan diperiksa {count}, pelanggaran {wrong}",
            en="{plan}: statements checked {count}, violations {wrong}",
        ),
        plan=plan.name,
        count=verification.statement_count,
        wrong=len(verification.violations),
    )
    print(words[language])
