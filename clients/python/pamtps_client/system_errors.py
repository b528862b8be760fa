"""Why the operating system refused something, in both languages."""

from __future__ import annotations

import errno
from typing import Final

from pamtps_client.language import Text

_WHY: Final[dict[int, Text]] = {
    errno.ENOENT: Text(id="berkas tidak ada", en="there is no such file"),
    errno.EISDIR: Text(id="ini folder, bukan berkas", en="it is a folder, not a file"),
    errno.ENOTDIR: Text(
        id="bagian dari jalurnya bukan folder", en="a part of its path is not a folder"
    ),
    errno.EACCES: Text(id="tidak ada izin", en="there is no permission"),
    errno.EPERM: Text(id="tidak ada izin", en="there is no permission"),
    errno.EROFS: Text(id="media ini hanya dapat dibaca", en="the medium can only be read"),
    errno.ENOSPC: Text(id="tidak ada ruang lagi di media ini", en="no space is left on the medium"),
    errno.EDQUOT: Text(id="kuota ruang penyimpanan habis", en="the quota of space is used up"),
    errno.EFBIG: Text(id="berkas terlalu besar", en="the file is too large"),
    errno.EIO: Text(id="media rusak atau terputus", en="the medium is damaged or was disconnected"),
    errno.ENAMETOOLONG: Text(id="namanya terlalu panjang", en="its name is too long"),
    errno.ELOOP: Text(
        id="tautan simboliknya berputar-putar", en="its symbolic links go round in a circle"
    ),
    errno.EMFILE: Text(id="terlalu banyak berkas terbuka", en="too many files are open"),
    errno.ENXIO: Text(
        id="perangkatnya tidak ada atau tidak ada yang membacanya",
        en="the device is not there, or nobody reads from it",
    ),
}


def why(error: OSError) -> Text:
    """The reason; one that is not known here by its number and the system's own words."""
    known = _WHY.get(error.errno or 0)
    if known is not None:
        return known
    words = f"{error.strerror or error} (errno {error.errno})"
    return Text(id=f"kesalahan sistem: {words}", en=f"system error: {words}")
