"""`pamtps policy compare`: two policies from rule files, and what changes between them.

The comparison is that of the service, which comes with the extra `service`. A policy can extend
others of its folder, so each is read with all of its folder.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pamtps.v1 import planning_service_pb2, policy_service_pb2

from pamtps_client.command import without_service
from pamtps_client.command_plan import date_faults
from pamtps_client.command_policy_check import not_there
from pamtps_client.errors import CallFailed, FieldFault, RequestRejected, WrongState
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.offline import failure_of
from pamtps_client.outcome import Exit, of_failure
from pamtps_client.output import complain, width
from pamtps_client.policy_comparison_report import policy_comparison_report
from pamtps_client.print_reply import print_lines, print_message
from pamtps_client.request_files import (
    RequestFiles,
    RequestRefused,
    double_input,
    given_files,
    print_refusal,
    read_given_files,
)
from pamtps_client.request_places import merged
from pamtps_client.steps import Steps
from pamtps_client.table_faults import Place, table_fault

if TYPE_CHECKING:
    from pamtps_service.policy.model import Policy

Reply = policy_service_pb2.ComparePoliciesResponse


def run_compare(options: argparse.Namespace) -> int:
    """Compare, print, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.wire import policy_comparison  # noqa: F401 - whether the extra is there
    except ModuleNotFoundError as error:
        return without_service(error, language)
    before, after = (_policy(path, language) for path in (options.before, options.after))
    if before is None or after is None:
        return Exit.BAD_INPUT
    try:
        reply = _compared(options, before, after)
    except RequestRefused as refused:
        print_refusal(refused, language, every=options.json)
        return Exit.BAD_INPUT
    except CallFailed as error:
        code, words = of_failure(error, options.after, language)
        complain(f"pamtps: {words}")
        return code
    if options.json:
        print_message(reply)
    else:
        paths = (options.before, options.after)
        print_lines(
            policy_comparison_report(paths, reply, bool(options.tps), language, width(os.environ))
        )
    return Exit.COMPLETE


def _policy(path: str, language: Language) -> Policy | None:
    """The policy of a file; None, after every fault of its folder is told, where there is none."""
    from pamtps_service.policy.load import check_folder

    if not os.path.exists(path):
        complain(f"pamtps: {not_there(path)[language]}")
        return None
    if not os.path.isfile(path):
        complain(f"pamtps: {filled(_NO_FILE, path=printable(path))[language]}")
        return None
    folder, name = os.path.split(path)
    checked = check_folder(Path(folder or "."))
    if checked.policies is None:
        complain("\n".join(FaultReport(language).all_shown(checked.faults, folder)))
        return None
    policies = checked.policies.policies.values()
    found = next((policy for policy in policies if policy.position.file == name), None)
    if found is None:
        complain(f"pamtps: {filled(_NO_FILE, path=printable(path))[language]}")
    return found


def _compared(options: argparse.Namespace, before: Policy, after: Policy) -> Reply:
    """Raises RequestRefused with every fault, or CallFailed."""
    from pamtps_service.wire.call import CallError
    from pamtps_service.wire.call import Steps as CallSteps
    from pamtps_service.wire.policy_comparison import comparison_of

    with Steps(options.language) as steps:
        files = _files(options, steps)
        asked = None if files is None else _request(files, options.election_date)
        steps.waiting(Text(id="Membandingkan", en="Comparing"))
        try:
            return comparison_of(before, after, asked, CallSteps(lambda _: None))
        except CallError as error:
            failed = failure_of(error)
            faults = failed.faults if isinstance(failed, RequestRejected | WrongState) else ()
            if files is None or not faults:
                raise failed from error
            raise _refusal(files, faults) from error


def _files(options: argparse.Namespace, steps: Steps) -> RequestFiles | None:
    """The files of the batch; None where no file of TPS is given."""
    given = given_files(options, "--tps")
    if not options.tps:
        alone = [name for name, path in given if path]
        alone += ["--unavailable-transport"] if options.unavailable_transport else []
        if alone:
            raise RequestRefused(
                [table_fault("input-without-tps", Place(name), option="--tps") for name in alone]
            )
        return None
    double = double_input(*given)
    if double:
        raise RequestRefused(double)
    files = read_given_files(options, steps)
    faults = [*files.faults, *date_faults(options.election_date)]
    if faults:
        raise RequestRefused(sorted(faults, key=lambda one: (one.place, one.code)))
    return files


def _request(files: RequestFiles, election_date: str) -> planning_service_pb2.PlanDeploymentRequest:
    request = planning_service_pb2.PlanDeploymentRequest(
        batch=files.tps.batch,
        strengths=files.strengths.strengths if files.strengths else (),
        election_date=election_date,
        **files.resources,
    )
    if files.plan_in_force is not None:
        request.plan_in_force.CopyFrom(files.plan_in_force)
    return request


def _refusal(files: RequestFiles, faults: tuple[FieldFault, ...]) -> RequestRefused:
    """The faults at their cells, lines or options."""
    places = files.places()
    found = [
        FieldFault(one.field.removeprefix("request."), one.code, one.message, one.maybe)
        for one in faults
    ]
    return RequestRefused(merged((), places.faults(found), places))


_NO_FILE: Final = Text(
    id="{path} bukan berkas kebijakan; beri sebuah berkas .yaml yang bukan berkas uji",
    en="{path} is no file of a policy; give a .yaml file that holds no tests",
)
