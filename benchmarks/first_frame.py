"""A process that ends after the first frame of its window; `starting` measures it. Imports nothing it does not need."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget


def tell_first_frame(window: "QMainWindow", seen: "QWidget", ready: Callable[[], bool]) -> None:
    """Write a line once a widget was painted with what it is to show, then close the window."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

    class Watch(QObject):
        painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802  # Qt's signature
            if event.type() == QEvent.Type.Paint and not self.painted and ready():
                self.painted = True
                # Comes when the frame that this paint belongs to is complete.
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
            return False

        def customEvent(self, _event: QEvent) -> None:  # noqa: N802
            print(time.process_time(), flush=True)
            QTimer.singleShot(0, window.close)

    seen.installEventFilter(Watch(window))


def bare() -> None:
    """The floor: an application and an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    application = QApplication([])
    window = QMainWindow()
    centre = QWidget()
    window.setCentralWidget(centre)
    window.resize(1280, 800)
    tell_first_frame(window, centre, lambda: True)
    window.show()
    application.exec()


def sample() -> None:
    """`annotator --sample`; its window is watched from the moment that Qt is loaded."""
    from annotator import __main__ as program

    loading = program.why_no_window

    def watching() -> str:
        why = loading()
        from annotator import app

        made = app.window

        def watched() -> "QMainWindow":
            window = made()
            tell_first_frame(window, window.view.viewport(), lambda: window.session.article is not None)
            return window

        setattr(app, "window", watched)  # noqa: B010  # everything else is as the program does it
        # What the program does after its first frame would come before the event that tells of the frame.
        setattr(app, "after_first_frame", lambda _window, guarded: None)  # noqa: ARG005, B010
        return why

    setattr(program, "why_no_window", watching)  # noqa: B010
    program.main(["--sample"])


if __name__ == "__main__":
    {"bare": bare, "sample": sample}[sys.argv[1]]()
