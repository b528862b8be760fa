"""Numbers of added units, and of the TNI on standby that mixes ask for."""

from __future__ import annotations

import numpy as np

from pamtps_service.planning.explanation.nodes import (
    divided_down,
    divided_up,
    given,
    greatest,
    is_share,
    least,
    less,
    number_of,
    share,
    times,
    total,
    with_reasons,
)
from pamtps_service.planning.explanation.rules import area as area_facts
from pamtps_service.planning.explanation.rules import why
from pamtps_service.planning.explanation.strength import ceilings
from pamtps_service.planning.explanation.view import (
    View,
    force_text,
    rooted,
    words,
)
from pamtps_service.planning.findings import named_area, named_command
from pamtps_service.planning.mixes import MixDemand
from pamtps_service.policy.model import AREA_LEVELS, Add, Mix, Text
from pamtps_service.records.area_codes import DIVISOR, level_of, to_text
from pamtps_service.records.explanation import Explanation
from pamtps_service.records.plan import AreaLevelOfPlan, Unit

MOST_POSTS = 40
"""Posts that are listed one by one; the Polri of more are added up."""
_ROW_LEVEL = {
    "province": AreaLevelOfPlan.PROVINCE,
    "regency": AreaLevelOfPlan.REGENCY,
    "district": AreaLevelOfPlan.DISTRICT,
}


def unit_numbers(view: View, index: int) -> list[Explanation]:
    """Required, wished, assigned of a unit."""
    unit = view.unit(index)
    numbers = ((required, unit.required), (wished, unit.wished), (assigned, unit.assigned))
    return [
        rooted(number(view, index), f"units[{index}].{number.__name__}", value)
        for number, value in numbers
    ]


def required(view: View, index: int) -> Explanation:
    """Persons that a unit requires."""
    unit = view.unit(index)
    mix = _mix_of(view, unit)
    node = _mix_required(view, unit, mix) if mix else _added(view, unit)
    return rooted(node, f"units[{index}].required", unit.required)


def wished(view: View, index: int) -> Explanation:
    """Persons that a unit wishes: of all but mixes those required."""
    unit = view.unit(index)
    mix = _mix_of(view, unit)
    text = words("unit-wished", **_named(view, unit))
    if mix is None:
        return total(text, [_reference(view, index, "required", unit.required)])
    rules = _mix_rules(view, mix)
    polri = _polri(view, mix, mix.polri_wished, "wished")
    bounds = [greatest(words("mix-lower"), *(_lower(rule, m, polri) for rule, m in rules))]
    uppers = [_upper(rule, m, polri) for rule, m in rules if m.polri_least is not None]
    if uppers:
        bounds.append(least(words("mix-upper"), *uppers))
    so_far = _so_far(view, mix, "wished", mix.given_wished)
    rest = less(words("mix-lacks"), greatest(words("mix-wish"), *bounds), so_far)
    return greatest(text, given(words("nothing"), 0), rest)


def assigned(view: View, index: int) -> Explanation:
    """Persons that a unit gets of what its command was granted for such units."""
    unit = view.unit(index)
    text = words("unit-assigned", **_named(view, unit))
    need = _reference(view, index, "required", unit.required)
    if unit.assigned == unit.required:
        return total(text, [need])
    same_claim = [
        number
        for number, other in enumerate(view.plan.units)
        if (other.command, other.force, other.role) == (unit.command, unit.force, unit.role)
        and _mix_of(view, other) is None
        and _claimed_in(other) == _claimed_in(unit)
    ]
    got = sum(view.unit(number).assigned for number in same_claim)
    wants = sum(view.unit(number).required for number in same_claim)
    if _mix_of(view, unit) is None and is_share(unit.assigned, got, unit.required, wants):
        whole = given(words("granted-units", command=named_command(unit.command)), got)
        asked = [
            _reference(view, number, "required", view.unit(number).required)
            for number in same_claim
        ]
        return share(text, whole, need, total(words("all-lacking"), asked), unit.assigned)
    lacking = given(words("not-granted"), unit.required - unit.assigned)
    reasons = _ceilings(view, unit)
    return with_reasons(less(text, need, lacking), reasons)


def _ceilings(view: View, unit: Unit) -> list[Explanation]:
    for added in view.traced.assigned.units:
        area = to_text(added.code, added.level)
        if (area, added.force, added.role, added.rule) == (
            unit.area,
            unit.force,
            unit.role,
            unit.rule,
        ):
            return ceilings(view, unit.force, added.claimant)
    return []


def _claimed_in(unit: Unit) -> str:
    """The regency in which a unit claims, or its province."""
    return unit.area[:5]


def _reference(view: View, index: int, name: str, value: int) -> Explanation:
    unit = view.unit(index)
    return given(
        words(f"unit-{name}", **_named(view, unit)),
        value,
        field=f"units[{index}].{name}",
        rules=(unit.rule,),
    )


def _named(view: View, unit: Unit) -> dict[str, Text | str]:
    return {
        "force": force_text(unit.force),
        "rule": view.demand.rules[unit.rule].rule.title,
        "area": named_area(unit.area),
    }


def _added(view: View, unit: Unit) -> Explanation:
    """The amount of an `add` rule, times what it is multiplied by."""
    rule = view.demand.rules[unit.rule].rule
    effect = rule.effect
    assert isinstance(effect, Add)
    amount = effect.polri if unit.force == "polri" else effect.tni
    assert amount is not None
    text = words("unit-required", **_named(view, unit))
    factors = [given(words("amount"), amount.count, rules=(unit.rule,))]
    if amount.unit is not None:
        size = amount.personnel // amount.count
        factors.append(given(words("unit-size", unit=amount.unit), size))
    level = level_of(unit.area)
    if rule.for_each == "tps":
        times_it = unit.required // amount.personnel
        factors.append(given(words("unit-tps", area=named_area(unit.area)), times_it))
        return times(text, *factors)
    assert level in AREA_LEVELS
    item = area_facts(view, level, unit.area)
    if effect.per is not None:
        counted = given(words("per-tps", area=named_area(unit.area)), item.counts[effect.per.of])
        by = given(words("per"), effect.per.tps, rules=(unit.rule,))
        factors.append(divided_up(words("per-times"), counted, by))
    return with_reasons(times(text, *factors), [why(view, rule, item)])


def _mix_of(view: View, unit: Unit) -> MixDemand | None:
    """The mix that asks for a unit; None of those that `add` rules bring."""
    if not isinstance(view.demand.rules[unit.rule].rule.effect, Mix):
        return None
    return next(
        mix
        for mix in view.traced.assigned.mixes
        if mix.rule == unit.rule and to_text(mix.code, mix.level) == unit.area
    )


def _mix_rules(view: View, mix: MixDemand) -> list[tuple[int, Mix]]:
    """The rules that a mix demand is settled by."""
    if mix.alone:
        effect = view.demand.rules[mix.rule].rule.effect
        return [(mix.rule, effect)] if isinstance(effect, Mix) else []
    found = []
    for match in view.demand.area_matches:
        effect = view.demand.rules[match.rule].rule.effect
        here = (match.level, match.code) == (mix.level, mix.code)
        if here and isinstance(effect, Mix) and effect.of is None:
            found.append((match.rule, effect))
    return found


def _mix_required(view: View, unit: Unit, mix: MixDemand) -> Explanation:
    """The lower bound tni x P / most, rounded up, less the TNI that are there anyway."""
    counted = "assigned" if view.limited("polri") else "required"
    polri = _polri(view, mix, mix.polri, counted)
    bounds = [_lower(rule, effect, polri) for rule, effect in _mix_rules(view, mix)]
    lower = greatest(words("mix-lower"), *bounds)
    rest = less(words("mix-lacks"), lower, _so_far(view, mix, "required", mix.given))
    text = words("unit-required", **_named(view, unit))
    node = greatest(text, given(words("nothing"), 0), rest)
    item = area_facts(view, mix.level, unit.area)
    return with_reasons(node, [why(view, view.demand.rules[mix.rule].rule, item)])


def _lower(rule: int, mix: Mix, polri: Explanation) -> Explanation:
    product = times(words("mix-product"), given(words("mix-tni"), mix.tni, rules=(rule,)), polri)
    by = given(words("mix-most"), mix.polri_most, rules=(rule,))
    return divided_up(words("mix-lower"), product, by)


def _upper(rule: int, mix: Mix, polri: Explanation) -> Explanation:
    assert mix.polri_least is not None
    product = times(words("mix-product"), given(words("mix-tni"), mix.tni, rules=(rule,)), polri)
    by = given(words("mix-least"), mix.polri_least, rules=(rule,))
    return divided_down(words("mix-upper"), product, by)


def _polri(view: View, mix: MixDemand, value: int, name: str) -> Explanation:
    """P of a mix: the area's Polri, or those at the posts that hold a matching TPS."""
    area = to_text(mix.code, mix.level)
    if mix.posts is not None:
        posts = np.flatnonzero(
            mix.posts & (view.ledger.first_code // DIVISOR[mix.level] == mix.code)
        )
        text = words("mix-polri-of", posts=len(posts), area=named_area(area))
        listed = [
            given(
                words("post-polri", post=to_text(int(view.ledger.first_code[post]), "tps")),
                int(view.ledger.polri.assigned[post]),
                field=f"posts[{post}].polri",
            )
            for post in posts.tolist()
        ]
        if len(listed) > MOST_POSTS or sum(number_of(one) for one in listed) != value:
            return given(text, value)
        return total(text, listed)
    index = view.area_index[_ROW_LEVEL[mix.level], area]
    place, numbers = next(
        (place, one)
        for place, one in enumerate(view.plan.areas[index].totals)
        if one.force == "polri"
    )
    field = f"areas[{index}].totals[{place}].{name}"
    text = words(name, force=force_text("polri"), area=named_area(area))
    if getattr(numbers, name) != value:
        return given(words("mix-polri", area=named_area(area)), value)
    return given(text, value, field=field)


def _so_far(view: View, mix: MixDemand, name: str, value: int) -> Explanation:
    """T of a mix before its own standby: at posts, in units, and on standby in narrower areas."""
    area = to_text(mix.code, mix.level)
    parts = []
    if mix.posts is None:
        mine = view.traced.assigned.mixes
        earlier = mine[: mine.index(mix)]
        for index in view.units_in(area):
            unit = view.unit(index)
            if unit.force != "tni":
                continue
            other = _mix_of(view, unit)
            if other is None or any(other is one for one in earlier):
                parts.append(_reference(view, index, name, getattr(unit, name)))
    at_posts = value - sum(number_of(part) for part in parts)
    parts.insert(0, given(words("tni-at-posts", area=named_area(area)), at_posts))
    return total(words("mix-so-far", area=named_area(area)), parts)


def reference(view: View, index: int, name: str) -> Explanation:
    """A number of a unit, explained where it stands."""
    return _reference(view, index, name, getattr(view.unit(index), name))
