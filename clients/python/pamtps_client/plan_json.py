"""Why JSON text is no plan: each field that does not fit, by its name in the file.

The protobuf library says so too, but only of the first, in English, and by names of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from pamtps_client.language import Text, filled, quoted
from pamtps_client.table_faults import did_you_mean

_MOST: Final = 10
"""Fields that do not fit which are named, at most."""


class NotAPlan(ValueError):  # noqa: N818 - says what was found
    """The text is no plan."""

    def __init__(self, reasons: Sequence[Text]) -> None:
        self.reasons = tuple(reasons)
        """What is wrong with it, at least one."""
        super().__init__("; ".join(reason.en for reason in reasons))


def json_object(content: bytes) -> dict[str, Any]:
    """The JSON object in a text of UTF-8. Raises NotAPlan."""
    try:
        value = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError as error:
        raise NotAPlan([filled(_NOT_UTF8, offset=str(error.start))]) from error
    except json.JSONDecodeError as error:
        place = {"line": str(error.lineno), "column": str(error.colno)}
        raise NotAPlan([filled(_json_words(error.msg), **place)]) from error
    except RecursionError as error:
        raise NotAPlan([_TOO_DEEP]) from error
    except NotAPlan:
        raise
    except ValueError as error:  # a number of thousands of digits
        raise NotAPlan([_TOO_LONG]) from error
    if not isinstance(value, dict):
        raise NotAPlan([filled(_NO_OBJECT, found=_kind(value))])
    return value


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name in fields:
            raise NotAPlan([filled(_DOUBLE, name=quoted(name))])
        fields[name] = value
    return fields


def misfits(fields: dict[str, Any], kind: Descriptor, otherwise: str) -> list[Text]:
    """The fields that do not fit, the first some; the words of the library where none is found."""
    found: list[Text] = []
    for reason in _misfits(fields, kind, ""):
        found.append(reason)
        if len(found) == _MOST:
            break
    return found or [filled(_OTHERWISE, reason=quoted(otherwise))]


def _misfits(value: Any, kind: Descriptor, path: str) -> Iterator[Text]:
    if kind.full_name == "google.protobuf.Timestamp":
        if not isinstance(value, str):
            yield _wrong(path, value, _TIME)
        return
    if not isinstance(value, dict):
        yield _wrong(path, value, _OBJECT)
        return
    names = {field.name: field for field in kind.fields}
    others = {field.json_name: field for field in kind.fields}
    for name, inside in value.items():
        place = f"{path}.{name}" if path else name
        field = names.get(name) or others.get(name)
        if field is None:
            maybe = did_you_mean(name, names)
            words = filled(_UNKNOWN, field=quoted(place))
            hint = filled(_MAYBE, maybe=maybe) if maybe else Text(id="", en="")
            yield Text(id=words.id + hint.id, en=words.en + hint.en)
        elif inside is not None:  # null is a field left out
            yield from _misfits_of_field(inside, field, place)


def _misfits_of_field(value: Any, field: FieldDescriptor, path: str) -> Iterator[Text]:
    if not field.is_repeated:
        yield from _misfits_of_value(value, field, path)
    elif not isinstance(value, list):
        yield _wrong(path, value, _LIST)
    else:
        for index, item in enumerate(value):
            yield from _misfits_of_value(item, field, f"{path}[{index}]")


def _misfits_of_value(value: Any, field: FieldDescriptor, path: str) -> Iterator[Text]:
    if field.message_type is not None:
        yield from _misfits(value, field.message_type, path)
    elif field.enum_type is not None:
        words = [known.name for known in field.enum_type.values]
        if isinstance(value, bool) or not (isinstance(value, int) or value in words):
            expected = ", ".join(words)
            yield _wrong(path, value, Text(id=expected, en=expected))
    elif field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        if not isinstance(value, str):
            yield _wrong(path, value, _TEXT)
    elif field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        if not isinstance(value, bool):
            yield _wrong(path, value, _TRUTH)
    else:
        least, most = _RANGES[field.cpp_type]
        if not _is_integer(value) or not least <= int(value) <= most:
            bounds = filled(_INTEGER, least=str(least), most=str(most))
            yield _wrong(path, value, bounds)


_RANGES: Final = {
    FieldDescriptor.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    FieldDescriptor.CPPTYPE_INT64: (-(2**63), 2**63 - 1),
    FieldDescriptor.CPPTYPE_UINT32: (0, 2**32 - 1),
    FieldDescriptor.CPPTYPE_UINT64: (0, 2**64 - 1),
}


def _is_integer(value: Any) -> bool:
    """The JSON mapping also takes integers as text, and numbers such as 2.0."""
    if isinstance(value, str):
        digits = value.removeprefix("-")
        return digits.isascii() and digits.isdigit() and len(digits) < 20
    return not isinstance(value, bool) and (
        isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    )


def _wrong(path: str, value: Any, expected: Text) -> Text:
    found = _kind(value)
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        shown = quoted(str(value))
        found = Text(id=f"“{shown}”", en=f"“{shown}”")
    return filled(_MISFIT, field=quoted(path), found=found, expected=expected)


def _kind(value: Any) -> Text:
    if isinstance(value, dict):
        return _OBJECT
    if isinstance(value, list):
        return _LIST
    if isinstance(value, str):
        return _TEXT
    if isinstance(value, bool) or value is None:
        word = json.dumps(value)
        return Text(id=word, en=word)
    return Text(id="bilangan", en="a number")


def _json_words(message: str) -> Text:
    for part, text in _JSON:
        if part in message:
            return text
    return Text(
        id="bukan JSON, pada baris {line}, huruf ke-{column}",
        en="it is not JSON, in line {line} at character {column}",
    )


_OBJECT: Final = Text(id="sebuah objek {…}", en="an object {…}")
_LIST: Final = Text(id="sebuah daftar […]", en="a list […]")
_TEXT: Final = Text(id="sebuah teks", en="a text")
_TRUTH: Final = Text(id="true atau false", en="true or false")
_TIME: Final = Text(
    id="waktu, misalnya “2024-11-01T08:00:00Z”", en="a time, “2024-11-01T08:00:00Z”"
)
_INTEGER: Final = Text(
    id="bilangan bulat dari {least} sampai {most}", en="a whole number from {least} to {most}"
)
_MISFIT: Final = Text(
    id="{field} berisi {found}; seharusnya {expected}",
    en="{field} is {found}; it should be {expected}",
)
_UNKNOWN: Final = Text(id="{field} tidak dikenal", en="{field} is not known")
_MAYBE: Final = Text(id=" (mungkin {maybe})", en=" (maybe {maybe})")
_DOUBLE: Final = Text(id="{name} tertulis dua kali", en="{name} is written twice")
_NO_OBJECT: Final = Text(id="isinya {found}, bukan objek", en="it holds {found}, not an object")
_NOT_UTF8: Final = Text(
    id="tidak dalam UTF-8, mulai bita ke-{offset}", en="it is not in UTF-8, from byte {offset}"
)
_TOO_DEEP: Final = Text(id="bersarang terlalu dalam", en="it is nested too deeply")
_TOO_LONG: Final = Text(id="ada bilangan yang terlalu panjang", en="a number in it is too long")
_OTHERWISE: Final = Text(
    id="tidak cocok dengan bentuk rencana (protobuf: {reason})",
    en="it does not fit the form of a plan (protobuf: {reason})",
)
_JSON: Final[tuple[tuple[str, Text], ...]] = (
    (
        "Expecting value",
        Text(
            id="bukan JSON: nilai diharapkan pada baris {line}, huruf ke-{column}",
            en="it is not JSON: a value is expected in line {line} at character {column}",
        ),
    ),
    (
        "delimiter",
        Text(
            id="bukan JSON: koma atau titik dua diharapkan pada baris {line}, huruf ke-{column}",
            en="it is not JSON: a comma or a colon is expected in line {line} at character "
            "{column}",
        ),
    ),
    (
        "property name",
        Text(
            id="bukan JSON: nama dalam kutip ganda diharapkan pada baris {line}, huruf ke-{column}",
            en="it is not JSON: a name in double quotes is expected in line {line} at character "
            "{column}",
        ),
    ),
    (
        "Extra data",
        Text(
            id="ada teks sesudah rencana, pada baris {line}, huruf ke-{column}",
            en="there is text after the plan, in line {line} at character {column}",
        ),
    ),
    (
        "Unterminated string",
        Text(
            id="bukan JSON: teks yang dibuka pada baris {line}, huruf ke-{column} tidak ditutup",
            en="it is not JSON: a text opened in line {line} at character {column} is not closed",
        ),
    ),
)
