import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RiskTier(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    RISK_TIER_UNSPECIFIED: _ClassVar[RiskTier]
    RISK_TIER_KURANG_RAWAN: _ClassVar[RiskTier]
    RISK_TIER_RAWAN: _ClassVar[RiskTier]
    RISK_TIER_SANGAT_RAWAN: _ClassVar[RiskTier]

class Access(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ACCESS_UNSPECIFIED: _ClassVar[Access]
    ACCESS_ROAD: _ClassVar[Access]
    ACCESS_FOOT: _ClassVar[Access]
    ACCESS_SEA: _ClassVar[Access]
    ACCESS_AIR: _ClassVar[Access]

class Force(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FORCE_UNSPECIFIED: _ClassVar[Force]
    FORCE_POLRI: _ClassVar[Force]
    FORCE_TNI: _ClassVar[Force]
    FORCE_LINMAS: _ClassVar[Force]

class StrengthRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    STRENGTH_ROLE_UNSPECIFIED: _ClassVar[StrengthRole]
    STRENGTH_ROLE_OWN: _ClassVar[StrengthRole]
    STRENGTH_ROLE_RESERVE: _ClassVar[StrengthRole]

class AreaLevel(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    AREA_LEVEL_UNSPECIFIED: _ClassVar[AreaLevel]
    AREA_LEVEL_NATION: _ClassVar[AreaLevel]
    AREA_LEVEL_PROVINCE: _ClassVar[AreaLevel]
    AREA_LEVEL_REGENCY: _ClassVar[AreaLevel]
    AREA_LEVEL_DISTRICT: _ClassVar[AreaLevel]
    AREA_LEVEL_COMMAND: _ClassVar[AreaLevel]

class PlanStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_STATUS_UNSPECIFIED: _ClassVar[PlanStatus]
    PLAN_STATUS_COMPLETE: _ClassVar[PlanStatus]
    PLAN_STATUS_SHORT: _ClassVar[PlanStatus]
    PLAN_STATUS_INVALID: _ClassVar[PlanStatus]

class Severity(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SEVERITY_UNSPECIFIED: _ClassVar[Severity]
    SEVERITY_ERROR: _ClassVar[Severity]
    SEVERITY_WARNING: _ClassVar[Severity]
    SEVERITY_INFO: _ClassVar[Severity]

class UnitRole(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    UNIT_ROLE_UNSPECIFIED: _ClassVar[UnitRole]
    UNIT_ROLE_SUPERVISOR: _ClassVar[UnitRole]
    UNIT_ROLE_REINFORCEMENT: _ClassVar[UnitRole]
    UNIT_ROLE_STANDBY: _ClassVar[UnitRole]

class BindKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BIND_KIND_UNSPECIFIED: _ClassVar[BindKind]
    BIND_KIND_OWN: _ClassVar[BindKind]
    BIND_KIND_RESERVE: _ClassVar[BindKind]
    BIND_KIND_CEILING: _ClassVar[BindKind]
RISK_TIER_UNSPECIFIED: RiskTier
RISK_TIER_KURANG_RAWAN: RiskTier
RISK_TIER_RAWAN: RiskTier
RISK_TIER_SANGAT_RAWAN: RiskTier
ACCESS_UNSPECIFIED: Access
ACCESS_ROAD: Access
ACCESS_FOOT: Access
ACCESS_SEA: Access
ACCESS_AIR: Access
FORCE_UNSPECIFIED: Force
FORCE_POLRI: Force
FORCE_TNI: Force
FORCE_LINMAS: Force
STRENGTH_ROLE_UNSPECIFIED: StrengthRole
STRENGTH_ROLE_OWN: StrengthRole
STRENGTH_ROLE_RESERVE: StrengthRole
AREA_LEVEL_UNSPECIFIED: AreaLevel
AREA_LEVEL_NATION: AreaLevel
AREA_LEVEL_PROVINCE: AreaLevel
AREA_LEVEL_REGENCY: AreaLevel
AREA_LEVEL_DISTRICT: AreaLevel
AREA_LEVEL_COMMAND: AreaLevel
PLAN_STATUS_UNSPECIFIED: PlanStatus
PLAN_STATUS_COMPLETE: PlanStatus
PLAN_STATUS_SHORT: PlanStatus
PLAN_STATUS_INVALID: PlanStatus
SEVERITY_UNSPECIFIED: Severity
SEVERITY_ERROR: Severity
SEVERITY_WARNING: Severity
SEVERITY_INFO: Severity
UNIT_ROLE_UNSPECIFIED: UnitRole
UNIT_ROLE_SUPERVISOR: UnitRole
UNIT_ROLE_REINFORCEMENT: UnitRole
UNIT_ROLE_STANDBY: UnitRole
BIND_KIND_UNSPECIFIED: BindKind
BIND_KIND_OWN: BindKind
BIND_KIND_RESERVE: BindKind
BIND_KIND_CEILING: BindKind

class Text(_message.Message):
    __slots__ = ("id", "en")
    ID_FIELD_NUMBER: _ClassVar[int]
    EN_FIELD_NUMBER: _ClassVar[int]
    id: str
    en: str
    def __init__(self, id: _Optional[str] = ..., en: _Optional[str] = ...) -> None: ...

class Batch(_message.Message):
    __slots__ = ("rows", "attributes")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[StationRow]
    attributes: _containers.RepeatedCompositeFieldContainer[AttributeColumn]
    def __init__(self, rows: _Optional[_Iterable[_Union[StationRow, _Mapping]]] = ..., attributes: _Optional[_Iterable[_Union[AttributeColumn, _Mapping]]] = ...) -> None: ...

class StationRow(_message.Message):
    __slots__ = ("tps_code", "risk_tier", "registered_voters", "travel_minutes", "access")
    TPS_CODE_FIELD_NUMBER: _ClassVar[int]
    RISK_TIER_FIELD_NUMBER: _ClassVar[int]
    REGISTERED_VOTERS_FIELD_NUMBER: _ClassVar[int]
    TRAVEL_MINUTES_FIELD_NUMBER: _ClassVar[int]
    ACCESS_FIELD_NUMBER: _ClassVar[int]
    tps_code: str
    risk_tier: RiskTier
    registered_voters: int
    travel_minutes: int
    access: Access
    def __init__(self, tps_code: _Optional[str] = ..., risk_tier: _Optional[_Union[RiskTier, str]] = ..., registered_voters: _Optional[int] = ..., travel_minutes: _Optional[int] = ..., access: _Optional[_Union[Access, str]] = ...) -> None: ...

class AttributeColumn(_message.Message):
    __slots__ = ("name", "values")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    name: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

class Strength(_message.Message):
    __slots__ = ("command", "area_code", "area_name", "covers", "force", "personnel", "role")
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    AREA_NAME_FIELD_NUMBER: _ClassVar[int]
    COVERS_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    PERSONNEL_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    command: str
    area_code: str
    area_name: str
    covers: _containers.RepeatedScalarFieldContainer[str]
    force: Force
    personnel: int
    role: StrengthRole
    def __init__(self, command: _Optional[str] = ..., area_code: _Optional[str] = ..., area_name: _Optional[str] = ..., covers: _Optional[_Iterable[str]] = ..., force: _Optional[_Union[Force, str]] = ..., personnel: _Optional[int] = ..., role: _Optional[_Union[StrengthRole, str]] = ...) -> None: ...

class DeploymentPlan(_message.Message):
    __slots__ = ("name", "create_time", "request_digest", "plan_digest", "planner_version", "election_date", "policies", "status", "totals", "areas", "posts", "stations", "units", "transfers", "findings", "rules", "labels", "verification")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    REQUEST_DIGEST_FIELD_NUMBER: _ClassVar[int]
    PLAN_DIGEST_FIELD_NUMBER: _ClassVar[int]
    PLANNER_VERSION_FIELD_NUMBER: _ClassVar[int]
    ELECTION_DATE_FIELD_NUMBER: _ClassVar[int]
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    AREAS_FIELD_NUMBER: _ClassVar[int]
    POSTS_FIELD_NUMBER: _ClassVar[int]
    STATIONS_FIELD_NUMBER: _ClassVar[int]
    UNITS_FIELD_NUMBER: _ClassVar[int]
    TRANSFERS_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    VERIFICATION_FIELD_NUMBER: _ClassVar[int]
    name: str
    create_time: _timestamp_pb2.Timestamp
    request_digest: str
    plan_digest: str
    planner_version: str
    election_date: str
    policies: _containers.RepeatedCompositeFieldContainer[PolicyUse]
    status: PlanStatus
    totals: _containers.RepeatedCompositeFieldContainer[ForceTotal]
    areas: _containers.RepeatedCompositeFieldContainer[AreaPlan]
    posts: _containers.RepeatedCompositeFieldContainer[Post]
    stations: _containers.RepeatedCompositeFieldContainer[StationPlan]
    units: _containers.RepeatedCompositeFieldContainer[Unit]
    transfers: _containers.RepeatedCompositeFieldContainer[Transfer]
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    rules: _containers.RepeatedCompositeFieldContainer[RuleUse]
    labels: _containers.RepeatedScalarFieldContainer[str]
    verification: Verification
    def __init__(self, name: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., request_digest: _Optional[str] = ..., plan_digest: _Optional[str] = ..., planner_version: _Optional[str] = ..., election_date: _Optional[str] = ..., policies: _Optional[_Iterable[_Union[PolicyUse, _Mapping]]] = ..., status: _Optional[_Union[PlanStatus, str]] = ..., totals: _Optional[_Iterable[_Union[ForceTotal, _Mapping]]] = ..., areas: _Optional[_Iterable[_Union[AreaPlan, _Mapping]]] = ..., posts: _Optional[_Iterable[_Union[Post, _Mapping]]] = ..., stations: _Optional[_Iterable[_Union[StationPlan, _Mapping]]] = ..., units: _Optional[_Iterable[_Union[Unit, _Mapping]]] = ..., transfers: _Optional[_Iterable[_Union[Transfer, _Mapping]]] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[RuleUse, _Mapping]]] = ..., labels: _Optional[_Iterable[str]] = ..., verification: _Optional[_Union[Verification, _Mapping]] = ...) -> None: ...

class PolicyUse(_message.Message):
    __slots__ = ("id", "digest", "area_codes", "station_count")
    ID_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    AREA_CODES_FIELD_NUMBER: _ClassVar[int]
    STATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    id: str
    digest: str
    area_codes: _containers.RepeatedScalarFieldContainer[str]
    station_count: int
    def __init__(self, id: _Optional[str] = ..., digest: _Optional[str] = ..., area_codes: _Optional[_Iterable[str]] = ..., station_count: _Optional[int] = ...) -> None: ...

class ForceTotal(_message.Message):
    __slots__ = ("force", "required", "wished", "assigned", "short", "above", "available")
    FORCE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    WISHED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    SHORT_FIELD_NUMBER: _ClassVar[int]
    ABOVE_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    force: Force
    required: int
    wished: int
    assigned: int
    short: int
    above: int
    available: int
    def __init__(self, force: _Optional[_Union[Force, str]] = ..., required: _Optional[int] = ..., wished: _Optional[int] = ..., assigned: _Optional[int] = ..., short: _Optional[int] = ..., above: _Optional[int] = ..., available: _Optional[int] = ...) -> None: ...

class AreaPlan(_message.Message):
    __slots__ = ("level", "code", "name", "kurang_rawan", "rawan", "sangat_rawan", "post_count", "totals", "sizes")
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KURANG_RAWAN_FIELD_NUMBER: _ClassVar[int]
    RAWAN_FIELD_NUMBER: _ClassVar[int]
    SANGAT_RAWAN_FIELD_NUMBER: _ClassVar[int]
    POST_COUNT_FIELD_NUMBER: _ClassVar[int]
    TOTALS_FIELD_NUMBER: _ClassVar[int]
    SIZES_FIELD_NUMBER: _ClassVar[int]
    level: AreaLevel
    code: str
    name: str
    kurang_rawan: int
    rawan: int
    sangat_rawan: int
    post_count: int
    totals: _containers.RepeatedCompositeFieldContainer[ForceTotal]
    sizes: _containers.RepeatedCompositeFieldContainer[SizeChoice]
    def __init__(self, level: _Optional[_Union[AreaLevel, str]] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., kurang_rawan: _Optional[int] = ..., rawan: _Optional[int] = ..., sangat_rawan: _Optional[int] = ..., post_count: _Optional[int] = ..., totals: _Optional[_Iterable[_Union[ForceTotal, _Mapping]]] = ..., sizes: _Optional[_Iterable[_Union[SizeChoice, _Mapping]]] = ...) -> None: ...

class SizeChoice(_message.Message):
    __slots__ = ("risk_tier", "size_limit", "post_count")
    RISK_TIER_FIELD_NUMBER: _ClassVar[int]
    SIZE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    POST_COUNT_FIELD_NUMBER: _ClassVar[int]
    risk_tier: RiskTier
    size_limit: int
    post_count: int
    def __init__(self, risk_tier: _Optional[_Union[RiskTier, str]] = ..., size_limit: _Optional[int] = ..., post_count: _Optional[int] = ...) -> None: ...

class Post(_message.Message):
    __slots__ = ("area_code", "command", "station_count", "first_tps_code", "size_limit", "polri", "polri_short", "tni", "tni_short", "linmas", "linmas_short", "rules")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    STATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRST_TPS_CODE_FIELD_NUMBER: _ClassVar[int]
    SIZE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    POLRI_FIELD_NUMBER: _ClassVar[int]
    POLRI_SHORT_FIELD_NUMBER: _ClassVar[int]
    TNI_FIELD_NUMBER: _ClassVar[int]
    TNI_SHORT_FIELD_NUMBER: _ClassVar[int]
    LINMAS_FIELD_NUMBER: _ClassVar[int]
    LINMAS_SHORT_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    command: str
    station_count: int
    first_tps_code: str
    size_limit: int
    polri: int
    polri_short: int
    tni: int
    tni_short: int
    linmas: int
    linmas_short: int
    rules: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, area_code: _Optional[str] = ..., command: _Optional[str] = ..., station_count: _Optional[int] = ..., first_tps_code: _Optional[str] = ..., size_limit: _Optional[int] = ..., polri: _Optional[int] = ..., polri_short: _Optional[int] = ..., tni: _Optional[int] = ..., tni_short: _Optional[int] = ..., linmas: _Optional[int] = ..., linmas_short: _Optional[int] = ..., rules: _Optional[_Iterable[int]] = ...) -> None: ...

class StationPlan(_message.Message):
    __slots__ = ("tps_code", "risk_tier", "labels", "post", "linmas", "linmas_short", "rules")
    TPS_CODE_FIELD_NUMBER: _ClassVar[int]
    RISK_TIER_FIELD_NUMBER: _ClassVar[int]
    LABELS_FIELD_NUMBER: _ClassVar[int]
    POST_FIELD_NUMBER: _ClassVar[int]
    LINMAS_FIELD_NUMBER: _ClassVar[int]
    LINMAS_SHORT_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    tps_code: str
    risk_tier: RiskTier
    labels: _containers.RepeatedScalarFieldContainer[int]
    post: int
    linmas: int
    linmas_short: int
    rules: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, tps_code: _Optional[str] = ..., risk_tier: _Optional[_Union[RiskTier, str]] = ..., labels: _Optional[_Iterable[int]] = ..., post: _Optional[int] = ..., linmas: _Optional[int] = ..., linmas_short: _Optional[int] = ..., rules: _Optional[_Iterable[int]] = ...) -> None: ...

class Unit(_message.Message):
    __slots__ = ("area_code", "command", "force", "role", "unit", "required", "wished", "assigned", "rule")
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    WISHED_FIELD_NUMBER: _ClassVar[int]
    ASSIGNED_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    area_code: str
    command: str
    force: Force
    role: UnitRole
    unit: str
    required: int
    wished: int
    assigned: int
    rule: int
    def __init__(self, area_code: _Optional[str] = ..., command: _Optional[str] = ..., force: _Optional[_Union[Force, str]] = ..., role: _Optional[_Union[UnitRole, str]] = ..., unit: _Optional[str] = ..., required: _Optional[int] = ..., wished: _Optional[int] = ..., assigned: _Optional[int] = ..., rule: _Optional[int] = ...) -> None: ...

class Transfer(_message.Message):
    __slots__ = ("source", "command", "force", "personnel")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    COMMAND_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    PERSONNEL_FIELD_NUMBER: _ClassVar[int]
    source: str
    command: str
    force: Force
    personnel: int
    def __init__(self, source: _Optional[str] = ..., command: _Optional[str] = ..., force: _Optional[_Union[Force, str]] = ..., personnel: _Optional[int] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("severity", "code", "area_code", "tps_code", "rule", "message", "numbers", "binds")
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    TPS_CODE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    NUMBERS_FIELD_NUMBER: _ClassVar[int]
    BINDS_FIELD_NUMBER: _ClassVar[int]
    severity: Severity
    code: str
    area_code: str
    tps_code: str
    rule: int
    message: Text
    numbers: _containers.RepeatedCompositeFieldContainer[NamedNumber]
    binds: _containers.RepeatedCompositeFieldContainer[Bind]
    def __init__(self, severity: _Optional[_Union[Severity, str]] = ..., code: _Optional[str] = ..., area_code: _Optional[str] = ..., tps_code: _Optional[str] = ..., rule: _Optional[int] = ..., message: _Optional[_Union[Text, _Mapping]] = ..., numbers: _Optional[_Iterable[_Union[NamedNumber, _Mapping]]] = ..., binds: _Optional[_Iterable[_Union[Bind, _Mapping]]] = ...) -> None: ...

class NamedNumber(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: int
    def __init__(self, name: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...

class Bind(_message.Message):
    __slots__ = ("kind", "code", "need", "available")
    KIND_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NEED_FIELD_NUMBER: _ClassVar[int]
    AVAILABLE_FIELD_NUMBER: _ClassVar[int]
    kind: BindKind
    code: str
    need: int
    available: int
    def __init__(self, kind: _Optional[_Union[BindKind, str]] = ..., code: _Optional[str] = ..., need: _Optional[int] = ..., available: _Optional[int] = ...) -> None: ...

class RuleUse(_message.Message):
    __slots__ = ("policy", "id", "title", "file", "line", "station_count", "area_count")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    STATION_COUNT_FIELD_NUMBER: _ClassVar[int]
    AREA_COUNT_FIELD_NUMBER: _ClassVar[int]
    policy: str
    id: str
    title: Text
    file: str
    line: int
    station_count: int
    area_count: int
    def __init__(self, policy: _Optional[str] = ..., id: _Optional[str] = ..., title: _Optional[_Union[Text, _Mapping]] = ..., file: _Optional[str] = ..., line: _Optional[int] = ..., station_count: _Optional[int] = ..., area_count: _Optional[int] = ...) -> None: ...

class Verification(_message.Message):
    __slots__ = ("plan_digest", "statement_count", "violations")
    PLAN_DIGEST_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_COUNT_FIELD_NUMBER: _ClassVar[int]
    VIOLATIONS_FIELD_NUMBER: _ClassVar[int]
    plan_digest: str
    statement_count: int
    violations: _containers.RepeatedCompositeFieldContainer[Violation]
    def __init__(self, plan_digest: _Optional[str] = ..., statement_count: _Optional[int] = ..., violations: _Optional[_Iterable[_Union[Violation, _Mapping]]] = ...) -> None: ...

class Violation(_message.Message):
    __slots__ = ("code", "place", "rule", "required", "given", "message")
    CODE_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    GIVEN_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    code: str
    place: str
    rule: int
    required: int
    given: int
    message: Text
    def __init__(self, code: _Optional[str] = ..., place: _Optional[str] = ..., rule: _Optional[int] = ..., required: _Optional[int] = ..., given: _Optional[int] = ..., message: _Optional[_Union[Text, _Mapping]] = ...) -> None: ...
