"""Allocation with posts by the planner, beside HiGHS choosing the same sizes as an integer program.

The planner's way is timed from the groups to the posts of all forces: claims, sizes, posts. The
programs of HiGHS have the sizes alone, with all that claims were granted as it is in the plan; one
program a province, stage by stage, gaps 0, one thread:

- *sum*: tier by tier, the highest first, the greatest sum of steps over all TPS; then the fewest
  persons from reserves. It knows no weakest command.
- *weakest*: tier by tier, the greatest least value of a part (what a command guards in a regency),
  and nothing of the values above the least.
- *proof*: `check_optimal`, all of the planner's aims of all forces, given a plan to prove.

A program of sum or weakest ends after SECONDS at the latest; how many did is told.
"""

from __future__ import annotations

import csv
import datetime
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import highspy
import numpy as np
from pamtps_service.planning.admission import admit
from pamtps_service.planning.assignment import assign
from pamtps_service.planning.commands import commands_of
from pamtps_service.planning.groups import groups_of
from pamtps_service.planning.plan import Traced, make_traced
from pamtps_service.policy.load import load_policies
from pamtps_service.policy.model import ACCESS, FORCES, Policy, Tier
from pamtps_service.records.area_codes import to_integer
from pamtps_service.records.batch import Batch, NumberColumn, PlanRequest, Strength
from pamtps_service.verify.optimal.check import check_optimal
from pamtps_service.verify.optimal.needs import (
    AtHand,
    Cell,
    Choice,
    at_hand,
    choices_of,
    needs_of,
    read,
)
from pamtps_service.verify.optimal.network import Demand, supply, together
from pamtps_service.verify.optimal.programs import Program
from pamtps_service.verify.policies import evaluated
from pamtps_service.verify.report import Report

from benchmarks.batches import made_batch
from benchmarks.measure import in_turn
from benchmarks.table import Section, Setting

SECONDS: Final = 30.0
FINE: Final = 10_000
"""Parts of a whole in which *weakest* measures values."""
WAYS: Final = """\
The planner allocates all forces, from groups to posts. HiGHS chooses sizes alone, province by
province, with gaps of 0 on one thread, what claims were granted being given. *sum*: tier by tier
the greatest sum of steps over TPS, then the fewest persons from reserves; no weakest command.
*weakest*: tier by tier the greatest least value of a part, nothing above it. *proof*:
`check_optimal`, all aims of all forces, given the plan."""
DAY: Final = datetime.date(2024, 2, 14)
Stage = Callable[[Sequence[Choice], Mapping[Cell, int], AtHand, "Stages"], None]


def read_folder(folder: Path) -> PlanRequest:
    """The request of the files that make_batch.py writes."""
    with (folder / "tps.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(
            (
                to_integer(row["tps_code"]),
                Tier[row["risk_tier"].upper()],
                int(row["registered_voters"]),
                int(row["travel_minutes"]),
                ACCESS.index(row["access"]),
            )
            for row in csv.DictReader(file)
        )
    table = np.array(rows, np.int64)
    present = np.ones(len(table), np.bool_)
    standard = {
        name: NumberColumn(table[:, number].astype(np.int32), present)
        for number, name in enumerate(("registered_voters", "travel_minutes", "access"), 2)
    }
    batch = Batch(table[:, 0], table[:, 1].astype(np.int8), standard, {}, np.arange(len(table)))
    strengths = []
    with (folder / "strengths.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            area, role = row["area_code"], row["role"]
            covers = (area,) if role == "own" else ()
            strengths.append(
                Strength(area, area, covers, row["force"], int(row["personnel"]), role)  # type: ignore[arg-type]
            )
    strengths.sort(key=lambda one: (FORCES.index(one.force), one.role, one.area, one.command))
    return PlanRequest(batch, tuple(strengths), None, DAY)


def made(request: PlanRequest, rules: Path) -> tuple[Traced, dict[str, Policy]]:
    """The plan, with what it was made from."""
    parts, faults = admit(request, load_policies(rules))
    if faults:
        raise RuntimeError(faults[0].text("en"))
    return make_traced(request, parts), {part.policy.id: part.policy for part in parts}


def planner(traced: Traced) -> object:
    """From the groups to the posts of all forces."""
    groups = groups_of(traced.demand, traced.request.batch.code, traced.commands["polri"])
    commands = {
        force: commands_of(force, traced.request.strengths, traced.request.batch.code)
        for force in FORCES
    }
    return assign(traced.request, traced.parts, traced.demand, groups, commands)


@dataclass(slots=True)
class Stages:
    """What the programs of some provinces came to."""

    programs: int = 0
    unfinished: int = 0
    """Ended by SECONDS before they were solved."""


def highs(traced: Traced, policies: Mapping[str, Policy], stage: Stage) -> Stages:
    """Solve all provinces, one after the other."""
    matches = evaluated(Report(), traced.plan, traced.request.batch, policies)
    assert matches is not None
    known = read(traced.plan, traced.request, matches)
    strength, needs = at_hand(known, "polri"), needs_of(known, "polri")
    choices = choices_of(known)
    found = Stages()
    cells = [cell for claim in needs.values() for cell in claim]
    for provinces in together(cells, known.orders, strength):
        granted: dict[Cell, int] = {}
        for claim in needs.values():
            for cell, need in claim.items():
                if cell.province in provinces:
                    granted[cell] = granted.get(cell, 0) + need.granted
        here = [choice for choice in choices if choice.cell.province in provinces]
        if here:
            stage(here, granted, strength, found)
    return found


def sections(setting: Setting) -> Iterator[Section]:
    """NTT and the nation; nothing without the data folder."""
    measured: tuple[tuple[str, tuple[str, ...], int, dict[str, Stage]], ...] = (
        ("NTT", ("--province", "53"), setting.rounds or 5, {"sum": sums, "weakest": weakest}),
        ("the nation", (), 1, {"sum": sums}),
    )
    for name, options, rounds, stages in measured:
        with made_batch(*options) as folder:
            if folder is None:
                return
            request = read_folder(folder)
        yield _section(name, request, setting.rules, rounds, stages)


def _section(
    name: str, request: PlanRequest, rules: Path, rounds: int, stages: Mapping[str, Stage]
) -> Section:
    """The planner beside the proof and other programs, and how many of those were not solved."""
    traced, policies = made(request, rules)
    ended: dict[str, Stages] = {}

    def solve(name: str) -> None:
        ended[name] = highs(traced, policies, stages[name])

    def prove() -> None:
        if not check_optimal(traced.plan, request, policies).optimal:
            raise RuntimeError("the plan is not the best")

    ways: dict[str, Callable[[], object]] = {"planner": lambda: planner(traced)}
    ways |= {f"HiGHS, {name}": partial(solve, name) for name in stages}
    ways["HiGHS, proof"] = prove
    timings = in_turn(ways, rounds=rounds, before=0)
    told = [
        f"{name}: {one.unfinished} of {one.programs} programs not solved in {SECONDS:.0f} s"
        for name, one in ended.items()
    ]
    return Section(
        f"Allocation with posts: {len(request.batch):,} TPS of {name}",
        timings,
        bases=("planner",),
        notes=f"{WAYS}\n{'; '.join(told)}.",
    )


@dataclass(slots=True)
class _Model:
    """Steps of choices as columns, and persons within strengths."""

    program: Program
    steps: dict[int, list[list[tuple[int, int]]]]
    """By tier, for each choice its columns with their step."""
    reserves: list[int]


def _model(choices: Sequence[Choice], granted: Mapping[Cell, int], strength: AtHand) -> _Model:
    program = Program()
    demands = {cell: Demand(persons) for cell, persons in granted.items()}
    steps: dict[int, list[list[tuple[int, int]]]] = {}
    for choice in choices:
        columns = [(program.column(0, 1), step) for step in range(len(choice.persons))]
        program.row(1, 1, [(column, 1) for column, _ in columns])
        demands[choice.cell].terms += [(column, choice.persons[step]) for column, step in columns]
        steps.setdefault(choice.tier, []).append(columns)
    return _Model(program, steps, supply(program, strength, demands))


def sums(
    choices: Sequence[Choice], granted: Mapping[Cell, int], strength: AtHand, found: Stages
) -> None:
    """Tier by tier the greatest sum of steps over TPS, then the fewest persons from reserves."""
    model = _model(choices, granted, strength)
    for tier in sorted(model.steps, reverse=True):
        of_tier = [choice for choice in choices if choice.tier == tier]
        scale = int(np.lcm.reduce([len(choice.persons) - 1 for choice in of_tier]))
        worth = {
            column: choice.tps * step * (scale // (len(choice.persons) - 1))
            for choice, columns in zip(of_tier, model.steps[tier], strict=True)
            for column, step in columns
        }
        best = _solved(model.program, {column: -value for column, value in worth.items()}, found)
        if best is None:
            return
        model.program.row(-best, None, worth.items())
    _solved(model.program, dict.fromkeys(model.reserves, 1), found)


def weakest(
    choices: Sequence[Choice], granted: Mapping[Cell, int], strength: AtHand, found: Stages
) -> None:
    """Tier by tier the greatest least value of a part, in parts of FINE."""
    model = _model(choices, granted, strength)
    for tier in sorted(model.steps, reverse=True):
        of_tier = [choice for choice in choices if choice.tier == tier]
        least = model.program.column(0, FINE)
        for cell in sorted({choice.cell for choice in of_tier}):
            terms: list[tuple[int, int]] = []
            inside = [one for one in of_tier if one.cell == cell]
            scale = int(np.lcm.reduce([len(one.persons) - 1 for one in inside]))
            whole = scale * sum(one.tps for one in inside)
            for choice, columns in zip(of_tier, model.steps[tier], strict=True):
                if choice.cell == cell:
                    weight = choice.tps * (scale // (len(choice.persons) - 1))
                    terms += [(column, FINE * weight * step) for column, step in columns]
            model.program.row(0, None, [*terms, (least, -whole)])
        best = _solved(model.program, {least: -1}, found)
        if best is None:
            return
        model.program.row(-best, None, [(least, 1)])


def _solved(program: Program, terms: Mapping[int, int], found: Stages) -> int | None:
    """The best value found; None where SECONDS were over before there was any."""
    model: Any = highspy._core._Highs()
    for name, value in (
        ("output_flag", False),
        ("threads", 1),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("time_limit", SECONDS),
    ):
        model.setOptionValue(name, value)
    model.passModel(program.model(highspy, terms))
    model.run()
    found.programs += 1
    found.unfinished += model.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
    value = model.getInfo().objective_function_value
    return round(value) if math.isfinite(value) else None
