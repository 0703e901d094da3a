"""The middle of the window: the article's head, what there is to say, and the article."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.ui import theme
from annotator.ui.article.view import ArticleView
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.key_caps import KeyCaps
from annotator.ui.controls.lazily_filled import LazilyFilled
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.keymap import Keymap
from annotator.ui.message_bar import MessageBar
from annotator.ui.panels.documents import short_date

if TYPE_CHECKING:
    from annotator.ui.find_bar import FindBar


class HintBar(LazilyFilled):
    """What can be pressed in a mode; hidden outside of one."""

    def fill(self) -> None:
        theme.set_ground(self, "raised")
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 14, 5)
        row.setSpacing(10)
        self._words = PlainLabel("", wrap=True)
        row.addWidget(KeyCaps("1"))
        row.addWidget(self._words, 1)

    def hint(self, words: str) -> None:
        if words:
            self.ensure_filled()
            self._words.setText(words)
        self.setVisible(bool(words))


class ProgressRow(LazilyFilled):
    """What is being done, how far it is, and Cancel."""

    cancelled = Signal()

    def fill(self) -> None:
        theme.set_ground(self, "raised")
        row = QHBoxLayout(self)
        row.setContentsMargins(36, 5, 14, 5)
        row.setSpacing(12)
        self._words = PlainLabel("", elide=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(260)
        self._bar.setAccessibleName(self.tr("Progress"))
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.cancelled)
        row.addWidget(self._words, 1)
        row.addWidget(self._bar)
        row.addWidget(cancel)

    def show_progress(self, done: int, of: int, name: str) -> None:
        self.ensure_filled()
        self._bar.setRange(0, of)
        self._bar.setValue(done)
        self._words.setText(name)

    def set_busy(self, *, busy: bool) -> None:
        if busy:
            self.show_progress(0, 0, self.tr("Working…"))
        self.setVisible(busy)


class ArticleHead(QWidget):
    """Title, where the article is from, what is tagged in it, and the button that finishes it or its review."""

    finish = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_ground(self, "paper")
        self._counted: tuple[str, int] | None = None
        self._keys: Keymap | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(36, 12, 20, 8)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(1)
        self.title = PlainLabel("", step=4, weight=600, elide=True)
        self.facts = PlainLabel("", "dim", step=-1, elide=True)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        self._button = KeyButton("finish", self.tr("Mark finished"))
        self._button.clicked.connect(self.finish)
        row.addLayout(words, 1)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)

    def show_keys(self, keys: Keymap) -> None:
        self._keys = keys
        self._button.set_key(keys.first("review.reviewed" if keys.mode == "review" else "document.finish"))

    def align(self, left: int) -> None:
        """Begin where the text column begins."""
        margins = self._row.contentsMargins()
        if left and margins.left() != left:
            margins.setLeft(left)
            self._row.setContentsMargins(margins)

    def show_article(self, article: AnnotatedDocument, layer: str | None, *, finished: bool, writable: bool) -> None:
        """The facts of an article, and what is tagged in one layer of it."""
        facts = article.document
        self.title.setText(facts.title or self.tr("Untitled"))
        counts = [(tag, len(article.ordered(tag, annotator=layer))) for tag in ("claim", "source", "quote")]
        named = {"claim": self.tr("%n claim(s)", "", counts[0][1]), "source": self.tr("%n source(s)", "", counts[1][1]),
                 "quote": self.tr("%n quote(s)", "", counts[2][1])}  # fmt: skip
        if self._counted is None or self._counted[0] != article.id:
            self._counted = article.id, len(article.text.split())
        words = self.tr("{0} word(s)", "", self._counted[1]).format(QLocale().toString(self._counted[1]))
        tagged = ", ".join(named[tag] for tag, count in counts if count)
        parts = [facts.outlet, facts.author, short_date(facts.published), words, tagged]
        self.facts.setText("  ·  ".join(part for part in parts if part))
        if self._keys is not None and self._keys.mode == "review":
            self._button.set_name(self.tr("Reviewed") if finished else self.tr("Mark reviewed"))
        else:
            self._button.set_name(self.tr("Finished") if finished else self.tr("Mark finished"))
        self._button.set_icon_name("check" if finished else "finish", "ok" if finished else "text2")
        self._button.setEnabled(writable)


def stacked(*widgets: QWidget) -> QWidget:
    """Widgets one above the other, the last of which takes the room."""
    holder = QWidget()
    theme.set_ground(holder, "surface")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets:
        column.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return holder


class ArticleArea(QStackedWidget):
    """The article, or what to do when there is none."""

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_ground(self, "paper")
        view.setAcceptDrops(False)
        view.arranged.connect(self._align)
        self._view = view
        self.head = ArticleHead()
        self.messages = MessageBar()
        self.hints = HintBar()
        self.progress = ProgressRow()
        for bar in (self.hints, self.progress):
            bar.hide()
        self.empty = EmptyState(
            "article",
            self.tr("This project has no articles yet"),
            self.tr("Drop text files or an annotated corpus here, paste a text, or choose files."),
            action_text=self.tr("Choose files…"),
        )
        self._body = QStackedWidget()
        self._body.addWidget(view)
        self._body.addWidget(self.empty)
        page = stacked(self.messages, self.progress, self.head, self.hints, self._body)
        theme.set_ground(page, "paper")
        self.addWidget(page)
        self._page = page

    @cached_property
    def finder(self) -> "FindBar":
        """The bar for searching, above the text; made when it is first asked for."""
        from annotator.ui.find_bar import FindBar

        finder = FindBar()
        column = self._page.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._body), finder)
        finder.align(self._view.text_left())
        return finder

    def show_keys(self, keys: Keymap) -> None:
        """Show the person's own keys."""
        self.head.show_keys(keys)
        self.empty.set_key(keys.first("file.import"))

    def add_banner(self, banner: QWidget) -> None:
        """Put what stands there for long above everything else."""
        column = self._page.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, banner)

    def show_article(self, article: AnnotatedDocument | None, *, finished: bool, writable: bool) -> None:
        self.head.setVisible(article is not None)
        self._body.setCurrentIndex(0 if article is not None else 1)
        if article is not None:
            self.head.show_article(article, self._view.layer(), finished=finished, writable=writable)
            self._align()

    def _align(self) -> None:
        self.head.align(self._view.text_left())
        if "finder" in self.__dict__:
            self.finder.align(self._view.text_left())
