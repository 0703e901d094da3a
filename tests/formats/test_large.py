"""What is too large for the memory goes through it article by article, and comes out the same."""

import pytest
from hypothesis import given, settings

from annotator.formats import corpus, merging
from annotator.formats.bundles import ReadOptions
from annotator.formats.large_corpus import read_in_order
from annotator.model.errors import UserError
from annotator.services import selecting
from tests.formats.made import selections
from tests.formats.test_every_format import as_lines, differing, read_back, written


@given(selection=selections())
@settings(max_examples=30)
def test_a_corpus_in_order_is_read_article_by_article(selection, tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        place = written(selection, "corpus", tmp_path)
        patch.setattr(merging, "AT_ONCE", 1)
        bundles = list(read_in_order(place))
        assert len(bundles) == selection.documents + 2
        patch.setattr(corpus, "LARGE", 0)
        back, told = read_back(place, "corpus")
    assert (differing(back, as_lines(selection)), told) == (([], []), [])


def test_a_corpus_in_another_order_is_read_as_a_whole(empty, corpus, tmp_path, monkeypatch):
    from annotator.formats import corpus as module

    monkeypatch.setattr(module, "LARGE", 0)
    corpus.lines.append(corpus.lines.pop(4))
    place = tmp_path / "corpus.jsonl"
    place.write_bytes(corpus.data)
    assert read_in_order(place) is None
    assert len(list(module.read(place, ReadOptions()))) == 1
    assert empty.bring(corpus.data).quarantined == []


def test_a_line_that_is_no_json_is_named_in_a_large_file_too(empty, sample, tmp_path, monkeypatch):
    from annotator.formats import corpus as module

    monkeypatch.setattr(module, "LARGE", 0)
    lines = sample.read_bytes().split(b"\n")
    lines[100] = lines[100][:-3] + b'"type":"annotation"'
    place = tmp_path / "corpus.jsonl"
    place.write_bytes(b"\n".join(lines))
    with pytest.raises(UserError, match="line 101 is not JSON"):
        for _ in module.read(place, ReadOptions()):
            pass


def test_an_export_in_blocks_is_the_same(desk, sample, monkeypatch):
    desk.bring(sample.read_bytes())
    whole = desk.export()
    monkeypatch.setattr(selecting, "AT_ONCE", 1)
    assert desk.export() == whole


def test_an_import_in_pieces_is_the_same(empty, sample, monkeypatch):
    from annotator.formats import corpus as module
    from annotator.services import taking

    monkeypatch.setattr(module, "LARGE", 0)
    monkeypatch.setattr(taking, "AT_ONCE", 1)
    report = empty.bring(sample.read_bytes())
    assert (report.documents, report.annotations, report.quarantined) == (3, 324, [])
    assert empty.export() == sample.read_bytes()
    assert empty.project.verify() == []
