"""Set up, run, test, check and measure Annotator with nothing but Python: `python scripts/dev.py --help`.

The Makefile calls this file; where there is no make (Windows: `py scripts/dev.py run`) it is called directly.
It uses the standard library only, and stays readable for older Pythons so that they can say they are too old.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-dev.lock"
OLDEST_PYTHON = (3, 11)
STAMP = "annotator-setup.json"
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "lint": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
}
QT_STARTS = "import PySide6.QtWidgets, PySide6.QtSvg, PySide6.QtPrintSupport"


def main(arguments: list[str] | None = None) -> int:
    too_old = complaint_about(sys.version_info[:3])
    if too_old:
        sys.exit(too_old)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console that lacks “…” is no reason to stop
    own, extra = split_at_dashes(sys.argv[1:] if arguments is None else arguments)
    chosen = parser().parse_args(own)
    os.chdir(ROOT)
    if chosen.command == "lock":
        return lock()
    python = set_up(window=chosen.command == "run" and window_wanted())
    actions: dict[str, Callable[[], int]] = {
        "setup": lambda: 0,
        "run": lambda: run(python, extra),
        "test": lambda: test(python, extra),
        "check": lambda: check(python),
        "format": lambda: reformat(python),
        "bench": lambda: bench(python, chosen.only, extra),
        "screenshots": lambda: screenshots(python),
        "reliability": lambda: call(
            python, "-m", "tests.reliability.runs", *([chosen.only] if chosen.only else []), *extra
        ),
    }
    return actions[chosen.command]()


def complaint_about(version: tuple[int, ...]) -> str:
    """What to say to a Python that is too old; nothing to one that will do."""
    if version >= OLDEST_PYTHON:
        return ""
    needed, found = (".".join(map(str, numbers)) for numbers in (OLDEST_PYTHON, version))
    return (
        f"Annotator needs Python {needed} or newer; this is {found} ({sys.executable}). "
        f"Name a newer one: make PYTHON=python{needed} …, or py -{needed} scripts/dev.py …"
    )


def split_at_dashes(arguments: list[str]) -> tuple[list[str], list[str]]:
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def parser() -> argparse.ArgumentParser:
    what = argparse.ArgumentParser(
        prog="dev.py", description="Each command sets up first what it needs. Arguments after -- are passed on."
    )
    commands = what.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make the virtual environment with the locked packages")
    commands.add_parser("run", help="open the window on the sample project; without a display, take the tour offscreen")
    commands.add_parser("test", help="all checks, then all tests with coverage (-- pytest's arguments)")
    commands.add_parser("check", help="formatting, lint, types, imports")
    commands.add_parser("format", help="put the code into the project's format")
    commands.add_parser("bench", help="measure").add_argument("only", nargs="?", help="the name of one benchmark")
    commands.add_parser("screenshots", help="draw the pictures of README and guide anew")
    commands.add_parser("reliability", help="kill, cut, damage and count what is lost; takes an hour").add_argument(
        "only", nargs="?", help="the name of one run"
    )
    commands.add_parser("lock", help="choose the newest allowed packages anew and write requirements-dev.lock")
    return what


def run(python: Path, extra: list[str]) -> int:
    if window_wanted() and (sys.platform != "linux" or system_packages.display_answers()):
        return call(python, "-m", "annotator", "--sample", *extra)
    say("No display can be reached: taking the tour offscreen; its screenshots and an export go to build/tour/.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return call(python, "-m", "annotator.tour", str(Path("build", "tour")), *extra)


def window_wanted() -> bool:
    """Whether a display is promised: by its variables on Linux, always elsewhere, never if Qt is told to do without."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal")):
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(python: Path, extra: list[str]) -> int:
    """The checks, then pytest: its closing line stays the last one."""
    coverage = [] if extra else ["--cov", "--cov-report=term:skip-covered"]
    return check(python) or call(python, "-m", "pytest", *coverage, "-n", "auto", *extra)


def check(python: Path) -> int:
    worst = 0
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run([python, *command], capture_output=True, text=True, errors="replace", check=False)
        say(f"{name:8}{'FAILED' if done.returncode else 'ok'}  ({time.monotonic() - started:.1f} s)")
        if done.returncode:
            say((done.stdout + done.stderr).rstrip())
            worst = 1
    return worst


def reformat(python: Path) -> int:
    return call(python, "-m", "ruff", "check", "--fix-only", "--quiet", ".") or call(
        python, "-m", "ruff", "format", "."
    )


def bench(python: Path, only: str | None, extra: list[str]) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call(python, "-m", "benchmarks", *([only] if only else []), *extra)


def screenshots(python: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return call(python, "-m", "annotator.tour", "--pictures", str(Path("docs", "pictures")))


def set_up(*, window: bool) -> Path:
    """The environment's Python, with the locked packages and this checkout in it; at once if all that is there."""
    folder = ROOT / os.environ.get("ANNOTATOR_VENV", ".venv")
    python = python_in(folder)
    wanted, found = wanted_stamp(), read_stamp(folder)
    usable = python.exists() and (found.get("python") == wanted["python"] or has_pip(python))
    system_packages.provide(python_venv=not usable, window=window)
    if found == wanted and usable:
        return python
    (folder / STAMP).unlink(missing_ok=True)
    if not usable:
        make_environment(folder)
    if found.get("packages") != wanted["packages"] or not usable:
        say(f"Setting up in {folder.name}: the packages (once, about a minute) …")
        pip(python, "install", "--require-hashes", "-r", str(LOCK))
    say(f"Setting up in {folder.name}: Annotator itself …")
    pip(python, "install", "--no-deps", "--no-build-isolation", "--editable", ".")
    make_sure_qt_starts(python)
    (folder / STAMP).write_text(json.dumps(wanted), encoding="utf-8")
    return python


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def wanted_stamp() -> dict[str, str]:
    """What an environment is made from; written into it when it is complete, and compared at every start."""
    return {
        "python": f"{sys.version_info.major}.{sys.version_info.minor} in {sys.base_prefix}",
        "packages": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": f"{hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()} in {ROOT}",
    }


def read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def has_pip(python: Path) -> bool:
    """Whether there is an environment of this very Python version that can still install packages."""
    try:
        done = subprocess.run(
            [python, "-c", "import pip, sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return done.stdout.strip() == str(sys.version_info[:2])


def make_environment(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").exists():
        sys.exit(
            f"{folder} is no virtual environment and not empty, so it is left alone: point ANNOTATOR_VENV elsewhere."
        )
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        sys.exit(f"The virtual environment could not be made:\n{(done.stdout + done.stderr).strip()}")


def pip(python: Path, *arguments: str) -> None:
    done = subprocess.run(
        [python, "-m", "pip", "-qq", "--no-input", "--disable-pip-version-check", *arguments], check=False
    )
    if done.returncode:
        sys.exit(
            "The packages could not be installed; pip says why above. Then run this again: it goes on where it stopped."
        )


def make_sure_qt_starts(python: Path) -> None:
    done = subprocess.run([python, "-c", QT_STARTS], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        sys.exit(f"Qt does not start here: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def lock() -> int:
    """Choose the packages for every system and Python at once, with the resolver uv in an environment of its own."""
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make_environment(folder)
        python = python_in(folder)
        pip(python, "install", "uv")
        (folder / "build.in").write_text("\n".join([*build, "editables"]), encoding="utf-8")
        oldest = ".".join(map(str, OLDEST_PYTHON))
        sources = ["pyproject.toml", str(folder / "build.in"), "--group", "dev"]
        options = [
            "--universal",
            "--python-version",
            oldest,
            "--generate-hashes",
            "--no-annotate",
            "--upgrade",
            "--quiet",
        ]
        result = ["--custom-compile-command", "python scripts/dev.py lock", "--output-file", str(LOCK)]
        return call(python, "-m", "uv", "pip", "compile", *sources, *options, *result)


def call(python: Path, *arguments: str) -> int:
    """Run until it ends by itself: an interrupt reaches it as well, and how to stop is its own business."""
    process = subprocess.Popen([python, *arguments])
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
