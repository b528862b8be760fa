"""The file of the results: a part for each table, which a run of that table alone replaces."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from benchmarks import machine, thresholds
from benchmarks.table import Section

FILE: Final = Path(__file__).parent / "RESULTS.md"
HEAD: Final = """\
# Results

Written by `make bench`. Every round runs each way once, one after the other, so that whatever else
the machine does meets all of them; a way that is over in less than some milliseconds is called
again until they are over. What stands here are the medians of the rounds, and of the ratios within
each round. The ratios count; milliseconds depend on the machine.
"""
_MARK: Final = re.compile(r"^<!-- table (\S+) -->\n", re.MULTILINE)


def part(sections: Sequence[Section], verdicts: Sequence[thresholds.Verdict]) -> str:
    """What is told of a table that was measured now, on this machine."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    texts = [section.markdown() for section in sections]
    if verdicts:
        texts.append(thresholds.markdown(verdicts))
    return "\n".join([*texts, f"Measured on {today}: {machine.described()}.\n"])


def merged(before: str, parts: Mapping[str, str], names: Sequence[str]) -> str:
    """The file with these parts anew, and the others as they were.

    Args:
        before: what the file said; empty where there was none.
        parts: by the name of the table.
        names: of all tables, in their order; parts of other names are left out.
    """
    _, *pieces = _MARK.split(before)
    told: dict[str, str] = {**dict(zip(pieces[::2], pieces[1::2], strict=True)), **parts}
    texts = [f"<!-- table {name} -->\n\n{told[name].strip()}\n" for name in names if name in told]
    return "\n".join([HEAD, *texts])
