"""The article view alone, 1000×800: opening, painting, scrolling, changing."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import child, cost, memory, percentile, tell
from benchmarks.rows import Row, row

if TYPE_CHECKING:
    from annotator.model.annotated import AnnotatedDocument
    from annotator.ui.article.view import ArticleView

SIZES = {"8k_100": (8_000, 100), "8k_1k": (8_000, 1_000), "100k_10k": (100_000, 10_000), "1m_10k": (1_000_000, 10_000),
         "1m_100k": (1_000_000, 100_000), "10m_100k": (10_000_000, 100_000)}  # fmt: skip
_CPU = "ms CPU"
_LAID, _DRAWN = "floor: lay out and draw the lines of text on the screen", "floor: draw the lines of text on the screen"
_LAYERS = (
    "1000×800, annotations in four layers, all shown, a quarter in one’s own, an attribution to each four of these"
)


def measure_open(_folder: Path) -> list[Row]:
    budgets = {"8k_1k": 20, "100k_10k": 40, "1m_10k": 60, "10m_100k": 500}
    out = []
    small = _medians("8k_100", "open")
    bare = "what is held beyond a bare application with an empty view"
    for size, budget in budgets.items():
        told = _medians(size, "open")
        how = f"a new view until its first picture; {_LAYERS}; {_LAID}"
        out.append(row(f"open_{size}", told["open"], _CPU, how, floor=told["laid"], budget=budget))
        if size == "10m_100k":
            shown, held = f"of that article: {bare} and the article itself", f"of that article: {bare}"
            out.append(row("open_10m_100k_memory", told["shown"], "MB", shown, budget=63))
            out.append(row("open_10m_100k_memory_all", told["shown"] + told["held"], "MB", held))
    how = f"of 8,000 characters with 100 annotations: {bare}"
    return [*out, row("open_8k_100_memory_all", small["shown"] + small["held"], "MB", how, budget=21)]


def measure_repaint(_folder: Path) -> list[Row]:
    out = []
    for size, budget in {"8k_100": 3, "8k_1k": 6}.items():
        told = _medians(size, "repaint")
        how = f"the whole screen; {_LAYERS}; {_DRAWN}"
        out.append(row(f"repaint_{size}", told["repaint"], _CPU, how, floor=told["drawn"], budget=budget))
    told = _medians("8k_1k", "repaint", "own")
    how = f"as repaint_8k_1k, all annotations one’s own; {_DRAWN}"
    return [*out, row("repaint_8k_1k_own", told["repaint"], _CPU, how, floor=told["drawn"])]


def measure_scroll(_folder: Path) -> list[Row]:
    out = []
    for size, budget in {"8k_1k": 8, "100k_10k": 16, "1m_100k": 20}.items():
        told = _medians(size, "scroll")
        how = f"95th percentile of 200 pages; {_LAYERS}; {_LAID}"
        out.append(row(f"scroll_{size}", told["scroll"], _CPU, how, floor=told["laid"], budget=budget))
    return out


def measure_add(_folder: Path) -> list[Row]:
    told = _medians("8k_1k", "add")
    how = f"one annotation more or less, taken over and repainted; {_LAYERS}; {_DRAWN}"
    return [row("add_8k_1k", told["add"], _CPU, how, floor=told["drawn"], budget=5)]


def measure_hit(_folder: Path) -> list[Row]:
    told = _medians("8k_1k", "hit")
    return [row("hit_8k_1k", told["hit"], _CPU, f"the annotations at a point; {_LAYERS}", budget=0.1)]


def measure_resize(_folder: Path) -> list[Row]:
    return _rearranged("resize", "another width")


def measure_zoom(_folder: Path) -> list[Row]:
    return _rearranged("zoom", "another size of type")


def _rearranged(what: str, how: str) -> list[Row]:
    out = []
    for size in ("8k_1k", "1m_10k", "10m_100k"):
        told = _medians(size, what)
        conditions = f"{how}, until it is painted; {_LAYERS}; {_LAID}"
        out.append(row(f"{what}_{size}", told[what], _CPU, conditions, floor=told["laid"], budget=20))
    return out


def _medians(size: str, what: str, *more: str, runs: int = 3) -> dict[str, float]:
    """Of several processes, because one can be slow as a whole where processors are shared."""
    told = [child("article", size, what, *more) for _ in range(runs)]
    return {key: median(one[key] for one in told) for key in told[0]}


# In the child


def _made(size: str, *, own: bool) -> "AnnotatedDocument":
    from benchmarks.made_articles import annotated

    length, annotations = SIZES[size]
    return annotated(length, annotations, layers=1 if own else 4)


class Bench:
    """A view on an article, and what is done with it."""

    def __init__(self, document: "AnnotatedDocument") -> None:
        from annotator import app
        from annotator.ui import theme

        self.app = app.application()
        theme.follow(self.app, "light")
        self.document = document
        self.view = self.opened()
        self.view.show()
        self.app.processEvents()
        self.repaint()

    def opened(self) -> "ArticleView":
        from annotator.ui import theme
        from annotator.ui.article.view import ArticleView

        view = ArticleView()
        view.resize(1000, 800)
        view.set_tokens(theme.current())
        view.set_article(replace(self.document, _by_member=None), "annotator 0")
        view.grab()
        return view

    def repaint(self) -> None:
        self.view.viewport().repaint()

    def open(self) -> float:
        runs = []
        for _ in range(5):
            runs.append(cost(self._open_and_keep).cpu)
            self.kept.deleteLater()
            self.app.processEvents()
        return median(runs)

    def _open_and_keep(self) -> None:
        self.kept = self.opened()

    def paint(self) -> float:
        return median(cost(self.repaint).cpu for _ in range(25))

    def scroll(self) -> float:
        bar = self.view.verticalScrollBar()
        runs = []
        for number in range(200):
            value = number * bar.pageStep() % (bar.maximum() + 1)
            runs.append(cost(partial(self._to, value)).cpu)
        return percentile(runs, 95)

    def _to(self, value: int) -> None:
        self.view.verticalScrollBar().setValue(value)
        self.repaint()

    def add(self) -> float:
        from annotator.model.changes import Change, ChangeSet
        from annotator.model.items import Annotation
        from annotator.model.span import Span

        article = self.view.article
        assert article is not None
        runs = []
        for number in range(15):
            span = Span(100 + 23 * number, 160 + 23 * number)
            new = Annotation(
                id=f"new {number}", document=article.id, annotator="annotator 0", tag="claim", spans=(span,)
            )
            for before, after in ((None, new), (new, None)):
                change = Change("annotation", new.id, article.id, before, after)
                changes = ChangeSet("", changes=(change,))
                runs.append(cost(partial(self._take, changes)).cpu)
        return median(runs)

    def _take(self, changes: Any) -> None:
        article = self.view.article
        assert article is not None
        article.apply(changes.changes)
        self.view.refresh(changes)
        self.repaint()

    def hit(self) -> float:
        from PySide6.QtCore import QPoint

        left = self.view.text_left()
        points = [QPoint(left + 7 + 37 * number % 500, 60 + 17 * number % 680) for number in range(200)]
        return median(cost(partial(self.view.annotations_at, point)).cpu for point in points)

    def resize(self) -> float:
        runs = []
        for width in (900, 1000, 880, 1000, 860, 1000, 920):
            runs.append(cost(partial(self._resize, width)).cpu)
            assert self.view.width() == width
        return median(runs)

    def _resize(self, width: int) -> None:
        self.view.resize(width, 800)
        self.app.processEvents()  # repaints

    def zoom(self) -> float:
        return median(cost(partial(self._zoom, factor)).cpu for factor in (1.1, 1.2, 1, 0.9, 1.3, 1, 1.4))

    def _zoom(self, factor: float) -> None:
        self.view.set_zoom(factor)
        self.repaint()


def _empty_view() -> "ArticleView":
    """An application with all that any view needs, so that none of it counts for an article."""
    from annotator import app
    from annotator.ui.article.view import ArticleView

    application = app.application()
    view = ArticleView()
    view.resize(1000, 800)
    view.show()
    application.processEvents()
    view.grab()
    return view


def main(size: str, what: str, *, own: bool = False) -> None:
    import gc

    from benchmarks.drawing import TextAlone

    empty = _empty_view()
    before = memory()
    document = _made(size, own=own)
    gc.collect()
    held = memory() - before
    bench = Bench(document)
    shown = memory() - before - held
    empty.close()
    alone = TextAlone(bench.view)
    do = {"open": bench.open, "repaint": bench.paint, "scroll": bench.scroll, "add": bench.add, "hit": bench.hit,
          "resize": bench.resize, "zoom": bench.zoom}[what]  # fmt: skip
    figure = do()
    laid = median(cost(alone.lay_out_and_draw).cpu for _ in range(15))
    drawn = median(cost(alone.draw).cpu for _ in range(15))
    tell(held=held, shown=shown, laid=laid, drawn=drawn, **{what: figure})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], own="own" in sys.argv[3:])
