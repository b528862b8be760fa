"""Violations: statements that a finished plan breaks, found by the independent verification."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {}
