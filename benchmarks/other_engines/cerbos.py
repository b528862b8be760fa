"""Cerbos: its server in a process of its own, asked over gRPC."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import grpc
from cerbos.effect.v1 import effect_pb2
from cerbos.engine.v1 import engine_pb2
from cerbos.request.v1 import request_pb2
from cerbos.response.v1 import response_pb2
from cerbos.svc.v1 import svc_pb2_grpc
from google.protobuf.struct_pb2 import Value

from benchmarks.batches import REPOSITORY
from benchmarks.other_engines.asked import COLUMNS, RULES, Asked, Unavailable, as_values
from benchmarks.plain_loop import Row

PACKAGES = ("cerbos",)
AT_A_TIME: Final = 50
WAY = (
    f"its server on a Unix socket, an action for each rule, {AT_A_TIME} TPS a call of "
    "CheckResources (its own limit; 500 took longer), messages made beforehand, one call after the "
    "other"
)
SERVER: Final = REPOSITORY / ".venv-bench/node_modules/@cerbos/cerbos-linux-x64/cerbos-linux-x64"
"""Where `make bench` puts the server, which comes as a package of npm."""
CONDITIONS = (
    "access == 3",
    "access == 2",
    "tier == 0",
    "tier == 1",
    "tier == 2",
    "",
    "(signal == 0 || travel > 180)",
    "travel > 180",
)


def _policy() -> dict[str, object]:
    rules = []
    for rule, asked in zip(RULES, CONDITIONS, strict=True):
        entry: dict[str, object] = {"actions": [rule], "effect": "EFFECT_ALLOW", "roles": ["*"]}
        if asked:
            for name in COLUMNS:
                asked = asked.replace(name, f"R.attr.{name}")
            entry["condition"] = {"match": {"expr": asked}}
        rules.append(entry)
    policy = {"resource": "tps", "version": "default", "rules": rules}
    return {"apiVersion": "api.cerbos.dev/v1", "resourcePolicy": policy}


@contextmanager
def _server(folder: Path) -> Iterator[grpc.Channel]:
    """The running server, with its policy."""
    if not SERVER.is_file():
        raise Unavailable("npm could not install its server, which comes for Linux on x86-64")
    (folder / "policies").mkdir()
    (folder / "policies" / "tps.json").write_text(json.dumps(_policy()), encoding="utf-8")
    settings = {
        "server": {
            "httpListenAddr": f"unix:{folder}/http",
            "grpcListenAddr": f"unix:{folder}/grpc",
        },
        "storage": {"driver": "disk", "disk": {"directory": str(folder / "policies")}},
        "telemetry": {"disabled": True},
    }
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [str(SERVER), "server", "--log-level", "error", "--config"]
    process = subprocess.Popen([*command, str(folder / "settings.json")])
    try:
        with grpc.insecure_channel(f"unix:{folder}/grpc") as channel:
            grpc.channel_ready_future(channel).result(30)
            yield channel
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def load(
    rows: Sequence[Row],
) -> Iterator[Asked[list[response_pb2.CheckResourcesResponse]]]:
    """The engine with its rules, to ask of these TPS."""
    entries = [
        request_pb2.CheckResourcesRequest.ResourceEntry(
            actions=RULES,
            resource=engine_pb2.Resource(
                kind="tps",
                id=str(place),
                attr={name: Value(number_value=value) for name, value in one.items()},
            ),
        )
        for place, one in enumerate(as_values(rows))
    ]
    requests = [
        request_pb2.CheckResourcesRequest(
            principal=engine_pb2.Principal(id="planner", roles=["staff"]),
            resources=entries[start : start + AT_A_TIME],
        )
        for start in range(0, len(entries), AT_A_TIME)
    ]

    def matched(answers: list[response_pb2.CheckResourcesResponse]) -> Iterable[Iterable[str]]:
        return (
            [rule for rule, effect in one.actions.items() if effect == effect_pb2.EFFECT_ALLOW]
            for answer in answers
            for one in answer.results
        )

    with tempfile.TemporaryDirectory() as folder, _server(Path(folder)) as channel:
        check = svc_pb2_grpc.CerbosServiceStub(channel).CheckResources
        version = subprocess.run([SERVER, "--version"], capture_output=True, text=True, check=True)
        yield Asked(
            lambda: [check(request) for request in requests],
            matched,
            told=f"its server {version.stdout.split()[0]}",
        )
