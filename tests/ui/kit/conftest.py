"""The kit is tested dressed, in the light theme; its glyphs go to a folder of the test run."""

import os

import pytest

from annotator.ui import theme
from annotator.ui.tokens import LIGHT

HOSTILE = "<b>x</b><img src=file:///etc/passwd>"


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory):
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before


@pytest.fixture(autouse=True)
def dressed(qapp, cache_folder):
    theme.apply(qapp, LIGHT)
    return qapp


@pytest.fixture
def hostile():
    return HOSTILE


@pytest.fixture
def shown(qtbot):
    """Show a widget in an active window and give it the focus, or `focus` inside it."""

    def show(widget, focus=None):
        qtbot.addWidget(widget)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        if focus is not None:
            focus.setFocus()
            qtbot.waitUntil(focus.hasFocus)
        return widget

    return show


@pytest.fixture
def colours():
    """The set of colours a widget shows, as #RRGGBB."""

    def seen(widget):
        image = widget.grab().toImage()
        return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}

    return seen
