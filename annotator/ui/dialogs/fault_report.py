"""What is known of a fault of the program, to read, to copy, and to send to whoever mends it."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.model.hidden import named
from annotator.services import fault_reports
from annotator.ui import theme
from annotator.ui.controls.quiet_label import PlainLabel


class FaultReport(QDialog):
    """The report as its file has it. What the error said is added, here and in the file, only when that is ticked."""

    def __init__(self, path: Path, everything: str, parent: QWidget) -> None:
        """`everything` is the report with what the error said; empty when that is not known."""
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setWindowTitle(self.tr("Report of a fault"))
        self._path = path
        self._discreet = fault_reports.read(path)
        self._everything = everything
        told = self.tr(
            "This is in {0}. It holds nothing of your articles unless you add it. Nothing is sent anywhere by itself."
        )
        self.text = QPlainTextEdit(self._discreet)
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("Report"))
        self.all = QCheckBox(self.tr("Add what the error said; it may quote the article"))
        self.all.setVisible(bool(everything))
        self.all.toggled.connect(self._fill)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(PlainLabel(told.format(named(path)), "second", step=-1, wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(self.all)
        column.addWidget(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 100, metrics.height() * 26)
        self.finished.connect(self.deleteLater)

    def _fill(self) -> None:
        if self.all.isChecked():
            fault_reports.write(self._everything, self._path)
            self.text.setPlainText(fault_reports.read(self._path))
        else:
            self._path.write_text(self._discreet, encoding="utf-8")
            self.text.setPlainText(self._discreet)
