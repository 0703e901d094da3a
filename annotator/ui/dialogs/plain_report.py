"""Lines of plain text to read and to copy."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.model.hidden import sentence


class PlainReport(QDialog):
    """Shows lines, hidden characters among them; nothing in them is read as markup."""

    def __init__(
        self, title: str, lines: Sequence[str], parent: QWidget, action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """`action` is the text of a button, and what it does when the dialog has closed."""
        super().__init__(parent)
        self.setWindowTitle(sentence(title))
        self.text = QPlainTextEdit("\n".join(map(sentence, lines)))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(sentence(title))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        if action is not None:
            words, run = action
            self.further = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
            buttons.accepted.connect(self.accept)
            self.accepted.connect(run)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 100, self.fontMetrics().height() * 24)
        self.finished.connect(self.deleteLater)
