"""PolicyService: policies listed, shown and analysed: those loaded, and those of a request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pamtps.v1 import plan_pb2, policy_service_pb2
from pamtps_service.engine.decide import engine_of, engines_kept
from pamtps_service.policy.load import PolicySet
from pamtps_service.rendering.document import render_document
from pamtps_service.wire import calls
from pamtps_service.wire.call import CallError, Steps
from pamtps_service.wire.policy_calls import analyze_policy, get_policy, list_policies

from tests.wire.test_requests import TEXTS, policies

__all__ = ["policies"]
QUIET = Steps(lambda _: None)

GAP = """\
policy: gap
title: With a gap
issuer: Polda
basis: An order
areas: [53]
rules:
  - {id: guard, basis: b, when: {risk_tier: rawan}, guard: {polri: 2, tps_per_post: 2}}
"""


def ids(policies: PolicySet, **fields: str) -> list[str]:
    request = policy_service_pb2.ListPoliciesRequest(**fields)
    reply = list_policies(policies, request.SerializeToString(), QUIET)
    listed = policy_service_pb2.ListPoliciesResponse.FromString(reply)
    return [policy.id for policy in listed.policies]


class TestLoaded:
    def test_lists_all_or_those_in_force_for_an_area_on_a_date(self, policies: PolicySet) -> None:
        assert ids(policies) == ["base", "east", "twin", "west"]
        assert ids(policies, election_date="2024-02-14") == ["east", "twin", "west"]
        assert ids(policies, election_date="2025-02-14") == ["east", "twin"]
        assert ids(policies, election_date="2024-02-14", area_code="53.01") == ["west"]
        assert ids(policies, election_date="2024-02-14", area_code="53.05.01") == ["east", "twin"]

    def test_a_malformed_area_or_date_is_refused(self, policies: PolicySet) -> None:
        for fields in ({"area_code": "5301"}, {"election_date": "soon"}):
            with pytest.raises(CallError):
                ids(policies, **fields)

    def test_returns_a_policy_with_its_source(self, policies: PolicySet) -> None:
        request = policy_service_pb2.GetPolicyRequest(id="west")
        reply = get_policy(policies, request.SerializeToString(), QUIET)
        got = policy_service_pb2.GetPolicyResponse.FromString(reply)
        assert got.source == TEXTS["west"]
        assert list(got.policy.area_codes) == ["52", "53.01", "53.02", "53.03"]
        assert got.policy.effective_until == "2024-12-31"
        assert got.policy.rule_count == 6

    def test_an_unknown_policy_is_not_found_with_a_suggestion(self, policies: PolicySet) -> None:
        request = policy_service_pb2.GetPolicyRequest(id="wets")
        with pytest.raises(CallError) as caught:
            get_policy(policies, request.SerializeToString(), QUIET)
        assert caught.value.status == "NOT_FOUND"
        assert caught.value.reason == "policy-not-found"
        assert caught.value.faults[0].maybe == "west"

    def test_an_unknown_version_is_not_found(self, policies: PolicySet) -> None:
        request = policy_service_pb2.GetPolicyRequest(id="west", digest="ab" * 32)
        with pytest.raises(CallError) as caught:
            get_policy(policies, request.SerializeToString(), QUIET)
        assert caught.value.status == "NOT_FOUND"
        assert caught.value.reason == "policy-version-not-found"
        assert policies.policies["west"].digest in caught.value.message.en


class TestDocument:
    def got(self, policies: PolicySet, **fields: object) -> policy_service_pb2.GetPolicyResponse:
        request = policy_service_pb2.GetPolicyRequest(id="west", **fields)  # type: ignore[arg-type]
        reply = get_policy(policies, request.SerializeToString(), QUIET)
        return policy_service_pb2.GetPolicyResponse.FromString(reply)

    def test_rules_are_named_with_the_policy_and_file_they_come_from(
        self, policies: PolicySet
    ) -> None:
        rules = policies.policies["west"].rules
        got = self.got(policies).policy
        assert got.rule_count == len(got.rules)
        assert [(one.id, one.origin, one.file, one.line) for one in got.rules] == [
            (rule.id, rule.origin, rule.position.file, rule.position.line) for rule in rules
        ]
        assert {one.origin for one in got.rules} == {"base", "west"}
        assert {one.file for one in got.rules} == {"base.yaml", "west.yaml"}
        assert [one.title.id for one in got.rules] == [rule.title.id for rule in rules]
        assert [one.basis for one in got.rules] == [rule.basis or "" for rule in rules]

    def test_a_list_names_no_rules(self, policies: PolicySet) -> None:
        request = policy_service_pb2.ListPoliciesRequest()
        reply = list_policies(policies, request.SerializeToString(), QUIET)
        listed = policy_service_pb2.ListPoliciesResponse.FromString(reply)
        assert not any(policy.rules for policy in listed.policies)

    def test_a_document_is_rendered_where_one_is_asked(self, policies: PolicySet) -> None:
        html = policy_service_pb2.DOCUMENT_FORMAT_HTML
        west = policies.policies["west"]
        assert self.got(policies).document == ""
        assert self.got(policies, document_format=html).document == render_document(west, "en")
        for language, written in (
            (policy_service_pb2.LANGUAGE_INDONESIAN, "id"),
            (policy_service_pb2.LANGUAGE_ENGLISH, "en"),
        ):
            got = self.got(policies, document_format=html, language=language)
            assert f'<html lang="{written}">' in got.document

    def test_a_form_or_language_that_is_not_known_is_refused(self, policies: PolicySet) -> None:
        with pytest.raises(CallError) as caught:
            self.got(policies, document_format=9, language=7)
        assert caught.value.status == "INVALID_ARGUMENT"
        assert [(one.place, one.code) for one in caught.value.faults] == [
            ("document_format", "enum-not-known"),
            ("language", "enum-not-known"),
        ]
        assert "DOCUMENT_FORMAT_HTML" in caught.value.faults[0].message.en


class TestAnalysis:
    def analysis(
        self, policies: PolicySet, **fields: object
    ) -> policy_service_pb2.AnalyzePolicyResponse:
        source = policy_service_pb2.PolicySource(**fields)  # type: ignore[arg-type]
        request = policy_service_pb2.AnalyzePolicyRequest(source=source)
        reply = analyze_policy(policies, request.SerializeToString(), QUIET)
        return policy_service_pb2.AnalyzePolicyResponse.FromString(reply)

    def refusal(self, policies: PolicySet, **fields: object) -> CallError:
        with pytest.raises(CallError) as caught:
            self.analysis(policies, **fields)
        return caught.value

    def test_of_a_loaded_policy_names_it_by_its_digest(self, policies: PolicySet) -> None:
        found = self.analysis(policies, id="west")
        assert (found.id, found.digest) == ("west", policies.policies["west"].digest)
        assert found.cells_examined == found.cells > 0
        assert found.complete

    def test_of_files_that_come_with_the_request(self, policies: PolicySet) -> None:
        file = policy_service_pb2.PolicyFile(name="gap.yaml", text=GAP)
        found = self.analysis(policies, id="gap", files=[file])
        (gap,) = [one for one in found.findings if one.code == "uncovered"]
        assert gap.severity == plan_pb2.SEVERITY_ERROR
        assert "kurang_rawan" in gap.message.en
        assert "submitted_tier: kurang_rawan" in gap.witness
        assert (gap.file, gap.line) == ("gap.yaml", 1)

    def test_every_fault_of_the_files_is_told_with_its_place(self, policies: PolicySet) -> None:
        text = GAP.replace("risk_tier: rawan", "risk_teir: rawan").replace("polri: 2", "polri: two")
        file = policy_service_pb2.PolicyFile(name="gap.yaml", text=text)
        error = self.refusal(policies, id="gap", files=[file])
        assert error.status == "INVALID_ARGUMENT"
        assert [str(found.place) for found in error.faults] == [
            "source.files[0].text:7:34",
            "source.files[0].text:7:68",
        ]
        assert error.faults[0].maybe == "risk_tier"

    def test_files_are_given_once_and_without_a_digest(self, policies: PolicySet) -> None:
        file = policy_service_pb2.PolicyFile(name="gap.yaml", text=GAP)
        error = self.refusal(policies, id="gap", digest="ab", files=[file, file])
        assert {found.code for found in error.faults} == {"digest-beside-files", "file-given-twice"}

    def test_a_file_of_another_name_is_refused(self, policies: PolicySet) -> None:
        file = policy_service_pb2.PolicyFile(name="../gap.yaml", text=GAP)
        error = self.refusal(policies, id="gap", files=[file])
        assert [found.code for found in error.faults] == ["invalid-file-name"]

    def test_a_policy_that_the_files_do_not_hold_is_not_found(self, policies: PolicySet) -> None:
        file = policy_service_pb2.PolicyFile(name="gap.yaml", text=GAP)
        assert self.refusal(policies, id="west", files=[file]).status == "NOT_FOUND"


def test_a_process_is_worn_once_it_has_loaded_many_policies(
    policies: PolicySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MOST_ENGINES", engines_kept() + 1)
    assert not calls.worn()
    for number in range(2):
        engine_of(replace(policies.policies["east"], digest=f"{number}" * 64))
    assert calls.worn()
