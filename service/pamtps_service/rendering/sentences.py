"""Rules as sentences, generated from what they mean."""

from __future__ import annotations

from collections.abc import Sequence

from pamtps_service.policy.catalogue import render_words
from pamtps_service.policy.model import (
    ALWAYS,
    Add,
    All,
    Amount,
    Classify,
    Condition,
    Equip,
    Expect,
    Force,
    Guard,
    Level,
    Limit,
    Mix,
    Move,
    Not,
    Per,
    Policy,
    Rule,
    Share,
    Statement,
    Text,
)
from pamtps_service.rendering.clauses import Clauses
from pamtps_service.rendering.words import (
    begun,
    force_name,
    joined,
    level_name,
    listed,
    quoted,
    same,
    tier,
    way,
)

_NOTHING = same("")


class Sentences:
    """The sentences of one policy's rules."""

    def __init__(self, policy: Policy) -> None:
        self._clauses = Clauses(policy)
        self._policy = policy
        self._items = dict(policy.items)
        self._titles = {rule.id: rule.title for rule in policy.rules}

    def of_rule(self, rule: Rule) -> list[Text]:
        """What the rule says, a sentence each."""
        found = [begun(self._effect(rule))]
        if isinstance(rule.effect, Expect):
            found.append(render_words(f"severity-{rule.severity}"))
        if rule.instead_of:
            found.append(render_words("instead-of", rules=self._rules(rule.instead_of)))
        others = [one.id for one in self._policy.rules if rule.id in one.instead_of]
        if others:
            found.append(render_words("gives-way", rules=self._rules(others)))
        return found

    def _rules(self, ids: tuple[str, ...] | list[str]) -> Text:
        return listed([self._rule(one) for one in ids], "and")

    def _rule(self, name: str) -> Text:
        """A rule by its title and id."""
        title = self._titles[name]
        if title == same(name):
            return quoted(name)
        return render_words("rule-named", title=title, rule=name)

    def _effect(self, rule: Rule) -> Text:
        match rule.effect:
            case Classify() as effect:
                items = self._tps(rule, "all-tps")
                return render_words("classified", items=items, what=_classified(effect))
            case Guard() as effect:
                return self._guard(rule, effect)
            case Move() as effect:
                return self._for(rule, _moved(effect))
            case Add() as effect:
                return self._for(rule, self._added(effect))
            case Mix() as effect:
                return self._for(rule, self._mixed(effect))
            case Limit(ceilings):
                told = listed([_ceiling(force, most) for force, most in ceilings], "and")
                return self._for(rule, render_words("limit", ceilings=told))
            case Equip(items, per):
                told = listed(
                    [render_words("item", count=n, item=self._items[one]) for one, n in items],
                    "and",
                )
                return self._for(rule, render_words("equip", items=told, per=self._per(per)))
            case Expect(statements):
                return self._for(rule, listed([_stated(one) for one in statements], "and"))

    # Which items ------------------------------------------------------------------------------

    def _for(self, rule: Rule, what: Text) -> Text:
        """A sentence on what follows for each item of the rule."""
        if rule.for_each == "tps":
            items = self._tps(rule, "every-tps")
        elif rule.for_each == "post":
            items = self._posts(rule)
        else:
            items = self._areas(rule)
        name = "for" if rule.for_each in ("tps", "post") else "in"
        comma = same("" if items.en.endswith(",") else ",")
        return render_words(name, items=items, comma=comma, what=what)

    def _tps(self, rule: Rule, every: str) -> Text:
        items = render_words(every)
        if rule.when != ALWAYS:
            items = render_words("some-tps", which=self._clauses.clause(rule.when))
        if rule.unless is None:
            return items
        but = render_words("but-tps", which=self._clauses.clause(rule.unless))
        return render_words("except", items=items, but=but)

    def _posts(self, rule: Rule) -> Text:
        """A post is judged TPS by TPS, so what exempts one belongs to the condition."""
        if rule.when == ALWAYS and rule.unless is None:
            return render_words("every-post")
        condition: Condition = rule.when
        if rule.unless is not None:
            exempt = Not(rule.unless)
            parts = rule.when.parts if isinstance(rule.when, All) else (rule.when,)
            condition = All((*parts, exempt)) if parts else exempt
        return render_words("some-posts", which=self._clauses.clause(condition))

    def _areas(self, rule: Rule) -> Text:
        level: Level = rule.for_each
        name = level_name(level)
        items = render_words("every-area", level=name)
        if rule.when != ALWAYS:
            which = self._clauses.clause(rule.when, level)
            items = render_words("some-areas", level=name, which=which)
        if rule.unless is None:
            return items
        but = self._clauses.clause(rule.unless, level)
        return render_words(
            "except", items=items, but=render_words("but-areas", level=name, which=but)
        )

    # What follows -----------------------------------------------------------------------------

    def _guard(self, rule: Rule, guard: Guard) -> Text:
        parts = []
        personnel = _personnel(guard)
        size = None if guard.sizes is None else _sizes_allowed(guard.sizes)
        if personnel is not None and size is not None:
            parts.append(render_words("guard-both", personnel=personnel, size=size))
        elif personnel is not None:
            parts.append(render_words("guard-personnel", personnel=personnel))
        elif size is not None:
            parts.append(render_words("guard-size", size=size))
        if guard.within is not None:
            parts.append(render_words("within", level=level_name(guard.within)))
        if guard.choose is not None:
            parts.append(render_words("choose", level=level_name(guard.choose)))
        linmas = guard.linmas_per_tps
        if linmas is not None:
            if not parts and rule.when == ALWAYS and rule.unless is None:
                return render_words("linmas-everywhere", count=linmas)
            parts.append(render_words("linmas", count=linmas))
        return self._for(rule, listed(parts, "and", apart=True))

    def _added(self, add: Add) -> Text:
        forces: list[tuple[Force, Amount | None]] = [("polri", add.polri), ("tni", add.tni)]
        amounts = [_amount(force, amount) for force, amount in forces if amount is not None]
        return render_words(
            "add",
            amounts=listed(amounts, "and"),
            role=render_words(f"role-{add.role}"),
            per=self._per(add.per),
        )

    def _per(self, per: Per | None) -> Text:
        if per is None:
            return _NOTHING
        which = _NOTHING
        if per.of != ALWAYS:
            which = joined(_NOTHING, self._clauses.clause(per.of))
        if per.tps == 1:
            return render_words("per-one", which=which)
        return render_words("per", tps=per.tps, which=which)

    def _mixed(self, mix: Mix) -> Text:
        of = _NOTHING
        if mix.of is not None:
            of = render_words("mix-of", which=self._clauses.clause(mix.of))
        if mix.polri_least is None:
            return render_words("mix-least", tni=mix.tni, most=mix.polri_most, of=of)
        return render_words(
            "mix-range", tni=mix.tni, least=mix.polri_least, most=mix.polri_most, of=of
        )


def _classified(effect: Classify) -> Text:
    parts = []
    if effect.label is not None:
        parts.append(render_words("classify-label", label=effect.label))
    if effect.risk_tier is not None:
        parts.append(render_words("classify-tier", tier=tier(effect.risk_tier)))
    return listed(parts, "and")


def _personnel(guard: Guard) -> Text | None:
    """The personnel of a post that a guard rule names."""
    forces: list[tuple[Force, int | None]] = [("polri", guard.polri), ("tni", guard.tni)]
    told = [
        render_words("persons", count=count, force=force_name(force))
        for force, count in forces
        if count is not None
    ]
    return render_words("at-least", value=listed(told, "and")) if told else None


def _sizes_allowed(sizes: tuple[int, ...]) -> Text:
    """`at most 16 TPS (where strength allows: 12, 8, 6 or 4)`."""
    *fewer, most = sizes
    if not fewer:
        return render_words("size-one") if most == 1 else render_words("size", most=most)
    return render_words("size-wish", most=most, fewer=_fewer(fewer))


def _fewer(sizes: list[int]) -> Text:
    """The stronger sizes; as a range where there are many without a gap."""
    if gapless(sizes):
        return render_words("from-to", first=sizes[0], last=sizes[-1])
    return listed([render_words("number", value=one) for one in reversed(sizes)], "or")


def gapless(sizes: Sequence[int]) -> bool:
    """Whether ascending sizes are best written as a range."""
    return len(sizes) > 2 and len(sizes) == sizes[-1] - sizes[0] + 1


def _amount(force: Force, amount: Amount) -> Text:
    if amount.unit is None:
        return render_words("persons", count=amount.count, force=force_name(force))
    return render_words(
        "amount-in-units",
        count=amount.count,
        unit=amount.unit,
        force=force_name(force),
        personnel=amount.personnel,
    )


def _ceiling(force: Force, most: int | Share) -> Text:
    if isinstance(most, int):
        return render_words("ceiling", count=most, force=force_name(force))
    return render_words(
        "ceiling-share",
        numerator=most.numerator,
        denominator=most.denominator,
        force=force_name(force),
    )


def _moved(move: Move) -> Text:
    parts = []
    if move.depart is not None:
        name = f"move-depart-{move.depart}" if move.depart < 2 else "move-depart"
        parts.append(render_words(name, days=move.depart))
    if move.transport is not None and move.fallback is not None:
        fallback = way(move.fallback)
        parts.append(render_words("move-both", way=way(move.transport), fallback=fallback))
    elif move.transport is not None:
        parts.append(render_words("move-transport", way=way(move.transport)))
    elif move.fallback is not None:
        parts.append(render_words("move-fallback", fallback=way(move.fallback)))
    return render_words("move", parts=listed(parts, "and"))


def _stated(statement: Statement) -> Text:
    right = statement.right
    if isinstance(right, int):
        told = render_words("number", value=right)
    else:
        of = (
            render_words("strength-of", force=render_words(f"force-{statement.quantity}"))
            if right.of == "strength"
            else render_words(f"quantity-{right.of}")
        )
        told = render_words(
            "share", numerator=right.numerator, denominator=right.denominator, quantity=of
        )
    return render_words(
        "expect",
        quantity=render_words(f"quantity-{statement.quantity}"),
        comparison=render_words(f"compare-{statement.operator}"),
        right=told,
    )
