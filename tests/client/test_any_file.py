"""Whatever is in a file, reading it ends in rows and faults, never in an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pamtps_client.strength_table import read_strengths
from pamtps_client.tps_table import read_tps

HEADERS = st.sampled_from(
    [
        b"tps_code,risk_tier,number,access,note\n",
        b"risk_tier;tps_code\n",
        b"area_code,force,personnel,role,covers\n",
        b"",
    ]
)
CELLS = st.one_of(
    st.sampled_from(
        ["53.02.01.2001.001", "rawan", "7", "sea", "", '"', '"a\n', "53.1", "5,3", "ID", "polri"]
    ),
    st.text(max_size=6),
)
LINES = st.lists(CELLS, max_size=6).map(",".join).map(lambda line: line.encode() + b"\n")
FILES = st.tuples(HEADERS, st.lists(st.one_of(LINES, st.binary(max_size=20)), max_size=6))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "file.csv"


@given(FILES)
def test_reading_never_raises_and_keeps_rows_and_lines_together(
    path: Path, content: tuple[bytes, list[bytes]]
) -> None:
    header, lines = content
    path.write_bytes(header + b"".join(lines))
    tps = read_tps(str(path))
    assert len(tps.lines) == len(tps.as_read.rows)
    for attribute in tps.as_read.attributes:
        assert len(attribute.values) == len(tps.as_read.rows)
    assert list(tps.lines) == sorted(set(tps.lines))
    assert tps.as_read.rows or tps.faults
    strengths = read_strengths(str(path))
    assert len(strengths.lines) == len(strengths.as_read)
    assert strengths.as_read or strengths.faults
    for table in (tps, strengths):
        places = [fault.place for fault in table.faults]
        assert places == sorted(places)
        assert all(fault.text("id") and fault.text("en") for fault in table.faults)
