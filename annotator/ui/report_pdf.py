"""Pages as PDF, without a printer and without a window."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QUrl
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from annotator.model.hidden import shown
from annotator.services import saving


class SealedDocument(QTextDocument):
    """Shows a page and fetches nothing, whatever the page names."""

    def loadResource(self, _type: int, _name: QUrl | str) -> QByteArray:
        return QByteArray()


def pdf(page: str, title: str) -> bytes:
    """A page of a report as a PDF on A4, with page numbers."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(data)
    writer.setTitle(shown(title))
    writer.setCreator("Annotator")
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(15, 15, 15, 15)
    )
    writer.setPageLayout(layout)
    document = SealedDocument()
    document.setHtml(page)
    document.print_(writer)
    del writer
    data.close()
    return bytes(data.data().data())


def save_pdf(page: str, title: str, path: Path) -> None:
    """Write it to a file. Raises UserError when that cannot be done."""
    saving.save(path, pdf(page, title))
