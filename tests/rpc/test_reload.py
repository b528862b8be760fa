"""Changed rule files are put in force without a restart, or refused while the last good set goes
on."""

from __future__ import annotations

import os
import re
import urllib.request
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pamtps.v1 import policy_service_pb2

from tests.rpc.conftest import Start
from tests.rpc.running import Service, alive, eventually

STATUS = "/pamtps.v1.PolicyService/GetStatus"
OFTEN = ("--reload-milliseconds", "50")


def status(service: Service) -> policy_service_pb2.GetStatusResponse:
    return policy_service_pb2.GetStatusResponse.FromString(service.call(b"", method=STATUS))


def policy(service: Service) -> str:
    return service.call("policies policy").decode()


def until(service: Service, text: str) -> None:
    """Waits until the policy with that text is in force."""
    eventually(lambda: policy(service) == text)


def edit(rules: Path, text: str) -> None:
    (rules / "policy.yaml").write_text(text)


def serving(service: Service) -> bool:
    health: Any = health_pb2_grpc.HealthStub(service.channel)
    answer = health.Check(health_pb2.HealthCheckRequest())
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def test_a_changed_folder_is_put_in_force_in_fresh_workers(serve: Start, rules: Path) -> None:
    service = serve(*OFTEN)
    before = service.workers()
    assert policy(service) == "first"
    edit(rules, "second")
    until(service, "second")
    eventually(lambda: len(service.workers()) == 2 and not service.workers() & before)
    assert [one["generation"] for one in service.log("policies-in-force")] == [1, 2]
    eventually(lambda: service.log("policies-retired"))
    assert [one["generation"] for one in service.log("policies-retired")] == [1]
    assert service.log("worker-ended") == [], "they were asked to end"


def test_where_it_is_turned_off_the_folder_is_never_read_again(serve: Start, rules: Path) -> None:
    service = serve("--reload-milliseconds", "0")
    looked_at = status(service).check_time
    edit(rules, "second")
    other = serve(*OFTEN)
    edit(rules, "third")
    until(other, "third")
    assert policy(service) == "first"
    assert status(service).check_time == looked_at


def test_what_is_wrong_is_refused_and_the_last_good_set_goes_on(serve: Start, rules: Path) -> None:
    """The refusal is in the status with its age, in the log and in the metrics; health says SERVING
    all the time; and it is over when the folder is mended."""
    service = serve(*OFTEN, "--metrics-listen", "127.0.0.1:0")
    workers = service.workers()
    assert metric(service, "pamtps_policy_refused") == 0
    (rules / "broken.yaml").write_text("")
    eventually(lambda: status(service).state == policy_service_pb2.RELOAD_STATE_REFUSED)
    told = status(service)
    assert (told.in_force.number, told.loads, told.refusals) == (1, 1, 1)
    assert told.refusal.fault_count == 2
    assert [(one.code, one.file, one.line, one.column) for one in told.refusal.faults] == [
        ("first", "broken", 2, 3),
        ("second", "broken", 7, 3),
    ]
    assert told.refusal.faults[0].message.id == "salah first"
    assert told.refusal.source_digest != told.in_force.source_digest
    assert told.refusal.refuse_time.seconds > 0
    eventually(lambda: status(service).refusal.age_seconds >= 1)
    assert metric(service, "pamtps_policy_refused") == 1
    assert metric(service, "pamtps_policy_refusals_total") == 1
    assert metric(service, "pamtps_policy_refused_timestamp_seconds") > 0
    assert serving(service)
    assert policy(service) == "first"
    assert service.workers() == workers
    (refused,) = service.log("policies-refused")
    assert (refused["count"], refused["in_force"]) == (2, 1)
    assert "broken:2:3: bad first (first)" in refused["faults"]
    (rules / "broken.yaml").unlink()
    eventually(lambda: status(service).state == policy_service_pb2.RELOAD_STATE_IN_FORCE)
    told = status(service)
    assert not told.HasField("refusal")
    assert told.in_force.number == 1
    assert metric(service, "pamtps_policy_refused") == 0
    edit(rules, "second")
    until(service, "second")
    assert metric(service, "pamtps_policy_generation") == 2
    assert metric(service, "pamtps_policy_loads_total") == 2


def metric(service: Service, name: str) -> float:
    (event,) = service.log("metrics")
    with urllib.request.urlopen(f"http://{event['address']}/metrics") as page:
        text = page.read().decode()
    (found,) = re.findall(rf"^{name} (\S+)$", text, re.MULTILINE)
    return float(found)


def test_a_job_under_way_finishes_with_the_policy_that_it_began_with(
    serve: Start, rules: Path, tmp_path: Path
) -> None:
    """Also where its worker crashes: the one that takes its place has the set of the job."""
    service = serve(*OFTEN, "--workers", "1")
    (worker,) = service.workers()
    ticks = tmp_path / "ticks"
    job = service.start(f"work 60 {ticks}")
    eventually(ticks.exists)
    edit(rules, "second")
    until(service, "second")
    assert not job.done()
    assert alive(worker)
    os.kill(worker, 9)
    eventually(lambda: len(service.log("worker-started")) == 1)
    assert not job.done()
    Path(f"{ticks}.enough").touch()
    (started,) = service.log("worker-started")
    assert int(job.result()) == started["pid"]
    eventually(lambda: len(service.workers()) == 1)


def test_at_most_two_sets_live_at_the_same_time(serve: Start, rules: Path, tmp_path: Path) -> None:
    """A third waits until the last job of the first has ended."""
    service = serve(*OFTEN, "--workers", "1")
    ticks = tmp_path / "ticks"
    job = service.start(f"work 60 {ticks}")
    eventually(ticks.exists)
    edit(rules, "second")
    until(service, "second")
    edit(rules, "third")
    eventually(lambda: status(service).state == policy_service_pb2.RELOAD_STATE_CHECKING)
    assert len(service.workers()) == 2
    assert policy(service) == "second"
    Path(f"{ticks}.enough").touch()
    assert job.code() is grpc.StatusCode.OK
    until(service, "third")


def test_a_stop_while_another_set_is_loaded_leaves_no_process(serve: Start, rules: Path) -> None:
    service = serve(*OFTEN)
    before = service.workers()
    (rules / "slow.yaml").write_text("")
    eventually(lambda: len(service.workers()) == 3)
    workers = service.workers()
    assert before < workers
    service.process.terminate()
    assert service.ended() == 0
    assert not [worker for worker in workers if alive(worker)]


def test_policies_of_earlier_sets_are_remembered_up_to_the_setting(
    serve: Start, rules: Path
) -> None:
    service = serve(*OFTEN, "--versions", "3")
    for text in ("second", "third", "fourth"):
        edit(rules, text)
        until(service, text)
    assert service.call("policies policy-1") == b"third"
    assert service.call("policies policy-2") == b"second"
    assert service.start("policies policy-3").code() is grpc.StatusCode.INTERNAL
    assert [one.digest for one in status(service).versions] == ["fourth", "third", "second"]


def test_a_folder_that_comes_back_to_an_earlier_set_counts_it_once(
    serve: Start, rules: Path
) -> None:
    service = serve(*OFTEN)
    for text in ("second", "first"):
        edit(rules, text)
        until(service, text)
    told = status(service)
    assert told.in_force.number == 3
    assert [one.digest for one in told.versions] == ["first", "second"]


class TestHowTheFolderChanges:
    """Only the content counts."""

    def test_a_link_that_leads_elsewhere_now(self, serve: Start, tmp_path: Path) -> None:
        """As volumes of a cluster are renewed: a link is put in the place of another at once."""
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "policy.yaml").write_text(name)
        link = tmp_path / "link"
        link.symlink_to("one")
        inside = tmp_path / "inside"
        inside.mkdir()
        (inside / "policy.yaml").symlink_to(link / "policy.yaml")
        services = [serve(*OFTEN, "--rules", str(folder)) for folder in (link, inside)]
        assert [policy(service) for service in services] == ["one", "one"]
        (tmp_path / "new").symlink_to("two")
        (tmp_path / "new").rename(link)
        for service in services:
            until(service, "two")

    def test_a_folder_that_goes_away_and_comes_back(
        self, serve: Start, rules: Path, tmp_path: Path
    ) -> None:
        service = serve(*OFTEN)
        rules.rename(tmp_path / "away")
        eventually(lambda: status(service).state == policy_service_pb2.RELOAD_STATE_REFUSED)
        assert policy(service) == "first"
        rules.mkdir()
        (rules / "policy.yaml").write_text("second")
        until(service, "second")

    def test_files_that_are_no_rules_do_not_count(self, serve: Start, rules: Path) -> None:
        service = serve(*OFTEN)
        (rules / "notes.txt").write_text("no rule")
        (rules / "folder").mkdir()
        (rules / "folder" / "policy.yaml").write_text("no rule")
        looked_at = status(service).check_time.ToDatetime()
        eventually(lambda: (status(service).check_time.ToDatetime() - looked_at).seconds >= 1)
        assert status(service).in_force.number == 1
        assert status(service).refusals == 0


def test_where_no_worker_can_be_started_it_is_tried_again(
    serve: Start, rules: Path, tmp_path: Path
) -> None:
    """It is not the folder's fault, so the same content gets another attempt."""
    unstartable = tmp_path / "unstartable"
    service = serve(*OFTEN, variables={"DOUBLE_UNSTARTABLE": str(unstartable)})
    unstartable.touch()
    edit(rules, "second")
    eventually(lambda: status(service).state == policy_service_pb2.RELOAD_STATE_REFUSED)
    assert [one.code for one in status(service).refusal.faults] == ["worker-not-started"]
    assert policy(service) == "first"
    unstartable.unlink()
    until(service, "second")


def test_the_status_is_answered_while_every_worker_is_busy(serve: Start, tmp_path: Path) -> None:
    service = serve("--workers", "1", "--queue", "0")
    ticks = tmp_path / "ticks"
    job = service.start(f"work 60 {ticks}")
    eventually(ticks.exists)
    told = status(service)
    assert told.in_force.number == 1
    assert [(one.id, one.digest) for one in told.in_force.policies] == [("policy", "first")]
    assert told.state == policy_service_pb2.RELOAD_STATE_IN_FORCE
    Path(f"{ticks}.enough").touch()
    assert job.code() is grpc.StatusCode.OK


@pytest.mark.parametrize("address", ["127.0.0.1:1x", "nowhere"])
def test_an_address_of_metrics_that_is_none_is_refused(begin: Start, address: str) -> None:
    service = begin("--metrics-listen", address)
    assert service.ended() == 2
    assert "metrics" in service.err
