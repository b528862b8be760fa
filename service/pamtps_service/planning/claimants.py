"""Who claims personnel, and from which sources."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Source = Literal["own", "reserve", "national"]
SOURCES: Final[tuple[Source, ...]] = ("own", "reserve", "national")
"""Kinds of sources, in the order in which they serve."""


class Claimant(NamedTuple):
    """Who claims: a command for its part of a regency, or (command -1) a province's reserve.

    A tuple, because claims are served by looking up thousands of them, again and again.
    """

    province: int
    command: int
    """Index in Commands.names; -1 claims on the reserve itself."""
    regency: int
    """Integer code of the regency in which the personnel serve; -1 for the province as a whole."""
    part: int = 0
    """Tells apart what the same command and regency claim for several areas."""


def source_of(kind: Source, claimant: Claimant) -> int:
    """Which source of a kind serves a claimant: a command, a province, or the nation."""
    if kind == "own":
        return claimant.command
    return claimant.province if kind == "reserve" else 0
