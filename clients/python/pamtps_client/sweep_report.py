"""The report of a sweep: a line for each combination, and why some were rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rich.text import Text as Styled

from pamtps_client.language import Language, Text, counted, filled, number, printable
from pamtps_client.report_layout import rows_table

UNLIMITED: Final = "-"
"""The name of no strengths."""
_SCENARIO: Final = {
    "rules": Text(id="aturan", en="rules"),
    "policy": Text(id="kebijakan", en="policy"),
    "strengths": Text(id="kekuatan", en="strengths"),
    "unavailable_transports": Text(id="tanpa angkutan", en="without"),
}
_STATUSES: Final = {
    "complete": Text(id="lengkap", en="complete"),
    "short": Text(id="kurang", en="short"),
    "invalid": Text(id="tidak sah", en="invalid"),
    "rejected": Text(id="ditolak", en="rejected"),
}
_SHORT: Final = {
    "polri_short": Text(id="Polri kurang", en="Polri short"),
    "tni_short": Text(id="TNI kurang", en="TNI short"),
    "linmas_short": Text(id="linmas kurang", en="linmas short"),
}
_INTRODUCTION: Final = Text(
    id="{plans}: wilayah menurut hasilnya, dan orang yang kurang",
    en="{plans}: areas by outcome, and persons short",
)
_PLACES: Final = 5
"""Combinations that are named with the reason for which they were rejected."""
_MORE: Final = Text(id=", dan {count} kesalahan lagi", en=", and {count} more")


def sweep_report(
    rows: Sequence[Mapping[str, Any]], language: Language, width: int | None
) -> Iterator[Styled]:
    """The lines of the report.

    Args:
        rows: the results.
        language: of the words.
        width: most columns of the terminal; None where tables stay in one piece.
    """
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in _SCENARIO), []).append(row)
    heads = [head[language] for head in _SCENARIO.values()]
    heading, *names = _aligned([heads, *([printable(one) for one in key] for key in groups)])
    cells = [
        (
            *(
                number(sum(row["status"] == status for row in members), language)
                for status in _STATUSES
            ),
            *(number(sum(row[name] or 0 for row in members), language) for name in _SHORT),
        )
        for members in groups.values()
    ]
    headings = [*_STATUSES.values(), *_SHORT.values()]
    alarming = range(1, len(headings))
    table = zip(names, cells, strict=True)
    plans = counted(len(rows), "rencana", "plan", "plans")
    yield Styled(filled(_INTRODUCTION, plans=plans)[language])
    yield Styled("")
    yield from rows_table(heading, list(table), headings, alarming, language, width)
    rejected: dict[str, dict[str, None]] = {}
    for row in rows:
        if row["error"] is not None:
            where = " ".join(filter(None, (row["policy"], row["area_code"])))
            rejected.setdefault(_reason(row, language), {})[where] = None
    for reason, places in rejected.items():
        named = [*list(places)[:_PLACES], *["…"] * (len(places) > _PLACES)]
        yield Styled(printable(f"{', '.join(named)}: {reason}"))


def _reason(row: Mapping[str, Any], language: Language) -> str:
    """Why a combination was rejected."""
    others = row["fault_count"] - 1
    more = filled(_MORE, count=others)[language] if others else ""
    return f"{row[f'error_{language}']} ({row['error']}){more}"


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """Each line as one text, in columns; one that says the same in all lines but the first is left
    out, unless all do."""
    columns = list(zip(*lines, strict=True))
    telling = [column for column in columns if len(set(column[1:])) > 1] or columns[:1]
    shown = [[cell or UNLIMITED for cell in column] for column in telling]
    wide = [max(map(len, column)) for column in shown]
    return [
        "  ".join(cell.ljust(size) for cell, size in zip(line, wide, strict=True)).rstrip()
        for line in zip(*shown, strict=True)
    ]
