"""Why the operating system refused a file, in both languages."""

from __future__ import annotations

import errno
from typing import Final

from pamtps_service.policy.model import Text

_WHY: Final[dict[int, Text]] = {
    errno.ENOENT: Text(id="tidak ada berkasnya", en="there is no such file"),
    errno.EISDIR: Text(id="ini folder, bukan berkas", en="it is a folder, not a file"),
    errno.ENOTDIR: Text(
        id="bagian dari jalurnya bukan folder", en="a part of its path is not a folder"
    ),
    errno.EACCES: Text(id="tidak ada izin untuk membacanya", en="there is no permission to read"),
    errno.EPERM: Text(id="tidak ada izin untuk membacanya", en="there is no permission to read"),
    errno.EIO: Text(id="media rusak atau terputus", en="the medium is damaged or was disconnected"),
    errno.ENAMETOOLONG: Text(id="namanya terlalu panjang", en="its name is too long"),
    errno.ELOOP: Text(
        id="tautan simboliknya berputar-putar", en="its symbolic links go round in a circle"
    ),
}


def why(error: OSError) -> Text:
    """The reason; one that is not known here by its number and the system's own words."""
    known = _WHY.get(error.errno or 0)
    if known is not None:
        return known
    words = f"{error.strerror or type(error).__name__} (errno {error.errno})"
    return Text(id=f"kesalahan sistem: {words}", en=f"system error: {words}")
