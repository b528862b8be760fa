"""The rows of TPS: each TPS once, its tier, labels, rules, cover and linmas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pamtps_service.records import area_codes
from pamtps_service.records.batch import Batch
from pamtps_service.records.plan import Plan, Stations
from pamtps_service.verify import words
from pamtps_service.verify.matching import Match
from pamtps_service.verify.references import References, membership
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import Requirements

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Aligned:
    """The plan's rows of TPS in the order of the batch; length n."""

    row: Numbers
    """Index in Plan.stations; -1 where the plan lacks the TPS."""
    post: Numbers
    """Index in Plan.posts; -1 where it has none, or none that exists."""
    linmas: Numbers
    """Assigned; 0 where the plan lacks the TPS, or where the number is negative."""


def read_at(
    column: NDArray[np.int64] | NDArray[np.int32] | NDArray[np.int8], rows: Numbers, absent: int
) -> Numbers:
    """The column at these rows, as 64 bits; `absent` where the row is -1."""
    found = np.full(len(rows), absent, dtype=np.int64)
    there = rows >= 0
    found[there] = column[rows[there]]
    return found


def tps_text(code: int) -> str:
    """The code of a TPS; the bare number where it is none."""
    return area_codes.to_text(code, "tps") if 0 < code < 10**13 else str(code)


def aligned(report: Report, plan: Plan, batch: Batch) -> Aligned:
    """Find each TPS of the batch in the plan: every one exactly once, and no other."""
    given = plan.stations.code.astype(np.int64)
    position = np.searchsorted(batch.code, given)
    known = read_at(batch.code, np.where(position < len(batch), position, -1), -1) == given
    known &= given >= 0
    row = np.full(len(batch), -1, dtype=np.int64)
    # Written from the last to the first, so that the first of several rows stays.
    known_rows = np.flatnonzero(known)
    row[position[known_rows[::-1]]] = known_rows[::-1]
    first = np.zeros(len(given), dtype=np.bool_)
    first[row[row >= 0]] = True

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

    post = read_at(plan.stations.post, row, -1)
    negative = post < -1
    report.rows(
        "post-index-negative",
        "stations",
        row[negative],
        given=plan.stations.post,
        texts=code_at,
    )
    beyond = post >= len(plan.posts)
    report.rows(
        "post-index-wrong",
        "stations",
        row[beyond],
        given=plan.stations.post,
        required=len(plan.posts),
        texts=code_at,
    )
    post[negative | beyond] = -1
    linmas = read_at(plan.stations.linmas, row, 0)
    return Aligned(row, post, np.maximum(linmas, 0))


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
    there = np.flatnonzero(rows.row >= 0)
    row = rows.row[there]

    def code_at(station: int) -> dict[str, str]:
        return {"tps": tps_text(int(given.code[station]))}

    report.checked(5 * len(there))
    tier = requirements.tier[there].astype(np.int64)
    wrong = given.risk_tier[row] != tier
    wanted = np.zeros(len(given), dtype=np.int64)
    wanted[row] = tier
    report.rows(
        "tier-wrong",
        "stations",
        row[wrong],
        required=wanted,
        given=given.risk_tier,
        texts=lambda station: {
            **code_at(station),
            "wanted": words.tier(int(wanted[station])),
            "found": words.tier(int(given.risk_tier[station])),
            "value": words.tier_value(int(wanted[station])),
        },
    )
    covered = requirements.covered()[there]
    has_post = given.post[row] != -1
    tps = np.full(len(given), -1, dtype=np.int64)
    tps[row] = there
    report.rows(
        "tps-without-post",
        "stations",
        row[covered & ~has_post],
        texts=lambda station: {
            **code_at(station),
            "area": requirements.border_text(int(tps[station])),
        },
    )
    report.rows("post-without-cover", "stations", row[~covered & has_post], texts=code_at)

    needed = requirements.linmas[there]
    assigned = given.linmas[row].astype(np.int64)
    short = given.linmas_short[row].astype(np.int64)
    wrong = (assigned + short != needed) | (assigned < 0) | (short < 0)
    wanted_linmas = np.zeros(len(given), dtype=np.int64)
    wanted_linmas[row] = needed
    total = given.linmas.astype(np.int64) + given.linmas_short
    report.rows(
        "linmas-of-tps",
        "stations",
        row[wrong],
        required=wanted_linmas,
        given=total,
        texts=lambda station: {
            **code_at(station),
            **words.split(
                int(given.linmas[station]),
                int(given.linmas_short[station]),
                int(wanted_linmas[station]),
            ),
        },
    )
    _check_labels(report, plan, matches, references, rows)
    _check_rules(report, plan, matches, references, rows)


def _sets_of(
    report: Report, plan: Plan, row: Numbers, column: NDArray[np.int32], count: int, path: str
) -> Numbers:
    """The set of each row; the empty set at the end where the index is out of range."""
    given = column[row].astype(np.int64)
    beyond = (given < 0) | (given >= count)
    report.rows(
        "set-index-wrong",
        "stations",
        row[beyond],
        given=column,
        required=count,
        texts=lambda station: {"tps": tps_text(int(plan.stations.code[station])), "path": path},
    )
    return np.where(beyond, count, given)


def _check_labels(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    references: References,
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
    everything = np.arange(len(rows.row))
    for match in matches:
        row = rows.row[everything[match.rows]]
        there = np.flatnonzero(row >= 0)
        sets = _sets_of(
            report, plan, row[there], given.label_set, len(given.label_sets), "label_sets"
        )
        wrong: NDArray[np.bool_] = np.zeros(len(there), dtype=np.bool_)
        for label in sorted({*references.labels, *match.facts.labels}):
            columns = [n for n, name in enumerate(references.labels) if name == label]
            has: NDArray[np.bool_] = np.logical_or.reduce(held[:, columns], axis=1)[sets]
            if label in match.facts.labels:
                has = has != match.facts.labels[label][there]
            wrong |= has
        tps = np.full(len(given), -1, dtype=np.int64)
        tps[row[there]] = there
        report.rows(
            "labels-wrong",
            "stations",
            row[there][wrong],
            texts=lambda station, match=match, tps=tps: {  # type: ignore[misc]
                "tps": tps_text(int(given.code[station])),
                **_right_labels(match, references, int(tps[station])),
            },
        )


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
    everything = np.arange(len(rows.row))
    for match in matches:
        row = rows.row[everything[match.rows]]
        there = np.flatnonzero(row >= 0)
        sets = _sets_of(report, plan, row[there], given.rule_set, len(given.rule_sets), "rule_sets")
        # The rule that is wrong at each TPS: the one of the highest index; -1 where none is.
        wrong = np.full(len(there), -1, dtype=np.int64)
        for number in range(len(references.rules)):
            has = held[:, number]
            key = references.rules[number]
            matching = (
                match.tps.get(key[1])
                if key is not None and key[0] == match.policy.id and references.index[key] == number
                else None
            )
            if matching is None:
                if has.any():
                    wrong[has[sets]] = number
            else:
                wrong[has[sets] != matching[there]] = number
        for number in np.unique(wrong[wrong >= 0]).tolist():
            key = references.rules[number]
            name = key[1] if key is not None else plan.rules[number].id
            report.rows(
                "rules-of-tps",
                "stations",
                row[there][wrong == number],
                rule=number,
                texts=lambda station, name=name, number=number: {  # type: ignore[misc]
                    "tps": tps_text(int(given.code[station])),
                    "name": name,
                    "index": str(number),
                    "repair": "remove" if held[_set_at(given, station), number] else "add",
                },
            )
