"""The application, in the one style that the program's own look is put on."""

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication


def application(name: Sequence[str] = ()) -> QApplication:
    """The QApplication of the process, made now in Fusion if there is none.

    The style is named by argument: QApplication.setStyle returns it, for which PySide makes the enumerations of QStyle,
    a fortieth of a start. Nothing that the first frame shows asks for them.
    """
    app = QApplication.instance() or QApplication([*(name or ("annotator",)), "-style", "Fusion"])
    assert isinstance(app, QApplication)
    return app
