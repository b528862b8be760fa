"""Statements that depend on the policy or the request, and the texts of violations."""

from __future__ import annotations

import dataclasses
import datetime
import string

import pytest
from pamtps_service.planning.admission import admit
from pamtps_service.planning.plan import make_plan
from pamtps_service.policy.catalogue import MESSAGES, SECTIONS
from pamtps_service.policy.catalogue import violations as catalogue
from pamtps_service.policy.model import Effective, Policy
from pamtps_service.records.batch import PlanRequest
from pamtps_service.records.digest import plan_digest, plan_name, request_digest
from pamtps_service.records.plan import Plan
from pamtps_service.verify.check import verify

from tests.faults.sound_plan import Sound, sound_plan
from tests.planning.service_input import DAY, batch_of, load, strengths_of

HEAD = "policy: own\ntitle: A policy\nissuer: Polda\nbasis: An order\nareas: all\nrules:\n"


@pytest.fixture(scope="module")
def sound() -> Sound:
    return sound_plan()


def codes_under(sound: Sound, policy: Policy) -> set[str]:
    """Codes of the violations of the sound plan under another policy of the same name."""
    found = verify(sound.plan, sound.request, {"own": policy})
    return {violation.code for violation in found.violations}


def made(rules: str, tiers: list[str], polri: int | None = None) -> tuple[Sound, Plan]:
    """The plan of a few TPS of one village under these rules, with so many Polri; without strengths
    where there is no number."""
    rows = [
        {
            "tps_code": f"53.11.01.1001.{number:03}",
            "risk_tier": tier,
            "registered_voters": 1,
            "travel_minutes": 1,
            "access": "road",
        }
        for number, tier in enumerate(tiers, 1)
    ]
    text = rules if rules.startswith("policy:") else HEAD + rules
    policies = load({"own": text})
    own = {"command": "53.11", "area": "53.11", "covers": ["53.11"], "role": "own"}
    given = [] if polri is None else [own | {"force": "polri", "personnel": polri}]
    request = PlanRequest(batch_of(rows), strengths_of(given), "own", DAY)
    parts, faults = admit(request, policies)
    assert not faults
    plan = make_plan(request, parts)
    return Sound(plan, request.batch, request.strengths, policies.policies), plan


class TestThePlanInForce:
    def test_a_plan_that_tells_of_one_which_the_request_does_not_have(self, sound: Sound) -> None:
        """Nobody can check what it says."""
        alone = dataclasses.replace(sound.request, in_force=None)
        found = verify(sound.plan, alone, sound.policies)
        codes = {violation.code for violation in found.violations}
        assert codes == {"kept-unfounded", "request-digest-wrong"}


class TestPolicies:
    def test_a_policy_that_is_not_in_force(self, sound: Sound) -> None:
        """A plan under a policy whose dates do not hold the election date is found."""
        old = Effective(None, datetime.date(2020, 1, 1))
        policy = dataclasses.replace(sound.policies["own"], effective=old)
        assert codes_under(sound, policy) == {"plan-policy-dates"}

    def test_a_policy_for_other_areas(self, sound: Sound) -> None:
        """TPS outside the areas of their policy are found."""
        policy = dataclasses.replace(sound.policies["own"], areas=("51.03", "53"))
        assert codes_under(sound, policy) == set()
        policy = dataclasses.replace(sound.policies["own"], areas=("51.03", "53.11"))
        assert codes_under(sound, policy) == {"plan-policy-outside"}

    def test_an_attribute_that_tps_lack(self, sound: Sound) -> None:
        """An attribute that a rule asks for, without value or default, is not taken for granted."""
        own = sound.policies["own"]
        attributes = tuple(
            dataclasses.replace(one, default=None) if one.name == "guarded" else one
            for one in own.attributes
        )
        batch = dataclasses.replace(sound.batch, declared={})
        policy = dataclasses.replace(own, attributes=attributes)
        found = verify(sound.plan, dataclasses.replace(sound.request, batch=batch), {"own": policy})
        (lacking,) = [v for v in found.violations if v.code == "attribute-lacking"]
        assert lacking.given == len(sound.batch)
        assert "tps-without-post" not in {v.code for v in found.violations}
        assert "post-without-cover" in {v.code for v in found.violations}


class TestForcesWithoutStrength:
    def test_are_planned_as_unlimited(self, sound: Sound) -> None:
        """Neither shortages nor stronger sizes are right where the request gives no strength."""
        found = verify(sound.plan, dataclasses.replace(sound.request, strengths=()), sound.policies)
        codes = {violation.code for violation in found.violations}
        assert {"short-without-strength", "above-without-strength"} <= codes

    def test_a_ceiling_still_holds(self) -> None:
        """A ceiling in persons explains a shortage also where strength is unlimited."""
        sound, plan = made(
            "  - {id: g, guard: {polri: 2, tps_per_post: 1}}\n"
            "  - {id: l, for_each: regency, limit: {polri: 3}}\n",
            ["rawan", "rawan"],
        )
        assert plan.totals[0].short == 1
        assert sound.codes(plan) == set()


class TestClaims:
    RULES = (
        "  - {id: g, guard: {polri: 2, tps_per_post: [1, 2]}}\n"
        "  - {id: u, for_each: district, add: {polri: 10}}\n"
    )

    @pytest.mark.parametrize("polri", range(15))
    def test_stronger_sizes_before_the_weakest(self, polri: int) -> None:
        """Where a policy serves stronger sizes first, what its guards have may be what those were
        given, although what stands between is short."""
        order = "[sangat_rawan, kurang_rawan, supervisor, standby, upgrades, reinforcement, rawan]"
        policy = HEAD.replace("rules:", f"claims: {order}\nrules:") + self.RULES
        sound, plan = made(policy, ["rawan", "rawan"], polri)
        assert sound.codes(plan) == set()

    def test_a_later_claim_before_an_earlier_one(self) -> None:
        """By the order where a policy is silent, guards come before reinforcements."""
        sound, plan = made(self.RULES, ["rawan", "rawan"], 5)
        (unit,) = plan.units
        assert (plan.posts.polri.tolist(), unit.assigned) == ([2], 3)
        posts = dataclasses.replace(
            plan.posts, polri=plan.posts.polri - 1, polri_short=plan.posts.polri_short + 1
        )
        units = (dataclasses.replace(unit, assigned=4),)
        assert "claims-order" in sound.codes(dataclasses.replace(plan, posts=posts, units=units))


class TestMixes:
    RULES = (
        "  - {id: g, guard: {polri: 4, tps_per_post: 1}}\n"
        "  - {id: one, for_each: regency, mix: {tni: 1, polri: 4}}\n"
        "  - {id: two, for_each: regency, mix: {tni: 1, polri: 2}}\n"
        "  - {id: whole, for_each: province, mix: {tni: 1, polri: 2}}\n"
    )

    def test_together_name_the_greatest_lower_bound(self) -> None:
        """Of several mixes the one that asks for most gives the unit; another name is found."""
        sound, plan = made(self.RULES, ["rawan"] * 3)
        (unit,) = plan.units
        assert (unit.required, plan.rules[unit.rule].id) == (6, "two")
        assert sound.codes(plan) == set()
        names = [use.id for use in plan.rules]
        other = dataclasses.replace(unit, rule=names.index("one"))
        assert "mix-rule" in sound.codes(dataclasses.replace(plan, units=(other,)))

    def test_standby_of_narrower_areas_counts(self) -> None:
        """The province asks for no more where its regency has what it wants."""
        sound, plan = made(self.RULES, ["rawan"] * 3)
        names = [use.id for use in plan.rules]
        more = dataclasses.replace(
            plan.units[0], area="53", command="reserve/53", rule=names.index("whole")
        )
        assert "mix-required" in sound.codes(dataclasses.replace(plan, units=(*plan.units, more)))

    def test_a_wish_may_be_less_than_what_is_required(self) -> None:
        """What narrower areas wish is there already: of districts that require 1 each and wish
        more, the regency requires the rest of its bound and wishes nothing."""
        sound, plan = made(
            "  - {id: g, guard: {polri: 4, tps_per_post: 1}}\n"
            "  - {id: inner, for_each: district, mix: {tni: 1, polri: 1..12}}\n"
            "  - {id: outer, for_each: regency, mix: {tni: 1, polri: 2}}\n",
            ["rawan"] * 3,
        )
        inner, outer = sorted(plan.units, key=lambda unit: -len(unit.area))
        assert (inner.required, inner.wished) == (1, 12)
        assert (outer.required, outer.wished) == (5, 0)
        assert sound.codes(plan) == set()
        more = dataclasses.replace(outer, wished=5)
        assert "mix-wished" in sound.codes(dataclasses.replace(plan, units=(inner, more)))


class TestMovements:
    def test_rules_that_contradict_each_other_are_told(self) -> None:
        """No plan is made of such a policy; one from elsewhere is checked all the same."""
        rules = "  - {id: guards, guard: {polri: 2, tps_per_post: 4}}\n"
        sail = "  - {id: sail, move: {transport: sea}}\n"
        sound, plan = made(rules + sail, ["rawan"])
        policies = load({"own": HEAD + rules + sail + "  - {id: fly, move: {transport: air}}\n"})
        found = verify(plan, sound.request, policies.policies).violations
        (told,) = [one for one in found if one.code == "movement-contradiction"]
        assert "air, sea" in told.message.en
        assert told.repair is not None


class TestRequests:
    def test_the_policy_may_be_named_or_found_by_date(self, sound: Sound) -> None:
        """The plan does not say which, so both are right of a plan with one policy."""
        policies = [(use.id, use.digest) for use in sound.plan.policies]
        for named in ("own", None):
            request = dataclasses.replace(sound.request, policy=named)
            digest = request_digest(request, policies, sound.plan.planner_version)
            plan = dataclasses.replace(sound.plan, request_digest=digest, name=plan_name(digest))
            assert sound.codes(plan) == set()

    def test_a_request_that_names_another_policy_is_another(self, sound: Sound) -> None:
        policies = [(use.id, use.digest) for use in sound.plan.policies]
        request = dataclasses.replace(sound.request, policy="")
        digest = request_digest(request, policies, sound.plan.planner_version)
        plan = dataclasses.replace(sound.plan, request_digest=digest, name=plan_name(digest))
        assert sound.codes(plan) == {"request-digest-wrong"}

    def test_a_tps_with_other_values_is_another_request(self, sound: Sound) -> None:
        """Also where no rule asks for them."""
        voters = sound.batch.standard["registered_voters"]
        more = dataclasses.replace(voters, values=voters.values + 1)
        standard = {**sound.batch.standard, "registered_voters": more}
        batch = dataclasses.replace(sound.batch, standard=standard)
        found = verify(sound.plan, dataclasses.replace(sound.request, batch=batch), sound.policies)
        assert {item.code for item in found.violations} == {"request-digest-wrong"}


class TestTexts:
    def test_codes_belong_to_one_section(self) -> None:
        """No violation shares its code with an error or a finding."""
        assert len(MESSAGES) == sum(len(section) for section in SECTIONS.values())

    def test_both_languages_name_the_same_fields(self) -> None:
        """What one language says of numbers and places, the other says too."""
        for code, text in catalogue.MESSAGES.items():
            fields = [
                {name for _, name, _, _ in string.Formatter().parse(words) if name}
                for words in (text.id, text.en)
            ]
            assert fields[0] == fields[1], code
            assert text.id != text.en
            assert text.id.endswith(".")
            assert text.en.endswith(".")

    def test_numbers_beyond_32_bits_are_bounded(self, sound: Sound) -> None:
        """A sum that no reply can carry is given as the largest number that one can."""
        totals = tuple(
            dataclasses.replace(total, required=2**31 - 1, above=2**31 - 1)
            for total in sound.plan.totals
        )
        plan = dataclasses.replace(sound.plan, totals=totals)
        plan = dataclasses.replace(plan, plan_digest=plan_digest(plan))
        violations = sound.verified(plan).violations
        assert violations
        for violation in violations:
            for number in (violation.required, violation.given):
                assert number is None or -(2**31) <= number < 2**31
