"""The effect `guard`: least guards of a post, allowed sizes, borders, published patterns."""

from __future__ import annotations

import re
from typing import Final, cast

from pamtps_service.policy.comparisons import is_range, read_range, tell_likely_range
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.model import INT32_MAX, AreaLevel, Guard, Position
from pamtps_service.policy.scope import Scope
from pamtps_service.policy.source import Listing, Mapping, Node, Scalar
from pamtps_service.policy.values import (
    as_value,
    check_keys,
    check_number,
    read_integer,
    read_word,
    whole_number,
    words,
)

GUARD_KEYS: Final = (
    "polri",
    "tni",
    "linmas_per_tps",
    "tps_per_post",
    "within",
    "choose",
    "pattern",
)
MOST_TPS_PER_POST: Final = 1000
"""Bounds a range of sizes; no village has more TPS."""
_PATTERN_REPLACES: Final = ("polri", "linmas_per_tps", "tps_per_post")
BORDERS: Final = ("village", "district", "regency")
CHOOSE_AREAS: Final = ("district", "regency")
_NUMBERS: Final = re.compile(r"([0-9]+)-([0-9]+)-([0-9]+)")


def read_guard(
    mapping: Mapping, pattern_order: tuple[str, ...] | None, scope: Scope, log: FaultLog
) -> Guard | None:
    """The guard of a mapping that is not empty; None after a fault."""
    before = len(log)
    check_keys(mapping, GUARD_KEYS, "guard", log)
    whole: dict[str, int | None] = dict.fromkeys(("polri", "tni", "linmas_per_tps"))
    for key in whole:
        node = mapping.get(key)
        if node is not None and not scope.tell_unit(node, f"guard.{key}", log):
            whole[key] = read_integer(node, f"guard.{key}", log, 0, INT32_MAX)
    polri, linmas = whole["polri"], whole["linmas_per_tps"]
    node = mapping.get("tps_per_post")
    sizes = None if node is None else read_sizes(node, "guard.tps_per_post", log)
    within, choose = mapping.get("within"), mapping.get("choose")
    border = None if within is None else read_word(within, "guard.within", BORDERS, log)
    area = None if choose is None else read_word(choose, "guard.choose", CHOOSE_AREAS, log)
    pattern = mapping.get("pattern")
    if pattern is not None:
        _check_beside(mapping, log)
        read = _pattern(pattern, pattern_order, log)
        if read is not None:
            polri, linmas, sizes = read
    if len(log) > before:
        return None
    return Guard(
        polri,
        whole["tni"],
        linmas,
        sizes,
        cast("AreaLevel | None", border),
        cast("AreaLevel | None", area),
    )


def read_sizes(node: Node, key: str, log: FaultLog) -> tuple[int, ...] | None:
    """Allowed sizes, ascending: of a number, of a range each number in it, of a list."""
    if isinstance(node, Listing):
        if not node.items:
            log.add("empty-list", node.position, key=key)
            return None
        read = [_size(item, f"{key}[{i}]", log) for i, item in enumerate(node.items)]
        sizes = [size for size in read if size is not None]
        return tuple(sorted(set(sizes))) if len(sizes) == len(read) else None
    value = as_value(node, key, log)
    if value is None:
        return None
    if tell_likely_range(value, key, log):
        return None
    if not is_range(value):
        size = _size(value, key, log)
        return None if size is None else (size,)
    ends = read_range(value, key, log, lambda text: _size_of(value, text, key, log))
    return None if ends is None else tuple(range(ends[0], ends[1] + 1))


def _size(node: Node, key: str, log: FaultLog) -> int | None:
    value = as_value(node, key, log)
    if value is None:
        return None
    if is_range(value):
        log.add("comparison-in-list", value.position, key=key, found=value.text)
        return None
    return _size_of(value, value.text, key, log)


def _size_of(value: Scalar, text: str, key: str, log: FaultLog) -> int | None:
    number = whole_number(text)
    if number is None:
        return check_number(value, text, key, log, 1, MOST_TPS_PER_POST)
    if not 1 <= number <= MOST_TPS_PER_POST:
        most = str(MOST_TPS_PER_POST)
        log.add("size-out-of-range", value.position, key=key, found=text, most=most)
        return None
    return number


# Patterns -------------------------------------------------------------------------------------


def _check_beside(mapping: Mapping, log: FaultLog) -> None:
    for entry in mapping.entries:
        if entry.key.text in _PATTERN_REPLACES:
            replaced = words(_PATTERN_REPLACES)
            log.add(
                "pattern-beside-key", entry.key.position, found=entry.key.text, replaced=replaced
            )


def _pattern(
    node: Node, order: tuple[str, ...] | None, log: FaultLog
) -> tuple[int, int, tuple[int, ...]] | None:
    """Polri, linmas a TPS, and sizes of `2-4-8 .. 2-16-32`."""
    value = as_value(node, "guard.pattern", log)
    if value is None:
        return None
    if order is None:
        log.add("pattern-without-order", value.position, found=value.text)
        return None
    ends = [_pattern_end(value, text.strip(), order, log) for text in value.text.split("..")]
    if None in ends or len(ends) > 2:
        if len(ends) > 2:
            _tell_invalid(value, value.text, order, log)
        return None
    first, last = cast("tuple[int, int, int]", ends[0]), cast("tuple[int, int, int]", ends[-1])
    return _between(value.position, value.text, first, last, log)


def _tell_invalid(value: Scalar, found: str, order: tuple[str, ...], log: FaultLog) -> None:
    maybe = re.sub(r"\s*[:/]\s*", "-", found)
    log.add(
        "invalid-pattern",
        value.position,
        found=found,
        order="-".join(order),
        maybe=maybe if _NUMBERS.fullmatch(maybe) else "",
    )


def _pattern_end(
    value: Scalar, text: str, order: tuple[str, ...], log: FaultLog
) -> tuple[int, int, int] | None:
    """Polri, TPS, linmas of one pattern."""
    match = _NUMBERS.fullmatch(text)
    if match is None:
        _tell_invalid(value, text, order, log)
        return None
    named = {}
    for word, number in zip(order, match.groups(), strict=True):
        read = (
            _size_of(value, number, "guard.pattern", log)
            if word == "tps"
            else check_number(value, number, "guard.pattern", log, 1, INT32_MAX)
        )
        if read is None:
            return None
        named[word] = read
    if named["linmas"] % named["tps"]:
        log.add(
            "pattern-linmas-not-whole",
            value.position,
            found=text,
            linmas=str(named["linmas"]),
            tps=str(named["tps"]),
            order="-".join(order),
        )
        return None
    return named["polri"], named["tps"], named["linmas"]


def _between(
    place: Position,
    found: str,
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    log: FaultLog,
) -> tuple[int, int, tuple[int, ...]] | None:
    (polri, least, linmas), (polri_last, most, linmas_last) = first, last
    if polri != polri_last:
        ends = f"{polri}, {polri_last}"
        log.add("pattern-ends-differ", place, found=found, word="polri", ends=ends)
        return None
    if linmas // least != linmas_last // most:
        ends = f"{linmas // least}, {linmas_last // most}"
        log.add("pattern-ends-differ", place, found=found, word="linmas / tps", ends=ends)
        return None
    if least > most:
        maybe = " .. ".join(reversed([part.strip() for part in found.split("..")]))
        log.add("reversed-range", place, key="guard.pattern", found=found, maybe=maybe)
        return None
    return polri, linmas // least, tuple(range(least, most + 1))
