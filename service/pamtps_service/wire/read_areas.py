"""Codes of areas in a request."""

from __future__ import annotations

from pamtps_service.policy.areas import is_official, likely_code
from pamtps_service.policy.faults import Fault, fault
from pamtps_service.records.area_codes import level_of, to_integer


def check_area_code(code: str, name: str, path: str, faults: list[Fault]) -> bool:
    """Whether it is the official code of an area; else a fault is added.

    Args:
        code: as given.
        name: that stands beside it, to tell what was meant; may be empty.
        path: of the field.
        faults: what is wrong is added.
    """
    level = level_of(code)
    if level is None or level == "tps" or to_integer(code) == 0:
        faults.append(fault("malformed-area-code", path, found=code or '""'))
        return False
    if not is_official(code):
        faults.append(fault("unknown-area", path, maybe=likely_code(code, name), found=code))
        return False
    return True
