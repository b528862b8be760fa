"""Admission: which policy each TPS falls under, and what is known of it; or every fault.

Nothing fails open: a TPS that lacks an attribute which a rule asks, and for which its policy has no
default, is a fault of the request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from pamtps_service.engine.facts import Facts
from pamtps_service.policy.faults import Fault, did_you_mean, fault
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    INT32_MAX,
    INT32_MIN,
    Add,
    All,
    AnyOf,
    Attribute,
    AttributeType,
    Condition,
    Count,
    Equip,
    Mix,
    Not,
    OneOf,
    Policy,
    Rule,
    Within,
)
from pamtps_service.policy.selection import contains, in_force
from pamtps_service.records.area_codes import DIVISOR, to_text
from pamtps_service.records.batch import Batch, CodeColumn, IntColumn, PlanRequest, TextColumn

STANDARD = ("registered_voters", "travel_minutes", "access")
OF_POLICIES: Final = frozenset(
    (
        "no-policy-in-force",
        "outside-policy",
        "province-under-several-policies",
        "several-policies-in-force",
    )
)
"""Faults of an area and the policies asked for it, not of the row that the area stands in."""


@dataclass(frozen=True, slots=True)
class AdmittedPart:
    """The TPS of a batch that fall under one policy."""

    policy: Policy
    facts: Facts
    at: CodeColumn
    """Index of each of its TPS in the batch, ascending."""


def admit(request: PlanRequest, policies: PolicySet) -> tuple[list[AdmittedPart], list[Fault]]:
    """The parts of a request, sorted by policy id, and its faults; with any they are incomplete."""
    faults: list[Fault] = []
    policy_of = _policies_of_provinces(request, policies, faults)
    provinces = request.batch.code // DIVISOR["province"]
    parts = []
    used = {policy.id: policy for policy in policy_of.values()}
    faults += _unknown_attributes(request.batch, used)
    faults += _unknown_items(request, used)
    for policy in (used[name] for name in sorted(used)):
        ours = [province for province, its in policy_of.items() if its.id == policy.id]
        at = np.flatnonzero(np.isin(provinces, np.array(ours, np.int64)))
        facts, more = _facts(request.batch, at, policy)
        faults += more
        parts.append(AdmittedPart(policy, facts, at))
    return parts, faults


def _policies_of_provinces(
    request: PlanRequest, policies: PolicySet, faults: list[Fault]
) -> dict[int, Policy]:
    """The policy of each province of the batch, as far as there is one."""
    batch, day = request.batch, request.election_date
    regencies, first = np.unique(batch.code // DIVISOR["regency"], return_index=True)
    rows = batch.row[first].tolist()
    codes = [to_text(regency, "regency") for regency in regencies.tolist()]
    named: Policy | None = None
    if request.policy is not None:
        named = _named_policy(request.policy, request, policies, faults)
        if named is None:
            return {}
    found: dict[int, dict[str, Policy]] = {}
    places: dict[tuple[int, str], tuple[str, str]] = {}
    for code, row in zip(codes, rows, strict=True):
        place = f"batch.rows[{row}].tps_code"
        if named is not None:
            candidates: tuple[Policy, ...] = (named,) if contains(named, code) else ()
            if not candidates:
                areas = ", ".join(named.areas or ())
                faults.append(
                    fault("outside-policy", place, regency=code, policy=named.id, areas=areas)
                )
        else:
            candidates = in_force(policies, code, day)
            if not candidates:
                faults.append(
                    fault("no-policy-in-force", place, regency=code, date=day.isoformat())
                )
        if len(candidates) > 1:
            names = ", ".join(sorted(policy.id for policy in candidates))
            faults.append(
                fault(
                    "several-policies-in-force",
                    place,
                    regency=code,
                    date=day.isoformat(),
                    policies=names,
                )
            )
        elif candidates:
            found.setdefault(int(code[:2]), {})[candidates[0].id] = candidates[0]
            places.setdefault((int(code[:2]), candidates[0].id), (place, code))
    for province, several in sorted(found.items()):
        if len(several) > 1:
            faults.append(_several_policies(province, several, places))
    return {
        province: next(iter(several.values()))
        for province, several in found.items()
        if len(several) == 1
    }


def _several_policies(
    province: int, several: Mapping[str, Policy], places: Mapping[tuple[int, str], tuple[str, str]]
) -> Fault:
    """The fault of a province under several policies, at the first TPS of the last of them."""
    by_row = sorted((places[province, name][1], name) for name in several)
    place, _ = places[province, by_row[-1][1]]
    return fault(
        "province-under-several-policies",
        place,
        province=to_text(province, "province"),
        policies=", ".join(f"{name} ({regency})" for regency, name in by_row),
    )


def policy_fault(name: str, policies: PolicySet) -> Fault | None:
    """What is wrong with the id of a policy that a request names."""
    policy = policies.policies.get(name)
    usable = sorted(p.id for p in policies.policies.values() if not p.abstract)
    allowed = ", ".join(usable)
    if policy is None:
        close = did_you_mean(name, usable)
        return fault("unknown-policy", "policy", maybe=close, found=name, allowed=allowed)
    if policy.abstract:
        return fault("abstract-policy", "policy", found=name, allowed=allowed)
    return None


def _named_policy(
    name: str, request: PlanRequest, policies: PolicySet, faults: list[Fault]
) -> Policy | None:
    wrong = policy_fault(name, policies)
    if wrong is not None:
        faults.append(wrong)
        return None
    policy = policies.policies[name]
    if not policy.effective.holds(request.election_date):
        faults.append(
            fault(
                "policy-not-in-force",
                "election_date",
                policy=name,
                date=request.election_date.isoformat(),
                start=policy.effective.start.isoformat() if policy.effective.start else "…",
                until=policy.effective.until.isoformat() if policy.effective.until else "…",
            )
        )
        return None
    return policy


def _unknown_attributes(batch: Batch, policies: Mapping[str, Policy]) -> list[Fault]:
    """Columns of the batch that no policy in use declares."""
    declared = {attribute.name for policy in policies.values() for attribute in policy.attributes}
    declared -= set(STANDARD)
    faults = []
    for index, name in enumerate(batch.declared):
        if policies and name not in declared:
            faults.append(
                fault(
                    "unknown-attribute-column",
                    f"batch.attributes[{index}].name",
                    maybe=did_you_mean(name, declared),
                    found=name,
                    allowed=", ".join(sorted(declared)) or "-",
                )
            )
    return faults


def _unknown_items(request: PlanRequest, policies: Mapping[str, Policy]) -> list[Fault]:
    """Stocks of items that no policy in use has."""
    items = {name for policy in policies.values() for name, _ in policy.items}
    return [
        fault(
            "unknown-item-of-stock",
            f"stocks[{row}].item",
            maybe=did_you_mean(stock.item, items),
            found=stock.item or '""',
            allowed=", ".join(sorted(items)) or "-",
        )
        for stock, row in zip(request.stocks, request.stock_rows, strict=True)
        if policies and stock.item not in items
    ]


def _facts(batch: Batch, at: CodeColumn, policy: Policy) -> tuple[Facts, list[Fault]]:
    """Typed columns of a policy's TPS, defaults filled in, and what is wrong or missing."""
    faults: list[Fault] = []
    integers: dict[str, IntColumn] = {}
    texts: dict[str, tuple[IntColumn, tuple[str, ...]]] = {}
    asked = attributes_asked(policy)
    order = {name: index for index, name in enumerate(batch.declared)}
    for attribute in policy.attributes:
        name = attribute.name
        if name in STANDARD:
            column = batch.standard[name]
            values, present = column.values[at], column.present[at]
            kept: tuple[str, ...] = ()
        elif name in order:
            typed = _typed(attribute, batch, at, order[name], faults)
            values, present, kept = typed
        else:
            values, present = np.zeros(len(at), np.int32), np.zeros(len(at), np.bool_)
            kept = ()
        if name in asked and attribute.default is None and not present.all():
            faults += _missing(
                attribute, batch, at[~present], len(at), order.get(name), asked[name]
            )
        if attribute.type is AttributeType.CODE:
            if isinstance(attribute.default, str) and not present.all():
                kept = (*kept, attribute.default)
                values = np.where(present, values, np.int32(len(kept) - 1)).astype(np.int32)
            texts[name] = (values, kept)
        else:
            default = attribute.default if isinstance(attribute.default, int) else 0
            integers[name] = np.where(present, values, np.int32(default)).astype(np.int32)
    facts = Facts(batch.code[at], batch.submitted_tier[at], integers, texts)
    return facts, faults


def _typed(
    attribute: Attribute, batch: Batch, at: CodeColumn, place: int, faults: list[Fault]
) -> tuple[IntColumn, np.ndarray[tuple[int], np.dtype[np.bool_]], tuple[str, ...]]:
    """The values of a declared attribute, each distinct text read once."""
    column: TextColumn = batch.declared[attribute.name]
    indices = column.indices[at]
    present = indices >= 0
    if attribute.type is AttributeType.CODE:
        return indices, present, column.texts
    read = [read_value(attribute, text) for text in column.texts]
    for index in sorted(set(indices[present].tolist())):
        if read[index] is None:
            found = column.texts[index]
            allowed, words = allowed_values(attribute)
            faults += [
                fault(
                    "attribute-value",
                    f"batch.attributes[{place}].values[{row}]",
                    maybe=did_you_mean(found, words),
                    attribute=attribute.name,
                    found=found,
                    allowed=allowed,
                )
                for row in batch.row[at[indices == index]].tolist()
            ]
    table = np.array([value if value is not None else 0 for value in read] or [0], np.int32)
    return np.where(present, table[indices], np.int32(0)).astype(np.int32), present, ()


def read_value(attribute: Attribute, text: str) -> int | None:
    """A value of a declared attribute as a policy file would write it; None where it is none."""
    if attribute.type is AttributeType.BOOLEAN:
        return {"false": 0, "true": 1}.get(text)
    if attribute.type is AttributeType.CHOICE:
        return attribute.choices.index(text) if text in attribute.choices else None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or (len(digits) > 1 and digits[0] == "0"):
        return None
    value = int(text)
    return value if INT32_MIN <= value <= INT32_MAX else None


def allowed_values(attribute: Attribute) -> tuple[str, tuple[str, ...]]:
    """What a value may be, for a message, and the words among them."""
    if attribute.type is AttributeType.BOOLEAN:
        return "true, false", ("true", "false")
    if attribute.type is AttributeType.CHOICE:
        return ", ".join(attribute.choices), attribute.choices
    return f"{INT32_MIN} .. {INT32_MAX}", ()


def _missing(
    attribute: Attribute,
    batch: Batch,
    lacking: CodeColumn,
    of: int,
    place: int | None,
    rules: list[str],
) -> list[Fault]:
    """A fault for each TPS that lacks it; a single one where no TPS of the policy has it."""

    def path(row: int) -> str:
        if attribute.name in STANDARD:
            return f"batch.rows[{row}].{attribute.name}"
        return "batch.attributes" if place is None else f"batch.attributes[{place}].values[{row}]"

    names = ", ".join(rules)
    if len(lacking) == of:
        row, code = int(batch.row[lacking[0]]), int(batch.code[lacking[0]])
        return [
            fault(
                "attribute-missing-everywhere",
                path(row),
                attribute=attribute.name,
                tps=to_text(code, "tps"),
                count=of,
                rules=names,
            )
        ]
    return [
        fault(
            "attribute-missing",
            path(row),
            attribute=attribute.name,
            tps=to_text(code, "tps"),
            rules=names,
        )
        for row, code in zip(batch.row[lacking].tolist(), batch.code[lacking].tolist(), strict=True)
    ]


def attributes_asked(policy: Policy) -> dict[str, list[str]]:
    """The attributes that rules of the policy ask and that a request may lack, each with the ids
    of those rules."""
    always = {attribute.name for attribute in ALWAYS_KNOWN}
    asked: dict[str, list[str]] = {}
    for rule in policy.rules:
        for name in sorted(set(_attributes_of_rule(rule)) - always):
            asked.setdefault(name, []).append(rule.id)
    return asked


def _attributes_of_rule(rule: Rule) -> Iterator[str]:
    yield from _attributes(rule.when)
    if rule.unless is not None:
        yield from _attributes(rule.unless)
    match rule.effect:
        case Add(per=per) | Equip(per=per) if per is not None:
            yield from _attributes(per.of)
        case Mix(of=of) if of is not None:
            yield from _attributes(of)


def _attributes(condition: Condition) -> Iterator[str]:
    match condition:
        case OneOf(attribute, _) | Within(attribute, _, _):
            yield attribute
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _attributes(part)
        case Not(part):
            yield from _attributes(part)
        case Count(of, _, _):
            yield from _attributes(of)
        case _:
            return
