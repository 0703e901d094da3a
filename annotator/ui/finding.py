"""Commands of search: what the find bar asks for is marked in the article and stepped through."""

from bisect import bisect_left

from PySide6.QtCore import QObject

from annotator.model.errors import UserError
from annotator.model.span import Span
from annotator.services.searching import Found, find
from annotator.ui.article.view import ArticleView
from annotator.ui.find_bar import FindBar
from annotator.ui.session import Session

_LONGEST = 80
"""Code points of a selection that is taken as what to search for."""


class Finding(QObject):
    """Keeps the hits of the open article while the bar is shown, and after it for stepping on."""

    def __init__(self, session: Session, view: ArticleView, bar: FindBar) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._bar = bar
        self._found = Found(())
        self._current: Span | None = None
        bar.changed.connect(self._search)
        bar.stepped.connect(self.step)
        bar.left.connect(self._leave)
        session.articleChanged.connect(self._show_another)

    def ask(self) -> None:
        """Open the bar, with what is selected when that is short."""
        span = self._view.selection()
        words = self._view.text()[span.begin : span.end] if span is not None else ""
        self._bar.ask(words if len(words) <= _LONGEST and "\n" not in words else "")
        self._search()

    def step(self, by: int) -> None:
        """Go to the next place, or the one before; from the last on to the first."""
        if not self._found.spans and self._bar.wanted:
            self._find()
        spans = self._found.spans
        if not spans:
            if self._bar.isHidden():
                self.ask()
            return
        if self._current in spans:
            at = (spans.index(self._current) + by) % len(spans)
        else:
            at = self._from_caret() if by > 0 else self._from_caret() - 1
        self._go(spans[at % len(spans)])
        if self._bar.isHidden():
            self._select()

    def _from_caret(self) -> int:
        selected = self._view.selection()
        at = bisect_left(self._found.spans, selected.begin if selected is not None else self._view.caret(), key=_begin)
        return at if at < len(self._found.spans) else 0

    def _search(self) -> None:
        """Look for what the bar asks for now, from the caret on."""
        self._current = None
        self._find()
        if self._found.spans:
            self._go(self._found.spans[self._from_caret()])
        else:
            self._show()

    def _find(self) -> None:
        bar = self._bar
        self._found = Found(())
        try:
            self._found = find(self._view.text(), bar.wanted, regular=bar.regular, case=bar.case)
        except UserError as refused:
            bar.tell(refused.sentence, bad=True)
            return
        bar.tell("" if not bar.wanted or self._found.spans else self.tr("Not in this article"), bad=False)

    def _go(self, span: Span) -> None:
        self._current = span
        self._view.scroll_to(span.end)
        self._view.scroll_to(span.begin)
        self._show()

    def _show(self) -> None:
        spans, current = self._found.spans, self._current
        self._view.set_found(spans, current)
        if current is not None:
            most = self.tr("more than {0}").format(len(spans)) if self._found.more else str(len(spans))
            self._bar.tell(self.tr("{0} of {1}").format(spans.index(current) + 1, most))

    def _leave(self) -> None:
        """The bar was closed: what was found last is selected, ready to be tagged, and the marks go."""
        self._select()
        self._view.set_found(())
        self._view.setFocus()

    def _select(self) -> None:
        if self._current is not None:
            self._view.set_selection(*self._current)
        if self._bar.isHidden():
            self._view.set_found(())

    def _show_another(self) -> None:
        """Another article, or the same one read anew."""
        if self._bar.isHidden():
            self._found, self._current = Found(()), None
        else:
            self._search()


def _begin(span: Span) -> int:
    return span.begin
