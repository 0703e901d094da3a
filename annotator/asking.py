"""What the arguments ask for, window or command; light, because the window's start waits for it."""

import os
from collections.abc import Sequence
from pathlib import Path

DONE, REFUSED = 0, 2
"""Exit statuses that window and command line share."""

COMMANDS = frozenset(
    (
        "new import export formats documents show sources check report history undo redo verify backup salvage search"
        " differences agreement render extract originals merge decisions package"
    ).split()
)
"""The commands of the command line; a test keeps this true."""


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for the window: none at all, `--sample`, or files and no command."""
    if not arguments:
        return True
    first = arguments[0] or "-"  # nothing at all is no file
    if first.startswith("-") or first in COMMANDS:
        return first == "--sample"
    return Path(first).suffix != "" or os.path.exists(first)  # noqa: PTH110 - no trouble with too long words
