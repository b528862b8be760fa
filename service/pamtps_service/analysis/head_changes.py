"""What the heads of two policies say otherwise: TPS, days, attributes."""

from __future__ import annotations

from collections.abc import Iterator

from pamtps_service.analysis.answer_changes import AnswerChange
from pamtps_service.analysis.dimensions import lies_in
from pamtps_service.analysis.joint import Pair, pairs_of
from pamtps_service.analysis.rule_text import listed
from pamtps_service.planning.admission import attributes_asked
from pamtps_service.policy.areas import all_codes, level
from pamtps_service.policy.catalogue import render_analysis, render_policy_comparison
from pamtps_service.policy.model import Policy, Text


def changes_of_heads(before: Policy, after: Policy) -> Iterator[AnswerChange]:
    """TPS that one of the policies alone has or accepts, and the order of claims."""
    for policy, other, code in ((before, after, "areas-gone"), (after, before, "areas-new")):
        alone = _areas_alone(policy, other)
        if alone:
            words = f"`{{area: {listed(alone)}}}`"
            yield _head(Text(words, words), render_policy_comparison(code))
    every = render_analysis("every-tps")
    if before.effective != after.effective:
        yield _head(
            every, render_policy_comparison("dates", before=_dates(before), after=_dates(after))
        )
    if before.claims != after.claims:
        told = {"before": listed(before.claims), "after": listed(after.claims)}
        yield _head(every, render_policy_comparison("claims", **told))
    yield from _attributes(before, after)


def _head(which: Text, message: Text) -> AnswerChange:
    return AnswerChange("head", which, message)


def _areas_alone(policy: Policy, other: Policy) -> list[str]:
    """The areas of a policy that are not in another, as provinces where those are whole."""
    if policy.areas == other.areas or other.areas is None:
        return []
    regencies = [code for code in all_codes() if level(code) == "regency"]
    alone = {
        code
        for code in regencies
        if (policy.areas is None or lies_in(code, policy.areas)) and not lies_in(code, other.areas)
    }
    provinces = {code[:2] for code in alone}
    whole = {p for p in provinces if all(c in alone for c in regencies if c.startswith(f"{p}."))}
    return sorted(whole | {code for code in alone if code[:2] not in whole})


def _dates(policy: Policy) -> Text:
    ends = [
        render_policy_comparison("open-date")
        if day is None
        else Text(day.isoformat(), day.isoformat())
        for day in (policy.effective.start, policy.effective.until)
    ]
    return Text(" – ".join(one.id for one in ends), " – ".join(one.en for one in ends))


def _attributes(before: Policy, after: Policy) -> Iterator[AnswerChange]:
    asked_before, asked_after = attributes_asked(before), attributes_asked(after)
    for name, pair in pairs_of(before, after).items():
        needed = name in asked_before and pair.before is not None and pair.before.default is None
        needs = name in asked_after and pair.after is not None and pair.after.default is None
        without = render_policy_comparison("tps-without", name=name)
        if needs and not needed:
            rules = ", ".join(f"`{rule}`" for rule in asked_after[name])
            yield _head(without, render_policy_comparison("must-give", name=name, rules=rules))
        if needed and not needs:
            yield _head(without, render_policy_comparison("need-not-give", name=name))
        yield from _values(name, pair)


def _values(name: str, pair: Pair) -> Iterator[AnswerChange]:
    if pair.before is None or pair.after is None:
        return
    which = render_policy_comparison("tps-with", name=name)
    if not pair.comparable:
        kinds = [
            f"{one.type.value} {listed(one.choices)}" if one.choices else one.type.value
            for one in (pair.before, pair.after)
        ]
        words = render_policy_comparison("type-differs", name=name, before=kinds[0], after=kinds[1])
        yield _head(which, words)
        return
    for one, other, code in (
        (pair.before, pair.after, "values-gone"),
        (pair.after, pair.before, "values-new"),
    ):
        alone = [word for word in one.choices if word not in other.choices]
        if alone:
            yield _head(which, render_policy_comparison(code, name=name, values=listed(alone)))
