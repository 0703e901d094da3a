"""The settings: how the program looks, which keys it has, who works with it. What is set counts at once."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from annotator.ui import theme
from annotator.ui.desk import Desk
from annotator.ui.dialogs.settings.appearance import AppearancePage
from annotator.ui.dialogs.settings.keyboard import KeyboardPage
from annotator.ui.dialogs.settings.name import NamePage
from annotator.ui.dialogs.settings.project import ProjectPage

_INSET = 16


class SettingsDialog(QDialog):
    """`page` is the one shown first: `appearance`, `keyboard`, `name` or `project`."""

    def __init__(self, desk: Desk, page: str = "appearance") -> None:
        super().__init__(desk.window)
        self.setWindowTitle(self.tr("Settings"))
        theme.set_ground(self, "surface")
        self._desk = desk
        self.pages = QTabWidget()
        self.pages.setStyleSheet("QTabWidget::tab-bar { left: 4px; }")  # the names stand above the pages' text
        self.pages.tabBar().setAccessibleName(self.tr("Pages"))
        self.pages.setAccessibleName(self.tr("Settings"))
        made: dict[str, tuple[str, Callable[[], QWidget]]] = {
            "appearance": (self.tr("Appearance"), lambda: AppearancePage(desk.appearance)),
            "keyboard": (self.tr("Keyboard"), lambda: KeyboardPage(desk.keys)),
            "name": (self.tr("Name"), lambda: NamePage(desk.filing)),
            "project": (self.tr("Project"), lambda: ProjectPage(desk.session)),
        }
        for title, make in made.values():
            self.pages.addTab(make(), title)
        self.pages.setCurrentIndex(max(0, list(made).index(page) if page in made else 0))
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(_INSET, 12, _INSET, 0)
        bottom.addStretch()
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 12)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addLayout(bottom)
        line = self.fontMetrics().height()
        self.resize(line * 42, line * 36)
        self.pages.currentWidget().setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.connect(self._leave)

    def _leave(self) -> None:
        self._desk.settings.save()
        self.deleteLater()
