"""Annotated corpora out and in, through their dialogs."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMainWindow
from shiboken6 import isValid

from annotator.model.errors import UserError
from annotator.services import exporting, importing
from annotator.ui.dialogs.export_dialog import ExportDialog, Order
from annotator.ui.dialogs.export_scope import Scope
from annotator.ui.dialogs.import_dialog import ImportDialog
from annotator.ui.reporting import wrote
from annotator.ui.session import Session

if TYPE_CHECKING:
    from annotator.ui.filing import Filing


class Exchanging(QObject):
    """Shows the dialogs and has `Filing` do the work they ask for."""

    def __init__(self, filing: "Filing", session: Session, window: QMainWindow) -> None:
        super().__init__(filing)
        self._filing = filing
        self._session = session
        self._window = window

    # Out

    def export(self, folder: Path, listed: Sequence[str]) -> ExportDialog | None:
        """Ask what to write and where; `folder` is proposed, `listed` are the documents that the list shows."""
        project = self._session.project
        if project is None:
            return None
        article = self._session.article
        current = (article.id, article.document.title or article.id[:12]) if article is not None else None
        people = [(a.id, a.name) for a in project.annotators().values()]
        count = len(project.documents())
        shown = listed if 0 < len(listed) < count else None
        dialog = ExportDialog(exporting.formats(), count, shown, current, people, folder, project.name, self._window)
        dialog.scopeChanged.connect(lambda scope: self._forecast(dialog, scope))
        dialog.ordered.connect(lambda order: self._write(dialog, order))
        dialog.stopped.connect(self._filing.cancel)
        dialog.placeAsked.connect(lambda form: self._ask_place(dialog, form))
        dialog.folderAsked.connect(_open_folder)
        self._filing.worked.connect(dialog.show_progress)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        dialog.count_anew()
        return dialog

    def export_to(self, path: Path) -> None:
        """Write the project as an annotator corpus, without asking."""
        self._filing.work(
            lambda own, progress: exporting.export(own, "corpus", path, progress=progress),
            lambda done: self._session.told.emit(wrote(done)),
        )

    def _forecast(self, dialog: ExportDialog, scope: Scope) -> None:
        self._filing.work(
            lambda own, _progress: exporting.forecast(
                own, chosen=scope.documents, annotators=scope.annotators, scope=scope.kind
            ),
            _while_open(dialog, dialog.show_forecast), _while_open(dialog, dialog.show_stopped),
        )  # fmt: skip

    def _write(self, dialog: ExportDialog, order: Order) -> None:
        dialog.set_running(running=True)
        options = exporting.WriteOptions(spreadsheet=order.spreadsheet, nvivo=order.nvivo)
        self._filing.work(
            lambda own, progress: exporting.export(
                own, order.format, order.place, chosen=order.scope.documents, annotators=order.scope.annotators,
                scope=order.scope.kind, options=options, report=order.report, progress=progress,
            ),
            _while_open(dialog, dialog.show_done), _while_open(dialog, dialog.show_stopped),
        )  # fmt: skip

    def _ask_place(self, dialog: ExportDialog, form: exporting.Format) -> None:
        found = self._filing.ask_place(
            dialog.windowTitle(), f"{form.title} (*{form.suffixes[0]})", Path(dialog.place.text())
        )
        if found is not None:
            dialog.set_place(found, may_replace=True)

    # In

    def offer(self, paths: Sequence[Path]) -> ImportDialog | None:
        """Show what importing corpora of other programs would do, and do it when the person wants it."""
        project = self._session.project
        if project is None:
            return None
        meanings = [(one, self.tr("leave it out") if one == "ignore" else one) for one in importing.MEANINGS]
        meanings += importing.own_tags(project)
        roles = [(one, self.tr("leave it out") if one == "ignore" else one) for one in importing.ROLES]
        people = [a.name for a in project.annotators().values()]
        if project.me is not None and project.me.name not in people:
            people.insert(0, project.me.name)
        dialog = ImportDialog(paths, meanings, roles, people, self._window)
        dialog.changed.connect(lambda choices: self._preview(dialog, paths, choices))
        dialog.ordered.connect(lambda choices, deciding: self._import(dialog, paths, choices, deciding=deciding))
        dialog.stopped.connect(self._filing.cancel)
        dialog.saved.connect(lambda lines: self._save_lines(dialog, lines))
        self._filing.worked.connect(dialog.show_progress)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self._preview(dialog, paths, importing.Choices())
        return dialog

    def _preview(self, dialog: ImportDialog, paths: Sequence[Path], choices: importing.Choices) -> None:
        dialog.set_running(running=True)
        titles = importing.format_titles()
        self._filing.work(
            lambda own, progress: importing.preview(own, paths, choices=choices, progress=progress),
            _while_open(dialog, lambda preview: dialog.show_preview(preview, titles)),
            _while_open(dialog, dialog.show_stopped),
        )  # fmt: skip

    def _import(
        self, dialog: ImportDialog, paths: Sequence[Path], choices: importing.Choices, *, deciding: bool
    ) -> None:
        dialog.set_running(running=True)

        def done(imported: importing.Imported) -> None:
            if isValid(dialog):
                dialog.accept()
            self._filing.imported(imported)
            if deciding:
                self._filing.undecided.emit()

        self._filing.work(
            lambda own, progress: importing.import_files(own, paths, choices=choices, progress=progress),
            done, _while_open(dialog, dialog.show_stopped),
        )  # fmt: skip

    def _save_lines(self, dialog: ImportDialog, lines: Sequence[str]) -> None:
        path = self._filing.ask_place(dialog.windowTitle(), self.tr("Text (*.txt)"), Path("import report.txt"))
        if path is None:
            return
        try:
            exporting.write_lines(path, lines)
        except UserError as refused:
            dialog.words.setText(str(refused))


def _while_open(dialog: QDialog, show: Callable[[Any], None]) -> Callable[[Any], None]:
    """Shows what came of work in a dialog, unless it was closed before the work ended."""

    def then(result: Any) -> None:
        if isValid(dialog):
            show(result)

    return then


def _open_folder(place: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place if place.is_dir() else place.parent)))
