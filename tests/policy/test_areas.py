"""The table of official areas, and the names that may stand beside their codes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pamtps_service.policy import areas

ELECTION_COMMISSION_WRITES = {
    "71.09": "KEP. SIAU TAGULANDANG BIARO",
    "73.10": "PANGKAJENE KEPULAUAN",
    "73.72": "KOTA PARE PARE",
}
"""The names in which the polling stations of 2024 differ from the ministry's, apart from the words
KABUPATEN and ADMINISTRASI."""


def test_the_table_holds_38_provinces_and_514_regencies_and_cities() -> None:
    """Each code once, each regency inside a province of the table."""
    codes = areas.all_codes()
    assert sum(areas.level(code) == "province" for code in codes) == 38
    assert sum(areas.level(code) == "regency" for code in codes) == 514
    assert len(set(codes)) == len(codes) == 552
    assert {code[:2] for code in codes} <= set(codes)


def rows_of_2024(data_folder: Path) -> dict[str, str]:
    with (data_folder / "areas_2024.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def bare(name: str) -> str:
    return name.replace("KABUPATEN ", "").replace("ADMINISTRASI ", "")


def test_codes_and_names_are_those_of_the_election_of_2024(data_folder: Path) -> None:
    """The two sources have the same codes; three names differ in spelling, and are known here."""
    given = {code: name for code, name in rows_of_2024(data_folder).items() if len(code) <= 5}
    table_file = Path(areas.__file__).with_name("areas.csv")
    with table_file.open(encoding="utf-8", newline="") as file:
        table = {row["code"]: row["name"] for row in csv.DictReader(file)}
    assert set(given) == set(table)
    differ = {code: name for code, name in given.items() if bare(table[code]) != name}
    assert differ == ELECTION_COMMISSION_WRITES


def test_every_name_of_2024_may_stand_beside_its_code(data_folder: Path) -> None:
    """Also the three that are spelled in another way, and the cities, written KOTA."""
    for code, name in rows_of_2024(data_folder).items():
        assert areas.same_name(code, name), (code, name)


def test_no_name_may_stand_beside_the_code_of_another_area() -> None:
    """A display name belongs to one code, save a province and a regency called alike."""
    for code in areas.all_codes():
        name = areas.official_name(code)
        assert name is not None
        named = areas.codes_named(name)
        assert code in named
        assert len(named) == 1 or named == ("75", "75.01"), (code, name, named)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("53.11", "Sumba Timur"),
        ("53.71", "Kota Kupang"),
        ("53.01", "Kupang"),
        ("31", "DKI Jakarta"),
        ("31.01", "Kepulauan Seribu"),
        ("31.73", "Kota Jakarta Barat"),
        ("73.10", "Pangkajene dan Kepulauan"),
        ("34", "Daerah Istimewa Yogyakarta"),
    ],
)
def test_an_official_name_is_written_for_display(code: str, name: str) -> None:
    """Capital first letters, Kota kept, Kabupaten and Administrasi left out."""
    assert areas.official_name(code) == name


@pytest.mark.parametrize("code", ["53.99", "5311", "53.11.01", "ID", "", "99"])
def test_a_code_outside_the_table_has_no_official_name(code: str) -> None:
    """Districts have none either."""
    assert areas.official_name(code) is None


@pytest.mark.parametrize(
    ("code", "name", "may"),
    [
        ("53.11", "SUMBA TIMUR", True),
        ("53.11", "kabupaten sumba timur", True),
        ("53.11", "Kab. Sumba-Timur", True),
        ("53.11", "Kota Sumba Timur", False),
        ("53.11", "Sumba Barat", False),
        ("53.01", "Kabupaten Kupang", True),
        ("53.01", "Kota Kupang", False),
        ("53.71", "Kota Kupang", True),
        ("53.71", "KOTA KUPANG", True),
        ("53.71", "Kupang", False),
        ("53.71", "Kabupaten Kota Kupang", False),
        ("53", "Provinsi Nusa Tenggara Timur", True),
        ("31.73", "Kota Adm. Jakarta Barat", True),
        ("31.73", "Jakarta Barat", False),
        ("63.02", "Kota Baru", True),
        ("71.74", "Kotamobagu", False),
        ("71.74", "Kota Kotamobagu", True),
        ("73.10", "Pangkep", True),
        ("34", "DI Yogyakarta", True),
        ("34.71", "Yogyakarta", False),
        ("75", "Gorontalo", True),
        ("75.01", "Gorontalo", True),
        ("75.71", "Gorontalo", False),
        ("53.99", "Sumba Timur", False),
        ("53.11.01", "Kota Waingapu", True),
        ("53.99.01", "Kota Waingapu", False),
    ],
)
def test_a_name_beside_a_code_is_that_areas_name(code: str, name: str, may: bool) -> None:
    """Case, spaces and Kabupaten do not matter, Kota does; districts are not in the table."""
    assert areas.same_name(code, name) is may


@pytest.mark.parametrize(
    ("code", "official"),
    [
        ("53", True),
        ("53.11", True),
        ("53.11.01", True),
        ("53.11.01.2001", True),
        ("53.11.01.2001.001", False),
        ("53.11.00", False),
        ("53.11.00.2001", False),
        ("53.11.01.0000", False),
        ("53.11.01.0001", True),
        ("53.99", False),
        ("53.99.01", False),
        ("5311", False),
        ("53.1", False),
        ("53.011", False),
        ("٥٣", False),
        ("53.11 ", False),
        ("ID", False),
        ("", False),
    ],
)
def test_a_code_is_official_by_the_table_or_by_its_shape_and_regency(
    code: str, official: bool
) -> None:
    """Provinces and regencies by the table; districts and villages by shape and regency."""
    assert areas.is_official(code) is official


@pytest.mark.parametrize(
    ("found", "name", "likely"),
    [
        ("53.02", "Sumba Timur", "53.11"),
        ("5302", "Sumba Timur", "53.11"),
        ("53.01", "Kota Kupang", "53.71"),
        ("75", "Gorontalo", "75"),
        ("75.02", "Gorontalo", "75.01"),
        ("53.11", "Sumba Tmur", "53.11"),
        ("53.1", "", "53.10"),
        ("5311", "", "53.11"),
        ("53-11", "", "53.11"),
        ("5311012001", "", "53.11.01.2001"),
        ("53.99", "Atlantis", "53.19"),
        ("xyz", "", ""),
        ("60.01", "", ""),
        ("99", "", ""),
        ("53.01,53.02", "", ""),
        ("53.03|53.04", "", ""),
        ("53.01,02", "", "53.01.02"),
        ("53.01.00", "", "53.01"),
        ("53.01.02.0000", "", "53.01.02"),
        ("53.00.00.0000", "", "53"),
        ("53.99.01", "", "53.19.01"),
    ],
)
def test_the_likely_code_follows_the_name_and_else_the_digits(
    found: str, name: str, likely: str
) -> None:
    """The statistics office's codes look alike, so the name decides where there is one."""
    assert areas.likely_code(found, name) == likely
