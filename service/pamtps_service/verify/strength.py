"""Strength: no command assigns more than it has and receives, no reserve sends more than it has.

Written from "Strength" of the policy language and from the properties in the design: own strength
first, then the province's reserve, then the nation's; none wasted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pamtps_service.policy.model import FORCES, Force
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.plan import Plan
from pamtps_service.verify import words
from pamtps_service.verify.commands import RESERVE, Commands, contains
from pamtps_service.verify.distinct import added
from pamtps_service.verify.ledger import Ledger
from pamtps_service.verify.report import Report


@dataclass(frozen=True)
class Flows:
    """Personnel of one force by command and by reserve."""

    used: Mapping[str, int]
    """Assigned by command; `reserve/PROVINCE` for what claims on a reserve itself."""
    received: Mapping[str, int]
    sent: Mapping[str, int]
    """By source."""

    def used_of_reserve(self, source: str) -> int:
        """What a reserve sends, and what stands on it directly less what the nation adds."""
        name = RESERVE + source
        direct = max(0, self.used.get(name, 0) - self.received.get(name, 0))
        return self.sent.get(source, 0) + direct


def flows_of(plan: Plan, ledger: Ledger, force: Force) -> Flows:
    """Add up what the plan assigns and transfers; negative transfers count as nothing."""
    entries = ledger.entries[force]
    sums = added(entries.command, len(ledger.commands), entries.assigned)
    used = dict(zip(ledger.commands, sums.tolist(), strict=True))
    received: dict[str, int] = {}
    sent: dict[str, int] = {}
    for transfer in plan.transfers:
        if transfer.force == force and transfer.personnel > 0:
            received[transfer.command] = received.get(transfer.command, 0) + transfer.personnel
            sent[transfer.source] = sent.get(transfer.source, 0) + transfer.personnel
    return Flows(used, received, sent)


def check_strength(
    report: Report,
    plan: Plan,
    ledger: Ledger,
    commands: Commands,
    flows_by_force: Mapping[Force, Flows],
) -> None:
    """Own strength, transfers and reserves of every force that the request gives strength of."""
    _check_transfers(report, plan, ledger, commands)
    for force in FORCES:
        if force not in commands.given:
            continue
        report.step()
        flows = flows_by_force[force]
        spare = {
            area: most - flows.used_of_reserve(area)
            for (key, area), most in commands.reserve.items()
            if key == force
        }
        provinces: dict[str, list[str]] = {}
        for name, province in _served(ledger, force):
            provinces.setdefault(name, []).append(province)
        for name in sorted(set(flows.used) | set(flows.received)):
            if not name.startswith(RESERVE):
                near = (*provinces.get(name, ()), NATION)
                _check_command(report, flows, force, name, commands, near, spare)
        reserves = {area for key, area in commands.reserve if key == force}
        direct = {name.removeprefix(RESERVE) for name in flows.used if name.startswith(RESERVE)}
        for source in sorted(reserves | direct | set(flows.sent)):
            report.checked()
            most, used = commands.reserve.get((force, source), 0), flows.used_of_reserve(source)
            if used > most:
                report.add(
                    "reserve-exceeded",
                    source,
                    required=most,
                    given=used,
                    force=words.FORCES[force],
                    missing=used - most,
                )
            name = RESERVE + source
            lacking = flows.used.get(name, 0) - (most - flows.sent.get(source, 0))
            _check_waste(report, force, name, max(0, lacking), flows.received.get(name, 0))


def _check_command(
    report: Report,
    flows: Flows,
    force: Force,
    name: str,
    commands: Commands,
    near: Sequence[str],
    spare: Mapping[str, int],
) -> None:
    """`near`: the reserves that may send to the command, the nearest first; `spare`: what is left
    of each."""
    report.checked()
    own = commands.own.get((force, name), 0)
    used, received = flows.used.get(name, 0), flows.received.get(name, 0)
    missing = used - own - received
    if missing > 0:
        source = next((area for area in near if spare.get(area, 0) >= missing), "")
        report.add(
            "strength-exceeded",
            name,
            required=own + received,
            given=used,
            force=words.FORCES[force],
            missing=missing,
            source=source,
            repair="send" if source else "",
        )
    _check_waste(report, force, name, max(0, used - own), received)


def _check_waste(report: Report, force: Force, name: str, lacking: int, received: int) -> None:
    """A command receives no more than what its own strength lacks."""
    if received:
        report.checked()
    if received > lacking:
        report.add(
            "transfer-wasted",
            name,
            required=lacking,
            given=received,
            force=words.FORCES[force],
            missing=received - lacking,
        )


def _check_transfers(report: Report, plan: Plan, ledger: Ledger, commands: Commands) -> None:
    """Each transfer: a positive number, from a reserve, to a command that belongs to its area or
    serves in it."""
    serving = {(force, *pair) for force in FORCES for pair in _served(ledger, force)}
    for number, transfer in enumerate(plan.transfers):
        place = f"transfers[{number}]"
        report.checked(3)
        if transfer.personnel < 1:
            report.add("transfer-personnel", place, given=transfer.personnel)
        if (transfer.force, transfer.source) not in commands.reserve:
            report.add(
                "transfer-source", place, source=transfer.source, force=words.FORCES[transfer.force]
            )
        area = commands.area.get((transfer.force, transfer.command))
        if transfer.command.startswith(RESERVE) and transfer.source == NATION:
            area = transfer.command.removeprefix(RESERVE)
        serves = (transfer.force, transfer.command, transfer.source) in serving
        if area is None or not (serves or contains(transfer.source, area)):
            report.add(
                "transfer-outside",
                place,
                source=transfer.source,
                command=transfer.command,
                force=words.FORCES[transfer.force],
            )


def _served(ledger: Ledger, force: Force) -> Iterator[tuple[str, str]]:
    """Commands, each with the code of a province in which it serves."""
    entries = ledger.entries[force]
    for pair in entries.pairs.tolist():
        yield ledger.commands[pair // 100], f"{pair % 100:02d}"
