"""What can stand in the middle of the window: the article, the start page, the sources, a report, agreement."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.ui.article_area import ArticleArea
from annotator.ui.message_bar import MessageBar

if TYPE_CHECKING:
    from annotator.ui.agreeing.page import AgreementPage
    from annotator.ui.desk import Desk
    from annotator.ui.progress.page import ProgressPage
    from annotator.ui.reports import ReportPage
    from annotator.ui.sources.page import SourcesPage


class PageStack(QStackedWidget):
    """Asks only for the room of the page that is shown, so that one which was looked at does not widen the window."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return shown.minimumSizeHint() if shown is not None else super().minimumSizeHint()


class Pages(QObject):
    """Pages are made when they are first shown. While one stands in place of the article, the panels are hidden."""

    changed = Signal()

    def __init__(self, desk: "Desk", area: ArticleArea, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._desk = desk
        self._area = area
        self._stack = stack
        stack.addWidget(area)

    @cached_property
    def sources(self) -> "SourcesPage":
        """The sources of the project."""
        from annotator.ui.sources.page import SourcesPage

        page = SourcesPage(self._desk)
        page.left.connect(self.show_article)
        self._stack.addWidget(page)
        return page

    @cached_property
    def report(self) -> "ReportPage":
        """The report of the article or of the project."""
        from annotator.ui.reports import ReportPage

        page = ReportPage(self._desk)
        page.left.connect(self.show_article)
        self._stack.addWidget(page)
        return page

    @cached_property
    def progress(self) -> "ProgressPage":
        """How far everybody is with every document."""
        from annotator.ui.progress.page import ProgressPage

        page = ProgressPage(self._desk)
        page.left.connect(self.show_article)
        self._stack.addWidget(page)
        return page

    @cached_property
    def agreement(self) -> "AgreementPage":
        """How far the annotators agree."""
        from annotator.ui.agreeing.page import AgreementPage

        page = AgreementPage(self._desk)
        page.left.connect(self.show_article)
        self._stack.addWidget(page)
        return page

    def messages(self) -> MessageBar:
        """The message bar of what is shown."""
        shown = self._stack.currentWidget()
        bar = getattr(shown, "messages", self._area.messages)
        assert isinstance(bar, MessageBar)
        return bar

    def shows(self, name: str) -> bool:
        """Whether a page stands in place of the article: `sources`, `report`, `progress` or `agreement`."""
        return name in self.__dict__ and self._stack.currentWidget() is self.__dict__[name]

    def at_article(self) -> bool:
        """Whether the article is shown, and no page in its place."""
        return self._stack.currentWidget() is self._area

    def toggle(self, name: str) -> None:
        """Show a page, or the article again."""
        if self.shows(name):
            self.show_article()
        elif name == "sources":
            self.show_sources()
        else:
            page: ReportPage | ProgressPage | AgreementPage = getattr(self, name)
            self._show(page)
            page.view.setFocus()

    def show_sources(self, source: str | None = None, *, then: str = "") -> None:
        """Show the sources, at one of them, and perhaps start what a key of the page does."""
        self._show(self.sources)
        if source is not None:
            self.sources.show_source(source)
        self.sources.view.setFocus()
        if then:
            self.sources.ask(then)

    def show_article(self) -> None:
        """Show the article again, with the panels around it."""
        if self._desk.session.project is None:
            return
        self._stack.setCurrentWidget(self._area)
        self._desk.docks.set_shown(shown=True)
        self._desk.view.setFocus()
        self.changed.emit()

    def _show(self, page: QWidget) -> None:
        self._desk.session.aboutToLeave.emit()
        self._desk.docks.set_shown(shown=False)  # first, or the window would grow to hold both
        self._stack.setCurrentWidget(page)
        self.changed.emit()
