"""Writes the reference of the settings into the operators' guide.

`python -m pamtps_service.rpc.reference docs/operators.md`
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pamtps_service.rpc.settings import reference

BEGIN, END = "<!-- settings -->\n", "<!-- end of settings -->"


def renewed(guide: str) -> str:
    """The guide with the table between its two marks made anew. ValueError without marks."""
    made, count = re.subn(
        re.escape(BEGIN) + ".*?" + re.escape(END),
        lambda _: f"{BEGIN}{reference()}{END}",
        guide,
        flags=re.DOTALL,
    )
    if count != 1:
        raise ValueError(f"{BEGIN.strip()} and {END} must stand in the guide once")
    return made


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
