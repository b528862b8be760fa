"""The findings of the plan against those that its reader needs: none lacking, none unfounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pamtps_service.policy.catalogue import LANGUAGES, render
from pamtps_service.policy.model import Rule
from pamtps_service.records.area_codes import NATION
from pamtps_service.records.plan import Finding, Plan
from pamtps_service.verify import words
from pamtps_service.verify.expected import Expected
from pamtps_service.verify.messages import says
from pamtps_service.verify.references import References, RuleKey
from pamtps_service.verify.report import Report
from pamtps_service.verify.stations import tps_text

NOT_COVERED = "not-covered"


def check_findings(
    report: Report,
    plan: Plan,
    expected: Iterable[Expected],
    uncovered: frozenset[int],
    references: References,
    rules: Mapping[RuleKey, Rule],
) -> list[tuple[int, Expected]]:
    """Every finding that is needed is there, says what is so, and none is there besides.

    Args:
        report: what is found is added to it.
        plan: the plan.
        expected: every finding that it should have, but for TPS that are not covered.
        uncovered: integer codes of the TPS that are not covered.
        references: the plan's own rules.
        rules: all rules of the plan's policies.

    Returns:
        Index of each finding on a shortage that is well founded, and what it is, for a closer look
        at the limits and remedies that it names.
    """
    waiting: dict[tuple[str, str], list[Expected]] = {}
    count = 0
    for item in expected:
        waiting.setdefault((item.code, item.area), []).append(item)
        count += 1
    report.checked(count + len(uncovered) + 2 * len(plan.findings))
    _check_uncovered(report, plan, uncovered)

    numbers = [
        number for number in range(len(plan.findings)) if _refers(report, plan, number, references)
    ]
    met: list[tuple[int, Expected]] = []
    # First those that say what they should, so that a changed one never takes another's place.
    for exactly in (True, False):
        left = []
        for number in numbers:
            finding = plan.findings[number]
            found = _candidate(finding, waiting, references, rules, exactly)
            if found is None:
                left.append(number)
                continue
            waiting[finding.code, finding.area].remove(found)
            met.append((number, found))
            if not exactly:
                rule = None if finding.rule is None else references.rule(finding.rule)
                title = None if rule is None else rules[rule].title
                report.add(
                    "finding-message",
                    f"findings[{number}]",
                    finding=words.finding(finding.code),
                    words=found.words(title),
                )
        numbers = left
    for number in numbers:
        finding = plan.findings[number]
        report.add(
            "finding-unfounded",
            f"findings[{number}]",
            finding=words.finding(finding.code),
            area=finding.area or NATION,
        )
    for item in (item for items in waiting.values() for item in items if item.needed):
        _add_lacking(report, item, references)
    return _shortages(report, plan, met)


def _refers(report: Report, plan: Plan, number: int, references: References) -> bool:
    """Whether the finding is to be looked at here: on TPS that are not covered see below."""
    finding = plan.findings[number]
    if finding.rule is not None and references.rule(finding.rule) is None:
        place = f"findings[{number}]"
        count = len(plan.rules)
        report.add("plan-index-wrong", place, given=finding.rule, required=count, repair="rule")
        return False
    return finding.code != NOT_COVERED


def _candidate(
    finding: Finding,
    waiting: Mapping[tuple[str, str], list[Expected]],
    references: References,
    rules: Mapping[RuleKey, Rule],
    exactly: bool,
) -> Expected | None:
    """The finding that is expected and that this one is, by its words as well where `exactly`."""
    key = None if finding.rule is None else references.rule(finding.rule)
    title = None if key is None else rules[key].title
    for item in waiting.get((finding.code, finding.area), ()):
        if (
            finding.severity == item.severity
            and finding.tps == item.tps
            and (key in item.rules if item.rules else key is None)
            and sorted(finding.numbers) == sorted(item.numbers.items())
            and (
                not exactly
                or says(finding.message, item.code, item.exact_fields(title), item.named_fields())
            )
        ):
            return item
    return None


def _add_lacking(report: Report, item: Expected, references: References) -> None:
    """The words say enough to find it: area, rule, force."""
    names = [key[1] for key in item.rules[:1]]
    names += [words.FORCES[item.force].en] if item.force else []
    area = item.area or NATION
    report.add(
        "finding-lacking",
        item.area or "findings",
        rule=references.index.get(item.rules[0]) if item.rules else None,
        finding=words.finding(item.code),
        area=f"{area} ({', '.join(names)})" if names else area,
        code=item.code,
        severity=words.SEVERITIES[item.severity],
        numbers="".join(f", {name} {value}" for name, value in item.numbers.items()),
    )


def _shortages(
    report: Report, plan: Plan, met: Iterable[tuple[int, Expected]]
) -> list[tuple[int, Expected]]:
    """The findings on shortages; none but those of provinces name limits."""
    found: list[tuple[int, Expected]] = []
    for number, item in met:
        if item.code in ("shortage", "shortage-in-command"):
            found.append((number, item))
        if item.code != "shortage" and plan.findings[number].binds:
            bind = plan.findings[number].binds[0]
            place = f"findings[{number}].binds[0]"
            report.add("bind-unfounded", place, kind=words.BINDS[bind.kind], area=bind.code)
    return found


def _check_uncovered(report: Report, plan: Plan, uncovered: frozenset[int]) -> None:
    """One finding for each TPS that is not covered, none for others."""
    mark = "\0"
    pattern = render(NOT_COVERED, tps=mark)
    named: set[int] = set()
    for number, finding in enumerate(plan.findings):
        if finding.code != NOT_COVERED:
            continue
        text = "-" if finding.tps is None else tps_text(finding.tps)
        bare = (finding.severity, finding.area, finding.rule, finding.numbers, finding.binds)
        if (
            finding.tps is None
            or finding.tps not in uncovered
            or finding.tps in named
            or bare != ("error", "", None, (), ())
        ):
            place = f"findings[{number}]"
            report.add("finding-unfounded", place, finding=words.finding(finding.code), area=text)
            continue
        named.add(finding.tps)
        if any(
            getattr(finding.message, language) != getattr(pattern, language).replace(mark, text)
            for language in LANGUAGES
        ):
            report.add(
                "finding-message",
                f"findings[{number}]",
                finding=words.finding(finding.code),
                words=render(NOT_COVERED, tps=text),
            )
    for code in sorted(uncovered - named):
        text = tps_text(code)
        report.add(
            "finding-lacking",
            text,
            finding=words.finding(NOT_COVERED),
            area=text,
            code=NOT_COVERED,
            severity=words.SEVERITIES["error"],
            numbers="",
        )
