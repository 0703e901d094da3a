"""Parts that are made when they are first seen."""

from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.ui.controls.empty_state import EmptyState


def test_what_is_never_shown_is_never_filled(qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    hidden = EmptyState("article", "Nothing here", "Add something.", parent=window)
    hidden.hide()
    column.addWidget(hidden)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    assert not hidden.findChildren(QLabel)

    hidden.show()
    assert hidden.findChildren(QLabel)
    assert all(part.isVisible() for part in hidden.findChildren(QLabel))


def test_what_is_shown_with_its_parent_is_filled_and_seen(qtbot):
    area = QScrollArea()
    area.setWidgetResizable(True)
    shown = EmptyState("article", "Nothing here", "Add something.")
    area.setWidget(shown)
    qtbot.addWidget(area)
    with qtbot.waitExposed(area):
        area.show()
    assert shown.findChildren(QLabel)
    assert all(part.isVisible() for part in shown.findChildren(QLabel))
