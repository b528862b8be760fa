"""Golden cases: reading a case's folder, planning it from bytes to bytes, and its files anew.

README.md beside this file says what a case is.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_client.plan_file import plan_text
from pamtps_client.resource_tables import read_seats, read_stocks
from pamtps_client.strength_table import read_strengths
from pamtps_client.tps_table import read_tps
from pamtps_service.policy.load import PolicySet, load_policies
from pamtps_service.wire.call import Steps
from pamtps_service.wire.calls import plan_deployment
from ruamel.yaml import YAML

from tests.conftest import REPOSITORY

CASES: Final = Path(__file__).parent / "cases"
FIXED_TIME: Final = "2024-01-01T00:00:00Z"
"""Stands for the time of creation in every golden file."""
KEYS: Final = {
    "title",
    "shows",
    "election_date",
    "policy",
    "unavailable_transports",
    "in_force",
    "files",
    "expect",
}
GOLDEN: Final = {"plan": "plan.json", "digests": "digests.json"}


@dataclass(frozen=True)
class GoldenCase:
    """One folder of `cases`."""

    folder: Path
    title: str
    shows: tuple[str, ...]
    """What the case shows, in plain words."""
    election_date: str
    policy: str
    """Id of the policy that the request names; empty where none."""
    policies: Path
    """Folder of rule files."""
    tps: Path
    strengths: Path | None
    in_force: Path | None
    """Folder of the case whose plan is in force; None where none is."""
    stocks: Path | None
    seats: Path | None
    unavailable_transports: tuple[str, ...]
    large: bool
    """Whether digests and totals alone are kept."""
    expect: dict[str, Any]
    """Parts of `told_of` that were worked out without the planner."""

    @property
    def golden(self) -> Path:
        return self.folder / GOLDEN["digests" if self.large else "plan"]


def read_case(folder: Path) -> GoldenCase:
    """The case of a folder. ValueError where it has a key that no case has, KeyError where it lacks
    one."""
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = YAML(typ="safe").load(text)
    if unknown := set(content) - KEYS:
        raise ValueError(f"{folder.name}/case.yaml: unknown {sorted(unknown)}")
    # a large case is planned from files that stand elsewhere in the repository
    files: dict[str, str] = content.get("files", {})
    beside = {"policy": folder / "policy", "tps": folder / "tps.csv"}
    given = {name: folder / f"{name}.csv" for name in ("strengths", "stocks", "seats")}
    named = {name: REPOSITORY / path for name, path in files.items()}
    return GoldenCase(
        folder=folder,
        title=content["title"],
        shows=tuple(content["shows"]),
        election_date=str(content["election_date"]),
        policy=content.get("policy", ""),
        policies=named.get("policy", beside["policy"]),
        tps=named.get("tps", beside["tps"]),
        **{
            name: named.get(name) or (path if path.is_file() else None)
            for name, path in given.items()
        },
        unavailable_transports=tuple(content.get("unavailable_transports", ())),
        in_force=folder.parent / content["in_force"] if "in_force" in content else None,
        large="tps" in files,
        expect=content["expect"],
    )


def all_cases() -> list[GoldenCase]:
    """Every case, by name."""
    return [read_case(folder) for folder in sorted(CASES.iterdir())]


@cache
def policies_of(folder: Path) -> PolicySet:
    """The policies of a folder."""
    return load_policies(folder)


def request_of(case: GoldenCase) -> planning_service_pb2.PlanDeploymentRequest:
    """The request of a case, with its files read as the client reads them."""
    tps = read_tps(str(case.tps))
    faults = list(tps.faults)
    request = planning_service_pb2.PlanDeploymentRequest(
        batch=tps.batch, policy=case.policy, election_date=case.election_date
    )
    if case.strengths is not None:
        table = read_strengths(str(case.strengths))
        faults += table.faults
        request.strengths.extend(table.strengths)
    if case.stocks is not None:
        stocks = read_stocks(str(case.stocks))
        faults += stocks.faults
        request.stocks.extend(stocks.rows)
    if case.seats is not None:
        seats = read_seats(str(case.seats))
        faults += seats.faults
        request.seats.extend(seats.rows)
    for word in case.unavailable_transports:
        request.unavailable_transports.append(plan_pb2.Access.Value(f"ACCESS_{word.upper()}"))
    assert not faults, "\n".join(fault.text("en") for fault in faults)
    if case.in_force is not None:
        request.plan_in_force.CopyFrom(planned(case.in_force))
    return request


def content_of(case: GoldenCase, plan: plan_pb2.DeploymentPlan) -> planning_service_pb2.PlanContent:
    """A plan with what the case's plan was made from."""
    request = request_of(case)
    return planning_service_pb2.PlanContent(
        plan=plan,
        batch=request.batch,
        strengths=request.strengths,
        stocks=request.stocks,
        seats=request.seats,
        unavailable_transports=request.unavailable_transports,
        plan_in_force=request.plan_in_force if request.HasField("plan_in_force") else None,
    )


def shuffled(
    request: planning_service_pb2.PlanDeploymentRequest, seed: int
) -> planning_service_pb2.PlanDeploymentRequest:
    """The same request with everything that it lists in another order."""
    again = planning_service_pb2.PlanDeploymentRequest()
    again.CopyFrom(request)
    order = list(range(len(request.batch.rows)))
    random.Random(seed).shuffle(order)
    del again.batch.rows[:]
    again.batch.rows.extend(request.batch.rows[row] for row in order)
    for column, given in zip(again.batch.attributes, request.batch.attributes, strict=True):
        column.values[:] = [given.values[row] for row in order]
    for name in ("strengths", "stocks", "seats", "unavailable_transports"):
        items = list(getattr(request, name))
        random.Random(seed).shuffle(items)
        del getattr(again, name)[:]
        getattr(again, name).extend(items)
    return again


def plan_of(
    case: GoldenCase, request: planning_service_pb2.PlanDeploymentRequest
) -> plan_pb2.DeploymentPlan:
    """The plan that a worker answers to the bytes of the request, its time fixed."""
    reply = plan_deployment(
        policies_of(case.policies), request.SerializeToString(), Steps(lambda _: None)
    )
    plan = planning_service_pb2.PlanDeploymentResponse.FromString(reply).plan
    plan.create_time.FromJsonString(FIXED_TIME)
    return plan


@cache
def planned(folder: Path) -> plan_pb2.DeploymentPlan:
    """The plan of the case of a folder, made once."""
    case = read_case(folder)
    return plan_of(case, request_of(case))


def golden_text(case: GoldenCase, plan: plan_pb2.DeploymentPlan) -> str:
    """What the golden file of the case holds if this is its plan."""
    return digests_text(plan) if case.large else plan_text(plan)


def digests_text(plan: plan_pb2.DeploymentPlan) -> str:
    """Name, digests, totals, findings and the length of each list of a plan, as JSON."""
    told = told_of(plan)
    content = {
        "name": plan.name,
        "request_digest": plan.request_digest,
        "plan_digest": plan.plan_digest,
        "planner_version": plan.planner_version,
        "policies": {use.id: use.digest for use in plan.policies},
        "statement_count": plan.verification.statement_count,
        "areas": len(plan.areas),
        "units": len(plan.units),
        "rules": len(plan.rules),
        **{key: told[key] for key in ("status", "tps", "posts", "totals", "transfers", "findings")},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def told_of(plan: plan_pb2.DeploymentPlan) -> dict[str, Any]:
    """A plan as mappings, lists, numbers and short texts, for `expect` to speak of."""
    rules = [rule.id for rule in plan.rules]
    posts: dict[str, list[str]] = {}
    for post in plan.posts:
        posts.setdefault(post.area_code, []).append(_post(post))
    units: dict[str, dict[str, Any]] = {}
    for unit in plan.units:
        told = {name: getattr(unit, name) for name in ("required", "wished", "assigned", "command")}
        force = _word(plan_pb2.Force.Name(unit.force), "FORCE_")
        role = _word(plan_pb2.UnitRole.Name(unit.role), "UNIT_ROLE_")
        units.setdefault(unit.area_code, {})[f"{rules[unit.rule]} {force}"] = told | {"role": role}
    commands = plan_pb2.AREA_LEVEL_COMMAND
    return {
        "status": plan_pb2.PlanStatus.Name(plan.status).removeprefix("PLAN_STATUS_"),
        "tps": sum(use.station_count for use in plan.policies),
        "posts": len(plan.posts),
        "policies": {use.id: use.station_count for use in plan.policies},
        "totals": _totals(plan.totals),
        "areas": {area.code: _area(area) for area in plan.areas if area.level != commands},
        "commands": {area.code: _area(area) for area in plan.areas if area.level == commands},
        "posts_in": posts,
        "stations": {
            station.tps_code: {
                "tier": _word(plan_pb2.RiskTier.Name(station.risk_tier), "RISK_TIER_"),
                "labels": [plan.labels[label] for label in station.labels],
                "covered": station.HasField("post"),
                "linmas": station.linmas,
                "linmas_short": station.linmas_short,
                "rules": [rules[rule] for rule in station.rules],
            }
            for station in plan.stations
        },
        "units": units,
        "rules": {
            rule.id: {"tps": rule.station_count, "areas": rule.area_count, "file": rule.file}
            for rule in plan.rules
        },
        "transfers": [
            f"{sent.source} to {sent.command}: "
            f"{sent.personnel} {_word(plan_pb2.Force.Name(sent.force), 'FORCE_')}"
            for sent in plan.transfers
        ],
        "movements": [_movement(movement) for movement in plan.movements],
        "equipment": [
            f"{row.area_code} {row.item} by {rules[row.rule]}: {row.required}"
            + (f", {row.assigned} assigned, {row.short} short" if row.HasField("assigned") else "")
            for row in plan.equipment
        ],
        "findings": [_finding(found, rules) for found in plan.findings],
        "kept": {name: getattr(plan.kept, name) for name in ("kept", "moved", "added", "removed")},
    }


def _word(name: str, prefix: str) -> str:
    """The word of an enum's name."""
    return name.removeprefix(prefix).lower()


def _totals(totals: Any) -> dict[str, dict[str, int | None]]:
    names = ("required", "wished", "assigned", "short", "above")
    return {
        _word(plan_pb2.Force.Name(total.force), "FORCE_"): {
            **{name: getattr(total, name) for name in names},
            "available": total.available if total.HasField("available") else None,
        }
        for total in totals
    }


def _area(area: plan_pb2.AreaPlan) -> dict[str, Any]:
    sizes = [
        f"{_word(plan_pb2.RiskTier.Name(size.risk_tier), 'RISK_TIER_')} "
        f"{size.size_limit}: {size.post_count}"
        for size in area.sizes
    ]
    return {
        "tps": area.kurang_rawan + area.rawan + area.sangat_rawan,
        "kurang_rawan": area.kurang_rawan,
        "rawan": area.rawan,
        "sangat_rawan": area.sangat_rawan,
        "posts": area.post_count,
        "sizes": sizes,
        **_totals(area.totals),
    }


def _post(post: plan_pb2.Post) -> str:
    """A post as `8 TPS: 2 polri (1 short), 1 tni`."""
    told = [f"{post.polri} polri" + (f" ({post.polri_short} short)" if post.polri_short else "")]
    if post.tni or post.tni_short:
        told.append(f"{post.tni} tni" + (f" ({post.tni_short} short)" if post.tni_short else ""))
    return f"{post.station_count} TPS: {', '.join(told)}"


def _movement(movement: plan_pb2.Movement) -> str:
    """A movement as `H-3 air (fallback), 53.11 to 53.11.01: 4 TPS, 2 polri, 1 without_seat`."""
    transport = "on its own"
    if movement.HasField("transport"):
        transport = _word(plan_pb2.Access.Name(movement.transport), "ACCESS_")
    fallback = " (fallback)" if movement.fallback else ""
    day = f"H-{movement.days_before}" if movement.days_before else "H"
    numbers = ", ".join(
        f"{getattr(movement, name)} {name}"
        for name in ("polri", "tni", "without_transport", "without_seat")
        if getattr(movement, name)
    )
    return (
        f"{day} {transport}{fallback}, {movement.command} to {movement.area_code}: "
        f"{movement.station_count} TPS, {numbers}"
    )


def _finding(found: plan_pb2.Finding, rules: list[str]) -> str:
    """A finding as `warning shortage 53: required 42, short 3; own 53.11 20 of 14`."""
    severity = _word(plan_pb2.Severity.Name(found.severity), "SEVERITY_")
    subject = [found.area_code, found.tps_code, rules[found.rule] if found.HasField("rule") else ""]
    head = " ".join(word for word in [severity, found.code, *subject] if word)
    numbers = ", ".join(f"{number.name} {number.value}" for number in found.numbers)
    binds = ", ".join(
        f"{_word(plan_pb2.BindKind.Name(bind.kind), 'BIND_KIND_')} {bind.code} "
        f"{bind.need} of {bind.available}"
        for bind in found.binds
    )
    return head + (f": {numbers}" if numbers else "") + (f"; {binds}" if binds else "")
