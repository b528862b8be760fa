"""The programs of docs/arrow.md that read a TPS.csv, as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pamtps_client.arrow_batch import arrow_batch
from pamtps_client.tps_columns import ACCESSES, TIERS
from pamtps_client.tps_table import read_tps

from tests.conftest import REPOSITORY

EXAMPLE = "examples/ntt-pilkada-2024/tps.csv"
PAGE = (REPOSITORY / "docs" / "arrow.md").read_text("utf-8")
RECIPES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
LIBRARIES = [re.findall(r"^import (\w+)$", recipe, re.MULTILINE)[0] for recipe in RECIPES]
WITH_GAPS = (
    "tps_code,province_code,regency_code,district_code,village_code,number,risk_tier,"
    "special_location,registered_voters,access,travel_minutes\n"
    "53.10.04.2003.001,53,53.10,53.10.04,53.10.04.2003,1,kurang_rawan,false,325,,26\n"
    "53.10.04.2003.002,,,,,,rawan,,,road,\n"
    "53.10.04.2003.901,53,53.10,53.10.04,53.10.04.2003,901,sangat_rawan,true,,sea,9\n"
)


def test_there_is_a_recipe_for_each_library() -> None:
    assert LIBRARIES == ["pandas", "polars", "pyarrow"]


@pytest.mark.parametrize("recipe", RECIPES, ids=LIBRARIES)
@pytest.mark.parametrize("gaps", [False, True])
def test_a_recipe_reads_what_the_client_reads(recipe: str, gaps: bool, tmp_path: Path) -> None:
    path = REPOSITORY / EXAMPLE
    if gaps:
        path = tmp_path / "tps.csv"
        path.write_text(WITH_GAPS, encoding="utf-8")
    pytest.importorskip(recipe.split()[1])
    assert recipe.count(f'"{EXAMPLE}"') == 1
    names: dict[str, Any] = {}
    exec(recipe.replace(EXAMPLE, str(path)), names)
    assert sent(names["table"]) == messages(path)


def sent(table: object) -> list[dict[str, object]]:
    """What is sent of a table, row by row, without nulls."""
    streams = [pa.ipc.open_stream(stream).read_all() for stream in arrow_batch(table)]  # type: ignore[arg-type]
    rows: list[dict[str, object]] = pa.concat_tables(streams).to_pylist()
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


def messages(path: Path) -> list[dict[str, object]]:
    """The same of the file, read row by row."""
    tiers = {value: word for word, value in TIERS.items()}
    accesses = {value: word for word, value in ACCESSES.items()}
    words: dict[str, dict[Any, str]] = {"risk_tier": tiers, "access": accesses}
    return [
        {
            field.name: words.get(field.name, {}).get(value, value)
            for field, value in row.ListFields()
        }
        for row in read_tps(str(path), as_rows=True).batch.rows
    ]
