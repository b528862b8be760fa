"""What a policy decides for one TPS, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich.text import Text as Styled

from pamtps_client.explanation_report import explanation_lines
from pamtps_client.language import Language, Text, filled, printable

if TYPE_CHECKING:
    from pamtps_service.planning.explanation.one_tps import OneTps, RuleOfArea
    from pamtps_service.policy.model import Rule
    from pamtps_service.policy.model import Text as ServiceText
    from pamtps_service.records.explanation import Explanation
    from pamtps_service.rendering.sentences import Sentences


class OneTpsReport:
    """The lines of one answer in one language."""

    def __init__(self, one: OneTps, language: Language, width: int | None) -> None:
        """`width`: columns to keep to; None for lines as long as they need."""
        from pamtps_service.rendering.sentences import Sentences

        self._one = one
        self._language: Language = language
        self._width = width
        self._sentences: Sentences = Sentences(one.policy)

    def lines(self, *, rule: bool) -> Iterator[Styled]:
        """All of them; of a single rule that was asked for, `rule`, only its own."""
        if rule:
            yield from self._trees([each.why for each in self._one.rules])
            yield from self._areas()
            return
        yield from self._head()
        yield Styled("")
        yield from self._decided()
        if self._one.area_rules:
            yield Styled("")
            yield Styled(_AREA_RULES[self._language], "bold")
            yield from self._areas()
        matching = [each.why for each in self._one.rules if each.matches]
        failing = [_shortened(each.why) for each in self._one.rules if not each.matches]
        for heading, trees in ((_MATCHING, matching), (_FAILING, failing)):
            if trees:
                yield Styled("")
                yield Styled(heading[self._language], "bold")
                yield from self._trees(trees)

    def _say(self, text: Text, /, **fields: int | str | Text) -> str:
        return filled(text, **fields)[self._language]

    def _in(self, text: ServiceText) -> str:
        return printable(text.id if self._language == "id" else text.en)

    # Facts --------------------------------------------------------------------------------------

    def _head(self) -> Iterator[Styled]:
        from pamtps_service.planning.findings import named_area

        one = self._one
        yield Styled(f"{one.policy.id}: {self._in(one.policy.title)}", "bold")
        facts = one.facts
        yield Styled(f"TPS: {_pairs(facts.given)}")
        if facts.defaults:
            yield Styled(self._say(_DEFAULTS, facts=_pairs(facts.defaults)))
        area = facts.given["area"]
        if facts.code != area:
            yield Styled(self._say(_STANDS_FOR, tps=facts.code, area=named_area(area)), "dim")

    # What is decided ----------------------------------------------------------------------------

    def _decided(self) -> Iterator[Styled]:
        from pamtps_service.rendering.words import tier

        one = self._one
        labels = ", ".join(f"{label}{_by(one.giving(label))}" for label in one.labels)
        yield Styled(f"{_LABELS[self._language]}: {labels or _NONE[self._language]}")
        raised = one.raising
        how = _by(raised) if raised else f" ({_AS_SUBMITTED[self._language]})"
        yield Styled(f"{_TIER[self._language]}: {self._in(tier(one.tier))}{how}")
        yield from self._guards()
        yield from self._movement()
        for heading, rules in zip((_EQUIPMENT, _UNITS), self._further(), strict=True):
            if not rules:
                yield Styled(f"{heading[self._language]}: {_NONE[self._language]}")
            for rule in rules:
                words = self._in(self._sentences.of_rule(rule)[0])
                yield Styled(f"{heading[self._language]}: {words}{_by([rule.id])}")

    def _further(self) -> tuple[list[Rule], list[Rule]]:
        from pamtps_service.policy.model import Add, Equip

        return self._one.matching(Equip), self._one.matching(Add)

    def _guards(self) -> Iterator[Styled]:
        from pamtps_service.rendering.words import level_name

        one, needed = self._one, self._one.requirement
        linmas = f"{_LINMAS[self._language]}: {one.linmas}"
        if one.linmas:
            linmas += _by(one.deciding("linmas_per_tps"))
        if needed is None:
            yield Styled(_NOT_COVERED[self._language], "red")
            yield Styled(linmas)
            return
        yield Styled(f"{_POLRI[self._language]}: {needed.polri}{_by(one.deciding('polri'))}")
        tni = f"{_TNI[self._language]}: {needed.tni}"
        yield Styled(tni + (_by(one.deciding("tni")) if needed.tni else ""))
        sizes = self._say(
            _SIZES,
            least=f"{needed.polri} : {needed.sizes[-1]}",
            wish=f"{needed.polri} : {needed.sizes[0]}",
            sizes=", ".join(str(size) for size in needed.sizes),
        )
        yield Styled(f"{sizes}{_by(one.deciding('tps_per_post'))}")
        yield Styled(linmas)
        for key, words, level in (
            ("within", _WITHIN, needed.within),
            ("choose", _CHOOSE, needed.choose),
        ):
            named = one.deciding(key)
            silent = "" if named else f" ({_SILENT[self._language]})"
            yield Styled(
                f"{words[self._language]}: {self._in(level_name(level))}{_by(named)}{silent}"
            )

    def _movement(self) -> Iterator[Styled]:
        from pamtps_service.rendering.words import way

        one, moved = self._one, self._one.movement
        if moved is None:
            yield Styled(f"{_MOVEMENT[self._language]}: {_NONE[self._language]}")
            return
        parts = []
        for key, words in (("transport", "{way}"), ("fallback", _FALLBACK[self._language])):
            named = getattr(moved, key)
            if named:
                parts.append(words.format(way=self._in(way(named))) + _by(one.deciding(key)))
        day = f"H-{moved.depart}" if moved.depart else "H"
        parts.append(day + _by(one.deciding("depart")))
        yield Styled(f"{_MOVEMENT[self._language]}: {'; '.join(parts)}")

    # Rules --------------------------------------------------------------------------------------

    def _areas(self) -> Iterator[Styled]:
        for each in self._one.area_rules:
            yield from self._area(each)

    def _area(self, each: RuleOfArea) -> Iterator[Styled]:
        from pamtps_service.planning.findings import named_area

        rule = each.rule
        place = f"{rule.position.file}:{rule.position.line}"
        words, style = _MAY[each.matches]
        answer = words[self._language]
        title = f"“{self._in(rule.title)}”, {named_area(each.area)}: {answer}"
        yield Styled(f"{title}  [{self._one.policy.id}/{rule.id}, {place}]", style)
        for sentence in self._sentences.of_rule(rule):
            yield Styled(f"  {self._in(sentence)}")

    def _trees(self, trees: Sequence[Explanation]) -> Iterator[Styled]:
        from pamtps_service.wire.write_explanation import write_explanations

        reply = write_explanations(trees, self._one.traced.plan)
        yield from explanation_lines(reply, self._language, None, self._width)


def _shortened(why: Explanation) -> Explanation:
    """Why a rule does not match, with the first part that fails alone."""
    from pamtps_service.planning.explanation.one_tps import first_failure

    failing = first_failure(why)
    return why if failing is why else replace(why, parts=(failing,))


def _by(rules: Sequence[str]) -> str:
    return f"  [{', '.join(rules)}]" if rules else ""


def _pairs(facts: Mapping[str, str]) -> str:
    return printable(" ".join(f"{name}={value}" for name, value in facts.items()))


_DEFAULTS: Final = Text(id="Nilai baku: {facts}", en="Defaults: {facts}")
_STANDS_FOR: Final = Text(
    id="{tps} mewakili TPS di {area}, di luar wilayah lebih sempit yang disebut aturan",
    en="{tps} stands for the TPS in {area}, outside of narrower areas that rules name",
)
_LABELS: Final = Text(id="Label", en="Labels")
_NONE: Final = Text(id="tidak ada", en="none")
_TIER: Final = Text(id="Kerawanan akhir", en="Final tier")
_AS_SUBMITTED: Final = Text(id="seperti diajukan", en="as submitted")
_NOT_COVERED: Final = Text(
    id="Tidak dijaga: aturan yang berlaku tidak memberi ukuran pos atau Polri",
    en="Not guarded: the rules that match give no size of a post, or no Polri",
)
_POLRI: Final = Text(id="Polri tiap pos", en="Polri a post")
_TNI: Final = Text(id="TNI tiap pos", en="TNI a post")
_SIZES: Final = Text(
    id="Polri : TPS paling sedikit {least}, diharapkan {wish} (TPS tiap pos: {sizes})",
    en="Polri : TPS at the least {least}, wished {wish} (TPS a post: {sizes})",
)
_LINMAS: Final = Text(id="Linmas di TPS", en="Linmas at the TPS")
_WITHIN: Final = Text(id="Batas pos", en="Border of its post")
_CHOOSE: Final = Text(id="Ukuran dipilih tiap", en="Size chosen for each")
_SILENT: Final = Text(id="bila aturan diam", en="where rules are silent")
_MOVEMENT: Final = Text(id="Pergeseran", en="Movement")
_FALLBACK: Final = Text(id="{way} bila tidak tersedia", en="{way} where that is not available")
_EQUIPMENT: Final = Text(id="Perlengkapan", en="Equipment")
_UNITS: Final = Text(id="Satuan tambahan", en="Units")
_AREA_RULES: Final = Text(
    id="Aturan untuk wilayah TPS ini (bergantung pada semua TPS dalam batch):",
    en="Rules for the areas of the TPS (they depend on all TPS of a batch):",
)
_MATCHING: Final = Text(id="Aturan yang berlaku:", en="Rules that match:")
_FAILING: Final = Text(
    id="Aturan yang tidak berlaku, dengan bagian pertama yang tidak terpenuhi:",
    en="Rules that do not match, each with the first part that fails:",
)
_MAY: Final[dict[bool | None, tuple[Text, str]]] = {
    True: (Text(id="berlaku", en="matches"), "green"),
    False: (Text(id="tidak berlaku", en="does not match"), "red"),
    None: (
        Text(id="bergantung pada TPS dalam batch", en="depends on the TPS of the batch"),
        "",
    ),
}
"""Words and style of what is known of a rule for areas."""
