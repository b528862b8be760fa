"""The digest of a policy: SHA-256 over what it says, written as canonical JSON.

What a rule file says in another order, layout or place has the same digest: positions, the file
that a rule comes from and the names of bases are left out. Every number, text and date is in.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

from pamtps_service.policy.model import Policy

_LEFT_OUT: Final = frozenset({"position", "origin", "extends", "digest", "source_digest", "source"})


def policy_digest(policy: Policy) -> str:
    """SHA-256 (hex) of the policy's meaning; its own `digest` field is not read."""
    return hashlib.sha256(canonical_json(policy).encode()).hexdigest()


def set_digest(policies: Mapping[str, Policy]) -> str:
    """SHA-256 (hex) over the ids and digests of the policies, by id."""
    lines = "".join(f"{policy} {policies[policy].digest}\n" for policy in sorted(policies))
    return hashlib.sha256(lines.encode()).hexdigest()


def source_digest(contents: Iterable[bytes]) -> str:
    """SHA-256 (hex) of the bytes of a file and of its bases, the nearest first."""
    return hashlib.sha256(b"".join(contents)).hexdigest()


def canonical_json(policy: Policy) -> str:
    """The policy's meaning: keys sorted, no spaces, every record with the name of its kind."""
    plain = _plain(policy)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.name not in _LEFT_OUT
        }
        return {"kind": type(value).__name__, **fields}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"no canonical form for {type(value).__name__}")
