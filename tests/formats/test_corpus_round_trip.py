import json
import random
from pathlib import Path

import pytest

from annotator.formats import corpus as corpus_format
from annotator.model.errors import UserError
from annotator.model.items import Verdict
from annotator.services import annotating, exporting, history, importing, merging, sourcing

KEY = "f0f0f0f0-0000-4000-8000-00000000000"


def test_the_sample_comes_out_as_it_went_in_byte_for_byte(empty, sample, check_dangling):
    report = empty.bring(sample.read_bytes())
    assert report.quarantined == []
    assert empty.export() == sample.read_bytes()
    assert check_dangling(sample.read_bytes()) == []
    assert empty.project.verify() == []


def test_every_kind_comes_out_as_it_went_in(empty, corpus, tmp_path, new_desk, check_dangling):
    report = empty.bring(corpus.data)
    assert report.quarantined == []
    out = empty.export()
    assert len(out.splitlines()) == len(corpus.lines)
    assert check_dangling(out) == []
    with new_desk(tmp_path / "again.annotator", None, text=None) as again:
        again.bring(out)
        assert again.export() == out


def test_what_is_given_is_kept_apart_from_defaults_that_are_written_out(empty, corpus):
    empty.bring(corpus.data)
    out = {line["id"]: line for line in map(json.loads, empty.export().splitlines()) if "id" in line}
    for line in corpus.lines[1:]:
        assert line.items() <= out[line["id"]].items()


def test_lines_are_canonical_and_in_the_order_of_the_format(empty, corpus):
    random.Random(1).shuffle(corpus.lines)
    empty.bring(corpus.data)
    lines = empty.export().decode().splitlines()
    values = [json.loads(line) for line in lines]
    for line, value in zip(lines, values, strict=True):
        assert line == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    order = [
        "corpus", "annotator", "tag", "entity", "document", "annotation", "attribution", "rating", "verdict", "comment",
        "state", "confirmation", "assignment", "setting",
    ]  # fmt: skip
    assert [v["type"] for v in values] == sorted((v["type"] for v in values), key=order.index)
    marks = [(v["document"], v["spans"][0][0], v["id"]) for v in values if v["type"] == "annotation"]
    assert marks == sorted(marks)
    for kind in ("entity", "document", "rating"):
        ids = [v["id"] for v in values if v["type"] == kind]
        assert ids == sorted(ids)


def test_an_item_without_a_known_time_stays_without(empty, corpus):
    empty.bring(corpus.data)
    assert b"modified" not in empty.export()


def test_text_of_every_sort_survives(empty, tmp_path, new_desk):
    text = "".join(
        map(chr, [*range(1, 13), *range(14, 0x250), 0x2028, 0x2029, 0x202E, 0xFEFF, 0xFFFE, 0x1F6A2, 0x10FFFF])
    )
    empty.id = empty.add("A" + text)
    empty.tag("claim", text[40:80])
    out = empty.export()
    assert len(out.split(b"\n")) == 5 + 0
    with new_desk(tmp_path / "again.annotator", None, text=None) as again:
        assert again.bring(out).quarantined == []
        assert again.export() == out
        assert again.project.text(empty.id) == "A" + text


def test_importing_twice_brings_nothing_new(empty, corpus):
    empty.bring(corpus.data)
    out = empty.export()
    operations = len(history.operations(empty.project))
    report = empty.bring(corpus.data)
    assert report.already_present == len(corpus.lines) - 1
    assert (report.documents, report.annotations, report.attributions, report.entities) == (0, 0, 0, 0)
    assert empty.export() == out
    assert len(history.operations(empty.project)) == operations


def test_everything_that_comes_in_is_counted(empty, corpus):
    report = empty.bring(corpus.data)
    assert (report.documents, report.annotations, report.attributions, report.entities) == (2, 7, 2, 2)
    assert report.already_present == 0


def test_what_i_deleted_does_not_come_back_with_the_same_corpus(empty, corpus, number, ana):
    empty.bring(corpus.data)
    empty.id = corpus.document
    empty.sit(ana)
    annotating.delete(empty.project, empty.article, [number(35)])
    assert empty.bring(corpus.data).annotations == 0
    assert number(35) not in empty.article.annotations


def test_another_value_from_elsewhere_waits_and_everyone_who_merges_sees_the_same(
    tmp_path, new_desk, new_corpus, number
):
    one, other = new_corpus().data, new_corpus().change(21, name="Harbour of Sarn").data
    paths = [tmp_path / "a.annotator", tmp_path / "b.annotator"]
    for path, order in zip(paths, ((one, other), (other, one)), strict=True):
        with new_desk(path, None, text=None) as desk:
            desk.bring(order[0])
            first = desk.export()
            assert desk.bring(order[1]).contested == 1
            assert desk.export() == first
            assert desk.project.verify() == []
    shown = []
    for path, colleague in (paths, paths[::-1]):
        with new_desk(path, None, text=None) as desk:
            assert merging.merge(desk.project, [colleague]).summary.quarantined == []
            shown.append(desk.export())
            assert desk.project.verify() == []
    assert shown[0] == shown[1]


@pytest.fixture
def full(empty, sample, corpus):
    empty.bring(sample.read_bytes())
    empty.bring(corpus.data)
    return empty


def test_the_export_of_one_document_refers_to_nothing_that_is_not_in_it(full, check_dangling, tmp_path, new_desk):
    for row in full.project.documents():
        out = full.export(chosen=[row.id])
        assert check_dangling(out) == []
        assert out.count(b'"type":"document"') == 1
        with new_desk(tmp_path / f"{row.id[:8]}.annotator", None, text=None) as again:
            assert again.bring(out).quarantined == []
            assert again.export() == out


def test_the_export_of_one_annotator_refers_to_nothing_that_is_not_in_it(full, check_dangling, tmp_path, new_desk):
    for annotator in full.project.annotators():
        out = full.export(annotators=[annotator])
        assert check_dangling(out) == []
        with new_desk(tmp_path / f"{annotator[:8]}.annotator", None, text=None) as again:
            assert again.bring(out).quarantined == []
            assert again.export() == out


def test_the_export_after_deletions_refers_to_nothing_that_is_gone(full, corpus, number, check_dangling, ana):
    full.id = corpus.document
    full.sit(ana)
    with full.project.recording("Amend") as recording:
        recording.operation.put(
            Verdict(
                id=KEY + "1", annotator=full.project.me.id, target=number(30), decision="amend", replacement=number(35)
            )
        )
    annotating.delete(full.project, full.article, [number(35), number(34), number(33)])
    out = full.export()
    assert check_dangling(out) == []
    assert KEY + "1" in out.decode()


def test_an_annotator_who_is_the_same_as_another_is_written_with_that_one(empty, corpus, check_dangling):
    corpus.lines[1]["same_as"] = KEY + "2"
    empty.bring(corpus.add({"type": "annotator", "id": KEY + "2", "name": "Ana at home"}).data)
    out = empty.export()
    assert check_dangling(out) == []
    assert "Ana at home" in out.decode()


def test_a_source_used_on_another_document_is_written_with_all_entities(desk, check_dangling):
    mention = desk.tag("source", "Radio Sarn")
    sourcing.create_and_assign(desk.project, desk.article, mention.id, "Radio Sarn")
    other = desk.add("Another article, they said.")
    out = desk.export(chosen=[other])
    assert b"Radio Sarn" in out
    assert check_dangling(out) == []


@pytest.mark.parametrize("name", ["work.annotator", "sub/../work.annotator", "link"])
def test_an_export_never_replaces_the_project(desk, name):
    folder = desk.project.path.parent
    (folder / "sub").mkdir()
    (folder / "link").symlink_to(desk.project.path)
    before = desk.project.path.read_bytes()
    with pytest.raises(UserError, match="project itself"):
        exporting.export(desk.project, "corpus", folder / name)
    assert desk.project.path.read_bytes() == before


def test_an_export_that_fails_leaves_the_older_file_and_no_other(desk, tmp_path, monkeypatch):
    out = tmp_path / "out" / "corpus.jsonl"
    out.parent.mkdir()
    out.write_text("older")

    def full(_selection, _tick):
        yield "half a line"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(corpus_format, "lines", full)
    with pytest.raises(UserError, match="No space left"):
        exporting.export(desk.project, "corpus", out)
    assert out.read_text() == "older"
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize(
    ("format_", "name", "why"),
    [
        ("nonsense", "x", "no export format"),
        ("text", "x", "no export format"),
        ("corpus", ".", "folder"),
        ("corpus", "no/x", "cannot be written"),
        ("corpus", "x" * 300, "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_said(desk, tmp_path, format_, name, why):
    with pytest.raises(UserError, match=why):
        exporting.export(desk.project, format_, tmp_path / name)


def test_several_files_are_imported_as_one_action_and_each_item_once(empty, corpus, new_corpus, number, tmp_path):
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(corpus.data)
    (folder / "deep" / "b.jsonl").write_bytes(new_corpus().change(21, name="Harbour of Sarn").data)
    (folder / "c.txt").write_text(corpus.text, encoding="utf-8")
    (folder / "d.txt").write_text("A new article.")
    (folder / "ignored.png").write_bytes(b"\x89PNG")
    report = importing.import_files(empty.project, [folder, folder / "d.txt"]).report
    assert report.documents == 3
    assert [q.item for q in report.quarantined] == [number(21)]
    assert "first was kept" in report.quarantined[0].reason
    assert report.already_present == len(corpus.lines) - 2 + 1
    assert len([o for o in history.operations(empty.project) if o.title == "Import 4 files"]) == 1
    history.undo(empty.project)
    assert empty.project.documents() == []


def test_an_import_that_is_cancelled_or_refused_leaves_the_project_as_it_was(empty, corpus, tmp_path):
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(f"Article {name}.")
    files = [tmp_path / f"{name}.txt" for name in "abc"]
    before = empty.project.path.read_bytes()

    def stop(done, of, _):
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_files(empty.project, files, progress=stop)
    (tmp_path / "d.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UserError, match="a picture"):
        importing.import_files(empty.project, [*files, tmp_path / "d.txt"], strict=True)
    assert empty.project.path.read_bytes() == before
    report = importing.import_files(empty.project, [*files, tmp_path / "d.txt"]).report
    assert (report.documents, [q.item for q in report.quarantined]) == (3, ["d.txt"])
    assert "a picture" in report.quarantined[0].reason


@pytest.mark.parametrize("path", ["nothing.txt", "x" * 300, "empty"])
def test_paths_that_hold_nothing_are_refused_in_words(empty, tmp_path, path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError):
        importing.import_files(empty.project, [tmp_path / Path(path)])


def test_a_corpus_in_several_files_is_one_corpus(empty, corpus, tmp_path):
    parts = {"a": ["annotator", "tag", "entity", "document"], "b": ["annotation"], "c": None}
    taken = set()
    for name, kinds in parts.items():
        some = [x for x in corpus.lines[1:] if (kinds is None or x["type"] in kinds) and x["id"] not in taken]
        taken |= {x["id"] for x in some}
        data = "\n".join(map(json.dumps, [corpus.lines[0], *some]))
        (tmp_path / f"{name}.jsonl").write_text(data)
    report = importing.import_files(empty.project, [tmp_path / f"{name}.jsonl" for name in parts]).report
    assert report.quarantined == []
    assert (report.documents, report.annotations, report.attributions) == (2, 7, 2)
    assert empty.project.verify() == []


def test_an_id_that_is_another_kind_in_an_earlier_file_is_kept_out(empty, corpus, number, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(corpus.data)
    lines = [corpus.lines[0], {"type": "entity", "id": number(30), "name": "Not a claim"}]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, lines)))
    report = importing.import_files(empty.project, [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]).report
    assert [q.item for q in report.quarantined] == [number(30)]
    assert empty.project.verify() == []
