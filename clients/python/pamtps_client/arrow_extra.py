"""pyarrow, which comes with the extra `arrow`: loaded when needed, and what is said without."""

from __future__ import annotations

import importlib.util
from typing import Any, Final

from pamtps_client.language import Text

_WORDS: Final = Text(
    id="tabel dan berkas Parquet memerlukan modul pyarrow; pasang dengan: "
    "pip install 'pamtps[arrow]'",
    en="tables and Parquet files need the module pyarrow; install it with: "
    "pip install 'pamtps[arrow]'",
)


class ArrowMissing(ModuleNotFoundError):  # noqa: N818 - says what happened
    """pyarrow is not installed."""

    def __init__(self) -> None:
        self.text = _WORDS
        """The whole message in both languages."""
        super().__init__(_WORDS.en, name="pyarrow")


def has_arrow() -> bool:
    """Whether pyarrow is there; it is not loaded."""
    return importlib.util.find_spec("pyarrow") is not None


def require_arrow() -> Any:
    """The module pyarrow. Raises ArrowMissing."""
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        raise ArrowMissing from error
    return pyarrow
