"""The chains of the article as a tree, from its own voice down to the claims."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.services import chaining, showing
from annotator.services.chaining import Branch
from annotator.ui import icons, theme
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.keeping_keys import keep_key
from annotator.ui.controls.painting import one_line
from annotator.ui.controls.panel import CountingPanel
from annotator.ui.desk import Desk
from annotator.ui.icons import icon_of

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ID = Qt.ItemDataRole.UserRole


class _Tree(QTreeWidget):
    """Return goes to the words; the arrows open and close."""

    entered = Signal()

    def event(self, event: QEvent) -> bool:
        return keep_key(event, lambda key: key.key() in _ENTER) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Letters are left to the commands."""


class ChainsPanel(CountingPanel):
    """Read when it is shown, and after each change of the article while it is; what was closed stays closed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = self._session = desk.session
        self._closed: set[str] = set()
        theme.set_ground(self, "surface")
        self.tree = _Tree()
        self.tree.setAccessibleName(self.tr("Chains of the article"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(theme.row_height() * 3 // 4)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        how = self.tr("Link a claim to its sources with {link.source}, the nearest to the article first.")
        key = desk.keys.first("link.source")
        self.nothing = EmptyState("chain", self.tr("No chains yet"), desk.keys.say(how), key)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 0, 6, 4)
        column.addWidget(self.tree, 1)
        column.addWidget(self.nothing, 1)
        self.tree.entered.connect(self._go)
        self.tree.itemDoubleClicked.connect(lambda _item, _column: self._go())
        self.tree.itemCollapsed.connect(lambda item: self._closed.add(self._path(item)))
        self.tree.itemExpanded.connect(lambda item: self._closed.discard(self._path(item)))
        session.articleChanged.connect(self.read)
        session.changed.connect(self._changed)

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 9)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        self.read()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("annotation", "attribution", "entity", "confirmation"):
            self.read()

    def read(self) -> None:
        """Draw the tree of the open article, of my layer or else the fullest."""
        article = self._session.article
        if not self.isVisible() and not self.tree.topLevelItemCount():
            return
        kept = self._path(self.tree.currentItem())
        self.tree.clear()
        branches: list[Branch] = []
        if article is not None:
            branches = chaining.tree(article, showing.main_layer(article, self._session.me))
            root = self._item(self.tr("The article"), "article", sum(b.count() for b in branches))
            self.tree.addTopLevelItem(root)
            for branch in branches:
                self._add(root, article, branch)
            for item in self._items(root):
                item.setExpanded(self._path(item) not in self._closed)
                if self._path(item) == kept:
                    self.tree.setCurrentItem(item)
            if self.tree.currentItem() is None:
                self.tree.setCurrentItem(root)
        self.tree.setVisible(bool(branches))
        self.nothing.setVisible(not branches)
        deepest = max((depth + 1 for b in branches for depth, _ in b.walk()), default=0)
        self.counted.emit(self.tr("up to %n step(s)", "", deepest) if branches else "")

    def _item(self, words: str, icon: str, count: int = 0) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(words), str(count) if count else ""])
        item.setIcon(0, icons.icon(icon, theme.current()))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _add(self, above: QTreeWidgetItem, article: AnnotatedDocument, branch: Branch) -> None:
        words = self.tr("? {0}  (inferred)").format(branch.words) if branch.inferred else branch.words
        icon = icon_of(branch.entity) if branch.status == "explicit" else "anon"
        item = self._item(words, "article" if branch.status == "author" else icon, branch.count())
        item.setData(0, _ID, (branch.attributions[0].contents[0], branch.attributions[0].id))
        above.addChild(item)
        for below in branch.branches:
            self._add(item, article, below)
        for content in branch.contents:
            annotation = article.annotations[content]
            holding = next(a.id for a in branch.attributions if content in a.contents)
            leaf = self._item(annotation.words(article.text), "note" if annotation.tag == "quote" else "tag")
            leaf.setData(0, _ID, (content, holding))
            item.addChild(leaf)

    def _items(self, item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
        below = [item.child(place) for place in range(item.childCount())]
        return [item, *(found for child in below if child is not None for found in self._items(child))]

    def _path(self, item: QTreeWidgetItem | None) -> str:
        """The words on the way to an item, by which it is known again."""
        words: list[str] = []
        at = item
        while at is not None:
            words.append(at.text(0))
            at = at.parent()
        return "\n".join(reversed(words))

    def _go(self) -> None:
        item = self.tree.currentItem()
        told = item.data(0, _ID) if item is not None else None
        if told:
            self._session.focus(*told)
