"""Findings of a plan: answers that a reader must know, not errors."""

from __future__ import annotations

from typing import Final

from pamtps_service.policy.model import Text

MESSAGES: Final[dict[str, Text]] = {}
