"""Dates on the wire, YYYY-MM-DD."""

from __future__ import annotations

import datetime
import re

from pamtps_service.policy.faults import Fault, fault

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_date(text: str, place: str, faults: list[Fault]) -> datetime.date | None:
    """A date YYYY-MM-DD."""
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            # a day that the month does not have: the same fault as a wrong form
            faults.append(fault("date-malformed", place, found=text))
            return None
    faults.append(fault("date-malformed", place, found=text or '""'))
    return None
