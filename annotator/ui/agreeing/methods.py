"""How agreement is measured and the literature, beside the window: the page of the documentation itself."""

import re

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from annotator import resources
from annotator.ui.reports import PageBrowser


class Methods(QDialog):
    """Stays open while the person works in the window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Agreement: methods and literature"))
        self.view = PageBrowser()
        self.view.setAccessibleName(self.tr("Methods and literature"))
        self.view.show_markdown(without_tags(resources.methods().read_text(encoding="utf-8")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.view)
        column.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 130, self.fontMetrics().height() * 40)
        self.finished.connect(self.deleteLater)


def without_tags(text: str) -> str:
    """The page without the one HTML tag it has, which this window would not show: small letters below the line."""
    below = {"o": "ₒ", "e": "ₑ"}
    return re.sub(r"<sub>(\w+)</sub>", lambda found: below.get(found[1], f"_{found[1]}"), text)
