"""A folder of rule files as bytes: read once, so that what is checked is what is put in force.

Only the files of the folder itself are read, not those of folders inside it: a policy's id is its
file's name, and two files of one name would be two policies of one id. Files that are not YAML are
left alone. The folder and its files may be symbolic links; they are followed anew at each reading.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pamtps_service.policy.fault_log import FaultLog
from pamtps_service.policy.faults import Fault
from pamtps_service.policy.model import Position, Text
from pamtps_service.policy.source import MAX_BYTES
from pamtps_service.policy.system_errors import why

TESTS: Final = ".test.yaml"
"""Ending of the files that hold tests of policies."""
_ENDINGS: Final = (".yaml", ".yml")
_NO_FILE: Final = Text(
    id="ini bukan berkas biasa, melainkan folder, pipa, atau perangkat",
    en="it is no regular file but a folder, a pipe or a device",
)
_NO_TARGET: Final = Text(
    id="tautan simbolik ini menunjuk ke berkas yang tidak ada",
    en="it is a symbolic link to a file that is not there",
)


@dataclass(frozen=True, slots=True)
class FolderContent:
    """What a folder held at one moment."""

    files: Mapping[str, bytes]
    """Policies and their tests by file name, sorted; of a file that is too large its first
    MAX_BYTES + 1 bytes."""
    faults: tuple[Fault, ...]
    """What could not be read, or has a name that no file of a policy may have."""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the names and bytes of the files, and over what could not be read."""
        digest = hashlib.sha256()
        for name, content in self.files.items():
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        for fault in self.faults:
            digest.update(f"{fault.text('en')}\0".encode())
        return digest.hexdigest()


def read_folder(folder: Path) -> FolderContent:
    """The rule files of a folder. What is wrong is in its faults; nothing is raised."""
    log = FaultLog()
    files: dict[str, bytes] = {}
    for path in _list_files(folder, log):
        content = _read_file(path, log)
        if content is not None:
            files[path.name] = content
    return FolderContent(files, log.sorted())


def _list_files(folder: Path, log: FaultLog) -> list[Path]:
    """What the folder holds under the ending of a policy, by name.

    A link that leads nowhere, a pipe or a folder is among it: left out in silence, a policy would
    be missing."""
    try:
        named = [path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS]
    except FileNotFoundError:
        log.add("no-folder", str(folder), found=str(folder))
        return []
    except NotADirectoryError:
        maybe = "" if folder.suffix.lower() not in _ENDINGS else str(folder.parent)
        log.add("not-a-folder", str(folder), found=str(folder), maybe=maybe)
        return []
    except OSError as error:
        log.add("folder-unreadable", str(folder), found=str(folder), why=why(error))
        return []
    files = sorted(named, key=lambda path: path.name)
    for path in files:
        if path.suffix != ".yaml":
            maybe = path.with_suffix(".yaml").name
            log.add("file-name-ending", Position(path.name, 1, 1), found=path.name, maybe=maybe)
    sources = [path for path in files if path.suffix == ".yaml"]
    if not any(not path.name.endswith(TESTS) for path in sources):
        log.add("no-policies", str(folder), found=str(folder))
    return sources


def _read_file(path: Path, log: FaultLog) -> bytes | None:
    start = Position(path.name, 1, 1)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its other end
            log.add("file-unreadable", start, found=_NO_FILE)
            return None
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        nowhere = isinstance(error, FileNotFoundError) and path.is_symlink()
        log.add("file-unreadable", start, found=_NO_TARGET if nowhere else why(error))
        return None
