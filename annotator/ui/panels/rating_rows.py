"""My rating on one or more scales with its meaning, colleagues' beside it, and what was thought before."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from annotator.services import rating
from annotator.services.rating import CREDIBILITY, LIKELIHOOD, RELIABILITY, Rated, Step
from annotator.ui.controls.grade import GradeScale
from annotator.ui.controls.panel import IconButton, Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.fields import Choice
from annotator.ui.panels.inspector import short_time
from annotator.ui.session import Session

_STEPS = {"reliability": RELIABILITY, "credibility": CREDIBILITY, "likelihood": LIKELIHOOD}


class RatingRows(QWidget):
    """`rated` carries a scale and the value chosen, empty when it is taken back; whoever hears it records it."""

    rated = Signal(str, str)

    def __init__(self, session: Session, target: str, scales: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._target = target
        self._scales = scales
        self.grade = GradeScale(
            [s.value for s in _STEPS[scales[0]]],
            scale_name(scales[0]),
            {s.value: f"{translated(s.name)}. {translated(s.meaning)}" for s in _STEPS[scales[0]]},
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Section(self.tr("Rating")), 1)
        before = IconButton("history", self.tr("What was thought before"))
        before.clicked.connect(lambda _checked=False: self.show_before())
        about = IconButton("info", self.tr("What the steps mean"))
        about.clicked.connect(lambda _checked=False: self.show_meanings())
        head.addWidget(before)
        head.addWidget(about)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(scale_name(scales[0]), "second", step=-1))
        row.addStretch()
        row.addWidget(self.grade)
        column.addLayout(row)
        self._told = rating.of(session.project, target) if session.project is not None else []
        me = session.me.id if session.me else None
        mine = next((r for r in self._told if r.annotator == me), None)
        self.grade.set_grade(str(getattr(mine, scales[0]) or "") if mine is not None else "")
        self.grade.setEnabled(session.writable)
        self.grade.graded.connect(lambda value: self.rated.emit(scales[0], value))
        column.addWidget(PlainLabel(self._words(mine) if mine is not None else self.tr("Not rated by you"), "second",
                                    step=-1, wrap=True))  # fmt: skip
        if "likelihood" in scales:
            column.addWidget(self._likelihood(mine))
        for other in self._told:
            if other.annotator != me:
                column.addWidget(PlainLabel(f"{other.name}: {self._words(other)}", "second", step=-1, wrap=True))

    def has_keyboard(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    def setFocus(self, *_reason: object) -> None:
        """The scale takes the keyboard."""
        stop = next((s for s in self.grade.findChildren(QWidget) if s.focusPolicy().value & 1), None)
        if stop is not None:
            stop.setFocus()

    def _likelihood(self, mine: Rated | None) -> Choice:
        values = [("", self.tr("Likelihood not judged"))]
        values += [(s.value, f"{translated(s.name)}, {s.sign}") for s in LIKELIHOOD]
        choice = Choice(scale_name("likelihood"), values, lambda value: self.rated.emit("likelihood", value))
        choice.show_value(mine.likelihood or "" if mine is not None else "")
        choice.setEnabled(self._session.writable)
        return choice

    def _words(self, rated: Rated) -> str:
        parts = [
            f"{step.sign} {translated(step.name)}"
            for scale in self._scales
            if (step := _step(scale, getattr(rated, scale))) is not None
        ]
        return " · ".join([*parts, *([short_time(rated.at)] if rated.at else [])])

    def show_before(self) -> None:
        """List everything that was thought of it."""
        project = self._session.project
        if project is None:
            return
        lines = [
            f"{short_time(r.at)}  {r.name}: {self.tr('taken back') if r.empty else self._words(r._replace(at=''))}"
            for r in rating.before(project, self._target)
        ]
        self._report(self.tr("Ratings before"), lines or [self.tr("Nobody has rated it yet.")])

    def show_meanings(self) -> None:
        """List the steps of the scales with their definitions."""
        lines: list[str] = []
        for scale in self._scales:
            lines += ["", scale_name(scale)] if lines else [scale_name(scale)]
            lines += [f"{s.sign}  {translated(s.name)}. {translated(s.meaning)}" for s in _STEPS[scale]]
        if "reliability" in self._scales or "credibility" in self._scales:
            lines += ["", self.tr("How reliable a source is and how credible a claim is are judged apart.")]
        self._report(self.tr("What the steps mean"), lines)

    def _report(self, title: str, lines: list[str]) -> None:
        from annotator.ui.dialogs.plain_report import PlainReport

        PlainReport(title, lines, self.window()).open()


def _step(scale: str, value: object) -> Step | None:
    return rating.step(scale, value) if value is not None else None


def scale_name(scale: str) -> str:
    """What a scale is called."""
    names = {"reliability": "Reliability", "credibility": "Credibility", "likelihood": "Likelihood"}
    return translated(names[scale])


def translated(text: str) -> str:
    return QCoreApplication.translate("scales", text)
