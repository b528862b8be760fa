"""Single values of the policy language: text, names, whole numbers, dates, fixed words.

Each reader takes a node and what it is called in the file, and gives the value, or None after it
has written into the log what was found and what is allowed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Final

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.faults import did_you_mean
from pamtps_service.policy.model import INT32_MAX, INT32_MIN, Text
from pamtps_service.policy.source import Listing, Mapping, Node, Refused, Scalar

_KINDS: Final[dict[type[Node], Text]] = {
    Scalar: Text("satu nilai", "a single value"),
    Listing: Text("daftar `[…]`", "a list `[…]`"),
    Mapping: Text("pasangan `kunci: nilai`", "`key: value` pairs"),
    Refused: Text("rujukan YAML", "a YAML alias"),
}

INTEGER_SHAPE: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
ID_SHAPE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAME_SHAPE: Final = re.compile(r"[a-z][a-z0-9_-]*")
DATE_SHAPE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

TITLE_KEYS: Final = ("id", "en")


def words(allowed: Iterable[str]) -> str:
    """The allowed words as a fault names them."""
    return ", ".join(allowed)


def _wrong_kind(node: Node, key: str, allowed: type[Node], log: FaultLog) -> None:
    if isinstance(node, Refused):
        return
    if isinstance(node, Scalar) and not node.text and not node.quoted:
        log.add("empty-value", node.position, key=key, allowed=_KINDS[allowed])
        return
    found, right = _KINDS[type(node)], _KINDS[allowed]
    log.add("wrong-type", node.position, key=key, found=found, allowed=right)


def as_mapping(node: Node, key: str, log: FaultLog) -> Mapping | None:
    """The node where it is a mapping."""
    if isinstance(node, Mapping):
        return node
    _wrong_kind(node, key, Mapping, log)
    return None


def as_listing(node: Node, key: str, log: FaultLog) -> Listing | None:
    """The node where it is a list."""
    if isinstance(node, Listing):
        return node
    _wrong_kind(node, key, Listing, log)
    return None


def as_text(node: Node, key: str, log: FaultLog) -> str | None:
    """Any text that is not blank, block texts included, without space around it."""
    if isinstance(node, Scalar) and node.text.strip():
        return node.text.strip()
    if isinstance(node, Scalar):
        log.add("empty-value", node.position, key=key, allowed=Text("teks", "text"))
    else:
        _wrong_kind(node, key, Scalar, log)
    return None


def as_value(node: Node, key: str, log: FaultLog) -> Scalar | None:
    """A single value on one line."""
    if not isinstance(node, Scalar):
        _wrong_kind(node, key, Scalar, log)
        return None
    if node.block:
        found = " ".join(node.text.split())[:40]
        log.add("block-text", node.position, key=key, found=found)
        return None
    if not node.text.strip():
        log.add("empty-value", node.position, key=key, allowed=_KINDS[Scalar])
        return None
    return node


def check_keys(mapping: Mapping, allowed: Sequence[str], where: str, log: FaultLog) -> None:
    """Every key is one of those allowed."""
    for entry in mapping.entries:
        if entry.key.text not in allowed:
            log.add(
                "unknown-key",
                entry.key.position,
                key=entry.key.text,
                where=where,
                allowed=words(allowed),
                maybe=likely_word(entry.key.text, allowed),
            )


def check_required(mapping: Mapping, required: Sequence[str], where: str, log: FaultLog) -> None:
    """Every required key is there."""
    for key in required:
        if mapping.get(key) is None:
            log.add(
                "missing-key",
                mapping.position,
                key=key,
                where=where,
                found=keys_of(mapping),
            )


def read_title(node: Node, key: str, log: FaultLog) -> Text | None:
    """`{id, en}`, or one text for both."""
    if not isinstance(node, Mapping):
        text = as_text(node, key, log)
        return None if text is None else Text(id=text, en=text)
    check_keys(node, TITLE_KEYS, key, log)
    check_required(node, TITLE_KEYS, key, log)
    indonesian, english = node.get("id"), node.get("en")
    if indonesian is None or english is None:
        return None
    id_text, en_text = as_text(indonesian, f"{key}.id", log), as_text(english, f"{key}.en", log)
    return None if id_text is None or en_text is None else Text(id=id_text, en=en_text)


def keys_of(mapping: Mapping) -> str | Text:
    """The keys of a mapping as a fault names what was found."""
    return words(entry.key.text for entry in mapping.entries) or Text("tidak ada", "nothing")


def likely_id(text: str) -> str:
    """The id that was probably meant; empty where nothing is left of the text."""
    return text if ID_SHAPE.fullmatch(text) else _suggest(text, ID_SHAPE, "-")


def _suggest(text: str, shape: re.Pattern[str], between: str) -> str:
    guess = re.sub(r"[^a-z0-9_-]+", between, text.strip().lower()).strip("-_")
    guess = guess.replace("_", "-") if between == "-" else guess
    return guess if shape.fullmatch(guess) else ""


def read_id(node: Node, key: str, log: FaultLog) -> str | None:
    """The id of a policy or rule: lower case, digits, hyphens."""
    value = as_value(node, key, log)
    if value is None:
        return None
    if not ID_SHAPE.fullmatch(value.text):
        maybe = likely_id(value.text)
        log.add("invalid-id", value.position, key=key, found=value.text, maybe=maybe)
        return None
    return value.text


def read_name(node: Node, key: str, log: FaultLog) -> str | None:
    """The name of a label, unit, item, attribute or area list."""
    value = as_value(node, key, log)
    if value is None:
        return None
    if not NAME_SHAPE.fullmatch(value.text):
        maybe = _suggest(value.text, NAME_SHAPE, "_")
        log.add("invalid-name", value.position, key=key, found=value.text, maybe=maybe)
        return None
    return value.text


def whole_number(text: str) -> int | None:
    """The number, where the text is a whole number as the language writes it (`12`, `-3`): no
    leading zero, no separator, no exponent, no other base. It may lie outside 32 bits."""
    # int() of a longer text is refused by Python itself; no such number is in range
    return int(text) if INTEGER_SHAPE.fullmatch(text) and len(text) <= 40 else None


def likely_number(text: str) -> str:
    """The whole number that was probably meant: thousands separators, leading zeros, exponents and
    other bases resolved; empty where none is."""
    bare = re.sub(r"(?<=[0-9])[ ._,'](?=[0-9]{3}(?![0-9]))", "", text.strip()).removeprefix("+")
    if re.fullmatch(r"-?0*[0-9]{1,12}", bare):
        return str(int(bare))
    if match := re.fullmatch(r"([0-9]{1,6})[eE]\+?([0-9])", bare):
        return str(int(match.group(1)) * 10 ** int(match.group(2)))
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,8}|0[oO][0-7]{1,11}|0[bB][01]{1,31}", bare):
        return str(int(bare, 0))
    match = re.fullmatch(r"([0-9]{1,10})(?:[.,][0-9]+|\s*[a-z]+)?", bare)
    return str(int(match.group(1))) if match else ""


def check_number(
    value: Scalar,
    text: str,
    key: str,
    log: FaultLog,
    lower: int = INT32_MIN,
    upper: int = INT32_MAX,
) -> int | None:
    """The whole number that `text`, a part of the value, holds."""
    number = whole_number(text)
    if number is None and not re.fullmatch(r"-?[1-9][0-9]{40,}", text):
        log.add(
            "invalid-integer",
            value.position,
            key=key,
            found=text,
            lower=str(lower),
            upper=str(upper),
            maybe=likely_number(text),
        )
        return None
    if number is None or not lower <= number <= upper:
        log.add(
            "integer-out-of-range",
            value.position,
            key=key,
            found=text[:50],
            lower=str(lower),
            upper=str(upper),
        )
        return None
    return number


def read_integer(
    node: Node, key: str, log: FaultLog, lower: int = INT32_MIN, upper: int = INT32_MAX
) -> int | None:
    """A whole number between the bounds, both included."""
    value = as_value(node, key, log)
    return None if value is None else check_number(value, value.text, key, log, lower, upper)


_BOOLEAN_WORDS: Final[dict[str, str]] = {
    **dict.fromkeys(("yes", "y", "on", "1", "ya", "benar", "t"), "true"),
    **dict.fromkeys(("no", "n", "off", "0", "tidak", "salah", "f"), "false"),
}


def read_boolean(node: Node, key: str, log: FaultLog) -> bool | None:
    """`true` or `false`, in lower case."""
    value = as_value(node, key, log)
    if value is None:
        return None
    if value.text not in ("true", "false"):
        lower = value.text.lower()
        maybe = _BOOLEAN_WORDS.get(lower) or did_you_mean(lower, ("true", "false"))
        log.add("invalid-boolean", value.position, key=key, found=value.text, maybe=maybe)
        return None
    return value.text == "true"


def read_word(node: Node, key: str, allowed: Sequence[str], log: FaultLog) -> str | None:
    """One of a fixed set of words."""
    value = as_value(node, key, log)
    if value is None:
        return None
    if value.text not in allowed:
        log.add(
            "unknown-value",
            value.position,
            key=key,
            found=value.text,
            allowed=words(allowed),
            maybe=likely_word(value.text, allowed),
        )
        return None
    return value.text


_INDONESIAN: Final[dict[str, str]] = {
    "desa": "village",
    "kelurahan": "village",
    "kecamatan": "district",
    "distrik": "district",
    "kabupaten": "regency",
    "kota": "regency",
    "provinsi": "province",
    "pos": "post",
    "darat": "road",
    "jalan": "road",
    "laut": "sea",
    "udara": "air",
    "kaki": "foot",
    "padal": "supervisor",
    "cadangan": "standby",
    "siaga": "standby",
    "wilayah": "area",
    "polisi": "polri",
    "tentara": "tni",
    "tingkat": "risk_tier",
    "kerawanan": "risk_tier",
    "salah": "error",
    "galat": "error",
    "peringatan": "warning",
}
"""Words of the language by the Indonesian ones that may be written in their place."""


def likely_word(found: str, allowed: Iterable[str]) -> str:
    """The allowed word that was probably meant: the one in English for an Indonesian one, or the
    closest one whatever its case, spaces and hyphens; empty where nothing is close."""
    words_allowed = list(allowed)
    plain = re.sub(r"[\s-]+", "_", found.strip().lower())
    translated = _INDONESIAN.get(plain, "")
    if translated in words_allowed:
        return translated
    return did_you_mean(found, words_allowed) or did_you_mean(plain, words_allowed)


def read_permutation(
    node: Node, key: str, allowed: Sequence[str], log: FaultLog
) -> tuple[str, ...] | None:
    """A list that holds each of the words once."""
    listing = as_listing(node, key, log)
    if listing is None:
        return None
    found = [read_word(item, f"{key}[{i}]", allowed, log) for i, item in enumerate(listing.items)]
    if None in found:
        return None
    given = tuple(word for word in found if word is not None)
    if sorted(given) != sorted(allowed):
        log.add(
            "not-a-permutation",
            listing.position,
            key=key,
            found=words(given) or "[]",
            allowed=words(allowed),
        )
        return None
    return given


def read_date(node: Node, key: str, log: FaultLog) -> datetime.date | None:
    """A date as YYYY-MM-DD."""
    value = as_value(node, key, log)
    if value is None:
        return None
    if DATE_SHAPE.fullmatch(value.text):
        try:
            return datetime.date.fromisoformat(value.text)
        except ValueError:
            pass  # a day that no calendar has: told below like every other text
    maybe = ""
    if match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", value.text):
        day, month, year = (int(part) for part in match.groups())
        maybe = f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
    log.add("invalid-date", value.position, key=key, found=value.text, maybe=maybe)
    return None
