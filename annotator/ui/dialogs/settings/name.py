"""The page that says who works here."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.filing import Filing

_INSET = 16


class NamePage(QWidget):
    """The name that signs the person's work, and the way to another one."""

    def __init__(self, filing: Filing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filing = filing
        self.name = PlainLabel("", step=1, weight=600, elide=True)
        self.change = QPushButton("")
        self.change.setAutoDefault(False)
        self.change.clicked.connect(self._change)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, _INSET, _INSET, 0)
        column.setSpacing(6)
        column.addWidget(PlainLabel(self.tr("Your work is signed with"), "second", step=-1))
        column.addWidget(self.name)
        column.addWidget(
            PlainLabel(
                self.tr("Colleagues see it beside your tags. It counts in all projects."),
                "dim", step=-1, wrap=True,
            )
        )  # fmt: skip
        column.addSpacing(8)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.setFocusProxy(self.change)
        self._show()

    def _show(self) -> None:
        name = self._filing.name()
        self.name.setText(name or self.tr("no name yet"))
        self.change.setText(self.tr("Change your name…") if name else self.tr("Say your name…"))

    def _change(self) -> None:
        self._filing.change_name(self.window())
        self._show()
