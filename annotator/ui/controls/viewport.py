"""The part of a scroll area in which its content is seen."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> QWidget:
    """Give a new scroll area a viewport that is made here, and answer it.

    To find out what Qt's own one is, PySide would make ready every class of widget there is, and a start would wait.
    """
    made = QWidget()
    area.setViewport(made)
    return made
