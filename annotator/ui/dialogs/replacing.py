"""The question before a file that is there is written over."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from annotator.model.hidden import named


def agreed_to_replace(window: QWidget, place: Path) -> bool:
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QCoreApplication.translate("Replacing", "Replace the file?"))
    box.setText(QCoreApplication.translate("Replacing", "{0} is there already.").format(named(place.name)))
    box.setInformativeText(
        QCoreApplication.translate("Replacing", "What is in it is lost when it is replaced: {0}").format(named(place))
    )
    replace = box.addButton(QCoreApplication.translate("Replacing", "Replace"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    agreed = box.clickedButton() is replace
    box.deleteLater()
    return agreed
