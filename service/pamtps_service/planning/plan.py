"""make_plan: from an admitted request to a finished plan, one step after the other."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pamtps_service import __version__
from pamtps_service.engine.decide import engine_of
from pamtps_service.parallel import ALONE, Work
from pamtps_service.planning.admission import AdmittedPart
from pamtps_service.planning.assignment import Assignment, assign, claim_order, per_post
from pamtps_service.planning.columns import distinct_rows, sums_by
from pamtps_service.planning.commands import Commands, commands_of
from pamtps_service.planning.demand import Demand, PolicyPart, demand_of, transport_conflicts
from pamtps_service.planning.equipment import Outfit, outfit_of
from pamtps_service.planning.expectations import check_expectations
from pamtps_service.planning.findings import in_order
from pamtps_service.planning.former import kept_of
from pamtps_service.planning.groups import Groups, PostTable, border_codes, groups_of
from pamtps_service.planning.movements import Schedule, schedule_of
from pamtps_service.planning.remarks import lone_posts, mix_findings, uncovered
from pamtps_service.planning.remedies import Remedies
from pamtps_service.planning.replanning import Replanning
from pamtps_service.planning.shortages import shortage_findings, strength_findings
from pamtps_service.planning.summary import Ledger, area_rows
from pamtps_service.policy.faults import Fault, FaultsError, fault
from pamtps_service.policy.model import FORCES, INT32_MAX, Force, Guard
from pamtps_service.records.area_codes import areas_in, to_text
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.digest import plan_digest, plan_name, request_digest
from pamtps_service.records.plan import (
    AreaRow,
    Finding,
    Plan,
    PolicyUse,
    Posts,
    RuleUse,
    Stations,
    Status,
    Total,
    Verification,
)

Int64 = NDArray[np.int64]
Step = Callable[[str], None]
"""Called at the beginning of each step; may raise to end the work."""


class PolicyContradictionError(FaultsError):
    """Rules of a policy contradict each other on a TPS of the batch."""


class NumberTooLargeError(FaultsError):
    """A sum of the plan is beyond what its 32-bit numbers hold."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A plan together with what it was made from, step by step."""

    request: PlanRequest
    parts: Sequence[PolicyPart]
    demand: Demand
    commands: Mapping[Force, Commands]
    groups: Groups
    assigned: Assignment
    plan: Plan


def make_plan(
    request: PlanRequest,
    admitted: Sequence[AdmittedPart],
    step: Work = ALONE,
    now: datetime.datetime | None = None,
) -> Plan:
    """The plan of a request; arguments and errors are those of `make_traced`."""
    return make_traced(request, admitted, step, now).plan


def make_traced(
    request: PlanRequest,
    admitted: Sequence[AdmittedPart],
    step: Work = ALONE,
    now: datetime.datetime | None = None,
) -> Traced:
    """Make the plan of a request, and keep what it was made from.

    Args:
        request: the request.
        admitted: its parts, without faults (see admission.admit).
        step: told of each step: `classes`, `posts`, `allocation`, `findings`; of the last two again
            and again, so that no long work is done without a word.
        now: time of creation; the clock's where silent.

    Returns:
        The plan; its verification is still to be made.

    Raises:
        PolicyContradictionError: a policy gives different transports for a TPS.
        NumberTooLargeError: a sum is beyond 32 bits.
    """
    batch = request.batch
    step("classes")
    parts = [decide_part(part) for part in admitted]
    conflicts: list[Fault] = [found for part in parts for found in transport_conflicts(part)]
    if conflicts:
        raise PolicyContradictionError(conflicts)
    demand = demand_of(parts, len(batch))
    commands = {force: commands_of(force, request.strengths, batch.code) for force in FORCES}
    step("posts")
    groups = groups_of(demand, batch.code, commands["polri"])
    step("allocation")
    assigned = assign(request, parts, demand, groups, commands, step)
    step("findings")
    rows = area_rows(assigned.ledger)
    schedule = schedule_of(request, demand, groups, assigned)
    step("findings")
    outfit = outfit_of(request, parts, demand, assigned.posts)
    _check_size(rows[0].totals, outfit)
    findings = [
        *_findings(request, parts, demand, groups, assigned, rows, step),
        *schedule.findings,
        *outfit.findings,
    ]
    step("findings")
    plan = _assemble(
        request, parts, demand, groups, assigned, rows, schedule, outfit, findings, now
    )
    return Traced(request, parts, demand, commands, groups, assigned, plan)


def decide_part(part: AdmittedPart) -> PolicyPart:
    """A part of a batch with what its policy decides for each TPS."""
    engine = engine_of(part.policy)
    return PolicyPart(engine, part.facts, part.at, engine.decide(part.facts))


def _check_size(totals: Sequence[Total], outfit: Outfit) -> None:
    """Every number of a plan is at most one of these, so only these need to be looked at."""
    largest_of = {
        f"totals.{total.force}": max(
            total.required, total.wished, total.assigned, total.available or 0
        )
        for total in totals
    }
    for row in outfit.equipment:
        place = f"equipment.{row.item}"
        largest_of[place] = largest_of.get(place, 0) + row.required
    faults = []
    for place, largest in largest_of.items():
        if largest > INT32_MAX:
            faults.append(
                fault("number-too-large", place, found=largest, what=place, allowed=INT32_MAX)
            )
    if faults:
        raise NumberTooLargeError(faults)


def _findings(
    request: PlanRequest,
    parts: Sequence[PolicyPart],
    demand: Demand,
    groups: Groups,
    assigned: Assignment,
    rows: Sequence[AreaRow],
    step: Work,
) -> list[Finding]:
    ledger = assigned.ledger
    order = claim_order(parts)
    replannings = {
        force: Replanning(
            parts,
            demand,
            groups,
            request.batch.code,
            assigned.units,
            order,
            request.strengths,
            assigned.pools[force],
            {c.code: c.most for c in assigned.ceilings if c.force == force},
            step,
        )
        for force in FORCES
    }
    remedies = Remedies(demand, groups, assigned.ceilings, replannings)
    rules = [of_plan.rule.title for of_plan in demand.rules]
    return [
        *mix_findings(assigned.mixes, demand),
        *lone_posts(assigned.posts, ledger.first_code),
        *shortage_findings(rows, ledger, assigned.ceilings, remedies, step),
        *strength_findings(ledger, rows[0].totals, assigned.unapplied, rules),
        *check_expectations(demand, ledger),
        *uncovered(ledger),
    ]


def _assemble(
    request: PlanRequest,
    parts: Sequence[PolicyPart],
    demand: Demand,
    groups: Groups,
    assigned: Assignment,
    rows: tuple[AreaRow, ...],
    schedule: Schedule,
    outfit: Outfit,
    findings: Sequence[Finding],
    now: datetime.datetime | None,
) -> Plan:
    ledger = assigned.ledger
    totals = rows[0].totals
    digest = request_digest(
        request,
        sorted((part.engine.policy.id, part.engine.policy.digest) for part in parts),
        __version__,
    )
    moment = now or datetime.datetime.now(datetime.UTC)
    posts = _posts(demand, groups, assigned.posts, ledger)
    stations = _stations(demand, assigned.posts, ledger, schedule)
    plan = Plan(
        name=plan_name(digest),
        create_time=moment.replace(microsecond=0),
        request_digest=digest,
        plan_digest="",
        planner_version=__version__,
        election_date=request.election_date,
        policies=tuple(_policy_use(part) for part in parts),
        status=Status.PARTIAL if request.skipped else _status(findings, totals),
        totals=totals,
        areas=rows,
        posts=posts,
        stations=stations,
        units=tuple(unit for _, _, unit in ledger.units),
        transfers=tuple(assigned.transfers),
        next_steps=assigned.next_steps,
        findings=in_order(findings),
        rules=_rules(demand),
        labels=demand.labels,
        verification=Verification("", 0, ()),
        movements=schedule.movements,
        equipment=outfit.equipment,
        kept=kept_of(request.in_force, posts, stations) if request.in_force else None,
        skipped=request.skipped,
    )
    return replace(plan, plan_digest=plan_digest(plan))


def _status(findings: Sequence[Finding], totals: Sequence[Total]) -> Status:
    if any(found.severity == "error" for found in findings):
        return Status.INVALID
    return Status.SHORT if any(total.short for total in totals) else Status.COMPLETE


def _policy_use(part: PolicyPart) -> PolicyUse:
    provinces = areas_in(part.facts.code, "province")[0].tolist()
    policy = part.engine.policy
    areas = tuple(to_text(province, "province") for province in provinces)
    return PolicyUse(policy.id, policy.digest, areas, len(part.facts))


def _posts(demand: Demand, groups: Groups, posts: PostTable, ledger: Ledger) -> Posts:
    polri = ledger.commands["polri"]
    covered = posts.of_tps >= 0
    at = posts.of_tps[covered]
    of_tps = [ledger.linmas.assigned[covered], ledger.linmas.required[covered]]
    linmas, linmas_required = sums_by(at, of_tps, len(posts))
    needed = per_post(demand, groups, posts)
    return Posts(
        area=_picked(border_codes(groups, demand), posts.group),
        command=_picked(polri.names, groups.command[posts.group]),
        stations=posts.stations.astype(np.int32),
        first_tps=ledger.first_code,
        size_limit=posts.size.astype(np.int32),
        polri=ledger.polri.assigned.astype(np.int32),
        polri_short=(needed.polri - ledger.polri.assigned).astype(np.int32),
        tni=ledger.tni.assigned.astype(np.int32),
        tni_short=(needed.tni - ledger.tni.assigned).astype(np.int32),
        linmas=linmas.astype(np.int32),
        linmas_short=(linmas_required - linmas).astype(np.int32),
        rules=_guards_of_posts(demand, posts),
    )


def _picked(texts: Sequence[str], index: Int64) -> tuple[str, ...]:
    """The text of each index."""
    return tuple(np.array(texts, np.object_)[index].tolist())


def _guards_of_posts(demand: Demand, posts: PostTable) -> tuple[tuple[int, ...], ...]:
    """The guard rules that hold at one TPS of each post or more."""
    guards = [
        frozenset(rule for rule in rules if isinstance(demand.rules[rule].rule.effect, Guard))
        for rules in demand.rule_sets
    ]
    distinct = sorted(set(guards), key=sorted)
    of_tps = np.array([distinct.index(guard) for guard in guards], np.int64)[demand.rule_set]
    # one entry more at the end: index -1, of TPS without a post
    of_first = np.append(of_tps[posts.first], -1)
    # at most posts the same rules hold at all TPS
    others = np.flatnonzero((posts.of_tps >= 0) & (of_tps != of_first[posts.of_tps]))
    more: dict[int, frozenset[int]] = {}
    pairs, _ = distinct_rows([posts.of_tps[others], of_tps[others]])
    for post, number in pairs.tolist():
        more[post] = more.get(post, distinct[of_first[post]]) | distinct[number]
    as_tuple = {guard: tuple(sorted(guard)) for guard in {*distinct, *more.values()}}
    tuple_of = [as_tuple[guard] for guard in distinct]
    found = [tuple_of[number] for number in of_first[:-1].tolist()]
    for post, guard in more.items():
        found[post] = as_tuple[guard]
    return tuple(found)


def _stations(demand: Demand, posts: PostTable, ledger: Ledger, schedule: Schedule) -> Stations:
    assigned = ledger.linmas.assigned
    return Stations(
        code=ledger.codes,
        risk_tier=ledger.tier,
        post=posts.of_tps,
        linmas=assigned.astype(np.int32),
        linmas_short=(ledger.linmas.required - assigned).astype(np.int32),
        movement=schedule.of_tps,
        label_set=demand.label_set,
        label_sets=demand.label_sets,
        rule_set=demand.rule_set,
        rule_sets=demand.rule_sets,
    )


def _rules(demand: Demand) -> tuple[RuleUse, ...]:
    tps = np.zeros(len(demand.rules), np.int64)
    counts = np.bincount(demand.rule_set, minlength=len(demand.rule_sets))
    for rules, count in zip(demand.rule_sets, counts.tolist(), strict=True):
        tps[list(rules)] += count
    areas = np.zeros(len(demand.rules), np.int64)
    for match in demand.area_matches:
        areas[match.rule] += 1
    return tuple(
        RuleUse(
            policy=of_plan.policy.id,
            id=of_plan.rule.id,
            title=of_plan.rule.title,
            file=of_plan.rule.position.file,
            line=of_plan.rule.position.line,
            tps=matched,
            areas=inside,
        )
        for of_plan, matched, inside in zip(demand.rules, tps.tolist(), areas.tolist(), strict=True)
    )
