"""`pamtps policy explain`: what a policy decides for one TPS, which rules match it and why.

The answers are those of the planner, which comes with the extra `service`.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from google.protobuf import json_format

from pamtps_client.command import without_service
from pamtps_client.language import Language, Text, counted, filled
from pamtps_client.one_policy import PolicyRefused, read_one_policy
from pamtps_client.one_tps_report import OneTpsReport
from pamtps_client.outcome import Exit
from pamtps_client.output import complain, say_exactly, width
from pamtps_client.print_reply import print_lines

if TYPE_CHECKING:
    from pamtps_service.planning.explanation.one_tps import OneTps, RuleOfTps
    from pamtps_service.policy.faults import Fault
    from pamtps_service.policy.model import Policy

_KEYS: Final = ("polri", "tni", "tps_per_post", "linmas_per_tps", "within", "choose")


def run_explain(options: argparse.Namespace) -> int:
    """Explain, print, and return the exit code."""
    language: Language = options.language
    try:
        from pamtps_service.planning.explanation.one_tps import explain_one_tps
        from pamtps_service.policy.faults import FaultsError
    except ModuleNotFoundError as error:
        return without_service(error, language)
    try:
        policy, _ = read_one_policy(options.path, language)
        words = _words(options.tps)
        one = explain_one_tps(policy, words, _rule(options.rule, policy))
    except PolicyRefused as refused:
        complain("\n".join(refused.lines))
        return Exit.BAD_INPUT
    except FaultsError as error:
        _complain_of(error.faults, language)
        return Exit.BAD_INPUT
    if options.json:
        say_exactly(json.dumps(_fields(one), ensure_ascii=False, indent=2) + "\n")
    else:
        report = OneTpsReport(one, language, width(os.environ))
        print_lines(report.lines(rule=bool(options.rule)))
    return Exit.COMPLETE


def _words(texts: Sequence[str]) -> list[str]:
    """The words of all texts; a value with a space stands in quotation marks."""
    found: list[str] = []
    for text in texts:
        try:
            found += shlex.split(text)
        except ValueError:  # a quotation mark that is not closed: told of the words as they stand
            found += text.split()
    return found


def _rule(name: str, policy: Policy) -> str:
    """The id of a rule, which may stand behind the policy's as reports name it."""
    return name.removeprefix(f"{policy.id}/")


def _complain_of(faults: Sequence[Fault], language: Language) -> None:
    for fault in faults:
        complain(fault.text(language))
    count = counted(len(faults), "kesalahan", "fault", "faults")
    complain(f"pamtps: {filled(_NOT_EXPLAINED, count=count)[language]}")


# JSON -----------------------------------------------------------------------------------------


def _fields(one: OneTps) -> dict[str, Any]:
    needed, moved = one.requirement, one.movement
    guards: dict[str, Any] = {
        "covered": needed is not None,
        "linmas": _decided(one, one.linmas, "linmas_per_tps") if one.linmas else {"value": 0},
    }
    if needed is not None:
        values = {
            "polri": needed.polri,
            "tni": needed.tni,
            "tps_per_post": list(needed.sizes),
            "within": needed.within,
            "choose": needed.choose,
        }
        guards |= {key: _decided(one, values[key], key) for key in _KEYS if key in values}
    movement = None
    if moved is not None:
        movement = {
            key: _decided(one, getattr(moved, key), key)
            for key in ("transport", "fallback", "depart")
            if getattr(moved, key) != ""
        }
    return {
        "policy": one.policy.id,
        "digest": one.policy.digest,
        "facts": dict(one.facts.given),
        "defaults": dict(one.facts.defaults),
        "tps": one.facts.code,
        "labels": {label: one.giving(label) for label in one.labels},
        "submitted_tier": one.submitted.word,
        "risk_tier": {"value": one.tier.word, "rules": one.raising},
        "guards": guards,
        "movement": movement,
        "rules": [_rule_fields(one, each) for each in one.rules],
        "area_rules": [
            {
                "id": each.rule.id,
                "area": each.area,
                "matches": _MATCHES[each.matches],
                "file": each.rule.position.file,
                "line": each.rule.position.line,
            }
            for each in one.area_rules
        ],
    }


def _decided(one: OneTps, value: object, key: str) -> dict[str, object]:
    return {"value": value, "rules": one.deciding(key)}


def _rule_fields(one: OneTps, each: RuleOfTps) -> dict[str, object]:
    from pamtps_service.wire.write_explanation import write_explanations

    reply = write_explanations((each.why,), one.traced.plan)
    why = json_format.MessageToDict(reply, preserving_proto_field_name=True)
    return {"id": each.rule.id, "matches": each.matches, **why}


_MATCHES: Final[dict[bool | None, str]] = {True: "yes", False: "no", None: "depends"}
_NOT_EXPLAINED: Final = Text(
    id="{count}; tidak ada yang dijelaskan", en="{count}; nothing was explained"
)
