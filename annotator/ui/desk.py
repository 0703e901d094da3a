"""What commands act on: the parts of one window, handed to every command as one value."""

from functools import cached_property
from typing import TYPE_CHECKING

from annotator.ui.appearance import Appearance
from annotator.ui.article.view import ArticleView
from annotator.ui.keymap import Keymap
from annotator.ui.layering import Layering
from annotator.ui.session import Session
from annotator.ui.settings import WindowSettings
from annotator.ui.tagging import Tagging

if TYPE_CHECKING:
    from annotator.ui.docks import Docks
    from annotator.ui.filing import Filing
    from annotator.ui.finding import Finding
    from annotator.ui.importing.extracting import Extracting
    from annotator.ui.keeping.keeping import Keeping
    from annotator.ui.linking import Linking
    from annotator.ui.main_window import MainWindow
    from annotator.ui.merging.merging import Merging
    from annotator.ui.modes import Modes
    from annotator.ui.pages import Pages
    from annotator.ui.printing import Printing
    from annotator.ui.reviewing.blind import Blind
    from annotator.ui.reviewing.deciding import Deciding
    from annotator.ui.reviewing.review import Review
    from annotator.ui.sourcing import Sourcing
    from annotator.ui.undoing import Undoing


class Desk:
    """The parts of a window that commands use."""

    def __init__(
        self, window: "MainWindow", session: Session, view: ArticleView, settings: WindowSettings, docks: "Docks",
        filing: "Filing", keys: Keymap,
    ) -> None:  # fmt: skip
        self.window = window
        self.session = session
        self.view = view
        self.settings = settings
        self.docks = docks
        self.filing = filing
        self.keys = keys
        self.appearance = Appearance(settings, view)
        self.layering = Layering(session, view, keys, settings)
        self.pages: Pages
        self.modes: Modes
        self.tagging = Tagging(session, view, filing.sign, window)

    # Made when they are first used: no start of the program waits for them

    @cached_property
    def linking(self) -> "Linking":
        from annotator.ui.linking import Linking

        made = Linking(self.session, self.view, self.tagging, self.keys)
        made.hinted.connect(self.window.show_hint)
        return made

    @cached_property
    def finding(self) -> "Finding":
        from annotator.ui.finding import Finding

        return Finding(self.session, self.view, self.window.area.finder)

    @cached_property
    def undoing(self) -> "Undoing":
        from annotator.ui.undoing import Undoing

        return Undoing(self.session, self.filing)

    @cached_property
    def sourcing(self) -> "Sourcing":
        from annotator.ui.sourcing import Sourcing

        return Sourcing(self.session, self.view, self.tagging, self.keys)

    @cached_property
    def printing(self) -> "Printing":
        from annotator.ui.printing import Printing

        return Printing(self.session, self.layering, self.filing)

    @cached_property
    def extracting(self) -> "Extracting":
        from annotator.ui.importing.extracting import Extracting

        return Extracting(self)

    @cached_property
    def merging(self) -> "Merging":
        from annotator.ui.merging.merging import Merging

        return Merging(self)

    @cached_property
    def keeping(self) -> "Keeping":
        from annotator.ui.keeping.keeping import Keeping

        return Keeping(self, self.window)

    @cached_property
    def reviewing(self) -> "Review":
        from annotator.ui.reviewing.review import Review

        return Review(self)

    @cached_property
    def deciding(self) -> "Deciding":
        from annotator.ui.reviewing.deciding import Deciding

        return Deciding(self)

    @cached_property
    def blind(self) -> "Blind":
        from annotator.ui.reviewing.blind import Blind

        return Blind(self)

    def keep_watch(self) -> None:
        """From now on the project is looked after."""
        _ = self.keeping

    def stop_watching(self) -> None:
        """End what looks after the project, if anything does."""
        if "keeping" in self.__dict__:
            self.keeping.watch.end()

    # What has to be there for a command to make sense

    def has_project(self) -> bool:
        return self.session.project is not None

    def can_write(self) -> bool:
        return self.session.writable

    def is_idle(self) -> bool:
        return not self.session.busy

    def has_idle_project(self) -> bool:
        return self.has_project() and self.is_idle()

    def has_article(self) -> bool:
        return self.session.article is not None

    def has_original(self) -> bool:
        """Whether the article can be made anew from the file it came from."""
        project, article = self.session.project, self.session.article
        return project is not None and article is not None and self.can_write() and project.keeps_original(article.id)

    def can_annotate(self) -> bool:
        return self.has_article() and self.can_write()

    def can_review(self) -> bool:
        return self.modes.current == "review" and self.can_annotate()

    def has_differences(self) -> bool:
        return self.modes.current == "review" and self.has_article() and bool(self.reviewing.shown())

    def has_difference(self) -> bool:
        return self.has_differences() and self.reviewing.current() is not None

    def can_judge(self) -> bool:
        return self.can_review() and self.deciding.can_judge()

    def has_verdict(self) -> bool:
        return self.can_review() and self.deciding.has_verdict()

    def has_focus(self) -> bool:
        return self.can_annotate() and self.session.focused is not None

    def has_content(self) -> bool:
        return self.has_focus() and self.tagging.focused_tag() in ("claim", "quote")

    def has_rateable(self) -> bool:
        return self.has_focus() and self.tagging.focused_tag() in ("claim", "source")

    def has_attribution(self) -> bool:
        return self.has_focus() and self.session.attribution() is not None
