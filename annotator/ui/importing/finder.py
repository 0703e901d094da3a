"""What the list of articles shows of them, and in which order."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.controls.search_field import SearchField
from annotator.ui.importing.articles import Order


class ArticleFinder(QWidget):
    """A field to find articles with and their order; sends `changed` with both."""

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField(self.tr("Find articles"))
        self.search.setFixedWidth(theme.scaled(180))
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order"))
        for order, words in (
            (Order.FILES, self.tr("As in the files")), (Order.DOUBTS, self.tr("To be looked at first")),
            (Order.TITLE, self.tr("By title")), (Order.LENGTH, self.tr("Longest first")),
        ):  # fmt: skip
            self.order.addItem(words, order)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.search)
        row.addWidget(self.order)
        self.search.textChanged.connect(self._tell)
        self.order.currentIndexChanged.connect(self._tell)

    def _tell(self) -> None:
        self.changed.emit(self.search.text(), Order(self.order.currentData()))  # Qt hands over a bare string
