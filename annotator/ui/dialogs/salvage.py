"""Bringing over what a damaged project proves: how far it is, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.errors import UserError
from annotator.model.hidden import named, sentence
from annotator.services import salvaging
from annotator.services.project import with_suffix
from annotator.services.salvaging import Salvaged
from annotator.ui import theme
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.working import Progress, Worker


class Salvage(QDialog):
    """Works in a thread; afterwards lists what was proven. `opened` carries the new project when it is wanted."""

    opened = Signal(object)

    def __init__(self, damaged: Path, out: Path, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.setWindowTitle(self.tr("Salvage {0}").format(named(damaged.name)))
        self._damaged, self._out = damaged, with_suffix(out)
        self._worker: Worker | None = None
        self.words = PlainLabel(self.tr("Looking through {0}; it is only read.").format(named(damaged.name)), wrap=True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.setTextVisible(False)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(self.tr("What was proven"))
        self.report.hide()
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.rejected.connect(self.reject)
        self.open_new = QPushButton(self.tr("Open the new project"))
        theme.set_primary(self.open_new)
        self.open_new.clicked.connect(self._open)
        self._buttons.addButton(self.open_new, QDialogButtonBox.ButtonRole.ActionRole)
        self.open_new.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self.report, 1)
        column.addWidget(self._buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 80, metrics.height() * 18)
        self.finished.connect(self._leave)

    def begin(self) -> None:
        """Begin the work."""

        def work(progress: Progress) -> Salvaged:
            return salvaging.bring_over(self._damaged, self._out, progress=progress)

        worker = self._worker = Worker(work, self)
        worker.progressed.connect(self._progressed)
        worker.done.connect(self._done)
        worker.refused.connect(self._refused)
        worker.failed.connect(self._failed)
        worker.start()

    def _progressed(self, done: int, of: int, name: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.words.setText(self.tr("Looking through {0}; it is only read.").format(named(name)))

    def _done(self, done: Salvaged) -> None:
        self._settle(self.tr("Everything in {0} is proven. {1} was left as it is.").format(
            self._out.name, self._damaged.name))  # fmt: skip
        self.report.setPlainText("\n".join(map(sentence, self._lines(done))))
        self.report.show()
        self.open_new.show()
        self.open_new.setDefault(True)
        self.open_new.setFocus()

    def _lines(self, done: Salvaged) -> list[str]:
        lines = [
            self.tr("%n document(s)", "", done.documents),
            self.tr("%n annotation(s)", "", done.annotations),
            self.tr("%n attribution(s)", "", done.attributions),
            self.tr("%n value(s) in the history", "", done.revisions),
        ]
        if done.mended:
            lines.append(self.tr("Put right, and proven: %n row(s) in which one byte was wrong", "", done.mended))
        if done.from_others:
            lines.append(self.tr("From backups: %n text(s) or value(s)", "", done.from_others))
        if done.unproven:
            lines.append(self.tr("Left behind, beyond proof: %n row(s)", "", done.unproven))
        if done.waiting:
            lines.append(self.tr("Left behind, because the article’s text is lost: %n value(s)", "", done.waiting))
            lines.append(self.tr("“annotator salvage --text” takes the article’s file, if you have it."))
        lines.extend(
            self.tr("Not complete: {0}").format(title or self.tr("an action whose record is lost"))
            for title in done.incomplete
        )
        return lines

    def _refused(self, refused: UserError) -> None:
        self._settle(str(refused))

    def _failed(self, error: Exception) -> None:
        self._settle(self.tr("The salvage failed; {0} was left as it is.").format(named(self._damaged.name)))
        import sys

        sys.excepthook(type(error), error, error.__traceback__)

    def _settle(self, words: str) -> None:
        self.words.setText(words)
        self.bar.hide()
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Close"))
        if self._worker is not None:
            self._worker.wait()
            self._worker = None

    def _open(self) -> None:
        self.accept()
        self.opened.emit(self._out)

    def _leave(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker.wait()
        self.deleteLater()
