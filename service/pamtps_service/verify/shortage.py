"""Shortages are justified: nobody lacks what a strength still has, nor what a later claim got.

In a province without ceilings, the least shortage of a claim and of all before it is a sum that
anybody can add up: what the needs of each command exceed its own strength by, less the province's
reserve, less the nation's. Under ceilings, and after stronger sizes were served, a weaker statement
is checked command by command: where something is short that no reached ceiling explains, nothing is
left and no later claim was served.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pamtps_service.policy.model import FORCES, Claim, Force, Policy, Tier
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import Mask
from pamtps_service.records.plan import Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.ledger import CLAIM_NAMES, Entries, Ledger
from pamtps_service.verify.limits import Ceilings, bound_entries
from pamtps_service.verify.matching import Match
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import Numbers, tps_text
from pamtps_service.verify.strength import Flows, flows_of


@dataclass(frozen=True)
class _Claims:
    """The needs of one force in the order in which they are served.

    `order` gives the turn of each need, `names` what each turn is called.
    """

    command: Numbers
    province: Numbers
    order: Numbers
    need: Numbers
    got: Numbers
    bound: Mask
    """Whether a ceiling that is reached explains that it got no more."""
    raised: Mask
    """Whether it is of guards whose stronger sizes are served before their weakest: what they got
    may be what those were given."""
    names: tuple[str, ...]
    exact: int
    """The closed form holds for so many turns from the first."""


def check_shortages(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    ledger: Ledger,
    ceilings: Ceilings,
    commands: Commands,
) -> None:
    """Every shortage of every force is justified."""
    bound = bound_entries(ceilings, ledger)
    for force in FORCES:
        entries = ledger.entries[force]
        if force not in commands.given:
            _check_unlimited(report, force, entries, bound[force])
            continue
        policies = [match.policy for match in matches]
        if force == "linmas":
            claims = _linmas_claims(entries, bound[force])
            _check_linmas_order(report, entries)
        else:
            claims = _claims(entries, bound[force], policies)
        flows = flows_of(plan, ledger, force)
        if _one_province_each(claims):
            capped = {int(area[:2]) for of_force, area in ceilings if of_force == force}
            _check_closed_form(report, plan, force, claims, ledger, commands, frozenset(capped))
        _check_left_over(report, force, claims, ledger, flows, commands)
        _check_turns(report, force, claims, ledger)


def _check_unlimited(report: Report, force: Force, entries: Entries, bound: Mask) -> None:
    """A force of which the request gives no strength is planned as unlimited."""
    report.checked()
    short = int(entries.short[~bound].sum())
    if short:
        report.add(
            "short-without-strength", force, required=0, given=short, force=words.FORCES[force]
        )
    above = int(entries.above.sum())
    if above and force == "polri":
        report.add(
            "above-without-strength", force, required=0, given=above, force=words.FORCES[force]
        )


def _claims(entries: Entries, bound: Mask, policies: Sequence[Policy]) -> _Claims:
    """Guards by tier and units by role, in the order of the policies' claims.

    Where policies differ in it, only what they all serve first and in the same order is exact.
    """
    orders: list[tuple[Claim, ...]] = [policy.claims for policy in policies]
    names = tuple(claim for claim in orders[0] if claim != "upgrades")
    exact = 0
    for turn in zip(*orders, strict=True):
        if len(set(turn)) > 1 or turn[0] == "upgrades":
            break
        exact += 1
    turn_of = np.array([names.index(claim) for claim in CLAIM_NAMES], dtype=np.int64)
    return _Claims(
        entries.command,
        entries.place // 10**11,
        turn_of[entries.claim],
        entries.required,
        np.minimum(entries.required, entries.assigned),
        bound,
        (entries.claim < len(Tier)) & (turn_of[entries.claim] >= orders[0].index("upgrades")),
        names if len(set(orders)) == 1 else names[:exact],
        exact,
    )


def _linmas_claims(entries: Entries, bound: Mask) -> _Claims:
    """One for every TPS first, then the second; in each round the highest tier first."""
    parts: list[tuple[Numbers, ...]] = []
    names: list[str] = []
    for turn in range(int(entries.required.max(initial=0))):
        for tier in (2, 1, 0):
            who = np.flatnonzero((entries.required > turn) & (entries.claim == tier))
            one = np.ones(len(who), dtype=np.int64)
            got = (entries.assigned[who] > turn).astype(np.int64)
            parts.append(
                (
                    entries.command[who],
                    entries.place[who] // 10**11,
                    one * len(names),
                    one,
                    got,
                    bound[who].astype(np.int64),
                )
            )
            names.append(f"{CLAIM_NAMES[tier]} {turn + 1}")
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return _Claims(empty, empty, empty, empty, empty, empty == 1, empty == 1, (), 0)
    command, province, order, need, got, explained = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    none = np.zeros(len(command), dtype=np.bool_)
    return _Claims(
        command, province, order, need, got, explained == 1, none, tuple(names), len(names)
    )


def _one_province_each(claims: _Claims) -> bool:
    """Whether no command serves in two provinces, whose reserves would both serve it."""
    pairs = np.unique(claims.command * 100 + claims.province)
    return len(pairs) == len(np.unique(claims.command))


def _check_closed_form(
    report: Report,
    plan: Plan,
    force: Force,
    claims: _Claims,
    ledger: Ledger,
    commands: Commands,
    capped: frozenset[int],
) -> None:
    """The shortage of each turn and of all before it is the least that the strengths allow.

    Of each province without a ceiling, given what it receives of the nation's reserve; and of all
    together, where there is no ceiling at all.
    """
    turns, count = claims.exact, len(ledger.commands)
    need = np.zeros((turns, count), dtype=np.int64)
    short = np.zeros((turns, count), dtype=np.int64)
    early = claims.order < turns
    at = (claims.order[early], claims.command[early])
    np.add.at(need, at, claims.need[early])
    np.add.at(short, at, (claims.need - claims.got)[early])
    need, short = need.cumsum(axis=0), short.cumsum(axis=0)
    own = np.array([commands.own.get((force, name), 0) for name in ledger.commands], dtype=np.int64)
    beyond = np.maximum(need - own, 0)
    province = np.zeros(count, dtype=np.int64)
    province[claims.command] = claims.province
    lacking = np.zeros(turns, dtype=np.int64)
    for code in np.unique(province[province > 0]).tolist():
        here = province == code
        reserve = commands.reserve.get((force, f"{code:02d}"), 0)
        least = beyond[:, here].sum(axis=1) - reserve
        lacking += np.maximum(least, 0)
        if code in capped:
            continue
        names = {name for name, inside in zip(ledger.commands, here, strict=True) if inside}
        received = sum(
            max(item.personnel, 0)
            for item in plan.transfers
            if item.force == force and item.source == NATION and item.command in names
        )
        least = np.maximum(least - received, 0)
        _compare(report, force, f"{code:02d}", claims.names, least, short[:, here].sum(axis=1))
    if not capped:
        national = commands.reserve.get((force, NATION), 0)
        least = np.maximum(lacking - national, 0)
        _compare(report, force, NATION, claims.names, least, short.sum(axis=1))


def _compare(
    report: Report,
    force: Force,
    area: str,
    names: Sequence[str],
    least: Numbers,
    short: Numbers,
) -> None:
    report.checked(len(short))
    for turn in np.flatnonzero(short > least).tolist():
        report.add(
            "shortage-unjustified",
            area,
            required=int(least[turn]),
            given=int(short[turn]),
            missing=int(short[turn] - least[turn]),
            force=words.FORCES[force],
            claim=words.claim(names[turn]),
        )
        # Every later turn adds this one up again.
        break


def _check_left_over(
    report: Report,
    force: Force,
    claims: _Claims,
    ledger: Ledger,
    flows: Flows,
    commands: Commands,
) -> None:
    """Where something is short that no ceiling explains, strength and reserves are used up."""
    lacking = (claims.need > claims.got) & ~claims.bound
    pairs = np.unique(claims.command[lacking] * 100 + claims.province[lacking]).tolist()
    for pair in pairs:
        name, province = ledger.commands[pair // 100], f"{pair % 100:02d}"
        own = commands.own.get((force, name), 0) - flows.used.get(name, 0)
        here = lacking & (claims.command == pair // 100) & (claims.province == pair % 100)
        short = int((claims.need - claims.got)[here].sum())
        left = {} if name.startswith(RESERVE) else {name: own + flows.received.get(name, 0)}
        for source in (province, NATION):
            left[source] = commands.reserve.get((force, source), 0) - flows.used_of_reserve(source)
        report.checked()
        for where, persons in left.items():
            if persons > 0:
                report.add(
                    "shortage-with-strength-left",
                    name,
                    required=0,
                    given=persons,
                    missing=min(persons, short),
                    force=words.FORCES[force],
                    source=where,
                )
                break


def _check_turns(report: Report, force: Force, claims: _Claims, ledger: Ledger) -> None:
    """No later claim of a command was served while an earlier one is short unexplained."""
    if not len(claims.names):
        return
    none = len(claims.names)
    # A command that serves in two provinces draws on two reserves.
    pairs, who = np.unique(claims.command * 100 + claims.province, return_inverse=True)
    who = who.reshape(-1)
    first_short = np.full(len(pairs), none, dtype=np.int64)
    lacking = (claims.need > claims.got) & ~claims.bound & (claims.order < none)
    np.minimum.at(first_short, who[lacking], claims.order[lacking])
    report.checked(len(ledger.commands))
    ahead = (claims.got > 0) & (claims.order > first_short[who])
    ahead &= (claims.order < none) & ~claims.raised
    served = np.zeros(len(pairs), dtype=np.int64)
    np.add.at(served, who[ahead], claims.got[ahead])
    short = np.zeros(len(pairs), dtype=np.int64)
    behind = lacking & (claims.order == first_short[who])
    np.add.at(short, who[behind], (claims.need - claims.got)[behind])
    for number in np.flatnonzero(served).tolist():
        report.add(
            "claims-order",
            ledger.commands[pairs[number] // 100],
            required=0,
            given=int(served[number]),
            missing=int(min(served[number], short[number])),
            force=words.FORCES[force],
            claim=words.claim(claims.names[int(first_short[number])]),
        )


def _check_linmas_order(report: Report, entries: Entries) -> None:
    """In each round, TPS of one command, regency and tier are served in code order."""
    regency = entries.place // 10**9
    for turn in range(int(entries.required.max(initial=0))):
        who = np.flatnonzero(entries.required > turn)
        order = who[
            np.lexsort((entries.place[who], entries.claim[who], regency[who], entries.command[who]))
        ]
        got = entries.assigned[order] > turn
        same = (
            (entries.command[order][1:] == entries.command[order][:-1])
            & (regency[order][1:] == regency[order][:-1])
            & (entries.claim[order][1:] == entries.claim[order][:-1])
        )
        report.checked()
        wrong = np.flatnonzero(same & got[1:] & ~got[:-1])
        for index in wrong[:1].tolist():
            report.add(
                "linmas-order",
                tps_text(int(entries.place[order][index])),
                given=len(wrong),
                round=str(turn + 1),
                tps=tps_text(int(entries.place[order][index + 1])),
            )
