"""The pages of docs/errors/: one for each code, as the catalogue and the broken files make them."""

from __future__ import annotations

import pytest
from pamtps_client.command import main
from pamtps_service.policy.catalogue.mends import MENDS
from pamtps_service.policy.catalogue.policy_errors import MESSAGES

from tests.policy.error_pages import FOLDER, example, page, pages
from tests.policy.test_broken_files import MADE_IN_TESTS


def test_the_committed_pages_are_those_generated() -> None:
    """`python -m tests.policy.error_pages` renews them; there is none beside them."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert committed == pages()


def test_every_code_has_its_cause_and_its_mend() -> None:
    """In both languages, as whole sentences."""
    assert set(MENDS) == set(MESSAGES)
    for mend in MENDS.values():
        for text in (mend.cause, mend.mend):
            assert text.id != text.en
            assert text.id.endswith(".")
            assert text.en.endswith(".")


@pytest.mark.parametrize("code", sorted(set(MESSAGES) - MADE_IN_TESTS))
def test_every_page_shows_a_broken_file_and_what_is_told_of_it(code: str) -> None:
    """Under its own code; only what no file can have is without one."""
    files, told = example(code)
    assert files
    assert any(line.endswith(f"({code})") for line in told)
    assert MESSAGES[code].en in page(code)
    assert MESSAGES[code].id in page(code)


def test_check_explains_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Message, cause and mend in the language asked; a code that is none names the likely one."""
    assert main(["policy", "check", "--explain", "unknown-unit", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "declare it in `units`" in out
    assert main(["policy", "check", "--explain", "unknown-unit", "--lang", "id"]) == 0
    assert "tetapkan dalam `units`" in capsys.readouterr().out
    assert main(["policy", "check", "--explain", "unknown-unt", "--lang", "en"]) == 2
    assert "unknown-unit" in capsys.readouterr().err
