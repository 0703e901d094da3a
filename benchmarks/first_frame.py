"""A process that ends after the first frame of its window; `starting` measures it. Imports nothing it does not need."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QWidget


def tell_first_frame(window: "QMainWindow", seen: "QWidget", ready: Callable[[], bool]) -> None:
    """Write a line once a widget was painted with what it is to show, then close the window."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        painted = told = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's signature
            if event.type() == QEvent.Type.Paint and watched is seen and not self.painted and ready():
                self.painted = True
                QTimer.singleShot(0, self.tell)  # for a frame that is painted otherwise than as an update
            elif event.type() == QEvent.Type.UpdateRequest and watched is window and not self.told:
                watched.event(event)  # paints the frame
                if self.painted:
                    self.tell()
                return True
            return False

        def tell(self) -> None:
            if not self.told:
                self.told = True
                print(time.process_time(), flush=True)
                QTimer.singleShot(0, window.close)

    watch = Watch(window)
    seen.installEventFilter(watch)
    window.installEventFilter(watch)


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
    """`annotator --sample`."""
    from annotator import __main__ as program
    from annotator import app

    made = app.window

    def watched() -> "QMainWindow":
        window = made()
        tell_first_frame(window, window.view.viewport(), lambda: window.session.article is not None)
        return window

    setattr(app, "window", watched)  # noqa: B010  # everything else is as the program does it
    program.main(["--sample"])


if __name__ == "__main__":
    {"bare": bare, "sample": sample}[sys.argv[1]]()
