"""What a request has besides personnel: stocks of equipment, seats, and transports that are not
available; every fault with its field path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pamtps.v1 import plan_pb2, planning_service_pb2

from pamtps_service.policy.faults import Fault, fault
from pamtps_service.policy.model import ACCESS
from pamtps_service.records.area_codes import NATION, level_of
from pamtps_service.records.batch import PlanRequest, Seats, Stock
from pamtps_service.wire.read_areas import check_area_code

MAX_DAYS: Final = 365
"""Days before voting day on which there may be seats."""
_STOCK_LEVELS: Final = ("district", "regency", "province")
_SEAT_LEVELS: Final = ("regency", "province")


@dataclass(frozen=True, slots=True)
class Resources:
    """The fields of PlanRequest of the same names; what is wrong is left out."""

    stocks: tuple[Stock, ...]
    stock_rows: tuple[int, ...]
    seats: tuple[Seats, ...]
    unavailable_transports: tuple[str, ...]

    def added_to(self, request: PlanRequest) -> PlanRequest:
        """The request with these resources."""
        return replace(
            request,
            stocks=self.stocks,
            stock_rows=self.stock_rows,
            seats=self.seats,
            unavailable_transports=self.unavailable_transports,
        )


def read_resources(
    message: planning_service_pb2.PlanDeploymentRequest | planning_service_pb2.PlanContent,
    prefix: str,
    faults: list[Fault],
) -> Resources:
    """The resources of a request, or of what a plan was made from.

    Args:
        message: holds them.
        prefix: of the field paths: empty, or ends with a dot.
        faults: what is wrong is added.
    """
    stocks = _read_stocks(message.stocks, f"{prefix}stocks", faults)
    return Resources(
        tuple(stock for stock, _ in stocks),
        tuple(row for _, row in stocks),
        _read_seats(message.seats, f"{prefix}seats", faults),
        _read_transports(message.unavailable_transports, f"{prefix}unavailable_transports", faults),
    )


@dataclass(slots=True)
class _Once:
    """Keys that were read, each with the place of the first."""

    code: str
    """Of the fault of a key that stands there again."""
    faults: list[Fault]
    first: dict[object, str] = field(default_factory=dict)

    def is_new(self, key: object, place: str, **texts: str) -> bool:
        """Whether the key stands there for the first time; else a fault is added."""
        first = self.first.setdefault(key, place)
        if first != place:
            self.faults.append(fault(self.code, place, first=first, **texts))
        return first == place


def _read_stocks(
    messages: Sequence[plan_pb2.Stock], place: str, faults: list[Fault]
) -> list[tuple[Stock, int]]:
    """The stocks, sorted, each with its row."""
    once = _Once("stock-twice", faults)
    found = []
    for row, message in enumerate(messages):
        path, before = f"{place}[{row}]", len(faults)
        _check_area(message.area_code, _STOCK_LEVELS, "stock-area", path, faults)
        _check_count(message.count, path, faults)
        if len(faults) > before:
            continue
        key = (message.area_code, message.item)
        if once.is_new(key, path, item=message.item or '""', area=message.area_code):
            found.append((Stock(message.area_code, message.item, message.count), row))
    return sorted(found)


def _read_seats(
    messages: Sequence[plan_pb2.Seats], place: str, faults: list[Fault]
) -> tuple[Seats, ...]:
    """The seats, sorted."""
    once = _Once("seats-twice", faults)
    found = []
    for row, message in enumerate(messages):
        path, before = f"{place}[{row}]", len(faults)
        transport = _transport(message.transport, f"{path}.transport", faults)
        days = message.days_before
        if not 0 <= days <= MAX_DAYS:
            faults.append(
                fault("days-out-of-range", f"{path}.days_before", found=str(days), most=MAX_DAYS)
            )
        _check_area(message.area_code, _SEAT_LEVELS, "seats-area", path, faults)
        _check_count(message.count, path, faults)
        if transport is None or len(faults) > before:
            continue
        key = (transport, days, message.area_code)
        if once.is_new(key, path, transport=transport, day=_day(days), area=message.area_code):
            found.append(Seats(transport, days, message.area_code, message.count))
    return tuple(sorted(found))


def _read_transports(messages: Sequence[int], place: str, faults: list[Fault]) -> tuple[str, ...]:
    """The transports, sorted."""
    once = _Once("transport-twice", faults)
    found = []
    for row, value in enumerate(messages):
        path = f"{place}[{row}]"
        transport = _transport(value, path, faults)
        if transport is not None and once.is_new(transport, path, transport=transport):
            found.append(transport)
    return tuple(sorted(found))


def _day(days: int) -> str:
    return f"H-{days}" if days else "H"


def _transport(value: int, path: str, faults: list[Fault]) -> str | None:
    if 1 <= value <= len(ACCESS):
        return ACCESS[value - 1]
    faults.append(fault("transport-not-known", path, found=str(value)))
    return None


def _check_count(count: int, path: str, faults: list[Fault]) -> None:
    if count < 0:
        faults.append(fault("negative-number", f"{path}.count", found=str(count)))


def _check_area(
    area: str, levels: Sequence[str], code: str, path: str, faults: list[Fault]
) -> None:
    """An official area of one of these levels, or the nation."""
    place = f"{path}.area_code"
    if area == NATION or not check_area_code(area, "", place, faults):
        return
    if level_of(area) not in levels:
        faults.append(fault(code, place, found=area))
