"""`extends`: what a policy inherits by name, and what it drops."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pamtps_service.policy.cycles import cycles
from pamtps_service.policy.document import Declared, Document, RawRule, misnamed_rules
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import CLAIMS, STANDARD_ATTRIBUTES, Attribute, Claim, Text
from pamtps_service.policy.values import likely_word, words

_NO_OTHER: Final = Text(
    id="kebijakan lain di folder ini (tidak ada yang lain)",
    en="another policy of this folder (there is none)",
)
_NONE_INHERITED: Final = Text(
    id="aturan yang diwarisi (tidak ada yang diwarisi)",
    en="a rule that is inherited (none is)",
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A policy with everything that it inherits, its rules not yet read."""

    document: Document
    bases: tuple[Document, ...]
    """The nearest first."""
    complete: bool
    """Whether every base was there and could be read."""
    rules_complete: bool
    """Whether the rules of all of them could be read as well."""
    claims: tuple[Claim, ...]
    units: dict[str, Declared[int]]
    items: dict[str, Declared[Text]]
    attributes: dict[str, Attribute | None]
    """The standard ones that a request may leave out, and those declared."""
    area_lists: dict[str, Declared[tuple[str, ...]]]
    rules: dict[str, RawRule]


def merge(
    documents: Mapping[str, Document], unreadable: frozenset[str], log: FaultLog
) -> dict[str, Merged]:
    """Each policy with what it inherits, by id. `unreadable` are the ids of files that are there
    but could not be read."""
    circular = _check_extends(documents, unreadable, log)
    return {
        policy: _merge_one(document, documents, circular, log)
        for policy, document in sorted(documents.items())
    }


def _check_extends(
    documents: Mapping[str, Document], unreadable: frozenset[str], log: FaultLog
) -> frozenset[str]:
    edges: dict[str, tuple[str, ...]] = {}
    for policy, document in documents.items():
        base = document.extends
        if base is None or base.value is None:
            continue
        if base.value in documents:
            edges[policy] = (base.value,)
        elif base.value not in unreadable:
            known = sorted({*documents, *unreadable} - {policy})
            maybe = likely_word(base.value, known)
            allowed = words(known) or _NO_OTHER
            log.add("unknown-base", base.position, found=base.value, allowed=allowed, maybe=maybe)
    circular: set[str] = set()
    for cycle in cycles(edges):
        circular.update(cycle)
        base = documents[cycle[0]].extends
        if base is not None:
            log.add("extends-cycle", base.position, found=" → ".join((*cycle, cycle[0])))
    return frozenset(circular)


def _chain(
    document: Document, documents: Mapping[str, Document], circular: frozenset[str]
) -> tuple[tuple[Document, ...], bool]:
    """The bases, the nearest first, and whether they are all there."""
    bases: list[Document] = []
    current = document
    while current.extends is not None:
        base = documents.get(current.extends.value or "")
        if base is None or current.id in circular:
            return tuple(bases), False
        bases.append(base)
        current = base
    return tuple(bases), True


def _merge_one(
    document: Document,
    documents: Mapping[str, Document],
    circular: frozenset[str],
    log: FaultLog,
) -> Merged:
    bases, complete = _chain(document, documents, circular)
    chain = (document, *bases)
    rules_complete = complete and all(one.readable for one in chain)
    attributes: dict[str, Attribute | None] = {one.name: one for one in STANDARD_ATTRIBUTES}
    rules: dict[str, RawRule] = {}
    for one in reversed(chain):
        attributes.update({name: given.value for name, given in one.attributes.items()})
        _drop(one, rules, rules_complete, log)
        rules.update(one.rules)
    claims = next((one.claims for one in chain if one.claims is not None), CLAIMS)
    return Merged(
        document=document,
        bases=bases,
        complete=complete,
        rules_complete=rules_complete,
        claims=claims,
        units=dict(ChainMap(*(one.units for one in chain))),
        items=dict(ChainMap(*(one.items for one in chain))),
        attributes=attributes,
        area_lists=dict(ChainMap(*(one.area_lists for one in chain))),
        rules=rules,
    )


def _drop(document: Document, rules: dict[str, RawRule], complete: bool, log: FaultLog) -> None:
    """Take out the rules that the policy drops from those that it inherits."""
    inherited = sorted(rule for rule in rules if "@" not in rule)
    known = complete and document.extends is not None
    misnamed = misnamed_rules(rules.values())
    for dropped in document.drops:
        if dropped.value in rules:
            del rules[dropped.value]
        elif known and dropped.value is not None and dropped.value not in misnamed:
            log.add(
                "unknown-dropped-rule",
                dropped.position,
                found=dropped.value,
                allowed=words(inherited) or _NONE_INHERITED,
                maybe=likely_word(dropped.value, inherited),
            )
