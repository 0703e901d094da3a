"""A question with two answers, of which the harmless one is the default and what Escape gives."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def agreed(window: QWidget, title: str, text: str, more: str, *, yes: str, no: str) -> bool:
    """Whether the person chose to go ahead, which loses something. All texts are shown as they are."""
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(more)
    ahead = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    back = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    box.exec()
    chosen = box.clickedButton() is ahead
    box.deleteLater()
    return chosen
