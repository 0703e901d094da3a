import importlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def dev(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    return importlib.import_module("dev")


@pytest.fixture
def system(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "scripts")
    return importlib.import_module("system_packages")


@pytest.fixture
def linux(monkeypatch, system):
    """A Linux on which every library loads, without a display; tests take away what they need to be missing."""
    gone = set()
    monkeypatch.setattr(system.sys, "platform", "linux")
    monkeypatch.setattr(system, "loads", lambda library: library not in gone)
    monkeypatch.setattr(system.shutil, "which", lambda _program: "/usr/bin/program")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    return gone


def test_a_python_that_is_too_old_is_told_so_in_one_line(dev):
    complaint = dev.complaint_about((3, 10, 13))
    assert complaint.startswith("Annotator needs Python 3.11 or newer; this is 3.10.13 (")
    assert "\n" not in complaint
    assert not dev.complaint_about((3, 11, 2))


def test_the_oldest_python_here_is_the_one_the_package_names(dev):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={dev.OLDEST_PYTHON[0]}.{dev.OLDEST_PYTHON[1]}"


def test_arguments_after_dashes_are_kept_for_the_program(dev):
    assert dev.split_at_dashes(["test", "--", "-k", "chains", "--", "x"]) == (["test"], ["-k", "chains", "--", "x"])
    assert dev.split_at_dashes(["test"]) == (["test"], [])


def an_environment(dev, folder):
    """A finished environment: only what setting up looks at."""
    python = dev.python_in(folder)
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / dev.STAMP).write_text(json.dumps(dev.wanted_stamp()), encoding="utf-8")
    return python


@pytest.fixture
def steps(dev, monkeypatch, tmp_path):
    """What setting up in tmp_path would have done, step by step."""
    done = []
    monkeypatch.setenv("ANNOTATOR_VENV", str(tmp_path))
    monkeypatch.setattr(dev.system_packages, "provide", lambda **_what: None)
    monkeypatch.setattr(dev, "make_environment", lambda _folder: done.append("environment"))
    monkeypatch.setattr(dev, "pip", lambda _python, *arguments: done.append(arguments[-1]))
    monkeypatch.setattr(dev, "make_sure_qt_starts", lambda _python: done.append("Qt"))
    return done


def test_a_finished_environment_is_used_at_once(dev, steps, tmp_path):
    python = an_environment(dev, tmp_path)
    assert dev.set_up(window=False) == python
    assert steps == []


def test_a_new_environment_gets_everything_and_remembers_it(dev, steps, tmp_path):
    dev.set_up(window=False)
    assert steps == ["environment", str(dev.LOCK), ".", "Qt"]
    assert dev.read_stamp(tmp_path) == dev.wanted_stamp()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("packages", ["lock", ".", "Qt"]), ("project", [".", "Qt"]), ("python", ["environment", "lock", ".", "Qt"])],
)
def test_only_what_changed_is_done_again(dev, steps, tmp_path, changed, expected):
    an_environment(dev, tmp_path)
    stamp = dev.wanted_stamp() | {changed: "something else"}
    (tmp_path / dev.STAMP).write_text(json.dumps(stamp), encoding="utf-8")
    dev.set_up(window=False)
    assert [("lock" if step == str(dev.LOCK) else step) for step in steps] == expected


def test_what_was_interrupted_is_not_taken_for_finished(dev, steps, tmp_path, monkeypatch):
    an_environment(dev, tmp_path)
    (tmp_path / dev.STAMP).write_text('{"python": "3.1', encoding="utf-8")
    monkeypatch.setattr(dev, "make_sure_qt_starts", lambda _python: sys.exit("Qt does not start here"))
    with pytest.raises(SystemExit):
        dev.set_up(window=False)
    assert dev.read_stamp(tmp_path) == {}


def test_a_folder_that_is_no_environment_is_left_alone(dev, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(SystemExit, match="left alone"):
        dev.make_environment(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_missing_libraries_are_named_as_packages(system, linux, monkeypatch):
    linux |= {"libGL.so.1", "libglib-2.0.so.0"}
    monkeypatch.setattr(system, "in_package_lists", lambda package: package == "libglib2.0-0t64")
    missing = system.missing_here(python_venv=False, window=False)
    assert missing == ["libglib-2.0.so.0", "libGL.so.1"]
    assert system.packages_for(missing) == ["libglib2.0-0t64", "libgl1"]
    monkeypatch.setattr(system, "in_package_lists", lambda _package: False)
    assert system.packages_for(missing) == ["libglib2.0-0", "libgl1"]


def test_python_without_ensurepip_needs_its_venv_package(system, linux, monkeypatch):
    monkeypatch.setattr(system.importlib.util, "find_spec", lambda _name: None)
    assert system.missing_here(python_venv=True, window=False) == ["ensurepip"]
    assert system.packages_for(["ensurepip"]) == [f"python3.{sys.version_info.minor}-venv"]


def test_a_window_needs_one_complete_kind_of_display(system, linux, monkeypatch):
    linux |= {"libxcb-cursor.so.0"}
    assert system.missing_here(python_venv=False, window=False) == []
    monkeypatch.setenv("DISPLAY", ":0")
    assert system.missing_here(python_venv=False, window=True) == ["libxcb-cursor.so.0"]
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.missing_here(python_venv=False, window=True) == []


def test_without_rights_one_line_names_the_command(system, linux, monkeypatch):
    linux |= {"libEGL.so.1"}
    monkeypatch.setattr(system, "as_root", lambda: None)
    with pytest.raises(SystemExit) as ended:
        system.provide(python_venv=False, window=False)
    line = str(ended.value.code)
    assert line.endswith("apt-get update && apt-get install -y --no-install-recommends libegl1")
    assert "\n" not in line


def test_without_apt_the_files_are_named(system, linux, monkeypatch):
    linux |= {"libEGL.so.1"}
    monkeypatch.setattr(system.shutil, "which", lambda _program: None)
    with pytest.raises(SystemExit, match=r"libEGL\.so\.1"):
        system.provide(python_venv=False, window=False)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [(True, ["annotator", "--sample"]), (False, ["annotator.tour", str(Path("build", "tour"))])],
)
def test_run_opens_the_window_or_takes_the_tour(dev, linux, monkeypatch, answers, expected):
    called = []
    monkeypatch.setattr(dev, "call", lambda _python, *arguments: called.append(arguments) or 0)
    monkeypatch.setattr(dev.system_packages, "display_answers", lambda: answers)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert dev.run(Path("python"), ["more"]) == 0
    assert called == [("-m", *expected, "more")]


def test_no_display_is_wanted_where_qt_is_told_to_do_without(dev, linux, monkeypatch):
    assert not dev.window_wanted()
    monkeypatch.setenv("DISPLAY", ":0")
    assert dev.window_wanted()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert not dev.window_wanted()


def test_every_package_the_project_names_is_locked_with_hashes_and_no_host(dev):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]
    lock = dev.LOCK.read_text(encoding="utf-8")
    for requirement in named:
        name = requirement.split(">")[0].lower()
        assert f"\n{name}==" in lock, f"{name}: run `make lock`"
    entries = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]
    assert lock.count("\\\n    --hash=sha256:") >= len(entries)
    assert "://" not in lock


def test_help_needs_no_setup():
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "dev.py", "--help"], capture_output=True, text=True, check=True, timeout=60
    )
    assert "bench" in done.stdout
