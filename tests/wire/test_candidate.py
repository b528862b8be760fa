"""A set of policies is loaded, tested, analysed and planned before it is in force."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from google.protobuf import json_format
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.faults import Fault, FaultsError
from pamtps_service.policy.folder import FolderContent
from pamtps_service.policy.load import PolicySet
from pamtps_service.policy.model import Position
from pamtps_service.wire.candidate import Terms, join, load

HEAD = "policy: {id}\ntitle: T\nissuer: I\nbasis: B\nareas: [{area}]\nrules:\n"
GUARD = (
    "  - {{id: guard, basis: b, guard: {{polri: {polri}, tps_per_post: 1, linmas_per_tps: 2}}}}\n"
)


def policy(policy_id: str = "p", area: str = "53", polri: int = 2, rules: str = GUARD) -> bytes:
    return (HEAD.format(id=policy_id, area=area) + rules.format(polri=polri)).encode()


def content(**files: bytes) -> FolderContent:
    return FolderContent({f"{name}.yaml": text for name, text in sorted(files.items())}, ())


def refused(files: FolderContent, terms: Terms | None = None) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        load(files, terms or Terms())
    return caught.value.faults


def request(*codes: str) -> planning_service_pb2.PlanDeploymentRequest:
    rows = [
        plan_pb2.StationRow(tps_code=code, risk_tier=plan_pb2.RISK_TIER_RAWAN) for code in codes
    ]
    return planning_service_pb2.PlanDeploymentRequest(
        batch=plan_pb2.Batch(rows=rows), election_date="2024-11-27"
    )


def as_json(message: planning_service_pb2.PlanDeploymentRequest) -> bytes:
    return json_format.MessageToJson(message).encode()


CODES = [f"53.01.01.2001.{number:03}" for number in range(1, 11)]
REFERENCE = as_json(request(*CODES))


def test_a_sound_set_is_loaded_and_told() -> None:
    policies, about = load(content(p=policy()), Terms(reference=REFERENCE))
    (loaded,) = policies.policies.values()
    assert about["digest"] == policies.digest
    assert about["policies"] == [["p", loaded.digest]]
    assert about["personnel"] == {
        **{f"polri {kind}": 20 for kind in ("required", "assigned")},
        **{f"tni {kind}": 0 for kind in ("required", "assigned")},
        **{f"linmas {kind}": 20 for kind in ("required", "assigned")},
    }
    assert load(content(p=policy()), Terms())[1]["personnel"] == {}


def test_what_the_files_have_wrong_is_told_at_its_place() -> None:
    (found,) = refused(content(p=policy(rules=GUARD.replace("polri:", "police:"))))
    assert (found.code, found.place) == ("unknown-key", Position("p.yaml", 7, 35))


def test_what_the_analysis_calls_an_error_refuses_the_set() -> None:
    """A gap, at the policy; rules that contradict each other, at the first of them; two policies
    for one area, of the folder."""
    gap = policy(rules=GUARD.replace("guard:", "when: {{risk_tier: rawan}}, guard:"))
    (found,) = refused(content(p=gap))
    assert (found.code, found.place) == ("uncovered", Position("p.yaml", 1, 9))
    moves = GUARD + "  - {{id: a, basis: b, move: {{transport: sea}}}}\n"
    moves += "  - {{id: b, basis: b, move: {{transport: air}}}}\n"
    (found,) = refused(content(p=policy(rules=moves)))
    assert (found.code, found.rule) == ("transports-differ", "a, b")
    assert found.place == Position("p.yaml", 8, 10)
    (found,) = refused(content(p=policy(), q=policy("q")))
    assert (found.code, found.place) == ("two-policies", "")


def test_a_failed_test_refuses_the_set() -> None:
    """It is told at the value in the test file that does not hold; what the analysis finds is told
    with it."""
    cases = b"tests: p\nelection_date: 2024-11-27\ncases:\n"
    cases += b"  - name: as the order says\n    tps: {area: 53.01, submitted_tier: rawan}\n"
    cases += b"    expect: {polri: 3}\n"
    files = {"p.yaml": policy(), "p.test.yaml": cases}
    (found,) = refused(FolderContent(files, ()))
    assert (found.code, found.place) == ("test-failed", Position("p.test.yaml", 6, 21))
    load(
        FolderContent({**files, "p.test.yaml": cases.replace(b"polri: 3", b"polri: 2")}, ()),
        Terms(),
    )
    files = {**files, "q.yaml": policy("q")}
    assert [one.code for one in refused(FolderContent(files, ()))] == [
        "test-failed",
        "two-policies",
    ]


def test_an_abstract_policy_may_leave_gaps() -> None:
    base = policy("base", rules=GUARD.replace("guard:", "when: {{risk_tier: rawan}}, guard:"))
    base = base.replace(b"basis: B\n", b"basis: B\nabstract: true\n", 1)
    policies, _ = load(content(base=base, p=policy()), Terms())
    assert list(policies.policies) == ["base", "p"]


class TestReference:
    def changes(self, polri: int, most: int, before: Mapping[str, int] | None = None) -> list[str]:
        """The messages about a set that gives so many, against one that gives 10 a TPS."""
        _, about = load(content(p=policy(polri=10)), Terms(reference=REFERENCE))
        terms = Terms(REFERENCE, most, about["personnel"] if before is None else before)
        try:
            load(content(p=policy(polri=polri)), terms)
        except FaultsError as error:
            faults = error.faults
        else:
            return []
        assert {(one.code, one.place) for one in faults} == {
            ("reference-changes", "reference_request")
        }
        return [one.message.en for one in faults]

    def test_a_change_up_to_the_bound_is_taken_and_one_beyond_it_refused(self) -> None:
        """Exactly: of 100 persons 10 more or fewer are 10 percent."""
        assert self.changes(11, 10) == []
        assert self.changes(9, 10) == []
        assert len(self.changes(12, 10)) == 2
        (required, assigned) = self.changes(8, 10)
        assert "polri required" in required
        assert "from 100 to 80" in required
        assert "10 percent" in required
        assert "polri assigned" in assigned
        assert self.changes(10, 0) == []
        assert len(self.changes(11, 0)) == 2

    def test_what_was_nothing_before_may_not_become_something(self) -> None:
        assert len(self.changes(10, 50, {"linmas required": 20, "linmas assigned": 20})) == 2

    def test_the_first_set_has_nothing_to_be_compared_with(self) -> None:
        assert load(content(p=policy()), Terms(REFERENCE, 0, None))[1]["personnel"]

    def test_it_may_be_in_binary(self) -> None:
        binary = request(*CODES).SerializeToString()
        of_json, of_binary = (
            load(content(p=policy()), Terms(reference=one))[1]["personnel"]
            for one in (REFERENCE, binary)
        )
        assert of_json == of_binary

    @pytest.mark.parametrize("wrong", [b"{", b"\xff\xff", b'{"batches": {}}'])
    def test_what_is_no_request_is_told(self, wrong: bytes) -> None:
        (found,) = refused(content(p=policy()), Terms(reference=wrong))
        assert (found.code, found.place) == ("reference-unreadable", "reference_request")

    def test_what_cannot_be_planned_is_told_by_field(self) -> None:
        outside = as_json(request("52.01.01.2001.001"))
        (found,) = refused(content(p=policy()), Terms(reference=outside))
        assert str(found.place).startswith("reference_request: ")
        empty = as_json(planning_service_pb2.PlanDeploymentRequest(election_date="2024-11-27"))
        assert refused(content(p=policy()), Terms(reference=empty))[0].code == "empty-batch"


def test_earlier_versions_are_known_by_digest_and_each_once() -> None:
    sets: list[PolicySet] = [load(content(p=policy(polri=n)), Terms())[0] for n in (3, 2, 1, 3)]
    joined = join(sets[0], sets[1:])
    digests = [one.policies["p"].digest for one in sets]
    assert list(joined.policies) == ["p"]
    assert joined.digest == sets[0].digest
    assert sorted(joined.earlier) == sorted(("p", digest) for digest in digests[1:3])
    for one in sets[1:3]:
        assert joined.earlier["p", one.policies["p"].digest] == one.policies["p"]
