"""Settings come from flags, variables, a file and defaults, in this order; all errors at once."""

from __future__ import annotations

import ast
import inspect
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from pamtps_service.policy.faults import FaultsError
from pamtps_service.rpc.reference import renewed
from pamtps_service.rpc.serve import main
from pamtps_service.rpc.settings import (
    FIELDS,
    Settings,
    flag,
    language,
    meanings,
    read_settings,
    reference,
    usage,
)

from tests.conftest import REPOSITORY

OTHER = {
    "rules": "elsewhere",
    "listen": "0.0.0.0:7000",
    "lang": "id",
    "reference_request": "request.json",
    "metrics_listen": "127.0.0.1:9000",
}
"""A value that is not the default, for each setting that is text."""


def other(name: str) -> str | int:
    default = FIELDS[name].default
    return default + 1 if isinstance(default, int) else OTHER[name]


def written(value: str | int) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def codes(error: FaultsError) -> dict[str, str]:
    return {str(fault.place): fault.code for fault in error.faults}


def test_where_nothing_is_given_the_defaults_hold() -> None:
    assert read_settings([], {}) == Settings()
    assert Settings().rules == "rules"
    assert Settings().listen == "127.0.0.1:50051"


@pytest.mark.parametrize("name", ["lang", "metrics_listen", "reference_request"])
def test_what_is_empty_where_silent_may_be_given_as_empty(name: str) -> None:
    """As files of services write a variable that is not used."""
    assert read_settings([], {f"PAMTPS_{name.upper()}": ""}) == Settings()


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_setting_comes_from_a_flag_a_variable_or_the_file(name: str, tmp_path: Path) -> None:
    value = other(name)
    expected = Settings(**{name: value})  # type: ignore[arg-type]  # by name
    assert expected != Settings()
    assert read_settings([flag(name), str(value)], {}) == expected
    assert read_settings([f"{flag(name)}={value}"], {}) == expected
    assert read_settings([], {f"PAMTPS_{name.upper()}": str(value)}) == expected
    file = tmp_path / "service.toml"
    file.write_text(f"{name} = {written(value)}\n")
    assert read_settings(["--config", str(file)], {}) == expected
    assert read_settings([], {"PAMTPS_CONFIG": str(file)}) == expected


def test_a_flag_beats_a_variable_which_beats_the_file_which_beats_the_default(
    tmp_path: Path,
) -> None:
    file = tmp_path / "service.toml"
    file.write_text("queue = 1\nworkers = 1\njob_seconds = 1\n")
    variables = {"PAMTPS_QUEUE": "2", "PAMTPS_WORKERS": "2"}
    found = read_settings(["--queue", "3", "--config", str(file)], variables)
    assert (found.queue, found.workers, found.job_seconds) == (3, 2, 1)
    assert found.grace_seconds == Settings().grace_seconds


def test_everything_that_is_wrong_is_told_at_once_with_a_suggestion(tmp_path: Path) -> None:
    file = tmp_path / "service.toml"
    file.write_text('queu = 1\nworkers = "2"\njob_seconds = true\nrules = 7\n')
    arguments = ["--workrs", "2", "--queue", "many", "--listen", "nowhere", "plan", "--rules"]
    variables = {"PAMTPS_MAX_REPLY_BYTE": "5", "PAMTPS_GRACE_SECONDS": "-1", "PAMTPS_LANG": "fr"}
    with pytest.raises(FaultsError) as raised:
        read_settings([*arguments, f"--config={file}"], variables)
    assert codes(raised.value) == {
        "--workrs": "unknown-setting",
        "--queue": "setting-not-whole-number",
        "--listen": "setting-not-address",
        "serve": "unexpected-argument",
        "--rules": "setting-without-value",
        "PAMTPS_MAX_REPLY_BYTE": "unknown-setting",
        "PAMTPS_GRACE_SECONDS": "setting-not-whole-number",
        "PAMTPS_LANG": "setting-not-allowed",
        f"{file}: queu": "unknown-setting",
        f"{file}: workers": "setting-not-whole-number",
        f"{file}: job_seconds": "setting-not-whole-number",
        f"{file}: rules": "setting-not-text",
    }
    maybe = {str(fault.place): fault.maybe for fault in raised.value.faults if fault.maybe}
    assert maybe == {
        "--workrs": "--workers",
        "PAMTPS_MAX_REPLY_BYTE": "PAMTPS_MAX_REPLY_BYTES",
        f"{file}: queu": "queue",
    }


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.0.0.1:", ":50051", "127.0.0.1:70000", "::1:50051", "a b:1", "h:-1"],
)
def test_an_address_is_host_and_port(address: str) -> None:
    with pytest.raises(FaultsError) as raised:
        read_settings(["--listen", address], {})
    assert codes(raised.value) == {"--listen": "setting-not-address"}


@pytest.mark.parametrize("address", ["[::1]:0", "localhost:50051", "0.0.0.0:65535"])
def test_hosts_are_names_or_addresses(address: str) -> None:
    assert read_settings(["--listen", address], {}).listen == address


@pytest.mark.parametrize("text", ["1_000", " 5", "5.0", "+5", "٥", "", "9" * 13, "0x10"])
def test_a_number_is_written_in_digits(text: str) -> None:
    with pytest.raises(FaultsError):
        read_settings([], {"PAMTPS_QUEUE": text})


NUMBERS = [name for name, one in FIELDS.items() if one.metadata["form"] == "number"]


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_may_be_the_least_and_the_most_that_its_error_names(name: str) -> None:
    least, most = FIELDS[name].metadata["least"], FIELDS[name].metadata["most"]
    for value in (least, most):
        assert read_settings([flag(name), str(value)], {}) == Settings(**{name: value})
    for value in (least - 1, most + 1):
        with pytest.raises(FaultsError) as raised:
            read_settings([f"{flag(name)}={value}"], {})
        assert codes(raised.value) == {flag(name): "setting-not-whole-number"}


def test_a_setting_given_twice_is_an_error() -> None:
    with pytest.raises(FaultsError) as raised:
        read_settings(["--queue", "1", "--queue=2"], {})
    assert codes(raised.value) == {"--queue": "setting-given-twice"}


@pytest.mark.parametrize("content", [None, "queue = ", "\udcff"])
def test_a_file_that_cannot_be_read_is_an_error(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "service.toml"
    if content is not None:
        file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(FaultsError) as raised:
        read_settings(["--config", str(file)], {})
    assert codes(raised.value) == {"--config": "settings-file-unreadable"}


def test_variables_of_the_client_and_of_a_cluster_are_none_of_ours() -> None:
    variables = {
        "PAMTPS_SERVER": "h:1",
        "PAMTPS_MAX_MESSAGE_BYTES": "1",
        "PAMTPS_SERVICE_HOST": "10.0.0.1",
        "PAMTPS_PORT_50051_TCP_ADDR": "10.0.0.1",
        "OTHER_QUEUE": "x",
    }
    assert read_settings([], variables) == Settings()


def test_the_language_is_pamtps_lang_else_that_of_the_locale() -> None:
    assert language({"LANG": "id_ID.UTF-8"}) == "id"
    assert language({"LANG": "id"}) == "id"
    assert language({"LANG": "ido_XX"}) == "en"
    assert language({"LC_ALL": "C.UTF-8", "LANG": "id_ID.UTF-8"}) == "en"
    assert language({"LANG": "id_ID.UTF-8", "PAMTPS_LANG": "en"}) == "en"
    assert language({"LANG": "id_ID.UTF-8"}, Settings(lang="en")) == "en"
    assert language({}) == "en"


def test_every_setting_says_under_it_what_it_means() -> None:
    texts = meanings()
    assert set(texts) == {one.name for one in fields(Settings)}
    assert all(len(text) > 20 and text.endswith(".") for text in texts.values())


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().queue = 1  # type: ignore[misc]


def test_the_operators_guide_has_the_reference_that_the_docstrings_give() -> None:
    guide = (REPOSITORY / "docs" / "operators.md").read_text()
    assert renewed(guide) == guide, "python -m pamtps_service.rpc.reference docs/operators.md"
    assert reference() in guide


def test_help_names_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown == usage()
    assert all(flag(name) in shown for name in FIELDS)


def test_the_command_refuses_wrong_settings_with_exit_code_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAMTPS_LANG", "id")
    assert main(["--workrs", "2"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--workrs: Tidak ada pengaturan" in captured.err
    assert "Mungkin: --workers" in captured.err


def test_every_setting_is_used_by_the_service() -> None:
    folder = Path(inspect.getfile(Settings)).parent
    used = {
        node.attr
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name | ast.Attribute)
        and ast.unparse(node.value).endswith(("settings", "self"))
    }
    assert set(FIELDS) <= used


@pytest.mark.parametrize("flags", [["--lang", "id"], ["--lang=id"]])
def test_errors_of_the_settings_are_told_in_the_language_that_the_flag_asks(
    flags: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "PAMTPS_LANG"):
        monkeypatch.delenv(name, raising=False)
    assert main(["--workers", "x"]) == 2
    english = capsys.readouterr().err
    assert main([*flags, "--workers", "x"]) == 2
    indonesian = capsys.readouterr().err
    assert english != indonesian
    assert "workers" in indonesian
