"""One thread: what it is on, what was said, and the field for the answer."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from annotator.services.commenting import Remark, Target, Thread
from annotator.ui import theme
from annotator.ui.commenting.field import CommentField
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.inspector import short_time, tag_name

SEND = "Ctrl+Return"


class ThreadView(QWidget):
    """Shows a thread, or what a new one is on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_ground(self, "surface")
        self.about = PlainLabel("", weight=600, elide=True)
        self.talk = QScrollArea()
        self.talk.setWidgetResizable(True)
        self.talk.setFrameShape(QFrame.Shape.NoFrame)
        self.talk.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.talk.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.set_ground(self.talk.viewport(), "surface")
        self.field = CommentField()
        self.send = KeyButton("check", self.tr("Send"), SEND)
        self.send.clicked.connect(self.field.sent)
        writing = QHBoxLayout()
        writing.setSpacing(8)
        writing.addWidget(self.field, 1)
        writing.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 4, 14, 10)
        column.setSpacing(6)
        column.addWidget(self.about)
        column.addWidget(self.talk, 1)
        column.addLayout(writing)
        self.field.textChanged.connect(self._offer)
        self._writable = False
        self._offer()

    def show_thread(self, thread: Thread | None, target: Target | None, *, writable: bool) -> None:
        """Show what was said; `target` is what a thread that is not begun yet will be on."""
        on = thread.target if thread is not None else target
        self.about.setText(target_words(on) if on is not None else "")
        body = QWidget()
        theme.set_ground(body, "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(2)
        for remark in thread.remarks if thread is not None else ():
            column.addWidget(PlainLabel(self._who(remark), "second", step=-1))
            if remark.text:
                column.addWidget(PlainLabel(remark.text, wrap=True))
            column.addSpacing(6)
        column.addStretch()
        old = self.talk.takeWidget()
        self.talk.setWidget(body)
        if old is not None:
            old.hide()
            old.deleteLater()
        bar = self.talk.verticalScrollBar()
        bar.setValue(bar.maximum())
        self._writable = writable and on is not None
        self._offer()

    def name_field(self, words: str) -> None:
        """Say what is being written."""
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(words)

    def _who(self, remark: Remark) -> str:
        name = self.tr("Me") if remark.mine else remark.name
        parts = [name, short_time(remark.at) if remark.at else ""]
        if remark.edited:
            parts.append(self.tr("changed"))
        if not remark.text:
            parts.append(self.tr("resolved this") if remark.resolved else self.tr("opened this again"))
        elif remark.resolved:
            parts.append(self.tr("resolved"))
        return " · ".join(part for part in parts if part)

    def _offer(self) -> None:
        self.field.setEnabled(self._writable)
        self.send.setEnabled(self._writable and bool(self.field.toPlainText().strip()))


def target_words(target: Target) -> str:
    """What a thread is on, in a line: “Claim: the bridge will stay shut”."""
    words = " ".join(target.words.split()) or target.name
    kinds = {
        "document": _tr("Article"),
        "annotation": tag_name(target.tag),
        "attribution": _tr("Attribution"),
        "entity": _tr("Source"),
    }
    what = kinds.get(target.kind)
    if what is None:
        return _tr("Something that is no longer there")
    return f"{what}: {words}" if words else what


def _tr(text: str) -> str:
    return QCoreApplication.translate("ThreadView", text)
