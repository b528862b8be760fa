"""The one entry: has every aim of the planner its best value in a plan?

Forces one after the other; provinces that share strengths are taken together. Claims come in the
order of the policies, stronger sizes where the claims put them: their values tier by tier, then the
fewest persons from reserves. It ends with the first aim that is not at its best.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Literal

from pamtps_service.policy.catalogue import render
from pamtps_service.policy.model import FORCES, INT32_MAX, Force, Policy
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Aim, Optimality, Plan
from pamtps_service.verify import words
from pamtps_service.verify.ledger import CLAIM_NAMES
from pamtps_service.verify.optimal.needs import (
    UPGRADES,
    AtHand,
    Cell,
    Choice,
    Need,
    Needs,
    Turn,
    at_hand,
    choices_of,
    needs_of,
    read,
    turns,
)
from pamtps_service.verify.optimal.network import together
from pamtps_service.verify.optimal.programs import UnprovenError
from pamtps_service.verify.optimal.shortages import least_short, short_in_plan
from pamtps_service.verify.optimal.sizes import Better, Tiers, from_reserves
from pamtps_service.verify.policies import evaluated
from pamtps_service.verify.report import Report

_COARSE: Final = 10**9
"""Parts of a whole that is too large for the contract."""


def check_optimal(
    plan: Plan,
    request: PlanRequest,
    policies: Mapping[str, Policy],
    step: Callable[[], None] = lambda: None,
) -> Optimality:
    """Find the best values of the aims, and compare.

    Args:
        plan: a plan in which the verification finds no violation.
        request: what it was made from.
        policies: by id, those that the plan names.
        step: called before each program that is solved; may raise to end the proof.

    Raises SolverMissingError where HiGHS is not installed.
    """
    matches = evaluated(Report(), plan, request.batch, policies)
    if matches is None:
        raise ValueError("the plan is not valid")
    known = read(plan, request, matches)
    aims: list[Aim] = []
    for force in FORCES:
        strength = at_hand(known, force)
        needs = needs_of(known, force)
        choices = choices_of(known) if force == "polri" and strength.limited else []
        cells = [cell for claim in needs.values() for cell in claim]
        for provinces in together(cells, known.orders, strength):
            orders = {
                province: turns(force, known.orders[province], needs) for province in provinces
            }
            for aim in _Proof(force, orders, needs, choices, strength, step).aims():
                aims.append(aim)
                if aim.planned != aim.best:
                    return Optimality(False, tuple(aims))
    return Optimality(True, tuple(aims))


class _Proof:
    """The aims of one force in provinces that share strengths."""

    def __init__(
        self,
        force: Force,
        orders: Mapping[str, Sequence[Turn]],
        needs: Needs,
        choices: Sequence[Choice],
        strength: AtHand,
        step: Callable[[], None],
    ) -> None:
        self._force, self._orders, self._needs = force, orders, needs
        self._choices, self._strength, self._step = choices, strength, step
        self._area = next(iter(orders)) if len(orders) == 1 else NATION
        self._before: list[Mapping[Cell, Need]] = []
        """Claims that were served."""
        self._upgraded: dict[Cell, int] = {}
        """Persons of stronger sizes."""

    def aims(self) -> Iterator[Aim]:
        """The aims in order."""
        for turn in sorted({turn for order in self._orders.values() for turn in order}):
            provinces = {area for area, order in self._orders.items() if turn in order}
            if turn.claim == UPGRADES:
                yield from self._upgrades(provinces)
                continue
            needs = {
                cell: need
                for cell, need in self._needs.get(turn.claim, {}).items()
                if cell.province in provinces
            }
            if needs:
                self._step()
                best = least_short(self._before, needs, self._upgraded, self._strength)
                self._before.append(needs)
                yield self._aim("shortage", turn.claim, short_in_plan(needs), best)

    def _upgrades(self, provinces: set[str]) -> Iterator[Aim]:
        """Tier by tier, then the reserves; nothing where there is nothing to choose."""
        due = [choice for choice in self._choices if choice.cell.province in provinces]
        if not due:
            return
        fixed = dict(self._upgraded)
        for needs in self._before:
            for cell, need in needs.items():
                fixed[cell] = fixed.get(cell, 0) + need.granted
        yield from self._unmanned(provinces)
        tiers = Tiers(due, dict(fixed), self._strength, self._step)
        for tier, parts in tiers.parts.items():
            weakest = min(parts, key=lambda part: part.level)
            same = Better(weakest.cell, weakest.value, weakest.value, weakest.whole)
            yield self._value(tier, tiers.better(tier) or same)
        for choice in due:
            persons = choice.persons[choice.step]
            self._upgraded[choice.cell] = self._upgraded.get(choice.cell, 0) + persons
            fixed[choice.cell] = fixed.get(choice.cell, 0) + persons
        self._step()
        planned = from_reserves(fixed, self._strength)
        yield self._aim("transfers", "", planned, tiers.fewest_from_reserves())

    def _unmanned(self, provinces: set[str]) -> Iterator[Aim]:
        """Where stronger sizes come first: posts that have not even the persons of those."""
        for claim, needs in self._needs.items():
            here = {cell: need for cell, need in needs.items() if cell.province in provinces}
            if any(need.granted < 0 for need in here.values()):
                best = least_short(self._before, here, self._upgraded, self._strength)
                yield self._aim("shortage", claim, short_in_plan(here), best)

    def _aim(
        self, code: Literal["shortage", "transfers"], claim: str, planned: int, best: int
    ) -> Aim:
        """An aim in persons, of which fewer are better."""
        if planned < best:
            raise UnprovenError(f"{code}: {planned} planned, {best} best")
        texts = {"claim": words.claim(claim)} if claim else {}
        # the claims of linmas name them already
        of_linmas = "-of-linmas" if code == "shortage" and self._force == "linmas" else ""
        message = render(
            f"aim-{code}{of_linmas}",
            force=words.FORCES[self._force],
            area=self._area,
            planned=planned,
            best=best,
            **texts,
        )
        return Aim(code, self._force, self._area, claim, planned, best, 1, "", message)

    def _value(self, tier: int, found: Better) -> Aim:
        """The aim of the weakest command in a tier."""
        planned, best, whole = _in_lowest_terms(found)
        command, regency = found.cell.command, found.cell.regency
        message = render(
            "aim-weakest-command",
            force=words.FORCES[self._force],
            area=self._area,
            claim=words.claim(CLAIM_NAMES[tier]),
            command=command if command == regency else f"{command} ({regency})",
            planned=planned,
            best=best,
            whole=whole,
        )
        claim = CLAIM_NAMES[tier]
        return Aim(
            "weakest-command",
            self._force,
            self._area,
            claim,
            planned,
            best,
            whole,
            command,
            message,
        )


def _in_lowest_terms(found: Better) -> tuple[int, int, int]:
    """Planned, best and whole, such that all fit into the contract; where they must be made
    coarser, the two stay different where they are."""
    divisor = math.gcd(found.planned, found.best, found.whole)
    planned, best, whole = found.planned // divisor, found.best // divisor, found.whole // divisor
    if whole <= INT32_MAX:
        return planned, best, whole
    coarse = planned * _COARSE // whole
    return coarse, coarse if planned == best else -(-best * _COARSE // whole), _COARSE
