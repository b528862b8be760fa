"""PolicyService.GetStatus: which policies are in force, and what of the rules folder was refused.

The front answers it by itself, so that it is answered while every worker is busy.
"""

from __future__ import annotations

import datetime
from typing import Final

from pamtps.v1 import plan_pb2, policy_service_pb2

from pamtps_service.rpc.pool import Pool
from pamtps_service.rpc.reload import Refused, Reloader

STATUS: Final = "/pamtps.v1.PolicyService/GetStatus"
MOST_FAULTS: Final = 100


def status(pool: Pool, reloader: Reloader) -> bytes:
    """The reply."""
    generation = pool.in_force
    about = generation.about
    in_force = policy_service_pb2.Generation(
        number=generation.number,
        digest=about["digest"],
        source_digest=generation.content.digest,
        policies=[_version(*one) for one in about["policies"]],
    )
    if generation.load_time is not None:
        in_force.load_time.FromDatetime(generation.load_time)
    reply = policy_service_pb2.GetStatusResponse(
        in_force=in_force,
        state=_state(reloader),
        loads=generation.number,
        refusals=reloader.refusals,
        versions=[_version(*one) for one in generation.versions()],
    )
    reply.check_time.FromDatetime(reloader.check_time)
    if reloader.refused is not None:
        reply.refusal.CopyFrom(_refusal(reloader.refused))
    return reply.SerializeToString()


def _state(reloader: Reloader) -> policy_service_pb2.ReloadState.ValueType:
    if reloader.checking:
        return policy_service_pb2.RELOAD_STATE_CHECKING
    if reloader.refused is not None:
        return policy_service_pb2.RELOAD_STATE_REFUSED
    return policy_service_pb2.RELOAD_STATE_IN_FORCE


def _version(policy: str, digest: str) -> policy_service_pb2.PolicyVersion:
    return policy_service_pb2.PolicyVersion(id=policy, digest=digest)


def _refusal(refused: Refused) -> policy_service_pb2.Refusal:
    age = datetime.datetime.now(datetime.UTC) - refused.time
    found = policy_service_pb2.Refusal(
        source_digest=refused.source_digest,
        age_seconds=max(0, int(age.total_seconds())),
        fault_count=len(refused.faults),
        faults=[
            policy_service_pb2.PolicyFault(
                **{name: one[name] for name in ("code", "file", "line", "column", "rule", "maybe")},
                message=plan_pb2.Text(id=one["id"], en=one["en"]),
            )
            for one in refused.faults[:MOST_FAULTS]
        ],
    )
    found.refuse_time.FromDatetime(refused.time)
    return found
