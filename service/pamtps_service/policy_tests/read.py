"""Reads test files: `NAME.test.yaml`, with every fault at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from pamtps_service.policy.areas import level
from pamtps_service.policy.catalogue import render
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.folder import TESTS
from pamtps_service.policy.load import WARNINGS, PolicySet
from pamtps_service.policy.model import AreaLevel, Policy, Position
from pamtps_service.policy.source import Mapping, Node, Scalar, read_source
from pamtps_service.policy.test_keys import CASE_KEYS, TEST_KEYS
from pamtps_service.policy.values import (
    as_listing,
    as_mapping,
    as_text,
    check_keys,
    check_required,
    keys_of,
    likely_word,
    read_date,
    read_id,
    words,
)
from pamtps_service.policy_tests.cases import Case, Expectation, FileCase, Stations
from pamtps_service.policy_tests.places import VillageFullError, codes_of
from pamtps_service.policy_tests.read_expectations import read_expectations
from pamtps_service.policy_tests.read_facts import (
    SPECIAL,
    Facts,
    read_area,
    read_facts,
    stations_of,
)

_FILE_REQUIRED: Final = ("tests", "election_date", "cases")
_OF_POLICIES: Final = {
    "empty-file": "test-file-empty",
    "policy-not-mapping": "test-file-not-mapping",
}
"""Faults of any rule file, by the code that says the same of test files."""


@dataclass(frozen=True, slots=True)
class FileTests:
    """A test file."""

    file: str
    policy: Policy | None
    """None where it names none that is there."""
    date: datetime.date | None
    facts: Facts
    """Of every case where it is silent."""
    cases: tuple[FileCase, ...]
    """As far as they have a name."""
    faults: tuple[Fault, ...]


def read_test_file(file: str, content: bytes, policies: PolicySet) -> FileTests:
    """The cases of a test file, and all its faults, sorted by place."""
    log = FaultLog()
    _, root = read_source(file, content, log)
    if root is None:
        faults = tuple(_of_tests(log.sorted(), file))
        return FileTests(file, None, None, Facts(), (), faults)
    check_keys(root, TEST_KEYS, file, log)
    check_required(root, _FILE_REQUIRED, file, log)
    policy = _policy(root, file, policies, log)
    date = _date(root, policy, log)
    facts = _facts(root, policy, log)
    cases = _Cases(policy, date, facts, log).read(root.get("cases"), file)
    faults = tuple(fault for fault in log.sorted() if fault.code not in WARNINGS)
    return FileTests(file, policy, date, facts or Facts(), cases, faults)


def _of_tests(faults: Iterable[Fault], file: str) -> Iterable[Fault]:
    for fault in faults:
        code = _OF_POLICIES.get(fault.code)
        yield replace(fault, code=code, message=render(code, file=file)) if code else fault


def _policy(root: Mapping, file: str, policies: PolicySet, log: FaultLog) -> Policy | None:
    node, stem = root.get("tests"), file.removesuffix(TESTS)
    found = None if node is None else read_id(node, "tests", log)
    if node is None or found is None:
        return None
    policy = policies.policies.get(found)
    if policy is None:
        allowed = sorted(policies.policies)
        maybe = stem if stem in policies.policies else likely_word(found, allowed)
        listed = words(allowed) or render("test-none-of-level")
        log.add("test-policy-unknown", node.position, found=found, allowed=listed, maybe=maybe)
    elif found != stem:
        maybe = stem if stem in policies.policies else ""
        allowed_name = f"`tests: {stem}`, `{found}{TESTS}`"
        named = {"found": found, "file": file, "allowed": allowed_name}
        log.add("test-id-not-file-name", node.position, maybe=maybe, **named)
    return policy


def _date(holder: Mapping, policy: Policy | None, log: FaultLog) -> datetime.date | None:
    """The election date of a file or case; None where it gives none, or after a fault."""
    node = holder.get("election_date")
    date = None if node is None else read_date(node, "election_date", log)
    if node is None or date is None or policy is None or policy.effective.holds(date):
        return date
    start, until = (
        render("test-open-date") if day is None else day.isoformat()
        for day in (policy.effective.start, policy.effective.until)
    )
    found = {"policy": policy.id, "found": date.isoformat()}
    log.add("test-date-not-in-force", node.position, start=start, until=until, **found)
    return None


def _facts(root: Mapping, policy: Policy | None, log: FaultLog) -> Facts | None:
    node = root.get("facts")
    if node is None:
        return Facts()
    mapping = as_mapping(node, "facts", log)
    if mapping is None or policy is None:
        return None
    return read_facts(mapping, "facts", (), policy, log)


class _Cases:
    """Reads the cases of one file."""

    def __init__(
        self,
        policy: Policy | None,
        date: datetime.date | None,
        defaults: Facts | None,
        log: FaultLog,
    ) -> None:
        self._policy, self._date, self._log = policy, date, log
        self._defaults = defaults
        self._names: dict[str, Position] = {}

    def read(self, node: Node | None, file: str) -> tuple[FileCase, ...]:
        listing = None if node is None else as_listing(node, "cases", self._log)
        if listing is None:
            return ()
        if not listing.items:
            self._log.add("test-without-cases", listing.position, file=file)
        read = [self._case(item, f"cases[{i}]") for i, item in enumerate(listing.items)]
        return tuple(case for case in read if case is not None)

    def _case(self, node: Node, key: str) -> FileCase | None:
        mapping = as_mapping(node, key, self._log)
        if mapping is None:
            return None
        name = self._name(mapping, key)
        log = self._log.for_rule(name)
        before = len(log)
        check_keys(mapping, CASE_KEYS, key, log)
        check_required(mapping, ("name", "expect"), key, log)
        date = _date(mapping, self._policy, log) or self._date
        subject = self._subject(mapping, key, log)
        expect = mapping.get("expect")
        level = self._level(mapping)
        expected = None
        if expect is not None and self._policy is not None and level is not None:
            expected = read_expectations(expect, self._policy, level, log)
        elif expect is not None:
            as_mapping(expect, f"{key}.expect", log)
        place = name_place(mapping)
        whole = name and date is not None and subject is not None and expected is not None
        if not whole or len(log) > before:
            return FileCase(name, place, None)
        assert self._policy is not None
        assert date is not None
        assert subject is not None
        assert expected is not None
        return FileCase(name, place, self._whole(name, place, date, subject, expected))

    def _whole(
        self,
        name: str,
        place: Position,
        date: datetime.date,
        subject: _Subject,
        expected: tuple[Expectation, ...],
    ) -> Case:
        assert self._policy is not None
        return Case(
            name,
            place,
            self._policy,
            date,
            subject.level,
            subject.area,
            subject.stations,
            subject.codes,
            expected,
        )

    def _name(self, mapping: Mapping, key: str) -> str:
        node = mapping.get("name")
        name = None if node is None else as_text(node, f"{key}.name", self._log)
        if node is None or name is None:
            return ""
        first = self._names.setdefault(name, node.position)
        if first != node.position:
            line = str(first.line)
            self._log.add("test-name-given-twice", node.position, found=name, line=line)
        return name

    def _level(self, mapping: Mapping) -> AreaLevel | Literal["tps"] | None:
        """What the case looks at; None where that cannot be said."""
        if mapping.get("tps") is not None:
            return "tps"
        area = mapping.get("area")
        return level(area.text) if isinstance(area, Scalar) else None

    # What the case looks at

    def _subject(self, mapping: Mapping, key: str, log: FaultLog) -> _Subject | None:
        tps, area, holds = (mapping.get(word) for word in ("tps", "area", "holds"))
        if (tps is None) == (area is None and holds is None):
            log.add("test-tps-or-area", mapping.position, found=keys_of(mapping))
            return None
        if tps is not None:
            inside = as_mapping(tps, f"{key}.tps", log)
            return None if inside is None else self._of_tps(inside, f"{key}.tps", log)
        check_required(mapping, ("area", "holds"), key, log)
        code = None
        if area is not None and self._policy is not None:
            code = read_area(area, f"{key}.area", self._policy, log)
        listing = None if holds is None else as_listing(holds, f"{key}.holds", log)
        if listing is None:
            return None
        if not listing.items:
            log.add("empty-list", listing.position, key=f"{key}.holds")
        entries = [
            self._of_area(item, f"{key}.holds[{index}]", code, log)
            for index, item in enumerate(listing.items)
        ]
        stations = tuple(one for one in entries if one is not None)
        if code is None or not stations or len(stations) < len(entries):
            return None
        found = level(code.text)
        assert found is not None
        places = [item.position for item in listing.items]
        codes = self._codes(stations, places, log)
        return None if codes is None else _Subject(found, code.text, stations, codes)

    def _of_tps(self, mapping: Mapping, key: str, log: FaultLog) -> _Subject | None:
        if self._policy is None:
            return None
        check_required(mapping, ("area",), key, log)
        facts = read_facts(mapping, key, ("area", SPECIAL), self._policy, log)
        if facts is None or facts.area is None or self._defaults is None:
            return None
        at = (mapping, key)
        stations = stations_of(facts, facts.area.text, self._defaults, self._policy, at, log)
        if stations is None:
            return None
        codes = codes_of(self._policy, (stations,))
        return _Subject("tps", facts.area.text, (stations,), codes)

    def _of_area(self, node: Node, key: str, area: Scalar | None, log: FaultLog) -> Stations | None:
        mapping = as_mapping(node, key, log)
        if mapping is None or self._policy is None:
            return None
        check_required(mapping, ("count",), key, log)
        facts = read_facts(mapping, key, ("count", "area", SPECIAL), self._policy, log)
        if facts is None or area is None or self._defaults is None:
            return None
        own = facts.area or area
        if own.text != area.text and not own.text.startswith(f"{area.text}."):
            found = {"found": own.text, "area": area.text}
            log.add("test-area-not-inside", own.position, **found)
            return None
        if level(own.text) is None:  # one TPS: its entry says how many there are
            found = {"key": f"{key}.area", "found": own.text}
            log.add("unknown-area-code", own.position, maybe=own.text.rpartition(".")[0], **found)
            return None
        at = (mapping, key)
        return stations_of(facts, own.text, self._defaults, self._policy, at, log)

    def _codes(
        self, stations: tuple[Stations, ...], places: list[Position], log: FaultLog
    ) -> tuple[int, ...] | None:
        assert self._policy is not None
        try:
            return codes_of(self._policy, stations)
        except VillageFullError as full:
            count = stations[full.index].count
            log.add("test-village-full", places[full.index], village=full.village, found=count)
            return None


@dataclass(frozen=True, slots=True)
class _Subject:
    level: AreaLevel | Literal["tps"]
    area: str
    stations: tuple[Stations, ...]
    codes: tuple[int, ...]


def name_place(mapping: Mapping) -> Position:
    """Where the name of a case stands; of the case where it has none."""
    node = mapping.get("name")
    return mapping.position if node is None else node.position
