"""A policy as a document: what it says, that it is complete in itself, and always the same."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pamtps_service.analysis.cells import cells_of
from pamtps_service.policy.catalogue import LANGUAGES, Language
from pamtps_service.policy.catalogue.documents import MESSAGES
from pamtps_service.policy.model import Effective, Policy, Text
from pamtps_service.rendering import patterns
from pamtps_service.rendering.document import render_document

from tests.conftest import LONG, REPOSITORY
from tests.rendering.document_text import FOLDERS, expected, load, read_page, text_of


@pytest.fixture(scope="module")
def everything() -> Policy:
    return load("everything")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FOLDERS)
def test_the_document_reads_as_it_is_kept(name: str, language: Language) -> None:
    """Each document, word for word; expected/ is written again by tests.rendering.document_text."""
    assert text_of(load(name), language) == expected(name, language).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_complete_in_itself(everything: Policy, language: Language) -> None:
    """It names its language and asks for nothing from elsewhere."""
    page = render_document(everything, language)
    read = read_page(page)
    assert read.language == language
    assert not {"script", "img", "link", "iframe", "a", "object", "base"} & set(read.tags)
    assert not re.search(r"https?:|//|url\(|@import|\bsrc=|\bhref=", page)
    assert "@page" in page
    assert "table-header-group" in page


def test_both_digests_are_in_it_and_one_at_the_signature(everything: Policy) -> None:
    """Who signs, signs a digest."""
    page = render_document(everything, "en")
    assert page.count(everything.digest) == 2
    assert page.count(everything.source_digest) == 1
    assert page.index('class="signature"') < page.rindex(everything.digest)


def test_the_same_policy_gives_the_same_bytes_in_every_process() -> None:
    """No order of sets, no clock and no random number shows in it."""
    code = (
        "import hashlib\n"
        "from tests.rendering.document_text import load\n"
        "from pamtps_service.rendering.document import render_document\n"
        "page = ''.join(render_document(load('everything'), one) for one in ('id', 'en'))\n"
        "print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)


def renamed(policy: Policy, texts: Iterator[str]) -> Policy:
    """The policy with other texts wherever a file may have any."""
    rules = tuple(
        replace(rule, title=Text(next(texts), next(texts)), basis=next(texts))
        for rule in policy.rules
    )
    items = tuple((name, Text(next(texts), next(texts))) for name, _ in policy.items)
    return replace(
        policy,
        title=Text(next(texts), next(texts)),
        issuer=next(texts),
        basis=next(texts),
        items=items,
        rules=rules,
    )


@settings(max_examples=1500 if LONG else 15)
@given(st.lists(words, min_size=1, max_size=20))
def test_whatever_texts_hold_they_stay_texts(texts: list[str]) -> None:
    """No text of a policy file becomes an element, and each stands in the page as it is."""
    policy = load_once()
    markup = ['<script>alert("x")</script>', "</td><td>", "&amp;", "'\"><p>", *texts]
    given_ = renamed(policy, (markup[at % len(markup)] for at in range(10_000)))
    plain = renamed(policy, iter(["x"] * 10_000))
    page = render_document(given_, "en")
    read, other = read_page(page), read_page(render_document(plain, "en"))
    assert read.tags == other.tags
    said = "\n".join(read.lines)
    assert given_.issuer.strip("\n") in said
    assert all((rule.basis or "").strip("\n") in said for rule in given_.rules)


@functools.cache
def load_once() -> Policy:
    """A small policy, read once for all examples."""
    return load("ntt-2024")


@pytest.mark.parametrize(
    ("start", "until", "indonesian", "english"),
    [
        ("2024-11-27", None, "mulai 27 November 2024", "from 27 November 2024 on"),
        (None, "2025-08-01", "sampai dengan 1 Agustus 2025", "until 1 August 2025, that day"),
        (None, None, "tanpa batas waktu", "without limit of time"),
        (
            "2024-02-14",
            "2024-05-31",
            "14 Februari 2024 sampai dengan 31 Mei 2024",
            "to 31 May 2024",
        ),
    ],
)
def test_dates_stand_in_the_language_s_form(
    start: str | None, until: str | None, indonesian: str, english: str
) -> None:
    """With the name of the month; open ends are said."""
    days = [None if one is None else date.fromisoformat(one) for one in (start, until)]
    policy = replace(load_once(), effective=Effective(*days))
    assert indonesian in render_document(policy, "id")
    assert english in render_document(policy, "en")


def test_where_the_kinds_of_tps_are_too_many_the_document_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A table that may be wrong is not given."""
    monkeypatch.setattr(patterns, "cells_of", lambda dimensions: cells_of(dimensions, 2))
    said = text_of(load_once(), "en")
    assert MESSAGES["patterns-too-many"].en in said
    assert "2 : 16" not in said


def test_every_word_of_the_catalogue_is_said_somewhere() -> None:
    """No text of documents stands there that no module names."""
    folder = REPOSITORY / "service" / "pamtps_service" / "rendering"
    sources = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    begun = tuple(re.findall(r'f"((?:[a-z]+-)+)\{', sources))
    assert "month-" in begun
    for name in MESSAGES:
        bare = name.removesuffix("-not")
        by_part = bare.partition("-")[2]
        assert f'"{bare}"' in sources or (bare.startswith(begun) and by_part), name
