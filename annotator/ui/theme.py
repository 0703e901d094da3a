"""The window's look: Fusion, one palette and one short style sheet from a theme's tokens, fonts and measures."""

import hashlib
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QFileInfo, QObject, QStandardPaths, Qt, QTemporaryDir, Signal, SignalInstance
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette, QPixmapCache
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from annotator.resources import path
from annotator.ui.tokens import DARK, LIGHT, Tokens

Setting = Literal["system", "light", "dark"]
Ground = Literal["window", "surface", "paper", "raised"]

GENERIC_FONT: Final = "Sans Serif"
"""What Qt answers where no desktop names a font."""
INTERFACE_FONTS: Final = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
READING_FONTS: Final = ("Noto Serif", "Charter", "Georgia", "Cambria", "Source Serif 4", "DejaVu Serif")
BASE: Final = 13
"""The size, in pixels, at which the steps of the type scale are one pixel each."""
SMALLEST: Final = 11
"""No step of the scale falls under this many pixels, unless the system font itself does."""

_THEMES: Final = "themes"
"""The property of the application that holds them. Searching its children would look at its style, too."""

_ROLES: Final = {
    QPalette.ColorRole.Window: "window", QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "raised", QPalette.ColorRole.AlternateBase: "surface",
    QPalette.ColorRole.Text: "text", QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Button: "raised", QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad", QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Highlight: "accent", QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent", QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "raised", QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Light: "raised", QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "line", QPalette.ColorRole.Dark: "edge", QPalette.ColorRole.Shadow: "line",
}  # fmt: skip
_DISABLED: Final = {
    QPalette.ColorRole.WindowText: "off", QPalette.ColorRole.Text: "off", QPalette.ColorRole.ButtonText: "off",
    QPalette.ColorRole.PlaceholderText: "off", QPalette.ColorRole.Link: "off", QPalette.ColorRole.LinkVisited: "off",
    QPalette.ColorRole.Highlight: "press", QPalette.ColorRole.HighlightedText: "text2",
    QPalette.ColorRole.Accent: "press", QPalette.ColorRole.Base: "window", QPalette.ColorRole.Button: "window",
}  # fmt: skip

# A focus border is 2 px, so its padding is 1 px and its height 2 px less: nothing moves when the focus comes.
# Rules for tool buttons are scoped: an unscoped one also hits the buttons inside a QLineEdit.
_SHEET: Final = """
* { outline: 0; }
QMainWindow, QDialog { background: @window; }
QMainWindow::separator { width: 1px; height: 1px; background: @line; }
QMainWindow::separator:hover { background: @accent; }
QWidget[ground="window"] { background: @window; }
QWidget[ground="surface"] { background: @surface; }
QWidget[ground="paper"] { background: @paper; }
QWidget[ground="raised"] { background: @raised; }
QSplitter::handle { background: @line; }
QMenuBar { background: @window; padding: 2px 6px; spacing: 0; color: @text; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenuBar::item:pressed { background: @press; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; color: @text; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @soft; }
QMenu::item:disabled { color: @off; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QToolBar { background: @window; border: 0; border-bottom: 1px solid @line; padding: 4px 8px; spacing: 2px; }
QToolBar::separator { width: 1px; background: @line; margin: 6px 7px; }
QToolBar QToolButton, QToolButton[look="bar"] {
  border: 1px solid transparent; border-radius: 4px; padding: 0 5px; min-height: @innerpx; background: transparent; }
QToolBar QToolButton:hover, QToolButton[look="bar"]:hover { background: @hover; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked, QToolButton[look="bar"]:pressed,
QToolButton[look="bar"]:checked { background: @press; }
QToolBar QToolButton:focus, QToolButton[look="bar"]:focus {
  border: 2px solid @accent; padding: 0 4px; min-height: @focusedpx; }
QToolBar QToolButton:disabled { color: @off; }
QToolButton[look="bar"]::menu-indicator, QToolBar QToolButton::menu-indicator { image: none; }
QDockWidget { background: @surface; color: @text; }
QStatusBar { background: @window; border-top: 1px solid @line; color: @text2; min-height: 25px; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { color: @text2; padding: 0 8px; }
QAbstractScrollArea { background: @surface; border: 0; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: @raised; border: 1px solid @line; border-bottom-color: @edge; border-radius: 4px; color: @text;
  selection-background-color: @accent; selection-color: @on_accent; min-height: @innerpx; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: @text3; }
QLineEdit, QAbstractSpinBox { padding: 0 6px; }
QComboBox { padding: 0 0 0 8px; }
QPlainTextEdit, QTextEdit { padding: 4px 3px; }
QLineEdit:focus, QAbstractSpinBox:focus { border: 2px solid @accent; padding: 0 5px; min-height: @focusedpx; }
QComboBox:focus { border: 2px solid @accent; padding: 0 0 0 7px; min-height: @focusedpx; }
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid @accent; padding: 3px 2px; min-height: @focusedpx; }
QLineEdit[state="bad"] { border: 1px solid @bad; }
QLineEdit[state="bad"]:focus { border: 2px solid @bad; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  color: @off; background: @window; border-bottom-color: @line; }
QLineEdit[look="bare"], QLineEdit[look="bare"]:focus { background: transparent; border: 0; padding: 0; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {
  border: 0; padding: 0; min-height: 0; background: transparent; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { padding-left: 5px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
  subcontrol-origin: border; border: 0; width: 18px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @hover; }
QAbstractSpinBox::up-arrow { image: url("@uparrow"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("@arrow"); width: 9px; height: 9px; }
QAbstractSpinBox::up-arrow:disabled, QAbstractSpinBox::up-arrow:off { image: url("@offuparrow"); }
QAbstractSpinBox::down-arrow:disabled, QAbstractSpinBox::down-arrow:off { image: url("@offarrow"); }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("@arrow"); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url("@offarrow"); }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; }
QCheckBox, QRadioButton { spacing: 8px; color: @text; }
QCheckBox:disabled, QRadioButton:disabled { color: @off; }
QCheckBox::indicator, QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid @edge; border-radius: 3px; background: @raised; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { background: @hover; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url("@tick"); }
QRadioButton::indicator:checked { border: 5px solid @accent; width: 6px; height: 6px; background: @on_accent; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked:focus { border-color: @text; }
QRadioButton::indicator:checked:focus { border: 5px solid @text; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: @line; background: @window; }
QPushButton {
  background: @raised; border: 1px solid @line; border-bottom-color: @edge; border-radius: 4px; padding: 0 12px;
  min-height: @innerpx; color: @text; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @press; }
QPushButton:focus { border: 2px solid @accent; padding: 0 11px; min-height: @focusedpx; }
QPushButton:disabled { color: @off; border-color: @line; background: @window; }
QPushButton[primary="true"] { background: @accent; border-color: @accent; color: @on_accent; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @accent_hover; border-color: @accent_hover; }
QPushButton[primary="true"]:pressed { background: @accent; border-color: @accent; }
QPushButton[primary="true"]:focus { border-color: @text; }
QPushButton[primary="true"]:disabled { background: @press; border-color: @press; color: @text2; }
QPushButton[flat="true"] { background: transparent; border: 1px solid transparent; color: @accent; padding: 0 6px; }
QPushButton[flat="true"]:hover { background: @hover; }
QPushButton[flat="true"]:focus { border: 2px solid @accent; padding: 0 5px; }
QPushButton[flat="true"]:disabled { color: @off; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractItemView { background: @surface; color: @text; selection-background-color: @soft; selection-color: @text; }
QHeaderView { background: @surface; }
QHeaderView::section {
  background: @surface; color: @text3; border: 0; border-bottom: 1px solid @line; padding: 0 8px;
  min-height: @innerpx; }
QTableCornerButton::section { background: @surface; border: 0; }
QTabWidget::pane { border: 0; }
QTabBar { background: transparent; qproperty-drawBase: 0; qproperty-expanding: 0; }
QTabBar::tab {
  background: transparent; color: @text2; padding: 6px 10px; margin: 0 2px; border: 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:hover { color: @text; background: @hover; }
QTabBar::tab:focus { background: @soft; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; border: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; border: 0; }
QScrollBar::handle { background: @press; border: 0; margin: 2px; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: @edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar {
  background: @press; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSlider::groove:horizontal { height: 3px; background: @press; border-radius: 1px; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -4px 0; border-radius: 5px; background: @text2; }
QSlider::handle:horizontal:focus { background: @accent; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px 6px; }
QLabel { background: transparent; }
QLabel[role="second"] { color: @text2; }
QLabel[role="dim"] { color: @text3; }
QLabel[role="bad"] { color: @bad; }
QLabel[role="warn"] { color: @warn; }
QLabel:disabled { color: @off; }
"""


class Themes(QObject):
    """The one theme of an application: its tokens now, and `changed` whenever other ones are applied."""

    changed = Signal(object)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.tokens = LIGHT
        self.setting: Setting = "system"
        self.reading_face = ""
        self.applied = False
        self.spare_folder: QTemporaryDir | None = None
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def _scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if self.applied and self.setting == "system":
            apply(_application(), _of_scheme(scheme))


def of(app: QApplication) -> Themes:
    """The themes of the application; always the same object."""
    found = app.property(_THEMES)
    if isinstance(found, Themes):
        return found
    made = Themes(app)
    app.setProperty(_THEMES, made)
    return made


def themes() -> Themes:
    return of(_application())


def changed() -> SignalInstance:
    return themes().changed


def current(app: QApplication | None = None) -> Tokens:
    """The tokens last applied; those of the light theme before."""
    return of(app or _application()).tokens


def apply(app: QApplication, tokens: Tokens) -> None:
    """Dress the whole application in `tokens`, now; emits `changed` after everything is in place."""
    state = of(app)
    state.tokens = tokens
    if not state.applied:
        app.setFont(_interface_font(app.font()))
        state.applied = True
    QPixmapCache.clear()
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens, _glyph_folder(state)))
    state.changed.emit(tokens)


def follow(app: QApplication, setting: Setting) -> None:
    """Apply light or dark, or what the system says, now and whenever it changes; unknown counts as light."""
    state = of(app)
    hints = app.styleHints()
    state.setting = setting
    if setting == "system":
        hints.unsetColorScheme()
        apply(app, _of_scheme(hints.colorScheme()))
    else:
        dark = setting == "dark"
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        apply(app, DARK if dark else LIGHT)


def set_reading_face(family: str) -> None:
    """Read in this family, or with "" in that of the design."""
    state = themes()
    if family != state.reading_face:
        state.reading_face = family
        state.changed.emit(state.tokens)


def ui_font(step: int = 0, weight: int = 400) -> QFont:
    """The system's font, `step` places up or down the type scale (−2 … +4, 15 for the start page's title)."""
    return QFont(_ui_font(QApplication.font().key(), step, weight))


@lru_cache(maxsize=64)
def _ui_font(_system: str, step: int, weight: int) -> QFont:
    """Asked for in every painting; `_system` stands for the application's font as it is now."""
    font = QApplication.font()
    font.setPointSizeF(_points(font, step))
    font.setWeight(QFont.Weight(weight))
    return font


def reading_font(step: int = 2, family: str = "") -> QFont:
    """The face articles are read in, on the same scale: +2 in the article, +1 for exact text in a panel."""
    font = QFont()
    family = family or themes().reading_face
    font.setFamilies([family, *READING_FONTS] if family else list(READING_FONTS))
    font.setPointSizeF(_points(QApplication.font(), step))
    font.setHintingPreference(QApplication.font().hintingPreference())
    return font


def control_height() -> int:
    """Of a button or a field: 28 with the usual fonts, more where the text is larger."""
    return _control_height(QApplication.font().key())


@lru_cache(maxsize=8)
def _control_height(_system: str) -> int:
    return max(28, QFontMetrics(ui_font()).height() + 10)


def row_height(lines: int = 1) -> int:
    """Of a row in a list: 28 for one line and 46 for two with the usual fonts."""
    first = QFontMetrics(ui_font()).height()
    second = QFontMetrics(ui_font(-1)).height()
    return max(28, first + 10) if lines == 1 else max(46, first + (lines - 1) * second + 12)


def scaled(length: int) -> int:
    """A length that was drawn for text of 13 pixels, where the text is larger; never shorter than drawn."""
    return round(length * max(1.0, _points(QApplication.font(), 0) * _pixels_per_point() / BASE))


def set_ground(widget: QWidget, ground: Ground) -> None:
    """Give a plain widget the ground of its region; it follows theme changes."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setProperty("ground", ground)


def set_primary(button: QPushButton) -> None:
    """Make it the one primary button of its surface."""
    button.setProperty("primary", True)  # noqa: FBT003 - Qt's signature


def palette(tokens: Tokens) -> QPalette:
    """Every colour role, and what is grey when disabled."""
    built = QPalette()
    for role, name in _ROLES.items():
        built.setColor(role, QColor(getattr(tokens, name)))
    for role, name in _DISABLED.items():
        built.setColor(QPalette.ColorGroup.Disabled, role, QColor(getattr(tokens, name)))
    return built


def style_sheet(tokens: Tokens, folder: Path) -> str:
    """The sheet in these colours; the glyphs it shows are written into `folder`, as a sheet cannot tint an SVG."""
    height = control_height()
    values = {name: value for name, value in tokens._asdict().items() if isinstance(value, str)}
    values |= {"innerpx": f"{height - 2}px", "focusedpx": f"{height - 4}px"}
    values |= {"arrow": _glyph(folder, "down", tokens.text2), "offarrow": _glyph(folder, "down", tokens.off)}
    values |= {"uparrow": _glyph(folder, "up", tokens.text2), "offuparrow": _glyph(folder, "up", tokens.off)}
    values |= {"tick": _glyph(folder, "check", tokens.on_accent)}
    return re.sub(r"@(\w+)", lambda found: values[found[1]], _SHEET)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _of_scheme(scheme: Qt.ColorScheme) -> Tokens:
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def _interface_font(system: QFont) -> QFont:
    """The system's own font, but a face that was drawn for screens where Qt found no setting at all."""
    if system.family() != GENERIC_FONT:
        return system
    font = QFont(system)
    family = next((name for name in INTERFACE_FONTS if QFontDatabase.hasFamily(name)), "")
    if family:
        font.setFamilies([family])
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setPointSizeF(max(system.pointSizeF(), BASE / _pixels_per_point()))
    return font


def _pixels_per_point() -> float:
    screens = QGuiApplication.screens()
    return (screens[0].logicalDotsPerInch() if screens else 96) / 72


def _points(font: QFont, step: int) -> float:
    points = font.pointSizeF() if font.pointSizeF() > 0 else font.pixelSize() / _pixels_per_point()
    return max(points * (BASE + step) / BASE, min(points, SMALLEST / _pixels_per_point()))


def _glyph_folder(state: Themes) -> Path:
    """Where glyphs can be written: the user's cache, or a folder that lives as long as the application."""
    cache = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericCacheLocation)
    folder = Path(cache) / "annotator" / "glyphs"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        writable = False
    else:
        writable = bool(cache) and QFileInfo(str(folder)).isWritable()
    if writable:
        return folder
    state.spare_folder = state.spare_folder or QTemporaryDir()
    return Path(state.spare_folder.path())


def _glyph(folder: Path, name: str, colour: str) -> str:
    """Write an icon in one colour, once and whole (two windows may start together); its path for `url("…")`."""
    text = path("icons", f"{name}.svg").read_text("utf-8").replace("currentColor", colour).replace('"1.4"', '"2"')
    file = folder / f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.svg"
    if not file.exists():
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as part:
            part.write(text)
        Path(part.name).replace(file)
    return file.as_posix()
