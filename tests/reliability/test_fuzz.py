"""Whatever bytes come in, a reader answers or refuses in words; inputs that once broke one are tried again."""

import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats.registry import FORMATS
from annotator.services import exporting
from annotator.services.project import Project
from annotator.storage.lock import WriteLock
from tests.conftest import ANA, ROOT, Desk
from tests.reliability import fuzzing

SAMPLE = (ROOT / "projects" / "sample.jsonl").read_bytes()


class Whole(dict):
    """Sound inputs by name; too long to be shown when one of them breaks something."""

    def __repr__(self):
        return "whole"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A sound input for each reader, to begin from."""
    path = tmp_path_factory.mktemp("fuzz") / "work.annotator"
    with Desk(path, ANA) as desk:
        claim = desk.tag("claim", "open on Monday")
        desk.link([claim], [desk.tag("source", "harbour master")])
    raw = path.read_bytes()
    head, *lines = SAMPLE.splitlines(keepends=True)
    chosen = random.Random(3).sample(lines, 40)
    formats = {name: of_format(name, path.parent) for name in fuzzing.PARTS if FORMATS[name].installed}
    return Whole(
        {
            **formats,
            "article": "The port of Sarn 🚢 will open, they said.\r\n".encode("utf-16"),
            "corpus": head + b"".join(chosen),
            "project": raw,
            "pages": raw,
            "expression": rb"(?<=a)\b(?:x|y)+[^\W\d]{2,}$",
        }
    )


def of_format(name, folder):
    """A sound file of the format, of one article."""
    out = folder / f"{name}{FORMATS[name].suffixes[0]}"
    with Desk(folder / f"{name}.annotator", ANA, fuzzing.TEXT) as desk:
        claim, source, cue = (desk.tag(*given) for given in (
            ("claim", "will open"), ("source", "the master", "Radio Sarn"), ("cue", "said")))  # fmt: skip
        desk.link([claim], [source], [cue])
        exporting.export(desk.project, name, out)
    if name == "refi-qda":
        return zipfile.ZipFile(out).read("project.qde")
    if name == "csv":
        return (out / "annotations.csv").read_bytes()
    files = [p for p in out.rglob(f"*{out.suffix}") if p.stem != "project"] if out.is_dir() else [out]
    return max(files, key=lambda p: p.stat().st_size).read_bytes()


def installed(name):
    if name in FORMATS and not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)


@st.composite
def changes(draw):
    """A few places to change, cut or repeat, as fractions of the whole."""
    return draw(st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from("flip set cut double".split()),
                                   st.integers(0, 255)), min_size=1, max_size=6))  # fmt: skip


def changed(data: bytes, what) -> bytes:
    out = bytearray(data)
    for place, how, value in what:
        if not out:
            break
        at = int(place * len(out))
        if how == "flip":
            out[at] ^= 1 << value % 8
        elif how == "set":
            out[at] = value
        elif how == "cut":
            del out[at : at + value + 1]
        else:
            out[at:at] = out[at : at + value + 1]
    return bytes(out)


@pytest.mark.parametrize("name", fuzzing.TARGETS)
@given(data=st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_bytes(name, data):
    installed(name)
    fuzzing.tried(fuzzing.TARGETS[name], data)


@pytest.mark.parametrize("name", fuzzing.TARGETS)
@given(what=changes())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_bytes_that_were_sound_once(name, whole, what):
    installed(name)
    fuzzing.tried(fuzzing.TARGETS[name], changed(whole[name], what))


@pytest.mark.parametrize(
    "path", sorted(fuzzing.KEPT.glob("*/*-*")), ids=lambda path: f"{path.parent.name}-{path.name[:14]}"
)
def test_what_once_broke_a_reader(path):
    installed(path.parent.name)
    fuzzing.tried(fuzzing.TARGETS[path.parent.name], path.read_bytes())


@pytest.mark.parametrize(
    "data", [b"", b"{", b'{"annotators": [{"id": 1}]}', b'{"annotators": "x"}', b"\xff\xfe", b"[" * 9999]
)
def test_settings_of_any_content_are_only_settings(settings_folder, tmp_path, data):
    from annotator.services.identity import Identities

    (settings_folder / "identity.json").write_bytes(data)
    assert Identities().all() == []
    (tmp_path / ".work.annotator.lock").write_bytes(data)
    with Project.create(tmp_path / "work", ANA) as project:
        assert project.writable
    (tmp_path / ".work.annotator.lock").write_bytes(data)
    assert WriteLock(tmp_path / "work.annotator").holder() is None
