"""Run all measurements, print them, and write RESULTS.md.

python -m benchmarks [--rounds N] [--no-write]
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import allocation, analysis, rule_evaluation, whole_plan
from benchmarks.batches import REPOSITORY, made_batch, measured_request
from benchmarks.measure import Figure

RESULTS = Path(__file__).parent / "RESULTS.md"


def table(title: str, base: str, figures: Sequence[Figure]) -> str:
    """A Markdown table of figures."""
    lines = [f"## {title}", "", f"| | ms (median) | ratio to {base} |", "| --- | ---: | ---: |"]
    lines += [f"| {f.name} | {f.milliseconds:,.2f} | {f.ratio:.2f} |" for f in figures]
    return "\n".join(lines) + "\n"


def allocations(rules: Path) -> Iterator[str]:
    """The tables of allocation; none without the data folder."""
    for title, options, rounds, stages in (
        ("NTT", ("--province", "53"), 5, {"sum": allocation.sums, "weakest": allocation.weakest}),
        ("the nation", (), 1, {"sum": allocation.sums}),
    ):
        with made_batch(*options) as folder:
            if folder is None:
                return
            request = allocation.read_folder(folder)
        figures, told = allocation.measure(request, rules, rounds, stages)
        count = f"{len(request.batch):,} TPS of {title}"
        times = f"; medians of {rounds} rounds" if rounds > 1 else "; one round"
        yield table(
            f"Allocation with posts, {count}{times} (programs: see allocation.py)",
            "the planner",
            figures,
        )
        yield f"{allocation.WAYS}\n{told}\n"


def analyses(rules: Path) -> str:
    """The table of the analysis of a policy."""
    rounds = 3
    figures, told = analysis.measure(rules, rounds)
    title = f"What is found in the policy {analysis.POLICY}; medians of {rounds} rounds"
    return f"{table(title, 'brute force', figures)}\n{told}\n"


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds counted (15)")
    parser.add_argument("--no-write", action="store_true", help="do not write RESULTS.md")
    options = parser.parse_args()
    rules = REPOSITORY / "rules"
    request = measured_request()
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    text = "\n".join(
        [
            "# Results",
            "",
            f"Written by `make bench` on {today}: {len(request.batch.rows):,} TPS of NTT, policy",
            f"ntt-2024, Python {platform.python_version()}, {os.cpu_count()} cores,",
            f"{platform.machine()}. Every round runs each way once; medians of {options.rounds}",
            "rounds. Ratios within one run count; milliseconds depend on the machine.",
            "",
            table(
                "Rule evaluation: columns in, decisions out",
                "the plain loop",
                rule_evaluation.measure(request, rules, options.rounds),
            ),
            table(
                "A whole plan over gRPC, by rows, verified (floors: see floors.py)",
                "`loop`",
                whole_plan.measure(request, rules, options.rounds),
            ),
            analyses(rules),
            *allocations(rules),
        ]
    )
    print(text)
    if not options.no_write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
