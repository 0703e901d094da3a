"""Blind annotation in the window: the switch, and the bar that says why colleagues' tags are not there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.model.changes import ChangeSet
from annotator.services import blinding
from annotator.ui.desk import Desk

if TYPE_CHECKING:
    from annotator.ui.keeping.banner import Banner


class Blind(QObject):
    """Knows whether the project is annotated blind, and says so above an article whose other layers are hidden."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.window)
        self._desk = desk
        self._session = desk.session
        self._on: bool | None = None
        self._banner: Banner | None = None
        self._session.projectChanged.connect(self._forget)
        self._session.changed.connect(self._take)

    def _forget(self) -> None:
        self._on = None

    def _take(self, changes: ChangeSet) -> None:
        if changes.sweeping or changes.of("setting"):
            self._on = None

    def is_on(self) -> bool:
        """Whether the project's annotators work blind."""
        if self._on is None:
            project = self._session.project
            self._on = project is not None and blinding.is_on(project)
        return self._on

    def show(self) -> None:
        """Say above the article that others' layers are hidden, and why, while they are."""
        if self._banner is None:
            if not self._session.veiled:
                return
            from annotator.ui.keeping.banner import Banner

            banner = self._banner = Banner()
            self._desk.window.area.add_banner(banner)
            self._desk.docks.bars.append((banner, lambda: next(iter(banner.buttons), None)))
        if not self._session.veiled:
            self._banner.hide()
            return
        from annotator.ui.keeping.banner import Choice

        finish = Choice(self.tr("Mark finished"), self._desk.tagging.toggle_finished)
        self._banner.say(
            self.tr("This project is annotated blind: colleagues’ tags come when you have finished the article."),
            [finish] if self._session.writable else [], grave=False, about=self.tr("Blind annotation"),
        )  # fmt: skip

    def toggle(self) -> None:
        """Let everybody annotate blind, or not any more."""
        project = self._session.project
        if project is None or not self._session.is_free() or not self._desk.filing.sign():
            return
        on = not self.is_on()
        if self._session.run(lambda: blinding.switch(project, on=on)) is not None and not self._session.veiled:
            self._session.told.emit(
                self.tr("Everybody annotates blind now: colleagues’ tags of an article come when one has finished it.")
                if on
                else self.tr("Colleagues’ tags are shown to everybody again.")
            )
