"""Print and Save as PDF, from the window to the file."""

import re
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog

CTRL = Qt.KeyboardModifier.ControlModifier


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.fixture
def save_as(monkeypatch):
    """Answers the dialog that asks for a name."""

    def answer(path):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_more: (str(path), ""))

    return answer


def test_the_article_is_saved_as_a_pdf(open_window, sample, tmp_path, save_as):
    hands = open_window("--sample", path=sample)
    save_as(tmp_path / "article")
    hands.window.actions_.by_id["file.pdf"].trigger()
    pdf = (tmp_path / "article.pdf").read_bytes()

    assert pdf.startswith(b"%PDF-")
    assert b"Ferry Channel" in pdf.replace(b"\0", b"")
    assert page_count(pdf) > 2
    assert f"{page_count(pdf)} pages written to article.pdf" in hands.window.area.messages.sentence()
    assert list(tmp_path.glob("*.part")) == []


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(hands, tmp_path, save_as):
    save_as(tmp_path / "no such folder" / "article.pdf")
    hands.window.actions_.by_id["file.pdf"].trigger()

    assert "article.pdf cannot be written" in hands.window.area.messages.sentence()
    assert "Choose another folder" in hands.window.area.messages.sentence()


def test_saying_no_to_the_dialog_writes_nothing(hands, tmp_path, save_as):
    before = sorted(tmp_path.iterdir())
    save_as("")
    hands.window.actions_.by_id["file.pdf"].trigger()

    assert sorted(tmp_path.iterdir()) == before


def test_print_asks_for_printer_and_pages(hands):
    hands.press((CTRL, Qt.Key.Key_P))
    hands.until(lambda: hands.window.findChild(QPrintDialog) is not None)
    dialog = hands.window.findChild(QPrintDialog)

    assert dialog.testOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.reject()


def test_only_the_pages_that_were_asked_for_are_printed(open_window, sample, tmp_path):
    hands = open_window("--sample", path=sample)

    def printed(first: int, last: int) -> int:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{first}.pdf"))
        if first:
            printer.setFromTo(first, last)
        hands.window.desk.printing.print_on(printer)
        return page_count((tmp_path / f"{first}.pdf").read_bytes())

    count = printed(0, 0)
    assert count > 2
    assert printed(2, 3) == 2
    assert printed(count, 99) == 1


def test_pages_that_are_not_there_are_not_printed(hands, tmp_path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "none.pdf"))
    printer.setFromTo(7, 9)
    hands.window.desk.printing.print_on(printer)

    assert "The article has only 1 page." in hands.window.area.messages.sentence()
    assert not (tmp_path / "none.pdf").exists()


def test_no_start_of_the_program_waits_for_printing():
    found = "import sys; from annotator import app; app.window(); print('PySide6.QtPrintSupport' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", found], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["False"]
