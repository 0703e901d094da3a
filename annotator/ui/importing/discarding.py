"""The question before a window closes in which something was changed."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def agreed_to_discard(window: QWidget) -> bool:
    """Whether to close all the same."""
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(window.windowTitle())
    box.setText(QCoreApplication.translate("Discarding", "Close without taking anything in?"))
    box.setInformativeText(
        QCoreApplication.translate("Discarding", "What you changed and chose in this window is lost then.")
    )
    close = box.addButton(
        QCoreApplication.translate("Discarding", "Close and discard"), QMessageBox.ButtonRole.DestructiveRole
    )
    stay = box.addButton(QCoreApplication.translate("Discarding", "Go on"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    agreed = box.clickedButton() is close
    box.deleteLater()
    return agreed
