import re
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from annotator.ui import theme
from annotator.ui.controls.chip import Chip
from annotator.ui.tokens import DARK, LIGHT

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
def test_apply_is_told_once_and_remembered(qapp, qtbot, tokens):
    with qtbot.waitSignal(theme.of(qapp).changed) as told:
        theme.apply(qapp, tokens)
    assert told.args == [tokens]
    assert theme.current(qapp) is tokens


@BOTH
def test_every_role_has_a_colour_of_the_theme(qapp, tokens):
    theme.apply(qapp, tokens)
    ours = {value.upper() for value in tokens if isinstance(value, str)}
    for role in QPalette.ColorRole:
        if role not in {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}:
            assert qapp.palette().color(role).name().upper() in ours, role
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled.name().upper() == tokens.off


def test_there_is_one_themes_object_for_an_application(qapp):
    assert theme.of(qapp) is theme.of(qapp)
    assert theme.of(qapp).parent() is qapp


def test_a_switch_reaches_styled_and_painted_widgets(qapp, qtbot, colours):
    field, chip = QLineEdit(), Chip("Claim", tag="claim")
    for widget in (field, chip):
        qtbot.addWidget(widget)
        widget.show()
    assert LIGHT.raised in colours(field)
    assert LIGHT.hover in colours(chip)
    theme.apply(qapp, DARK)
    assert DARK.raised in colours(field)
    assert DARK.hover in colours(chip)
    assert LIGHT.hover not in colours(chip)


def test_an_unknown_system_counts_as_light(qapp):
    theme.follow(qapp, "system")
    assert theme.current(qapp) is LIGHT


def test_the_system_is_followed_only_when_it_is_asked_for(qapp):
    hints = qapp.styleHints()
    theme.follow(qapp, "system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current(qapp) is DARK
    theme.follow(qapp, "light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current(qapp) is LIGHT
    theme.follow(qapp, "dark")
    assert theme.current(qapp) is DARK
    theme.follow(qapp, "system")


@BOTH
def test_the_glyphs_of_the_sheet_are_there_in_the_theme_s_colours(tmp_path, tokens):
    sheet = theme.style_sheet(tokens, tmp_path)
    assert "@" not in sheet
    files = [Path(found) for found in re.findall(r'url\("([^"]+)"\)', sheet)]
    assert len(set(files)) == 5
    for file in files:
        text = file.read_text("utf-8")
        assert QSvgRenderer(QByteArray(text.encode())).isValid()
        assert any(colour in text for colour in (tokens.text2, tokens.off, tokens.on_accent))
    assert not list(tmp_path.glob("*.part"))


def test_without_a_cache_the_glyphs_go_to_a_folder_of_the_application(qapp, tmp_path, monkeypatch):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(in_the_way))
    theme.apply(qapp, DARK)
    spare = theme.of(qapp).spare_folder
    assert spare is not None
    assert list(Path(spare.path()).glob("*.svg"))


def test_the_type_scale_rises_and_never_gets_too_small(qapp):
    sizes = [theme.ui_font(step).pointSizeF() for step in range(-2, 5)]
    assert sizes == sorted(sizes)
    assert QFontInfo(theme.ui_font(-2)).pixelSize() >= theme.SMALLEST
    assert theme.ui_font(0, 600).weight() == QFont.Weight.DemiBold
    assert theme.reading_font(2).pointSizeF() > theme.reading_font(1).pointSizeF()


def test_larger_text_makes_larger_controls(qapp, monkeypatch):
    before = theme.control_height(), theme.row_height(), theme.row_height(2)
    large = QFont(qapp.font())
    large.setPointSizeF(qapp.font().pointSizeF() * 2)
    monkeypatch.setattr(QApplication, "font", lambda: QFont(large))
    after = theme.control_height(), theme.row_height(), theme.row_height(2)
    assert all(later > earlier for later, earlier in zip(after, before, strict=True))
    assert theme.ui_font(-2).pointSizeF() > large.pointSizeF() / 2
    assert theme.scaled(100) > 150


def test_the_focus_border_moves_nothing(shown):
    button, other = QPushButton("Open…"), QPushButton("Other")
    shown(other)
    shown(button, button)
    focused = button.sizeHint()
    button.clearFocus()
    assert button.sizeHint() == focused
