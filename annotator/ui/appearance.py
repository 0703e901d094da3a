"""How the window and its articles look: theme, reading face, size of the text, length of its lines."""

from PySide6.QtWidgets import QApplication

from annotator.ui import theme as themes
from annotator.ui.article.view import ArticleView
from annotator.ui.settings import USUAL_LINE, WindowSettings


class Appearance:
    """What the person chose, shown at once and remembered."""

    def __init__(self, settings: WindowSettings, view: ArticleView) -> None:
        self._settings = settings
        self._view = view
        view.zoomChanged.connect(self._keep_zoom)

    def restore(self) -> None:
        """Dress the article as it was; the theme is there before any window is."""
        self._view.set_tokens(themes.current())
        self._view.set_zoom(self._settings.zoom)
        self._view.show_cards(self._settings.cards)
        self._view.show_numbers(self._settings.paragraph_numbers)
        if self._settings.face:
            self._show_face(self._settings.face)
        if self._settings.line != USUAL_LINE:
            self._view.set_column_width(self._settings.line)

    @property
    def theme(self) -> themes.Setting:
        return self._settings.theme

    @property
    def face(self) -> str:
        """The family of the article; empty for that of the design."""
        return self._settings.face

    @property
    def zoom(self) -> float:
        """Of the article, 1 being its usual size."""
        return self._view.zoom()

    @property
    def line(self) -> int:
        """The characters a line of an article is to hold."""
        return self._settings.line

    @property
    def cards(self) -> bool:
        return self._settings.cards

    @property
    def numbers(self) -> bool:
        return self._settings.paragraph_numbers

    def set_theme(self, setting: themes.Setting) -> None:
        self._settings.theme = setting
        themes.follow(_application(), setting)

    def set_face(self, family: str) -> None:
        """Read articles and exact words in a family; in that of the design with ""."""
        self._settings.face = family
        self._show_face(family)

    def set_zoom(self, factor: float) -> None:
        self._view.set_zoom(factor)

    def set_line(self, characters: int) -> None:
        """Let lines of an article hold about so many characters where there is room."""
        self._settings.line = characters
        self._view.set_column_width(characters)

    def toggle_cards(self) -> None:
        self.set_cards(shown=not self._view.with_cards())

    def toggle_numbers(self) -> None:
        self.set_numbers(shown=not self._view.with_numbers())

    def set_cards(self, *, shown: bool) -> None:
        """Show the cards beside the text where there is room."""
        self._settings.cards = shown
        self._view.show_cards(shown)

    def set_numbers(self, *, shown: bool) -> None:
        """Number the paragraphs."""
        self._settings.paragraph_numbers = shown
        self._view.show_numbers(shown)

    def reset(self) -> None:
        """As the program came."""
        self.set_theme("system")
        self.set_face("")
        self.set_zoom(1.0)
        self.set_line(USUAL_LINE)
        self.set_cards(shown=True)
        self.set_numbers(shown=False)

    def _show_face(self, family: str) -> None:
        themes.set_reading_face(family)
        self._view.set_reading_face(family)

    def _keep_zoom(self, factor: float) -> None:
        self._settings.zoom = factor


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
