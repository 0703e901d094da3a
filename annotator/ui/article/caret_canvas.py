"""An article with a caret and a selection. Positions are code points."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QPainter
from PySide6.QtWidgets import QWidget

from annotator.model import segments
from annotator.model.span import Span
from annotator.ui.article import accessibility, movement
from annotator.ui.article.canvas import ArticleCanvas
from annotator.ui.article.cursor import Cursor
from annotator.ui.article.keyboard import Move
from annotator.ui.article.selection import Selection, Unit, grown, word_or_gap
from annotator.ui.article.sheet import Sheet


class CaretCanvas(ArticleCanvas):
    """A caret that goes where people know it to go, and a selection whose ends never split what is seen as one."""

    selectionChanged = Signal()
    caretMoved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._column: float | None = None
        self._cursor = Cursor(self)
        self._cursor.blinked.connect(self._update_caret)

    def caret(self) -> int:
        return self._selection.caret

    def set_caret(self, position: int, *, extend: bool = False, scroll: bool = True) -> None:
        """Put the caret at a position, or the nearest one that does not split a grapheme."""
        self._column = None
        self._change(lambda sheet: self._selection.move(sheet.page, position, extend=extend), scroll=scroll)

    def selection(self) -> Span | None:
        return self._selection.span()

    def set_selection(self, begin: int, end: int) -> None:
        """Select `[begin, end)`, widened to whole graphemes; the caret stands at `end`."""
        self._column = None
        self._change(lambda sheet: self._selection.select(sheet.page, begin, end))

    def hold_selection(self, held: Span, unit: Unit, position: int) -> None:
        """Select whole units from one that is held to the one at a position."""
        self._change(lambda sheet: self._selection.hold(sheet.page, held, unit, position), scroll=False)

    def clear_selection(self) -> None:
        self.set_caret(self.caret(), scroll=False)

    def select_word(self) -> None:
        self._select_unit(word_or_gap if self.selection() is None else segments.word_at)

    def select_sentence(self) -> None:
        self._select_unit(segments.sentence_at)

    def select_quotation(self) -> None:
        self._select_unit(segments.quotation_at)

    def select_paragraph(self) -> None:
        self._select_unit(segments.paragraph_at)

    def copy(self) -> None:
        """The selected text, exactly, to the clipboard; nothing happens without a selection."""
        span = self.selection()
        if span is not None:
            QGuiApplication.clipboard().setText(self.text()[span.begin : span.end])

    def current_paragraph(self) -> tuple[int, int]:
        """Which paragraph the caret is in, from 1, and how many there are; empty lines do not count."""
        return self._sheet.page.blocks.paragraph(self.caret()) if self._sheet is not None else (1, 1)

    def whole(self, begin: int, end: int) -> Span:
        """`[begin, end)` widened to whole graphemes."""
        if self._sheet is None:
            return Span(begin, end)
        page = self._sheet.page
        return Span(movement.snapped(page, begin, forward=False), movement.snapped(page, end, forward=True))

    def beside(self, position: int, *, forward: bool) -> int:
        """The next place between characters as they are seen."""
        return self.whole(position, position + 1).end if forward else self.whole(max(0, position - 1), position).begin

    def caret_rect(self) -> QRect:
        """The caret in the viewport; empty when it is not on the screen."""
        return self.rect_at(self.caret())

    # Qt

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._cursor.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cursor.stop()

    def _prepare(self, sheet: Sheet) -> None:
        sheet.look.selection = self.selection()

    def _paint_over(self, painter: QPainter, sheet: Sheet) -> None:
        if self._cursor.shown and self.hasFocus():
            painter.fillRect(self.caret_rect(), sheet.inks.accent)

    # What keys and mouse have in common

    def _begin_anew(self) -> None:
        """Another text: the caret stands at its begin."""
        self._selection = Selection()
        self._column = None

    def _change(self, do: Callable[[Sheet], None], *, scroll: bool = True) -> None:
        """Change caret and selection, repaint what they cover, and tell."""
        if self._sheet is None:
            return
        before, caret = self._selection.span(), self._selection.caret
        self._update_caret()
        do(self._sheet)
        after, now = self._selection.span(), self._selection.caret
        if after != before:
            self.viewport().update()
        if scroll:
            self.scroll_to(now)
        if self.hasFocus():
            self._cursor.start()
        self._update_caret()
        if now != caret:
            self.caretMoved.emit(now)
            accessibility.caret_moved(self, caret, now)
        if after != before:
            self._offer_selection(after)
            self.selectionChanged.emit()
            accessibility.selection_changed(self)

    def _offer_selection(self, span: Span | None) -> None:
        """Where the middle button pastes what is selected, as on X11, it does so with an article's words too."""
        clipboard = QGuiApplication.clipboard()
        if span is not None and clipboard.supportsSelection():
            clipboard.setText(self.text()[span.begin : span.end], clipboard.Mode.Selection)

    def _update_caret(self) -> None:
        if self._picture is not None:
            self.viewport().update(self.caret_rect().adjusted(-1, -1, 1, 1))

    def _select_unit(self, unit: Unit) -> None:
        span = grown(self.text(), self.caret(), self.selection(), unit)
        if span is not None and span.begin < span.end:
            self.set_selection(span.begin, span.end)

    def _move(self, sheet: Sheet, move: Move) -> None:
        page = sheet.page
        caret, selected = self.caret(), self.selection()
        if move.go is not None:
            if selected is not None and not move.extend and move.go in (movement.leftward, movement.rightward):
                self.set_caret(selected.begin if move.go is movement.leftward else selected.end)
            else:
                self.set_caret(move.go(page, caret), extend=move.extend)
            return
        column = movement.caret_x(page, caret) if self._column is None else self._column
        steps = move.lines or move.pages * max(1, self.viewport().height() // sheet.measures.pitch - 2)
        position = caret
        for _ in range(abs(steps)):
            position = movement.vertical(page, position, column, down=steps > 0)
        if move.pages and 0 < position < len(page.text):
            self._scrolling.anchor.top -= steps * sheet.measures.pitch
            self._renew()
        self.set_caret(position, extend=move.extend)
        self._column = column
