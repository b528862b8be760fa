from pamtps.v1 import plan_pb2 as _plan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PlanView(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_VIEW_UNSPECIFIED: _ClassVar[PlanView]
    PLAN_VIEW_BASIC: _ClassVar[PlanView]
    PLAN_VIEW_FULL: _ClassVar[PlanView]
PLAN_VIEW_UNSPECIFIED: PlanView
PLAN_VIEW_BASIC: PlanView
PLAN_VIEW_FULL: PlanView

class PlanDeploymentRequest(_message.Message):
    __slots__ = ("batch", "policy", "election_date", "strengths", "validate_only", "view")
    BATCH_FIELD_NUMBER: _ClassVar[int]
    POLICY_FIELD_NUMBER: _ClassVar[int]
    ELECTION_DATE_FIELD_NUMBER: _ClassVar[int]
    STRENGTHS_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    VIEW_FIELD_NUMBER: _ClassVar[int]
    batch: _plan_pb2.Batch
    policy: str
    election_date: str
    strengths: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Strength]
    validate_only: bool
    view: PlanView
    def __init__(self, batch: _Optional[_Union[_plan_pb2.Batch, _Mapping]] = ..., policy: _Optional[str] = ..., election_date: _Optional[str] = ..., strengths: _Optional[_Iterable[_Union[_plan_pb2.Strength, _Mapping]]] = ..., validate_only: bool = ..., view: _Optional[_Union[PlanView, str]] = ...) -> None: ...

class PlanDeploymentResponse(_message.Message):
    __slots__ = ("plan", "faults")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    plan: _plan_pb2.DeploymentPlan
    faults: _containers.RepeatedCompositeFieldContainer[FieldFault]
    def __init__(self, plan: _Optional[_Union[_plan_pb2.DeploymentPlan, _Mapping]] = ..., faults: _Optional[_Iterable[_Union[FieldFault, _Mapping]]] = ...) -> None: ...

class FieldFault(_message.Message):
    __slots__ = ("field", "code", "message", "maybe")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    MAYBE_FIELD_NUMBER: _ClassVar[int]
    field: str
    code: str
    message: _plan_pb2.Text
    maybe: str
    def __init__(self, field: _Optional[str] = ..., code: _Optional[str] = ..., message: _Optional[_Union[_plan_pb2.Text, _Mapping]] = ..., maybe: _Optional[str] = ...) -> None: ...

class PlanSource(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: PlanContent
    def __init__(self, content: _Optional[_Union[PlanContent, _Mapping]] = ...) -> None: ...

class PlanContent(_message.Message):
    __slots__ = ("plan", "batch", "strengths")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    STRENGTHS_FIELD_NUMBER: _ClassVar[int]
    plan: _plan_pb2.DeploymentPlan
    batch: _plan_pb2.Batch
    strengths: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Strength]
    def __init__(self, plan: _Optional[_Union[_plan_pb2.DeploymentPlan, _Mapping]] = ..., batch: _Optional[_Union[_plan_pb2.Batch, _Mapping]] = ..., strengths: _Optional[_Iterable[_Union[_plan_pb2.Strength, _Mapping]]] = ...) -> None: ...

class VerifyPlanRequest(_message.Message):
    __slots__ = ("source",)
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    source: PlanSource
    def __init__(self, source: _Optional[_Union[PlanSource, _Mapping]] = ...) -> None: ...

class VerifyPlanResponse(_message.Message):
    __slots__ = ("verification",)
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    verification: _plan_pb2.Verification
    def __init__(self, verification: _Optional[_Union[_plan_pb2.Verification, _Mapping]] = ...) -> None: ...
