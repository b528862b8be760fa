"""Under constant load the policies change again and again: no request is lost or fails, and no
reply mixes two sets of policies."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2

from tests.conftest import LONG
from tests.rpc.running import REAL, Service, eventually
from tests.rpc.test_reload import status

RELOADS = 200 if LONG else 12
CALLERS = 3
PROVINCES = ("51", "52")

POLICY = """\
policy: in-{province}
title: Guards of {province}
issuer: Polda
basis: An order
areas: [{province}]
rules:
  - id: guard
    basis: An order
    guard: {{polri: {number}, tps_per_post: 1, linmas_per_tps: {number}}}
"""
TESTS = """\
tests: in-51
election_date: 2024-11-27
cases:
  - name: as many as the order says
    tps: {{area: 51.01, submitted_tier: rawan}}
    expect: {{polri: {number}}}
"""
BROKEN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("unknown key", lambda text: text.replace("polri", "police")),
    ("no YAML", lambda text: text.replace("{", "[", 1)),
    ("a failed test", lambda text: text),
    ("a gap", lambda text: text.replace("guard: {", "when: {risk_tier: rawan}\n    guard: {")),
)
"""Ways to break a file: each is refused by another part of what is checked."""


def write(rules: Path, number: int, broken: int | None = None) -> None:
    """Files of a set in which each TPS gets `number` of everything, with a test of it; one after
    the other, and broken where that is asked."""
    way, change = ("", str) if broken is None else BROKEN[broken % len(BROKEN)]
    (rules / "in-51.test.yaml").unlink(missing_ok=True)
    for province in PROVINCES:
        text = POLICY.format(province=province, number=number)
        (rules / f"in-{province}.yaml").write_text(
            change(text) if province == PROVINCES[-1] else text
        )
    expected = number + 1 if way == "a failed test" else number
    (rules / "in-51.test.yaml").write_text(TESTS.format(number=expected))


def request() -> bytes:
    """Four TPS in each of two provinces, which fall under two policies of the same set."""
    rows = [
        plan_pb2.StationRow(
            tps_code=f"{province}.01.01.2001.{number:03}", risk_tier=plan_pb2.RISK_TIER_RAWAN
        )
        for province in PROVINCES
        for number in range(1, 5)
    ]
    return planning_service_pb2.PlanDeploymentRequest(
        batch=plan_pb2.Batch(rows=rows), election_date="2024-11-27"
    ).SerializeToString()


def until(service: Service, loads: int, refusals: int) -> None:
    """Waits until so many sets were taken in force, and so many refused."""

    def reached() -> bool:
        told = status(service)
        return (told.loads, told.refusals) == (loads, refusals)

    eventually(reached)


class Caller(threading.Thread):
    """Sends one request after the other, and keeps what came of each."""

    def __init__(self, service: Service, stop: threading.Event) -> None:
        super().__init__()
        self._service, self._stop_asked = service, stop
        self.failures: list[str] = []
        self.replies: Counter[tuple[tuple[str, ...], int, int, bool]] = Counter()
        """Digests of the policies, Polri and linmas required, and whether all posts have the same
        numbers; with how often."""

    def run(self) -> None:
        while not self._stop_asked.is_set():
            call = self._service.start(request())
            if call.code().name != "OK":
                self.failures.append(f"{call.code().name}: {call.details()}")
                continue
            plan = planning_service_pb2.PlanDeploymentResponse.FromString(call.result()).plan
            required = {total.force: total.required for total in plan.totals}
            alike = len({(post.polri, post.linmas) for post in plan.posts}) == 1
            key = (
                tuple(sorted(one.digest for one in plan.policies)),
                required[plan_pb2.FORCE_POLRI],
                required[plan_pb2.FORCE_LINMAS],
                alike,
            )
            self.replies[key] += 1


@pytest.mark.timeout(1800)
def test_no_request_is_lost_or_fails_and_no_reply_mixes_two_sets(tmp_path: Path) -> None:
    """A third of the changes are broken, each in another way, and change nothing."""
    rules = tmp_path / "rules"
    rules.mkdir()
    write(rules, 1)
    arguments = ("--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "2")
    service = Service(tmp_path, *arguments, "--reload-milliseconds", "50", module=REAL)
    stop = threading.Event()
    callers: list[Caller] = []
    digests: dict[tuple[str, ...], int] = {}
    refused = 0
    try:
        service.listening()
        callers = [Caller(service, stop) for _ in range(CALLERS)]
        for caller in callers:
            caller.start()
        number = 1
        for change in range(1, RELOADS + 1):
            told = status(service)
            digests[tuple(sorted(one.digest for one in told.in_force.policies))] = number
            if change % 3 == 0:
                refused += 1
                write(rules, number + 1, broken=change // 3)
                until(service, told.loads, refused)
            else:
                number += 1
                write(rules, number)
                until(service, told.loads + 1, refused)
        told = status(service)
        digests[tuple(sorted(one.digest for one in told.in_force.policies))] = number
    finally:
        stop.set()
        for caller in callers:
            caller.join()
        service.close()
    assert [failure for caller in callers for failure in caller.failures] == []
    seen: Counter[tuple[str, ...]] = Counter()
    for caller in callers:
        for (policies, polri, linmas, alike), count in caller.replies.items():
            assert policies in digests, "policies of two sets in one reply"
            tps = 4 * len(PROVINCES)
            assert (polri, linmas) == (tps * digests[policies],) * 2
            assert alike
            seen[policies] += count
    assert len(digests) == number
    assert len(seen) >= number // 2, "calls were answered all the time"
    assert refused == RELOADS // 3
    assert [one for one in service.log("call") if one["code"] != "OK"] == []
    assert service.log("worker-ended") == []


def test_a_set_whose_digest_is_told_is_the_set_whose_files_are_told(tmp_path: Path) -> None:
    """The source digest is that of the files as they stand in the folder."""
    rules = tmp_path / "rules"
    rules.mkdir()
    write(rules, 1)
    arguments = ("--rules", str(rules), "--listen", "127.0.0.1:0", "--workers", "1")
    service = Service(tmp_path, *arguments, module=REAL)
    try:
        told: policy_service_pb2.GetStatusResponse = status(service.listening())
    finally:
        service.close()
    digest = hashlib.sha256()
    for path in sorted(rules.iterdir()):
        digest.update(f"{path.name}\0{len(path.read_bytes())}\0".encode())
        digest.update(path.read_bytes())
    assert told.in_force.source_digest == digest.hexdigest()
