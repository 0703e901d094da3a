"""Folders of all sorts of things, and files that take long: everything comes in or is told, and can be given up."""

import json
import time

import pytest

from annotator.__main__ import main
from annotator.importers import parallel
from annotator.importers.article import Options, Refused
from annotator.importers.parallel import Job
from annotator.model.errors import UserError
from annotator.services import importing
from annotator.services.gathering import Batch, File
from tests.conftest import Desk


@pytest.fixture
def nest(tmp_path):
    folder = tmp_path / "nest"
    for name, text in {
        "brat/d1.txt": "Ana said so.", "brat/d1.ann": "T1\tClaim 0 3\tAna\n", "brat/alone.txt": "No, he said.",
        "a/index.txt": "The bridge is closed, she said.", "b/index.txt": "   ", "c/index.txt": "", "d/x.bin": "?",
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_articles_beside_a_corpus_come_in_and_the_rest_is_told(desk: Desk, nest):
    assert importing.files_in([nest]) == [
        nest / "a" / "index.txt", nest / "b" / "index.txt", nest / "brat", nest / "brat" / "alone.txt",
        nest / "c" / "index.txt",
    ]  # fmt: skip
    report = importing.import_files(desk.project, [nest]).report
    assert report.documents == 3
    assert [(one.path, one.item) for one in report.quarantined] == [
        ("b/index.txt", "b/index.txt"), ("c/index.txt", "c/index.txt")
    ]  # fmt: skip
    assert any(".bin" in note for note in report.notes)


def test_a_corpus_in_folders_of_its_format_is_one_corpus(tmp_path):
    for who in ("ana", "ben"):
        (tmp_path / "c" / who).mkdir(parents=True)
        (tmp_path / "c" / who / "x.json").write_text(json.dumps({"text": "He spoke.", "quotes": []}))
    assert importing.files_in([tmp_path / "c"]) == [tmp_path / "c"]


def test_a_large_file_can_be_given_up_while_it_is_read(tmp_path):
    pytest.importorskip("trafilatura")
    page = tmp_path / "large.html"
    page.write_text(f"<html><body>{'<p>He said that it rains.</p>' * 60_000}</body></html>")

    class Enough(Exception):
        pass

    asked = []

    def tick(number):
        asked.append(time.monotonic())
        if len(asked) == 8:
            raise Enough

    with pytest.raises(Enough):
        list(parallel.read_files([Job(page, "html-page")], Options(), tick))
    (refused,) = [one for _, one in parallel.read_files([Job(page, "html-page")], Options(), longest=0.3)]
    assert isinstance(refused, Refused)
    assert "longer than 0.3 seconds" in refused.reason


def test_a_reading_that_fails_or_is_given_up_leaves_the_good_one(desk: Desk, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Grüße, sagte sie.", encoding="utf-8")

    class Enough(Exception):
        pass

    def stop(_done, _of, _name):
        raise Enough

    file = File(path, "text")
    with Batch.gather(desk.project, [file]) as batch:
        before = list(batch.rows)
        with pytest.raises(UserError, match=r"a\.txt"):
            batch.read_again(desk.project, file, Options("ascii"))
        with pytest.raises(Enough):
            batch.read_again(desk.project, file, Options("cp1252"), stop)
        assert batch.rows == before
        batch.read_again(desk.project, file, Options("cp1252"))
        assert batch.rows != before


def test_refusals_name_the_file_where_it_stands(nest, tmp_path, capsys):
    project = str(tmp_path / "p.annotator")
    main(["new", project])
    main(["import", project, str(nest)])
    told = capsys.readouterr().out
    assert "Refused: b/index.txt: " in told
    assert "Refused: c/index.txt: " in told
