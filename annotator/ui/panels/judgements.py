"""What others think of an annotation: verdicts on it and its attribution with their reasons, and comments."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Attribution
from annotator.services import commenting, weighing
from annotator.services.project import Project
from annotator.services.weighing import Given, Standing
from annotator.ui.controls.chip import Chip, Kind
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.panel import Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.inspector import short_time


class _Look(NamedTuple):
    icon: str
    kind: Kind
    words: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("Judgements", text)


class Judgements(QWidget):
    """Nothing at all where nobody has said anything: `empty` tells."""

    def __init__(
        self, project: Project, article: AnnotatedDocument, annotation: Annotation, attribution: Attribution | None,
        show_comments: Callable[[str], None],
    ) -> None:  # fmt: skip
        """`show_comments` is called with the id of the thread that is to be read."""
        super().__init__()
        items = [annotation.id, *([attribution.id] if attribution is not None else [])]
        weighed = weighing.weigh_items(project, article, *items)
        standings = [(id_, weighed.standing(id_)) for id_ in items]
        threads = commenting.threads(project, items)
        self.empty = not threads and not any(standing.given for _, standing in standings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        if any(standing.given for _, standing in standings):
            column.addWidget(Section(_tr("Verdicts")))
        for id_, standing in standings:
            self._show_standing(column, standing, of_attribution=id_ != annotation.id)
        still = [one for one in threads if not one.resolved]
        if threads:
            column.addSpacing(4)
            column.addWidget(Section(_tr("Comments"), _tr("{0} open").format(len(still))))
            button = KeyButton("discuss", (still or threads)[0].remarks[0].text or _tr("Read them"))
            button.setAccessibleDescription(_tr("Read the thread"))
            button.clicked.connect(lambda: show_comments((still or threads)[0].id))
            column.addWidget(button)

    def _show_standing(self, column: QVBoxLayout, standing: Standing, *, of_attribution: bool) -> None:
        for given in standing.given:
            column.addLayout(self._row(given, of_attribution=of_attribution))
            if given.verdict.comment:
                column.addWidget(PlainLabel(given.verdict.comment, wrap=True))
        if standing.state == weighing.CONTRADICTED:
            column.addWidget(PlainLabel(_tr("The reviewers decided differently: it is open."), "second", wrap=True))

    def _row(self, given: Given, *, of_attribution: bool) -> QHBoxLayout:
        look = _look(given)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Chip(look.words, icon=look.icon, kind=look.kind), 0, Qt.AlignmentFlag.AlignTop)
        parts = [_tr("Me") if given.mine else given.name]
        if given.verdict.modified:
            parts.append(short_time(given.verdict.modified))
        if of_attribution:
            parts.append(_tr("on the attribution"))
        if not given.holds:
            parts.append(_tr("changed since, open again"))
        row.addWidget(PlainLabel(" · ".join(parts), "second", step=-1, wrap=True), 1)
        return row


def _look(given: Given) -> _Look:
    """Sign, colour and word of a verdict; one that no longer holds has no colour."""
    looks = {
        "accept": _Look("check", "ok", _tr("Accepted")),
        "reject": _Look("cross", "bad", _tr("Rejected")),
        "amend": _Look("amend", "soft", _tr("Amended")),
    }
    found = looks[given.verdict.decision or "accept"]
    return found if given.holds else found._replace(kind="plain")
