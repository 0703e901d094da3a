"""The question before a window closes over notes that could not be recorded."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.model.hidden import shown

_MOST = 2000
"""Characters of a note that the question shows."""


def agreed_to_lose(window: QWidget, notes: Sequence[str]) -> bool:
    """Whether to close all the same; the notes can be copied from the question."""
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("Unrecorded", "Notes"))
    box.setText(QCoreApplication.translate("Unrecorded", "%n note(s) could not be recorded.", "", len(notes)))
    box.setInformativeText("\n\n".join(shown(note[:_MOST]) for note in notes))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    go_on = box.addButton(
        QCoreApplication.translate("Unrecorded", "Close without them"), QMessageBox.ButtonRole.DestructiveRole
    )
    stay = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(stay)
    box.exec()
    agreed = box.clickedButton() is go_on
    box.deleteLater()
    return agreed
