"""What is known of the article that is looked at, to be put right by the person, and how its file is read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.hidden import shown
from annotator.services.gathering import Facts, Found
from annotator.ui.controls.quiet_label import PlainLabel

ENCODINGS = (
    "utf-8", "utf-16", "cp1252", "iso-8859-1", "iso-8859-2", "iso-8859-15", "cp1250", "cp1251", "koi8-r", "cp1253",
    "cp1254", "cp1255", "cp1256", "mac-roman", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "cp874", "cp437",
)  # fmt: skip
"""Those that are offered; another one can be typed."""


class FactsForm(QWidget):
    """Sends `described` with a fact's name and value, `reencoded` with an encoding, `columnsAsked`, `wholeAsked`."""

    described = Signal(str, str)
    reencoded = Signal(str)
    columnsAsked = Signal()
    wholeAsked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Facts()
        self._encoding = ""
        self.fields: dict[str, QLineEdit] = {}
        labels = {
            "title": self.tr("Title"), "outlet": self.tr("Outlet"), "author": self.tr("Author"),
            "published": self.tr("Date"), "url": self.tr("URL"), "language": self.tr("Language"),
        }  # fmt: skip
        forms = [QFormLayout(), QFormLayout(), QFormLayout()]
        for number, (name, label) in enumerate(labels.items()):
            field = self.fields[name] = QLineEdit()
            field.setAccessibleName(label)
            field.editingFinished.connect(lambda name=name: self._described(name))
            forms[number % 3].addRow(PlainLabel(label, "second", step=-1), field)
        self.fields["published"].setPlaceholderText(self.tr("2026-05-15"))
        self.fields["language"].setPlaceholderText(self.tr("en, fr, ar …"))
        self.encoding = QComboBox()
        self.encoding.setEditable(True)
        self.encoding.setAccessibleName(self.tr("Encoding"))
        self.encoding.addItems(ENCODINGS)
        self.encoding.activated.connect(self._reencode)
        self._encoding_label = PlainLabel(self.tr("Encoding"), "second", step=-1)
        self.columns = QPushButton(self.tr("Columns…"))
        self.columns.setAutoDefault(False)
        self.columns.clicked.connect(self.columnsAsked)
        self.whole = QCheckBox(self.tr("The book as one article"))
        self.whole.clicked.connect(self.wholeAsked)
        fields = QHBoxLayout(self)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(16)
        for form in forms:
            form.setContentsMargins(0, 0, 0, 0)
            form.setVerticalSpacing(6)
            fields.addLayout(form, 1)
        reading = QVBoxLayout()
        reading.setSpacing(6)
        coded = QHBoxLayout()
        coded.addWidget(self._encoding_label)
        coded.addWidget(self.encoding)
        reading.addLayout(coded)
        reading.addWidget(self.columns)
        reading.addWidget(self.whole)
        reading.addStretch()
        fields.addLayout(reading)

    def show_article(
        self, found: Found | None, title: str, *, encodings: bool, columns: bool, whole: bool | None
    ) -> None:
        """Show what an article's file says; `title` is what it will be called where the file says nothing.

        `whole` tells whether a book was read as one article; None for what is no book.
        """
        facts = self._shown = found.facts if found is not None else Facts()
        for name, field in self.fields.items():
            value = shown(getattr(facts, name))
            if field.text() != value:
                field.setText(value)
                field.setCursorPosition(0)
        self.fields["title"].setPlaceholderText(shown(title))
        self.setEnabled(found is not None or encodings or whole is not None)
        for field in self.fields.values():
            field.setEnabled(found is not None)
        self._encoding = found.encoding if found is not None else ""
        self.encoding.setCurrentText(self._encoding)
        encodings = encodings and (found is None or bool(found.encoding))  # workbooks leave no choice
        self.encoding.setVisible(encodings)
        self._encoding_label.setVisible(encodings)
        self.columns.setVisible(columns)
        self.whole.setVisible(whole is not None)
        self.whole.setChecked(bool(whole))

    def _described(self, name: str) -> None:
        value = self.fields[name].text().strip()
        if value != shown(getattr(self._shown, name)):
            self.described.emit(name, value)

    def _reencode(self) -> None:
        wanted = self.encoding.currentText().strip()
        if wanted and wanted != self._encoding:
            self.reencoded.emit(wanted)
