"""Files that end too early, in another encoding, or in columns: refused with the place, and the others come in."""

import json

import pytest

from annotator.formats.bundles import ReadOptions
from annotator.formats.registry import FORMATS
from annotator.model.errors import UserError
from annotator.services import exporting, importing

TEXT = "Mayor Anna Dahl said: “The port opens.” The union denied it."
TASKS = json.dumps([{"data": {"text": f"{TEXT} {n}"}, "annotations": []} for n in range(3)], indent=1)
QUOTES = json.dumps({"text": TEXT, "quotes": []}, indent=1)
PAGE = json.dumps(
    {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [{"type": "Annotation"}]},
    indent=1,
)  # fmt: skip
WHOLE = {"label-studio": ("l.json", TASKS), "citron": ("c.json", QUOTES), "w3c": ("w.jsonld", PAGE)}


def place_of_end(text: str) -> str:
    lines = text.rstrip().split("\n")
    return f"it ends in the middle, at line {len(lines)}, column {len(lines[-1]) + 1}"


@pytest.mark.parametrize("part", [0.3, 0.5, 0.95])
@pytest.mark.parametrize("name", WHOLE)
def test_a_document_that_was_cut_is_refused_with_the_place(name, part, empty, tmp_path):
    called, content = WHOLE[name]
    cut = content[: int(len(content) * part)]
    (tmp_path / called).write_text(cut, encoding="utf-8")
    with pytest.raises(UserError) as refusal:
        importing.import_files(empty.project, [tmp_path / called], format_=name)
    assert place_of_end(cut) in refusal.value.sentence
    assert empty.project.documents() == []


def test_the_place_is_that_in_the_file_however_it_is_read(tmp_path):
    """The list is read a megabyte at a time."""
    from annotator.formats import json_stream

    good = json.dumps([{"text": "x" * 999_000}, {"text": "a\nb 🚢"}] * 3, indent=1, ensure_ascii=False)
    for bad, says in ((good[:-9], place_of_end(good[:-9])), (good[:-1] + "=]", "it is not JSON at line 20, column 1")):
        path = tmp_path / "x.json"
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(UserError) as refusal:
            list(json_stream.elements(path))
        assert says in refusal.value.sentence


@pytest.mark.parametrize("name", ["citron", "cas-json", "cas-xmi"])
def test_of_several_files_the_whole_ones_come_in(name, desk, tmp_path, new_desk, ana):
    if not FORMATS[name].installed:
        pytest.skip(FORMATS[name].install_line)
    desk.tag("claim", "port")
    desk.add(TEXT)
    out = tmp_path / "out"
    exporting.export(desk.project, name, out)
    ending = FORMATS[name].suffixes[0]
    path = next(path for path in sorted(out.rglob(f"*{ending}")) if TEXT in path.read_text(encoding="utf-8"))
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: whole.index(TEXT) + 20], encoding="utf-8")
    with new_desk(tmp_path / "again.annotator", ana, text=None) as again:
        report = importing.import_files(again.project, [out], format_=name).report
        assert [row.id for row in again.project.documents()] == [desk.id]
        assert report.annotations == 1
    assert [(one.item, "it ends in the middle, at line" in one.reason) for one in report.quarantined] == [
        (path.name, True)
    ]


def test_the_rest_of_an_xmi_file_is_not_taken_for_the_whole(desk, tmp_path):
    pytest.importorskip("cassis")
    desk.tag("claim", "port")
    exporting.export(desk.project, "cas-xmi", tmp_path / "out")
    path = next(path for path in (tmp_path / "out").glob("*/*.xmi"))
    whole = path.read_bytes()
    read = FORMATS["cas-xmi"].load().read
    for size in range(len(whole) // 3, len(whole) - 1, 97):
        path.write_bytes(whole[:size])
        with pytest.raises(UserError, match="it ends in the middle, at line"):
            list(read(path, ReadOptions()))


LINES = ("d.jsonl", json.dumps({"text": TEXT, "label": [[0, 5, "Source"]]}) + "\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(("called", "content"), [*WHOLE.values(), LINES])
def test_a_corpus_in_utf_16_is_refused_for_what_it_is(called, content, encoding, empty, tmp_path):
    (tmp_path / called).write_bytes(content.encode(encoding))
    with pytest.raises(UserError, match=f"{called} is in UTF-16; annotations are read in UTF-8"):
        importing.import_files(empty.project, [tmp_path / called])


@pytest.mark.parametrize("called", ["x.conll", "x.conllu", "x.txt"])
def test_columns_are_no_article(called, desk, tmp_path, new_desk, ana):
    exporting.export(desk.project, "conll", tmp_path / called)
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")
    with new_desk(tmp_path / "again.annotator", ana, text=None) as again:
        with pytest.raises(UserError, match=r"tokens in columns \(CoNLL\), which can be written here and not read"):
            importing.import_files(again.project, [tmp_path / called])
        report = importing.import_files(again.project, [tmp_path / called, tmp_path / "story.txt"]).report
        assert [row.title for row in again.project.documents()] == [TEXT]
    assert ["CoNLL" in one.reason for one in report.quarantined] == [True]


LABELS = {
    "doccano": lambda labels, ids: {
        "text": TEXT, "relations": [],
        "entities": [
            {"id": i, "label": label, "start_offset": n, "end_offset": n + 3}
            for n, (i, label) in enumerate(zip(ids, labels, strict=True))
        ],
    },
    "prodigy": lambda labels, ids: {
        "text": TEXT, "_task_hash": 1,
        "spans": [
            {"id": i, "label": label, "start": n, "end": n + 3}
            for n, (i, label) in enumerate(zip(ids, labels, strict=True))
        ],
    },
}  # fmt: skip


@pytest.mark.parametrize("name", LABELS)
def test_what_is_no_name_is_no_label_and_an_id_stands_once(name, empty, tmp_path):
    labels = ["Cue", None, {"a": 1}, ["Cue"], True, 7, "Cue"]
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(LABELS[name](labels, [1, 2, 3, 4, 5, 6, 1])), encoding="utf-8")
    report = importing.import_files(empty.project, [path], format_=name).report
    reasons = [one.reason.partition(": ")[2] for one in report.quarantined]
    assert reasons == ["its label is no name"] * 4 + ["its id stands twice; the first was kept"]
    empty.id = empty.project.documents()[0].id
    assert sorted((a.tag, a.begin) for a in empty.article.annotations.values()) == [("7", 5), ("cue", 0)]


def test_regions_and_relations_without_a_name_are_kept_out(empty, tmp_path):
    def region(key, begin, label):
        return {"id": key, "type": "labels", "value": {"start": begin, "end": begin + 3, "labels": [label]}}

    result = [region("a", 0, "Claim"), region("b", 6, "Source"), region("c", 9, None),
              {"type": "relation", "from_id": "a", "to_id": "b", "labels": [{"x": 1}]}]  # fmt: skip
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": result}]}]), encoding="utf-8")
    report = importing.import_files(empty.project, [path], format_="label-studio").report
    assert ["its label is no name" in one.reason for one in report.quarantined] == [True, True]
    assert report.annotations == 2
