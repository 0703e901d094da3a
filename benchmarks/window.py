"""The whole window: a key that tags, and the list of documents that is read again afterwards."""

import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.importing import project_of
from benchmarks.measuring import BareCommits, Cost, child, cost, middle, now, peak_memory, since, tell
from benchmarks.rows import Row, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.ui.main_window import MainWindow

TAGS = 40


def measure_tag(folder: Path) -> list[Row]:
    corpus = folder / "dense.jsonl"
    child("made_corpora", "corpus", str(corpus), "1", "1000", "250", "8000")
    told = child("importing", str(corpus), str(folder / "dense.annotator"))
    assert told["size"] > 0
    told = _measure(folder, folder / "dense.annotator", "tag")
    how = (
        f"from key 1 on a selection to the end of the next frame, commit included; window of 1280×800, article of 8,000"
        f" characters with 1,000 annotations of one’s own, {TAGS} tags, the window at rest before each"
    )
    return [
        row(
            "tag_to_repaint", told["wall"], "ms",
            f"{how}; floor: a bare commit of one row and a repaint of the visible lines of text alone",
            floor=told["floor_wall"], budget=10,
        ),
        row("tag_to_repaint_cpu", told["cpu"], "ms CPU", "the same in processor time", floor=told["floor_cpu"]),
        row("tag_to_repaint_frame_cpu", told["repaint"], "ms CPU", "of which the frame", budget=5),
        row("tag_to_repaint_settled_cpu", told["settled"], "ms CPU", "until the panels have followed as well"),
    ]  # fmt: skip


def measure_tag_in_project(folder: Path) -> list[Row]:
    told = _measure(folder, project_of(folder), "tag")
    how = "as tag_to_repaint, in the project of 1,000 articles with 40 annotations each"
    return [
        row("tag_in_1000", told["wall"], "ms", how, floor=told["floor_wall"], budget=10),
        row("tag_in_1000_cpu", told["cpu"], "ms CPU", "the same in processor time", floor=told["floor_cpu"]),
        row("tag_in_1000_settled_cpu", told["settled"], "ms CPU", "until the panels have followed as well"),
    ]


def measure_peer(folder: Path) -> list[Row]:
    """The document on which the nearest desktop peer was measured: 302,000 characters with 3,000 codings."""
    corpus, project = folder / "peer.jsonl", folder / "peer.annotator"
    child("made_corpora", "corpus", str(corpus), "1", "3000", "0", "302000")
    child("importing", str(corpus), str(project))
    told = _measure(folder, project, "peer")
    how = "article of 302,000 characters with 3,000 annotations in a window of 1280×800"
    return [
        row("peer_open", told["open"], "ms", f"from opening the project to the frame that shows it; {how}"),
        row("peer_mark", told["mark"], "ms", f"from key 1 on a selection to the end of the next frame; {how}"),
        row("peer_unmark", told["unmark"], "ms", f"the same for the key that deletes; {how}"),
        row("peer_page", told["page"], "ms", f"a page further, 40 pages; {how}"),
        row("peer_memory", told["memory"], "MB", f"the whole process; {how}"),
    ]


def measure_documents_panel(folder: Path) -> list[Row]:
    told = _measure(folder, project_of(folder), "panel")
    how = "the panel of 1,000 documents reads them anew and repaints; floor: counts and titles from SQLite"
    return [row("documents_panel", told["wall"], "ms", how, floor=told["floor"])]


def _measure(folder: Path, project: Path, what: str) -> dict[str, float]:
    settings = folder / "settings-window"
    shutil.rmtree(settings, ignore_errors=True)
    settings.mkdir()
    copy = folder / "window.annotator"
    copy.unlink(missing_ok=True)
    shutil.copyfile(project, copy)
    return child("window", what, str(copy), str(folder), ANNOTATOR_CONFIG_DIR=str(settings))


# In the child


def opened(path: Path) -> "tuple[QApplication, MainWindow]":
    """A window on a project, signed by the one who annotated it, shown and at rest."""
    from annotator import app
    from annotator.services.project import Project

    with Project.open(path, None, read_only=True) as project:
        me = next(iter(project.annotators().values()))
    identity = Path(os.environ["ANNOTATOR_CONFIG_DIR"], "identity.json")
    identity.write_text(json.dumps({"annotators": [{"id": me.id, "name": me.name}]}), encoding="utf-8")
    application, window = app.application(), app.window()
    window.resize(1280, 800)
    window.show()
    window.desk.filing.open_path(path)
    window.activateWindow()
    window.view.setFocus()
    _rest(application)
    app.settle_in()  # as the program does after its first frame
    return application, window


def _rest(application: "QApplication") -> None:
    """Let layouts and panels that follow each other come to an end, as they do before a person's next key."""
    for _ in range(5):
        application.processEvents()


def _tag(path: Path, folder: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from benchmarks.drawing import TextAlone

    application, window = opened(path)
    view, article = window.view, window.session.article
    assert article is not None
    before = len(article.annotations)
    alone = TextAlone(view)
    frame = _frame_clock(window)
    painted, settled, repaints, floors = [], [], [], []
    with BareCommits(folder) as bare:
        for number in range(TAGS):
            begin = 15 + 23 * number
            view.set_selection(begin, begin + 17)
            _rest(application)
            started = now()
            QTest.keyClick(view, Qt.Key.Key_1)
            handled = now()
            application.processEvents()
            settled.append(since(started))
            painted.append(frame.done.minus(started))
            repaints.append(frame.done.minus(frame.begun))
            assert frame.begun.wall >= handled.wall, "nothing was painted"
            floors.append(_sum(cost(bare.commit), cost(alone.draw)))
    assert len(article.annotations) > before + TAGS * 0.9, "the key did not tag"
    wall, cpu = middle(painted)
    floor = middle(floors)
    window.close()
    tell(
        wall=wall, cpu=cpu, repaint=middle(repaints).cpu, settled=middle(settled).cpu, floor_wall=floor.wall,
        floor_cpu=floor.cpu,
    )  # fmt: skip


def _frame_clock(window: "MainWindow") -> Any:
    """Something that knows when the window's last repaint began and when it was done."""
    from PySide6.QtCore import QEvent, QObject

    class FrameClock(QObject):
        begun = done = now()

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's signature
            if event.type() != QEvent.Type.UpdateRequest:
                return False
            self.begun = now()
            watched.event(event)
            self.done = now()
            return True

    clock = FrameClock(window)
    window.installEventFilter(clock)
    return clock


def _sum(one: Cost, other: Cost) -> Cost:
    return Cost(one.wall + other.wall, one.cpu + other.cpu)


def _panel(path: Path, _folder: Path) -> None:
    application, window = opened(path)
    project = window.session.project
    assert project is not None

    def read() -> None:
        window.documents.read()
        application.processEvents()

    connection = project.file.connection

    def bare() -> None:
        connection.execute("SELECT document, tag, count(*) FROM annotation GROUP BY 1, 2").fetchall()
        connection.execute(
            "SELECT d.digest, f.title FROM document_info f JOIN document d ON d.key = f.document"
        ).fetchall()

    reads = middle([cost(read) for _ in range(25)])
    floor = middle([cost(bare) for _ in range(25)])
    window.close()
    tell(wall=reads.wall, cpu=reads.cpu, floor=floor.wall)


def _peer(path: Path, _folder: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    began = now()
    application, window = opened(path)
    shown = since(began).wall  # the application and the window are in it too, so it is not less than what is told
    began = now()
    window.desk.filing.close()
    window.desk.filing.open_path(path)
    application.processEvents()
    reopened = since(began)
    window.view.setFocus()
    assert reopened.wall <= shown
    view, frame = window.view, _frame_clock(window)
    marks: list[Cost] = []
    unmarks: list[Cost] = []
    pages: list[Cost] = []
    for number in range(20):
        begin = 15 + 230 * number
        view.set_selection(begin, begin + 40)
        application.processEvents()
        for key, costs in ((Qt.Key.Key_1, marks), (Qt.Key.Key_Delete, unmarks)):
            started = now()
            QTest.keyClick(view, key)
            application.processEvents()
            costs.append(frame.done.minus(started))
    for _ in range(40):
        started = now()
        QTest.keyClick(view, Qt.Key.Key_PageDown)
        application.processEvents()
        pages.append(frame.done.minus(started))
    window.close()
    tell(
        open=reopened.wall, mark=middle(marks).wall, unmark=middle(unmarks).wall, page=middle(pages).wall,
        memory=peak_memory(),
    )  # fmt: skip


if __name__ == "__main__":
    {"tag": _tag, "panel": _panel, "peer": _peer}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
