"""From files that somebody chose or dropped to articles of the project, through the import window where one looks."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from annotator.model.errors import UserError
from annotator.services import exporting, importing
from annotator.services.gathering import File, Options
from annotator.services.importing import Arrivals, Imported
from annotator.ui.importing.window import ImportWindow
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.services.project import Project
    from annotator.ui.filing import Filing
    from annotator.ui.working import Progress


class ComingIn(QObject):
    """Reads the files beside the window; asks only where there is something to decide."""

    def __init__(self, filing: "Filing", session: Session, window: QMainWindow) -> None:
        super().__init__(filing)
        self._filing = filing
        self._session = session
        self._window = window
        self.shown: ImportWindow | None = None

    def read(self, paths: Sequence[Path]) -> None:
        """Look at files and folders, and take in or show what they hold."""
        if self.shown is not None:
            self._session.problem.emit(self.tr("An import is being looked at."), self.tr("Finish or cancel it first."))
            return
        self._filing.work(lambda own, progress: importing.arrive(own, paths, progress), self._arrived)

    def paste(self) -> None:
        """Import the article on the clipboard, or the files and folders that were copied."""
        mime = QGuiApplication.clipboard().mimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        text, html = mime.text(), mime.html()
        if files:
            self._filing.import_paths(files)
        elif not text.strip() and not html.strip():
            self._session.problem.emit(self.tr("The clipboard holds no text."), self.tr("Copy the article first."))
        elif self._filing.project_to_fill(None):
            name = self.tr("The pasted text")
            self._filing.work(
                lambda own, _progress: importing.import_text(own, text, name, html), self._filing.imported
            )

    def _arrived(self, arrivals: Arrivals) -> None:
        if arrivals.batch.doubtful():
            self._ask(arrivals)
        elif arrivals.holds_some():
            self._filing.work(
                lambda own, progress: self._take_at_once(own, arrivals, progress),
                lambda imported: self._taken(arrivals, imported),
                (lambda why: self._refused(arrivals, why)) if arrivals.undecided else None,
            )
        else:
            arrivals.batch.close()
            self._rest(arrivals)

    @staticmethod
    def _take_at_once(own: "Project", arrivals: Arrivals, progress: "Progress") -> Imported:
        with arrivals.batch:
            return importing.take_in(own, arrivals, progress=progress)

    def _ask(self, arrivals: Arrivals) -> None:
        corpora = [path.name for path in (*arrivals.corpora(), *arrivals.undecided)]
        also = self.tr("Annotated corpora come after the articles: {0}").format(", ".join(corpora)) if corpora else ""
        shown = self.shown = ImportWindow(
            arrivals.batch, importing.format_titles(), importing.reading_choices(), also, self._window
        )
        shown.ordered.connect(lambda strict: self._take(shown, arrivals, strict=strict))
        shown.stopped.connect(self._filing.cancel)
        shown.reread.connect(lambda file, options: self._read_again(shown, arrivals, file, options))
        shown.columnsAsked.connect(lambda file: self._ask_columns(shown, file))
        shown.saved.connect(lambda lines: self._save(shown, lines))
        self._filing.worked.connect(shown.show_progress)
        shown.finished.connect(lambda _how: arrivals.batch.close())
        shown.finished.connect(shown.deleteLater)
        shown.finished.connect(self._closed)
        shown.open()

    def _closed(self) -> None:
        self.shown = None

    def _take(self, shown: ImportWindow, arrivals: Arrivals, *, strict: bool) -> None:
        shown.set_running(running=True)

        def done(imported: Imported) -> None:
            shown.accept()
            self._taken(arrivals, imported)

        self._filing.work(
            lambda own, progress: importing.take_in(own, arrivals, strict=strict, progress=progress),
            done, shown.show_stopped,
        )  # fmt: skip

    def _taken(self, arrivals: Arrivals, imported: Imported) -> None:
        self._filing.imported(imported)
        self._rest(arrivals)

    def _refused(self, arrivals: Arrivals, why: str) -> None:
        self._session.problem.emit(why, "")
        self._rest(arrivals)

    def _rest(self, arrivals: Arrivals) -> None:
        """Corpora about which there is something to decide have a dialog of their own."""
        if arrivals.undecided:
            self._filing.offer(arrivals.undecided)

    def _read_again(self, shown: ImportWindow, arrivals: Arrivals, file: File, options: Options) -> None:
        shown.set_running(running=True)
        self._filing.work(
            lambda own, progress: arrivals.batch.read_again(own, file, options, progress),
            lambda lost: shown.show_reread(file, options, lost), shown.show_stopped,
        )  # fmt: skip

    def _ask_columns(self, shown: ImportWindow, file: File) -> None:
        from annotator.ui.importing.columns import ColumnsDialog

        try:
            reading = shown.reading_of(file)
            names = importing.column_names(file, reading)
        except UserError as refused:
            shown.show_stopped(str(refused))
            return
        dialog = ColumnsDialog(names, reading.columns, shown)
        dialog.accepted.connect(lambda: shown.read_columns(file, dialog.chosen()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, shown: ImportWindow, lines: list[str]) -> None:
        path = self._filing.ask_place(shown.windowTitle(), self.tr("Text (*.txt)"), Path("import report.txt"))
        if path is None:
            return
        try:
            exporting.write_lines(path, lines)
        except UserError as refused:
            shown.words.setText(str(refused))
