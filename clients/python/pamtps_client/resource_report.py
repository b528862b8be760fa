"""The movements and the equipment of a plan as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pamtps.v1 import plan_pb2
from rich.text import Text as Styled

from pamtps_client.language import Language, Text, number, printable
from pamtps_client.report_layout import Cells, more_row, rows_table

SHOWN_OF_A_DAY: Final = 5
"""Movements of a day and transport, and regencies where an item is short, that the report shows;
what hides the rest says how many they are."""
_TRANSPORTS: Final = {
    plan_pb2.ACCESS_ROAD: Text(id="jalan darat", en="by road"),
    plan_pb2.ACCESS_FOOT: Text(id="jalan kaki", en="on foot"),
    plan_pb2.ACCESS_SEA: Text(id="laut", en="by sea"),
    plan_pb2.ACCESS_AIR: Text(id="udara", en="by air"),
}
_FALLBACK: Final = Text(id=" (pengganti)", en=" (fallback)")
_NO_TRANSPORT: Final = Text(id=" tanpa angkutan", en=" without transport")


def movement_lines(
    plan: plan_pb2.DeploymentPlan, language: Language, width: int | None
) -> list[Styled]:
    """By day and transport, the earliest day first: the sums, and the first movements."""
    if not plan.movements:
        return []
    by_head: dict[str, list[plan_pb2.Movement]] = {}
    for move in plan.movements:
        by_head.setdefault(_head(move, language), []).append(move)
    rows: list[tuple[str, Cells]] = []
    for head, moves in by_head.items():
        minutes = max(move.travel_minutes for move in moves)
        rows.append((head, _numbers(moves, minutes, language)))
        for move in moves[:SHOWN_OF_A_DAY]:
            name = printable(f"  {move.command} → {move.area_code}")
            rows.append((name, _numbers([move], move.travel_minutes, language)))
        rows += more_row(len(moves) - SHOWN_OF_A_DAY, 6, language)
    headings = (
        Text(id="menit", en="minutes"),
        Text(id="TPS", en="TPS"),
        Text(id="Polri", en="Polri"),
        Text(id="TNI", en="TNI"),
        Text(id="tanpa angkutan", en="no transport"),
        Text(id="tak terangkut", en="no seat"),
    )
    lead = Text(id="Pergeseran", en="Movements")[language]
    return rows_table(lead, rows, headings, (4, 5), language, width)


def _head(move: plan_pb2.Movement, language: Language) -> str:
    day = f"H-{move.days_before}" if move.days_before else "H"
    transport = ""
    if move.HasField("transport"):
        transport = f" {_TRANSPORTS[move.transport][language]}"
        transport += _FALLBACK[language] if move.fallback else ""
    elif move.without_transport:
        transport = _NO_TRANSPORT[language]
    return f"{day} {move.depart_date}{transport}"


def _numbers(moves: Sequence[plan_pb2.Movement], minutes: int, language: Language) -> Cells:
    known = any(move.HasField("travel_minutes") for move in moves)
    sums = (
        sum(move.station_count for move in moves),
        sum(move.polri for move in moves),
        sum(move.tni for move in moves),
        sum(move.without_transport for move in moves),
        sum(move.without_seat for move in moves),
    )
    longest = number(minutes, language) if known else "-"
    return (longest, *(number(value, language) for value in sums))


def equipment_lines(
    plan: plan_pb2.DeploymentPlan, language: Language, width: int | None
) -> list[Styled]:
    """By item: the sums, and the first regencies where it is short."""
    if not plan.equipment:
        return []
    rows: list[tuple[str, Cells]] = []
    for item in sorted({row.item for row in plan.equipment}):
        of_item = [row for row in plan.equipment if row.item == item]
        rows.append((printable(item), _pieces(of_item, language)))
        short: dict[str, list[plan_pb2.Equipment]] = {}
        for row in of_item:
            short.setdefault(row.area_code[:5], []).append(row)
        areas = [area for area, inside in sorted(short.items()) if any(r.short for r in inside)]
        rows += [
            (printable(f"  {area}"), _pieces(short[area], language))
            for area in areas[:SHOWN_OF_A_DAY]
        ]
        rows += more_row(len(areas) - SHOWN_OF_A_DAY, 3, language)
    headings = (
        Text(id="diperlukan", en="required"),
        Text(id="dari persediaan", en="from stocks"),
        Text(id="kurang", en="short"),
    )
    lead = Text(id="Perlengkapan", en="Equipment")[language]
    return rows_table(lead, rows, headings, (2,), language, width)


def _pieces(rows: Iterable[plan_pb2.Equipment], language: Language) -> Cells:
    given = list(rows)
    unlimited = Text(id="tidak diberikan", en="not given")[language]
    assigned = number(sum(row.assigned for row in given), language)
    return (
        number(sum(row.required for row in given), language),
        assigned if any(row.HasField("assigned") for row in given) else unlimited,
        number(sum(row.short for row in given), language),
    )
