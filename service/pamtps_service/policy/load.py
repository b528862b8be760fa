"""Loads a folder of rule files: the entry to the policy language.

Which files those are, folder.py says. Tests of policies among them are left alone here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pamtps_service.policy.digest import policy_digest, set_digest, source_digest
from pamtps_service.policy.document import (
    Declared,
    Document,
    misnamed_rules,
    name_in_file,
    read_document,
)
from pamtps_service.policy.extends import Merged, merge
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.folder import TESTS, FolderContent, read_folder
from pamtps_service.policy.labels import check_labels
from pamtps_service.policy.model import (
    ALWAYS_KNOWN,
    Attribute,
    Effective,
    Policy,
    Position,
    Rule,
)
from pamtps_service.policy.rules import (
    check_instead_of,
    labels_given,
    read_instead_of,
    read_rule,
)
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import read_source

Value = TypeVar("Value")

WARNINGS: Final = frozenset(
    {
        "rule-without-basis",
        "repeated-value",
        "name-not-checked",
        "never-matches",
        "area-outside-policy",
        "unused-area-list",
        "unused-unit",
        "unused-item",
    }
)
"""Codes that do not keep a policy from being loaded."""


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Every policy of a folder."""

    policies: Mapping[str, Policy]
    """By id, sorted by id; abstract ones included."""
    digest: str
    """SHA-256 (hex) over the ids and digests of all policies."""
    earlier: Mapping[tuple[str, str], Policy] = field(default_factory=lambda: MappingProxyType({}))
    """By id and digest, policies of sets that were in force before and are still remembered."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of a folder found."""

    policies: PolicySet | None
    """None where there is a fault."""
    faults: tuple[Fault, ...]
    """Sorted by file, line, column."""
    warnings: tuple[Fault, ...]
    """Sorted likewise."""


def load_policies(folder: Path) -> PolicySet:
    """The policies of a folder. FaultsError with every fault of every file, sorted by file, line,
    column; warnings are not told here."""
    checked = check_folder(folder)
    if checked.policies is None:
        raise FaultsError(checked.faults)
    return checked.policies


def check_folder(folder: Path) -> Checked:
    """The policies of a folder with everything that is wrong or doubtful in its files."""
    return check_content(read_folder(folder))


def check_files(files: Mapping[str, bytes]) -> Checked:
    """The policies of files that are given by name instead of in a folder; tests of policies among
    them are left alone. A name that is no file name of a policy is a fault."""
    log = FaultLog()
    for name in sorted(files):
        if not name.endswith(".yaml") or "/" in name:
            log.add("invalid-file-name", Position(name, 1, 1), found=name)
    wrong = {fault.place.file for fault in log.sorted() if isinstance(fault.place, Position)}
    named = {name: files[name] for name in sorted(files) if name not in wrong}
    return check_content(FolderContent(named, log.sorted()))


def check_content(content: FolderContent) -> Checked:
    """The policies of a folder as it was read, with everything that is wrong or doubtful."""
    log = FaultLog()
    documents, unreadable = _read_documents(content, log)
    return _check(documents, frozenset(unreadable), log)


def _check(documents: dict[str, Document], unreadable: frozenset[str], log: FaultLog) -> Checked:
    merged = merge(documents, unreadable, log)
    policies: dict[str, Policy] = {}
    used: set[tuple[str, str, str]] = set()
    # bases before their heirs, so that a fault of a rule is told of the policy it is written in
    for policy_id, one in sorted(merged.items(), key=lambda item: (len(item[1].bases), item[0])):
        policy, names = _read_policy(one, log)
        used.update(_origins(one, names))
        if policy is not None:
            policies[policy_id] = policy
    sound = len(log) == len(log.of(WARNINGS))
    for document in documents.values():
        _warn_of_basis(document, log)
        if sound:  # a rule with a fault may be the one that uses the name
            _warn_of_unused(document, used, log)
    found = log.sorted()
    faults = tuple(fault for fault in found if fault.code not in WARNINGS)
    warnings = tuple(fault for fault in found if fault.code in WARNINGS)
    if faults:
        return Checked(None, faults, warnings)
    complete = MappingProxyType(dict(sorted(policies.items())))
    return Checked(PolicySet(complete, set_digest(complete)), (), warnings)


# Files ----------------------------------------------------------------------------------------


def _read_documents(content: FolderContent, log: FaultLog) -> tuple[dict[str, Document], set[str]]:
    """The readable policies by id, and the names of files that are there but could not be read."""
    for fault in content.faults:
        log.take(fault)
    unreadable = {
        fault.place.file.removesuffix(".yaml")
        for fault in content.faults
        if fault.code == "file-unreadable" and isinstance(fault.place, Position)
    }
    read = [
        (name, _read_content(name, given, log))
        for name, given in content.files.items()
        if not name.endswith(TESTS)
    ]
    documents: dict[str, Document] = {}
    # of two policies of one id the one whose file has that name is the policy
    for name, document in sorted(read, key=lambda one: one[1] is not None and one[1].misnamed):
        if document is None:
            unreadable.add(name.removesuffix(".yaml"))
        elif document.id in documents:
            first = documents[document.id].file
            log.add("duplicate-policy", document.position, found=document.id, file=first)
        else:
            documents[document.id] = document
    return documents, unreadable


def _read_content(name: str, content: bytes, log: FaultLog) -> Document | None:
    text, root = read_source(name, content, log)
    return None if root is None else read_document(name, content, text, root, log)


# Policies -------------------------------------------------------------------------------------


def _scope(merged: Merged) -> Scope:
    attributes: dict[str, Attribute | None] = {one.name: one for one in ALWAYS_KNOWN}
    attributes.update(merged.attributes)
    return Scope(
        units={name: given.value for name, given in merged.units.items()},
        items={name: given.value for name, given in merged.items.items()},
        attributes=attributes,
        area_lists={name: given.value for name, given in merged.area_lists.items()},
        labels=labels_given(merged.rules.values()),
        rules=frozenset(rule for rule in merged.rules if "@" not in rule),
        misnamed_rules=misnamed_rules(merged.rules.values()),
        complete=merged.complete,
        rules_complete=merged.rules_complete,
        policy=merged.document.id,
        areas=merged.document.areas or (),
    )


def _read_policy(merged: Merged, log: FaultLog) -> tuple[Policy | None, set[tuple[str, str]]]:
    """The policy, or None after a fault; and the names that its rules use."""
    scope = _scope(merged)
    rules: dict[str, Rule] = {}
    chain = [merged.document.id, *(base.id for base in merged.bases)]
    logs = {
        raw.id: log.for_rule(name_in_file(raw.id), chain[: chain.index(raw.origin)])
        for raw in merged.rules.values()
    }
    instead_of = {
        raw.id: read_instead_of(raw, scope, logs[raw.id]) for raw in merged.rules.values()
    }
    for raw in merged.rules.values():
        rule = read_rule(raw, instead_of[raw.id], scope, logs[raw.id])
        if rule is not None:
            rules[rule.id] = rule
    check_instead_of(merged.rules, instead_of, logs)
    check_labels(rules.values(), logs)
    return _policy(merged, rules, scope), scope.used


def _policy(merged: Merged, rules: dict[str, Rule], scope: Scope) -> Policy | None:
    document = merged.document
    if document.title is None or document.issuer is None or document.basis is None:
        return None
    if document.areas is None:
        return None
    policy = Policy(
        id=document.id,
        title=document.title,
        issuer=document.issuer,
        basis=document.basis,
        areas=document.areas or None,
        effective=Effective(document.start, document.until),
        abstract=document.abstract,
        extends=tuple(base.id for base in merged.bases),
        claims=merged.claims,
        units=_named(scope.units),
        items=_named(scope.items),
        attributes=tuple(one for _, one in _named(merged.attributes)),
        area_lists=_named(scope.area_lists),
        rules=tuple(rules[rule] for rule in sorted(rules)),
        digest="",
        source_digest=source_digest(one.content for one in (document, *merged.bases)),
        position=document.position,
        source=document.text,
    )
    return replace(policy, digest=policy_digest(policy))


def _named(given: Mapping[str, Value | None]) -> tuple[tuple[str, Value], ...]:
    return tuple((name, value) for name, value in sorted(given.items()) if value is not None)


# Warnings -------------------------------------------------------------------------------------


def _origins(merged: Merged, names: set[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """(policy, kind, name) of the declarations that the used names stand for."""
    found = set()
    for kind, name in names:
        for document in (merged.document, *merged.bases):
            if name in getattr(document, kind):
                found.add((document.id, kind, name))
                break
    return found


def _warn_of_basis(document: Document, log: FaultLog) -> None:
    for raw in document.rules.values():
        if raw.node.get("basis") is None:
            found = name_in_file(raw.id)
            log.for_rule(found).add("rule-without-basis", raw.position, found=found)


def _warn_of_unused(document: Document, used: set[tuple[str, str, str]], log: FaultLog) -> None:
    declared: dict[str, dict[str, Declared[Any]]] = {
        "unused-area-list": document.area_lists,
        "unused-unit": document.units,
        "unused-item": document.items,
    }
    kinds = {"unused-area-list": "area_lists", "unused-unit": "units", "unused-item": "items"}
    for code, given in declared.items():
        for name, one in given.items():
            if (document.id, kinds[code], name) not in used:
                log.add(code, one.position, found=name)
