"""The list of annotations beside an article that has very many of them."""

from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measuring import child, cost, percentile, tell
from benchmarks.rows import Row, row

if TYPE_CHECKING:
    from annotator.ui.desk import Desk
    from annotator.ui.panels.annotations import AnnotationsPanel

ROWS = 100_000


def measure(_folder: Path) -> list[Row]:
    told = [child("annotation_list") for _ in range(3)]
    found = {key: median(one[key] for one in told) for key in told[0]}
    how = f"{ROWS:,} annotations in four layers on 1,000,000 characters, panel of 1280×260"
    floor = "floor: QTableView with as many rows that say nothing but their number, in the same process"
    return [
        row(
            "annotation_list", found["open"], "ms CPU", f"made, filled and painted for the first time; {how}; {floor}",
            floor=found["bare_open"], budget=80,
        ),
        row(
            "annotation_list_page", found["page"], "ms CPU", f"95th percentile of 200 pages; {how}; {floor}",
            floor=found["bare_page"], budget=16,
        ),
        row("annotation_list_change", found["change"], "ms CPU", f"one annotation more or less, until painted; {how}"),
        row("annotation_list_filter", found["filter"], "ms CPU", f"the first letter typed, until painted; {how}"),
        row("annotation_list_filter_on", found["filter_on"], "ms CPU", f"every further letter; {how}"),
    ]  # fmt: skip


# In the child


def _desk() -> "Desk":
    """A window whose session shows a made article."""
    from annotator import app
    from annotator.ui import theme
    from benchmarks.made_articles import annotated

    application = app.application()
    theme.follow(application, "light")
    window = app.window()
    window.session.article = annotated(1_000_000, ROWS, layers=4)
    app.settle_in()  # as the program does after its first frame
    return window.desk


class _Bench:
    def __init__(self, desk: "Desk") -> None:
        self.desk = desk
        # The article is no document of a project, so the window itself does not follow what happens to it.
        desk.session.changed.disconnect(desk.window._changed)  # noqa: SLF001
        self.panel = self.opened()

    def opened(self) -> "AnnotationsPanel":
        from annotator.ui.panels.annotations import AnnotationsPanel

        panel = AnnotationsPanel(self.desk)
        panel.resize(1280, 260)
        panel.show()
        panel.grab()
        return panel

    def open(self) -> float:
        runs = []
        for _ in range(5):
            self.panel.deleteLater()
            runs.append(cost(self._renew).cpu)
        return median(runs)

    def _renew(self) -> None:
        self.panel = self.opened()

    def change(self) -> float:
        from annotator.model.changes import Change, ChangeSet
        from annotator.model.items import Annotation
        from annotator.model.span import Span

        article = self.desk.session.article
        assert article is not None
        runs = []
        for number in range(15):
            new = Annotation(
                id=f"new {number}", document=article.id, annotator="annotator 0", tag="claim",
                spans=(Span(number, number + 40),),
            )  # fmt: skip
            for before, after in ((None, new), (new, None)):
                changes = ChangeSet("", changes=(Change("annotation", new.id, article.id, before, after),))
                article.apply(changes.changes)
                runs.append(cost(partial(self._take, changes)).cpu)
        return median(runs)

    def _take(self, changes: object) -> None:
        self.desk.session.changed.emit(changes)
        self.panel.table.viewport().repaint()

    def type(self, words: str) -> float:
        return cost(partial(self._type, words)).cpu

    def _type(self, words: str) -> None:
        self.panel.field.setText(words)
        self.panel.table.viewport().repaint()


def _pages(table: object) -> float:
    from PySide6.QtWidgets import QTableView

    assert isinstance(table, QTableView)
    bar = table.verticalScrollBar()
    runs = []
    for number in range(200):
        value = number * 487 * bar.pageStep() % (bar.maximum() + 1)
        runs.append(cost(partial(_to, table, value)).cpu)
    return percentile(runs, 95)


def _to(table: object, value: int) -> None:
    table.verticalScrollBar().setValue(value)  # type: ignore[attr-defined]  # the QTableView of _pages
    table.viewport().repaint()  # type: ignore[attr-defined]


def _bare() -> tuple[float, float]:
    """First frame and page of a table of numbers."""
    from typing import Any

    from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    class Numbers(QAbstractTableModel):
        def rowCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
            return ROWS

        def columnCount(self, _parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802
            return 5

        def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> Any:
            return str(index.row()) if role == Qt.ItemDataRole.DisplayRole else None

    kept = []

    def show() -> None:
        table, model = QTableView(), Numbers()
        table.setModel(model)
        table.resize(1280, 260)
        table.show()
        table.grab()
        kept.append((table, model))

    first = median(cost(show).cpu for _ in range(5))
    QApplication.processEvents()
    return first, _pages(kept[-1][0])


def main() -> None:
    from PySide6.QtWidgets import QApplication

    bench = _Bench(_desk())
    opened = bench.open()
    QApplication.processEvents()
    page = _pages(bench.panel.table)
    change = bench.change()
    first, further = bench.type("f"), median(bench.type(words) for words in ("fe", "fer", "ferr", "ferry"))
    bare_open, bare_page = _bare()
    tell(
        open=opened, page=page, change=change, filter=first, filter_on=further, bare_open=bare_open,
        bare_page=bare_page,
    )  # fmt: skip


if __name__ == "__main__":
    main()
