"""A file that is a table: its columns, and the places of its cells."""

from __future__ import annotations

from pamtps_client.table_faults import Place


class TableFile:
    """A file whose columns have names. `header` maps the name of each to its ordinal from 0."""

    def __init__(self, path: str, header: dict[str, int], header_line: int) -> None:
        self.path = path
        self.header = header
        self.header_line = header_line
        """The line with the names; 0 where the file has no lines, and rows are counted from 1."""

    def place(self, line: int = 0, name: str = "") -> Place:
        """The place of a cell by the line of its row and the name of its column; of the column as
        a whole where the file has no line for its name."""
        column = self.header.get(name)
        return Place(self.path, line, 0 if column is None or not line else column + 1, name)
