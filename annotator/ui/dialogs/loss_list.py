"""What a format keeps, alters and loses, a row for each aspect; sign and word say it, colour only helps."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyleOptionViewItem

from annotator.model.hidden import shown
from annotator.services.exporting import Loss
from annotator.ui import icons, theme
from annotator.ui.controls.painting import paint_text, plain_tooltip
from annotator.ui.controls.rows import Index, RowDelegate

_ICONS = {"kept": "check", "altered": "amend", "lost": "cross"}
_RIGHT = Qt.AlignmentFlag.AlignRight


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("loss_list", text, "", count)


def graded(grade: str) -> str:
    return {"kept": _tr("kept"), "altered": _tr("altered"), "lost": _tr("lost")}[grade]


def counted(losses: Sequence[Loss]) -> str:
    """One line about all of them."""
    counts = Counter(loss.grade for loss in losses)
    if not counts["altered"] and not counts["lost"]:
        return _tr("keeps everything")
    parts = [
        _tr("{0} altered").format(counts["altered"]) if counts["altered"] else "",
        _tr("{0} lost").format(counts["lost"]) if counts["lost"] else "",
    ]
    return ", ".join(part for part in parts if part)


class LossList(QListWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("What becomes of it"))
        _LossRows(self)

    def show_losses(self, losses: Sequence[Loss]) -> None:
        self.clear()
        worst = {"lost": 0, "altered": 1, "kept": 2}
        for loss in sorted(losses, key=lambda one: -worst[one.grade]):
            row = QListWidgetItem(shown(f"{graded(loss.grade)}: {loss.title} {loss.count} {loss.how}".strip()))
            row.setData(Qt.ItemDataRole.UserRole, loss)
            row.setToolTip(plain_tooltip(row.text()))
            self.addItem(row)


class _LossRows(RowDelegate):
    def draw(self, painter: QPainter, rect: QRectF, index: Index, _option: QStyleOptionViewItem) -> None:
        tokens = theme.current()
        loss: Loss = index.data(Qt.ItemDataRole.UserRole)
        ink = {"kept": tokens.ok, "altered": tokens.warn, "lost": tokens.bad}[loss.grade]
        inner = rect.adjusted(8, 0, -8, 0)
        sign = QRectF(inner.left(), inner.center().y() - icons.SIZE / 2, icons.SIZE, icons.SIZE)
        icons.paint(painter, _ICONS[loss.grade], sign, ink)
        grade, title, number = (theme.scaled(width) for width in (62, 236, 56))
        left = inner.left() + 24
        paint_text(
            painter, QRectF(left, inner.top(), grade, inner.height()), graded(loss.grade), theme.ui_font(-1), ink
        )
        left += grade
        words = QRectF(left, inner.top(), title, inner.height())
        paint_text(painter, words, loss.title, theme.ui_font(), tokens.text)
        left += title
        place = QRectF(left, inner.top(), number, inner.height())
        paint_text(painter, place, f"{loss.count:,}".replace(",", "\u2009"), theme.ui_font(0, 600), tokens.text, _RIGHT)
        rest = QRectF(left + number + 14, inner.top(), max(0.0, inner.right() - left - number - 14), inner.height())
        paint_text(painter, rest, loss.how, theme.ui_font(-1), tokens.text2)
