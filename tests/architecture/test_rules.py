"""Rules of the house that no linter holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / "annotator").rglob("*.py")
}
TREES = {name: ast.parse(text) for name, text in MODULES.items()}

LONGER: dict[str, int] = {}
"""Longer ones that are known, and may not grow further: thirteen declarations, and the rules of one small grammar."""

CATCH_ALL = {"annotator/app.py", "annotator/cli.py", "annotator/ui/working.py"}
"""The handlers of window and commands, and the worker that hands over what happened in another thread."""


def nodes(kind):
    return [(name, node) for name, tree in TREES.items() for node in ast.walk(tree) if isinstance(node, kind)]


def test_there_are_files_to_look_at():
    assert len(MODULES) > 40


def test_no_file_has_more_than_400_lines():
    lengths = {name: len(text.splitlines()) for name, text in MODULES.items()}
    assert {name: n for name, n in lengths.items() if n > LONGER.get(name, 400)} == {}


def test_no_function_has_more_than_60_lines():
    functions = nodes(ast.FunctionDef | ast.AsyncFunctionDef)
    assert [(name, f.name) for name, f in functions if f.end_lineno - f.lineno + 1 > 60] == []


def test_nothing_is_printed():
    calls = [(name, c) for name, c in nodes(ast.Call) if isinstance(c.func, ast.Name)]
    assert [(name, c.lineno) for name, c in calls if c.func.id in ("print", "breakpoint", "input")] == []


def test_no_exception_is_caught_that_nobody_expects():
    broad = []
    for name, handler in nodes(ast.ExceptHandler):
        caught = [] if handler.type is None else ast.walk(handler.type)
        names = {n.id for n in caught if isinstance(n, ast.Name)}
        raised_again = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
        if (handler.type is None or names & {"Exception", "BaseException"}) and not raised_again:
            broad.append((name, handler.lineno))
    assert [place for place in broad if place[0] not in CATCH_ALL] == []


def test_no_sentence_names_a_key_that_a_person_may_have_changed():
    """Commands are named in braces, as in “Press {tag.claim}”, and `Keymap.say` puts the key there."""
    named = re.compile(r"\b(?:[Pp]ress|[Ww]ith|[Bb]y) (?:Tab|Del|[A-Z0-9])\b|\b(?:Ctrl|Alt|Shift)\+|\bF\d+\b")
    calls = [(name, c) for name, c in nodes(ast.Call) if name.startswith("annotator/ui/") and c.args]
    said = [
        (name, c.args[0]) for name, c in calls if getattr(c.func, "attr", getattr(c.func, "id", "")) in ("tr", "_tr")
    ]
    texts = [(name, a.lineno, a.value) for name, a in said if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    assert len(texts) > 200
    assert [(name, line, text) for name, line, text in texts if named.search(text)] == []


def test_imports_are_absolute():
    assert [(name, n.lineno) for name, n in nodes(ast.ImportFrom) if n.level] == []


def calls_of(*names):
    called = [(name, c) for name, c in nodes(ast.Call) if isinstance(c.func, ast.Attribute | ast.Name)]
    return [(name, c) for name, c in called if (getattr(c.func, "attr", "") or getattr(c.func, "id", "")) in names]


SEALED = {"annotator/ui/reports.py", "annotator/ui/report_pdf.py"}
"""Show pages that the program makes itself, with every text escaped, in documents that load nothing."""


def test_no_widget_reads_its_text_as_markup():
    """Text from outside is data: labels are plain, tooltips are escaped, and nothing sets HTML or Markdown."""
    forbidden = (
        "setHtml",
        "insertHtml",
        "appendHtml",
        "setMarkdown",
        "insertMarkdown",
        "toHtml",
        "setOpenExternalLinks",
    )
    assert [(name, c.lineno) for name, c in calls_of(*forbidden) if name not in SEALED] == []
    assert {name for name, f in nodes(ast.FunctionDef) if f.name == "loadResource"} >= SEALED
    attributes = [
        (name, a.lineno) for name, a in nodes(ast.Attribute) if a.attr in ("RichText", "AutoText", "MarkdownText")
    ]
    assert attributes == []
    assert [(name, c.lineno) for name, c in calls_of("QLabel", "QTextBrowser", "QTextEdit")] == []
    bare = [
        (name, c.lineno)
        for name, c in calls_of("setToolTip", "showText")
        if not any(isinstance(n, ast.Name) and n.id == "plain_tooltip" for n in ast.walk(c))
        and not all(isinstance(n, ast.Constant) for n in c.args)
    ]
    assert bare == []
    boxes = {name for name, _ in calls_of("QMessageBox")}
    plain = {name for name, c in calls_of("setTextFormat") if "PlainText" in ast.unparse(c)}
    assert boxes <= plain
    assert [(name, c.lineno) for name, c in calls_of("information", "question", "critical", "about")] == []


def test_nothing_can_reach_the_network():
    """No module for it is imported; `socket` tells the name of this computer, for the lock, and nothing else."""
    forbidden = ("urllib.request", "http", "requests", "httpx", "ftplib", "smtplib", "ssl", "asyncio", "xmlrpc",
                 "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets", "webbrowser")  # fmt: skip
    imported = [(name, alias.name) for name, n in nodes(ast.Import) for alias in n.names]
    imported += [(name, n.module or "") for name, n in nodes(ast.ImportFrom)]
    imported += [(name, f"{n.module}.{alias.name}") for name, n in nodes(ast.ImportFrom) for alias in n.names]
    assert [
        (name, m) for name, m in imported if m in forbidden or m.startswith(tuple(f"{f}." for f in forbidden))
    ] == []
    assert {name for name, module in imported if module == "socket"} <= {
        "annotator/storage/lock.py", "annotator/importers/without_network.py"
    }  # fmt: skip
    used = {n.attr for name, n in nodes(ast.Attribute) if isinstance(n.value, ast.Name) and n.value.id == "socket"}
    assert used <= {"gethostname", "has_ipv6"}
    opened = [(name, call) for name, call in calls_of("openUrl")]
    assert [name for name, call in opened if "fromLocalFile" not in ast.unparse(call)] == []
    assert {name for name, _ in opened} <= {"annotator/ui/exchanging.py"}  # the folder an export was written to


def test_expressions_that_people_type_are_compiled_in_one_place():
    """Everywhere else patterns are written in the program, or made of its own constants."""
    engines = {name for name, n in nodes(ast.Import) if any(alias.name == "regex" for alias in n.names)}
    assert engines == {"annotator/services/searching.py"}
    assert [(name, n.attr) for name, n in nodes(ast.Attribute) if n.attr.startswith("QRegularExpression")] == []


def test_only_one_function_opens_connections():
    connecting = {name for name, c in calls_of("connect") if ast.unparse(c.func) == "sqlite3.connect"}
    known = {"annotator/storage/connection.py", "annotator/storage/backups.py", "annotator/storage/source_index.py"}
    assert connecting == known  # the last one in memory
