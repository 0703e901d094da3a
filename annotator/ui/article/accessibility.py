"""The article for assistive technology: a document with text, caret and selection, and what the caret enters.

Offsets given to Qt are UTF-16 units of the stored text, as its text interface demands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
    QAccessibleTextUpdateEvent,
)

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.hidden import shown
from annotator.model.span import Span
from annotator.model.text import Utf16Map

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QObject

    from annotator.ui.article.caret_canvas import CaretCanvas
    from annotator.ui.article.view import ArticleView

_kept: dict[int, ArticleInterface] = {}
"""Python must keep an interface as long as Qt uses it; it goes with its widget."""

_installed = False


def install() -> None:
    """Make article views readable for assistive technology; further calls do nothing."""
    global _installed  # noqa: PLW0603  # Qt's list of factories is global too
    if not _installed:
        _installed = True
        QAccessible.installFactory(_interface)


def _interface(_key: str, widget: QObject | None) -> QAccessibleInterface | None:
    from annotator.ui.article.view import ArticleView

    if not isinstance(widget, ArticleView):
        return None
    found = _kept.get(id(widget))
    if found is None:
        key = id(widget)
        found = _kept[key] = ArticleInterface(widget)
        widget.destroyed.connect(lambda: _kept.pop(key, None))
    return found


class ArticleText(QAccessibleTextInterface):
    """The text of a view, its caret and its one selection."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._text: str | None = None
        self._map = Utf16Map("")

    def _units(self) -> Utf16Map:
        text = self._view.text()
        if text is not self._text:
            self._text, self._map = text, Utf16Map(text)
        return self._map

    def _point(self, unit: int) -> int:
        return max(0, min(len(self._view.text()), self._units().to_points(unit)))

    def characterCount(self) -> int:
        return self._units().to_units(len(self._view.text()))

    def text(self, startOffset: int, endOffset: int) -> str:  # Qt's names
        end = len(self._view.text()) if endOffset < 0 else self._point(endOffset)
        return self._view.text()[self._point(startOffset) : end]

    def characterRect(self, offset: int) -> QRect:
        at = self._point(offset)
        rect = self._view.rect_of(Span(at, at + 1)) if at < len(self._view.text()) else QRect()
        rect = rect if rect.isValid() else self._view.rect_at(at)
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size()) if rect.isValid() else QRect()

    def cursorPosition(self) -> int:
        return self._units().to_units(self._view.caret())

    def setCursorPosition(self, position: int) -> None:
        self._view.set_caret(self._point(position))

    def selectionCount(self) -> int:
        return 0 if self._view.selection() is None else 1

    def selection(self, selectionIndex: int) -> tuple[int, int]:
        span = self._view.selection()
        if span is None or selectionIndex != 0:
            return (0, 0)
        return self._units().to_units(span.begin), self._units().to_units(span.end)

    def addSelection(self, startOffset: int, endOffset: int) -> None:
        self._view.set_selection(self._point(startOffset), self._point(endOffset))

    def removeSelection(self, selectionIndex: int) -> None:  # noqa: ARG002  # Qt’s signature
        self._view.clear_selection()

    def setSelection(self, selectionIndex: int, startOffset: int, endOffset: int) -> None:  # noqa: ARG002  # Qt’s signature
        self.addSelection(startOffset, endOffset)

    def offsetAtPoint(self, point: QPoint) -> int:
        at = self._view.character_at(self._view.viewport().mapFromGlobal(point))
        return -1 if at is None else self._units().to_units(at)

    def scrollToSubstring(self, startIndex: int, endIndex: int) -> None:
        self._view.scroll_to(self._point(endIndex))
        self._view.scroll_to(self._point(startIndex))

    def attributes(self, offset: int) -> tuple[str, int, int]:
        """No formatting: what is annotated is announced, not formatted."""
        return "", offset, self.characterCount()


class ArticleInterface(QAccessibleInterface):
    """A document that can be read but not written in."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__()
        self._view = view
        self._text = ArticleText(view)
        self._valid = True
        view.destroyed.connect(self._end)

    def _end(self) -> None:
        self._valid = False

    def isValid(self) -> bool:
        return self._valid

    def object(self) -> QObject:
        return self._view

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Document

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = state.readOnly = state.multiLine = state.selectableText = True
        state.focused = self._view.hasFocus()
        state.invisible = not self._view.isVisible()
        return state

    def text(self, t: QAccessible.Text) -> str:
        if t == QAccessible.Text.Name:
            article = self._view.article
            return (article.document.title if article is not None else "") or self._view.accessibleName()
        return self._view.accessibleDescription() if t == QAccessible.Text.Description else ""

    def setText(self, t: QAccessible.Text, text: str) -> None:
        """The article cannot be written in."""

    def rect(self) -> QRect:
        return QRect(self._view.mapToGlobal(QPoint(0, 0)), self._view.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]  # null at the top
        parent = self._view.parentWidget()
        return QAccessible.queryAccessibleInterface(parent) if parent is not None else None

    def window(self) -> Any:
        return self._view.window().windowHandle()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: ARG002  # Qt’s signature
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: ARG002  # Qt’s signature
        return None

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]  # null where there is none
        return None

    def relations(self, match: Any = None) -> list[Any]:  # noqa: ARG002  # Qt’s signature
        return []

    def interface_cast(self, t: QAccessible.InterfaceType) -> Any:
        return self._text if t == QAccessible.InterfaceType.TextInterface else None


def caret_moved(view: CaretCanvas, before: int, now: int) -> None:
    """Tell where the caret is, and which annotations it has come into."""
    if not QAccessible.isActive():
        return
    QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, _unit(view, now)))
    entered = entering(view.article, before, now)
    if entered:
        announce(view, entered)


def selection_changed(view: CaretCanvas) -> None:
    span = view.selection()
    if QAccessible.isActive() and span is not None:
        begin, end = _unit(view, span.begin), _unit(view, span.end)
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(view, begin, end))


def text_changed(view: CaretCanvas) -> None:
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleTextUpdateEvent(view, 0, "", view.text()[:1000]))


def announce(view: CaretCanvas, annotations: Sequence[str]) -> None:
    """Say tag, words and chain of annotations; nothing when nobody listens."""
    article = view.article
    if article is not None and QAccessible.isActive():
        words = ". ".join(describe(article, id_) for id_ in annotations if id_ in article.annotations)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))


def entering(article: AnnotatedDocument | None, before: int, now: int) -> list[str]:
    """The annotations at a position that were not at the one before, innermost first."""
    if article is None:
        return []
    left = {a.id for a in article.at(before)}
    return [a.id for a in article.at(now) if a.id not in left]


def describe(article: AnnotatedDocument, annotation: str) -> str:
    """An annotation in a sentence: tag, what it covers, who is behind it."""
    held = article.annotations[annotation]
    chains: Iterable[str] = dict.fromkeys(chain_words(article.chain(a)) for a in article.attributions_of(annotation))
    words = " ".join(held.words(article.text).split())
    said = f"{held.tag}: {words}"
    named = "; ".join(chain.replace("‹", QCoreApplication.translate("ArticleView", "citing")) for chain in chains)
    if not named and held.tag in ("claim", "quote"):
        named = QCoreApplication.translate("ArticleView", "no source named")
    return shown(f"{said}, {named}" if named else said)


def _unit(view: CaretCanvas, position: int) -> int:
    before = view.text()[:position]
    return len(before.encode("utf-16-le")) // 2 if not before.isascii() else position
