"""The colours of one theme as the article's painters use them."""

from PySide6.QtGui import QColor

from annotator.ui.tokens import Tokens

TAGS = ("claim", "source", "quote", "cue")


class Inks:
    """QColors of one theme, made once: a paint event makes none."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.paper = QColor(tokens.paper)
        self.raised = QColor(tokens.raised)
        self.text = QColor(tokens.text)
        self.text2 = QColor(tokens.text2)
        self.text3 = QColor(tokens.text3)
        self.line = QColor(tokens.line)
        self.edge = QColor(tokens.edge)
        self.press = QColor(tokens.press)
        self.accent = QColor(tokens.accent)
        self.on_accent = QColor(tokens.on_accent)
        self.warn = QColor(tokens.warn)
        self.arc = QColor(tokens.arc)
        self.layers = [QColor(colour) for colour in tokens.layers]
        self._ink = {tag: QColor(tokens.ink(tag)) for tag in TAGS}
        self._tint = {tag: QColor(tokens.tint(tag)) for tag in TAGS}
        self._strong = {tag: QColor(tokens.tint(tag, focused=True)) for tag in TAGS}

    def ink(self, tag: str) -> QColor:
        """The colour of a tag's lines; a project's own tags share that of cue."""
        return self._ink.get(tag) or self._ink["cue"]

    def layer(self, number: int) -> QColor:
        """The colour of a colleague's outlines."""
        return self.layers[number % len(self.layers)]

    def tint(self, tag: str, *, focused: bool) -> QColor:
        held = self._strong if focused else self._tint
        return held.get(tag) or held["cue"]
