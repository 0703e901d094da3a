import json
import tracemalloc
import zlib
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.services import history, importing, merging
from annotator.services import originals as kept_originals
from annotator.services.project import Project
from annotator.storage import originals
from annotator.storage.originals import Original, proven, row_of
from annotator.storage.salvage import salvage

DATA = "The port 🚢 will open, she said.".encode() * 50


@pytest.fixture
def imported(desk, tmp_path):
    (tmp_path / "a.txt").write_bytes(DATA)
    (desk.id,) = importing.import_files(desk.project, [tmp_path / "a.txt"]).documents
    return desk


def test_a_row_proves_itself_and_is_the_same_in_every_file():
    original = Original(
        "ab" * 32, "a.pdf", "pdf-file", "application/pdf", "", ((0, "i"), (90, "1")), (("x", "y"),), DATA
    )
    row = row_of(original)
    assert row == row_of(original)
    assert row[:3] == row_of(original, with_data=False)[:3]
    assert proven(*row)
    assert proven(*row[:3], None)
    for place in range(len(row[3])):
        assert not proven(*row[:3], row[3][:place] + bytes([row[3][place] ^ 1]) + row[3][place + 1 :])
    assert not proven(row[0], row[1], row[2].replace("a.pdf", "b.pdf"), row[3])
    assert not proven(*row[:3], row[3][:-5])


@given(st.one_of(st.binary(max_size=5000), st.binary(max_size=40).map(lambda some: some * 2000)))
@example(bytes(range(256)) * 300)
def test_bytes_of_any_length_and_kind_come_back(data):
    row = row_of(Original("ab" * 32, "a.bin", "text", data=data))
    assert zlib.decompress(row[3]) == data
    assert proven(*row)
    assert len(row[3]) <= len(zlib.compress(data, 4)) * 1.2 + 20


def test_what_unpacks_to_too_much_is_not_believed(monkeypatch):
    row = row_of(Original("ab" * 32, "a.txt", "text", data=bytes(100_000)))
    monkeypatch.setattr(originals, "MOST_BYTES", 1000)
    assert not proven(*row)


def forged(about, data=None, document="ab" * 32):
    """A row whose digest holds, whatever is in it."""
    document = bytes.fromhex(document)
    return sha256(document + about.encode()).digest(), document, about, data


DEEP = '{"sha256":' + "[" * 100_000 + "]" * 100_000 + "}"
SHAPES = [{"pages": [1, 2]}, {"pages": [[0, 1]]}, {"pages": [[-1, "i"]]}, {"name": ["x"]}, {"options": "x"},
          {"format": 7}, {"bytes": "3"}, {"bytes": True}]  # fmt: skip


def test_what_no_program_of_ours_writes_proves_nothing():
    known = {"sha256": sha256(b"abc").hexdigest(), "bytes": 3, "name": 'a "[[[[" \\'}
    packed = zlib.compress(b"abc")
    assert proven(*forged(json.dumps(known), packed))
    assert not proven(*forged(DEEP, packed))
    assert not proven(*forged(DEEP))
    assert not proven(*forged("[1]"))
    for shape in SHAPES:
        assert not proven(*forged(json.dumps(known | shape), packed)), shape
    for declared in ({"bytes": 2}, {"bytes": 4}):
        assert not proven(*forged(json.dumps(known | declared), packed)), declared
    assert not proven(*forged(json.dumps({"sha256": known["sha256"]}), packed))
    assert not proven(*forged(json.dumps(known), packed + b"x"))
    assert not proven(*forged(json.dumps(known | {"name": "x" * originals.MOST_KNOWN})))
    assert proven(*row_of(Original("ab" * 32, "a", "text", pages=((1, "x" * originals.MOST_KNOWN),))))


def test_a_row_takes_little_memory_and_can_be_stopped_while_it_unpacks():
    raw = bytes(80_000_000)
    row = forged(json.dumps({"sha256": sha256(raw).hexdigest(), "bytes": len(raw)}), zlib.compress(raw))
    del raw
    ticks = []
    tracemalloc.start()
    try:
        assert proven(*row, lambda: ticks.append(1))
        assert tracemalloc.get_traced_memory()[1] < 64_000_000
    finally:
        tracemalloc.stop()
    assert len(ticks) > 3


@pytest.mark.parametrize("about", [DEEP, '{"pages":[1,2]}'], ids=["deep", "shape"])
def test_a_forged_row_is_reported_and_never_stops_anything(imported, new_desk, strange, tmp_path, about):
    path, id_ = imported.project.path, imported.id
    imported.project.close()
    digest, document, about, data = forged(about, zlib.compress(b"abc"), id_)
    strange(path).run("DELETE FROM original")
    strange(path).run("INSERT INTO original(digest, document, about, data) VALUES (?, ?, ?, ?)",
                      values=(digest, document, about, data))  # fmt: skip
    with Project.open(path, None) as project:
        (trouble,) = project.verify()
        assert (trouble.document, trouble.table) == (id_, "original")
        assert originals.of_document(project.file, id_) is None
    salvage(path, tmp_path / "out.annotator")
    with new_desk(tmp_path / "other.annotator", text="Other.") as other:
        assert merging.merge(other.project, [path]).summary.documents == 2
        assert other.project.verify() == []


def test_bytes_come_to_a_row_that_has_none_and_none_is_written_twice(desk):
    original = Original(desk.id, "a.txt", "text", data=DATA)
    for with_data in (False, True, False):
        with desk.project.recording("Keep") as recording:
            recording.operation.add_original(row_of(original, with_data=with_data))
            recording.operation.put(desk.project.document(desk.id).__class__(id=desk.id, title=f"t{with_data}"))
    assert originals.size(desk.project.file)[0] == 1
    assert originals.of_document(desk.project.file, desk.id) == original


def test_a_changed_original_is_reported_with_its_document_and_never_used(imported, strange):
    path, id_ = imported.project.path, imported.id
    imported.project.close()
    strange(path).run("UPDATE original SET data = CAST(substr(data, 1, length(data) - 4) || x'00000000' AS BLOB)")
    with Project.open(path, None) as project:
        (trouble,) = project.verify()
        assert (trouble.document, trouble.table) == (id_, "original")
        assert originals.of_document(project.file, id_) is None


def test_originals_are_salvaged_with_their_documents(imported, tmp_path):
    path, id_ = imported.project.path, imported.id
    imported.project.close()
    salvage(path, tmp_path / "out.annotator")
    with Project.open(tmp_path / "out.annotator", None) as project:
        assert originals.of_document(project.file, id_).data == DATA
        assert project.verify() == []


def test_an_original_that_is_not_proven_does_not_come_with_a_merge(imported, new_desk, tmp_path, strange):
    path, id_ = imported.project.path, imported.id
    imported.project.close()
    strange(path).run("UPDATE original SET data = zeroblob(20)")
    with new_desk(tmp_path / "other.annotator", text="Other.") as other:
        merging.merge(other.project, [path])
        assert id_ in {row.id for row in other.project.documents()}
        assert originals.of_document(other.project.file, id_) is None
        assert other.project.verify() == []


def test_originals_come_with_a_merge(imported, new_desk, tmp_path):
    path, id_ = imported.project.path, imported.id
    imported.project.close()
    with new_desk(tmp_path / "other.annotator", text="Other.") as other:
        merging.merge(other.project, [path])
        assert originals.of_document(other.project.file, id_).data == DATA
        assert other.project.verify() == []


def test_bytes_come_with_a_merge_in_which_nothing_else_is_new(desk, new_desk, tmp_path):
    (tmp_path / "a.txt").write_bytes(DATA)
    kept_originals.keep(desk.project, kept=False)
    (id_,) = importing.import_files(desk.project, [tmp_path / "a.txt"]).documents
    desk.project.copy_to(tmp_path / "other.annotator")
    with new_desk(tmp_path / "other.annotator", text=None) as other:
        with other.project.recording("Keep") as recording:
            recording.operation.add_original(row_of(originals.of_document(other.project.file, id_)._replace(data=DATA)))
            recording.operation.keep()
        path = other.project.path
    assert originals.of_document(desk.project.file, id_).data is None
    assert merging.preview(desk.project, [path]).originals == 1
    assert originals.of_document(desk.project.file, id_).data is None
    summary = merging.merge(desk.project, [path]).summary
    assert (summary.originals, summary.empty) == (1, False)
    assert originals.of_document(desk.project.file, id_).data == DATA
    assert merging.merge(desk.project, [path]).summary.empty
    assert desk.project.verify() == []
    history.undo(desk.project)
    assert desk.project.verify() == []


def test_a_merge_can_be_stopped_between_the_originals(imported, new_desk, tmp_path):
    path, id_ = imported.project.path, imported.id
    imported.project.close()

    class Stop(Exception):
        pass

    def stop(done, of, _name):
        with other.project.file.reading() as connection:
            if done == of and connection.execute("SELECT count(*) FROM document").fetchone() > (1,):
                raise Stop

    with new_desk(tmp_path / "other.annotator", text="Other.") as other:
        with pytest.raises(Stop):
            merging.merge(other.project, [path], progress=stop)
        assert originals.of_document(other.project.file, id_) is None
        assert len(other.project.documents()) == 1
