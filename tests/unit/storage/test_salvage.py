"""What a damaged file still proves comes over; what it does not prove never does."""

import random

import pytest

from annotator.model.errors import UserError
from annotator.services import history, importing, salvaging
from annotator.services.project import Project
from annotator.storage.pages import Pages, own_length, raw_columns, record, varint
from annotator.storage.proven import find
from annotator.storage.salvage import salvage

PAGE = 4096


@pytest.fixture
def worked(desk):
    """A project with imports, edits, an undo and a redo, closed."""
    desk.add("A second article. The union said so.", "second.txt")
    claim, source = desk.tag("claim", "open on Monday"), desk.tag("source", "harbour master")
    desk.link([claim], [source])
    desk.tag("quote", "We are ready")
    history.undo(desk.project)
    history.redo(desk.project)
    desk.tag("cue", "said")
    history.undo(desk.project)
    desk.project.close()
    return desk.project.path


def bring(damaged, out, **more):
    done = salvage(damaged, out, **more)
    with Project.open(out, None) as project:
        assert project.writable
        assert project.verify() == []
    return done


def titles(path):
    with Project.open(path, None, read_only=True) as project:
        return [(row.title, row.id, row.withdrawn) for row in history.operations(project)]


def state(path, state_of):
    with Project.open(path, None, read_only=True) as project:
        return state_of(project)


def test_from_a_sound_file_everything_comes_over_with_its_history(worked, tmp_path, state_of):
    out = tmp_path / "out.annotator"
    before = worked.read_bytes()
    done = bring(worked, out)
    assert (done.unproven, done.mended, done.incomplete, done.waiting) == (0, 0, (), 0)
    assert state(out, state_of) == state(worked, state_of)
    assert titles(out) == titles(worked)
    assert worked.read_bytes() == before


def test_undo_goes_on_in_what_was_salvaged(worked, tmp_path, ana):
    out = tmp_path / "out.annotator"
    bring(worked, out)
    with Project.open(out, ana) as project:
        assert history.undo_title(project) == "Tag quote"
        history.undo(project)
        assert project.verify() == []


@pytest.mark.parametrize("page", range(8))
def test_without_any_one_of_its_pages_the_rest_comes_over(worked, tmp_path, page):
    raw = bytearray(worked.read_bytes())
    raw[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    (tmp_path / "damaged").write_bytes(raw)
    try:
        done = bring(tmp_path / "damaged", tmp_path / "out.annotator")
    except UserError as refused:
        assert "proves itself" in str(refused)  # noqa: PT017 - both are right, the sentence has to be one of ours
        assert not (tmp_path / "out.annotator").exists()
    else:
        assert done.documents or done.waiting or done.incomplete


def test_a_bit_that_fell_over_anywhere_in_a_row_of_the_log_is_put_back(worked, tmp_path, state_of):
    raw = worked.read_bytes()
    sound = state(worked, state_of)
    for number in range(2, Pages(raw).count + 1):
        for cell in Pages(raw).cells(number):
            columns = raw_columns(cell.payload)
            if columns is None or len(columns) not in (3, 11) or columns[1][0] != 76:
                continue
            at = raw.index(cell.payload) + random.Random(number).randrange(len(cell.payload))
            damaged = bytearray(raw)
            damaged[at] ^= 4
            found = find(bytes(damaged))
            assert found.unproven == 0
            assert found.mended <= 1
            assert len(found.texts) == 2
    (tmp_path / "damaged").write_bytes(damaged)
    bring(tmp_path / "damaged", tmp_path / "out.annotator")
    assert state(tmp_path / "out.annotator", state_of) == sound


def test_what_is_not_proven_does_not_come_over(worked, tmp_path, strange):
    strange(worked).run("UPDATE revision SET value = replace(value, 'claim', 'quotes') WHERE kind = 'annotation'")
    done = bring(worked, tmp_path / "out.annotator")
    with Project.open(tmp_path / "out.annotator", None) as project:
        tags = {tag for row in project.documents() for tag in row.counts}
    assert "quotes" not in tags
    assert done.unproven == 1
    assert "Tag claim" in done.incomplete


def test_a_strange_schema_is_left_behind_and_its_triggers_never_run(worked, tmp_path, strange, state_of):
    sound = state(worked, state_of)
    strange(worked).run(
        "CREATE TABLE evil (x)", "CREATE TRIGGER gone AFTER INSERT ON operation BEGIN DELETE FROM revision; END",
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n",
    )  # fmt: skip
    bring(worked, tmp_path / "out.annotator")
    assert state(tmp_path / "out.annotator", state_of) == sound


def test_a_text_that_is_lost_comes_from_a_backup_or_from_the_article_itself(worked, tmp_path, story, state_of):
    sound = state(worked, state_of)
    raw = worked.read_bytes()
    at = raw.index(story.encode())
    damaged = bytearray(raw)
    damaged[at : at + len(story.encode())] = bytes(len(story.encode()))
    path = tmp_path / "damaged.annotator"
    path.write_bytes(damaged)

    alone = bring(path, tmp_path / "alone.annotator")
    assert alone.waiting > 0
    assert alone.documents == 1
    whole = bring(path, tmp_path / "whole.annotator", others=[worked])
    assert (whole.waiting, whole.from_others) == (0, 1)
    assert state(tmp_path / "whole.annotator", state_of) == sound
    article = tmp_path / "story.txt"
    article.write_text(story, encoding="utf-8")
    done = salvaging.bring_over(path, tmp_path / "given", articles=[article])
    assert done.waiting == 0
    assert state(tmp_path / "given.annotator", state_of) == sound


def test_an_undone_import_stays_undone(desk, tmp_path, sample):
    importing.import_files(desk.project, [sample])
    history.undo(desk.project)
    desk.project.close()
    bring(desk.project.path, tmp_path / "out.annotator")
    with Project.open(tmp_path / "out.annotator", None) as project:
        assert len(project.documents()) == 1


def test_what_is_known_to_be_missing_is_no_new_damage(desk, tmp_path):
    claim = desk.tag("claim", "ready")
    for words in ("Sarn", "union", "pilot"):
        desk.link([claim], [desk.tag("source", words)])
    desk.project.close()
    raw = desk.project.path.read_bytes()
    rows = [cell for number in range(2, len(raw) // PAGE) for cell in Pages(raw).cells(number)]
    revisions = [c.payload for c in rows if (v := record(c.payload)) and len(v) == 11 and v[3] == "annotation"]
    for payload in revisions:
        raw = raw.replace(payload, bytes(len(payload)))
    (tmp_path / "damaged").write_bytes(raw)
    done = bring(tmp_path / "damaged", tmp_path / "out.annotator")
    assert "Tag source" in done.incomplete
    again = bring(tmp_path / "out.annotator", tmp_path / "again.annotator")
    assert again.unproven == 0


@pytest.mark.parametrize("content", [b"", b"no database at all", bytes(9000), random.Random(2).randbytes(20_000)])
def test_from_nothing_nothing_is_made(tmp_path, content):
    (tmp_path / "damaged").write_bytes(content)
    with pytest.raises(UserError, match="proves itself"):
        salvage(tmp_path / "damaged", tmp_path / "out.annotator")
    assert not (tmp_path / "out.annotator").exists()


def test_cancelled_it_leaves_nothing(worked, tmp_path):
    def stop(done, of, name):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        salvage(worked, tmp_path / "out.annotator", progress=stop)
    assert not (tmp_path / "out.annotator").exists()


def test_numbers_are_read_as_sqlite_writes_them(strange, tmp_path):
    path = tmp_path / "numbers.db"
    values = [0, 1, -1, 127, -128, 300, -40_000, 2**31, -(2**40), 2**62, None, "häfen 🚢", b"\0\xff", "x" * 9000]
    strange(path).run("CREATE TABLE t (a)")
    for given in values:
        strange(path).run("INSERT INTO t VALUES (?)", values=(given,))
    pages = Pages(path.read_bytes())
    found = [record(cell.payload) for number in range(2, pages.count + 1) for cell in pages.cells(number)]
    for given in values:
        assert [given] in found


def test_a_record_is_as_long_as_its_header_says():
    assert own_length(b"\x03\x01\x0f" + b"\x05a") == 5
    assert own_length(b"\x03\x01") == 0
    assert raw_columns(b"\x03\x01\x0f") is None
    assert varint(b"\x81\x00", 0) == (128, 2)
