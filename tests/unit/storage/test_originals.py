import pytest

from annotator.services import importing, merging
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


def test_what_unpacks_to_too_much_is_not_believed(monkeypatch):
    row = row_of(Original("ab" * 32, "a.txt", "text", data=bytes(100_000)))
    monkeypatch.setattr(originals, "MOST_BYTES", 1000)
    assert not proven(*row)


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
