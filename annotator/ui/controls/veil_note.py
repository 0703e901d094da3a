"""The sentence that says that a page leaves out what colleagues made."""

from PySide6.QtWidgets import QWidget

from annotator.ui.controls.quiet_label import PlainLabel


class VeilNote(PlainLabel):
    """Shown only where something is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "second", parent=parent, step=-1, wrap=True)
        self.setContentsMargins(14, 0, 14, 8)
        self.hide()

    def tell(self, documents: int) -> None:
        """Say in how many articles colleagues' work is hidden."""
        self.setText(
            self.tr("Blind annotation: colleagues’ work on %n article(s) is hidden and not counted here until you"
                    " have finished them.", "", documents)
        )  # fmt: skip
        self.setVisible(documents > 0)
