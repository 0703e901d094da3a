"""The open article on paper: printed, or saved as a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from annotator import __version__
from annotator.model.annotated import AnnotatedDocument
from annotator.model.errors import UserError
from annotator.model.hidden import named, shown
from annotator.ui.article.pages import Pages, paint_all
from annotator.ui.filing import Filing
from annotator.ui.layering import Layering
from annotator.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

# QtPrintSupport is imported when something is printed: most people never do.

_MARGIN = 36.0
"""Points around the page."""

_TYPE = 0.66
"""Points for each pixel of the article on the screen: its text comes out at 10 points."""

_SMALLEST = 0.5
_WIDTH = 790
"""Pixels that gutter, text and cards need side by side."""

_MOST = 2_000_000
_RESOLUTION = 1200


class Printing(QObject):
    """Puts what the article view shows on pages, in the light theme."""

    def __init__(self, session: Session, layering: Layering, filing: Filing) -> None:
        super().__init__(session)
        self._session = session
        self._layering = layering
        self._filing = filing

    def save_pdf(self) -> None:
        """Ask where, and write the article as a PDF there."""
        article = self._session.article
        if article is None or not self._fits(article):
            return
        name = "".join(c if c.isalnum() or c in " -_’'" else " " for c in article.document.title)
        name = " ".join(name.split())[:80] or self.tr("Article")
        path = self._filing.ask_to_save(self.tr("Save as PDF"), self.tr("PDF (*.pdf)"), f"{name}.pdf")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            count = self._write(article, path)
        except UserError as refused:
            self._session.report(refused)
        else:
            self._session.told.emit(self.tr("%n page(s) written to {0}.", "", count).format(named(path.name)))

    def print(self) -> None:
        """Ask which printer and pages, and print them."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
        from PySide6.QtWidgets import QDialog

        article = self._session.article
        if article is None or not self._fits(article):
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(article.document.title or self.tr("Article"))
        printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
        dialog = QPrintDialog(printer, self._filing.parent())  # type: ignore[arg-type]  # the window
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # the stub knows only the form with a slot

    def print_on(self, printer: "QPrinter") -> None:
        """Print the pages that are chosen in a printer's settings."""
        article = self._session.article
        if article is None:
            return
        printer.setFullPage(True)
        first, last = printer.fromPage(), printer.toPage()
        try:
            self._paint(article, printer, first, last)
        except UserError as refused:
            self._session.report(refused)

    def _fits(self, article: AnnotatedDocument) -> bool:
        if len(article.text) <= _MOST:
            return True
        self._session.problem.emit(
            self.tr("The article is too long to be put on pages."), self.tr("Export it as a corpus instead.")
        )
        return False

    def _write(self, article: AnnotatedDocument, path: Path) -> int:
        """The number of pages; the file is complete or not there."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(_RESOLUTION)
        writer.setTitle(shown(article.document.title))
        writer.setCreator(f"Annotator {__version__}")
        writer.setPageSize(QPageSize(_paper()))
        writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
        count = self._paint(article, writer, 0, 0)
        part = path.with_name(path.name + ".part")
        try:
            part.write_bytes(buffer.data().data())
            part.replace(path)
        except OSError as error:
            sentence = self.tr("{0} cannot be written: {1}.").format(named(path.name), error.strerror)
            raise UserError(sentence, self.tr("Choose another folder.")) from error
        finally:
            part.unlink(missing_ok=True)
        return count

    def _paint(self, article: AnnotatedDocument, device: QPagedPaintDevice, first: int, last: int) -> int:
        """Draw pages `first` to `last`, counted from 1, all when they are 0; how many they were."""
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        painter = QPainter()
        try:
            full = device.pageLayout().fullRectPoints()
            wide, high = full.width() - 2 * _MARGIN, full.height() - 2 * _MARGIN
            points = min(_TYPE, max(_SMALLEST, wide / _WIDTH))
            size = QSize(int(wide / points), int(high / points))
            pages = Pages(article, self._layering.layer(), self._layering.looks(), size)
            numbers = range(max(first, 1) - 1, min(last or len(pages), len(pages)))
            if not numbers:
                sentence = self.tr("The article has only %n page(s).", "", len(pages))
                raise UserError(sentence, self.tr("Choose among them."))
            if not painter.begin(device):
                raise UserError(self.tr("The printer does not answer."), self.tr("Choose another printer."))
            dots = device.logicalDpiX() / 72
            painter.translate(_MARGIN * dots, _MARGIN * dots)
            painter.scale(points * dots, points * dots)
            paint_all(pages, numbers, painter, device.newPage)
        finally:
            if painter.isActive():
                painter.end()
            QGuiApplication.restoreOverrideCursor()
        return len(numbers)


def _paper() -> QPageSize.PageSizeId:
    """What people here print on: Letter where inches are measured, A4 elsewhere."""
    from PySide6.QtCore import QLocale

    metric = QLocale.system().measurementSystem() != QLocale.MeasurementSystem.ImperialUSSystem
    return QPageSize.PageSizeId.A4 if metric else QPageSize.PageSizeId.Letter
