"""The question before a file that is there is written over."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from annotator.model.hidden import named
from annotator.ui.dialogs.asking import agreed


def agreed_to_replace(window: QWidget, place: Path) -> bool:
    """Whether to write over it."""
    tr = QCoreApplication.translate
    return agreed(
        window, tr("Replacing", "Replace the file?"),
        tr("Replacing", "{0} is there already.").format(named(place.name)),
        tr("Replacing", "What is in it is lost when it is replaced: {0}").format(named(place)),
        yes=tr("Replacing", "Replace"), no=tr("Replacing", "Cancel"),
    )  # fmt: skip
