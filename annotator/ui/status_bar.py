"""The line at the bottom: who works, that it is saved, what is missing, where the person is, how large the text is."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QSlider, QStatusBar, QWidget

from annotator.model.changes import ChangeSet
from annotator.services.project import Project
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.session import Session
from annotator.ui.soon import Soon

_SCALE = 100


class StatusBar(QStatusBar):
    """Kept current by the session; `zoomed` carries the factor that was asked for."""

    zoomed = Signal(float)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._saved_at = ""
        self._gone: Project | None = None
        self._open: int | None = None
        self.setSizeGripEnabled(False)
        self.who, self.saved, self.missing = (PlainLabel("", "second", step=-1) for _ in range(3))
        self.place, self.done, self.percent = (PlainLabel("", "second", step=-1) for _ in range(3))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(60, 300)
        self.slider.setValue(_SCALE)
        self.slider.setFixedWidth(90)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setAccessibleName(self.tr("Zoom"))
        self.slider.valueChanged.connect(lambda value: self.zoomed.emit(value / _SCALE))
        for label in (self.who, self.saved, self.missing):
            self.addWidget(label)
        for widget in (self.place, self.done, self.slider, self.percent):
            self.addPermanentWidget(widget)
        self.show_zoom(1.0)
        self._soon = Soon(self.renew, self)
        session.projectChanged.connect(self._count)
        session.articleChanged.connect(self._count)
        session.changed.connect(self._changed)
        session.busyChanged.connect(self._soon.ask)
        self._count()

    def _changed(self, changes: ChangeSet) -> None:
        if changes:
            self._saved_at = QLocale().toString(QDateTime.currentDateTime().time(), "HH:mm")
        if changes.sweeping or changes.of("state", "document"):
            self._count()
        else:
            self._soon.ask()

    def _count(self) -> None:
        self.done.setText(self._finished())
        self._soon.ask()

    def tell_gone(self) -> None:
        """The file of the open project is no longer where it was."""
        self._gone = self._session.project
        self.renew()

    def renew(self) -> None:
        session = self._session
        project = session.project
        me = session.me
        name = me.name if me is not None else self.tr("Nobody has signed yet") if project else ""
        self.who.setText(name if self._open is None or me is None else self.tr("{0}, reviewing").format(name))
        if project is None:
            self.saved.setText("")
        elif not project.writable:
            self.saved.setText(self.tr("Read only"))
        elif self._gone is project:
            self.saved.setText(self.tr("⚠ The file is gone"))
        else:
            self.saved.setText(self.tr("✓ Saved {0}").format(self._saved_at).strip())
        self.missing.setText(self._missing())
        for widget in (self.place, self.slider, self.percent):
            widget.setVisible(session.article is not None)

    def _missing(self) -> str:
        article, me = self._session.article, self._session.me
        if article is None:
            return ""
        if self._open is not None:
            return self.tr("%n open", "", self._open)
        layer = me.id if me is not None else None
        without = sum(
            article.unattributed(c) for c in article.ordered("claim", annotator=layer) if c.annotator == layer
        )
        return self.tr("⚠ %n claim(s) without a source", "", without) if without and layer else ""

    def _finished(self) -> str:
        project, me = self._session.project, self._session.me
        if project is None or me is None:
            return ""
        rows = project.documents()
        finished = sum(row.states.get(me.id) == "finished" for row in rows)
        return self.tr("{0} of {1} finished").format(finished, len(rows)) if rows else ""

    def show_open(self, differences: int | None) -> None:
        """How many differences are open in the article, while it is reviewed; None while it is not."""
        self._open = differences
        self._soon.ask()

    def show_place(self, paragraph: int, of: int) -> None:
        self.place.setText(self.tr("Paragraph {0} of {1}").format(paragraph, of))

    def show_zoom(self, factor: float) -> None:
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.slider.setValue(round(factor * _SCALE))
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.percent.setText(f"{round(factor * _SCALE)} %")
