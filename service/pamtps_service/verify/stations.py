"""The rows of TPS: each TPS once, its tier, labels, rules, cover and linmas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch, CodeColumn, Mask
from pamtps_service.records.plan import Plan, Stations
from pamtps_service.verify import words
from pamtps_service.verify.distinct import distinct
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, membership
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements

Numbers = NDArray[np.int64]
Integer = TypeVar("Integer", np.int64, np.int8)


@dataclass(frozen=True)
class Aligned:
    """The plan's rows of TPS in the order of the batch; length n."""

    row: Numbers
    """Index in Plan.stations; -1 where the plan lacks the TPS."""
    post: Numbers
    """Index in Plan.posts; -1 where it has none, or none that exists."""
    linmas: Numbers
    """Assigned; 0 where the plan lacks the TPS, or where the number is negative."""
    in_order: bool
    """Whether the plan has every TPS of the batch once and in its order, as plans mostly do."""

    @cached_property
    def there(self) -> NDArray[np.bool_]:
        """Which TPS the plan has."""
        found: NDArray[np.bool_] = self.row >= 0
        return found

    @cached_property
    def named(self) -> Numbers:
        """The TPS that have a post, ascending."""
        return np.flatnonzero(self.post >= 0)

    @cached_property
    def post_named(self) -> Numbers:
        """The post of each of them."""
        return self.post if len(self.named) == len(self.post) else self.post[self.named]

    def read(self, column: NDArray[np.int32] | NDArray[np.int8], absent: int) -> Numbers:
        """A column of Plan.stations in the order of the batch; `absent` where it lacks the TPS."""
        return column.astype(np.int64) if self.in_order else read_at(column, self.row, absent)

    def of_named(self, column: NDArray[Integer]) -> NDArray[Integer]:
        """A column of the batch at the TPS that have a post."""
        return column if len(self.named) == len(column) else column[self.named]


def read_at(
    column: NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8], rows: Numbers, absent: int
) -> Numbers:
    """The column at these rows, as 64 bits; `absent` where the row is -1."""
    there = rows >= 0
    if there.all():
        return column[rows].astype(np.int64, copy=False)
    found = np.full(len(rows), absent, dtype=np.int64)
    found[there] = column[rows[there]]
    return found


def tps_text(code: int) -> str:
    """The code of a TPS; the bare number where it is none."""
    return area_codes.to_text(code, "tps") if 0 < code < 10**13 else str(code)


def aligned(report: Report, plan: Plan, batch: Batch) -> Aligned:
    """Find each TPS of the batch in the plan: every one exactly once, and no other."""
    given = plan.stations.code.astype(np.int64)
    in_order = np.array_equal(given, batch.code)
    if in_order:
        row = np.arange(len(batch))
        known = first = np.ones(len(batch), dtype=np.bool_)
    else:
        row, known, first = _found(given, batch)

    report.checked(len(batch) + len(given))

    def code_at(station: int) -> dict[str, str]:
        return {"tps": tps_text(int(given[station]))}

    report.rows("tps-not-in-batch", "stations", np.flatnonzero(~known), texts=code_at)
    report.rows("tps-twice", "stations", np.flatnonzero(known & ~first), texts=code_at)
    report.rows(
        "tps-lacking",
        "batch",
        np.flatnonzero(row < 0),
        texts=lambda tps: {"tps": tps_text(int(batch.code[tps]))},
    )

    post = plan.stations.post.astype(np.int64) if in_order else read_at(plan.stations.post, row, -1)
    negative = post < -1
    beyond = post >= len(plan.posts)
    for code, wrong, required in (
        ("post-index-negative", negative, None),
        ("post-index-wrong", beyond, len(plan.posts)),
    ):
        report.rows(
            code,
            "stations",
            row[np.flatnonzero(wrong)],
            given=plan.stations.post,
            required=required,
            texts=code_at,
        )
    post[negative | beyond] = -1
    linmas = read_at(plan.stations.linmas, row, 0)
    return Aligned(row, post, np.maximum(linmas, 0), in_order)


def _found(given: CodeColumn, batch: Batch) -> tuple[Numbers, Mask, Mask]:
    """The first row of each TPS of the batch, -1 where there is none; which rows are of a TPS of
    the batch, and which are the first of theirs."""
    position = np.searchsorted(batch.code, given)
    known = read_at(batch.code, np.where(position < len(batch), position, -1), -1) == given
    known &= given >= 0
    row = np.full(len(batch), -1, dtype=np.int64)
    # Written from the last to the first, so that the first of several rows stays.
    known_rows = np.flatnonzero(known)
    row[position[known_rows[::-1]]] = known_rows[::-1]
    first = np.zeros(len(given), dtype=np.bool_)
    first[row[row >= 0]] = True
    return row, known, first


def check_stations(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    requirements: Requirements,
    rows: Aligned,
) -> None:
    """Tier, labels, rules, cover and linmas of every TPS that the plan has."""
    given = plan.stations
    there = rows.there
    report.checked(5 * int(np.count_nonzero(there)))

    def code_at(station: int) -> dict[str, str]:
        return {"tps": tps_text(int(given.code[station]))}

    tps = Reverse(rows, len(given))
    tier = requirements.tier
    wrong = there & (rows.read(given.risk_tier, 0) != tier)
    report.rows(
        "tier-wrong",
        "stations",
        rows.row[np.flatnonzero(wrong)],
        required=lambda station: int(tier[tps[station]]),
        given=given.risk_tier,
        texts=lambda station: {
            **code_at(station),
            "wanted": words.tier(int(tier[tps[station]])),
            "found": words.tier(int(given.risk_tier[station])),
            "value": words.tier_value(int(tier[tps[station]])),
        },
    )
    covered = requirements.covered()
    has_post = rows.read(given.post, -1) != -1
    report.rows(
        "tps-without-post",
        "stations",
        rows.row[np.flatnonzero(there & covered & ~has_post)],
        texts=lambda station: {
            **code_at(station),
            "area": requirements.border_text(tps[station]),
        },
    )
    wrong = there & ~covered & has_post
    report.rows("post-without-cover", "stations", rows.row[np.flatnonzero(wrong)], texts=code_at)

    needed = requirements.linmas
    assigned, short = rows.read(given.linmas, 0), rows.read(given.linmas_short, 0)
    wrong = there & ((assigned + short != needed) | (assigned < 0) | (short < 0))
    report.rows(
        "linmas-of-tps",
        "stations",
        rows.row[np.flatnonzero(wrong)],
        required=lambda station: int(needed[tps[station]]),
        given=lambda station: int(given.linmas[station]) + int(given.linmas_short[station]),
        texts=lambda station: {
            **code_at(station),
            **words.split(
                int(given.linmas[station]),
                int(given.linmas_short[station]),
                int(needed[tps[station]]),
            ),
        },
    )
    report.step()
    _check_labels(report, plan, matches, references, requirements, rows)
    report.step()
    _check_rules(report, plan, matches, references, requirements, rows)


class Reverse:
    """The TPS of a row of the plan, which only a violation asks for."""

    def __init__(self, rows: Aligned, stations: int) -> None:
        self._rows, self._stations = rows, stations

    @cached_property
    def _tps(self) -> Numbers:
        found = np.full(self._stations, -1, dtype=np.int64)
        there = np.flatnonzero(self._rows.there)
        found[self._rows.row[there]] = there
        return found

    def __getitem__(self, station: int) -> int:
        return int(self._tps[station])


def _sets_of(
    report: Report, plan: Plan, row: Numbers, column: NDArray[np.int32], count: int, path: str
) -> Numbers:
    """The set of each row; the empty set at the end where the index is out of range."""
    given = column[row].astype(np.int64)
    beyond = (given < 0) | (given >= count)
    report.rows(
        "set-index-wrong",
        "stations",
        row[np.flatnonzero(beyond)],
        given=column,
        required=count,
        texts=lambda station: {"tps": tps_text(int(plan.stations.code[station])), "path": path},
    )
    given[beyond] = count
    return given


def _paired(index: Numbers, sets: Numbers, span: int) -> tuple[Numbers, Numbers, Numbers]:
    """The distinct pairs of an index and a set, each column for itself, and the pair of each row.

    Args:
        index: not negative.
        sets: not negative, and less than `span`.
        span: of the sets.
    """
    pairs, where = distinct(index * span + sets)
    return pairs // span, pairs % span, where


def _check_labels(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    requirements: Requirements,
    rows: Aligned,
) -> None:
    """The labels of each TPS are those that its rules give."""
    given = plan.stations
    held = membership(
        report,
        lambda number: _place_of_set(given.label_set, number, "labels"),
        given.label_sets,
        len(references.labels),
    )
    for match, together in zip(matches, requirements.combined, strict=True):
        row, there = _rows_of(rows, match)
        sets = _sets_of(report, plan, row, given.label_set, len(given.label_sets), "label_sets")
        names = sorted({*references.labels, *match.facts.labels})
        has = np.zeros((len(held), len(names)), dtype=np.bool_)
        for number, name in enumerate(references.labels):
            has[:, names.index(name)] |= held[:, number]
        # Rules give the labels, so they are the same at all TPS at which the same rules hold.
        one_tps = np.zeros(len(together.held), dtype=np.int64)
        one_tps[together.index] = np.arange(len(together.index))
        wanted = np.zeros((len(one_tps), len(names)), dtype=np.bool_)
        for name, where in match.facts.labels.items():
            wanted[:, names.index(name)] = where[one_tps]
        combination, of_set, pair = _paired(_at(together.index, there), sets, len(held))
        wrong = (wanted[combination] != has[of_set]).any(axis=1)
        if not wrong.any():
            continue
        tps = np.full(len(given), -1, dtype=np.int64)
        tps[row] = np.arange(len(match.facts)) if there is None else there
        report.rows(
            "labels-wrong",
            "stations",
            row[wrong[pair]],
            texts=lambda station, match=match, tps=tps: {  # type: ignore[misc]
                "tps": tps_text(int(given.code[station])),
                **_right_labels(match, references, int(tps[station])),
            },
        )


def _rows_of(rows: Aligned, match: Match) -> tuple[Numbers, NDArray[np.intp] | None]:
    """The plan's rows of the TPS of a policy, and which of its TPS they are; None for all."""
    row = rows.row[match.rows]
    if rows.in_order:
        return row, None
    there = np.flatnonzero(row >= 0)
    return row[there], there


def _at(column: Numbers, there: NDArray[np.intp] | None) -> Numbers:
    return column if there is None else column[there]


def _right_labels(match: Match, references: References, tps: int) -> dict[str, str]:
    """Fields of the repair of the labels of a TPS: their indices, or names that are not listed.

    Args:
        match: the policy of the TPS.
        references: the plan's own labels.
        tps: index in the facts of its policy.
    """
    labels = sorted(name for name, where in match.facts.labels.items() if where[tps])
    unlisted = [name for name in labels if name not in references.labels]
    if unlisted:
        return {"labels": ", ".join(unlisted), "repair": "unlisted"}
    indices = sorted(references.labels.index(name) for name in labels)
    return {"indices": ", ".join(map(str, indices))}


def _place_of_set(column: NDArray[np.int32], number: int, name: str) -> str:
    """Where a set of labels or rules stands in a plan: at the first row that has it."""
    rows = np.flatnonzero(column == number)
    return f"stations[{rows[0]}].{name}" if len(rows) else f"stations.{name}"


def _set_at(given: Stations, station: int) -> int:
    """The set of rules of a row; the last, which is empty, where the index is out of range."""
    number = int(given.rule_set[station])
    return number if 0 <= number < len(given.rule_sets) else -1


def _check_rules(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
    requirements: Requirements,
    rows: Aligned,
) -> None:
    """The rules of each TPS are those for TPS and posts that match it."""
    given = plan.stations
    held = membership(
        report,
        lambda number: _place_of_set(given.rule_set, number, "rules"),
        given.rule_sets,
        len(references.rules),
    )
    for match, together in zip(matches, requirements.combined, strict=True):
        row, there = _rows_of(rows, match)
        sets = _sets_of(report, plan, row, given.rule_set, len(given.rule_sets), "rule_sets")
        wanted = references.numbered(match.policy.id, together.rules, together.held)
        combination, of_set, pair = _paired(_at(together.index, there), sets, len(held))
        differs = wanted[combination] != held[of_set]
        if not differs.any():
            continue
        # The rule that is wrong at each TPS: the one of the highest index; -1 where none is.
        last = differs.shape[1] - 1 - differs[:, ::-1].argmax(axis=1)
        wrong = np.where(differs.any(axis=1), last, -1)[pair]
        for number in np.unique(wrong[wrong >= 0]).tolist():
            key = references.rules[number]
            name = key[1] if key is not None else plan.rules[number].id
            report.rows(
                "rules-of-tps",
                "stations",
                row[wrong == number],
                rule=number,
                texts=lambda station, name=name, number=number: {  # type: ignore[misc]
                    "tps": tps_text(int(given.code[station])),
                    "name": name,
                    "index": str(number),
                    "repair": "remove" if held[_set_at(given, station), number] else "add",
                },
            )
