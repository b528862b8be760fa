"""Errors of a request, found at the border; nothing is planned from it."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {}
