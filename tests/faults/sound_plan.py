"""One plan in which everything happens: tiers and labels, sizes above and at the minimum, scarce
and ample commands, transfers, units, a mix, a ceiling that binds, an expectation that fails, a TPS
that no rule covers, movements with too few seats, and equipment that is short. Faults are made in
copies of it."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.model import Policy
from pamtps_service.records.batch import Batch, PlanInForce, PlanRequest, Seats, Stock, Strength
from pamtps_service.records.digest import plan_digest
from pamtps_service.records.plan import Plan, Verification
from pamtps_service.verify.check import verify
from pamtps_service.wire.read_in_force import in_force_of

from tests.planning.service_input import DAY, NOTHING, Resources, batch_of, load, strengths_of

POLICY = """
policy: own
title: A policy
issuer: Polda
basis: An order
areas: all
units: {regu: 10}
items: {radio: Radio, boat: {id: Perahu, en: Boat}, tent: {id: Tenda, en: Tent}}
attributes:
  guarded: {type: boolean, default: true}
rules:
  - id: remote
    when: {travel_minutes: "> 180"}
    classify: {label: remote}
  - id: remote-raises
    when: {label: remote, submitted_tier: kurang_rawan}
    classify: {risk_tier: rawan}
  - id: guard-low
    when: {risk_tier: kurang_rawan, guarded: true}
    guard: {polri: 2, tps_per_post: [3, 4, 6]}
  - id: guard-mid
    when: {risk_tier: rawan, guarded: true}
    guard: {polri: 2, tps_per_post: [1, 2]}
  - {id: guard-high, when: {risk_tier: sangat_rawan}, guard: {polri: 2, tni: 1, tps_per_post: 1}}
  - {id: guard-nobody, when: {guarded: false}, guard: {polri: 2}}
  - {id: linmas, guard: {linmas_per_tps: 2}}
  - {id: padal, for_each: district, add: {polri: 1, role: supervisor}}
  - {id: squad, for_each: regency, when: {area: [53.11, 51.03]}, add: {polri: 1 regu}}
  - {id: province-squad, for_each: province, when: {area: 53}, add: {polri: 4, role: standby}}
  - {id: share, for_each: regency, mix: {tni: 1, polri: 4..10}}
  - {id: sangat-share, for_each: regency, mix: {tni: 1, polri: 1..2, of: {risk_tier: sangat_rawan}}}
  - {id: ceiling, for_each: regency, when: {area: 51.03}, limit: {polri: 18}}
  - id: by-sea
    when: {area: [53.11.02, 53.15]}
    move: {transport: sea, fallback: air, depart: H-3}
  - {id: earlier, when: {area: 53.11.02}, move: {depart: H-5}}
  - {id: by-boat, when: {area: 53.01.02}, move: {transport: sea, depart: H-2}}
  - {id: by-day, when: {area: 51.03.02}, move: {depart: H-2}}
  - {id: radios, for_each: post, when: {risk_tier: ">= rawan"}, equip: {radio: 1}}
  - {id: posts-boats, for_each: post, when: {area: 53.01}, equip: {boat: 1, per: {tps: 2}}}
  - {id: lights, when: {special_location: true}, equip: {radio: 1, tent: 2}}
  - {id: village-radios, for_each: village, when: {area: 51.03}, equip: {radio: 1}}
  - {id: spare-radios, for_each: regency, equip: {radio: 2, per: {tps: 20}}}
  - {id: outdoors, for_each: province, expect: {polri: ">= 2/3 of strength", posts: "< 5"}}
  - {id: modest, for_each: regency, expect: {polri: "> 9"}, severity: warning}
"""

ABUNDANT, SCARCE, HELPED, CAPPED = "53.11", "53.15", "53.01", "51.03"
"""Regencies: with strength to spare, with too little even so, helped by the reserve, and under a
ceiling."""

PERSONNEL = {
    "polri": {ABUNDANT: 70, SCARCE: 5, HELPED: 20, CAPPED: 60},
    "tni": {ABUNDANT: 6, SCARCE: 0, HELPED: 3, CAPPED: 9},
    "linmas": {ABUNDANT: 90, SCARCE: 31, HELPED: 30, CAPPED: 90},
}
RESOURCES = Resources(
    stocks=(
        Stock("53.11.01", "radio", 2),
        Stock("53.11", "radio", 5),
        Stock("53.15", "radio", 1),
        Stock("53", "radio", 6),
        Stock("51.03", "radio", 90),
        Stock("ID", "radio", 3),
        Stock("ID", "boat", 99),
    ),
    seats=(
        Seats("air", 3, "53.15", 3),
        Seats("air", 3, "ID", 1),
        Seats("air", 5, "53.11", 4),
        Seats("air", 5, "53", 90),
        Seats("foot", 2, "ID", 1),
    ),
    unavailable=("sea",),
)
"""Radios that do not go round in 53, boats that do, no stock of tents; movements that take their
fallback with and without enough seats, and one that finds no transport."""
RESERVES = {("polri", "53"): 12, ("tni", "53"): 3, ("polri", "ID"): 2}


def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for regency in (ABUNDANT, SCARCE, HELPED, CAPPED):
        for district in ("01", "02"):
            for village in ("1001", "2001"):
                for number in (1, 2, 3, 4, 5, 901):
                    place = len(rows)
                    tier = {1: "rawan", 4: "rawan", 6: "sangat_rawan"}.get(place % 11)
                    rows.append(
                        {
                            "tps_code": f"{regency}.{district}.{village}.{number:03}",
                            "risk_tier": tier or "kurang_rawan",
                            "registered_voters": 200,
                            "travel_minutes": 200 if place % 13 == 5 else 20,
                            "access": "road",
                            "guarded": "false" if place == 40 else "true",
                        }
                    )
    return rows


@dataclasses.dataclass(frozen=True)
class Sound:
    """A plan without violations, and what it was made from."""

    plan: Plan
    batch: Batch
    strengths: tuple[Strength, ...]
    policies: Mapping[str, Policy]
    resources: Resources = NOTHING
    in_force: PlanInForce | None = None
    """Of the sound plan: of other TPS and tiers, so that some are kept, moved, added, removed."""

    @property
    def request(self) -> PlanRequest:
        """What it was made from."""
        day = self.plan.election_date
        request = PlanRequest(self.batch, self.strengths, None, day, in_force=self.in_force)
        return self.resources.of(request)

    def verified(self, plan: Plan) -> Verification:
        """The verification of another plan for the same batch."""
        return verify(plan, self.request, self.policies)

    def codes(self, plan: Plan) -> set[str]:
        """Codes of all violations of another plan, its digest recomputed."""
        sealed = dataclasses.replace(plan, plan_digest=plan_digest(plan))
        return {violation.code for violation in self.verified(sealed).violations}


@functools.cache
def sound_plan() -> Sound:
    """The plan, made once."""
    strengths: list[dict[str, Any]] = [
        {
            "command": area,
            "area": area,
            "covers": [area],
            "force": force,
            "personnel": personnel,
            "role": "own",
        }
        for force, by_area in PERSONNEL.items()
        for area, personnel in by_area.items()
    ]
    strengths += [
        {
            "command": area,
            "area": area,
            "covers": [],
            "force": force,
            "personnel": personnel,
            "role": "reserve",
        }
        for (force, area), personnel in RESERVES.items()
    ]
    policies = load({"own": POLICY})

    def planned(request: PlanRequest) -> Plan:
        parts, faults = admit(request, policies)
        assert not faults, "\n".join(fault.text("en") for fault in faults)
        return make_plan(request, parts, now=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))

    former = [*_rows()[3:], _rows()[0] | {"tps_code": f"{HELPED}.03.1001.001"}]
    former[10] |= {"risk_tier": "sangat_rawan"}
    request = PlanRequest(batch_of(former), strengths_of(strengths), "own", DAY)
    request = RESOURCES.of(request)
    in_force = in_force_of(planned(request))
    request = replace(request, batch=batch_of(_rows()), in_force=in_force)
    plan = planned(request)
    return Sound(
        plan, request.batch, request.strengths, policies.policies, RESOURCES, in_force=in_force
    )
