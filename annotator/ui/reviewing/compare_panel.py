"""Two readings side by side: what differs in words, their text, what else they say, and the verdict."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation
from annotator.services import contrasting
from annotator.services.contrasting import FIELDS
from annotator.ui import icons, theme
from annotator.ui.article.layers import initial
from annotator.ui.controls.badge import Badge
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.empty_state import EmptyState
from annotator.ui.controls.flow import FlowLayout
from annotator.ui.controls.painting import smooth
from annotator.ui.controls.panel import PANEL_INSET, CountingPanel, Section
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.desk import Desk
from annotator.ui.reviewing.comparison import Line
from annotator.ui.reviewing.reading_text import ReadingText
from annotator.ui.reviewing.review_keys import WALKING
from annotator.ui.reviewing.thread_view import ThreadView
from annotator.ui.reviewing.words import ICONS, field_name, kind_title, name_of, sentence, state_words, tag_name
from annotator.ui.soon import Soon

_BUTTONS = (("review.accept", "check", "ok"), ("review.reject", "cross", "bad"), ("review.amend", "amend", "accent"))


class _Icon(QWidget):
    """The icon of a kind of difference, or of what a field says; nothing without a name."""

    def __init__(self, name: str = "", colour: str = "text2") -> None:
        super().__init__()
        self._name, self._colour = name, colour
        self.setFixedSize(icons.SIZE, icons.SIZE)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._name:
            tokens = theme.current()
            painter = smooth(self)
            icons.paint(painter, self._name, QRectF(0, 0, icons.SIZE, icons.SIZE), getattr(tokens, self._colour))
            painter.end()


class _Side:
    """One reader: badge, name, whether it is me, and the words they chose."""

    def __init__(self, grid: QGridLayout, column: int, me: str, colleague: str) -> None:
        self._words = me, colleague
        self.badge, self.name = Badge(), PlainLabel("", weight=600, elide=True)
        self.who, self.text = PlainLabel("", "dim", step=-2), ReadingText()
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.badge)
        row.addWidget(self.name, 1)
        row.addWidget(self.who)
        grid.addLayout(row, 0, column)
        grid.addWidget(self.text, 1, column, Qt.AlignmentFlag.AlignTop)

    def show_reader(self, name: str, letter: str, colour: int | None, *, mine: bool) -> None:
        self.badge.show_layer(letter, colour)
        self.badge.show()
        self.name.setText(name)
        self.who.setText(self._words[0] if mine else self._words[1])

    def show_nobody(self, words: str) -> None:
        self.badge.hide()
        self.name.setText(words)
        self.who.setText("")


class _Field:
    """One fact of both readings, and whether it is the same."""

    def __init__(self, grid: QGridLayout, row: int, field: str) -> None:
        self.field = field
        self.name = PlainLabel(field_name(field), "second", step=-1)
        self.sign, self.same = PlainLabel("", "warn", step=-1, weight=600), _Icon("check")
        self.values = [PlainLabel("", wrap=True), PlainLabel("", wrap=True)]
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, 0, 0)
        head.addWidget(self.name, 1)
        head.addWidget(self.sign)
        head.addWidget(self.same)
        grid.addLayout(head, row, 0)
        for column, value in enumerate(self.values):
            value.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(value, row + 1, column, Qt.AlignmentFlag.AlignTop)

    def show_values(self, left: str, right: str, *, differs: bool, same: str, words: str) -> None:
        """`words` says that it differs where it does; `same` is what a screen reader says of either."""
        there = bool(left or right)
        for widget in (self.name, *self.values):
            widget.setVisible(there)
        self.same.setVisible(there and not differs)
        self.sign.setVisible(there and differs)
        self.sign.setText(words)
        for label, value in zip(self.values, (left, right), strict=True):
            shown = tag_name(value) if self.field in ("tag", "kind") else value
            label.setText(shown or "—")
            label.setFont(theme.ui_font(0, 600 if differs else 400))
            label.setAccessibleName(", ".join(part for part in (f"{self.name.text()}: {label.text()}", same) if part))


class ReasonField(QPlainTextEdit):
    """Return gives the reason, Shift+Return begins a line, Escape leaves."""

    given = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().height() * 3 + 12)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.given.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ComparePanel(CountingPanel):
    """Follows the difference the person is at."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._review = desk.reviewing
        self._deciding = desk.deciding
        self._from: QWidget | None = None
        self._at: object = None
        theme.set_ground(self, "surface")
        self.nothing = EmptyState(
            "compare", self.tr("No difference is chosen"),
            desk.keys.say(self.tr("{review.next} goes to the next one, {review.previous} to the one before.")),
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._readings(), 1)
        body.addWidget(self._verdict())
        column.addWidget(self._body, 1)
        column.addWidget(self.nothing, 1)
        desk.window.actions_.serve(self, WALKING)
        self._review.moved.connect(self._show)
        self._soon = Soon(self._show, self)
        desk.layering.changed.connect(self._soon.ask)
        desk.keys.changed.connect(self._show_keys)
        self._show_keys()
        self._show()

    # Parts

    def _readings(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(PANEL_INSET, 4, PANEL_INSET, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._icon, self.kind = _Icon(), PlainLabel("", step=2, weight=600, elide=True)
        self.count = PlainLabel("", "second", step=-1)
        head.addWidget(self._icon)
        head.addWidget(self.kind, 1)
        head.addWidget(self.count)
        column.addLayout(head)
        self.sentence = PlainLabel("", step=-1, wrap=True)
        column.addWidget(self.sentence)
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(2)
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 80)
        words = self.tr("me"), self.tr("colleague")
        self.sides = _Side(grid, 0, *words), _Side(grid, 1, *words)
        self.fields = [_Field(grid, 2 + 2 * at, field) for at, field in enumerate(FIELDS)]
        column.addLayout(grid)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_ground(area.viewport(), "surface")
        return area

    def _verdict(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(PANEL_INSET, 8, PANEL_INSET, 12)
        column.setSpacing(8)
        self._section = Section(self.tr("Your verdict"))
        column.addWidget(self._section)
        row = FlowLayout()
        self.buttons: dict[str, KeyButton] = {}
        for id_, icon, colour in _BUTTONS:
            action = self._desk.window.actions_.by_id[id_]
            button = self.buttons[id_] = KeyButton(icon, action.text(), colour=colour)
            button.clicked.connect(lambda _checked=False, action=action: action.trigger())
            row.addWidget(button)
        column.addLayout(row)
        self.reason = ReasonField()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("Reason (asked for when you reject)"))
        self.reason.given.connect(self._give_reason)
        self.reason.left.connect(self._leave)
        column.addWidget(self.reason)
        self.given = PlainLabel("", "second", step=-1, wrap=True)
        column.addWidget(self.given)
        self.talk = ThreadView(self._desk)
        column.addWidget(self.talk)
        return holder

    def sizeHint(self) -> QSize:
        return QSize(324, 400)

    def _show_keys(self) -> None:
        for id_, button in self.buttons.items():
            button.set_key(self._desk.keys.first(id_))

    # Showing

    def _show(self) -> None:
        line, article = self._review.current(), self._review.comparison.article
        there = line is not None and article is not None
        self._body.setVisible(there)
        self.nothing.setVisible(not there)
        if line is None or article is None:
            self.counted.emit("")
            self._at = None
            return
        if line.key != self._at:
            self._at = line.key
            self.reason.clear()
        of = len(self._review.shown())
        place = self.tr("{0} of {1}").format(self._review.place() + 1, of)
        self._icon.show_icon(ICONS[line.difference.kind])
        self.kind.setText(kind_title(article, line.difference))
        self.count.setText(place)
        self.sentence.setText(sentence(article, line.difference))
        self._show_readings(article, line)
        self._show_fields(article, line)
        self._show_verdict(article, line)

    def _show_readings(self, article: AnnotatedDocument, line: Line) -> None:
        kind, a, b, _ = line.difference
        pair = self._review.comparison.pair() or ("", "")
        spans = [contrasting.places(article, item, kind) for item in (a, b)]
        me = self._desk.session.me
        for side, item, own, other, layer in zip(
            self.sides, (a, b), spans, reversed(spans), (pair[0], pair[1]), strict=True
        ):
            id_ = (item.annotator if item is not None else layer) or ""
            mine = me is not None and id_ == me.id
            if id_ in article.annotators:
                name = name_of(article, id_)
                side.show_reader(name, initial(name), None if mine else self._desk.layering.colour(id_), mine=mine)
            else:
                side.show_nobody(self.tr("Nobody else"))
            tag = item.tag if isinstance(item, Annotation) else {"source": "source", "cue": "cue"}.get(kind, "claim")
            alone = a is None or b is None
            pieces = contrasting.pieces(own, own if alone else other)
            side.text.show_reading(article.text, pieces, tag)

    def _show_fields(self, article: AnnotatedDocument, line: Line) -> None:
        kind, a, b, facts = line.difference
        left, right = contrasting.fields(article, a), contrasting.fields(article, b)
        about = {kind, "source" if kind == "entity" else "", *("kind" for f in facts if f in ("kind", "polarity"))}
        for field in self.fields:
            one, other = left.get(field.field, ""), right.get(field.field, "")
            differs = a is not None and b is not None and (one != other or field.field in about)
            if field.field == "cue" and one == other and "cues" not in facts:
                differs = False
            alike = bool(one) and one == other and not differs
            said = self.tr("differs") if differs else self.tr("the same") if alike else ""
            field.show_values(one, other, differs=differs, same=said, words=self.tr("differs"))
            field.same.setVisible(alike)

    def _show_verdict(self, article: AnnotatedDocument, line: Line) -> None:
        target = self._deciding.target()
        on = "" if target is None else self.tr("on {0}’s reading").format(name_of(article, target.annotator))
        self._section.set_right_text(on or state_words(line.state))
        writable = target is not None and self._desk.session.writable
        for button in self.buttons.values():
            button.setEnabled(writable)
        self.reason.setEnabled(writable)
        weighing = self._review.comparison.weighing()
        told = []
        for item in (line.difference.a, line.difference.b):
            if item is None or weighing is None:
                continue
            for given in weighing.standing(item.id).given:
                who = self.tr("you") if given.mine else given.name
                decision = state_words(contrasting.DECIDED.get(given.verdict.decision or "", "open"))
                words = self.tr("{0}’s reading: {1} · {2}").format(name_of(article, item.annotator), decision, who)
                words += f" · {given.verdict.comment}" if given.verdict.comment else ""
                told.append(words if given.holds else self.tr("{0} (changed since)").format(words))
        self.talk.show_items([item.id for item in (line.difference.a, line.difference.b) if item is not None])
        self.given.setText("\n".join(told))
        self.given.setVisible(bool(told))

    # The reason

    def ask_reason(self) -> None:
        """Go to the field of the reason; giving one rejects, leaving goes back to where one was."""
        now = QApplication.focusWidget()
        if now is not None and not self.isAncestorOf(now):
            self._from = now
        self.reason.setPlaceholderText(self.tr("Why? The colleague will read it. Enter rejects, Escape leaves."))
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reason_typed(self) -> str:
        return self.reason.toPlainText().strip()

    def _give_reason(self) -> None:
        reason = self.reason_typed()
        if not reason:
            self._desk.session.problem.emit(
                self.tr("A rejection needs a reason."),
                self.tr("Say what is wrong with it; the colleague will read it."),
            )
            return
        self._leave()
        self._deciding.reject(reason)

    def _leave(self) -> None:
        self.reason.setPlaceholderText(self.tr("Reason (asked for when you reject)"))
        (self._from or self._desk.view).setFocus(Qt.FocusReason.OtherFocusReason)
        self._from = None
