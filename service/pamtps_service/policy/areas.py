"""Official areas: codes and names of the 38 provinces and 514 regencies and cities.

areas.csv holds them as the Ministry of Home Affairs writes them, taken from the package
idn-area-data 3.1.2. Districts and villages are not in the table: of their codes only the shape
and the regency are checked (no district is 00, no village 0000), and a name beside one is taken as
it is.
"""

from __future__ import annotations

import csv
import difflib
import functools
import re
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal

AreaCodeLevel = Literal["province", "regency", "district", "village"]

SHAPES: Final[tuple[tuple[AreaCodeLevel, re.Pattern[str]], ...]] = (
    ("province", re.compile(r"[0-9]{2}")),
    ("regency", re.compile(r"[0-9]{2}\.[0-9]{2}")),
    ("district", re.compile(r"[0-9]{2}\.[0-9]{2}\.(?!00)[0-9]{2}")),
    ("village", re.compile(r"[0-9]{2}\.[0-9]{2}\.(?!00)[0-9]{2}\.(?!0000)[0-9]{4}")),
)

_OTHER_NAMES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "31": ("Jakarta", "Daerah Khusus Ibukota Jakarta", "Daerah Khusus Jakarta"),
        "34": ("DI Yogyakarta", "D.I. Yogyakarta", "Yogyakarta"),
        "73.10": ("Pangkajene Kepulauan", "Pangkep"),
    }
)
"""Names in official use beside the one of the table: the election commission's, and short ones."""

_CAPITALS: Final = frozenset({"DKI"})
_SMALL: Final = frozenset({"DAN"})


@functools.cache
def _table() -> Mapping[str, str]:
    """Code to name in capitals, as areas.csv has them."""
    path = resources.files("pamtps_service.policy").joinpath("areas.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({row["code"]: row["name"] for row in rows})


def level(code: str) -> AreaCodeLevel | None:
    """The level of a well-formed area code (`53.11` is a regency), or None."""
    return next((name for name, shape in SHAPES if shape.fullmatch(code)), None)


def all_codes() -> tuple[str, ...]:
    """The codes of every province, regency and city, sorted."""
    return tuple(sorted(_table()))


def overlap(one: str, other: str) -> bool:
    """Whether one of two areas lies in the other, or both are the same."""
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def is_official(code: str) -> bool:
    """Whether the code is a province's or regency's, or that of a district or village by its shape
    and its regency."""
    found = level(code)
    if found in ("province", "regency"):
        return code in _table()
    return found is not None and code[:5] in _table()


def official_name(code: str) -> str | None:
    """The name for display (`Sumba Timur`, `Kota Kupang`); None of a code outside the table."""
    # a code may be any text that somebody sends; only those of the table are kept
    return _displayed(code) if code in _table() else None


@functools.cache
def _displayed(code: str) -> str:
    name = _table()[code]
    words = re.sub(r"^KABUPATEN ", "", re.sub(r"\bADMINISTRASI ", "", name)).split()
    return " ".join(
        word if word in _CAPITALS else word.lower() if word in _SMALL else word.capitalize()
        for word in words
    )


def _letters(name: str) -> tuple[bool, str]:
    """Whether the name says that it is a regency, and its letters without case, spaces, prefix."""
    text = re.sub(r"[^\w]+", " ", name.casefold()).strip()
    text = re.sub(r"^(provinsi|propinsi|prov) ", "", text)
    bare = re.sub(r"^(kabupaten|kab) ", "", text)
    bare = re.sub(r"^(kota )?(administrasi|adm) ", r"\1", bare)
    bare = re.sub(r"\bkep\b", "kepulauan", bare)
    return bare != text and text.startswith("kab"), bare.replace(" ", "")


@functools.cache
def _letters_of(code: str) -> frozenset[str]:
    names = (_table()[code], *_OTHER_NAMES.get(code, ()))
    return frozenset(_letters(name)[1] for name in names)


def _is_city(code: str) -> bool:
    return _table()[code].startswith("KOTA ")


def same_name(code: str, name: str) -> bool:
    """Whether the name may stand beside the code: case, spaces, hyphens and the words Provinsi,
    Kabupaten, Kab., Administrasi do not matter, the word Kota does. Of a district or village, whose
    names are not in the table, every name is accepted."""
    if code not in _table():
        return is_official(code)
    says_regency, letters = _letters(name)
    return letters in _letters_of(code) and not (says_regency and _is_city(code))


def codes_named(name: str) -> tuple[str, ...]:
    """The codes of the table that the name may stand beside, sorted (Gorontalo is 75 and 75.01)."""
    return tuple(code for code in all_codes() if same_name(code, name))


def _closest_named(found: str, name: str) -> str:
    codes: tuple[str, ...] = codes_named(name)
    if not codes:
        by_letters = {letters: code for code in all_codes() for letters in _letters_of(code)}
        close = difflib.get_close_matches(_letters(name)[1], sorted(by_letters), n=1, cutoff=0.75)
        codes = (by_letters[close[0]],) if close else ()
    if not codes:
        return ""
    same_level = tuple(code for code in codes if level(code) == level(found)) or codes
    return max(
        same_level,
        key=lambda code: (
            difflib.SequenceMatcher(None, found, code).ratio(),
            same_level[0] == code,
        ),
    )


_DIGITS: Final = re.compile(
    r"([0-9]{2})[ .,/_-]?([0-9]{2})(?:[ .,/_-]?([0-9]{2})(?:[ .,/_-]?([0-9]{4}))?)?[ .]*"
)
"""The groups of a code with other separators, or none."""


def _closest_code(found: str) -> str:
    match = _DIGITS.fullmatch(found)
    dotted = ".".join(group for group in match.groups() if group) if match else found
    dotted = re.sub(r"(\.00(00)?)+$", "", dotted)  # 53.01.00 is how others write all of 53.01
    if is_official(dotted):
        return dotted
    if is_official(f"{found}0"):  # 53.1 is what a number makes of 53.10
        return f"{found}0"
    if len(dotted) > 5 and match:
        regency = _closest_code(dotted[:5])
        return f"{regency}{dotted[5:]}" if level(regency) == "regency" else ""
    if not re.fullmatch(r"[0-9. -]{2,6}", dotted):
        return ""
    if dotted[:2] in _table():
        inside = [code for code in all_codes() if code.startswith(dotted[:2])]
        close = difflib.get_close_matches(dotted, inside, n=1, cutoff=0.6)
        return close[0] if close else ""
    # of a province that is none, a code is meant only where one wrong digit leads to one alone
    near = [code for code in all_codes() if _one_digit_apart(code, dotted)]
    return near[0] if len(near) == 1 else ""


def _one_digit_apart(code: str, found: str) -> bool:
    return len(code) == len(found) and sum(map(str.__ne__, code, found)) == 1


def likely_code(found_code: str, name: str = "") -> str:
    """The official code that was probably meant, by the name beside it where one is given, else by
    its digits; empty where nothing is close."""
    return (_closest_named(found_code, name) if name else "") or _closest_code(found_code)
