"""A policy as a document for signature: one HTML page, complete in itself, that prints on A4.

The same policy gives the same bytes: nothing in it comes from the clock or the machine.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape
from typing import Final

from pamtps_service.analysis.answers import Guards
from pamtps_service.planning.admission import attributes_asked
from pamtps_service.policy.catalogue import Language, render_words
from pamtps_service.policy.model import (
    Add,
    Attribute,
    AttributeType,
    Classify,
    Effect,
    Effective,
    Equip,
    Expect,
    Guard,
    Limit,
    Mix,
    Move,
    Policy,
    Rule,
    Text,
)
from pamtps_service.rendering.clauses import Clauses
from pamtps_service.rendering.page import element, facts, page, table, text
from pamtps_service.rendering.patterns import Pattern, patterns_of
from pamtps_service.rendering.sentences import Sentences, gapless
from pamtps_service.rendering.words import area_name, joined, level_name, listed, tier

_SUBJECTS: Final[tuple[tuple[str, type[Effect]], ...]] = (
    ("classify", Classify),
    ("guard", Guard),
    ("add", Add),
    ("mix", Mix),
    ("limit", Limit),
    ("equip", Equip),
    ("move", Move),
    ("expect", Expect),
)
"""In the order of the document."""

MOST_KINDS: Final = 20
"""Kinds of TPS that one row of the guard patterns tells, at most."""


def render_document(policy: Policy, language: Language) -> str:
    """The policy as an HTML page in a language: its rules in sentences, its guard patterns, and all
    that they stand on. No date of rendering is in it."""
    return _Document(policy, language).html()


class _Document:
    def __init__(self, policy: Policy, language: Language) -> None:
        self._policy = policy
        self._language: Language = language
        self._clauses = Clauses(policy)
        self._sentences = Sentences(policy)

    def html(self) -> str:
        policy = self._policy
        parts = [
            *self._head(),
            *self._patterns(),
            *self._rules(),
            *self._attributes(),
            *self._names(),
            *self._lists(),
            *self._claims(),
            *self._signature(),
        ]
        title = f"{self._in(policy.title)} ({policy.id})"
        return page(title, f"{policy.id} - {policy.digest[:16]}", parts, self._language)

    # Words --------------------------------------------------------------------------------------

    def _in(self, text_: Text) -> str:
        return text_.id if self._language == "id" else text_.en

    def _say(self, name: str, /, **fields: int | str | Text) -> str:
        return self._in(render_words(name, **fields))

    def _heading(self, name: str, level: str = "h2") -> str:
        return text(level, self._say(f"title-{name}"))

    def _note(self, name: str) -> str:
        return text("p", self._say(f"note-{name}"), "note")

    def _columns(self, *names: str) -> list[str]:
        return [self._say(f"column-{name}") for name in names]

    # Head ---------------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        policy = self._policy
        issuer = text("p", policy.issuer, "issuer")
        yield element("header", f"{issuer}\n{text('h1', self._in(policy.title))}")
        areas = (
            self._say("everywhere")
            if policy.areas is None
            else self._in(joined(*(area_name(code) for code in policy.areas), by=", "))
        )
        rows = [
            ("policy", text("code", policy.id)),
            ("basis", escape(policy.basis)),
            ("areas", escape(areas)),
            ("effective", escape(self._effective(policy.effective))),
        ]
        if policy.extends:
            rows.append(("extends", ", ".join(text("code", one) for one in policy.extends)))
        rows += [
            ("file", text("code", policy.position.file)),
            ("digest", text("code", policy.digest)),
            ("source-digest", text("code", policy.source_digest)),
        ]
        yield facts([(self._say(f"head-{name}"), cell) for name, cell in rows])
        if policy.abstract:
            yield element("p", text("strong", self._say("abstract")))

    def _effective(self, effective: Effective) -> str:
        start, until = effective.start, effective.until
        if start is not None and until is not None:
            return self._say("effective-both", start=_date(start), until=_date(until))
        if start is not None:
            return self._say("effective-from", start=_date(start))
        if until is not None:
            return self._say("effective-until", until=_date(until))
        return self._say("effective-always")

    # Guard patterns -----------------------------------------------------------------------------

    def _patterns(self) -> Iterator[str]:
        yield self._heading("patterns")
        patterns = patterns_of(self._policy)
        if patterns is None:
            yield text("p", self._say("patterns-too-many"))
            return
        yield self._note("patterns")
        heads = self._columns("tier", "which", "least", "wish", "sizes", "tni", "linmas", "border")
        kinds = ("", "", "short", "short", "", "number", "number", "")
        yield table(heads, [self._pattern(one) for one in patterns], kinds, "patterns")

    def _pattern(self, pattern: Pattern) -> list[str]:
        guards = pattern.guards
        cells = [escape(self._in(tier(pattern.tier))), self._kinds(pattern)]
        if not guards.covered:
            bare = text("strong", self._say("not-guarded"))
            return [*cells, bare, "–", "–", "–", self._number(guards.linmas), "–"]
        polri = self._number(guards.polri)
        first, last = guards.sizes[0], guards.sizes[-1]
        sizes = (
            self._say("from-to", first=first, last=last)
            if gapless(guards.sizes)
            else ", ".join(self._number(one) for one in guards.sizes)
        )
        return [
            *cells,
            f"{polri} : {self._number(last)}",
            f"{polri} : {self._number(first)}",
            escape(sizes),
            self._number(guards.tni),
            self._number(guards.linmas),
            escape(self._border(guards)),
        ]

    def _border(self, guards: Guards) -> str:
        border = level_name(guards.within)
        if guards.choose == guards.within:
            return self._in(border)
        return self._say("border-and-choice", border=border, level=level_name(guards.choose))

    def _kinds(self, pattern: Pattern) -> str:
        if not pattern.which:
            return escape(self._say("every-such-tps"))
        told = [self._in(self._clauses.clause(one)) for one in pattern.which[:MOST_KINDS]]
        more = len(pattern.which) - len(told)
        if more:
            told.append(self._say("kinds-more", count=more))
        if len(told) == 1:
            return escape(told[0])
        return element("ul", "".join(text("li", one) for one in told), "kinds")

    def _number(self, value: int) -> str:
        return self._say("number", value=value)

    # Rules --------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[str]:
        yield self._heading("rules")
        number = 0
        for name, kind in _SUBJECTS:
            rules = [rule for rule in self._policy.rules if isinstance(rule.effect, kind)]
            if not rules:
                continue
            yield self._heading(name, "h3")
            yield self._note(name)
            rows = []
            for rule in rules:
                number += 1
                rows.append([str(number), *self._rule(rule)])
            heads = self._columns("number", "rule", "basis", "origin")
            yield table(heads, rows, ("number",), "rules")

    def _rule(self, rule: Rule) -> list[str]:
        title = text("strong", self._in(rule.title))
        named = f"{title} {text('code', rule.id)}" if self._titled(rule) else text("code", rule.id)
        sentences = " ".join(self._in(one) for one in self._sentences.of_rule(rule))
        origin = (
            escape(self._say("own"))
            if rule.origin == self._policy.id
            else text("code", rule.origin)
        )
        place = self._say("line-of", file=rule.position.file, line=rule.position.line)
        return [
            f"{element('p', named)}{text('p', sentences)}",
            escape(rule.basis if rule.basis is not None else self._say("no-basis")),
            f"{element('p', origin)}{text('p', place, 'small')}",
        ]

    def _titled(self, rule: Rule) -> bool:
        return self._in(rule.title) != rule.id

    # What the rules stand on ---------------------------------------------------------------------

    def _attributes(self) -> Iterator[str]:
        yield self._heading("attributes")
        yield self._note("attributes")
        asked = attributes_asked(self._policy)
        heads = self._columns("attribute", "values", "default", "asked-by")
        rows = [
            [
                text("code", one.name),
                escape(self._values(one)),
                escape(
                    self._say("no-default")
                    if one.default is None
                    else self._in(self._clauses.value(one, one.default))
                ),
                ", ".join(text("code", rule) for rule in asked.get(one.name, ())) or "–",
            ]
            for one in self._policy.attributes
        ]
        yield table(heads, rows)

    def _values(self, attribute: Attribute) -> str:
        if attribute.type is not AttributeType.CHOICE:
            return self._say(f"type-{attribute.type.value}")
        words = [self._clauses.value(attribute, at) for at in range(len(attribute.choices))]
        return self._in(listed(words, "or"))

    def _names(self) -> Iterator[str]:
        if self._policy.units:
            yield self._heading("units", "h3")
            rows = [
                [text("code", name), self._number(persons)] for name, persons in self._policy.units
            ]
            yield table(self._columns("unit", "persons"), rows, ("", "number"))
        if self._policy.items:
            yield self._heading("items", "h3")
            rows = [
                [text("code", name), escape(self._in(called))]
                for name, called in self._policy.items
            ]
            yield table(self._columns("item", "called"), rows)

    def _lists(self) -> Iterator[str]:
        if not self._policy.area_lists:
            return
        yield self._heading("lists")
        for name, codes in self._policy.area_lists:
            yield text("h3", f"“{name}”")
            rows = [[text("code", code), escape(self._official(code))] for code in codes]
            yield table(self._columns("code", "area"), rows, ("short", ""))

    def _official(self, code: str) -> str:
        """The name of an area without its code, as it has a column of its own."""
        return self._in(area_name(code)).removesuffix(f" ({code})")

    def _claims(self) -> Iterator[str]:
        yield self._heading("claims")
        yield self._note("claims")
        claims = "\n".join(text("li", self._say(f"claim-{one}")) for one in self._policy.claims)
        yield f'<ol class="claims">\n{claims}\n</ol>'

    # Signature ----------------------------------------------------------------------------------

    def _signature(self) -> Iterator[str]:
        policy = self._policy
        words = self._say("sign-of", policy=policy.id, digest=policy.digest)
        rows = [
            element("tr", text("th", self._say(f"sign-{name}")) + element("td", "&nbsp;"))
            for name in ("place", "date")
        ]
        rows += [
            element("tr", f'<td colspan="2" class="issuer">{escape(policy.issuer)}</td>'),
            element("tr", '<td colspan="2" class="space">&nbsp;</td>'),
            *(
                element("tr", text("th", self._say(f"sign-{name}")) + element("td", "&nbsp;"))
                for name in ("name", "rank")
            ),
        ]
        lines = "\n".join(rows)
        yield "\n".join(
            (
                '<section class="signature">',
                self._heading("signature"),
                text("p", words),
                f"<table>\n<tbody>\n{lines}\n</tbody>\n</table>",
                "</section>",
            )
        )


def _date(day: datetime.date) -> Text:
    return render_words(
        "date", day=day.day, month=render_words(f"month-{day.month}"), year=day.year
    )
