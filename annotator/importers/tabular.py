"""Tables within articles: as text a row is a line, as on web pages."""

from collections.abc import Sequence

LONGEST_CELL = 600
"""Code points beyond which a cell holds a piece of the article rather than a value."""


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells beside each other with a bar between; rows without any text are left out."""
    flat = [[" ".join(cell.split()) for cell in row] for row in rows]
    return "\n".join(" | ".join(row) for row in flat if any(row))


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these are values in rows and columns rather than a page that was laid out with a table."""
    cells = [cell for row in rows for cell in row]
    return any(len(row) > 1 for row in rows) and all(len(cell) <= LONGEST_CELL for cell in cells)
