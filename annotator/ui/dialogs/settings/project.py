"""The page about the open project: what it keeps besides its articles."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from annotator.services import originals
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.session import Session

_INSET = 16


class ProjectPage(QWidget):
    """Whether the files that articles are imported from are kept, and what room they take."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.keeps = QCheckBox(self.tr("Keep the files that articles are imported from"))
        self.keeps.setAccessibleName(self.keeps.text())
        self.space = PlainLabel("", "dim", step=-1, wrap=True)
        about = self.tr(
            "An article can be extracted again from its file, when something was left out of it or read wrongly. What"
            " is set here counts for imports from now on, for everybody who works in this project."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, _INSET, _INSET, 0)
        column.setSpacing(6)
        column.addWidget(self.keeps)
        column.addWidget(PlainLabel(about, "dim", step=-1, wrap=True))
        column.addWidget(self.space)
        column.addStretch()
        self.setFocusProxy(self.keeps)
        self._show()
        self.keeps.clicked.connect(self._keep)

    def _show(self) -> None:
        project = self._session.project
        self.keeps.setEnabled(self._session.writable)
        if project is None:
            self.space.setText(self.tr("No project is open."))
            return
        self.keeps.setChecked(originals.are_kept(project))
        files, taken = originals.space(project)
        size = QLocale().formattedDataSize(taken)
        self.space.setText(self.tr("%n file(s) kept, {0} in the project.", "", files).format(size))

    def _keep(self, kept: bool) -> None:  # noqa: FBT001 - Qt's signal
        project = self._session.project
        if project is not None:
            self._session.run(lambda: originals.keep(project, kept=kept))
        self._show()
