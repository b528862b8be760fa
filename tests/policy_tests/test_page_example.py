"""docs/policy-tests.md says what the code does: its example passes, its tables are whole."""

from __future__ import annotations

import re

from pamtps_service.policy.load import load_policies
from pamtps_service.policy.test_keys import AREA_KEYS, OUTCOME_KEYS
from pamtps_service.policy_tests.run import run_test_files

from tests.conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "policy-tests.md").read_text(encoding="utf-8")


def test_the_example_passes() -> None:
    """Under the policies of this project."""
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    policies = load_policies(REPOSITORY / "rules")
    report = run_test_files(policies, {"ntt-2024.test.yaml": example.encode()})
    assert report.faults == ()
    assert [case.passed for case in report.cases] == [True, True]


def test_the_table_names_every_key_and_for_what_it_may_stand() -> None:
    """A dash where a key says nothing of an area."""
    rows = re.findall(r"^\| (`.+?`) \| (.+?) \| (.+?) \|$", PAGE.split("## What may be")[1], re.M)
    of_area = {}
    for keys, _, area in rows:
        for key in re.findall(r"`(\w+)`", keys):
            of_area[key] = area != "–"
    assert set(of_area) == set(OUTCOME_KEYS)
    assert {key for key, has in of_area.items() if has} == set(AREA_KEYS)
