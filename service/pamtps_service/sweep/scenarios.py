"""A table of scenarios in, a table of what their plans come to out.

The function is one of Arrow record batches, so that whatever runs such functions can run it. Each
scenario is planned and verified as the service would, and gives one row, also where it is rejected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.parallel import ALONE
from pamtps_service.policy.faults import FaultsError
from pamtps_service.policy.load import PolicySet, check_files
from pamtps_service.policy.model import ACCESS, FORCES, Force
from pamtps_service.records.plan import Plan, Status, Total
from pamtps_service.wire.call import CallError
from pamtps_service.wire.deployment import deployment

SCENARIO: Final = pa.schema(
    [
        pa.field("rules", pa.string(), nullable=False),
        pa.field("policy", pa.string(), nullable=False),
        pa.field("strengths", pa.string(), nullable=False),
        pa.field("unavailable_transports", pa.string(), nullable=False),
        pa.field("area_code", pa.string(), nullable=False),
    ]
)
"""`rules`, `strengths` and `area_code` are names of Inputs; `policy` is an id, or empty for the one
in force; `unavailable_transports` are words of ACCESS with commas between."""
WHOLE: Final = 100
"""Percent at which personnel stay as they are."""
NUMBERS: Final = ("required", "wished", "assigned", "short", "above", "available")
"""Of each force; `available` is null where no strength was given."""
REJECTED: Final = "rejected"
"""Status of a scenario that cannot be planned; the others are those of plans."""
ERROR: Final = ("error", "error_id", "error_en")
"""Of a rejected scenario the stable code of the first fault, and its text in both languages; how
many faults there are stands in `fault_count`."""
RESULT: Final = pa.schema(
    [
        *SCENARIO,
        *(pa.field(f"{force}_percent", pa.int32(), nullable=False) for force in FORCES),
        pa.field("status", pa.string(), nullable=False),
        pa.field("plan_digest", pa.string()),
        pa.field("station_count", pa.int32()),
        pa.field("post_count", pa.int32()),
        *(pa.field(f"{force}_{name}", pa.int32()) for force in FORCES for name in NUMBERS),
        *(pa.field(name, pa.string()) for name in ERROR),
        pa.field("fault_count", pa.int32()),
    ]
)
"""Null where there is no plan; ERROR and `fault_count` are null where there is one."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What scenarios choose from, by name."""

    election_date: str
    """YYYY-MM-DD."""
    rules: Mapping[str, Mapping[str, bytes]]
    """Files of rules, by file name."""
    strengths: Mapping[str, Mapping[str, bytes]]
    """By area code: a PlanDeploymentRequest with strengths, stocks and seats."""
    percent: Mapping[str, Mapping[Force, int]]
    """Of the personnel of a force in a file that strengths are, by the names of these; WHOLE of
    what is not there."""
    stations: Mapping[str, tuple[bytes, ...]]
    """By area code: the TPS, as in Batch.arrow."""


def plan_scenarios(scenarios: pa.RecordBatch, inputs: Inputs) -> pa.RecordBatch:
    """A row of RESULT for each row of SCENARIO, in the same order."""
    rows = [
        {**one, **_percent(one, inputs), **_planned(one, inputs)} for one in scenarios.to_pylist()
    ]
    return pa.RecordBatch.from_pylist(rows, schema=RESULT)


def _percent(scenario: Mapping[str, str], inputs: Inputs) -> dict[str, int]:
    percent = inputs.percent.get(scenario["strengths"], {})
    return {f"{force}_percent": percent.get(force, WHOLE) for force in FORCES}


def _planned(scenario: Mapping[str, str], inputs: Inputs) -> dict[str, Any]:
    area = scenario["area_code"]
    message = planning_service_pb2.PlanDeploymentRequest.FromString(
        inputs.strengths[scenario["strengths"]][area]
    )
    message.election_date = inputs.election_date
    message.policy = scenario["policy"]
    message.view = planning_service_pb2.PLAN_VIEW_BASIC
    for word in filter(None, scenario["unavailable_transports"].split(",")):
        message.unavailable_transports.append(plan_pb2.Access.ValueType(ACCESS.index(word) + 1))
    chunks = [plan_pb2.Batch(arrow=inputs.stations[area])]
    policies = _policies(tuple(sorted(inputs.rules[scenario["rules"]].items())))
    try:
        made = deployment(policies, message, chunks, ALONE)
    except CallError as error:
        code, told = error.reason, error.message
        if error.faults:
            code, told = error.faults[0].code, error.faults[0].message
        told_in_both = dict(zip(ERROR, (code, told.id, told.en), strict=True))
        count = max(1, len(error.faults))
        return {"status": REJECTED, **told_in_both, "fault_count": count}
    assert made.plan is not None
    return _values(made.plan)


def _values(plan: Plan) -> dict[str, Any]:
    return {
        "status": Status(plan.status).name.lower(),
        "plan_digest": plan.plan_digest,
        "station_count": len(plan.stations),
        "post_count": len(plan.posts),
        **{
            f"{total.force}_{name}": _number(total, name)
            for total in plan.totals
            for name in NUMBERS
        },
    }


def _number(total: Total, name: str) -> int | None:
    value: int | None = getattr(total, name)
    return value


@lru_cache(maxsize=64)
def _policies(files: tuple[tuple[str, bytes], ...]) -> PolicySet:
    """The policies of files, loaded once in this process. FaultsError."""
    checked = check_files(dict(files))
    if checked.policies is None:
        raise FaultsError(checked.faults)
    return checked.policies
