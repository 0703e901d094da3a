"""Which column of a table holds what."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from annotator.model.hidden import shown
from annotator.services.importing import COLUMNS
from annotator.ui import theme
from annotator.ui.controls.quiet_label import PlainLabel


class ColumnsDialog(QDialog):
    """A box for the text and for each fact; what stays at “found by itself” is found by the names of the columns."""

    def __init__(self, names: Sequence[str], chosen: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Columns of the table"))
        theme.set_ground(self, "surface")
        labels = {
            "text": self.tr("Text of the article"), "title": self.tr("Title"), "author": self.tr("Author"),
            "outlet": self.tr("Outlet"), "published": self.tr("Date"), "url": self.tr("URL"),
            "language": self.tr("Language"),
        }  # fmt: skip
        form = QFormLayout()
        self.boxes: dict[str, QComboBox] = {}
        for what in COLUMNS:
            box = self.boxes[what] = QComboBox()
            box.setAccessibleName(labels[what])
            box.addItem(self.tr("found by itself"), "")
            for name in names:
                box.addItem(shown(name), name)
            box.setCurrentIndex(max(0, box.findData(chosen.get(what, ""))))
            form.addRow(PlainLabel(labels[what], "second", step=-1), box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel | QDialogButtonBox.StandardButton.Ok)
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Read again"))
        theme.set_primary(ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(buttons)

    def chosen(self) -> dict[str, str]:
        """The columns that were chosen, by what they hold."""
        return {what: str(box.currentData()) for what, box in self.boxes.items() if box.currentData()}
