"""Shortages are justified: nobody lacks what a strength still has, nor what a later claim got.

In a province without ceilings, the least shortage of a claim and of all before it is a sum that
anybody can add up: what the needs of each command exceed its own strength by, less the province's
reserve, less the nation's. Under ceilings, and after stronger sizes were served, a weaker statement
is checked command by command: where something is short that no reached ceiling explains, nothing is
left and no later claim was served.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from pamtps_service.policy.model import FORCES, Claim, Force, Policy, Tier
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import Mask
from pamtps_service.records.plan import Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands
from pamtps_service.verify.distinct import added, changes, distinct
from pamtps_service.verify.ledger import CLAIM_NAMES, Entries, Ledger
from pamtps_service.verify.limits import Ceilings, bound_entries
from pamtps_service.verify.matching import Match
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import Numbers, tps_text
from pamtps_service.verify.strength import Flows


@dataclass(frozen=True)
class _Claims:
    """The needs of one force in the order in which they are served.

    `order` gives the turn of each need, `names` what each turn is called.
    """

    order: Numbers
    need: Numbers
    got: Numbers
    bound: Mask
    """Whether a ceiling that is reached explains that it got no more."""
    pairs: Numbers
    """Distinct pairs of command and province: 100 * command + province. A command that serves in
    two provinces draws on two reserves."""
    pair: Numbers
    """Of each need, the index of its pair."""
    raised: Mask
    """Whether it is of guards whose stronger sizes are served before their weakest: what they got
    may be what those were given."""
    names: tuple[str, ...]
    exact: int
    """The closed form holds for so many turns from the first."""

    @cached_property
    def short(self) -> Numbers:
        """What each need lacks."""
        return self.need - self.got

    @cached_property
    def lacking(self) -> Mask:
        """What is short, and no ceiling explains it."""
        found: Mask = (self.need > self.got) & ~self.bound
        return found

    def commands(self) -> Numbers:
        """The command of each pair."""
        return self.pairs // 100

    def provinces(self) -> Numbers:
        """The province of each pair."""
        return self.pairs % 100


def check_shortages(
    report: Report,
    plan: Plan,
    matches: Sequence[Match],
    ledger: Ledger,
    ceilings: Ceilings,
    commands: Commands,
    flows: Mapping[Force, Flows],
) -> None:
    """Every shortage of every force is justified."""
    bound = bound_entries(ceilings, ledger)
    for force in FORCES:
        report.step()
        entries = ledger.entries[force]
        if force not in commands.given:
            _check_unlimited(report, force, entries, bound[force])
            continue
        policies = [match.policy for match in matches]
        if force == "linmas":
            tps, explained = _without_units(entries, bound[force])
            claims = _linmas_claims(tps, explained)
            _check_linmas_order(report, tps)
        else:
            claims = _claims(entries, bound[force], policies)
        if _one_province_each(claims):
            capped = {int(area[:2]) for of_force, area in ceilings if of_force == force}
            _check_closed_form(report, plan, force, claims, ledger, commands, frozenset(capped))
        _check_left_over(report, force, claims, ledger, flows[force], commands)
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
        turn_of[entries.claim],
        entries.required,
        np.minimum(entries.required, entries.assigned),
        bound,
        entries.pairs,
        entries.pair,
        (entries.claim < len(Tier)) & (turn_of[entries.claim] >= orders[0].index("upgrades")),
        names if len(set(orders)) == 1 else names[:exact],
        exact,
    )


def _without_units(entries: Entries, bound: Mask) -> tuple[Entries, Mask]:
    """Linmas of TPS alone: a unit of linmas is a violation in itself, and has no rounds."""
    guards = entries.unit < 0
    if guards.all():
        return entries, bound
    columns = (getattr(entries, field.name) for field in fields(entries))
    return Entries(*(column[guards] for column in columns)), bound[guards]


def _linmas_claims(entries: Entries, bound: Mask) -> _Claims:
    """One for every TPS first, then the second; in each round the highest tier first.

    Needs of one turn, command and province that a ceiling explains alike are added up.
    """
    pairs = len(entries.pairs)
    # Of the tiers, the highest first.
    kind = ((2 - entries.claim) * pairs + entries.pair) * 2 + bound
    kinds = 2 * len(Tier) * pairs
    of_all = np.bincount(kind, minlength=kinds)
    need: list[Numbers] = []
    got: list[Numbers] = []
    names: list[str] = []
    for turn in range(int(entries.required.max(initial=0))):
        needing = entries.required > turn
        for counted, which in ((need, needing), (got, needing & (entries.assigned > turn))):
            some = None if which.all() else kind[np.flatnonzero(which)]
            counted.append(of_all if some is None else np.bincount(some, minlength=kinds))
        names += [f"{CLAIM_NAMES[tier]} {turn + 1}" for tier in (2, 1, 0)]
    if not need:
        empty = np.zeros(0, dtype=np.int64)
        return _Claims(empty, empty, empty, empty == 1, empty, empty, empty == 1, (), 0)
    needed, served = np.concatenate(need), np.concatenate(got)
    cells = np.flatnonzero(needed)
    order, pair = np.divmod(cells // 2, pairs)
    # Pairs of which nothing is needed have no say.
    used, pair = distinct(pair)
    return _Claims(
        order,
        needed[cells],
        served[cells],
        cells % 2 == 1,
        entries.pairs[used],
        pair,
        np.zeros(len(cells), dtype=np.bool_),
        tuple(names),
        len(names),
    )


def _one_province_each(claims: _Claims) -> bool:
    """Whether no command serves in two provinces, whose reserves would both serve it."""
    return len(claims.pairs) == len(np.unique(claims.commands()))


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
    command, provinces = claims.commands(), np.unique(claims.provinces()).tolist()
    uncapped = [code for code in provinces if code > 0 and code not in capped]
    report.checked(turns * (len(uncapped) + (not capped)))
    if not claims.short.any():
        return
    need, short = (_by_turn(claims, column, turns) for column in (claims.need, claims.short))
    need, short = (_spread(column, command, count) for column in (need, short))
    own = np.array([commands.own.get((force, name), 0) for name in ledger.commands], dtype=np.int64)
    beyond = np.maximum(need - own, 0)
    province = np.zeros(count, dtype=np.int64)
    province[command] = claims.provinces()
    numbered = {name: number for number, name in enumerate(ledger.commands)}
    received = np.zeros(count, dtype=np.int64)
    for item in plan.transfers:
        if item.force == force and item.source == NATION and item.command in numbered:
            received[numbered[item.command]] += max(item.personnel, 0)
    lacking = np.zeros(turns, dtype=np.int64)
    for code in filter(None, provinces):
        here = province == code
        reserve = commands.reserve.get((force, f"{code:02d}"), 0)
        least = beyond[:, here].sum(axis=1) - reserve
        lacking += np.maximum(least, 0)
        if code not in uncapped:
            continue
        least = np.maximum(least - int(received[here].sum()), 0)
        _compare(report, force, f"{code:02d}", claims.names, least, short[:, here].sum(axis=1))
    if not capped:
        national = commands.reserve.get((force, NATION), 0)
        least = np.maximum(lacking - national, 0)
        _compare(report, force, NATION, claims.names, least, short.sum(axis=1))


def _by_turn(claims: _Claims, column: Numbers, turns: int) -> Numbers:
    """The sums of a column by turn, with all turns before, and pair; of the first turns."""
    pairs = len(claims.pairs)
    early = claims.order < turns
    at, values = claims.order * pairs + claims.pair, column
    if not early.all():
        at, values = at[early], values[early]
    return added(at, turns * pairs, values).reshape(turns, pairs).cumsum(axis=0)


def _spread(by_pair: Numbers, command: Numbers, count: int) -> Numbers:
    """The same by command."""
    found = np.zeros((count, len(by_pair)), dtype=np.int64)
    np.add.at(found, command, by_pair.T)
    return found.T


def _compare(
    report: Report,
    force: Force,
    area: str,
    names: Sequence[str],
    least: Numbers,
    short: Numbers,
) -> None:
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
    lacking = np.flatnonzero(claims.lacking)
    pair = claims.pair[lacking]
    short = added(pair, len(claims.pairs), claims.short[lacking])
    for number in np.flatnonzero(np.bincount(pair, minlength=len(claims.pairs))).tolist():
        command, code = divmod(int(claims.pairs[number]), 100)
        name, province = ledger.commands[command], f"{code:02d}"
        own = commands.own.get((force, name), 0) - flows.used.get(name, 0)
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
                    missing=min(persons, int(short[number])),
                    force=words.FORCES[force],
                    source=where,
                )
                break


def _check_turns(report: Report, force: Force, claims: _Claims, ledger: Ledger) -> None:
    """No later claim of a command was served while an earlier one is short unexplained."""
    if not len(claims.names):
        return
    none = len(claims.names)
    pairs, who = claims.pairs, claims.pair
    report.checked(len(ledger.commands))
    lacking = np.flatnonzero(claims.lacking & (claims.order < none))
    if not len(lacking):
        return
    first_short = np.full(len(pairs), none, dtype=np.int64)
    np.minimum.at(first_short, who[lacking], claims.order[lacking])
    ahead = claims.order > first_short[who]
    ahead &= (claims.order < none) & (claims.got > 0) & ~claims.raised
    before = np.flatnonzero(ahead)
    served = added(who[before], len(pairs), claims.got[before])
    behind = lacking[claims.order[lacking] == first_short[who[lacking]]]
    short = added(who[behind], len(pairs), claims.short[behind])
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
    turns = int(entries.required.max(initial=0))
    if not turns:
        return
    # Places are in order already, and so is their regency.
    regency = distinct(entries.place // 10**9)[1]
    regencies = int(regency[-1]) + 1
    cells, cell = distinct((entries.command * regencies + regency) * len(Tier) + entries.claim)
    for turn in range(turns):
        report.checked()
        needing, gets = entries.required > turn, entries.assigned > turn
        waiting = np.flatnonzero(needing & ~gets)
        if not len(waiting):
            continue
        served = np.flatnonzero(needing & gets)
        last = np.full(len(cells), -1, dtype=np.int64)
        # Written from the first to the last, so that the last that is served stays.
        last[cell[served]] = served
        if not (waiting < last[cell[waiting]]).any():
            continue
        _add_linmas_order(report, entries, turn, regency)


def _add_linmas_order(report: Report, entries: Entries, turn: int, regency: Numbers) -> None:
    """Tell where a round of linmas is out of order."""
    who = np.flatnonzero(entries.required > turn)
    order = who[
        np.lexsort((entries.place[who], entries.claim[who], regency[who], entries.command[who]))
    ]
    got = entries.assigned[order] > turn
    same = ~changes(entries.command[order], regency[order], entries.claim[order])[1:]
    wrong = np.flatnonzero(same & got[1:] & ~got[:-1])
    for index in wrong[:1].tolist():
        report.add(
            "linmas-order",
            tps_text(int(entries.place[order][index])),
            given=len(wrong),
            round=str(turn + 1),
            tps=tps_text(int(entries.place[order][index + 1])),
        )
