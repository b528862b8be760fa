"""What a request has besides personnel, as keyword arguments of the client's calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from pamtps.v1 import plan_pb2


class Resources(TypedDict, total=False):
    """Each may be left out."""

    stocks: Iterable[plan_pb2.Stock]
    """Pieces of equipment at hand; an item that has none is planned as unlimited."""
    seats: Iterable[plan_pb2.Seats]
    """Seats by transport and day; a transport that has none on a day is planned as unlimited."""
    unavailable_transports: Iterable[plan_pb2.Access.ValueType]
    """Transports that cannot be used; movements take their fallback."""
