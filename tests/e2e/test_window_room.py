"""No panel and no page makes the window wider than a small screen."""

import pytest
from PySide6.QtWidgets import QApplication, QTabBar

PANELS = ("documents", "layers", "inspector", "compare", "history", "annotations", "chains", "checks", "comments",
          "differences")  # fmt: skip
BELOW = PANELS[4:]
PAGES = ("sources", "report", "progress", "agreement")
SIZE = (1280, 800)


@pytest.fixture
def window(hands):
    hands.window.resize(*SIZE)
    return hands.window


def settle():
    for _ in range(3):
        QApplication.processEvents()


@pytest.mark.parametrize("mode", ["annotate", "review"])
def test_each_panel_fits_into_a_small_window(window, mode):
    window.modes.enter(mode)
    for name in PANELS:
        was = window.docks.shows(name)
        window.docks.show(name)
        settle()
        assert (name, window.width(), window.height()) == (name, *SIZE)
        if not was:
            window.docks.toggle(name)


@pytest.mark.parametrize("mode", ["annotate", "review"])
def test_all_panels_together_fit_and_each_comes_to_the_front(window, mode):
    window.modes.enter(mode)
    for name in PANELS:
        window.docks.show(name)
        settle()
        assert (name, window.width()) == (name, SIZE[0])
        assert window.docks.panel(name).isVisible()
        assert [bar for bar in window.findChildren(QTabBar) if bar.count() > 1 and not bar.isVisible()] == []
    assert window.findChildren(QTabBar) != []
    for name in BELOW:
        window.docks.show(name)
        settle()
        assert (name, window.docks.panel(name).isVisible()) == (name, True)


def test_pages_fit_and_leave_nothing_behind(window):
    for page in PAGES:
        window.pages.toggle(page)
        settle()
        assert (page, window.width(), window.height()) == (page, *SIZE)
        window.pages.show_article()
        settle()
        assert (window.width(), window.height()) == SIZE
