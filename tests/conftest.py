"""What all tests share: how hard Hypothesis searches, and where the data of real batches is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parent.parent
NO_DATA = "the data folder is not here: set PAMTPS_DATA"

settings.register_profile(
    "quick",
    derandomize=True,
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "long",
    derandomize=False,
    max_examples=1500,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONG = os.environ.get("PAMTPS_TEST") == "long"

# What runs the tests in parallel hands its terminal's size on; reports are as wide as they need.
for _of_terminal in ("COLUMNS", "LINES"):
    os.environ.pop(_of_terminal, None)
settings.load_profile("long" if LONG else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `long` run only where PAMTPS_TEST=long asks for them."""
    if LONG:
        return
    for item in items:
        if item.get_closest_marker("long") is not None:
            item.add_marker(pytest.mark.skip(reason="searches deeper: set PAMTPS_TEST=long"))


def data_folder_or_none() -> Path | None:
    """PAMTPS_DATA, else ../shared/data beside the repository; None where neither has the files."""
    given = os.environ.get("PAMTPS_DATA")
    folder = Path(given) if given else REPOSITORY.parent / "shared" / "data"
    return folder if (folder / "make_batch.py").is_file() else None


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder that holds make_batch.py; a test that asks for it is skipped without it."""
    folder = data_folder_or_none()
    if folder is None:
        pytest.skip(NO_DATA)
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests did not run for want of the data."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and NO_DATA in str(report.longrepr[2])
    ]
    terminalreporter.write_line(f"{len(skipped)} tests skipped for want of the data folder")
