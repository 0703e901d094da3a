"""Whose work is compared: a button with a menu of the annotators."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from annotator.model.hidden import shown
from annotator.model.items import Annotator
from annotator.model.people import called
from annotator.model.sameness import ADJUDICATED
from annotator.ui.controls.command_button import KeyButton


class AnnotatorsButton(KeyButton):
    """Everybody but what was adjudicated at first; never fewer than two. Not shown where there are only two."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__("people", "")
        self._menu = QMenu(self)
        self._known: dict[str, str] = {}
        self.clicked.connect(self._open)
        self._tell()

    def offer(self, annotators: Sequence[Annotator]) -> None:
        """Those there are now; the choice among them stays."""
        names = called(annotators)
        left_out = {action.data() for action in self._menu.actions() if not action.isChecked()}
        if ADJUDICATED.id not in self._known:
            left_out.add(ADJUDICATED.id)
        if names != self._known:
            self._known = names
            self._menu.clear()
            for id_, name in names.items():
                action = QAction(shown(name).replace("&", "&&"), self._menu)
                action.setCheckable(True)
                action.setData(id_)
                action.setChecked(id_ not in left_out)
                action.triggered.connect(lambda _on=False, action=action: self._toggled(action))
                self._menu.addAction(action)
        self._tell()

    def forget(self) -> None:
        self._menu.clear()
        self._known = {}
        self._tell()

    def ids(self) -> list[str]:
        """Those chosen; none says everybody."""
        return [str(action.data()) for action in self._menu.actions() if action.isChecked()]

    def _toggled(self, action: QAction) -> None:
        if len(self.ids()) < 2:
            action.setChecked(True)
            return
        self._tell()
        self.chosen.emit()

    def _tell(self) -> None:
        self.setVisible(len(self._known) > 2)
        self.set_name(self.tr("{0} of {1} annotators").format(len(self.ids()), len(self._known)))

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))
