from types import SimpleNamespace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from annotator.ui.controls import announcing
from annotator.ui.controls.announcing import announce


@pytest.fixture
def said(monkeypatch):
    """What a screen reader would be told, while one listens."""
    sentences = []

    def update(event):
        sentences.append(event.message())
        QAccessible.updateAccessibility(event)

    listening = SimpleNamespace(isActive=lambda: True, updateAccessibility=update)
    monkeypatch.setattr(announcing, "QAccessible", listening)
    return sentences


def test_a_sentence_is_said_to_the_letter(qtbot, said, hostile):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, hostile)
    assert said == [hostile]


def test_where_nobody_listens_nothing_happens(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    announce(label, "Done.")
