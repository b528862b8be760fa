"""What is wrong with the files that a command is to write, found before any work."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pamtps_client.csv_file import STANDARD_INPUT
from pamtps_client.table_faults import Place, TableFault, table_fault


def out_faults(option: str, out: str | None, inputs: Iterable[str]) -> list[TableFault]:
    """What is wrong with one of them: it cannot be written, or is one of the other files.

    Args:
        option: which names it.
        out: its path; nothing is wrong where there is none.
        inputs: paths of the files that are read, `-` is standard input; and of those that are
            written besides.
    """
    if not out:
        return []
    faults, place, folder = [], Place(option), Path(os.path.realpath(out)).parent
    if out == STANDARD_INPUT:
        faults.append(table_fault("out-without-name", place, found=out))
    elif Path(out).is_dir():
        faults.append(table_fault("out-is-folder", place, found=out))
    elif not folder.is_dir():
        faults.append(table_fault("out-without-folder", place, found=out))
    elif not os.access(folder, os.W_OK):
        faults.append(table_fault("out-not-writable", place, found=out))
    elif any(_is_same_file(given, out) for given in inputs):
        faults.append(table_fault("out-is-input", place, found=out))
    return faults


def _is_same_file(given: str, out: str) -> bool:
    """Whether both are one file, by whatever name, also where standard input is read from it."""
    try:
        read = os.fstat(0) if given == STANDARD_INPUT else os.stat(given)
        return os.path.samestat(read, os.stat(out))
    except OSError:  # one of them is not there, or not yet
        return os.path.realpath(given) == os.path.realpath(out)
