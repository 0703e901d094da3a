"""Figures that leave the window: to the clipboard and into a file."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator.model.errors import UserError
from annotator.services import tabulating
from annotator.services.tabulating import Row
from annotator.ui.session import Session


class Output(QObject):
    """Says what was done, or why it could not be."""

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def copy(self, rows: Sequence[Row], names: dict[str, str]) -> None:
        """Put figures on the clipboard as a spreadsheet pastes them."""
        QGuiApplication.clipboard().setText(tabulating.as_text(rows, names, delimiter="\t"))
        self._session.told.emit(self.tr("%n figure(s) copied.", "", len(rows)))

    def ask_to_save(self, rows: Sequence[Row], names: dict[str, str]) -> None:
        """Ask for a name and write figures there as CSV."""
        from PySide6.QtWidgets import QFileDialog

        project = self._session.project
        if project is None:
            return
        start = str(project.path.with_name(f"{project.name} agreement.csv"))
        title, kinds = self.tr("Save the figures"), self.tr("Table (*.csv)")
        found, _ = QFileDialog.getSaveFileName(self._page, title, start, kinds)
        if found:
            self.save(Path(found), rows, names)

    def save(self, path: Path, rows: Sequence[Row], names: dict[str, str]) -> None:
        """Write figures as CSV."""
        try:
            tabulating.save(path, rows, names)
        except UserError as refused:
            self._session.report(refused)
        else:
            self._session.told.emit(self.tr("The figures are in {0}.").format(path.name))
