"""TPS or areas that two policies answer differently, in both languages, with a smallest example."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pamtps_service.analysis.answer_values import Difference, Key
from pamtps_service.analysis.findings import Witness
from pamtps_service.analysis.region import Region
from pamtps_service.policy.catalogue import render_policy_comparison
from pamtps_service.policy.model import Text


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """TPS, or areas, that the policies answer differently, all in the same way."""

    kind: str
    """Family of rules (`guards`, `equipment radio` …), level of areas, or `head`."""
    which: Text
    message: Text
    rules_before: tuple[str, ...] = ()
    """Sorted ids of the rules of the family that match before and not after."""
    rules_after: tuple[str, ...] = ()
    """Sorted ids of those that match after and not before."""
    witness: tuple[Witness, ...] = ()
    """A smallest one, as a case that holds after; none where it is no TPS of the policy after."""
    region: Region | None = None
    """The TPS; None of areas and heads, and where not every cell was looked at."""
    not_given: tuple[str, ...] = ()
    """Attributes that the TPS of the region come without."""


def joined(texts: Iterable[Text], between: str = "; ") -> Text:
    """Texts one after the other."""
    told = list(texts)
    return Text(between.join(one.id for one in told), between.join(one.en for one in told))


def difference_text(difference: Difference) -> Text:
    """What changes, value by value."""
    return joined(_value(key, before, after) for key, before, after in difference)


def _value(key: Key, before: str, after: str) -> Text:
    name = key[0]
    values = {"before": before or "–", "after": after or "–"}
    match name:
        case "covered":
            code = "covered-now" if after == "true" else "no-longer-covered"
            return render_policy_comparison(code)
        case "label":
            return render_policy_comparison("label-given" if after else "label-gone", name=key[1])
        case "add":
            _, force, role, per = key
            code = "add-per" if per else "add"
            numbers = {"before": before or "0", "after": after or "0"}
            return render_policy_comparison(code, force=force, role=role, per=per, **numbers)
        case "limit":
            return render_policy_comparison("limit", force=key[1], **values)
        case "mix":
            return render_policy_comparison("mix", **values)
        case "expect":
            return render_policy_comparison("expect", quantity=key[1], severity=key[2], **values)
        case _ if name.startswith("equip-"):
            _, item, per = key
            code = f"{name}-per" if name == "equip-area" and per else name
            numbers = {"before": before or "0", "after": after or "0"}
            return render_policy_comparison(code, item=item, per=per, **numbers)
    return render_policy_comparison("value", key=name, **values)
