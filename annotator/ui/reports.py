"""The page with the report of the article or of the project, in place of the article."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.services import blinding, listing, reporting
from annotator.services.project import Project
from annotator.services.reporting import page
from annotator.ui import theme
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.veil_note import VeilNote
from annotator.ui.desk import Desk
from annotator.ui.message_bar import MessageBar
from annotator.ui.panels.fields import Choice
from annotator.ui.reading import Reader
from annotator.ui.working import Progress


class PageBrowser(QTextBrowser):
    """Shows a page, follows no link and fetches nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)

    def loadResource(self, _type: int, _name: QUrl | str) -> QByteArray:
        return QByteArray()  # for nothing at all, Qt would read the file itself

    def show_markdown(self, text: str) -> None:
        """Show a page of the program's own documentation."""
        self.setMarkdown(text)


class ReportPage(QWidget):
    """Read when it is shown; a project is read in the background. `left` is sent when the person wants to go back."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._reader = Reader(self._session, self)
        self._stale = True
        theme.set_ground(self, "surface")
        self.messages = MessageBar()
        self.view = PageBrowser()
        self.view.setAccessibleName(self.tr("Report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addLayout(self._head())
        self.veiled = VeilNote()
        column.addWidget(self.veiled)
        column.addWidget(self.view, 1)
        self._session.articleChanged.connect(self._aged)
        self._session.changed.connect(self._changed)
        theme.changed().connect(self._aged)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.setSpacing(8)
        head.addWidget(PlainLabel(self.tr("Report"), step=2, weight=600))
        scopes = [("article", self.tr("This article")), ("project", self.tr("The whole project"))]
        self.scope = Choice(self.tr("What the report is on"), scopes, lambda _value: self.read())
        self.scope.setMinimumContentsLength(16)
        head.addWidget(self.scope)
        self.about = PlainLabel("", "second", step=-1, elide=True)
        head.addWidget(self.about, 1)
        save = KeyButton("export", self.tr("Save as HTML, PDF or CSV…"), "Ctrl+S")
        save.clicked.connect(self.ask_to_save)
        back = KeyButton("prev", self.tr("Back"), "Esc")
        back.clicked.connect(self.left)
        head.addWidget(save)
        head.addWidget(back)
        return head

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        if self._stale:
            self.read()

    def _aged(self, *_told: object) -> None:
        self._stale = True
        if self.isVisible():
            self.read()

    def _changed(self, _changes: ChangeSet) -> None:
        self._aged()

    def read(self) -> None:
        """Make the report anew."""
        project, article = self._session.project, self._session.article
        self._stale = False
        if project is None:
            return
        self.veiled.tell(len(blinding.hidden(project)))
        if self.scope.currentData() == "article":
            with blinding.as_seen(project) as seen:
                self._show(page.article(reporting.article_report(seen, article), _colours()) if article else "")
        elif listing.is_small(project):
            with blinding.as_seen(project) as seen:
                self._show(page.project(reporting.project_report(seen), _colours()))
        else:
            self.about.setText(self.tr("counting…"))
            self._reader.read(reporting.project_report, lambda report: self._show(page.project(report, _colours())))

    def _show(self, text: str) -> None:
        self.about.setText("")
        self.view.setHtml(text)

    def _document(self) -> str | None:
        article = self._session.article
        return article.id if article is not None and self.scope.currentData() == "article" else None

    def ask_to_save(self) -> None:
        """Ask for a name and write the report there."""
        from PySide6.QtWidgets import QFileDialog

        project = self._session.project
        if project is None:
            return
        kinds = self.tr("Web page (*.html);;PDF (*.pdf);;Table (*.csv)")
        start = str(project.path.with_name(f"{project.name} report.html"))
        found, _ = QFileDialog.getSaveFileName(self, self.tr("Save the report"), start, kinds)
        if found:
            self.save(Path(found))

    def save(self, path: Path) -> None:
        """Write the report in a thread, and say so, or why not."""
        document = self._document()

        as_pdf = path.suffix.lower() == ".pdf"

        def work(own: Project, progress: Progress) -> str:
            if as_pdf:
                return reporting.html(own, document, progress)
            reporting.write(own, path, document, progress)
            return ""

        def tell(made: str) -> None:
            try:
                if as_pdf:  # laid out here, because fonts belong to the window's thread
                    from annotator.ui import report_pdf

                    report_pdf.save_pdf(made, path.stem, path)
            except UserError as refused:
                self._session.report(refused)
            else:
                self._session.told.emit(self.tr("The report is in {0}.").format(named(path.name)))

        self._reader.read(work, tell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_S and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ask_to_save()
        else:
            super().keyPressEvent(event)


def _colours() -> page.Colours:
    """Those of the theme."""
    t = theme.current()
    return page.Colours(
        t.paper, t.text, t.text2, t.line, t.tint("claim"), t.tint("source"), t.tint("quote"), t.ink("source"), t.hover
    )
