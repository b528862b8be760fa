"""Requests from the arguments of the clients' calls, and what is read from their replies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final, Literal, TypedDict, Unpack

from pamtps.v1 import plan_pb2, planning_service_pb2, policy_service_pb2

from pamtps_client.call_arguments import known, message, messages, transports, word
from pamtps_client.errors import FieldFault
from pamtps_client.language import Language, Text
from pamtps_client.resources import Resources

View = Literal["basic", "full"]
Form = Literal["rows", "arrow"]
OnInvalid = Literal["reject", "skip"]

_VIEWS: Final[dict[View, planning_service_pb2.PlanView.ValueType]] = {
    "basic": planning_service_pb2.PLAN_VIEW_BASIC,
    "full": planning_service_pb2.PLAN_VIEW_FULL,
}
_FORMS: Final[dict[Form | Literal[""], planning_service_pb2.PlanForm.ValueType]] = {
    "": planning_service_pb2.PLAN_FORM_UNSPECIFIED,
    "rows": planning_service_pb2.PLAN_FORM_ROWS,
    "arrow": planning_service_pb2.PLAN_FORM_ARROW,
}
_ON_INVALID: Final[dict[OnInvalid, planning_service_pb2.OnInvalid.ValueType]] = {
    "reject": planning_service_pb2.ON_INVALID_REJECT,
    "skip": planning_service_pb2.ON_INVALID_SKIP,
}
_LANGUAGES: Final[dict[Language, policy_service_pb2.Language.ValueType]] = {
    "id": policy_service_pb2.LANGUAGE_INDONESIAN,
    "en": policy_service_pb2.LANGUAGE_ENGLISH,
}


def plan_request(
    batch: plan_pb2.Batch | None,
    strengths: Iterable[plan_pb2.Strength] = (),
    *,
    election_date: datetime.date | str,
    policy: str = "",
    view: View = "full",
    in_force: plan_pb2.DeploymentPlan | None = None,
    form: Form | None = None,
    on_invalid: OnInvalid = "reject",
    **resources: Unpack[Resources],
) -> planning_service_pb2.PlanDeploymentRequest:
    """The request that `Client.plan` sends, with the same arguments; without a batch, the header of
    a stream.
    """
    return planning_service_pb2.PlanDeploymentRequest(
        batch=batch,
        election_date=str(election_date),
        policy=policy,
        view=word("view", view, _VIEWS),
        form=word("form", form or "", _FORMS),
        on_invalid=word("on_invalid", on_invalid, _ON_INVALID),
        **_given(strengths, in_force, resources),
    )


class _Given(TypedDict, total=False):
    """What requests of plans and contents of plans have in common."""

    strengths: list[plan_pb2.Strength]
    plan_in_force: plan_pb2.DeploymentPlan
    stocks: list[plan_pb2.Stock]
    seats: list[plan_pb2.Seats]
    unavailable_transports: list[plan_pb2.Access.ValueType]


def _given(
    strengths: Iterable[plan_pb2.Strength],
    in_force: plan_pb2.DeploymentPlan | None,
    resources: Resources,
) -> _Given:
    """The messages of arguments. Raises TypeError or ValueError where they are none."""
    known(plan_request, resources)
    given: _Given = {
        "strengths": messages("strengths", strengths, plan_pb2.Strength),
        "stocks": messages("stocks", resources.get("stocks", ()), plan_pb2.Stock),
        "seats": messages("seats", resources.get("seats", ()), plan_pb2.Seats),
        "unavailable_transports": transports(resources.get("unavailable_transports", ())),
    }
    if in_force is not None:
        given["plan_in_force"] = message("in_force", in_force, plan_pb2.DeploymentPlan)
    return given


def _content(
    plan: plan_pb2.DeploymentPlan,
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength],
    in_force: plan_pb2.DeploymentPlan | None,
    resources: Resources,
) -> planning_service_pb2.PlanContent:
    """A plan with what it was made from."""
    plan = message("plan", plan, plan_pb2.DeploymentPlan)
    given = _given(strengths, in_force, resources)
    return planning_service_pb2.PlanContent(plan=plan, batch=batch, **given)


def check_request(
    batch: plan_pb2.Batch | None,
    strengths: Iterable[plan_pb2.Strength],
    election_date: datetime.date | str,
    policy: str,
    **resources: Unpack[Resources],
) -> planning_service_pb2.PlanDeploymentRequest:
    """A request to check what would be planned, and to plan nothing."""
    request = plan_request(
        batch, strengths, election_date=election_date, policy=policy, **resources
    )
    request.validate_only = True
    return request


def header_of(
    request: planning_service_pb2.PlanDeploymentRequest,
) -> planning_service_pb2.PlanDeploymentRequest:
    """The request without its batch."""
    fields = {field.name: value for field, value in request.ListFields() if field.name != "batch"}
    return planning_service_pb2.PlanDeploymentRequest(**fields)


def read_faults(
    reply: planning_service_pb2.PlanDeploymentResponse | planning_service_pb2.SkippedRow,
) -> tuple[FieldFault, ...]:
    """The faults that a check of a request found, or those of a row that was left out."""
    return tuple(
        FieldFault(
            fault.field,
            fault.code,
            Text(id=fault.message.id, en=fault.message.en),
            fault.maybe,
        )
        for fault in reply.faults
    )


def verify_request(
    plan: plan_pb2.DeploymentPlan,
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength],
    in_force: plan_pb2.DeploymentPlan | None,
    **resources: Unpack[Resources],
) -> planning_service_pb2.VerifyPlanRequest:
    """A request to verify a plan with what it was made from."""
    content = _content(plan, batch, strengths, in_force, resources)
    return planning_service_pb2.VerifyPlanRequest(source=_source(content))


def explain_request(
    plan: plan_pb2.DeploymentPlan,
    batch: plan_pb2.Batch,
    strengths: Iterable[plan_pb2.Strength],
    in_force: plan_pb2.DeploymentPlan | None,
    subject: str,
    rule: str,
    **resources: Unpack[Resources],
) -> planning_service_pb2.ExplainPlanRequest:
    """A request to explain a plan with what it was made from."""
    content = _content(plan, batch, strengths, in_force, resources)
    return planning_service_pb2.ExplainPlanRequest(
        source=_source(content), subject=subject, rule=rule
    )


def compare_request(
    before: planning_service_pb2.PlanContent, after: planning_service_pb2.PlanContent
) -> planning_service_pb2.ComparePlansRequest:
    """A request to compare two plans."""
    return planning_service_pb2.ComparePlansRequest(before=_source(before), after=_source(after))


def _source(content: planning_service_pb2.PlanContent) -> planning_service_pb2.PlanSource:
    return planning_service_pb2.PlanSource(content=content)


def list_request(
    election_date: datetime.date | str, area_code: str
) -> policy_service_pb2.ListPoliciesRequest:
    """A request to list policies."""
    return policy_service_pb2.ListPoliciesRequest(
        election_date=str(election_date), area_code=area_code
    )


def policy_request(
    policy_id: str, digest: str, document: Language | None
) -> policy_service_pb2.GetPolicyRequest:
    """A request for one policy."""
    request = policy_service_pb2.GetPolicyRequest(id=policy_id, digest=digest)
    if document is not None:
        request.document_format = policy_service_pb2.DOCUMENT_FORMAT_HTML
        request.language = _LANGUAGES[document]
    return request
