"""Whatever one item of a file holds: it is kept out with the reason, and the rest of the file comes in."""

import json
import re
import shutil
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.bundles import ReadOptions
from annotator.formats.registry import FORMATS
from annotator.services import exporting, importing
from tests.conftest import Desk
from tests.formats.conftest import Lines
from tests.formats.test_every_format import read_back

RECORDS = {
    "prodigy": lambda value: value,
    "doccano": lambda value: value,
    "label-studio": lambda value: value,
    "w3c": lambda value: value["items"],
    "citron": lambda value: value["quotes"],
    "cas-json": lambda value: value["%FEATURE_STRUCTURES"],
}
"""Where the records of a file are: a list, of which each stands for itself."""

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
    | st.sampled_from(["\ud800", "annotation", "document", "source", 10**30, -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A small corpus in each of these formats."""
    out = tmp_path_factory.mktemp("sound")
    with Desk(out / "work.annotator", None, text=None) as desk:
        desk.bring(Lines().data)
        for name in (*RECORDS, "cas-xmi", "refi-qda", "csv"):
            if FORMATS[name].installed:
                exporting.export(desk.project, name, out / f"{name}{FORMATS[name].suffixes[0]}")
    return out


def sound(folder, name):
    """A file of the format: its path and what it holds."""
    place = folder / f"{name}{FORMATS[name].suffixes[0]}"
    if place.is_dir():
        place = max((p for p in place.rglob("*.json") if p.parent != place), key=lambda p: p.stat().st_size)
    text = place.read_text(encoding="utf-8")
    lines = name in ("prodigy", "doccano")
    return place.name, [json.loads(line) for line in text.splitlines()] if lines else json.loads(text)


def write(place, name, value):
    lines = name in ("prodigy", "doccano")
    place.write_text("".join(json.dumps(one) + "\n" for one in value) if lines else json.dumps(value))


def nodes(value, path=()):
    """The paths of all that is in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*path, key)
        yield from nodes(one, (*path, key))


def documents(lines):
    return {line for line in lines if '"type":"document"' in line}


@pytest.mark.parametrize("name", RECORDS)
@given(data=st.data())
@settings(max_examples=60)
def test_one_item_of_any_content_leaves_the_others(name, data, folder, tmp_path):
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    called, value = sound(folder, name)
    place = tmp_path / called
    write(place, name, value)
    whole, _ = read_back(place, name)
    records = RECORDS[name](value)
    at = data.draw(st.integers(1, len(records) - 1))
    record = records[at]
    path = data.draw(st.sampled_from([(), *nodes(record)]))
    new = data.draw(ANYTHING)
    if path:
        for key in path[:-1]:
            record = record[key]
        record[path[-1]] = new
    else:
        records[at] = new
    write(place, name, value)
    back, told = read_back(place, name, ReadOptions())
    assert all(one.reason for one in told if hasattr(one, "reason"))
    if name in ("prodigy", "doccano", "label-studio"):
        kept = records[0]["text"] if "text" in records[0] else records[0]["data"]["text"]
        assert {line for line in whole if json.loads(line).get("text") == kept} <= set(back)


# One broken item of each sort


def change(place, old, new):
    data = place.read_bytes()
    assert old in data
    place.write_bytes(data.replace(old, new, 1))


def biggest(place, ending):
    return max(place.glob(f"*/*{ending}"), key=lambda path: path.stat().st_size)


def rezip(place, change_):
    """Change the members of a zip; `change_` is given name and bytes."""
    with zipfile.ZipFile(place) as box:
        members = {name: change_(name, box.read(name)) for name in box.namelist()}
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)


def second_line(place, new):
    lines = place.read_bytes().split(b"\n")
    lines[1] = new(lines[1])
    place.write_bytes(b"\n".join(lines))


def a_structure(kind, **facts):
    def damage(place):
        path = biggest(place, ".json")
        value = json.loads(path.read_text(encoding="utf-8"))
        next(one for one in value["%FEATURE_STRUCTURES"] if one["%TYPE"].endswith(kind)).update(facts)
        path.write_text(json.dumps(value), encoding="utf-8")

    return damage


def long_text_first(place):
    """Damage the text of the source that has most annotations."""
    with zipfile.ZipFile(place) as box:
        texts = [n for n in box.namelist() if n.startswith("sources/") and b"Radio Sarn" in box.read(n)]
    name = min(texts, key=lambda n: zipfile.ZipFile(place).getinfo(n).file_size)
    rezip(place, lambda one, data: b"\xff\xfea" if one == name else data)


BROKEN = {
    "doccano: no JSON": (lambda p: second_line(p, lambda line: line[:-5]), "line 2: it is not JSON"),
    "doccano: no UTF-8": (lambda p: second_line(p, lambda line: b"\xe9" + line), "line 2: it is not UTF-8"),
    "doccano: a word for spans": (lambda p: change(p, b'"entities":[', b'"entities":"x","e":['), "it is no list"),
    "prodigy: a span": (lambda p: change(p, b'"start":4', b'"start":{}'), "offsets"),
    "prodigy: the links": (lambda p: change(p, b'"links":[]', b'"links":5'), "links: it is no list"),
    "label-studio: a region": (lambda p: change(p, b'"labels":["claim"]', b'"labels":5'), "no labelled span"),
    "label-studio: an annotation": (lambda p: change(p, b'[{"result"', b'[5,{"result"'), "no annotation of a task"),
    "w3c: an item": (lambda p: change(p, b'"items":[', b'"items":[5,'), "no object"),
    "citron: a quote": (lambda p: change(biggest(p, ".json"), b'"quotes":[', b'"quotes":[5,'), "no object"),
    "citron: a file": (lambda p: change(biggest(p, ".json"), b'"quotes":[', b'"quotes":[['), "it is not JSON"),
    "cas-json: an offset": (a_structure("AnnotatorSpan", begin="x"), "no sound AnnotatorSpan"),
    "cas-json: a type": (a_structure("AnnotatorSpan", **{"%TYPE": "no.Such"}), "no sound Such"),
    "cas-json: an item": (a_structure("AnnotatorItem", json="{"), "says its kind"),
    "cas-json: a file": (lambda p: change(biggest(p, ".json"), b"{", b"[["), r"not JSON at line 1, column \d+"),
    "cas-xmi: an offset": (lambda p: change(biggest(p, ".xmi"), b'begin="4"', b'begin="x"'), "begin is no number"),
    "cas-xmi: a file": (lambda p: change(biggest(p, ".xmi"), b"<", b"<<"), "not XML at line 1, column 2"),
    "refi-qda: a text": (long_text_first, "neither UTF-8 nor UTF-16"),
    "refi-qda: the note": (lambda p: rezip(p, lambda _, data: data.replace(b'{"aff', b'{{"aff')), "it is not JSON"),
    "csv: a cell too many": (lambda p: change(p / "annotations.csv", b"claim,", b"claim,,"), "cells and not"),
    "csv: no UTF-8": (lambda p: change(p / "annotations.csv", b"Radio", b"R\xe9dio"), "not UTF-8"),
    "csv: no spans": (lambda p: change(p / "annotations.csv", b"4:8", b"4-8"), "no spans"),
    "csv: a loose quotation mark": (lambda p: change(p / "comments.csv", b"Long.", b'"Long.'), "line 3|lines 3 to"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_one_broken_item_is_kept_out_with_its_place_and_reason(what, folder, tmp_path, new_desk):
    name = what.split(":")[0]
    damage, reason = BROKEN[what]
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    given = folder / f"{name}{FORMATS[name].suffixes[0]}"
    place = tmp_path / given.name
    shutil.copytree(given, place) if given.is_dir() else shutil.copy(given, place)
    damage(place)
    with new_desk(tmp_path / "back.annotator", None, text=None) as desk:
        report = importing.import_files(desk.project, [place], format_=name).report
        assert desk.project.verify() == []
        left = len(desk.project.documents())
    found = [one for one in report.quarantined if re.search(reason, one.reason)]
    assert len(found) == (7 if what == "refi-qda: a text" else 1), report.quarantined  # with its six selections
    assert found[0].path
    assert left >= 1
