"""What another program deleted is told of when the file comes back, and nothing is taken back here."""

import json
import re
import zipfile

import pytest

from annotator.formats.registry import FORMATS
from annotator.services import exporting, importing


@pytest.fixture
def exported(empty, corpus, tmp_path):
    """Exports the small corpus in a format."""
    empty.bring(corpus.data)

    def export(name):
        if not FORMATS[name].installed:
            pytest.skip(FORMATS[name].install_line)
        out = tmp_path / f"out{FORMATS[name].suffixes[0]}"
        exporting.export(empty.project, name, out)
        return out

    return export


def without_relations_lines(out, key):
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    out.write_text("".join(json.dumps({**line, key: []}) + "\n" for line in lines), encoding="utf-8")


def without_relations_tasks(out):
    tasks = json.loads(out.read_text(encoding="utf-8"))
    for task in tasks:
        for one in task["annotations"]:
            one["result"] = [r for r in one["result"] if r["type"] != "relation"]
    out.write_text(json.dumps(tasks), encoding="utf-8")


def without_links(out):
    with zipfile.ZipFile(out) as box:
        members = {name: box.read(name) for name in box.namelist()}
    members["project.qde"] = re.sub(rb"<Links>.*</Links>", b"", members["project.qde"], flags=re.DOTALL)
    with zipfile.ZipFile(out, "w") as box:
        for name, data in members.items():
            box.writestr(name, data)


def without_relation_elements(out):
    for path in out.glob("*/*.xmi"):
        data = path.read_bytes()
        gone = re.findall(rb'<custom:AnnotatorRelation xmi:id="(\d+)"', data)
        data = re.sub(rb"<custom:AnnotatorRelation [^>]*/>", b"", data)
        for id_ in gone:
            data = re.sub(rb'(members="[^"]*?)\b%s\b ?' % id_, rb"\1", data)
        path.write_bytes(data)


DROPPED = {
    "doccano": lambda out: without_relations_lines(out, "relations"),
    "prodigy": lambda out: without_relations_lines(out, "relations"),
    "label-studio": without_relations_tasks,
    "refi-qda": without_links,
    "cas-xmi": without_relation_elements,
}


@pytest.mark.parametrize("name", DROPPED)
def test_relations_that_did_not_come_back_are_counted(name, exported, tmp_path, new_desk):
    out = exported(name)
    with new_desk(tmp_path / "same.annotator", None, text=None) as desk:
        assert importing.import_files(desk.project, [out], format_=name).report.notes == []
    DROPPED[name](out)
    with new_desk(tmp_path / "again.annotator", None, text=None) as desk:
        report = importing.import_files(desk.project, [out], format_=name).report
        assert report.quarantined == []
        assert report.attributions == 2
    told = "relations that were exported are not in the file any more (1 × cue, 1 × parent, 2 × source)"
    assert [note for note in report.notes if told in note] == report.notes
    assert len(report.notes) == 1


def test_quotes_that_did_not_come_back_are_counted(exported, tmp_path, new_desk):
    out = exported("citron")
    for path in out.glob("*/*.json"):
        path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "quotes": []}), encoding="utf-8")
    with new_desk(tmp_path / "again.annotator", None, text=None) as desk:
        report = importing.import_files(desk.project, [out]).report
    assert ["2 quotes that were exported are not in the file any more" in note for note in report.notes] == [True]


@pytest.mark.parametrize("name", ["corpus", "w3c", "csv", "doccano"])
def test_what_a_layer_that_comes_back_does_not_hold_is_told_of_and_stays(name, exported, empty):
    out = exported(name)
    assert importing.import_files(empty.project, [out]).report.notes == []
    empty.project.me = next(a for a in empty.project.annotators().values() if a.name == "Ana")
    empty.id = next(d.id for d in empty.project.documents() if d.title == "Port")
    empty.tag("claim", "He said")
    report = importing.import_files(empty.project, [out]).report
    assert report.notes == [
        "“Port”: 1 annotation of Ana that the project has did not come with the file; they stay as they are."
    ]
    assert len(empty.article.annotations) == 7
