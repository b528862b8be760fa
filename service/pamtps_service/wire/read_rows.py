"""The row form of a batch: a message for each TPS, read into columns."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
from pamtps.v1 import plan_pb2

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.batch import TextColumn
from pamtps_service.wire.submitted import ABSENT, NO_CODE, STANDARD, Submitted

NOT_DECLARED: Final = ("tps_code", "risk_tier", "submitted_tier", "special_location", *STANDARD)
"""Names that no declared attribute may have: a row has them, or they follow from it."""
_TPS_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}\.\d{3}", re.ASCII)


def read_rows(message: plan_pb2.Batch, place: str, faults: list[Fault]) -> Submitted:
    """The rows of a message, with its attribute columns. `place` is that of the message."""
    codes: list[int] = []
    tiers: list[int] = []
    voters: list[int] = []
    travel: list[int] = []
    access: list[int] = []
    odd: dict[tuple[str, int], str] = {}
    matches = _TPS_CODE.fullmatch
    has = plan_pb2.StationRow.HasField
    for index, row in enumerate(message.rows):
        code = row.tps_code
        if matches(code):
            codes.append(int(code.replace(".", "")))
        else:
            codes.append(NO_CODE)
            odd["tps_code", index] = code
        tiers.append(row.risk_tier)
        voters.append(row.registered_voters if has(row, "registered_voters") else ABSENT)
        travel.append(row.travel_minutes if has(row, "travel_minutes") else ABSENT)
        access.append(row.access if has(row, "access") else ABSENT)
    return Submitted(
        code=np.array(codes, np.int64),
        tier=np.array(tiers, np.int64),
        standard={
            name: np.array(values, np.int64)
            for name, values in zip(STANDARD, (voters, travel, access), strict=True)
        },
        declared=_read_attributes(message, place, faults),
        odd=odd,
    )


def _read_attributes(
    message: plan_pb2.Batch, place: str, faults: list[Fault]
) -> dict[str, TextColumn]:
    """The declared attributes, in the order of the message."""
    n = len(message.rows)
    found: dict[str, TextColumn] = {}
    first: dict[str, int] = {}
    for number, column in enumerate(message.attributes):
        path = f"{place}.attributes[{number}]"
        name = column.name
        if not name:
            faults.append(fault("attribute-name-missing", f"{path}.name"))
        elif name in NOT_DECLARED:
            faults.append(fault("attribute-of-row", f"{path}.name", found=name))
        elif first.setdefault(name, number) != number:
            faults.append(
                fault(
                    "attribute-twice",
                    f"{path}.name",
                    found=name,
                    first=f"{place}.attributes[{first[name]}]",
                )
            )
        elif len(column.values) != n:
            faults.append(
                fault(
                    "attribute-length",
                    f"{path}.values",
                    attribute=name,
                    found=len(column.values),
                    rows=n,
                )
            )
        else:
            values = list(column.values)
            texts = tuple(sorted(set(values) - {""}))
            index = {text: position for position, text in enumerate(texts)}
            index[""] = -1
            found[name] = TextColumn(np.array([index[v] for v in values], np.int32), texts)
    return found
