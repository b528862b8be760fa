"""The settings of the service: one object, read from flags, variables and a file.

Every field of Settings may be given as a flag (`--max-reply-bytes 1000`), as a variable
(`PAMTPS_MAX_REPLY_BYTES=1000`) or as a key of the file that `--config` or PAMTPS_CONFIG names
(`max_reply_bytes = 1000`, TOML). A flag beats a variable, a variable beats the file, the file
beats the default. Everything that is wrong is reported at once.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import os
import re
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal

from pamtps_service.policy.catalogue import Language
from pamtps_service.policy.faults import Fault, FaultsError, did_you_mean, fault

Form = Literal["number", "text", "address", "language"]


def _number(default: int, least: int, most: int) -> int:
    value: int = field(default=default, metadata={"form": "number", "least": least, "most": most})
    return value


def _text(default: str, form: Form = "text") -> str:
    value: str = field(default=default, metadata={"form": form})
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    rules: str = _text("rules")
    """Folder of the rule files."""
    listen: str = _text("127.0.0.1:50051", "address")
    """Address to listen at, HOST:PORT; port 0 takes a free one. IPv6 is written [::1]:50051."""
    lang: str = _text("", "language")
    """Language of errors on the terminal, `id` or `en`; where empty, that of the locale
    (LC_ALL, LC_MESSAGES, LANG) where it is Indonesian, else English."""
    workers: int = _number(0, 0, 1024)
    """Worker processes; 0 is one for each processor core that this process may use."""
    reload_milliseconds: int = _number(2_000, 0, 86_400_000)
    """Milliseconds between two looks at the rules folder; 0 never looks again."""
    versions: int = _number(10, 1, 1_000)
    """Sets of policies that are remembered, the one in force included: `GetPolicy` returns a policy
    of them by its digest."""
    reference_request: str = _text("")
    """File of a PlanDeploymentRequest (JSON or binary) on which every changed set of policies is
    planned before it is put in force; none where empty."""
    reference_percent: int = _number(10, 0, 1_000_000)
    """Percent by which the required and the assigned personnel of each force of the reference
    request may change, at most; a change beyond it is refused."""
    metrics_listen: str = _text("", "address")
    """Address of the metrics page for Prometheus (HTTP), HOST:PORT; none where empty."""
    queue: int = _number(32, 0, 100_000)
    """Calls that may wait for a worker, of planning calls and of reading calls each; one more is
    refused with RESOURCE_EXHAUSTED and the time after which to try again."""
    max_request_bytes: int = _number(64 << 20, 1024, 1 << 30)
    """Bytes of a request, at most; of a stream, those of all its messages, each of which counts 64
    bytes more than it has."""
    max_reply_bytes: int = _number(64 << 20, 1024, (1 << 31) - 1)
    """Bytes of a reply, or of one message of a stream, at most. Clients have a limit of their own:
    4 MiB unless they set it."""
    max_held_bytes: int = _number(1 << 30, 1 << 20, 1 << 40)
    """Bytes of requests that have not been answered yet, and of finished plans whose callers have
    not read them yet, at most, of all calls together; one more call is refused with
    RESOURCE_EXHAUSTED. Messages of streams count 64 bytes more than they have."""
    max_worker_bytes: int = _number(3 << 30, 256 << 20, 1 << 40)
    """Bytes of memory that a worker may use, at most; a request that needs more is refused with
    RESOURCE_EXHAUSTED. Linux only."""
    max_calls: int = _number(1024, 1, 1_000_000)
    """Calls open at the same time, at most, health checks included: a backstop far above `workers`
    and `queue`."""
    job_seconds: int = _number(300, 1, 86_400)
    """Seconds that a call may take, at most, its waiting included, and of a stream its sending and
    reading; a shorter deadline of the caller counts instead."""
    cancel_seconds: int = _number(5, 0, 3_600)
    """Seconds that a worker may still work after the deadline or after the caller has gone; then
    the worker is ended and replaced."""
    start_seconds: int = _number(60, 1, 3_600)
    """Seconds that a worker may take to load the policies and answer for the first time."""
    refuse_seconds: int = _number(600, 0, 86_400)
    """Seconds for which a request that ended two workers is refused."""
    grace_seconds: int = _number(30, 0, 3_600)
    """Seconds that calls in flight are given to end when the service is stopped."""

    def read_reference(self) -> bytes:
        """The content of the file `reference_request`; empty where there is none. OSError."""
        return Path(self.reference_request).read_bytes() if self.reference_request else b""

    def worker_count(self) -> int:
        """The number of workers: `workers`, or one for each core where it is 0."""
        if self.workers:
            return self.workers
        if hasattr(os, "sched_getaffinity"):  # not everywhere; knows what a container may use
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1


FIELDS: Final[dict[str, Field[Any]]] = {one.name: one for one in fields(Settings)}
CONFIG: Final = "config"
HELP: Final = "--help"
PREFIX: Final = "PAMTPS_"

CLIENT_VARIABLES: Final = frozenset(
    PREFIX + name for name in ("SERVER", "ELECTION_DATE", "TIMEOUT", "MAX_MESSAGE_BYTES")
)
"""Variables of the client, which a machine may have as well."""

Found = tuple[str, str | int]
"""Where a setting was given (`--queue`, `PAMTPS_QUEUE`, `service.toml: queue`), and its value."""


def read_settings(arguments: Sequence[str], variables: Mapping[str, str]) -> Settings:
    """The settings. FaultsError with every fault of flags, variables and file."""
    faults: list[Fault] = []
    flags = _read_flags(arguments, faults)
    named = _read_variables(variables, faults)
    file = flags.pop(CONFIG, None) or named.pop(CONFIG, None)
    keys = _read_file(file, faults) if file else {}
    values: dict[str, str | int] = {}
    for source in (keys, named, flags):
        for name, (place, found) in source.items():
            wrong = _wrong(FIELDS[name], place, found)
            if wrong:
                faults.append(wrong)
            else:
                values[name] = _value(FIELDS[name], found)
    if faults:
        raise FaultsError(faults)
    return Settings(**values)  # type: ignore[arg-type]  # _wrong has looked at each


def language(variables: Mapping[str, str], settings: Settings | None = None) -> Language:
    """The language of what is written to the terminal; without settings, by PAMTPS_LANG."""
    chosen = settings.lang if settings else variables.get(f"{PREFIX}LANG", "")
    if chosen in ("id", "en"):
        return "id" if chosen == "id" else "en"
    for locale in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(locale):
            return "id" if re.match(r"id([_.@-]|$)", value) else "en"
    return "en"


def meanings() -> dict[str, str]:
    """The docstring under each field of Settings, on one line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(Settings)))
    (declared,) = tree.body
    assert isinstance(declared, ast.ClassDef)
    found: dict[str, str] = {}
    for one, after in zip(declared.body, declared.body[1:], strict=False):
        if (
            isinstance(one, ast.AnnAssign)
            and isinstance(one.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            found[one.target.id] = " ".join(str(after.value.value).split())
    return found


def reference() -> str:
    """The table of all settings, in Markdown."""
    texts = meanings()
    lines = [
        "| flag | variable | key | default | allowed | meaning |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, one in FIELDS.items():
        cells = [
            f"`{flag(name)}`",
            f"`{PREFIX}{name.upper()}`",
            f"`{name}`",
            f"`{one.default}`" if one.default != "" else "empty",
            _range(one.metadata),
            texts[name],
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def usage() -> str:
    """The text of `pamtps serve --help`."""
    texts = meanings()
    lines = ["pamtps serve [--config FILE] [--SETTING VALUE ...]", ""]
    for name, one in FIELDS.items():
        told = [f"default: {one.default!r}"]
        if allowed := _range(one.metadata):
            told.append(f"allowed: {allowed}")
        lines.append(f"  {flag(name)}  ({', '.join(told)})")
        lines += textwrap.wrap(texts[name], 88, initial_indent="      ", subsequent_indent=" " * 6)
    return "\n".join(lines) + "\n"


def _range(metadata: Mapping[str, Any]) -> str:
    """The numbers that a setting may be; empty where it is none."""
    if metadata["form"] != "number":
        return ""
    return f"{metadata['least']} to {metadata['most']}"


def flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _read_flags(arguments: Sequence[str], faults: list[Fault]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if not word.startswith("--") or word == "--":
            faults.append(fault("unexpected-argument", "serve", found=word))
            continue
        written, equals, value = word.partition("=")
        name = written[2:].replace("-", "_")
        has_value = bool(equals) or (bool(rest) and not rest[0].startswith("--"))
        if has_value and not equals:
            value = rest.pop(0)
        if name not in FIELDS and name != CONFIG:
            faults.append(_unknown(written, written, [flag(one) for one in (*FIELDS, CONFIG)]))
        elif not has_value:
            faults.append(fault("setting-without-value", written))
        elif name in found:
            faults.append(fault("setting-given-twice", written))
        else:
            found[name] = (written, value)
    return found


def _read_variables(variables: Mapping[str, str], faults: list[Fault]) -> dict[str, Found]:
    known = {PREFIX + name.upper(): name for name in (*FIELDS, CONFIG)}
    found: dict[str, Found] = {}
    for variable, value in sorted(variables.items()):
        if variable in known:
            found[known[variable]] = (variable, value)
        elif variable.startswith(PREFIX) and variable not in CLIENT_VARIABLES:
            # A cluster's links to services have such names too: only what looks like one of
            # ours, mistyped, is an error.
            own = [name.removeprefix(PREFIX) for name in known]
            if difflib.get_close_matches(variable.removeprefix(PREFIX), own, n=1, cutoff=0.8):
                faults.append(_unknown(variable, variable, list(known)))
    return found


def _read_file(file: Found, faults: list[Fault]) -> dict[str, Found]:
    place, path = file
    try:
        content = tomllib.loads(Path(str(path)).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        detail = f"{path}: {getattr(error, 'strerror', None) or error}"
        faults.append(fault("settings-file-unreadable", place, detail=detail))
        return {}
    found: dict[str, Found] = {}
    for key, value in content.items():
        if key in FIELDS:
            found[key] = (f"{path}: {key}", value)
        else:
            faults.append(_unknown(f"{path}: {key}", key, list(FIELDS)))
    return found


def _unknown(place: str, found: str, allowed: list[str]) -> Fault:
    return fault(
        "unknown-setting",
        place,
        maybe=did_you_mean(found, allowed),
        found=found,
        allowed=", ".join(allowed),
    )


def _wrong(setting: Field[Any], place: str, found: object) -> Fault | None:
    """The fault of a value, or None. A number may be text only in a flag or a variable."""
    form: Form = setting.metadata["form"]
    in_file = place.endswith(f": {setting.name}")
    if form == "number":
        least, most = setting.metadata["least"], setting.metadata["most"]
        if isinstance(found, str) and not in_file and re.fullmatch(r"[0-9]{1,13}", found):
            found = int(found)
        if type(found) is int and least <= found <= most:
            return None
        return fault("setting-not-whole-number", place, found=repr(found), least=least, most=most)
    if form == "language":
        if found in ("", "id", "en"):
            return None
        return fault("setting-not-allowed", place, found=repr(found), allowed="id, en")
    if found == setting.default:
        return None  # also empty, where the default is
    if not isinstance(found, str) or not found:
        return fault("setting-not-text", place, found=repr(found))
    if form == "address" and not _is_address(found):
        return fault("setting-not-address", place, found=repr(found))
    return None


def _is_address(text: str) -> bool:
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.%a-z]+\]|[A-Za-z0-9._-]+):([0-9]{1,5})", text)
    return match is not None and int(match[2]) <= 65_535


def _value(setting: Field[Any], found: str | int) -> str | int:
    return int(found) if setting.metadata["form"] == "number" else found
