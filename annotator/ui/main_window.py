"""The window: puts the parts together and lets them hear of each other. What they do is their own."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QMainWindow, QMenu

from annotator import __version__
from annotator.model.changes import ChangeSet
from annotator.model.hidden import named
from annotator.services.identity import Identities
from annotator.ui import theme
from annotator.ui.actions import Actions, key_list
from annotator.ui.article.view import ArticleView
from annotator.ui.article_area import ArticleArea, stacked
from annotator.ui.commands import COMMANDS
from annotator.ui.desk import Desk
from annotator.ui.dock_panels import add_panels, annotations_panel
from annotator.ui.docks import Docks
from annotator.ui.filing import Filing
from annotator.ui.keymap import Keymap
from annotator.ui.message_bar import MessageBar
from annotator.ui.modes import Modes
from annotator.ui.pages import Pages, PageStack
from annotator.ui.panels.documents import DocumentsPanel
from annotator.ui.panels.inspector import Inspector, short_time
from annotator.ui.session import Session
from annotator.ui.settings import WindowSettings
from annotator.ui.soon import Soon
from annotator.ui.status_bar import StatusBar
from annotator.ui.tool_bar import ToolBar

if TYPE_CHECKING:
    from annotator.model.corpus import Report
    from annotator.ui.drop_zone import DropZone
    from annotator.ui.faults import Faults
    from annotator.ui.palette import CommandPalette
    from annotator.ui.start_page import StartPage

_CONTEXT = (
    "tag.claim", "tag.source", "tag.quote", "tag.cue", "", "link.source", "link.parent", "link.add", "link.unspecified",
    "link.author", "source.entity", "", "tag.note", "tag.discuss", "tag.delete", "", "edit.copy", "edit.cite",
)  # fmt: skip


class MainWindow(QMainWindow):
    """One window on one project, or the start page."""

    documents: DocumentsPanel
    faults: "Faults | None" = None
    """The handler of faults, where one was installed."""

    def __init__(self, identities: Identities, settings: WindowSettings) -> None:
        super().__init__()
        self.session = Session(self)
        self.view = ArticleView()
        self._settings = settings
        self._head = Soon(self._show_head, self)
        self.docks = Docks(self, self.view)
        self.keys = Keymap(COMMANDS, settings, self)
        filing = Filing(self.session, settings, identities, self)
        self.desk = Desk(self, self.session, self.view, settings, self.docks, filing, self.keys)
        self.area = ArticleArea(self.view)
        self._pages = PageStack()
        self.pages = self.desk.pages = Pages(self.desk, self.area, self._pages)
        self.modes = self.desk.modes = Modes(self.desk, self)
        self.start_messages = MessageBar()
        self.setCentralWidget(stacked(self.start_messages, self._pages))
        self.documents = DocumentsPanel(self.session)
        filing.listed = self.documents.shown
        self.inspector = Inspector(self.desk)
        add_panels(self.desk, self.documents, self.inspector)
        self.actions_ = Actions(self.desk, self)
        self.actions_.fill(self.menuBar())
        self.tools = ToolBar(self.actions_)
        self.addToolBar(self.tools)
        self.status = StatusBar(self.session)
        self.setStatusBar(self.status)
        self._connect()
        self._lay_out()

    # Putting together

    # Made when they are first needed: a window that opens on a project shows neither

    @cached_property
    def start(self) -> "StartPage":
        """The page that is shown without a project."""
        from annotator.ui.start_page import StartPage

        start, filing = StartPage(), self.desk.filing
        start.openRequested.connect(lambda path: filing.open_path(Path(path)))
        start.openFileRequested.connect(filing.open)
        start.newRequested.connect(filing.new)
        start.sampleRequested.connect(filing.open_sample)
        start.chooseFilesRequested.connect(filing.choose_imports)
        start.pasteRequested.connect(filing.paste)
        start.filesDropped.connect(self._dropped)
        start.forgetRequested.connect(self._forget)
        start.show_keys(self.keys)
        self._pages.addWidget(start)
        return start

    @cached_property
    def palette_(self) -> "CommandPalette":
        """Everything that can be run or gone to, by name."""
        from annotator.ui.going import places_to_go
        from annotator.ui.palette import CommandPalette

        return CommandPalette(self, lambda: [*self.actions_.entries(), *places_to_go(self.session)])

    def _connect(self) -> None:
        session, view, filing, area = self.session, self.view, self.desk.filing, self.area
        session.projectChanged.connect(self.show_project)
        session.articleChanged.connect(self._show_article)
        session.focusChanged.connect(self._show_focus)
        session.changed.connect(self._changed)
        session.problem.connect(self._tell_problem)
        session.remediable.connect(self._tell_remedy)
        session.told.connect(lambda sentence: self._messages().show_message("ok", sentence))
        view.focusChanged.connect(self.session.focus)
        view.selectionChanged.connect(self.actions_.follow)
        view.caretMoved.connect(lambda _at: self.status.show_place(*view.current_paragraph()))
        view.zoomChanged.connect(self.status.show_zoom)
        view.menuRequested.connect(self._context_menu)
        view.set_movable(self.desk.tagging.can_move)
        view.edgeDragged.connect(self.desk.tagging.set_spans)
        view.linkDragged.connect(self._link_dropped)
        self.status.zoomed.connect(view.set_zoom)
        self.tools.searched.connect(self.open_palette)
        self.documents.entered.connect(view.setFocus)
        self.setAcceptDrops(True)
        area.head.finish.connect(self._finish)
        area.empty.activated.connect(filing.choose_imports)
        area.progress.cancelled.connect(filing.cancel)
        filing.worked.connect(area.progress.show_progress)
        session.busyChanged.connect(self._busy_changed)
        filing.reported.connect(self._tell_report)
        filing.undecided.connect(self.actions_.by_id["review.decisions"].trigger)
        filing.hindered.connect(self.desk.keep_watch)
        self.docks.changed.connect(self.actions_.update)
        self.pages.changed.connect(self.actions_.update)
        self.modes.changed.connect(self._show_mode)
        theme.changed().connect(view.set_tokens)
        self.keys.changed.connect(self._show_keys)

    def _lay_out(self) -> None:
        self._show_keys()
        self.desk.appearance.restore()
        self.resize(1280, 800)
        geometry = self._settings.geometry()
        if not geometry.isEmpty():
            self.restoreGeometry(geometry)
        self.docks.restore(self._settings)

    # What is shown

    def show_project(self) -> None:
        """Show the open project, or the start page when there is none."""
        project = self.session.project
        self._pages.setCurrentWidget(self.area if project is not None else self.start)
        self.docks.set_shown(shown=project is not None)
        self.tools.setVisible(project is not None)
        self.status.setVisible(project is not None)
        self.area.messages.dismiss()
        self.start_messages.dismiss()
        if project is None:
            self.setWindowTitle(self.tr("Annotator"))
            self._fill_start()
            self.start.setFocus()
        else:
            self.setWindowTitle(self.tr("{0} – Annotator").format(named(project.name)))
            self.setWindowFilePath(str(project.path))
        self.actions_.update()

    def _show_mode(self) -> None:
        self.tools.show_mode(self.modes.current)
        self._show_article()

    def _finish(self) -> None:
        reviewing = self.modes.current == "review"
        self.actions_.by_id["review.reviewed" if reviewing else "document.finish"].trigger()

    def _fill_start(self) -> None:
        from annotator.ui.start_page import RecentProject

        self.start.set_recent(
            [
                RecentProject(one.path, Path(one.path).stem, one.detail, short_time(one.when))
                for one in self._settings.recent()
            ]
        )

    def _show_article(self) -> None:
        article = self.session.article
        self.area.messages.dismiss()
        self.desk.layering.show()
        self._show_head()
        self.desk.blind.show()
        self.status.show_place(*self.view.current_paragraph())
        if article is not None:
            self.view.setFocus()
        self.actions_.update()

    def _show_head(self) -> None:
        reviewing = self.modes.current == "review"
        finished = self.desk.deciding.is_reviewed() if reviewing else self.desk.tagging.finished()
        self.area.show_article(self.session.article, finished=finished, writable=self.session.writable)

    def _show_focus(self) -> None:
        if self.view.focused() != self.session.focused:
            self.view.focus_annotation(self.session.focused)
        self.actions_.follow()

    def _changed(self, changes: ChangeSet) -> None:
        self._messages().dismiss()  # what was wrong before has been got over
        self.desk.layering.refresh(changes)
        self._head.ask()
        self.actions_.follow()

    def _messages(self) -> MessageBar:
        """The message bar of what is shown."""
        return self.start_messages if self.session.project is None else self.pages.messages()

    def _tell_problem(self, sentence: str, next_step: str) -> None:
        self._messages().show_message("bad", f"{sentence} {next_step}".strip())

    def _tell_remedy(self, words: str, command: str) -> None:
        action = self.actions_.by_id[command]
        self.actions_.update()
        self.tell_fault(words, action.text() if action.isEnabled() else "", action.trigger)

    def tell_fault(self, sentence: str, action: str = "", run: Callable[[], None] | None = None) -> None:
        """Tell of something that went wrong, where it disturbs nobody, with a button for what helps."""
        self._messages().show_message("bad", sentence, action, run)

    def _tell_report(self, report: "Report") -> None:
        from annotator.ui.imported import tell

        tell(report, self.area.messages, self.actions_, self)

    def _show_keys(self) -> None:
        self.tools.fit()
        self.area.show_keys(self.keys)
        self.documents.show_keys(self.keys)
        if "start" in self.__dict__:  # made only when it is first needed
            self.start.show_keys(self.keys)

    def _busy_changed(self) -> None:
        self.area.progress.set_busy(busy=self.session.busy)
        self._head.ask()
        self.actions_.update()

    def _context_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        self.actions_.update()
        for id_ in _CONTEXT:
            if id_:
                menu.addAction(self.actions_.by_id[id_])
            else:
                menu.addSeparator()
        menu.popup(at)
        menu.aboutToHide.connect(menu.deleteLater)

    # What commands ask for

    def show_hint(self, words: str) -> None:
        """Say what can be pressed in a mode; nothing outside of one."""
        self.area.messages.dismiss()
        self.area.hints.hint(words)

    def open_palette(self) -> None:
        self.palette_.open()

    def show_keys(self) -> None:
        from annotator.ui.shortcut_help import ShortcutHelp

        help_ = ShortcutHelp(key_list(self.keys), self)
        help_.changing.connect(lambda: self.show_settings("keyboard"))
        help_.open()

    def show_settings(self, page: str = "appearance") -> None:
        from annotator.ui.dialogs.settings.dialog import SettingsDialog

        SettingsDialog(self.desk, page).open()

    def show_about(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("About Annotator"))
        box.setText(f"Annotator {__version__}")
        box.setInformativeText(self.tr("Who said what, and how the article knows. Everything stays on this computer."))
        box.open()

    def show_methods(self) -> None:
        """How agreement is measured."""
        from annotator.ui.agreeing.methods import Methods

        Methods(self).show()

    def edit_note(self) -> None:
        """Go to the note of the focused annotation."""
        self.docks.show("inspector")
        self.inspector.settle()
        if self.inspector.note is not None:
            self.inspector.ensureWidgetVisible(self.inspector.note)
            self.inspector.note.setFocus()
            self.inspector.note.moveCursor(QTextCursor.MoveOperation.End)

    def rate(self) -> None:
        """Go to the rating of the focused claim, or of the source that it comes from."""
        article, focused = self.session.article, self.session.focused
        annotation = article.annotations.get(focused or "") if article is not None else None
        if article is not None and annotation is not None and annotation.tag == "source":
            entity = article.entity_of(annotation)
            if entity is not None:
                self.pages.show_sources(entity.id, then="rate")
                return
        self.docks.show("inspector")
        self.inspector.settle()
        if self.inspector.grades is not None:
            self.inspector.ensureWidgetVisible(self.inspector.grades)
            self.inspector.grades.setFocus()

    def find_annotation(self) -> None:
        """Go to the list of annotations, where typing narrows it."""
        self.docks.show("annotations")
        annotations_panel(self.docks).search()

    def _link_dropped(self, one: str, other: str) -> None:
        self.desk.linking.connect_two(one, other)

    # Files from outside

    @cached_property
    def drop_zone(self) -> "DropZone":
        """Where files can be dropped: anywhere."""
        from annotator.ui.drop_zone import DropZone

        zone = DropZone(self)
        zone.dropped.connect(self._dropped)
        return zone

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drop_zone.enter(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.drop_zone.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_zone.drop(event)

    def _dropped(self, paths: list[str]) -> None:
        self.desk.filing.import_paths([Path(path) for path in paths])

    def _forget(self, path: str) -> None:
        self._settings.forget(path)
        self._fill_start()

    def _may_lose_notes(self) -> bool:
        from annotator.ui.dialogs.unrecorded import agreed_to_lose

        return agreed_to_lose(self, list(self.inspector.unrecorded.values()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.filing.wait()
        if self.session.project is not None:
            self.session.aboutToLeave.emit()
        if self.inspector.unrecorded and not self._may_lose_notes():
            event.ignore()
            return
        self.desk.stop_watching()
        self.desk.filing.remember()
        if self.session.project is not None:
            self._settings.keep_geometry(self.saveGeometry())
            self.docks.keep(self._settings)
        self._settings.save()
        self.session.close()
        super().closeEvent(event)
