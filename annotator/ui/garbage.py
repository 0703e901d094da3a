"""Reference cycles are looked for in the window's thread alone.

Python looks for them in whatever thread happens to make objects. Where that is one beside the window, it takes apart
widgets that were closed, and Qt ends the process when that happens while the window is painted.
"""

import gc

from PySide6.QtCore import QObject, QTimerEvent
from PySide6.QtWidgets import QApplication

_EVERY = 500
"""Milliseconds between two looks."""


def collect_here(application: QApplication) -> None:
    """Look for them in the thread of the window, and in no other, until the last window is closed."""
    (application.findChild(_Collecting) or _Collecting(application)).begin()


class _Collecting(QObject):
    """In place of Python's own collecting."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._timer = 0

    def begin(self) -> None:
        gc.disable()
        self._timer = self._timer or self.startTimer(_EVERY)

    def _end(self) -> None:
        """Leave it to Python again."""
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0
            gc.enable()

    def timerEvent(self, _event: QTimerEvent) -> None:
        """Collect what Python would by now have collected by itself."""
        if not any(one.isVisible() for one in QApplication.topLevelWidgets()):
            self._end()
            return
        counts = gc.get_count()
        due = [at for at, most in enumerate(gc.get_threshold()) if counts[at] > most]
        if due:
            gc.collect(due[-1])
