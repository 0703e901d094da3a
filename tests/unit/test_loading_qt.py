"""Qt as the program loads it, in processes of their own: this one has loaded it as everybody does."""

import subprocess
import sys

PLAIN = "import PySide6.QtWidgets"
OURS = "from annotator import loading_qt; loading_qt.load()"

MISUSED = """
import PySide6.QtSvg
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

application = QApplication([])
widget = QWidget()
for misuse in (
    lambda: widget.resize("wide"), lambda: QWidget(3, 4), lambda: QObject(nonsense=1), lambda: widget.nothing,
    lambda: QWidget.grab.__doc__.nothing,
):
    try:
        misuse()
    except Exception as error:
        print(type(error), error)
print(QWidget.resize.__doc__)
help(QWidget.grab)
"""


def ran(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_pyside_says_of_its_functions_and_of_their_misuse_is_the_same():
    said = ran(f"{OURS}\n{MISUSED}")

    assert "Supported signatures" in said
    assert said == ran(f"{PLAIN}\n{MISUSED}")


def test_pysides_describing_modules_are_not_read_until_then_and_imports_are_pythons_own():
    told = "import builtins, sys; print('argparse' in sys.modules, builtins.__import__)"

    assert ran(f"{OURS}; {told}").split(" ", 1) == ["False", ran("print(__import__)")]
    assert ran(f"{PLAIN}; {told}").split(" ", 1) != ["False", ran("print(__import__)")]


def test_loading_it_again_changes_nothing():
    said = ran(f"{PLAIN}; {OURS}; {OURS}\n{MISUSED}")

    assert said == ran(f"{PLAIN}\n{MISUSED}")
