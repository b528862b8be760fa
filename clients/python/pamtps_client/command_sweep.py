"""`pamtps sweep`: what many what-ifs come to, planned here or on a Ray cluster.

The planning is that of the service, which comes with the extra `service`.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_client.cells import LARGEST
from pamtps_client.command import without_service
from pamtps_client.command_plan import date_faults
from pamtps_client.command_policy_check import not_there
from pamtps_client.errors import FieldFault
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable, quoted
from pamtps_client.offline import field_faults
from pamtps_client.out_faults import out_faults
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say_exactly, width
from pamtps_client.plan_file import write_whole
from pamtps_client.print_reply import print_lines
from pamtps_client.request_files import RequestRefused, double_input, print_refusal
from pamtps_client.request_places import Places, merged, true_of_held_back
from pamtps_client.steps import Steps
from pamtps_client.strength_table import FORCES, StrengthTable, read_strengths
from pamtps_client.sweep_report import UNLIMITED, sweep_report
from pamtps_client.system_errors import why
from pamtps_client.table_faults import Place, TableFault, table_fault
from pamtps_client.tps_table import TpsTable, read_tps

if TYPE_CHECKING:
    import pyarrow as pa
    from pamtps_service.policy.load import PolicySet
    from pamtps_service.sweep.scenarios import Inputs

OUTPUTS: Final = (".csv", ".parquet")


class _Refused(Exception):  # noqa: N818 - says what happened
    """The input is wrong; it has been said how."""


def run_sweep(options: argparse.Namespace) -> int:
    """Plan every combination, print what they come to, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.sweep.runners import (
            RayMissingError,
            RayNotReachedError,
            run_here,
            run_on_ray,
        )
    except ModuleNotFoundError as error:
        return without_service(error, language)
    try:
        scenarios, inputs = _prepared(options, language)
        if options.ray:
            found = run_on_ray(scenarios, inputs, options.ray)
        else:
            found = run_here(scenarios, inputs, options.processes)
    except _Refused:
        return Exit.BAD_INPUT
    except RayMissingError:
        complain(f"pamtps: {_NO_RAY[language]}")
        return Exit.BAD_INPUT
    except RayNotReachedError as error:
        words = filled(_RAY_NOT_REACHED, address=quoted(options.ray), reason=str(error))
        complain(f"pamtps: {printable(words[language])}")
        return Exit.NOT_REACHED
    unwritten = _unwritten(found, options.out) if options.out else None
    rows = found.to_pylist()
    try:
        if options.json:
            say_exactly(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        else:
            print_lines(sweep_report(rows, language, width(os.environ)))
    finally:
        if unwritten is not None:
            complain(f"pamtps: {unwritten[language]}")
    if unwritten is not None:
        return Exit.INTERNAL
    return Exit.BAD_INPUT if any(row["error"] is not None for row in rows) else Exit.COMPLETE


def _unwritten(found: pa.Table, path: str) -> Text | None:
    """Write the results to a file; why it could not be written, where it could not."""
    try:
        write_whole(path, _content(found, path))
    except BrokenPipeError:
        raise  # the reader of a pipe has gone
    except OSError as error:
        return filled(_NOT_WRITTEN, path=quoted(path), reason=why(error))
    return None


_NO_RAY: Final = Text(
    id="Ray tidak terpasang; pasang dengan: pip install 'pamtps[ray]'",
    en="Ray is not installed; install it with: pip install 'pamtps[ray]'",
)
_RAY_NOT_REACHED: Final = Text(
    id="klaster Ray {address} tidak terjangkau: {reason}",
    en="the Ray cluster {address} was not reached: {reason}",
)
_NOT_WRITTEN: Final = Text(
    id="hasil sudah ada, tetapi {path} tidak dapat ditulis: {reason}",
    en="the results are there, but {path} could not be written: {reason}",
)


def _prepared(options: argparse.Namespace, language: Language) -> tuple[pa.Table, Inputs]:
    """The scenarios and what they choose from. _Refused."""
    from pamtps_service.records.area_codes import NATION
    from pamtps_service.sweep.grid import (
        SharedByProvincesError,
        by_province,
        scenarios,
        strengths_by_area,
        whole,
    )
    from pamtps_service.sweep.scenarios import Inputs

    folders = options.rules or [os.environ.get("PAMTPS_RULES") or "rules"]
    rules = {folder: _rules(folder, language) for folder in dict.fromkeys(folders)}
    tps, tables = _files(options, rules, language)
    stations = whole(tps.batch) if options.by == "nation" else by_province(tps.batch)
    given = {
        path: planning_service_pb2.PlanDeploymentRequest(strengths=table.strengths)
        for path, table in tables.items()
    } or {UNLIMITED: planning_service_pb2.PlanDeploymentRequest()}
    strengths, percents = {}, {}
    for path, percent in itertools.product(given, _percents(options.percent)):
        name = " ".join([path, *(f"{force} {share}%" for force, share in percent.items())])
        percents[name] = percent
        try:
            strengths[name] = strengths_by_area(path, given[path], stations, percent)
        except SharedByProvincesError as error:
            words = filled(_SHARED, path=quoted(path), nation=NATION)
            complain(f"pamtps: {words[language]}")
            raise _Refused from error
    grid = scenarios(
        rules,
        _policies(options),
        strengths,
        dict.fromkeys(["", *options.unavailable]),
        stations,
    )
    files = {folder: dict(held.files) for folder, held in rules.items()}
    return grid, Inputs(options.election_date, files, strengths, percents, stations)


_SHARED: Final = Text(
    id="{path} memuat cadangan {nation}, yang melayani semua provinsi; rencanakan bersama dengan "
    "--by nation",
    en="{path} has a reserve of {nation}, which serves all provinces; plan them together with "
    "--by nation",
)


class _Rules(NamedTuple):
    """A folder of rules without a fault."""

    files: Mapping[str, bytes]
    policies: PolicySet


def _rules(folder: str, language: Language) -> _Rules:
    """The rules in a folder. _Refused."""
    from pamtps_service.policy.folder import read_folder
    from pamtps_service.policy.load import check_content

    if not os.path.isdir(folder):
        complain(f"pamtps: {not_there(folder)[language]}")
        raise _Refused
    content = read_folder(Path(folder))
    checked = check_content(content)
    if checked.policies is None:
        complain("\n".join(FaultReport(language).all_shown(checked.faults, folder)))
        raise _Refused
    return _Rules(content.files, checked.policies)


def _policies(options: argparse.Namespace) -> list[str]:
    """Ids, each once; empty for those in force."""
    return list(dict.fromkeys(options.policy or [""]))


def _files(
    options: argparse.Namespace, rules: Mapping[str, _Rules], language: Language
) -> tuple[TpsTable, dict[str, StrengthTable]]:
    """The TPS, and strengths by path. _Refused, with every fault of the options and the files."""
    paths = dict.fromkeys(options.strengths)
    double = double_input(("TPS.csv", options.tps), *(("--strengths", path) for path in paths))
    _refuse_if(double, language, options)
    with Steps(language) as steps:
        tps = read_tps(options.tps, steps.reading(options.tps))
        tables = {path: read_strengths(path, steps.reading(path)) for path in paths}
        steps.waiting(Text(id="Memeriksa berkas", en="Checking the files"))
        shared = _shared_faults(tps, tables, options, rules)
    local = [
        *date_faults(options.election_date),
        *_out_faults(options, rules),
        *_percent_faults(options.percent, tables),
        *tps.faults,
        *(fault for table in tables.values() for fault in table.faults),
    ]
    _refuse_if(merged(local, shared, Places(tps, None)), language, options)
    return tps, tables


def _shared_faults(
    tps: TpsTable,
    tables: Mapping[str, StrengthTable],
    options: argparse.Namespace,
    rules: Mapping[str, _Rules],
) -> list[TableFault]:
    """What the checks of the service find in the files, whatever is combined with them."""
    from pamtps_service.sweep.shared_faults import shared_faults, strength_faults

    def of(batch: plan_pb2.Batch) -> tuple[FieldFault, ...]:
        asked = [
            (held.policies, policy) for held in rules.values() for policy in _policies(options)
        ]
        return field_faults(shared_faults(batch, options.election_date, asked))

    faults = []
    if tps.lines:
        faults += Places(tps, None).faults(of(tps.as_read))
    if tps.held_back.rows:
        faults += Places(tps, None).of_held_back(true_of_held_back(of(tps.held_back)))
    for table in tables.values():
        faults += Places(tps, table).faults(field_faults(strength_faults(table.as_read)))
    return faults


def _refuse_if(
    faults: Sequence[TableFault], language: Language, options: argparse.Namespace
) -> None:
    """Print the faults, if there are any. _Refused."""
    if faults:
        print_refusal(RequestRefused(faults), language, every=options.json)
        raise _Refused


def _out_faults(options: argparse.Namespace, rules: Mapping[str, _Rules]) -> list[TableFault]:
    """What is wrong with the file of the results."""
    of_rules = [os.path.join(folder, name) for folder, held in rules.items() for name in held.files]
    inputs = [options.tps, *options.strengths, *of_rules]
    faults = out_faults("--out", options.out, inputs)
    if options.out and not options.out.lower().endswith(OUTPUTS):
        allowed = ", ".join(OUTPUTS)
        faults.append(table_fault("out-ending", Place("--out"), found=options.out, allowed=allowed))
    return faults


def _percent_faults(
    given: Sequence[tuple[str, tuple[int, ...]]], tables: Mapping[str, StrengthTable]
) -> list[TableFault]:
    """What is wrong with the shares of strengths: each must be of something."""
    place = Place("--percent")
    if given and not tables:
        return [table_fault("percent-without-strengths", place)]
    faults = []
    for (force, percents), (path, table) in itertools.product(given, tables.items()):
        persons = [one.personnel for one in table.as_read if one.force == FORCES[force]]
        about = {"found": path, "force": force}
        # where the file has faults, the rows of the force may be among those that are wrong
        if not persons and not table.faults:
            faults.append(table_fault("percent-without-force", place, **about))
        percent = max(percents)
        if max(persons, default=0) * percent // 100 > LARGEST:
            faults.append(table_fault("percent-too-large", place, percent=percent, **about))
    return faults


def _percents(given: Sequence[tuple[str, tuple[int, ...]]]) -> Iterator[Mapping[Any, int]]:
    """Every combination of shares."""
    shares: dict[str, dict[int, None]] = {}
    for force, percents in given:
        shares.setdefault(force, {}).update(dict.fromkeys(percents))
    for chosen in itertools.product(*shares.values()):
        yield dict(zip(shares, chosen, strict=True))


def _content(found: pa.Table, path: str) -> bytes:
    """The results as a file."""
    import pyarrow.csv
    import pyarrow.parquet

    sink = io.BytesIO()
    if path.lower().endswith(".csv"):
        pyarrow.csv.write_csv(found, sink)
    else:
        pyarrow.parquet.write_table(found, sink, compression="zstd")
    return sink.getvalue()
