"""`pamtps verify`: a plan from a JSON file, checked against every rule, by the server or here."""

from __future__ import annotations

import argparse
import os
from contextlib import AbstractContextManager, nullcontext
from typing import Final, Protocol

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.client import Client
from pamtps_client.command import without_service
from pamtps_client.errors import CallFailed, RequestRejected, WrongState
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.offline import Offline, RulesRefused
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, say
from pamtps_client.policy_action import DEFAULT_RULES
from pamtps_client.print_reply import print_message
from pamtps_client.request_files import (
    Checker,
    RequestFiles,
    RequestRefused,
    double_input,
    given_files,
    print_refusal,
    read_given_files,
    read_plan_file,
    refusal,
)
from pamtps_client.requests import verify_request
from pamtps_client.steps import Steps
from pamtps_client.table_faults import TableFault


def run_verify(options: argparse.Namespace) -> int:
    """Verify, print, and return the exit code."""
    language: Language = options.language
    if options.rules is not None and not options.offline:
        complain(f"pamtps: {_RULES_OFFLINE[language]}")
        return Exit.BAD_INPUT
    try:
        opened = _verifier(options)
    except ModuleNotFoundError as error:
        return without_service(error, language)
    except RulesRefused as refused:
        complain("\n".join([*refused.lines[language], f"pamtps: {_NOTHING_DONE[language]}"]))
        return Exit.BAD_INPUT
    try:
        with opened as verifier:
            plan, reply = _verified(verifier, options, language)
    except RequestRefused as refused:
        print_refusal(refused, language, every=options.json)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.server, language)
        complain(f"pamtps: {words}")
        return code
    if options.json:
        print_message(reply if options.check_optimal else reply.verification)
    else:
        say("".join(f"{line}\n" for line in _lines(plan, reply, options, language)))
    best = reply.optimality.optimal or not options.check_optimal
    return Exit.COMPLETE if best and not reply.verification.violations else Exit.INVALID


class Verifier(Checker, Protocol):
    """What verifies a plan: a client, or the code of the service run here."""

    def verify_plan(
        self, request: planning_service_pb2.VerifyPlanRequest
    ) -> planning_service_pb2.VerifyPlanResponse:
        """Check a plan with what it was made from."""


def _verifier(options: argparse.Namespace) -> AbstractContextManager[Verifier]:
    """Raises RulesRefused, or ModuleNotFoundError where the extra `service` is not there."""
    if not options.offline:
        return Client(options.server, timeout=options.timeout)
    rules = options.rules or os.environ.get("PAMTPS_RULES") or DEFAULT_RULES
    return nullcontext(Offline(rules))


def _verified(
    client: Verifier, options: argparse.Namespace, language: Language
) -> tuple[plan_pb2.DeploymentPlan, planning_service_pb2.VerifyPlanResponse]:
    """Raises RequestRefused with every fault, or CallFailed."""
    with Steps(language) as steps:
        double = double_input(("PLAN.json", options.plan), *given_files(options, "--tps"))
        if double:
            raise RequestRefused(double)
        plan, faults = read_plan_file(options.plan)
        files = read_given_files(options, steps)
        faults += files.faults
        if plan is None or faults:
            raise plan_refusal(client, files, faults, None, plan, options)
        steps.waiting(Text(id="Menunggu verifikasi", en="Waiting for the verification"))
        strengths = files.strengths.strengths if files.strengths else ()
        try:
            request = verify_request(
                plan, files.tps.batch, strengths, files.plan_in_force, **files.resources
            )
            request.check_optimal = options.check_optimal
            return plan, client.verify_plan(request)
        except (RequestRejected, WrongState) as error:
            if not error.faults:
                raise
            raise plan_refusal(client, files, (), error, plan, options) from error


def plan_refusal(
    client: Verifier,
    files: RequestFiles,
    local: list[TableFault] | tuple[()],
    answered: RequestRejected | WrongState | None,
    plan: plan_pb2.DeploymentPlan | None,
    options: argparse.Namespace,
) -> RequestRefused:
    """The files are checked as a request of the plan's own day; without a plan, only here."""
    if plan is None:
        return RequestRefused(local)
    return refusal(
        client,
        files,
        local,
        answered,
        election_date=plan.election_date,
        # the plan's own policy; of several, each is in force for its own areas
        policy=plan.policies[0].id if len(plan.policies) == 1 else "",
        language=options.language,
        plan=options.plan,
    )


_RULES_OFFLINE: Final = Text(
    id="--rules hanya berlaku bersama --offline; server memuat aturannya sendiri",
    en="--rules goes with --offline only; a server has rules of its own",
)
_NOTHING_DONE: Final = Text(
    id="aturan mengandung kesalahan; tidak ada yang diperiksa",
    en="the rules have faults; nothing was verified",
)
_REPAIR: Final = Text(id="perbaikan", en="repair")
_ONE_AT_A_TIME: Final = Text(
    id="Perbaiki satu per satu dari atas, dan verifikasi lagi setiap kali: memperbaiki yang satu "
    "dapat menghilangkan atau menimbulkan yang lain.",
    en="Mend one at a time from the top, and verify again each time: mending one may take others "
    "away, or bring them.",
)


def _lines(
    plan: plan_pb2.DeploymentPlan,
    reply: planning_service_pb2.VerifyPlanResponse,
    options: argparse.Namespace,
    language: Language,
) -> list[str]:
    lines = []
    verification = reply.verification
    for violation in verification.violations:
        rule = ""
        if violation.HasField("rule") and 0 <= violation.rule < len(plan.rules):
            use = plan.rules[violation.rule]
            rule = f" [{use.policy}/{use.id}, {use.file}:{use.line}]"
        message = _in(violation.message, language)
        lines.append(f"{violation.place}:{rule} {message} ({violation.code})")
        if violation.HasField("repair"):
            lines.append(f"  {_REPAIR[language]}: {_in(violation.repair, language)}")
    words = filled(
        Text(
            id="{plan}: pernyataan diperiksa {count}, pelanggaran {wrong}",
            en="{plan}: statements checked {count}, violations {wrong}",
        ),
        plan=plan.name,
        count=verification.statement_count,
        wrong=len(verification.violations),
    )
    lines.append(words[language])
    if len(verification.violations) > 1:
        lines.append(_ONE_AT_A_TIME[language])
    if options.check_optimal:
        lines += _aims(plan, reply, language)
    return [printable(line) for line in lines]


def _aims(
    plan: plan_pb2.DeploymentPlan,
    reply: planning_service_pb2.VerifyPlanResponse,
    language: Language,
) -> list[str]:
    """Each aim, and whether the plan is the best."""
    if not reply.HasField("optimality"):
        return [filled(_NOT_ASKED, plan=plan.name)[language]]
    found = reply.optimality
    words = filled(_BEST if found.optimal else _NOT_BEST, plan=plan.name, count=len(found.aims))
    return [*(_in(aim.message, language) for aim in found.aims), words[language]]


def _in(text: plan_pb2.Text, language: Language) -> str:
    return text.id if language == "id" else text.en


_BEST: Final = Text(
    id="{plan}: rencana terbaik, semua tujuan ({count}) mencapai nilai terbaiknya",
    en="{plan}: the best plan, all aims ({count}) are at their best",
)
_NOT_BEST: Final = Text(
    id="{plan}: bukan rencana terbaik, tujuan yang terakhir disebut belum mencapai yang terbaik",
    en="{plan}: not the best plan, the aim named last is not at its best",
)
_NOT_ASKED: Final = Text(
    id="{plan}: karena ada pelanggaran, tidak diperiksa apakah ini rencana terbaik",
    en="{plan}: with violations, it was not checked whether it is the best plan",
)
