"""What was done in the project, by whom, the newest first."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from annotator.services import blinding, history
from annotator.ui import theme
from annotator.ui.controls.grouped_rows import GroupedDelegate, GroupedRows, Row
from annotator.ui.panels.inspector import short_time
from annotator.ui.session import Session

_MOST = 300


class HistoryPanel(QWidget):
    """Read when it is shown and after every change while it is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        theme.set_ground(self, "surface")
        self.list = QListView()
        self.list.setAccessibleName(self.tr("History"))
        self._rows = GroupedRows(self)
        self.list.setModel(self._rows)
        GroupedDelegate(self.list, self.list, step=0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        session.projectChanged.connect(self.read)
        session.changed.connect(lambda _changes: self.read())

    def sizeHint(self) -> QSize:
        return QSize(600, theme.row_height() * 6)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's event passes through
        self.read()

    def read(self) -> None:
        """Read the newest operations, if anybody looks."""
        project = self._session.project
        if not self.isVisible():
            return
        if project is None:
            rows = []
        else:
            with blinding.as_seen(project) as seen:
                rows = history.operations(seen, limit=_MOST)
        self._rows.set_rows(
            [
                Row(
                    row.title + (self.tr(" (withdrawn)") if row.withdrawn else ""),
                    icon="undo" if row.title.startswith("Undo: ") else "history",
                    detail=" · ".join(part for part in (row.annotator, short_time(row.at)) if part),
                )
                for row in rows
            ]
        )
