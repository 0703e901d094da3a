"""Asking for one line, or for a longer text."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from annotator.model.hidden import sentence
from annotator.ui import icons, theme
from annotator.ui.controls.announcing import announce
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.painting import smooth
from annotator.ui.controls.quiet_label import PlainLabel

_INSET = 20


class _Sign(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(icons.SIZE, icons.SIZE)

    def sizeHint(self) -> QSize:
        return QSize(icons.SIZE, icons.SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        icons.paint(painter, "warning", QRectF(0, 0, icons.SIZE, icons.SIZE), theme.current().bad)
        painter.end()


class _Prompt(QDialog):
    """A label, a field, Cancel and one primary button."""

    def __init__(
        self, parent: QWidget | None, title: str, label: str, field: QLineEdit | QPlainTextEdit, ok_text: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(sentence(title))
        theme.set_ground(self, "surface")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_INSET, _INSET - 4, _INSET, _INSET - 4)
        self._column.setSpacing(6)
        name = PlainLabel(label, "second", step=-1, wrap=True)
        name.setBuddy(field)
        field.setAccessibleName(sentence(label))
        self._column.addWidget(name)
        self._column.addWidget(field)
        self.ok = QPushButton(ok_text)
        theme.set_primary(self.ok)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._accept_if_valid)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, 10, 0, 0)
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        self._buttons.addWidget(cancel)
        self._buttons.addWidget(self.ok)
        self._column.addLayout(self._buttons)
        field.setFocus()

    def _accept_if_valid(self) -> None:
        self.accept()


class TextPrompt(_Prompt):
    """One field. What is wrong with its text is said below it, and it is not accepted until nothing is."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        label: str,
        text: str = "",
        ok_text: str = "",
        validate: Callable[[str], str | None] | None = None,
    ) -> None:
        self.field = QLineEdit(text)
        super().__init__(parent, title, label, self.field, ok_text)
        if not ok_text:
            self.ok.setText(self.tr("OK"))
        self._validate = validate
        self._told = False
        self.field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 48)
        self.field.selectAll()
        self.field.textChanged.connect(self._check_again)
        self.error = PlainLabel("", "bad", step=-1, wrap=True)
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(_Sign(), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.error, 1)
        self._column.insertWidget(2, self._error_row)
        self._error_row.hide()

    @classmethod
    def ask(
        cls,
        parent: QWidget | None,
        title: str,
        label: str,
        text: str = "",
        ok_text: str = "",
        validate: Callable[[str], str | None] | None = None,
    ) -> str | None:
        """The text the person accepted, or None; `validate` answers with a sentence about what is wrong."""
        prompt = cls(parent, title, label, text, ok_text, validate)
        accepted = prompt.exec() == QDialog.DialogCode.Accepted
        answer = prompt.field.text()
        prompt.deleteLater()
        return answer if accepted else None

    def _problem(self) -> str:
        return (self._validate(self.field.text()) or "") if self._validate else ""

    def _accept_if_valid(self) -> None:
        problem = self._problem()
        self._told = self._told or bool(problem)
        self._tell(problem)
        if problem:
            announce(self.field, problem)
            self.field.setFocus()
        else:
            self.accept()

    def _check_again(self) -> None:
        # While somebody is still typing the first time, nothing is wrong yet.
        if self._told:
            self._tell(self._problem())

    def _tell(self, problem: str) -> None:
        self.error.setText(problem)
        self._error_row.setVisible(bool(problem))
        self.field.setProperty("state", "bad" if problem else "")
        self.field.setAccessibleDescription(problem)
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)


class MultilinePrompt(_Prompt):
    """A longer text; Enter is a new line, Ctrl+Enter accepts."""

    def __init__(self, parent: QWidget | None, title: str, label: str, text: str = "", ok_text: str = "") -> None:
        self.field = QPlainTextEdit(text)
        super().__init__(parent, title, label, self.field, ok_text)
        if not ok_text:
            self.ok.setText(self.tr("OK"))
        self.field.setTabChangesFocus(True)
        self.field.installEventFilter(self)
        metrics = self.fontMetrics()
        self.field.setMinimumSize(metrics.averageCharWidth() * 64, metrics.lineSpacing() * 9)
        hint = self.tr("{keys} accepts").format(keys=native_keys("Ctrl+Return"))
        self._buttons.insertWidget(0, PlainLabel(hint, "dim", step=-1))

    @classmethod
    def ask(cls, parent: QWidget | None, title: str, label: str, text: str = "", ok_text: str = "") -> str | None:
        """The text the person accepted, or None."""
        prompt = cls(parent, title, label, text, ok_text)
        accepted = prompt.exec() == QDialog.DialogCode.Accepted
        answer = prompt.field.toPlainText()
        prompt.deleteLater()
        return answer if accepted else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._accept_if_valid()
                return True
        return super().eventFilter(watched, event)
