"""Every fault of a request is found at the border, with its field path, all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from pamtps.v1 import plan_pb2, planning_service_pb2
from pamtps_service.policy.catalogue.request_errors import MESSAGES
from pamtps_service.policy.load import PolicySet
from pamtps_service.wire import read_batch
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.calls import plan_deployment, verify_plan

from tests.planning.service_input import load

Request = planning_service_pb2.PlanDeploymentRequest
Edit = Callable[[Request], None]
QUIET = Steps(lambda _: None)

HEAD = "title: T\nissuer: I\nbasis: B\n"
TEXTS = {
    "base": "policy: base\n" + HEAD + "areas: all\nabstract: true\nrules:\n"
    "  - {id: guard, guard: {polri: 2, tps_per_post: 4}}\n",
    "west": "policy: west\n" + HEAD + "areas: [52, 53.01, 53.02, 53.03]\nextends: base\n"
    "effective: {from: 2024-01-01, until: 2024-12-31}\n"
    "attributes:\n"
    "  signal: {type: choice, of: [none, mobile]}\n"
    "  steps: {type: integer, default: 0}\n"
    "  flood: {type: boolean, default: false}\n"
    "rules:\n"
    "  - {id: quiet, when: {signal: none}, classify: {label: quiet}}\n"
    "  - {id: far, when: {travel_minutes: '> 180'}, classify: {label: far}}\n"
    "  - {id: sea, when: {registered_voters: '> 500'}, move: {transport: sea, fallback: air}}\n"
    "  - {id: air, when: {registered_voters: '> 600'}, move: {transport: air}}\n"
    "  - {id: foot, when: {registered_voters: '> 700'}, move: {fallback: foot}}\n",
    "east": "policy: east\n" + HEAD + "areas: [53.04, 53.05]\nextends: base\nrules: []\n",
    "twin": "policy: twin\n" + HEAD + "areas: [53.05]\nextends: base\nrules: []\n",
}


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load(TEXTS)


def good() -> Request:
    """A request without faults: three TPS under `west`, each with all attributes."""
    request = Request(election_date="2024-02-14")
    for number in (1, 2, 3):
        request.batch.rows.add(
            tps_code=f"53.01.01.2001.{number:03d}",
            risk_tier=plan_pb2.RISK_TIER_RAWAN,
            registered_voters=200,
            travel_minutes=30,
            access=plan_pb2.ACCESS_ROAD,
        )
    request.batch.attributes.add(name="signal", values=["mobile", "none", "mobile"])
    strength(request, area_code="53.01", area_name="Kupang")
    strength(request, area_code="53", role=plan_pb2.STRENGTH_ROLE_RESERVE)
    return request


def strength(request: Request, **fields: object) -> None:
    given: dict[str, object] = {
        "force": plan_pb2.FORCE_POLRI,
        "personnel": 10,
        "role": plan_pb2.STRENGTH_ROLE_OWN,
        **fields,
    }
    request.strengths.add(**given)


def row(index: int, **fields: object) -> Edit:
    """Change fields of a row; None clears one."""

    def edit(request: Request) -> None:
        for name, value in fields.items():
            request.batch.rows[index].ClearField(name)  # type: ignore[arg-type]
            if value is not None:
                setattr(request.batch.rows[index], name, value)

    return edit


def attribute(name: str, *values: str) -> Edit:
    def edit(request: Request) -> None:
        request.batch.attributes.add(name=name, values=values)

    return edit


def signal(*values: str) -> Edit:
    def edit(request: Request) -> None:
        request.batch.attributes[0].values[:] = values

    return edit


def top(**fields: object) -> Edit:
    def edit(request: Request) -> None:
        for name, value in fields.items():
            setattr(request, name, value)

    return edit


def more(**fields: object) -> Edit:
    return lambda request: strength(request, **fields)


def moved(code: str) -> Edit:
    """All rows into another village."""

    def edit(request: Request) -> None:
        for number, station in enumerate(request.batch.rows, 1):
            station.tps_code = f"{code}.{number:03d}"

    return edit


OWN, RESERVE = plan_pb2.STRENGTH_ROLE_OWN, plan_pb2.STRENGTH_ROLE_RESERVE
FAULTS: list[tuple[str, str, Edit]] = [
    ("empty-batch", "batch.rows", lambda request: request.batch.ClearField("rows")),
    ("malformed-tps-code", "batch.rows[1].tps_code", row(1, tps_code="53.1.01.2001.002")),
    ("malformed-tps-code", "batch.rows[1].tps_code", row(1, tps_code="")),
    ("malformed-tps-code", "batch.rows[1].tps_code", row(1, tps_code="53.01.01.2001.٠٠٢")),
    ("tps-number-zero", "batch.rows[1].tps_code", row(1, tps_code="53.01.01.2001.000")),
    ("unknown-area", "batch.rows[2].tps_code", row(2, tps_code="53.98.01.2001.001")),
    ("duplicate-tps", "batch.rows[2].tps_code", row(2, tps_code="53.01.01.2001.001")),
    ("tier-not-given", "batch.rows[0].risk_tier", row(0, risk_tier=0)),
    ("tier-not-given", "batch.rows[0].risk_tier", row(0, risk_tier=9)),
    ("access-not-known", "batch.rows[0].access", row(0, access=0)),
    ("negative-number", "batch.rows[0].travel_minutes", row(0, travel_minutes=-1)),
    ("negative-number", "batch.rows[0].registered_voters", row(0, registered_voters=-5)),
    ("attribute-missing", "batch.rows[1].travel_minutes", row(1, travel_minutes=None)),
    ("attribute-missing", "batch.attributes[0].values[1]", signal("mobile", "", "none")),
    (
        "attribute-missing-everywhere",
        "batch.attributes",
        lambda request: request.batch.ClearField("attributes"),
    ),
    ("attribute-name-missing", "batch.attributes[1].name", attribute("", "a", "b", "c")),
    ("attribute-twice", "batch.attributes[1].name", attribute("signal", "none", "none", "none")),
    ("attribute-of-row", "batch.attributes[1].name", attribute("access", "sea", "sea", "sea")),
    ("attribute-length", "batch.attributes[1].values", attribute("steps", "1", "2")),
    ("attribute-value", "batch.attributes[0].values[2]", signal("mobile", "none", "mobil")),
    ("attribute-value", "batch.attributes[1].values[0]", attribute("steps", "1.0", "2", "3")),
    ("attribute-value", "batch.attributes[1].values[0]", attribute("steps", "01", "2", "3")),
    ("attribute-value", "batch.attributes[1].values[2]", attribute("steps", "1", "2", str(2**31))),
    ("attribute-value", "batch.attributes[1].values[1]", attribute("flood", "true", "yes", "")),
    ("unknown-attribute-column", "batch.attributes[1].name", attribute("signals", "a", "b", "c")),
    ("date-malformed", "election_date", top(election_date="14-02-2024")),
    ("date-malformed", "election_date", top(election_date="2024-02-30")),
    ("date-malformed", "election_date", top(election_date="")),
    ("view-not-known", "view", top(view=7)),
    ("unknown-policy", "policy", top(policy="wets")),
    ("abstract-policy", "policy", top(policy="base")),
    ("policy-not-in-force", "election_date", top(policy="west", election_date="2025-01-01")),
    ("no-policy-in-force", "batch.rows[0].tps_code", top(election_date="2025-01-01")),
    ("outside-policy", "batch.rows[0].tps_code", top(policy="east")),
    ("several-policies-in-force", "batch.rows[0].tps_code", moved("53.05.01.2001")),
    (
        "province-under-several-policies",
        "batch.rows[2].tps_code",
        row(2, tps_code="53.04.01.2001.001"),
    ),
    ("force-not-given", "strengths[2].force", more(area_code="53.02", force=0)),
    ("role-not-given", "strengths[2].role", more(area_code="53.02", role=0)),
    ("negative-number", "strengths[2].personnel", more(area_code="53.02", personnel=-1)),
    ("malformed-area-code", "strengths[2].area_code", more(area_code="5302")),
    ("unknown-area", "strengths[2].area_code", more(area_code="53.97")),
    (
        "name-of-another-area",
        "strengths[2].area_name",
        more(area_code="53.02", area_name="Sumba Timur"),
    ),
    ("reserve-area", "strengths[2].area_code", more(area_code="53.02", role=RESERVE)),
    (
        "reserve-covers",
        "strengths[2].covers",
        more(area_code="52", role=RESERVE, covers=["52.01"]),
    ),
    ("own-of-nation", "strengths[2].area_code", more(area_code="ID", role=OWN)),
    (
        "command-name-reserved",
        "strengths[2].command",
        more(area_code="53.02", command="reserve/53"),
    ),
    ("command-name-malformed", "strengths[2].command", more(area_code="53.02", command=" ")),
    ("command-name-malformed", "strengths[2].command", more(area_code="53.02", command="a\nb")),
    ("command-name-malformed", "strengths[2].command", more(area_code="53.02", command="a" * 101)),
    (
        "name-of-another-area",
        "strengths[2].area_name",
        more(area_code="ID", area_name="Zimbabwe", role=RESERVE),
    ),
    ("strength-twice", "strengths[2]", more(area_code="53.01")),
    (
        "cover-twice",
        "strengths[2].covers",
        more(area_code="53.01", command="Polres Kedua", covers=["53.01"]),
    ),
]


def refused(policies: PolicySet, request: Request) -> CallError:
    with pytest.raises(CallError) as caught:
        plan_deployment(policies, request.SerializeToString(), QUIET)
    return caught.value


class TestFaults:
    def test_the_good_request_is_planned(self, policies: PolicySet) -> None:
        assert plan_deployment(policies, good().SerializeToString(), QUIET)

    @pytest.mark.parametrize(("code", "place", "edit"), FAULTS)
    def test_a_fault_is_named_with_its_place(
        self, policies: PolicySet, code: str, place: str, edit: Edit
    ) -> None:
        request = good()
        edit(request)
        error = refused(policies, request)
        assert error.status == "INVALID_ARGUMENT"
        assert [(fault.code, str(fault.place)) for fault in error.faults] == [(code, place)]

    def test_all_faults_come_at_once_and_equal_those_of_validate_only(
        self, policies: PolicySet
    ) -> None:
        request = good()
        row(0, risk_tier=0)(request)
        row(1, travel_minutes=None)(request)
        top(policy="")(request)
        signal("mobile", "none", "mobil")(request)
        more(area_code="53.97")(request)
        found = [(fault.code, str(fault.place)) for fault in refused(policies, request).faults]
        assert str(refused(policies, request)) == MESSAGES["request-invalid"].en.format(count=4)
        assert found == [
            ("attribute-value", "batch.attributes[0].values[2]"),
            ("tier-not-given", "batch.rows[0].risk_tier"),
            ("attribute-missing", "batch.rows[1].travel_minutes"),
            ("unknown-area", "strengths[2].area_code"),
        ]
        request.validate_only = True
        reply = planning_service_pb2.PlanDeploymentResponse.FromString(
            plan_deployment(policies, request.SerializeToString(), QUIET)
        )
        assert [(fault.code, fault.field) for fault in reply.faults] == found
        assert not reply.HasField("plan")

    def test_faults_of_one_strength_do_not_hide_each_other(self, policies: PolicySet) -> None:
        request = good()
        strength(request, force=0, personnel=-3, area_code="53.97", covers=["53.98"])
        found = [str(fault.place) for fault in refused(policies, request).faults]
        assert found == [
            "strengths[2].area_code",
            "strengths[2].covers[0]",
            "strengths[2].force",
            "strengths[2].personnel",
        ]

    def test_a_wrong_date_does_not_hide_a_wrong_policy(self, policies: PolicySet) -> None:
        request = good()
        top(policy="wets", election_date="soon")(request)
        found = [fault.code for fault in refused(policies, request).faults]
        assert found == ["date-malformed", "unknown-policy"]

    def test_a_second_column_of_one_attribute_is_told_whatever_is_wrong_with_the_first(
        self, policies: PolicySet
    ) -> None:
        request = good()
        attribute("steps", "1")(request)
        attribute("steps", "1", "2", "3")(request)
        found = [fault.code for fault in refused(policies, request).faults]
        assert found == ["attribute-length", "attribute-twice"]

    def test_a_likely_word_is_suggested(self, policies: PolicySet) -> None:
        request = good()
        signal("mobile", "none", "mobil")(request)
        top(policy="wets")(request)
        assert [fault.maybe for fault in refused(policies, request).faults] == ["west"]
        top(policy="")(request)
        assert [fault.maybe for fault in refused(policies, request).faults] == ["mobile"]

    def test_bytes_that_are_no_request_are_refused(self, policies: PolicySet) -> None:
        with pytest.raises(CallError) as caught:
            plan_deployment(policies, b"\xff\xff\xff", QUIET)
        assert caught.value.reason == "malformed-message"

    def test_special_location_is_the_number_not_a_field(self, policies: PolicySet) -> None:
        request = good()
        row(2, tps_code="53.01.01.2001.901")(request)
        assert plan_deployment(policies, request.SerializeToString(), QUIET)


class TestContradictions:
    @pytest.mark.parametrize(
        ("voters", "code"), [(650, "transports-differ"), (750, "fallbacks-differ")]
    )
    def test_transports_that_meet_on_a_tps_are_an_error_of_the_policy(
        self, policies: PolicySet, voters: int, code: str
    ) -> None:
        request = good()
        row(1, registered_voters=voters)(request)
        error = refused(policies, request)
        assert error.status == "FAILED_PRECONDITION"
        assert code in {fault.code for fault in error.faults}
        assert error.reason in ("transports-differ", "fallbacks-differ")
        assert str(error) == MESSAGES["policy-contradicts-itself"].en
        assert all("1 TPS, the first is" in fault.message.en for fault in error.faults)
        assert all(str(fault.place).startswith("west.yaml:") for fault in error.faults)
        request.validate_only = True
        reply = planning_service_pb2.PlanDeploymentResponse.FromString(
            plan_deployment(policies, request.SerializeToString(), QUIET)
        )
        assert [fault.code for fault in reply.faults] == [fault.code for fault in error.faults]
        assert all("53.01.01.2001.002" in fault.message.en for fault in error.faults)


class TestVerifyPlan:
    def request(self, policies: PolicySet) -> planning_service_pb2.VerifyPlanRequest:
        asked = good()
        reply = planning_service_pb2.PlanDeploymentResponse.FromString(
            plan_deployment(policies, asked.SerializeToString(), QUIET)
        )
        request = planning_service_pb2.VerifyPlanRequest()
        request.source.content.plan.CopyFrom(reply.plan)
        request.source.content.batch.CopyFrom(asked.batch)
        request.source.content.strengths.extend(asked.strengths)
        return request

    def answer(
        self, policies: PolicySet, request: planning_service_pb2.VerifyPlanRequest
    ) -> plan_pb2.Verification:
        reply = verify_plan(policies, request.SerializeToString(), QUIET)
        return planning_service_pb2.VerifyPlanResponse.FromString(reply).verification

    def test_a_plan_sent_back_is_valid_and_keeps_its_digest(self, policies: PolicySet) -> None:
        request = self.request(policies)
        verification = self.answer(policies, request)
        assert list(verification.violations) == []
        assert verification == request.source.content.plan.verification

    def test_a_changed_number_is_a_violation(self, policies: PolicySet) -> None:
        request = self.request(policies)
        request.source.content.plan.totals[0].assigned += 1
        places = {violation.place for violation in self.answer(policies, request).violations}
        assert any(place.startswith("totals[0]") for place in places)

    @pytest.mark.parametrize(
        ("code", "place", "edit"),
        [
            ("plan-missing", "plan", lambda content: content.ClearField("plan")),
            (
                "plan-without-stations",
                "plan.stations",
                lambda content: content.plan.ClearField("stations"),
            ),
            (
                "malformed-tps-code",
                "plan.stations[1].tps_code",
                lambda content: setattr(content.plan.stations[1], "tps_code", "x"),
            ),
            (
                "enum-not-known",
                "plan.units[0].role",
                lambda content: content.plan.units.add(force=plan_pb2.FORCE_TNI),
            ),
            (
                "plan-time-malformed",
                "plan.create_time",
                lambda content: content.plan.create_time.CopyFrom(Timestamp(seconds=2**60)),
            ),
            (
                "depart-date-differs",
                "plan.movements[0].depart_date",
                lambda content: content.plan.movements.add(days_before=3, depart_date="2024-02-12"),
            ),
            (
                "depart-date-differs",
                "plan.movements[0].depart_date",
                lambda content: content.plan.movements.add(days_before=2**31 - 1),
            ),
            (
                "plan-without-policies",
                "plan.policies",
                lambda content: content.plan.ClearField("policies"),
            ),
            (
                "outside-plan-policies",
                "plan.policies",
                lambda content: setattr(content.plan, "election_date", "2025-02-14"),
            ),
            (
                "attribute-missing",
                "batch.rows[1].travel_minutes",
                lambda content: content.batch.rows[1].ClearField("travel_minutes"),
            ),
        ],
    )
    def test_what_cannot_be_read_as_a_plan_is_refused(
        self,
        policies: PolicySet,
        code: str,
        place: str,
        edit: Callable[[planning_service_pb2.PlanContent], None],
    ) -> None:
        request = self.request(policies)
        edit(request.source.content)
        with pytest.raises(CallError) as caught:
            self.answer(policies, request)
        assert caught.value.status == "INVALID_ARGUMENT"
        found = [(fault.code, str(fault.place)) for fault in caught.value.faults]
        assert found == [(code, f"source.content.{place}")]

    @pytest.mark.parametrize(
        ("code", "field", "value"),
        [("policy-of-plan-unknown", "id", "gone"), ("policy-digest-differs", "digest", "0" * 64)],
    )
    def test_another_policy_in_force_is_a_failed_precondition_that_says_both(
        self, policies: PolicySet, code: str, field: str, value: str
    ) -> None:
        request = self.request(policies)
        setattr(request.source.content.plan.policies[0], field, value)
        with pytest.raises(CallError) as caught:
            self.answer(policies, request)
        assert (caught.value.status, caught.value.reason) == ("FAILED_PRECONDITION", code)
        assert value in caught.value.message.en


class TestSizes:
    def test_too_many_rows_are_refused_before_they_are_read(
        self, policies: PolicySet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(read_batch, "MAX_ROWS", 2)
        assert [fault.code for fault in refused(policies, good()).faults] == ["too-many-rows"]

    def test_a_sum_beyond_32_bits_is_refused(self, policies: PolicySet) -> None:
        request = good()
        strength(request, area_code="53.02", personnel=2**31 - 1)
        error = refused(policies, request)
        assert (error.status, error.reason) == ("FAILED_PRECONDITION", "number-too-large")


def test_every_request_error_of_the_catalogue_has_a_test() -> None:
    """No code stands in the catalogue that nothing can produce."""
    files = sorted(Path(__file__).parent.glob("test_*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [code for code in MESSAGES if f'"{code}"' not in text] == []
