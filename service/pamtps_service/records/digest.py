"""Digests of requests and plans: SHA-256 over their content, whatever order it came in."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, cast

import numpy as np

from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import AreaRow, Plan, SizeChoice, Total


def request_digest(
    request: PlanRequest, policies: Iterable[tuple[str, str]], planner_version: str
) -> str:
    """Digest of policies, batch, strengths, stocks, options and the planner's version.

    Args:
        request: the request; its batch is sorted by code, its strengths are sorted.
        policies: id and digest of each policy in use, sorted.
        planner_version: version of the planner.
    """
    batch = request.batch
    content = hashlib.sha256()
    if request.skipped:
        _add(content.update, ["skipped", request.skipped])
    _add(
        content.update,
        [
            "request",
            planner_version,
            request.policy,
            request.election_date.isoformat(),
            [list(policy) for policy in policies],
            request.strengths,
            request.stocks,
            request.seats,
            list(request.unavailable_transports),
            request.in_force.plan_digest if request.in_force else None,
            len(batch),
            sorted(batch.standard),
            sorted(batch.declared),
        ],
    )
    content.update(batch.code.astype("<i8").tobytes())
    content.update(batch.submitted_tier.astype("<i1").tobytes())
    for name in sorted(batch.standard):
        content.update(batch.standard[name].values.astype("<i4").tobytes())
        content.update(np.packbits(batch.standard[name].present).tobytes())
    for name in sorted(batch.declared):
        _add(content.update, list(batch.declared[name].texts))
        content.update(batch.declared[name].indices.astype("<i4").tobytes())
    return content.hexdigest()


def plan_name(digest: str) -> str:
    """The name of the plan of a request."""
    return f"plans/{digest[:32]}"


def plan_digest(plan: Plan) -> str:
    """Digest of everything in a plan but its name, time, positions in rule files, own digest and
    verification."""
    content = hashlib.sha256()
    left_out = _APART if plan.skipped else {*_APART, "skipped"}
    small = {
        field.name: _in_bulk(getattr(plan, field.name))
        for field in dataclasses.fields(plan)
        if field.name not in left_out
    }
    rules = [
        [rule.policy, rule.id, rule.title.id, rule.title.en, rule.tps, rule.areas]
        for rule in plan.rules
    ]
    _add(content.update, ["plan", small, rules])
    for columns in (plan.posts, plan.stations):
        for field in dataclasses.fields(columns):
            value = getattr(columns, field.name)
            if isinstance(value, np.ndarray):
                content.update(np.ascontiguousarray(value, "<i8").data)
            else:
                content.update(_column(value).encode())
                content.update(b"\n")
    return content.hexdigest()


def _column(values: Sequence[str] | Sequence[tuple[int, ...]]) -> str:
    """The JSON of a column of texts, or of sets of indices, as `_JSON` writes it: texts that need
    no escape in one piece, each of the few sets once."""
    if values and isinstance(values[0], str):
        texts = cast(Sequence[str], values)
        joined = '","'.join(texts)
        plain = joined.isprintable() and "\\" not in joined
        if plain and joined.count('"') == 2 * (len(texts) - 1):
            return f'["{joined}"]'
        return _JSON.encode(values)
    known = {members: _JSON.encode(members) for members in set(values)}
    return f"[{','.join([known[members] for members in values])}]"


def _in_bulk(value: object) -> object:
    """Records of one kind as the values of their fields, and other values as they are; the encoder
    would ask for those of each record on its own."""
    if not isinstance(value, tuple) or not value or not dataclasses.is_dataclass(value[0]):
        return value
    if isinstance(value[0], AreaRow):
        of_total, of_size = _fields_of(Total), _fields_of(SizeChoice)
        return [
            (*_OF_AREA(row), [*map(of_total, row.totals)], [*map(of_size, row.sizes)])
            for row in cast(Sequence[AreaRow], value)
        ]
    return list(map(_fields_of(type(value[0])), value))


def _add(update: Callable[[bytes], None], value: object) -> None:
    update(_JSON.encode(value).encode())
    update(b"\n")


def _plain(value: object) -> object:
    """A date as text, a record as the values of its fields, in their order."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _fields_of(type(value))(value)


def _fields_of(kind: type[Any]) -> Callable[[Any], object]:
    """What gives the values of the fields of a kind of record."""
    if kind not in _FIELDS:
        names = [field.name for field in dataclasses.fields(kind)]
        # of a single name attrgetter gives the value without a tuple around it
        getter = attrgetter(*names)
        _FIELDS[kind] = getter if len(names) > 1 else lambda record: [getter(record)]
    return _FIELDS[kind]


_APART: Final = frozenset(
    ("name", "create_time", "plan_digest", "verification", "posts", "stations", "rules")
)
"""Fields of a plan that are no part of its digest, or are added to it in another form."""
_OF_AREA: Final = attrgetter("level", "code", "name", "tps_by_tier", "posts")
"""The fields of an area's row before its records, in their order."""
_JSON: Final = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,
    sort_keys=True,
    separators=(",", ":"),
    default=_plain,
)
_FIELDS: Final[dict[type[Any], Callable[[Any], object]]] = {}
"""What gives the fields of each record seen, looked up once."""
