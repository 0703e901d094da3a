"""Saying aloud, for those who do not see it, that something has changed."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from annotator.model import hidden


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say `sentence`, without moving the focus; does nothing where none listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, hidden.sentence(sentence)))
