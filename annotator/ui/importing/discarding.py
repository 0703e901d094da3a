"""The question before a window closes in which something was changed."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.ui.dialogs.asking import agreed


def agreed_to_discard(window: QWidget) -> bool:
    """Whether to close all the same."""
    tr = QCoreApplication.translate
    return agreed(
        window, window.windowTitle(), tr("Discarding", "Close without taking anything in?"),
        tr("Discarding", "What you changed and chose in this window is lost then."),
        yes=tr("Discarding", "Close and discard"), no=tr("Discarding", "Go on"),
    )  # fmt: skip
