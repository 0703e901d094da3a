"""Rules of the house that no linter holds."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGER = {"annotator/model/items.py": 408, "annotator/model/segments.py": 490}
"""Longer ones that are known, and may not grow further: thirteen declarations, and the rules of one small grammar."""

FILES = sorted((ROOT / "annotator").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=FILES, ids=name)
def module(request):
    return request.param


def test_there_are_files_to_look_at():
    assert len(FILES) > 40


def test_a_file_has_no_more_than_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGER.get(name(module), 400)


def test_a_function_has_no_more_than_60_lines(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno + 1 > 60] == []


def test_nothing_is_printed(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    assert [c.lineno for c in calls if c.func.id in ("print", "breakpoint", "input")] == []


def test_no_exception_is_caught_that_nobody_expects(module):
    if name(module) == "annotator/app.py":
        return
    tree = ast.parse(module.read_text(encoding="utf-8"))
    broad = []
    for handler in (n for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler)):
        caught = [] if handler.type is None else ast.walk(handler.type)
        names = {n.id for n in caught if isinstance(n, ast.Name)}
        reraises = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
        if (handler.type is None or names & {"Exception", "BaseException"}) and not reraises:
            broad.append(handler.lineno)
    assert broad == []


def test_imports_are_absolute(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level] == []
