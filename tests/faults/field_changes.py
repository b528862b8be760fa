"""Changes of single fields of a plan's message, whatever they mean: each field of each message, so
that a field which is added to the protos is changed here as well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from pamtps.v1 import plan_pb2

INT32: Final = (-(2**31), 2**31 - 1)


@dataclass(frozen=True)
class Holder:
    """A message inside a plan that has a field."""

    message: Any
    field: FieldDescriptor
    place: str


def name_of(field: FieldDescriptor) -> str:
    """`Post.polri`."""
    assert field.containing_type is not None
    return f"{field.containing_type.name}.{field.name}"


def fields_of(kind: Descriptor = plan_pb2.DeploymentPlan.DESCRIPTOR) -> dict[str, FieldDescriptor]:
    """Every field of a plan and of the messages inside it, by name."""
    found: dict[str, FieldDescriptor] = {}
    waiting = [kind]
    while waiting:
        for field in waiting.pop().fields:
            if name_of(field) in found:
                continue
            found[name_of(field)] = field
            if field.message_type is not None:
                waiting.append(field.message_type)
    return found


def holders(message: Any, place: str = "") -> Iterator[Holder]:
    """Every message inside a message, the outermost as well, with each of its fields that can be
    changed."""
    for field in message.DESCRIPTOR.fields:
        path = f"{place}.{field.name}".lstrip(".")
        if field.message_type is None:
            yield Holder(message, field, path)
            continue
        # of messages, only such as are there can be changed
        if field.is_repeated and len(getattr(message, field.name)):
            yield Holder(message, field, path)
        if not field.is_repeated and message.HasField(field.name):
            yield Holder(message, field, path)
        if field.is_repeated:
            for index, item in enumerate(getattr(message, field.name)):
                yield from holders(item, f"{path}[{index}]")
        elif message.HasField(field.name):
            yield from holders(getattr(message, field.name), path)


def change(holder: Holder, draw: Random) -> str:
    """Change the field of a message in place, and say how."""
    message, field = holder.message, holder.field
    if field.is_repeated:
        return _change_list(getattr(message, field.name), field, draw)
    if field.message_type is not None:
        message.ClearField(field.name)
        return "cleared"
    if field.has_presence and message.HasField(field.name) and draw.random() < 0.3:
        message.ClearField(field.name)
        return "cleared"
    before = getattr(message, field.name)
    after = _other(before, field, draw)
    if field.has_presence and not message.HasField(field.name):
        before = None
    setattr(message, field.name, after)
    return f"{before!r} -> {after!r}"


def _change_list(items: Any, field: FieldDescriptor, draw: Random) -> str:
    how = draw.choice(["removed", "twice"] if len(items) else ["added"])
    if how == "added":
        items.append(_other(field.default_value or _zero(field), field, draw))
        return "added"
    index = draw.randrange(len(items))
    if how == "removed":
        del items[index]
    elif field.message_type is not None:
        items.add().CopyFrom(items[index])
    else:
        items.append(items[index])
    return f"[{index}] {how}"


def _zero(field: FieldDescriptor) -> Any:
    return "" if field.type == FieldDescriptor.TYPE_STRING else 0


def _other(value: Any, field: FieldDescriptor, draw: Random) -> Any:
    """Another value of the field's type, close to the one that it has."""
    if field.type == FieldDescriptor.TYPE_STRING:
        return draw.choice([value + "x", value[:-1] if value else "x"])
    if field.type == FieldDescriptor.TYPE_BOOL:
        return not value
    if field.enum_type is not None:
        numbers = [one.number for one in field.enum_type.values if one.number not in (0, value)]
        return draw.choice(numbers)
    return max(INT32[0], min(INT32[1], value + draw.choice([-1, 1, 7])))
