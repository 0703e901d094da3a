"""Everything about the annotation the person is at: its words, how it reached the article, its source, its history."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.model.items import KINDS_OF_ATTRIBUTION, Annotation, Attribution
from annotator.services import history, showing
from annotator.ui import theme
from annotator.ui.controls.chip import Chip
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.crumb import ChainCrumbs
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.exact_text import ExactText
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.key_caps import native_keys
from annotator.ui.controls.panel import IconButton, Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.controls.viewport import own_viewport
from annotator.ui.desk import Desk
from annotator.ui.icons import icon_of
from annotator.ui.panels.fields import Choice, MemberButton, NoteField
from annotator.ui.soon import Soon

if TYPE_CHECKING:
    from annotator.ui.panels.rating_rows import RatingRows

_MOST_HISTORY = 8
_CONCERNS = ("annotation", "attribution", "entity", "annotator", "rating", "verdict", "comment")


class Inspector(QScrollArea):
    """Rebuilt for the focused annotation; an empty state says what to do when there is none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = desk.session
        self._keys = desk.keys
        self.note: NoteField | None = None
        self.grades: RatingRows | None = None
        self._shown: str | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.set_ground(own_viewport(self), "surface")
        self._soon = Soon(self.renew, self)
        self.unrecorded: dict[str, str] = {}
        """Notes by annotation whose recording was refused."""

        self._session.focusChanged.connect(self._soon.ask)
        self._session.articleChanged.connect(self._soon.ask)
        self._session.changed.connect(self._changed)
        self._session.busyChanged.connect(self._soon.ask)
        self._keys.changed.connect(self._soon.ask)
        self._session.aboutToLeave.connect(self._record)
        self._session.projectChanged.connect(self.unrecorded.clear)
        self.renew()

    def _changed(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of(*_CONCERNS):
            self._soon.ask()

    def _record(self) -> None:
        """Have the note recorded; what is refused stays here and is shown again with its annotation."""
        if self.note is not None:
            self.note.record()

    def settle(self) -> None:
        """Show what is focused before the next turn of the event loop does."""
        self._soon.settle()

    def renew(self) -> None:
        """Show what is focused now."""
        article, focused = self._session.article, self._session.focused
        annotation = article.annotations.get(focused) if article is not None and focused is not None else None
        offset = self.verticalScrollBar().value() if annotation is not None and annotation.id == self._shown else 0
        self._shown = annotation.id if annotation is not None else None
        keyboard = self.grades is not None and self.grades.has_keyboard()
        self.note = self.grades = None
        body = QWidget()
        theme.set_ground(body, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 4, 14, 16)
        column.setSpacing(6)
        if article is None or annotation is None:
            column.addWidget(
                EmptyState(
                    "tag",
                    self.tr("Nothing is focused"),
                    self._keys.say(
                        self.tr(
                            "Click an annotation, or go on with {go.next}. Select words and press {tag.claim}, "
                            "{tag.source}, {tag.quote} or {tag.cue} to tag them."
                        )
                    ),
                    self._keys.first("go.next"),
                )
            )
        else:
            self._fill(column, article, annotation)
            column.addStretch()
        old = self.takeWidget()
        self.setWidget(body)
        if old is not None:
            old.hide()
            old.deleteLater()
        self.verticalScrollBar().setValue(offset)
        again: RatingRows | None = self.grades
        if keyboard and again is not None:
            again.setFocus()

    def _fill(self, column: QVBoxLayout, article: AnnotatedDocument, annotation: Annotation) -> None:
        mine = self._mine(annotation)
        column.addLayout(self._head(article, annotation))
        exact = ExactText(annotation.words(article.text), annotation.tag)
        column.addWidget(exact)
        if not mine and annotation.annotator is not None:
            who = article.annotators.get(annotation.annotator)
            column.addWidget(
                PlainLabel(
                    self.tr("In the layer of {0}").format(named(who.name) if who else "?"), "second", step=-1, wrap=True
                )
            )
        self._judgements(column, article, annotation)
        attributions = sorted(article.attributions_of(annotation.id), key=article.order)
        current = self._session.attribution()
        if current is not None:
            self._attribution(column, article, annotation, attributions, current, mine=mine)
        elif annotation.tag in ("claim", "quote"):
            self._unattributed(column, mine=mine)
        if annotation.tag == "source":
            self._source(column, article, annotation, mine=mine)
        if annotation.tag == "claim" and mine:
            self._certainty(column, annotation)
        if annotation.tag == "claim":
            self._rating(column, annotation)
        self._note(column, annotation, mine=mine)
        self._history(column, annotation)

    def _mine(self, annotation: Annotation) -> bool:
        me = self._session.me
        return self._session.writable and (
            annotation.annotator is None or (me is not None and annotation.annotator == me.id)
        )

    def _head(self, article: AnnotatedDocument, annotation: Annotation) -> QLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Chip(tag_name(annotation.tag), tag=annotation.tag))
        length = sum(s.end - s.begin for s in annotation.spans)
        row.addWidget(PlainLabel(self.tr("%n character(s)", "", length), "second", step=-1), 1)
        if annotation.discuss:
            row.addWidget(Chip(self.tr("discuss"), icon="discuss", kind="soft"))
        if self._mine(annotation):
            for icon, name, run in (
                ("discuss", self.tr("Mark for discussion"), self._desk.tagging.toggle_discuss),
                ("delete", self.tr("Delete annotation"), self._desk.tagging.delete),
            ):
                button = IconButton(icon, name)
                button.clicked.connect(lambda _checked=False, run=run: run())
                row.addWidget(button)
        del article
        return row

    def _attribution(
        self, column: QVBoxLayout, article: AnnotatedDocument, annotation: Annotation, attributions: list[Attribution],
        current: Attribution, *, mine: bool,
    ) -> None:  # fmt: skip
        column.addSpacing(8)
        column.addWidget(Section(self.tr("How it reached the article")))
        chain = article.chain(current)
        crumbs = ChainCrumbs()
        crumbs.set_chain([(hop.words, self._icon(article, hop.attribution), hop.inferred) for hop in chain])
        crumbs.clicked.connect(lambda place: self._go_to(article, chain[place].attribution))
        column.addWidget(crumbs)
        column.addWidget(PlainLabel(showing.kind_words(article, current), "second", step=-1, wrap=True))
        if len(attributions) > 1:
            names = [(a.id, " ‹ ".join(hop.words for hop in article.chain(a))) for a in attributions]
            several = Choice(self.tr("Attribution"), names, lambda id_: self._session.focus(annotation.id, id_))
            several.show_value(current.id)
            column.addWidget(several)
        form = self._form()
        for title, ids in (
            (self.tr("Source"), current.sources),
            (self.tr("Cue"), current.cues),
            (self.tr("Content"), current.contents),
        ):
            if ids:
                form.addRow(self._label(title), self._members(article, current, ids, annotation.id, mine=mine))
        if mine:
            kinds = [(kind, kind.capitalize()) for kind in KINDS_OF_ATTRIBUTION]
            form.addRow(self._label(self.tr("Kind")), self._change(current, "kind", self.tr("Kind"), kinds))
            polarity = [("positive", self.tr("Said")), ("negative", self.tr("Denied")), ("mixed", self.tr("Both"))]
            form.addRow(
                self._label(self.tr("Polarity")), self._change(current, "polarity", self.tr("Polarity"), polarity)
            )
            if current.parent is not None:
                basis = [("embedded", self.tr("In the sentence")), ("inferred", self.tr("Inferred"))]
                form.addRow(self._label(self.tr("Hop")), self._change(current, "parent_basis", self.tr("Hop"), basis))
        column.addLayout(form)

    def _change(self, attribution: Attribution, field: str, name: str, values: list[tuple[str, str]]) -> Choice:
        choice = Choice(name, values, lambda value: self._desk.linking.change(attribution.id, **{field: value}))
        choice.show_value(str(getattr(attribution, field) or ""))
        return choice

    def _members(
        self, article: AnnotatedDocument, attribution: Attribution, ids: tuple[str, ...], focused: str, *, mine: bool
    ) -> QWidget:
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for member in sorted((article.annotations[i] for i in ids), key=lambda a: (a.begin, a.id)):
            words = " ".join(member.words(article.text).split())
            button = MemberButton(words)
            button.setAccessibleDescription(tag_name(member.tag))
            button.setEnabled(member.id != focused)
            button.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            button.clicked.connect(lambda _checked=False, id_=member.id: self._session.focus(id_, attribution.id))
            if mine and attribution.contents != (member.id,):
                remove = button.addAction(self.tr("Take out of the attribution"))
                remove.triggered.connect(
                    lambda _checked=False, id_=member.id: self._desk.linking.remove_member(attribution.id, id_)
                )
            rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _unattributed(self, column: QVBoxLayout, *, mine: bool) -> None:
        column.addSpacing(8)
        column.addWidget(Section(self.tr("How it reached the article"), self.tr("not attributed")))
        if not mine:
            return
        flow = FlowLayout()
        for icon, words, command, run in (
            ("link", self.tr("Link to a source"), "link.source", self._desk.linking.link),
            (
                "anon",
                self.tr("Source not named"),
                "link.unspecified",
                lambda: self._desk.linking.set_status("unspecified"),
            ),
            ("article", self.tr("The article’s voice"), "link.author", lambda: self._desk.linking.set_status("author")),
        ):
            button = KeyButton(icon, words, self._keys.first(command))
            button.clicked.connect(lambda _checked=False, run=run: run())
            flow.addWidget(button)
        column.addLayout(flow)

    def _source(self, column: QVBoxLayout, article: AnnotatedDocument, annotation: Annotation, *, mine: bool) -> None:
        entity = article.entity_of(annotation)
        column.addSpacing(8)
        column.addWidget(Section(self.tr("Which source it is")))
        if entity is None:
            if not mine:
                column.addWidget(PlainLabel(self.tr("Not known"), "second"))
        else:
            column.addWidget(PlainLabel(entity.name, weight=600, wrap=True))
            facts = [entity.entity_type.capitalize(), entity.naming, entity.role]
            column.addWidget(
                PlainLabel(" · ".join(f for f in facts if f and f != "Unknown"), "second", step=-1, wrap=True)
            )
        if mine:
            words = self.tr("Choose another source") if entity else self.tr("Say which source it is")
            button = KeyButton("person", words, self._keys.first("source.entity"))
            button.clicked.connect(lambda _checked=False: self._desk.sourcing.choose())
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _certainty(self, column: QVBoxLayout, annotation: Annotation) -> None:
        values = [("", self.tr("Nothing said")), ("certain", self.tr("Certain")), ("probable", self.tr("Probable")),
                  ("possible", self.tr("Possible")), ("unknown", self.tr("Unknown"))]  # fmt: skip
        name = self.tr("How certain the source presents it")
        choice = Choice(name, values, lambda value: self._desk.tagging.set_certainty(annotation.id, value or None))
        choice.show_value(annotation.certainty or "")
        form = self._form()
        form.addRow(self._label(self.tr("Certainty")), choice)
        column.addLayout(form)

    def _rating(self, column: QVBoxLayout, annotation: Annotation) -> None:
        """What analysts think of the claim; a colleague's claim is rated as well as one's own."""
        from annotator.ui.panels.rating_rows import RatingRows  # no start of the program waits for it

        column.addSpacing(8)
        rows = RatingRows(self._session, annotation.id, ("credibility", "likelihood"))
        rows.rated.connect(lambda scale, value: self._desk.tagging.rate(annotation.id, scale, value))
        column.addWidget(rows)
        self.grades = rows

    def _judgements(self, column: QVBoxLayout, article: AnnotatedDocument, annotation: Annotation) -> None:
        from annotator.ui.panels.judgements import Judgements  # no start of the program waits for it

        project = self._session.project
        if project is not None:
            made = Judgements(project, article, annotation, self._session.attribution(), self._show_thread)
            if not made.empty:
                column.addWidget(made)

    def _show_thread(self, id_: str) -> None:
        from annotator.ui.commenting.talking import show_thread

        show_thread(self._desk, id_)

    def _note(self, column: QVBoxLayout, annotation: Annotation, *, mine: bool) -> None:
        column.addSpacing(8)
        column.addWidget(Section(self.tr("Note"), native_keys(self._keys.first("tag.note")) if mine else ""))
        if not mine:
            column.addWidget(PlainLabel(annotation.note or self.tr("None"), "second", wrap=True))
            return

        def keep(note: str) -> None:
            article = self._session.article
            current = article.annotations.get(annotation.id) if article is not None else None
            if current is None:
                return  # it was recorded when it was left behind
            if note.strip() == current.note or self._desk.tagging.set_note(annotation.id, note):
                self.unrecorded.pop(annotation.id, None)
            else:
                self.unrecorded[annotation.id] = note

        self.note = NoteField(keep, self._desk.view.setFocus)
        self.note.setPlainText(self.unrecorded.get(annotation.id, annotation.note))
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Why this tag, what is doubtful…"))
        column.addWidget(self.note)

    def _history(self, column: QVBoxLayout, annotation: Annotation) -> None:
        project = self._session.project
        if project is None:
            return
        current = self._session.attribution()
        items = [annotation.id, *([current.id] if current is not None else [])]
        rows = history.operations(project, items, _MOST_HISTORY)
        column.addSpacing(8)
        column.addWidget(Section(self.tr("History")))
        form = self._form()
        for row in rows:
            when = PlainLabel(short_time(row.at), "dim", step=-1)
            who = (
                f"{row.annotator}: "
                if row.annotator and (self._session.me is None or row.annotator != self._session.me.name)
                else ""
            )
            form.addRow(when, PlainLabel(f"{who}{row.title}", "second", step=-1, elide=True))
        column.addLayout(form)

    def _icon(self, article: AnnotatedDocument, attribution: Attribution) -> str:
        if not attribution.sources:
            return "article" if attribution.source_status == "author" else "anon"
        return icon_of(article.entity_of(article.annotations[attribution.sources[0]]))

    def _go_to(self, article: AnnotatedDocument, attribution: Attribution) -> None:
        members = attribution.sources or attribution.contents
        first = min((article.annotations[m] for m in members), key=lambda a: a.begin)
        self._session.focus(first.id, attribution.id)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 2, 0, 0)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(5)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        return form

    @staticmethod
    def _label(text: str) -> PlainLabel:
        return PlainLabel(text, "second", step=-1)


def tag_name(tag: str) -> str:
    """A tag as people read it."""
    return tag[:1].upper() + tag[1:]


def short_time(at: str) -> str:
    """A time of the log as people read it: today's by the clock, others by the day."""
    when = QDateTime.fromString(at, Qt.DateFormat.ISODate).toLocalTime()
    if not when.isValid():
        return at
    if when.date() == QDateTime.currentDateTime().date():
        return QLocale().toString(when.time(), "HH:mm")
    return QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)
