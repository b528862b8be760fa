"""The one entry of the verification: is every statement of the policies held by the plan?

`statements` counts, each as one: for every TPS its presence, tier, labels, rules, cover, movement
and linmas; for every post its properties; for every group of TPS its number of posts; for every
unit, transfer, movement, piece of equipment, row and rule what is said of it; for every claim,
ceiling and expectation its outcome; for every finding that it is needed and that it is there, and
for the limits that it names. At most LISTED violations of a code are listed (see report.py).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

import numpy as np

from pamtps_service.policy.model import FORCES, Policy
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.digest import plan_digest
from pamtps_service.records.plan import Plan, Posts, Stations, Status, Verification
from pamtps_service.verify import posts as post_checks
from pamtps_service.verify import words
from pamtps_service.verify.binds import check_binds
from pamtps_service.verify.commands import assigned_commands
from pamtps_service.verify.equipment import check_equipment, required_equipment
from pamtps_service.verify.expectations import outcomes
from pamtps_service.verify.expected import of_posts, of_rules, of_shortages, of_strengths
from pamtps_service.verify.findings import check_findings
from pamtps_service.verify.identity import check_name, check_request
from pamtps_service.verify.kept import check_kept
from pamtps_service.verify.ledger import Ledger, opened
from pamtps_service.verify.limits import ceilings_of, check_limits
from pamtps_service.verify.mixes import check_mixes
from pamtps_service.verify.movements import check_movements
from pamtps_service.verify.next_steps import check_next_steps
from pamtps_service.verify.placed import placed
from pamtps_service.verify.policies import evaluated
from pamtps_service.verify.references import checked_references
from pamtps_service.verify.remedies import check_remedies
from pamtps_service.verify.report import Report
from pamtps_service.verify.requirement import required
from pamtps_service.verify.shortage import check_shortages
from pamtps_service.verify.stations import aligned, check_stations
from pamtps_service.verify.strength import check_strength, flows_of
from pamtps_service.verify.sums import added_up, check_rows
from pamtps_service.verify.territory import Territory
from pamtps_service.verify.units import check_units, mix_rules, required_units

Step = Callable[[str], None]
"""Called with `verify` at the beginning of each piece of the work; may raise to end it."""


def verify(
    plan: Plan,
    request: PlanRequest,
    policies: Mapping[str, Policy],
    step: Step = lambda _: None,
) -> Verification:
    """Check a finished plan, whoever made it.

    Args:
        plan: any plan, however wrong: what makes no sense is a violation.
        request: what it was made from.
        policies: by id, those that the plan names.
        step: called again and again; may raise to end the verification.

    Returns:
        The digest of the plan as it was checked, and every violation.
    """
    report = Report(lambda: step("verify"))
    report.step()
    check_name(report, plan)
    sound = _check_lengths(report, plan)
    if sound:
        _check_all(report, plan, request, policies)
    report.step()
    # The last of the violations, as it is the last that is mended: all other changes change it.
    digest = plan_digest(plan)
    report.checked()
    if digest != plan.plan_digest:
        report.add("digest-wrong", "plan_digest", wanted=digest, found=plan.plan_digest)
    return Verification(digest, report.statements, report.violations())


def _check_lengths(report: Report, plan: Plan) -> bool:
    """Columns of different lengths say nothing of any row."""
    sound = True
    for path, columns, length in (
        ("posts", plan.posts, len(plan.posts)),
        ("stations", plan.stations, len(plan.stations)),
    ):
        for field in dataclasses.fields(Posts if path == "posts" else Stations):
            if field.name in ("label_sets", "rule_sets"):
                continue
            report.checked()
            found = len(getattr(columns, field.name))
            if found != length:
                sound = False
                report.add("columns-differ", f"{path}.{field.name}", required=length, given=found)
    return sound


def _check_all(
    report: Report,
    plan: Plan,
    request: PlanRequest,
    policies: Mapping[str, Policy],
) -> None:
    batch, strengths = request.batch, request.strengths
    matches = evaluated(report, plan, batch, policies)
    if matches is None:
        return
    check_request(report, plan, request, matches)
    report.step()
    check_kept(report, plan, request)
    report.step()
    references = checked_references(report, plan, matches)
    report.step()
    requirements = required(matches, batch)
    territory = Territory(batch)
    commands = assigned_commands(batch, strengths)
    report.step()
    rows = aligned(report, plan, batch)
    check_stations(report, plan, matches, references, requirements, rows)

    report.step()
    groups = post_checks.grouped(requirements, commands)
    posts = post_checks.formed(plan, rows, groups, requirements)
    report.step()
    post_checks.check_formation(report, plan, batch, rows, groups, posts, requirements, commands)
    report.step()
    post_checks.check_sizes(report, plan, batch, rows, groups, posts, requirements, commands)
    post_checks.check_personnel(report, plan, rows, posts, requirements)
    report.step()
    post_checks.check_rules(report, plan, matches, references, rows, requirements)

    report.step()
    places = placed(plan.units, batch, territory, commands)
    ledger = opened(plan, batch, rows, posts, requirements, commands, places)
    check_units(
        report,
        plan,
        required_units(matches),
        references,
        mix_rules(matches),
        places,
    )
    report.step()
    bounds = check_mixes(report, plan, matches, references, rows, ledger, commands)
    flows = {force: flows_of(plan, ledger, force) for force in FORCES}
    check_strength(report, plan, ledger, commands, flows)
    ceilings = ceilings_of(matches, commands)
    check_limits(report, ceilings, ledger, references)
    report.step()
    check_shortages(report, plan, matches, ledger, ceilings, commands, flows)

    report.step()
    check_next_steps(
        report,
        plan,
        batch,
        matches,
        requirements,
        groups,
        posts,
        ledger,
        ceilings,
        commands,
    )

    report.step()
    sums = added_up(plan, batch, territory, rows, posts, requirements, commands, ledger)
    report.step()
    check_rows(report, plan, batch, sums, commands)
    report.step()
    moved = check_movements(
        report, plan, request, matches, references, rows, posts, requirements, commands
    )
    report.step()
    needed = required_equipment(matches, batch, rows, posts)
    equipped = check_equipment(report, plan, needed, request.stocks, matches, references)
    report.step()
    results = outcomes(report, batch, matches, ledger, commands)
    expected = [
        *of_shortages(sums, commands),
        *of_strengths(batch, territory, commands),
        *of_rules(matches, bounds, results, commands),
        *of_posts(plan, batch, posts),
        *moved,
        *equipped,
    ]
    rules = {(match.policy.id, rule.id): rule for match in matches for rule in match.policy.rules}
    report.step()
    covered = requirements.covered()
    uncovered = frozenset(batch.code[np.flatnonzero(~covered)].tolist())
    shortages = check_findings(report, plan, expected, uncovered, references, rules)
    of_provinces = [
        (number, item.force)
        for number, item in shortages
        if item.code == "shortage" and item.force is not None
    ]
    report.step()
    check_binds(report, plan, of_provinces, sums, ledger, ceilings, commands)
    report.step()
    check_remedies(
        report, plan, shortages, matches, references, rules, sums, ledger, ceilings, commands
    )
    invalid = not covered.all() or any(item.severity == "error" for item in results)
    _check_status(report, plan, ledger, invalid)


def _check_status(report: Report, plan: Plan, ledger: Ledger, invalid: bool) -> None:
    """INVALID where an error expectation fails or a TPS is not covered, else SHORT where anything
    is short, else COMPLETE."""
    short = any(int(ledger.entries[force].short.sum()) for force in FORCES)
    status = Status.INVALID if invalid else Status.SHORT if short else Status.COMPLETE
    if plan.skipped:
        status = Status.PARTIAL
    report.checked()
    if plan.status != status:
        report.add(
            "status-wrong",
            "status",
            wanted=words.STATUSES[status],
            found=words.STATUSES[plan.status],
            value=f"PLAN_STATUS_{status.name}",
        )
