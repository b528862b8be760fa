"""Remedies: what a shortage says would mend it does, and one less does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.load import PolicySet
from pamtps_service.records.batch import Batch, PlanRequest, Strength
from pamtps_service.records.plan import AreaLevelOfPlan, Finding, Plan, Remedy

from tests.conftest import LONG
from tests.planning.service_input import DAY, batch_of, load

REGENCIES = ("53.01", "53.02", "51.01")
FORCES = ("polri", "tni", "linmas")


@dataclass(frozen=True)
class World:
    """A small request, and the numbers of its policy."""

    tps: tuple[tuple[str, int, int], ...]
    """District, TPS that are kurang rawan, TPS that are rawan."""
    strengths: tuple[Strength, ...]
    sizes: Mapping[str, tuple[int, ...]]
    """Allowed sizes by tier."""
    ceilings: Mapping[str, int]
    """Most Polri by regency or province."""
    early: bool
    """Whether stronger sizes are served before supervisors."""

    def batch(self) -> Batch:
        rows: list[dict[str, Any]] = []
        for district, low, high in self.tps:
            for number in range(low + high):
                tier = "kurang_rawan" if number < low else "rawan"
                rows.append({"tps_code": f"{district}.2001.{number + 1:03d}", "risk_tier": tier})
        return batch_of(rows)

    def policies(self) -> PolicySet:
        rules = [
            f"{{id: {tier.replace('_', '-')}, when: {{risk_tier: {tier}}}, "
            f"guard: {{polri: 2, tni: 1, tps_per_post: {list(sizes)}, linmas_per_tps: 2}}}}"
            for tier, sizes in self.sizes.items()
        ]
        rules.append("{id: padal, for_each: district, add: {polri: 1, role: supervisor}}")
        for area, most in self.ceilings.items():
            level = "province" if len(area) == 2 else "regency"
            name = "limit-" + area.replace(".", "-")
            rules.append(
                f"{{id: {name}, for_each: {level}, when: {{area: {area}}}, "
                f"limit: {{polri: {most}}}}}"
            )
        head = "policy: own\ntitle: T\nissuer: I\nbasis: B\nareas: all\n"
        if self.early:
            head += (
                "claims: [sangat_rawan, rawan, kurang_rawan, upgrades, supervisor, reinforcement, "
                "standby]\n"
            )
        return load({"own": head + "rules:\n" + "".join(f"  - {rule}\n" for rule in rules)})

    def plan(self) -> Plan:
        request = PlanRequest(self.batch(), self.strengths, "own", DAY)
        parts, faults = admit(request, self.policies())
        assert not faults
        return make_plan(request, parts)

    def with_remedy(self, force: str, remedy: Remedy, less: int, plan: Plan) -> World:
        """The world with the remedy, or with less of it."""
        if remedy.kind == "size":
            assert remedy.rule is not None
            assert remedy.size is not None
            tier = plan.rules[remedy.rule].id.replace("-", "_")
            size = remedy.size - less
            allowed = tuple(sorted({*self.sizes[tier], size}))
            return replace(self, sizes={**self.sizes, tier: allowed})
        assert remedy.personnel is not None
        more = remedy.personnel - less
        if remedy.kind == "ceiling":
            higher = self.ceilings[remedy.code] + more
            return replace(self, ceilings={**self.ceilings, remedy.code: higher})
        return replace(self, strengths=_more(self.strengths, force, remedy, more))


def _more(
    strengths: Sequence[Strength], force: str, remedy: Remedy, more: int
) -> tuple[Strength, ...]:
    found = []
    there = False
    for one in strengths:
        same = one.force == force and one.role == remedy.kind
        if same and remedy.code == (one.command if remedy.kind == "own" else one.area):
            there = True
            found.append(replace(one, personnel=one.personnel + more))
        else:
            found.append(one)
    if not there:
        own = remedy.kind == "own"
        covers = (remedy.code,) if own else ()
        name = remedy.code if own else ""
        found.append(Strength(name, remedy.code, covers, force, more, remedy.kind))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda s: (FORCES.index(s.force), s.role, s.area, s.command)))


def short_of(plan: Plan, force: str, area: str) -> int:
    """Persons of a force short in a province, or of a command."""
    return sum(
        total.short
        for row in plan.areas
        for total in row.totals
        if row.code == area
        and total.force == force
        and row.level in (AreaLevelOfPlan.PROVINCE, AreaLevelOfPlan.COMMAND)
    )


def force_of(finding: Finding) -> str:
    return next(f for f in FORCES if finding.message.en.lower().startswith(f))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    count = st.integers(0, 9)
    tps = []
    for regency in REGENCIES:
        for district in ("01", "02")[: draw(st.integers(1, 2))]:
            low, high = draw(count), draw(count)
            if low + high:
                tps.append((f"{regency}.{district}", low, high))
    if not tps:
        tps.append(("53.01.01", 5, 1))
    strengths = []
    for force in draw(st.sets(st.sampled_from(FORCES), min_size=1)):
        for regency in draw(st.sets(st.sampled_from(REGENCIES), min_size=1)):
            persons = draw(st.integers(0, 12))
            strengths.append(Strength(regency, regency, (regency,), force, persons, "own"))  # type: ignore[arg-type]
        for area in draw(st.sets(st.sampled_from(["51", "53", "ID"]))):
            persons = draw(st.integers(0, 6))
            strengths.append(Strength("", area, (), force, persons, "reserve"))  # type: ignore[arg-type]
    sizes = st.sets(st.integers(1, 6), min_size=1, max_size=2).map(lambda s: tuple(sorted(s)))
    return World(
        tuple(tps),
        tuple(sorted(strengths, key=lambda s: (FORCES.index(s.force), s.role, s.area, s.command))),
        {"kurang_rawan": draw(sizes), "rawan": draw(sizes)},
        draw(st.dictionaries(st.sampled_from(["53", "53.01"]), st.integers(0, 10))),
        draw(st.sampled_from([False, False, True])),
    )


# every remedy is two more plans, so a case is a dozen plans and more
@settings(max_examples=400 if LONG else 40)
@given(worlds())
def test_each_mends_its_shortage_and_one_less_does_not(world: World) -> None:
    plan = world.plan()
    for finding in plan.findings:
        if finding.code not in ("shortage", "shortage-in-command"):
            assert not finding.remedies
            continue
        force = force_of(finding)
        for remedy in finding.remedies:
            mended = world.with_remedy(force, remedy, 0, plan).plan()
            assert short_of(mended, force, finding.area) == 0, remedy
            if remedy.code == "ID":
                assert mended.totals[FORCES.index(force)].short == 0
            if remedy.kind != "size" or remedy.size != max(largest(world, plan, remedy)) + 1:
                almost = world.with_remedy(force, remedy, 1, plan).plan()
                short = short_of(almost, force, finding.area)
                total = almost.totals[FORCES.index(force)].short
                assert total if remedy.code == "ID" else short, remedy


def largest(world: World, plan: Plan, remedy: Remedy) -> tuple[int, ...]:
    assert remedy.rule is not None
    return world.sizes[plan.rules[remedy.rule].id.replace("-", "_")]


EARLY = World(
    (("53.02.01", 0, 5), ("51.01.01", 0, 2)),
    (
        Strength("53.01", "53.01", ("53.01",), "polri", 0, "own"),
        Strength("", "51", (), "polri", 0, "reserve"),
        Strength("", "53", (), "polri", 0, "reserve"),
        Strength("", "ID", (), "polri", 5, "reserve"),
    ),
    {"kurang_rawan": (1,), "rawan": (1, 2)},
    {},
    early=True,
)
"""Stronger sizes take what is more, until they have their wish."""


@given(worlds())
@example(EARLY)
def test_more_strength_is_a_remedy_of_every_shortage_that_no_ceiling_causes(world: World) -> None:
    plan = replace(world, ceilings={}).plan()
    for finding in plan.findings:
        if finding.code == "shortage":
            force = force_of(finding)
            given_for = {one.area for one in world.strengths if one.force == force}
            # linmas do not move, unless the request says that some can
            if force != "linmas" or finding.area in given_for:
                assert "reserve" in {remedy.kind for remedy in finding.remedies}
        if finding.code == "shortage-in-command" and not finding.area.startswith("reserve/"):
            assert [remedy.kind for remedy in finding.remedies] == ["own"]
