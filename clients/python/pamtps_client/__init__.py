"""Client of the deployment-planning service `pamtps`.

    from pamtps_client import Client

    with Client("127.0.0.1:50051") as client:
        plan = client.plan(batch, strengths, election_date="2024-11-27")

`AsyncClient` has the same calls for asyncio.

Every public name can be imported from here; it is loaded when it is first used, so that importing
the package (as the command's entry module does) costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pamtps_client.arrow_extra import ArrowMissing
    from pamtps_client.async_client import AsyncClient
    from pamtps_client.client import Client
    from pamtps_client.errors import (
        CallFailed,
        FieldFault,
        NoAnswerInTime,
        NotFound,
        RequestRejected,
        RequestTooLarge,
        ServerBusy,
        ServerNotReached,
        WrongState,
    )
    from pamtps_client.explanation_sums import not_adding_up
    from pamtps_client.plan_file import plan_text, read_plan, write_plan
    from pamtps_client.plan_json import NotAPlan
    from pamtps_client.plan_tables import as_rows, posts_table, stations_table
    from pamtps_client.resource_tables import read_seats, read_stocks
    from pamtps_client.strength_table import read_strengths
    from pamtps_client.table_faults import TableFault, TableRefused
    from pamtps_client.tps_table import read_tps

__all__ = [
    "ArrowMissing",
    "AsyncClient",
    "CallFailed",
    "Client",
    "FieldFault",
    "NoAnswerInTime",
    "NotAPlan",
    "NotFound",
    "RequestRejected",
    "RequestTooLarge",
    "ServerBusy",
    "ServerNotReached",
    "TableFault",
    "TableRefused",
    "WrongState",
    "as_rows",
    "not_adding_up",
    "plan_text",
    "posts_table",
    "read_plan",
    "read_seats",
    "read_stocks",
    "read_strengths",
    "read_tps",
    "stations_table",
    "write_plan",
]

_HOMES = {
    "ArrowMissing": "arrow_extra",
    "AsyncClient": "async_client",
    "Client": "client",
    "NotAPlan": "plan_json",
    "TableFault": "table_faults",
    "TableRefused": "table_faults",
    "as_rows": "plan_tables",
    "not_adding_up": "explanation_sums",
    "plan_text": "plan_file",
    "posts_table": "plan_tables",
    "read_plan": "plan_file",
    "read_seats": "resource_tables",
    "read_stocks": "resource_tables",
    "read_strengths": "strength_table",
    "read_tps": "tps_table",
    "stations_table": "plan_tables",
    "write_plan": "plan_file",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"pamtps_client.{_HOMES.get(name, 'errors')}")
    return getattr(module, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
