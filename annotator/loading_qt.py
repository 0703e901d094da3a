"""Qt is loaded, without what PySide loads besides and a window never uses."""

import builtins
import importlib.machinery
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from typing import Any

_DESCRIBING = frozenset(
    f"shibokensupport.{name}"
    for name in (
        "feature", "signature.errorhandler", "signature.importhandler", "signature.layout", "signature.parser",
        "signature.lib.enum_sig", "signature.lib.pyi_generator", "signature.lib.tool",
    )
)  # fmt: skip
"""Modules of PySide that word its error messages, describe its functions and write stubs of itself. `mapping` is not
among them: libshiboken looks into its dictionary without asking for an attribute."""


def load() -> None:
    """Import PySide and Qt's widgets. Raises ImportError when a library is missing.

    PySide carries the sources of its describing modules in its library and compiles them at every start, about forty
    per cent of what a bare window takes. Here they are loaded when they are first asked for. It also replaces the
    import statement by one that reads the source of every module imported later, looking for switches
    (`from __feature__ import …`) that are not used here; afterwards the statement is Python's own again. Where PySide
    was loaded before, or comes to load its modules in another way, nothing changes.
    """
    importing = builtins.__import__
    try:
        with _describing_later():
            import shiboken6  # noqa: F401 - before PySide6, which would look into each of the modules at once
        import PySide6.QtWidgets  # noqa: F401 - only loaded
    finally:
        builtins.__import__ = importing


@contextmanager
def _describing_later() -> Iterator[None]:
    """PySide's finder for its own modules takes its `ModuleSpec` from here while it is made."""

    def spec(name: str, loader: Any, **more: Any) -> ModuleSpec:
        return ModuleSpec(name, LazyLoader(loader) if name in _DESCRIBING else loader, **more)

    setattr(importlib.machinery, "ModuleSpec", spec)  # noqa: B010 - not its type, for a moment
    try:
        yield
    finally:
        setattr(importlib.machinery, "ModuleSpec", ModuleSpec)  # noqa: B010 - as it was
