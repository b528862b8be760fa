"""Run the measurements, print them, and write them into RESULTS.md.

python -m benchmarks [--only NAME]... [--rounds N] [--no-write]
python -m benchmarks --check

Exit codes: 0, 1 where a threshold of thresholds.toml is broken, 2 where a measurement failed.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence
from typing import Final

from benchmarks import results, thresholds
from benchmarks.measure import Timings
from benchmarks.table import Section, Setting, Table
from benchmarks.tables import TABLES

NO_DATA: Final = "Not measured: the data folder is not here (PAMTPS_DATA)."


class Failed(Exception):  # noqa: N818 - the end of a run, said in one line
    """A run cannot go on; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and report; returns the exit code."""
    options = _options(arguments)
    try:
        return _run(options)
    except Failed as failed:
        print(f"benchmarks: {failed}", file=sys.stderr)
        return 2


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure.")
    names = [table.name for table in TABLES]
    parser.add_argument(
        "--only", action="append", choices=names, metavar="NAME", help=", ".join(names)
    )
    parser.add_argument("--rounds", type=_positive, help="rounds counted")
    parser.add_argument(
        "--check", action="store_true", help="measure a small size and look at the thresholds alone"
    )
    parser.add_argument("--no-write", action="store_true", help="do not write RESULTS.md")
    return parser.parse_args(arguments)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1, not {text!r}")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    setting = Setting("small" if options.check else "full", options.rounds)
    tables = [
        table
        for table in TABLES
        if (table.checked or not options.check) and (not options.only or table.name in options.only)
    ]
    if not tables:
        raise Failed(f"--check does not measure {', '.join(options.only)}")
    bounds = _thresholds()
    broken: list[thresholds.Verdict] = []
    for table in tables:
        sections = _measured(table, setting)
        verdicts = thresholds.judge(bounds, {table.name: sections}, setting.size)
        print(thresholds.markdown(verdicts) if verdicts else "", flush=True)
        broken += [verdict for verdict in verdicts if verdict.broken]
        if not options.check and not options.no_write:
            _write(table.name, results.part(sections, verdicts))
    for verdict in broken:
        print(f"benchmarks: {verdict}", file=sys.stderr)
    return 1 if broken else 0


def _thresholds() -> list[thresholds.Threshold]:
    try:
        found = thresholds.read(thresholds.FILE.read_text(encoding="utf-8"))
    except thresholds.ThresholdError as error:
        raise Failed(f"{thresholds.FILE.name}: {error}") from error
    unknown = {one.table for one in found} - {table.name for table in TABLES}
    if unknown:
        raise Failed(f"{thresholds.FILE.name}: no table has the name {', '.join(sorted(unknown))}")
    return found


def _measured(table: Table, setting: Setting) -> list[Section]:
    found = []
    try:
        for section in table.sections(setting):
            print(section.markdown(), flush=True)
            found.append(section)
        if not found:
            found.append(Section(table.name, Timings({}), (), notes=NO_DATA))
            print(found[0].markdown(), flush=True)
    except Exception as error:
        traceback.print_exc()
        raise Failed(f"{table.name} failed: {type(error).__name__}: {error}") from error
    return found


def _write(name: str, part: str) -> None:
    before = results.FILE.read_text(encoding="utf-8") if results.FILE.is_file() else ""
    text = results.merged(before, {name: part}, [table.name for table in TABLES])
    results.FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
