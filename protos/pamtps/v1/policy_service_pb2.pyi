from pamtps.v1 import plan_pb2 as _plan_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Policy(_message.Message):
    __slots__ = ("id", "title", "issuer", "basis", "area_codes", "effective_from", "effective_until", "abstract", "extends", "digest", "source_digest", "file", "rule_count")
    ID_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    AREA_CODES_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_FROM_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    ABSTRACT_FIELD_NUMBER: _ClassVar[int]
    EXTENDS_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    SOURCE_DIGEST_FIELD_NUMBER: _ClassVar[int]
    FILE_FIELD_NUMBER: _ClassVar[int]
    RULE_COUNT_FIELD_NUMBER: _ClassVar[int]
    id: str
    title: _plan_pb2.Text
    issuer: str
    basis: str
    area_codes: _containers.RepeatedScalarFieldContainer[str]
    effective_from: str
    effective_until: str
    abstract: bool
    extends: _containers.RepeatedScalarFieldContainer[str]
    digest: str
    source_digest: str
    file: str
    rule_count: int
    def __init__(self, id: _Optional[str] = ..., title: _Optional[_Union[_plan_pb2.Text, _Mapping]] = ..., issuer: _Optional[str] = ..., basis: _Optional[str] = ..., area_codes: _Optional[_Iterable[str]] = ..., effective_from: _Optional[str] = ..., effective_until: _Optional[str] = ..., abstract: bool = ..., extends: _Optional[_Iterable[str]] = ..., digest: _Optional[str] = ..., source_digest: _Optional[str] = ..., file: _Optional[str] = ..., rule_count: _Optional[int] = ...) -> None: ...

class ListPoliciesRequest(_message.Message):
    __slots__ = ("election_date", "area_code")
    ELECTION_DATE_FIELD_NUMBER: _ClassVar[int]
    AREA_CODE_FIELD_NUMBER: _ClassVar[int]
    election_date: str
    area_code: str
    def __init__(self, election_date: _Optional[str] = ..., area_code: _Optional[str] = ...) -> None: ...

class ListPoliciesResponse(_message.Message):
    __slots__ = ("policies",)
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    policies: _containers.RepeatedCompositeFieldContainer[Policy]
    def __init__(self, policies: _Optional[_Iterable[_Union[Policy, _Mapping]]] = ...) -> None: ...

class GetPolicyRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class GetPolicyResponse(_message.Message):
    __slots__ = ("policy", "source")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    policy: Policy
    source: str
    def __init__(self, policy: _Optional[_Union[Policy, _Mapping]] = ..., source: _Optional[str] = ...) -> None: ...
