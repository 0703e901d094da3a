"""What every format promises, for corpora of every sort."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats import corpus, losses
from annotator.formats.bundles import ReadOptions, WriteOptions
from annotator.formats.checking import check
from annotator.formats.detecting import detect
from annotator.formats.lines import decode, encode, line_of
from annotator.formats.registry import FORMATS
from annotator.model.errors import UserError
from annotator.model.items import KINDS
from annotator.services import exporting, importing
from annotator.services.project import Project
from tests.formats.made import selections

BOTH = [name for name, one in FORMATS.items() if one.direction == "both"]
CARRY_ALONE = ("brat", "polnear", "refi-qda")
"""Formats with a place for what stands on no article."""

OUT = [name for name, one in FORMATS.items() if one.direction == "export"]


def nothing(_title):
    pass


def written(selection, name, folder: Path, **options) -> Path:
    form = FORMATS[name]
    if not form.installed:
        pytest.skip(form.install_line)
    place = folder / f"out{form.suffixes[0]}"
    shutil.rmtree(place, ignore_errors=True) if form.folder else place.unlink(missing_ok=True)
    if form.folder:
        place.mkdir()
    getattr(form.load(), form.writer)(selection, place, WriteOptions(**options), nothing)
    return place


def read_back(place: Path, name: str, options=None):
    """The lines of what comes back, and what was kept out or changed."""
    held, texts, kinds, lines, told = {}, {}, {}, [], []

    def known(kind, id_):
        if kind == "tag":
            return next((t for (k, _), t in held.items() if k == "tag" and id_ in (t.id, t.slug)), None)
        return held.get((kind, id_))

    for bundle in FORMATS[name].load().read(place, options or ReadOptions()):
        found, report = check(bundle, known, texts.get, lambda _ids: kinds)
        told += [*report.quarantined, *report.reanchored, *report.replaced]
        texts.update(found.texts)
        for kind in KINDS:
            for item in found.items[kind]:
                text = texts.get(item.document or item.id)
                if (kind, item.id) not in held:
                    lines.append(encode(line_of(item, text if kind in ("document", "annotation") else None)))
                held[kind, item.id] = item
                kinds.setdefault(item.id, kind) if kind != "document" else None
    return sorted(lines), told


def as_lines(selection):
    return sorted(line[:-1] for line in list(corpus.lines(selection, nothing))[1:])


def differing(back, expected):
    """What is missing and what is too much."""
    return [x for x in expected if x not in back], [x for x in back if x not in expected]


@pytest.mark.parametrize("name", BOTH)
@given(data=st.data())
@settings(max_examples=25)
def test_what_is_written_comes_back(name, data, tmp_path):
    selection = data.draw(selections(0 if FORMATS[name].lossless or name in CARRY_ALONE else 1))
    place = written(selection, name, tmp_path)
    back, told = read_back(place, name)
    assert (differing(back, as_lines(selection)), told) == (([], []), [])


@given(selection=selections())
@settings(max_examples=25)
def test_every_line_of_a_corpus_is_as_canonical_json_has_it(selection):
    for line in corpus.lines(selection, nothing):
        assert line == encode(decode(line)) + "\n"


@given(selection=selections())
@settings(max_examples=25)
def test_tables_for_spreadsheets_come_back_too(selection, tmp_path):
    back, told = read_back(written(selection, "csv", tmp_path, spreadsheet=True), "csv")
    assert (differing(back, as_lines(selection)), told) == (([], []), [])


@given(selection=selections())
@settings(max_examples=25)
def test_projects_for_nvivo_come_back_too(selection, tmp_path):
    if not FORMATS["refi-qda"].installed:
        pytest.skip(FORMATS["refi-qda"].install_line)
    place = written(selection, "refi-qda", tmp_path, nvivo=True)
    back, _ = read_back(place, "refi-qda", ReadOptions(unit="UTF-16"))
    assert differing(back, as_lines(selection)) == ([], [])


@pytest.mark.parametrize("name", OUT)
@given(selection=selections())
@settings(max_examples=15)
def test_what_can_only_be_written_is_written(name, selection, tmp_path):
    assert written(selection, name, tmp_path).stat().st_size > 0


@pytest.mark.parametrize("name", BOTH)
@given(selection=selections(1))
@settings(max_examples=5)
def test_what_is_written_is_known_for_what_it_is(name, selection, tmp_path):
    guess = detect(written(selection, name, tmp_path))
    assert guess is not None
    assert guess.format == ("brat" if name == "polnear" else name)


@given(selection=selections())
@settings(max_examples=25)
def test_the_survey_counts_what_is_there(selection):
    counts = losses.survey(selection)
    lines = [decode(line) for line in list(corpus.lines(selection, nothing))[1:]]
    for aspect, kind in (("documents", "document"), ("annotations", "annotation"), ("attributions", "attribution"),
                         ("ratings", "rating"), ("comments", "comment"), ("entities", "entity")):  # fmt: skip
        assert counts[aspect] == sum(line["type"] == kind for line in lines)
    assert counts["chains"] == sum("parent" in line for line in lines)
    assert counts["times"] == sum("modified" in line for line in lines)
    assert counts["discontinuous"] == sum(len(line["spans"]) > 1 for line in lines if line["type"] == "annotation")


def test_what_no_reader_is_ready_for_refuses_the_file_in_words(tmp_path, monkeypatch):
    def read(_place, _options):
        raise LookupError("unforeseen")
        yield

    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ann spoke.", "spans": [], "_task_hash": 1}', encoding="utf-8")
    monkeypatch.setattr("annotator.formats.prodigy.read", read)
    with Project.create(tmp_path / "p.annotator", None) as project:
        with pytest.raises(UserError, match=r"a\.jsonl holds something .* \(LookupError: unforeseen\)"):
            importing.import_files(project, [path], format_="prodigy")
        assert project.documents() == []


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_a_project_without_annotations_brings_no_article_of_its_own(name, tmp_path, new_desk, ana):
    pytest.importorskip("cassis")
    with new_desk(tmp_path / "bare.annotator", ana) as desk:
        exporting.export(desk.project, name, tmp_path / "out")
    with new_desk(tmp_path / "again.annotator", ana, text=None) as again:
        importing.import_files(again.project, [tmp_path / "out"], format_=name)
        assert [row.id for row in again.project.documents()] == [desk.id]


@pytest.mark.parametrize("name", BOTH)
def test_a_project_without_articles_comes_back_as_one(name, tmp_path, empty, new_desk, ana):
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    out = tmp_path / f"out{FORMATS[name].suffixes[0]}"
    exporting.export(empty.project, name, out)
    with new_desk(tmp_path / "again.annotator", ana, text=None) as again:
        report = importing.import_files(again.project, [out], format_=name).report
        assert again.project.documents() == []
    assert report.quarantined == []
    assert [note for note in report.notes if "empty" in note] == [
        f"{out.name} is empty: it holds no article." for _ in [0] if name in ("doccano", "prodigy")
    ]


def test_characters_that_no_workbook_can_hold_are_told_and_the_file_is_written(tmp_path, new_desk, ana):
    openpyxl = pytest.importorskip("openpyxl")
    with new_desk(tmp_path / "bell.annotator", ana, text="Rain\n\nShe said:\x07 it\x0brains.") as desk:
        done = exporting.export(desk.project, "xlsx", tmp_path / "out.xlsx")
    assert done.loss == {"control": 2}
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    book.close()
    assert "Rain\n\nShe said:\ufffd it\ufffdrains." in cells
