"""The program as a whole: `main()`, faults, the tour, following another writer."""

import re
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt

from annotator import __main__, app
from annotator.model.span import Span
from annotator.services import annotating, importing
from annotator.services.project import Project

KEY = Qt.Key


DRIVER = """
import sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from annotator import __main__, app

def act():
    window = QApplication.activeWindow()
    if window is None or window.session.article is None:
        QTimer.singleShot(10, act)
        return
    window.view.setFocus()
    QTest.keyClick(window.view, Qt.Key.Key_2)
    window.close()

app.application()
QTimer.singleShot(0, act)
sys.exit(__main__.main(sys.argv[1:]))
"""


STARTING = """
import enum
import sys

made = []
making = enum.EnumType.__new__

def watched(meta, name, *given, **options):
    made.append(name)
    return making(meta, name, *given, **options)

enum.EnumType.__new__ = watched
from annotator import __main__ as program

loading = program.why_no_window

def loaded():
    why = loading()
    from annotator import app

    def seen(window, guarded):
        unwanted = {"argparse", "PySide6.QtNetwork", "PySide6.QtPrintSupport"} & set(sys.modules)
        print(window.session.article is not None, "ColorRole" in made, "PixelMetric" in made, sorted(unwanted))
        window.close()

    app.after_first_frame = seen
    return why

program.why_no_window = loaded
sys.exit(program.main(["--sample"]))
"""


def test_the_first_frame_waits_for_nothing_that_it_does_not_show():
    """QPalette is needed, and so are its colour roles; QStyle is not, nor are its measures of pixels."""
    ran = subprocess.run([sys.executable, "-c", STARTING], capture_output=True, text=True, check=False, timeout=60)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split(maxsplit=3) == ["True", "True", "False", "[]\n"]


def test_the_real_main_opens_tags_and_leaves_the_work_on_disk(tmp_path, me):
    """In a process of its own, as it is run: main gives the faults, the messages and the loop to the whole process."""
    path = tmp_path / "real.annotator"
    with Project.create(path, me) as project:
        importing.import_text(project, "Ana said it rained.")
    command = [sys.executable, "-c", DRIVER, str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    with Project.open(path, None) as project:
        assert project.documents()[0].counts == {"source": 1}


def test_a_fault_in_the_program_is_reported_and_the_work_goes_on(hands, settings_folder, monkeypatch, capsys):
    faults = app.Faults(hands.window)
    words = "by the test"
    try:
        raise ZeroDivisionError(words)
    except ZeroDivisionError as error:
        faults.handle(type(error), error, error.__traceback__)

    (report,) = (settings_folder / "reports").iterdir()
    assert "ZeroDivisionError" in report.read_text(encoding="utf-8")
    assert "by the test" not in report.read_text(encoding="utf-8")
    assert "nothing recorded was lost" in hands.window.area.messages.sentence()
    assert "ZeroDivisionError: by the test" in capsys.readouterr().err
    hands.select("the mayor")
    hands.press(KEY.Key_2)
    assert hands.rows("SELECT words FROM annotations") == [("the mayor",)]


def test_a_reader_follows_what_the_writer_does(hands, open_window):
    reader = open_window(hands.path)
    article = hands.session.article
    hands.session.run_for(lambda: annotating.tag(hands.session.project, article, [Span(0, 6)], "claim"))

    reader.until(lambda: len(reader.session.article.annotations) == 1)


def test_the_tour_draws_every_step_and_exports_the_sample(tmp_path, settings_folder):
    ran = subprocess.run(
        [sys.executable, "-m", "annotator.tour", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert len(pictures) == 32
    assert all((tmp_path / name).stat().st_size > 10_000 for name in pictures)
    assert (tmp_path / "sample.jsonl").stat().st_size > 100_000


def test_the_pictures_of_the_guide_are_those_that_can_be_drawn_anew(tmp_path, settings_folder):
    ran = subprocess.run(
        [sys.executable, "-m", "annotator.tour", "--pictures", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    root = Path(__file__).resolve().parents[2]
    pages = [root / "README.md", *(root / "docs").glob("*.md")]
    shown = {name for page in pages for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))}

    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == shown
    assert {path.name for path in (root / "docs" / "pictures").iterdir()} == shown


def test_without_a_display_the_window_says_so(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")

    assert __main__.main([]) == 2
    assert "no display" in capsys.readouterr().err


def test_an_article_is_drawn_as_a_picture(tmp_path, me, sample):
    path = tmp_path / "sample.annotator"
    with Project.create(path, me) as project:
        importing.import_files(project, [sample])
        wanted = max(project.documents(), key=lambda row: row.attributions).id
    out = tmp_path / "article.png"
    command = [sys.executable, "-m", "annotator", "render", str(path), "--document", wanted[:12], "--out", str(out)]
    ran = subprocess.run([*command, "--theme", "dark"], capture_output=True, text=True, check=False, timeout=60)

    assert ran.returncode == 0, ran.stderr
    assert out.read_bytes().startswith(b"\x89PNG")
    refused = subprocess.run([*command[:-1], str(tmp_path / "x.gif")], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert Path(tmp_path / "x.gif").exists() is False
