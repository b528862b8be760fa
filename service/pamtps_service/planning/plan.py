"""make_plan: from an admitted request to a finished plan, one step after the other."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pamtps_service import __version__
from pamtps_service.engine.decide import engine_of
from pamtps_service.planning.admission import AdmittedPart
from pamtps_service.planning.allocation import (
    ClaimOrder,
    allocate_polri,
    assign_to_posts,
    assign_to_units,
)
from pamtps_service.planning.ceilings import ceilings_of
from pamtps_service.planning.commands import Commands, commands_of
from pamtps_service.planning.demand import Demand, PolicyPart, demand_of, transport_conflicts
from pamtps_service.planning.expectations import check_expectations
from pamtps_service.planning.findings import finding, in_order
from pamtps_service.planning.groups import Groups, PostTable, form_posts, groups_of
from pamtps_service.planning.linmas import allocate_linmas
from pamtps_service.planning.mixes import MixDemand, PostPersonnel, mix_demands
from pamtps_service.planning.pool import Pool
from pamtps_service.planning.shortages import shortage_findings, strength_findings
from pamtps_service.planning.summary import Ledger, Personnel, area_rows
from pamtps_service.planning.tni import allocate_tni
from pamtps_service.planning.units import AddedUnit, added_units
from pamtps_service.policy.faults import Fault, FaultsError, fault
from pamtps_service.policy.model import FORCES, INT32_MAX, Equip, Force, Guard, Move
from pamtps_service.records.area_codes import DIVISOR, CodeLevel, to_text
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
    Transfer,
    Unit,
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
class _Allocated:
    """Everything that is assigned."""

    posts: PostTable
    ledger: Ledger
    rows: tuple[AreaRow, ...]
    transfers: list[Transfer]
    findings: list[Finding]


def make_plan(
    request: PlanRequest,
    admitted: Sequence[AdmittedPart],
    step: Step = lambda _: None,
    now: datetime.datetime | None = None,
) -> Plan:
    """Make the plan of a request.

    Args:
        request: the request.
        admitted: its parts, without faults (see admission.admit).
        step: told of each step: `classes`, `posts`, `allocation`, `sums`.
        now: time of creation; the clock's where silent.

    Returns:
        The plan; its verification is still to be made.

    Raises:
        PolicyContradictionError: a policy gives different transports for a TPS.
        NumberTooLargeError: a sum is beyond 32 bits.
    """
    batch = request.batch
    step("classes")
    parts = [_decide(part) for part in admitted]
    conflicts: list[Fault] = [found for part in parts for found in transport_conflicts(part)]
    if conflicts:
        raise PolicyContradictionError(conflicts)
    demand = demand_of(parts, len(batch))
    commands = {force: commands_of(force, request.strengths, batch.code) for force in FORCES}
    step("posts")
    groups = groups_of(demand, batch.code, commands["polri"])
    step("allocation")
    allocated = _allocate(request, parts, demand, groups, commands)
    step("sums")
    return _assemble(request, parts, demand, groups, allocated, now)


def _decide(part: AdmittedPart) -> PolicyPart:
    engine = engine_of(part.policy)
    return PolicyPart(engine, part.facts, part.at, engine.decide(part.facts))


def _allocate(
    request: PlanRequest,
    parts: Sequence[PolicyPart],
    demand: Demand,
    groups: Groups,
    commands: dict[Force, Commands],
) -> _Allocated:
    codes = request.batch.code
    ceilings, unapplied = ceilings_of(demand, request.strengths)
    pools = {
        force: Pool(commands[force], {c.code: c.most for c in ceilings if c.force == force})
        for force in FORCES
    }
    order: ClaimOrder = {
        province: part.engine.policy.claims
        for part in parts
        for province in np.unique(part.facts.code // DIVISOR["province"]).tolist()
    }
    units = added_units(parts, demand)
    polri = allocate_polri(groups, demand, units, pools["polri"], order)
    sizes = polri.sizes
    posts = form_posts(groups, codes, sizes.chosen, sizes.weakest, sizes.strongest)
    requirement = groups.requirement[posts.group]
    tier = _of_requirement([r.tier for r in demand.requirements], requirement)
    polri_each = _of_requirement([r.polri for r in demand.requirements], requirement)
    tni_each = _of_requirement([r.tni for r in demand.requirements], requirement)
    first_code = codes[posts.first]
    at_posts = assign_to_posts(
        polri.granted,
        polri_each,
        tier,
        groups.command[posts.group],
        groups.regency[posts.group],
    )
    to_units = assign_to_units(polri.granted, units, "polri", commands["polri"])
    mixes = mix_demands(
        parts,
        demand,
        PostPersonnel(
            first_code,
            at_posts if commands["polri"].limited else posts.required * polri_each,
            posts.wished * polri_each,
            posts.required * tni_each,
            posts.wished * tni_each,
        ),
        posts.of_tps,
        units,
        # without strengths P is the Polri required, also where a ceiling lowers what is assigned
        to_units if commands["polri"].limited else {unit: unit.required for unit in units},
    )
    tni = allocate_tni(posts, first_code, tier, tni_each, units, mixes, pools["tni"], order)
    to_units.update(tni.to_units)
    linmas = allocate_linmas(demand.linmas, demand.tier, codes, pools["linmas"])
    required_linmas = demand.linmas.astype(np.int64)
    ledger = Ledger(
        codes=codes,
        tier=demand.tier,
        post_of_tps=posts.of_tps,
        first_code=first_code,
        post_tier=tier,
        size=posts.size,
        polri=Personnel(posts.required * polri_each, posts.wished * polri_each, at_posts),
        tni=Personnel(posts.required * tni_each, posts.wished * tni_each, tni.at_posts),
        linmas=Personnel(required_linmas, required_linmas, linmas),
        units=_units(units, to_units, mixes, tni.to_mixes, pools),
        commands=commands,
        strengths=request.strengths,
    )
    findings = [*_mix_findings(mixes, demand), *_lone_posts(posts, first_code)]
    rows = area_rows(ledger)
    _check_size(rows[0].totals)
    findings += shortage_findings(rows, ledger, ceilings)
    titles = [of_plan.rule.id for of_plan in demand.rules]
    findings += strength_findings(ledger, rows[0].totals, unapplied, titles)
    transfers = [transfer for force in FORCES for transfer in pools[force].transfers()]
    return _Allocated(posts, ledger, rows, transfers, findings)


def _check_size(totals: Sequence[Total]) -> None:
    """Every number of a plan is at most one of these, so only these need to be looked at."""
    faults = []
    for total in totals:
        largest = max(total.required, total.wished, total.assigned, total.available or 0)
        if largest > INT32_MAX:
            place = f"totals.{total.force}"
            faults.append(
                fault("number-too-large", place, found=largest, what=place, allowed=INT32_MAX)
            )
    if faults:
        raise NumberTooLargeError(faults)


def _of_requirement(values: Sequence[int], requirement: Int64) -> Int64:
    return np.array([*values, 0], np.int64)[requirement]


def _units(
    units: Sequence[AddedUnit],
    assigned: dict[AddedUnit, int],
    mixes: Sequence[MixDemand],
    to_mixes: Sequence[int],
    pools: dict[Force, Pool],
) -> list[tuple[CodeLevel, int, Unit]]:
    """All units of the plan, in order of area, force, role and rule."""

    def made(unit: AddedUnit, wished: int, persons: int) -> tuple[CodeLevel, int, Unit]:
        pool = pools[unit.force]
        command = pool.name_of(unit.claimant(pool.commands))
        area = to_text(unit.code, unit.level)
        return (
            unit.level,
            unit.code,
            Unit(
                area,
                command,
                unit.force,
                unit.role,
                unit.unit,
                unit.required,
                wished,
                persons,
                unit.rule,
            ),
        )

    found = [made(unit, unit.required, assigned[unit]) for unit in units]
    for mix, persons in zip(mixes, to_mixes, strict=True):
        if mix.wished:
            unit = AddedUnit(mix.level, mix.code, "tni", "standby", mix.rule, "", mix.required)
            found.append(made(unit, mix.wished, persons))
    return sorted(
        found, key=lambda row: (row[2].area, row[2].force, row[2].role, row[2].rule, row[2].unit)
    )


def _mix_findings(mixes: Sequence[MixDemand], demand: Demand) -> list[Finding]:
    found = []
    for mix in mixes:
        rule = demand.rules[mix.rule].rule
        area = to_text(mix.code, mix.level)
        if mix.most is not None and not mix.whole:
            found.append(
                finding(
                    "warning",
                    "mix-without-whole-number",
                    area=area,
                    rule=mix.rule,
                    names={"rule": rule.title},
                    numbers={"least": mix.least, "most": mix.most},
                )
            )
        elif mix.most is not None and mix.given > mix.most:
            found.append(
                finding(
                    "warning",
                    "mix-above-bound",
                    area=area,
                    rule=mix.rule,
                    names={"rule": rule.title},
                    numbers={"given": mix.given, "most": mix.most},
                )
            )
    return found


def _lone_posts(posts: PostTable, first_code: Int64) -> list[Finding]:
    """How many posts of each province hold one TPS though their size allows more: the rule's own
    answer, which a reader should see."""
    lone = (posts.stations == 1) & (posts.size > 1)
    provinces, counts = np.unique(first_code[lone] // DIVISOR["province"], return_counts=True)
    return [
        finding("info", "lone-posts", area=to_text(code, "province"), numbers={"posts": count})
        for code, count in zip(provinces.tolist(), counts.tolist(), strict=True)
    ]


def _assemble(
    request: PlanRequest,
    parts: Sequence[PolicyPart],
    demand: Demand,
    groups: Groups,
    allocated: _Allocated,
    now: datetime.datetime | None,
) -> Plan:
    ledger = allocated.ledger
    rows = allocated.rows
    findings = [
        *allocated.findings,
        *check_expectations(demand, ledger),
        *_uncovered(ledger),
        *_not_planned(parts),
    ]
    totals = rows[0].totals
    digest = request_digest(
        request,
        sorted((part.engine.policy.id, part.engine.policy.digest) for part in parts),
        __version__,
    )
    moment = now or datetime.datetime.now(datetime.UTC)
    plan = Plan(
        name=plan_name(digest),
        create_time=moment.replace(microsecond=0),
        request_digest=digest,
        plan_digest="",
        planner_version=__version__,
        election_date=request.election_date,
        policies=tuple(_policy_use(part) for part in parts),
        status=_status(findings, totals),
        totals=totals,
        areas=rows,
        posts=_posts(demand, groups, allocated.posts, ledger),
        stations=_stations(demand, allocated.posts, ledger),
        units=tuple(unit for _, _, unit in ledger.units),
        transfers=tuple(sorted(allocated.transfers, key=lambda t: (t.source, t.command, t.force))),
        findings=in_order(findings),
        rules=_rules(demand),
        labels=demand.labels,
        verification=Verification("", 0, ()),
    )
    return replace(plan, plan_digest=plan_digest(plan))


def _status(findings: Sequence[Finding], totals: Sequence[Total]) -> Status:
    if any(found.severity == "error" for found in findings):
        return Status.INVALID
    return Status.SHORT if any(total.short for total in totals) else Status.COMPLETE


def _policy_use(part: PolicyPart) -> PolicyUse:
    provinces = np.unique(part.facts.code // DIVISOR["province"]).tolist()
    policy = part.engine.policy
    areas = tuple(to_text(province, "province") for province in provinces)
    return PolicyUse(policy.id, policy.digest, areas, len(part.facts))


def _uncovered(ledger: Ledger) -> list[Finding]:
    bare = ledger.codes[ledger.post_of_tps < 0]
    return [finding("error", "not-covered", tps=code) for code in bare.tolist()]


def _not_planned(parts: Sequence[PolicyPart]) -> list[Finding]:
    """Rules that are read and checked, but that this planner does not plan with."""
    found = []
    for part in parts:
        policy = part.engine.policy
        for effect, code in ((Equip, "equipment-not-planned"), (Move, "movement-not-planned")):
            rules = [rule.id for rule in policy.rules if isinstance(rule.effect, effect)]
            if rules:
                names = {"policy": policy.id, "rules": ", ".join(rules)}
                found.append(finding("info", code, names=names))
    return found


def _posts(demand: Demand, groups: Groups, posts: PostTable, ledger: Ledger) -> Posts:
    borders = [demand.requirements[r].within for r in groups.requirement.tolist()]
    area_of_group = [
        to_text(code, level) for code, level in zip(groups.border.tolist(), borders, strict=True)
    ]
    polri = ledger.commands["polri"]
    names = [polri.names[command] for command in groups.command.tolist()]
    linmas = _by_post(posts, ledger.linmas.assigned)
    requirement = groups.requirement[posts.group]
    needed_polri = _of_requirement([r.polri for r in demand.requirements], requirement)
    needed_tni = _of_requirement([r.tni for r in demand.requirements], requirement)
    return Posts(
        area=tuple(area_of_group[group] for group in posts.group.tolist()),
        command=tuple(names[group] for group in posts.group.tolist()),
        stations=posts.stations.astype(np.int32),
        first_tps=ledger.first_code,
        size_limit=posts.size.astype(np.int32),
        polri=ledger.polri.assigned.astype(np.int32),
        polri_short=(needed_polri - ledger.polri.assigned).astype(np.int32),
        tni=ledger.tni.assigned.astype(np.int32),
        tni_short=(needed_tni - ledger.tni.assigned).astype(np.int32),
        linmas=linmas.astype(np.int32),
        linmas_short=(_by_post(posts, ledger.linmas.required) - linmas).astype(np.int32),
        rules=_guards_of_posts(demand, posts),
    )


def _by_post(posts: PostTable, values: Int64) -> Int64:
    """Sums over the TPS of each post."""
    covered = posts.of_tps >= 0
    sums = np.zeros(len(posts), np.int64)
    np.add.at(sums, posts.of_tps[covered], values[covered])
    return sums


def _guards_of_posts(demand: Demand, posts: PostTable) -> tuple[tuple[int, ...], ...]:
    """The guard rules that hold at one TPS of each post or more."""
    guards = [
        frozenset(rule for rule in rules if isinstance(demand.rules[rule].rule.effect, Guard))
        for rules in demand.rule_sets
    ]
    distinct = sorted(set(guards), key=sorted)
    of_set = np.array([distinct.index(guard) for guard in guards], np.int64)
    covered = posts.of_tps >= 0
    pairs = np.unique(
        posts.of_tps[covered].astype(np.int64) * len(distinct) + of_set[demand.rule_set[covered]]
    )
    found: list[frozenset[int]] = [frozenset()] * len(posts)
    for post, number in zip(
        (pairs // len(distinct)).tolist(), (pairs % len(distinct)).tolist(), strict=True
    ):
        found[post] = found[post] | distinct[number] if found[post] else distinct[number]
    as_tuple = {rules: tuple(sorted(rules)) for rules in set(found)}
    return tuple(as_tuple[rules] for rules in found)


def _stations(demand: Demand, posts: PostTable, ledger: Ledger) -> Stations:
    assigned = ledger.linmas.assigned
    return Stations(
        code=ledger.codes,
        risk_tier=ledger.tier,
        post=posts.of_tps,
        linmas=assigned.astype(np.int32),
        linmas_short=(ledger.linmas.required - assigned).astype(np.int32),
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
