"""The text of the article that is shown, made anew from the file it came from: looked at as at its import."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.model.corpus import Quarantined
from annotator.model.hidden import shown
from annotator.services import extracting, importing
from annotator.services.extracting import Extracted
from annotator.services.gathering import Batch, File, Options, Row, Standing
from annotator.ui.desk import Desk
from annotator.ui.importing.window import ImportWindow


class ExtractWindow(ImportWindow):
    """The import window on one article, which is in the project already."""

    def __init__(
        self, batch: Batch, kinds: dict[str, str], choices: dict[str, tuple[str, ...]], parent: QWidget
    ) -> None:
        also = self.tr(
            "The article stays as it is. A new document is made, derived from it, and its annotations are moved there"
            " by their words."
        )
        super().__init__(batch, kinds, choices, also, parent)
        self.setWindowTitle(self.tr("Extract again"))
        for widget in (self.articles, self.finder, self.save):
            widget.hide()
        self.blocks.setFocus()

    def said(self, row: Row) -> list[str]:
        if row.standing is Standing.PRESENT:
            return [self.tr("This is the text of a document of the project: put something in or take something out")]
        return super().said(row)

    def _count(self) -> None:
        super()._count()
        row = self._batch.rows[0]
        self.head.setText(shown(row.file.name))
        self.strict.hide()
        self.name_order(self.tr("Make the new document"))

    def show_stopped(self, why: str) -> None:
        super().show_stopped(why)
        self.blocks.setFocus()


class Extracting(QObject):
    """Reads the file that is kept beside the window, and makes the new document when the person says so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self.shown: ExtractWindow | None = None

    def start(self) -> None:
        """Open the window on the article that is shown."""
        article = self._desk.session.article
        if article is not None:
            self._desk.filing.work(
                lambda own, progress: extracting.gather(own, article.id, progress),
                lambda batch: self._ask(article, batch),
            )

    def _ask(self, article: AnnotatedDocument, batch: Batch) -> None:
        filing = self._desk.filing
        shown = self.shown = ExtractWindow(
            batch, importing.format_titles(), importing.reading_choices(of_one=True), self._desk.window
        )
        shown.ordered.connect(lambda _strict: self._take(shown, article, batch))
        shown.stopped.connect(filing.cancel)
        shown.reread.connect(lambda file, options: self._read_again(shown, batch, file, options))
        filing.worked.connect(shown.show_progress)
        shown.finished.connect(lambda _how: batch.close())
        shown.finished.connect(shown.deleteLater)
        shown.finished.connect(self._closed)
        shown.open()

    def _closed(self) -> None:
        self.shown = None

    def _read_again(self, shown: ExtractWindow, batch: Batch, file: File, options: Options) -> None:
        shown.set_running(running=True)
        self._desk.filing.work(
            lambda own, progress: batch.read_again(own, file, options, progress),
            lambda lost: shown.show_reread(file, options, lost), shown.show_stopped,
        )  # fmt: skip

    def _take(self, shown: ExtractWindow, article: AnnotatedDocument, batch: Batch) -> None:
        shown.set_running(running=True)

        def done(made: Extracted) -> None:
            shown.accept()
            self._taken(article, made)

        self._desk.filing.work(
            lambda own, _progress: extracting.take_again(own, article.id, batch.found(0)), done, shown.show_stopped
        )

    def _taken(self, article: AnnotatedDocument, made: Extracted) -> None:
        session = self._desk.session
        session.take_over(made.changes)
        session.show(made.document)
        words = self.tr("A new document was made, derived from the first.")
        words += " " + self.tr("Moved over: %n item(s).", "", made.moved) if made.moved else ""
        if not made.lost:
            session.told.emit(words)
            return
        words += " " + self.tr("Not moved: %n item(s).", "", len(made.lost))
        lines = [self._lost(article, one) for one in made.lost]
        self._desk.window.tell_fault(words, self.tr("Show all"), lambda: self._show(lines))

    def _lost(self, article: AnnotatedDocument, one: Quarantined) -> str:
        annotation = article.annotations.get(one.item)
        if annotation is None:
            what = (
                self.tr("attribution") if one.item in article.attributions else self.tr("what stands on one of these")
            )
            return f"{what}: {one.reason}"
        return f"{annotation.tag}: “{shown(annotation.words(article.text))}”: {one.reason}"

    def _show(self, lines: Sequence[str]) -> None:
        from annotator.ui.dialogs.plain_report import PlainReport

        PlainReport(self.tr("What could not be moved"), lines, self._desk.window).open()
