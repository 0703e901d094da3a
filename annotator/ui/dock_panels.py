"""Every panel of the window, declared once; what it needs is imported when it is first shown."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from annotator.ui.desk import Desk
from annotator.ui.docks import Docks, Panel, first_field, first_list

if TYPE_CHECKING:
    from annotator.ui.panels.annotations import AnnotationsPanel

_Area = Qt.DockWidgetArea


def add_panels(desk: Desk, documents: QWidget, inspector: QWidget) -> None:
    """Declare the panels; the two that a start needs are there already."""
    add = desk.docks.add
    add(
        Panel(
            "documents", _tr("Documents"), _Area.LeftDockWidgetArea, lambda: documents, first_list,
            at_first=("annotate",), width=244, least=190,
        )
    )  # fmt: skip
    add(
        Panel(
            "layers", _tr("Layers"), _Area.LeftDockWidgetArea, lambda: _make_layers(desk), first_list,
            at_first=("review",), width=232, least=190,
        )
    )  # fmt: skip
    add(
        Panel(
            "inspector", _tr("Inspector"), _Area.RightDockWidgetArea, lambda: inspector, first_field,
            at_first=("annotate",), width=284, least=240,
        )
    )  # fmt: skip
    add(
        Panel(
            "compare", _tr("Compare"), _Area.RightDockWidgetArea, lambda: _make_compare(desk), first_field,
            at_first=("review",), width=340,
        )
    )  # fmt: skip
    bottom = _Area.BottomDockWidgetArea
    add(Panel("history", _tr("History"), bottom, lambda: _make_history(desk), first_field, least=200))
    add(
        Panel(
            "annotations", _tr("Annotations"), bottom, lambda: _make_annotations(desk),
            lambda _panel: annotations_panel(desk.docks).entrance(), least=280,
        )
    )  # fmt: skip
    add(Panel("chains", _tr("Chains"), bottom, lambda: _make_chains(desk), first_list, least=240))
    add(Panel("checks", _tr("Checks"), bottom, lambda: _make_checks(desk), first_list, least=400))
    add(Panel("comments", _tr("Comments"), bottom, lambda: _make_comments(desk), first_list, least=400))
    add(
        Panel(
            "differences", _tr("Differences"), bottom, lambda: _make_differences(desk), first_list,
            at_first=("review",), least=400,
        )
    )  # fmt: skip


def annotations_panel(docks: Docks) -> "AnnotationsPanel":
    """The list of annotations, made now if need be."""
    return cast("AnnotationsPanel", docks.panel("annotations"))


def _make_history(desk: Desk) -> QWidget:
    from annotator.ui.panels.history import HistoryPanel

    return HistoryPanel(desk.session)


def _make_annotations(desk: Desk) -> QWidget:
    from annotator.ui.panels.annotations import AnnotationsPanel

    return AnnotationsPanel(desk)


def _make_chains(desk: Desk) -> QWidget:
    from annotator.ui.panels.chains import ChainsPanel

    return ChainsPanel(desk)


def _make_checks(desk: Desk) -> QWidget:
    from annotator.ui.panels.checks import ChecksPanel

    return ChecksPanel(desk)


def _make_comments(desk: Desk) -> QWidget:
    from annotator.ui.commenting.panel import CommentsPanel

    return CommentsPanel(desk)


def _make_layers(desk: Desk) -> QWidget:
    from annotator.ui.reviewing.layers_panel import LayersPanel

    return LayersPanel(desk)


def _make_differences(desk: Desk) -> QWidget:
    from annotator.ui.reviewing.differences_panel import DifferencesPanel

    return DifferencesPanel(desk)


def _make_compare(desk: Desk) -> QWidget:
    from annotator.ui.reviewing.compare_panel import ComparePanel

    return ComparePanel(desk)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Panels", text)
