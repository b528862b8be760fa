"""Areas as rule files name them: codes, alone or with the area's name beside them."""

from __future__ import annotations

import re

from pamtps_service.policy import areas
from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.source import Entry, Listing, Mapping, Node, Scalar
from pamtps_service.policy.values import as_listing, as_text, as_value


def looks_like_code(text: str) -> bool:
    """Whether a text is meant as a code: it begins with a digit, as no name does."""
    return re.match(r"[0-9]", text) is not None


def check_code(value: Scalar, key: str, log: FaultLog, name: str = "") -> str | None:
    """An official code; the name beside it, where there is one, helps to tell what was meant."""
    if not areas.is_official(value.text):
        maybe = areas.likely_code(value.text, name)
        log.add("unknown-area-code", value.position, key=key, found=value.text, maybe=maybe)
        return None
    return value.text


def _named_code(entry: Entry, key: str, log: FaultLog) -> str | None:
    code = as_value(entry.key, key, log)
    name = as_text(entry.value, f"{key}.{entry.key.text}", log)
    if code is None:
        return None
    checked = check_code(code, key, log, name or "")
    if checked is None or name is None:
        return None
    if not areas.same_name(checked, name):
        log.add(
            "area-name-mismatch",
            entry.value.position,
            area=checked,
            found=name,
            official=areas.official_name(checked) or "",
            maybe=_meant(checked, name),
        )
        return None
    return checked


def _meant(code: str, name: str) -> str:
    """What was probably meant by a code and a name that do not belong together, as `CODE: NAME`."""
    likely = areas.likely_code(code, name)
    return f"{likely}: {areas.official_name(likely)}" if areas.official_name(likely) else ""


def read_codes(node: Node, key: str, log: FaultLog) -> tuple[str, ...] | None:
    """Sorted codes of `[53.11, 53.05]` or `{53.11: Sumba Timur, 53.05: Alor}`, one at least."""
    if isinstance(node, Mapping):
        places = [entry.key for entry in node.entries]
        found = [_named_code(entry, key, log) for entry in node.entries]
        _warn_of_names(node, key, log)
    elif isinstance(node, Scalar) and looks_like_code(node.text):
        log.add("area-not-in-list", node.position, key=key, found=node.text, maybe=f"[{node.text}]")
        return None
    else:
        listing = as_listing(node, key, log)
        if listing is None:
            return None
        node = listing
        values = [as_value(item, f"{key}[{i}]", log) for i, item in enumerate(listing.items)]
        places = [value for value in values if value is not None]
        found = [None if value is None else check_code(value, key, log) for value in values]
    if not found:
        log.add("empty-area-list", node.position, key=key)
        return None
    codes = tuple(sorted({code for code in found if code is not None}))
    _tell_repeats(places, log)
    return codes if None not in found else None


def _warn_of_names(node: Mapping, key: str, log: FaultLog) -> None:
    """Tell once that the names beside districts and villages are not known here."""
    for entry in node.entries:
        code, name = entry.key.text, entry.value
        below = areas.level(code) in ("district", "village") and areas.is_official(code)
        if below and isinstance(name, Scalar) and key != "areas":
            log.add("name-not-checked", name.position, key=key, area=code, found=name.text)
            return


def _tell_repeats(places: list[Scalar], log: FaultLog) -> None:
    seen: set[str] = set()
    for value in places:
        if value.text in seen:
            log.add("repeated-value", value.position, found=value.text)
        seen.add(value.text)


def read_policy_areas(node: Node, log: FaultLog) -> tuple[str, ...] | None:
    """`areas` of a policy: codes of provinces or regencies. () stands for `all`."""
    if isinstance(node, Scalar) and node.text == "all":
        return ()
    if isinstance(node, Scalar) and not looks_like_code(node.text):
        maybe = "all" if node.text.lower() in ("all", "semua") else ""
        log.add("invalid-areas", node.position, found=node.text, maybe=maybe)
        return None
    codes = read_codes(node, "areas", log)
    for item in _code_nodes(node):
        if areas.level(item.text) in ("district", "village") and areas.is_official(item.text):
            maybe = item.text[:5]
            log.add("area-below-regency", item.position, found=item.text, maybe=maybe)
    return codes


def _code_nodes(node: Node) -> list[Scalar]:
    if isinstance(node, Mapping):
        return [entry.key for entry in node.entries]
    items = node.items if isinstance(node, Listing) else ()
    return [item for item in items if isinstance(item, Scalar)]
