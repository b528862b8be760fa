"""Servers that do less than the service, as floors for the time of a whole plan over gRPC.

- echo: takes the request's bytes and returns a reply's bytes;
- codec: decodes the request, reads every field, and encodes the plan's message anew;
- loop: the same, with the plain Python loop over the rows between.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import grpc
from pamtps.v1 import planning_service_pb2
from pamtps_service.records.plan import Plan
from pamtps_service.wire.read_plan import read_plan
from pamtps_service.wire.write_plan import write_plan

from benchmarks.plain_loop import MOBILE, Row, decide

METHODS = ("echo", "codec", "loop")


def method(name: str) -> str:
    """The full name of a floor's method."""
    return f"/pamtps.benchmarks.Floors/{name}"


def start(reply: bytes) -> tuple[BaseProcess, str]:
    """Start the floors' server in a process of its own; returns it and its address."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, reply), daemon=True)
    process.start()
    theirs.close()
    address: str = ours.recv()
    return process, address


def _serve(pipe: Connection, reply: bytes) -> None:
    asyncio.run(_run(pipe, reply))


async def _run(pipe: Connection, reply: bytes) -> None:
    server = grpc.aio.server(
        options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    )
    message = planning_service_pb2.PlanDeploymentResponse.FromString(reply)
    plan = read_plan(message.plan, "plan", [])
    assert plan is not None
    work: dict[str, Callable[[bytes], bytes]] = {
        "echo": lambda _: reply,
        "codec": lambda request: _codec(request, plan, loop=False),
        "loop": lambda request: _codec(request, plan, loop=True),
    }

    def handler(name: str) -> grpc.RpcMethodHandler[bytes, bytes]:
        async def answer(request: bytes, _: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
            return work[name](request)

        return grpc.unary_unary_rpc_method_handler(answer)

    handlers = {name: handler(name) for name in METHODS}
    server.add_generic_rpc_handlers(
        (grpc.method_handlers_generic_handler("pamtps.benchmarks.Floors", handlers),)
    )
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    pipe.send(f"127.0.0.1:{port}")
    await server.wait_for_termination()


def _codec(content: bytes, plan: Plan, loop: bool) -> bytes:
    request = planning_service_pb2.PlanDeploymentRequest.FromString(content)
    rows: list[Row] = [
        (row.tps_code, row.risk_tier - 1, row.travel_minutes, row.access - 1, MOBILE)
        for row in request.batch.rows
        if row.registered_voters >= 0
    ]
    if loop:
        decide(rows)
    reply = planning_service_pb2.PlanDeploymentResponse(plan=write_plan(plan, stations=True))
    return reply.SerializeToString()
