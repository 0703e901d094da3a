"""Imports tell the whole truth: what comes in and what is kept out is all there was, whatever is wrong with it."""

import json
import random
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.items import KINDS
from annotator.services import importing
from annotator.storage import documents
from tests.conftest import ANA, ROOT, Desk

LINES = (ROOT / "projects" / "sample.jsonl").read_text(encoding="utf-8").splitlines()
HEAD, ITEMS = LINES[0], LINES[1:]
WRONG = {
    "spans": [[[-5, 2]], [[9, 3]], [[0, 10**12]], [], "x", [[0, 1], [0, 1]], [[1.5, 2]]],
    "tag": ["", "nonsense", 7, None],
    "document": ["0" * 64, "x", None],
    "annotator": ["x", 5, "00000000-0000-4000-8000-00000000000f"],
    "contents": [[], ["x"], ["00000000-0000-4000-8000-00000000000f"]],
    "parent": ["x", "00000000-0000-4000-8000-00000000000f"],
    "id": ["", "x", 5, None],
    "type": ["nothing", None],
    "text": ["", 5, ["other words"]],
    "entity": ["x", "00000000-0000-4000-8000-00000000000f"],
}


def broken(line: str, chance: random.Random) -> str:
    item = json.loads(line)
    name = chance.choice([n for n in WRONG if n in item])
    item[name] = chance.choice(WRONG[name])
    return json.dumps(item, ensure_ascii=False)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_what_comes_in_and_what_is_kept_out_is_all_there_was(tmp_path_factory, seed):
    chance = random.Random(seed)
    chosen = [line for line in ITEMS if '"type":"document"' in line] + chance.sample(ITEMS, 120)
    lines = [broken(line, chance) if chance.random() < 0.2 else line for line in dict.fromkeys(chosen)]
    chance.shuffle(lines)
    folder = tmp_path_factory.mktemp("import")
    with Desk(folder / "work", ANA, text=None) as desk:
        report = desk.bring("\n".join([HEAD, *lines]))
        there = sum(len(documents.items(desk.project.file, kind)) for kind in KINDS) - 1  # Ana herself
        assert desk.project.verify() == []
    of_unknown_type = sum(int(re.match(r"\d+", note)[0]) for note in report.notes if "unknown type" in note)
    assert there + len(report.quarantined) + report.already_present + of_unknown_type == len(lines)
    assert all(one.reason for one in report.quarantined)


@pytest.mark.parametrize("count", [1000])
def test_a_thousand_annotations_on_one_spot_are_kept_and_read(new_desk, tmp_path, count):
    with new_desk(tmp_path / "work.annotator") as desk:
        document = json.loads(next(line for line in ITEMS if '"type":"document"' in line))
        lines = [
            {"type": "annotation", "id": f"f0f0f0f0-0000-4000-8000-{n:012}", "document": document["id"], "tag": "claim",
             "annotator": ANA.id, "spans": [[0, 5 + n % 3]]}
            for n in range(count)
        ]  # fmt: skip
        desk.bring("\n".join([HEAD, json.dumps(document), *map(json.dumps, lines)]))
        assert len(desk.project.read(document["id"]).annotations) == count
        assert desk.project.verify() == []


def test_a_large_corpus_can_be_cancelled_while_it_is_taken_in_and_nothing_stays(desk, tmp_path):
    lines = [{"format": "annotator-corpus", "type": "corpus", "version": 1}]
    lines += [
        {"type": "entity", "id": f"e0e0e0e0-0000-4000-8000-{n:012}", "name": f"Source {n}"} for n in range(12_000)
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    before = desk.project.path.read_bytes()

    class Enough(Exception):
        pass

    def stop_at(most):
        told = []

        def progress(_done, _of, name):
            told.append(name)
            if len(told) == most:
                raise Enough

        return told, progress

    told, progress = stop_at(-1)
    importing.preview(desk.project, [corpus], progress=progress)
    assert len([name for name in told if name == "writing"]) >= 2
    assert len([name for name in told if name == corpus.name]) >= 6  # taken in, and written in the meantime
    for most in range(1, len(told) + 1):
        _, progress = stop_at(most)
        with pytest.raises(Enough):
            importing.import_files(desk.project, [corpus], progress=progress)
        assert desk.project.entities() == {}
    assert desk.project.path.read_bytes() == before
    desk.tag("claim", "ready")
    assert desk.project.verify() == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_that_lead_out_of_a_folder_are_not_followed(desk, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("A diary that nobody meant to import.")
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "article.txt").write_text("An article, they said.")
    (folder / "also.txt").symlink_to(folder / "article.txt")
    (folder / "notes.txt").symlink_to(secret)
    assert importing.files_in([folder]) == [folder / "also.txt", folder / "article.txt"]
    assert importing.files_in([folder / "notes.txt"]) == [folder / "notes.txt"]  # named by the person
