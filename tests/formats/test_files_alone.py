"""A file taken out of the folder of an export: what stands elsewhere in the export is looked for, or done without."""

import json
import shutil

import pytest

from annotator.services import exporting, importing
from tests.formats.conftest import ANA, BORIS, uuid

XMI = """<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:my="http:///my.ecore"
 xmi:version="2.0"><my:Cue xmi:id="2" sofa="1" begin="1" end="5" value="Cue"/><my:Link xmi:id="7" role="source"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="(said) it"/>
<cas:View sofa="1" members="2 7"/></xmi:XMI>"""


@pytest.fixture
def exported(empty, corpus, tmp_path):
    """Exports the small corpus; answers the folder and the file of Ana's layer of the first article."""
    corpus.change(31, entity=None)
    corpus.lines = [
        x for x in corpus.lines if x.get("tag") != "rumour" and BORIS not in (x.get("annotator"), x.get("to"))
    ]
    empty.bring(corpus.data)

    def export(name, ending):
        out = tmp_path / "out"
        exporting.export(empty.project, name, out)
        (path,) = (p for p in out.glob(f"*/*{ending}") if "Radio Sarn" in p.read_text(encoding="utf-8") and
                   uuid(40) in p.read_text(encoding="utf-8"))  # fmt: skip
        return path

    return export


@pytest.fixture
def back(tmp_path, new_desk, corpus):
    """Imports into a project that knows Ana, or nobody; answers the report and the project."""
    opened = []

    def back_(path, name, *, known):
        again = new_desk(tmp_path / "again.annotator", None, text=None)
        opened.append(again)
        if known:
            line = json.dumps({"type": "annotator", "id": ANA, "name": "Ana"})
            again.bring(f"{json.dumps(corpus.lines[0])}\n{line}\n".encode())
        return importing.import_files(again.project, [path], format_=name).report, again.project

    yield back_
    for one in opened:
        one.project.close()


@pytest.mark.parametrize("whole_folder", [True, False])
@pytest.mark.parametrize("types", [True, False])
def test_one_article_out_of_xmi_has_its_attributions(exported, back, whole_folder, types):
    """The types stand one folder above; they are our own, so that even without them nothing is lost."""
    pytest.importorskip("cassis")
    path = exported("cas-xmi", ".xmi")
    if not types:
        (path.parents[1] / "TypeSystem.xml").unlink()
    report, _ = back(path.parent if whole_folder else path, "cas-xmi", known=True)
    assert (report.quarantined, report.annotations, report.attributions) == ([], 5, 2)


def test_structures_of_types_nobody_declares_are_named(desk, tmp_path):
    pytest.importorskip("cassis")
    (tmp_path / "x.xmi").write_text(XMI, encoding="utf-8")
    report = importing.import_files(desk.project, [tmp_path / "x.xmi"]).report
    assert report.annotations == 1
    (kept_out,) = report.quarantined
    assert "structure 7" in kept_out.reason
    assert "declares the type my.Link" in kept_out.reason


@pytest.mark.parametrize(("name", "ending"), [("cas-xmi", ".xmi"), ("cas-json", ".json"), ("brat", ".ann")])
def test_the_annotator_of_a_file_alone_has_the_name_of_the_file_or_folder(exported, back, tmp_path, name, ending):
    if name.startswith("cas"):
        pytest.importorskip("cassis")
    path = exported(name, ending)
    alone = tmp_path / "Ana"
    alone.mkdir()
    for one in path.parent.glob(f"{path.stem}.*"):
        shutil.copy(one, alone / one.name)
    report, project = back(alone / path.name, name, known=False)
    assert (report.quarantined, report.annotations, report.attributions) == ([], 5, 2)
    assert project.annotators()[ANA].name == "Ana"
    assert sum("stands nowhere" in note for note in report.notes) == 1


def test_an_annotator_who_is_known_keeps_the_name(exported, back):
    path = exported("brat", ".ann")
    renamed = path.parent.rename(path.parents[1] / "Someone else")
    (path.parents[1] / "annotator.jsonl").unlink()
    report, project = back(renamed, "brat", known=True)
    assert [one for one in report.quarantined if "annotator" in one.reason] == []
    assert project.annotators()[ANA].name == "Ana"
    assert [note for note in report.notes if "stands nowhere" in note] == []
