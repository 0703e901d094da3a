from dataclasses import replace

import pytest

from annotator.model.errors import UserError
from annotator.services import extracting, history, importing, originals
from annotator.services.extracting import Options

TEXT = "La fête de Sarn, “off for now”\n\nThe port of Sarn will open on Monday, the harbour master said.\n"


@pytest.fixture
def misread(desk, tmp_path):
    """An article that was read in the wrong encoding, with work on it."""
    (tmp_path / "fete.txt").write_bytes(TEXT.encode("cp1252"))
    (desk.id,) = importing.import_files(
        desk.project, [tmp_path / "fete.txt"], options=Options("cp1250")
    ).documents  # fmt: skip
    assert "fęte" in desk.article.text
    return desk


def again_of(desk, document, encoding=None):
    """The article as the file that is kept gives it, in another encoding where one is named."""
    with extracting.gather(desk.project, document) as batch:
        if encoding is not None:
            batch.read_again(desk.project, batch.files[0], Options(encoding))
        folder, found = batch.files[0].path.parent, batch.found(0)
    assert not folder.exists()
    return found


def test_a_better_extraction_is_a_new_document_with_the_work_moved_over(misread):
    desk, first = misread, misread.id
    assert originals.of_document(desk.project, first).data == TEXT.encode("cp1252")
    claim, source = desk.tag("claim", "will open on Monday"), desk.tag("source", "the harbour master")
    link = desk.link([claim], [source])
    with pytest.raises(UserError, match="already"):
        extracting.take_again(desk.project, first, again_of(desk, first))
    better = again_of(desk, first, "cp1252")
    done = extracting.take_again(desk.project, first, replace(better, blocks=better.blocks[1:]))
    assert (done.lost, done.moved, len(done.reanchored)) == ((), 3, 2)
    assert desk.project.document(done.document).derived_from == first
    again = desk.project.read(done.document)
    assert again.document.title.startswith("The port")
    assert originals.of_document(desk.project, done.document).name == "fete.txt"
    assert {a.tag: a.words(again.text) for a in again.annotations.values()} == {
        "claim": "will open on Monday", "source": "the harbour master",
    }  # fmt: skip
    (moved,) = again.attributions.values()
    assert moved.id != link.id
    assert {*moved.contents, *moved.sources} == set(again.annotations)
    assert originals.of_document(desk.project, done.document).data == TEXT.encode("cp1252")
    assert desk.project.verify() == []
    history.undo(desk.project)
    assert desk.project.document(done.document) is None
    assert len(desk.project.read(first).annotations) == 2


def test_what_cannot_be_moved_is_listed_with_what_depends_on_it(misread):
    desk, first = misread, misread.id
    claim, source = desk.tag("claim", "will open on Monday"), desk.tag("source", "the harbour master")
    link = desk.link([claim], [source])
    found = again_of(desk, first)
    shorter = replace(found, blocks=found.blocks[:1])
    assert [block.text[:8] for block in found.blocks] == ["La fęte ", "The port"]
    done = extracting.take_again(desk.project, first, shorter)
    assert {one.item for one in done.lost} == {claim.id, source.id, link.id}
    assert done.moved == 0


def test_a_project_can_keep_no_files_and_then_says_so(desk, tmp_path):
    originals.keep(desk.project, kept=False)
    (tmp_path / "a.txt").write_text("An article, they said.")
    (id_,) = importing.import_files(desk.project, [tmp_path / "a.txt"]).documents
    known = originals.of_document(desk.project, id_)
    assert (known.name, known.data) == ("a.txt", None)
    assert originals.space(desk.project) == (0, 0)
    with pytest.raises(UserError, match="not kept"):
        extracting.gather(desk.project, id_)
    originals.keep(desk.project, kept=True)
    (tmp_path / "b.txt").write_text("Another article, they said.")
    (id_,) = importing.import_files(desk.project, [tmp_path / "b.txt"]).documents
    assert originals.of_document(desk.project, id_).data == b"Another article, they said."
    assert originals.space(desk.project)[0] == 1
