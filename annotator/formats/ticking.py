"""How writers say where they are."""

from collections.abc import Callable

Tick = Callable[[str], None]
"""Told the title of each article before it is written; may raise, which ends the export."""
