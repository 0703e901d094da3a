"""Faults of the program itself: told, reported without a word of the article, and the work goes on."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator import app
from annotator.services import fault_reports, importing
from annotator.services.project import Project
from annotator.ui.working import Worker

KEY = Qt.Key
SECRET = "the mayor told nobody"


class Failing(QWidget):
    def paintEvent(self, _event):  # noqa: N802 - Qt's name
        raise RuntimeError(SECRET)

    def keyPressEvent(self, _event):  # noqa: N802 - Qt's name
        raise KeyError(SECRET)


@pytest.fixture
def guarded(hands, monkeypatch):
    """The window with its handler installed; everything is given back afterwards."""
    faults = app.Faults(hands.window)
    before = sys.excepthook, threading.excepthook
    monkeypatch.setattr(app.Faults, "qt_message", staticmethod(lambda *_: None))
    sys.excepthook, threading.excepthook = faults.handle, faults._from_thread
    yield hands
    sys.excepthook, threading.excepthook = before


def fail_in_slot(hands):
    def fails():
        raise ValueError(SECRET)

    QTimer.singleShot(0, fails)


def fail_in_paint(hands):
    failing = Failing(hands.window)
    failing.resize(40, 40)
    failing.show()


def fail_in_key(hands):
    failing = Failing()
    QTimer.singleShot(0, lambda: QTest.keyClick(failing, KEY.Key_A))


def fail_in_thread(hands):
    def fails():
        raise OSError(SECRET)

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()


def fail_in_worker(hands):
    def fails(progress):
        raise LookupError(SECRET)

    worker = Worker(fails, hands.window)
    worker.failed.connect(hands.window.desk.filing._fail)
    worker.start()
    hands.until(worker.isFinished)


def fail_in_command(hands):
    def fails(_desk):
        raise ArithmeticError(SECRET)

    action = hands.window.actions_.by_id["help.about"]
    action.triggered.disconnect()
    action.triggered.connect(lambda: fails(None))
    action.trigger()


@pytest.mark.parametrize(
    "fail", [fail_in_slot, fail_in_paint, fail_in_key, fail_in_thread, fail_in_worker, fail_in_command]
)
def test_a_fault_anywhere_is_told_reported_and_survived(guarded, qtbot, fail, capsys):
    with qtbot.captureExceptions():
        sys.excepthook = guarded.window.findChild(app.Faults).handle
        fail(guarded)
        guarded.until(lambda: "nothing recorded was lost" in guarded.window.area.messages.sentence())
    (report,) = fault_reports.folder().glob("*.txt")
    text = report.read_text(encoding="utf-8")
    assert "test_faults.py" in text
    assert SECRET not in text
    assert SECRET in capsys.readouterr().err
    for failing in guarded.window.findChildren(Failing):
        failing.hide()
    guarded.view.setFocus()
    guarded.select("the mayor")
    guarded.press(KEY.Key_2)
    assert guarded.rows("SELECT words FROM annotations") == [("the mayor",)]


def test_what_the_error_said_is_added_only_when_the_person_agrees(guarded, capsys):
    faults = guarded.window.findChild(app.Faults)
    try:
        raise ValueError(SECRET) from OSError("and why")
    except ValueError as error:
        faults.handle(type(error), error, error.__traceback__)
    guarded.window.area.messages._action.click()
    (shown,) = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "FaultReport"]
    (report,) = fault_reports.folder().glob("*.txt")
    assert SECRET not in shown.text.toPlainText()
    assert "OSError" in shown.text.toPlainText()
    guarded.press(KEY.Key_Space, to=shown.all)
    assert SECRET in shown.text.toPlainText()
    assert SECRET in report.read_text(encoding="utf-8")
    guarded.press(KEY.Key_Space, to=shown.all)
    assert SECRET not in report.read_text(encoding="utf-8")
    capsys.readouterr()


FALLS_OVER = """
import faulthandler, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from annotator import __main__, app

def act():
    window = app.application().activeWindow()
    if window is None or window.faults._record is None:
        QTimer.singleShot(20, act)
        return
    window.view.select_word()
    QTest.keyClick(window.view, Qt.Key.Key_2)
    faulthandler._sigsegv()

app.application()
QTimer.singleShot(0, act)
sys.exit(__main__.main(sys.argv[1:]))
"""


def test_after_a_fault_below_python_nothing_is_missing_and_the_next_start_offers_the_report(
    open_window, tmp_path, me, monkeypatch
):
    path = tmp_path / "real.annotator"
    with Project.create(path, me) as project:
        importing.import_text(project, "Ana said it rained.")
    command = [sys.executable, "-c", FALLS_OVER, str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode not in (0, 1), ran.stderr

    hands = open_window(path)
    assert hands.session.writable
    assert hands.session.project.verify() == []
    assert hands.rows("SELECT words FROM annotations") == [("Ana",)]
    faults = app.Faults(hands.window)
    faults.record()
    faults.forget()
    assert "ended unexpectedly" in hands.window.area.messages.sentence()
    hands.window.area.messages._action.click()
    (shown,) = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "FaultReport"]
    assert "Current thread" in shown.text.toPlainText()
    assert "rained" not in shown.text.toPlainText()
    assert fault_reports.left_by_earlier() == []


def test_a_program_that_ends_as_it_should_leaves_no_record(hands):
    faults = app.Faults(hands.window)
    faults.record()
    assert fault_reports.record_of_process().exists()
    faults.forget()
    assert not fault_reports.record_of_process().exists()
    assert hands.window.area.messages.isHidden() or "unexpectedly" not in hands.window.area.messages.sentence()


def test_a_message_of_qt_is_told_and_a_fatal_one_leaves_a_report(capsys):
    from PySide6.QtCore import QtMsgType

    app.Faults.qt_message(QtMsgType.QtWarningMsg, None, "a warning")
    assert "Qt: a warning" in capsys.readouterr().err
    app.Faults.qt_message(QtMsgType.QtFatalMsg, None, "the end")
    assert "Qt: the end" in fault_reports.read(fault_reports.record_of_process())


def test_reports_do_not_pile_up():
    for _ in range(fault_reports.MOST + 5):
        fault_reports.write("x")
    assert len(list(fault_reports.folder().glob("*.txt"))) == fault_reports.MOST
