"""The arguments of the clients' calls, judged before anything is sent: names, words and messages.

protobuf would refuse most of them too, but by its own names; and some it takes for what they are
not.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from google.protobuf.message import Message
from pamtps.v1 import plan_pb2

from pamtps_client.language import quoted
from pamtps_client.resources import Resources
from pamtps_client.table_faults import did_you_mean

_OF_THE_CLIENT: Final = ("timeout", "max_message_bytes")
_READERS: Final = {
    "strengths": "read_strengths(path).strengths",
    "stocks": "read_stocks(path).rows",
    "seats": "read_seats(path).rows",
    "plan": "read_plan(path)",
    "in_force": "read_plan(path)",
}
"""What reads an argument from a file."""

Value = TypeVar("Value")
Given = TypeVar("Given", bound=Message)


def known(call: Callable[..., object], resources: Resources) -> Resources:
    """The further arguments of a call, all of which are those of Resources. Raises TypeError."""
    for name in resources:
        if name not in Resources.__annotations__:
            raise _unknown(call, name)
    return resources


def _unknown(call: Callable[..., object], name: str) -> TypeError:
    if name in _OF_THE_CLIENT:
        client = type(getattr(call, "__self__", None)).__name__
        return TypeError(
            f"“{name}” is no argument of {call.__name__}, but of the client, for all of its calls: "
            f"{client}(server, {name}=...)"
        )
    named = [
        one.name
        for one in inspect.signature(call).parameters.values()
        if one.kind is not one.VAR_KEYWORD
    ]
    allowed = [*named, *Resources.__annotations__]
    return TypeError(
        f"“{quoted(name)}” is no argument of {call.__name__}; allowed are {', '.join(allowed)}"
        f"{_maybe(did_you_mean(name, allowed))}"
    )


def word(name: str, found: object, allowed: Mapping[Any, Value]) -> Value:
    """What a word means that an argument must be one of. Raises ValueError."""
    if isinstance(found, str) and found in allowed:
        return allowed[found]
    words = [one for one in allowed if one]
    raise ValueError(
        f"{name} is “{quoted(str(found))}”; allowed are {', '.join(words)}"
        f"{_maybe(did_you_mean(str(found), words))}"
    )


def messages(name: str, found: object, kind: type[Given]) -> list[Given]:
    """The messages of an argument that is a list of them. Raises TypeError."""
    if found is None:
        return []
    is_one = isinstance(found, str | os.PathLike | Message) or hasattr(found, "__arrow_c_stream__")
    if is_one or not isinstance(found, Iterable):
        raise _no_message(name, found, kind, "a list of ")
    given = list(found)
    for one in given:
        if not isinstance(one, kind):
            raise _no_message(f"{name}, in its list,", one, kind, "", _READERS[name])
    return given


def message(name: str, found: object, kind: type[Given]) -> Given:
    """The message of an argument that is one. Raises TypeError."""
    if isinstance(found, kind):
        return found
    raise _no_message(name, found, kind, "a ")


def transports(found: object) -> list[plan_pb2.Access.ValueType]:
    """Transports that cannot be used. Raises ValueError or TypeError."""
    words = {name.removeprefix("ACCESS_").lower(): name for name in plan_pb2.Access.keys()[1:]}
    given = [found] if isinstance(found, str) else found
    if not isinstance(given, Iterable):
        raise TypeError(f"unavailable_transports is of type {_type(found)}; allowed is a list")
    values: list[plan_pb2.Access.ValueType] = []
    for one in given:
        if isinstance(one, str) and one not in words.values():
            allowed = ", ".join(f"plan_pb2.{name}" for name in words.values())
            meant = words.get(one.lower()) or words.get(did_you_mean(one, words), "")
            raise ValueError(
                f"unavailable_transports holds “{quoted(one)}”; allowed are {allowed}"
                f"{_maybe(f'plan_pb2.{meant}' if meant else '')}"
            )
        values.append(plan_pb2.Access.Value(one) if isinstance(one, str) else one)
    return values


def _no_message(
    name: str, found: object, kind: type[Message], article: str, how: str = ""
) -> TypeError:
    how = how or _READERS[name]
    told = (
        f"the path “{quoted(os.fspath(found))}”"
        if isinstance(found, str | os.PathLike)
        else f"of type {_type(found)}"
    )
    return TypeError(
        f"{name} is {told}; allowed is {article}plan_pb2.{kind.__name__}, as {how} gives it"
    )


def _type(found: object) -> str:
    kind = type(found)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _maybe(meant: str) -> str:
    return f"\n  Maybe: {meant}" if meant else ""
