"""`pamtps policy analyze`: what the policies of a folder leave open, and which rules do nothing.

The analysis is that of the service, which comes with the extra `service`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from google.protobuf import json_format
from google.protobuf.message import Message
from pamtps.v1 import plan_pb2, policy_service_pb2

from pamtps_client.command import without_service
from pamtps_client.command_policy_check import not_there
from pamtps_client.fault_report import FaultReport
from pamtps_client.language import Language, Text, filled, printable
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say, say_exactly, width

Analysis = policy_service_pb2.AnalyzePolicyResponse
Finding = policy_service_pb2.PolicyFinding

WIDEST: Final = 100
"""Columns of the report, at most."""


def run_analyze(options: argparse.Namespace) -> int:
    """Analyse, print every finding, and return the exit code."""
    language: Language = options.language
    path: str = options.path
    try:
        from pamtps_service.analysis.analyze import analyze
        from pamtps_service.analysis.analyze_set import analyze_set
        from pamtps_service.policy.load import check_folder
        from pamtps_service.wire.write_analysis import write_analysis, write_policy_finding
    except ModuleNotFoundError as error:
        return without_service(error, language)
    if not os.path.exists(path):
        complain(f"pamtps: {not_there(path)[language]}")
        return Exit.BAD_INPUT
    one = Path(path).name if os.path.isfile(path) else ""
    folder = os.path.dirname(path) if one else path
    checked = check_folder(Path(folder or "."))
    if checked.policies is None:
        complain("\n".join(FaultReport(language).all_shown(checked.faults, folder)))
        return Exit.BAD_INPUT
    policies = checked.policies.policies.values()
    asked = [policy for policy in policies if not one or policy.position.file == one]
    if not asked:
        complain(f"pamtps: {filled(_NO_POLICY, path=path)[language]}")
        return Exit.BAD_INPUT
    analyses = [write_analysis(policy, analyze(policy)) for policy in asked]
    of_folder = [] if one else analyze_set(checked.policies)
    together = [write_policy_finding(found, None) for found in of_folder]
    if options.json:
        content = {"policies": [_fields(found) for found in analyses]}
        content["findings"] = [_fields(found) for found in together]
        say_exactly(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    else:
        say("".join(f"{line}\n" for line in _report(analyses, together, folder, language)))
    found = [*together, *(finding for one_ in analyses for finding in one_.findings)]
    wrong = any(finding.severity == plan_pb2.SEVERITY_ERROR for finding in found)
    return Exit.INVALID if wrong else Exit.COMPLETE


def _fields(message: Message) -> dict[str, object]:
    return json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )


def _report(
    analyses: Sequence[Analysis], together: Sequence[Finding], folder: str, language: Language
) -> Iterator[str]:
    columns = min(width(os.environ) or WIDEST, WIDEST)
    for analysis in analyses:
        yield from _wrapped(f"{analysis.id}: {_extent(analysis, language)}", "", columns)
        if not analysis.findings:
            yield f"  {_NOTHING[language]}"
        for finding in analysis.findings:
            yield ""
            yield from _finding(finding, folder, columns, language)
        yield ""
    for finding in together:
        yield from _finding(finding, folder, columns, language)
        yield ""
    numbers = dict.fromkeys(_SEVERITIES, 0)
    for finding in (*together, *(one for analysis in analyses for one in analysis.findings)):
        numbers[finding.severity] += 1
    yield ", ".join(f"{_PLURALS[name][language]} {number}" for name, number in numbers.items())


def _extent(analysis: Analysis, language: Language) -> str:
    """How far it was looked at."""
    words = [
        filled(
            _ALL if analysis.complete else _PART, cells=analysis.cells, seen=analysis.cells_examined
        )
    ]
    if analysis.count_bound:
        words.append(filled(_BOUND, bound=analysis.count_bound))
    return "; ".join(text[language] for text in words)


def _finding(finding: Finding, folder: str, columns: int, language: Language) -> Iterator[str]:
    place = f" {os.path.join(folder, finding.file)}:{finding.line}" if finding.file else ""
    yield f"  {_SEVERITIES[finding.severity][language]} {finding.code}{place}"
    message = finding.message.id if language == "id" else finding.message.en
    for line in message.splitlines():
        yield from _wrapped(line, "    ", columns)
    if finding.witness:
        yield f"    {_EXAMPLE[language]}"
        yield from (f"    {printable(line)}" for line in finding.witness.splitlines())


def _wrapped(text: str, indent: str, columns: int) -> list[str]:
    """Lines of a text; those after the first of a list's item stand under its words, and there a
    key stays with its value."""
    listed = text.startswith("- ")
    whole = printable(text)
    if listed:
        kept = re.compile(r'"[^"]*"|: ')
        whole = kept.sub(lambda words: words[0].replace(" ", _UNBROKEN), whole)
    further = f"{indent}  " if listed or not indent else indent
    lines = textwrap.wrap(
        whole,
        max(columns, 40),
        initial_indent=indent,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_UNBROKEN, " ") for line in lines]


_UNBROKEN: Final = "\u00a0"
_SEVERITIES: Final[dict[int, Text]] = {
    plan_pb2.SEVERITY_ERROR: Text(id="kesalahan", en="error"),
    plan_pb2.SEVERITY_WARNING: Text(id="peringatan", en="warning"),
    plan_pb2.SEVERITY_INFO: Text(id="keterangan", en="info"),
}
_PLURALS: Final[dict[int, Text]] = {
    plan_pb2.SEVERITY_ERROR: Text(id="kesalahan", en="errors"),
    plan_pb2.SEVERITY_WARNING: Text(id="peringatan", en="warnings"),
    plan_pb2.SEVERITY_INFO: Text(id="keterangan", en="infos"),
}
_NOTHING: Final = Text(id="tidak ada temuan", en="no findings")
_EXAMPLE: Final = Text(id="contoh terkecil, sebagai uji:", en="smallest example, as a test:")
_ALL: Final = Text(
    id="jenis TPS yang dibedakan {cells}, semuanya diperiksa",
    en="kinds of TPS that it tells apart {cells}, all of them looked at",
)
_PART: Final = Text(
    id="jenis TPS yang dibedakan {cells}, yang diperiksa {seen}; mungkin ada temuan lain",
    en="kinds of TPS that it tells apart {cells}, looked at {seen}; there may be more to find",
)
_BOUND: Final = Text(
    id="wilayah dengan sampai {bound} TPS dari setiap jenis yang dihitung",
    en="areas with up to {bound} TPS of each kind that is counted",
)
_NO_POLICY: Final = Text(
    id="{path} bukan berkas kebijakan; beri berkas .yaml yang bukan berkas uji",
    en="{path} is no file of a policy; give a .yaml file that holds no tests",
)
