"""Digests of requests and plans: SHA-256 over their content, whatever order it came in."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Any, Final, cast

import numpy as np

from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.plan import Plan


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
            [_plain(strength) for strength in request.strengths],
            [_plain(stock) for stock in request.stocks],
            [_plain(seats) for seats in request.seats],
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
    left_out = {
        "name",
        "create_time",
        "plan_digest",
        "verification",
        "posts",
        "stations",
        "rules",
    }
    small = {
        field.name: _plain(getattr(plan, field.name))
        for field in dataclasses.fields(plan)
        if field.name not in left_out
    }
    if not plan.skipped:
        del small[
            "skipped"
        ]  # so whole plans keep the digest that they had before there were others
    rules = [
        [rule.policy, rule.id, rule.title.id, rule.title.en, rule.tps, rule.areas]
        for rule in plan.rules
    ]
    _add(content.update, ["plan", small, rules])
    for columns in (plan.posts, plan.stations):
        for field in dataclasses.fields(columns):
            value = getattr(columns, field.name)
            if isinstance(value, np.ndarray):
                content.update(value.astype("<i8").tobytes())
            else:
                _add(content.update, value)
    return content.hexdigest()


def _add(update: Callable[[bytes], None], value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    update(text.encode())
    update(b"\n")


def _plain(value: object) -> object:
    """The value as lists, texts and numbers that JSON can hold."""
    kind = type(value)
    if kind is int or kind is str or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_plain(part) for part in cast(tuple[object, ...], value)]
    if isinstance(value, IntEnum):
        return int(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in dataclasses.fields(cast(Any, value)))
    return [_plain(getattr(value, name)) for name in _FIELDS[kind]]


_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {}
"""Names of the fields of each record seen, looked up once."""
