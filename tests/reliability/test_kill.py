"""What was acknowledged is there after a kill at any moment, nothing half is, and the next program goes on at once."""

import random
import subprocess
import sys

import pytest

from annotator.services.project import Project

BURST = """
import sys, pathlib, itertools
from annotator.model.items import Annotator
from annotator.model.span import Span
from annotator.services import annotating, attributing
from annotator.services.project import Project
me = Annotator(id="a0a0a0a0-0000-4000-8000-000000000001", name="Ana")
project = Project.open(pathlib.Path(sys.argv[1]), me)
article = project.read(sys.argv[2])
print("ready", flush=True)
for number in itertools.count(int(sys.argv[3])):
    begin = number % (len(article.text) - 2)
    spans = [Span(begin, begin + 1), Span(0, 1 + number // 200 % 30)]
    claim = annotating.tag(project, article, spans, "claim")
    article.apply(claim.changes.changes)
    print(claim.annotation.id, flush=True)
    source = annotating.tag(project, article, spans, "source")
    article.apply(source.changes.changes)
    link = attributing.link(project, article, [claim.annotation.id], [source.annotation.id], cues=[])
    article.apply(link.changes.changes)
    print(link.attribution.id, flush=True)
"""
ROUNDS = 15


def test_what_was_acknowledged_survives_a_kill_at_any_moment(tmp_path, new_desk, story):
    path = tmp_path / "work.annotator"
    with new_desk(path, text=story * 5) as desk:
        document = desk.id
    chance = random.Random()
    acknowledged = set()
    for turn in range(ROUNDS):
        command = [sys.executable, "-c", BURST, path, document, str(turn * 997)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "ready\n"
            for _ in range(chance.randrange(1, 12)):
                acknowledged.add(child.stdout.readline().strip())
            try:
                child.wait(chance.random() * 0.05)
            except subprocess.TimeoutExpired:
                child.kill()
            acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
        with new_desk(path, text=None) as desk:
            assert desk.project.writable, desk.project.why_read_only
            desk.id = document
            article = desk.article
            there = article.annotations.keys() | article.attributions.keys()
            assert acknowledged <= there
            assert desk.project.verify() == []
            for link in article.attributions.values():
                assert len(link.contents) == len(link.sources) == 1
    assert len(acknowledged) > ROUNDS


IMPORT = """
import sys, pathlib
from annotator.services import importing
from annotator.services.project import Project
project = Project.open(pathlib.Path(sys.argv[1]), None)
print("ready", flush=True)
importing.import_files(project, [pathlib.Path(sys.argv[2])])
"""


def test_an_import_is_there_wholly_or_not_at_all_after_a_kill(tmp_path, new_desk):
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"Article {number}, they said. " * 20)
    path = tmp_path / "work.annotator"
    new_desk(path, None, text=None).project.close()
    chance = random.Random()
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", IMPORT, path, folder], stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "ready\n"
            try:
                child.wait(chance.random() * 0.25)
            except subprocess.TimeoutExpired:
                child.kill()
        with new_desk(path, None, text=None) as desk:
            assert desk.project.writable
            assert len(desk.project.documents()) in (0, 300)
            assert desk.project.verify() == []


HALF = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for pragma in ("journal_mode=DELETE", "cache_size=1", "cache_spill=1"):
    connection.execute(f"PRAGMA {pragma}")
connection.execute("BEGIN IMMEDIATE")
connection.execute("UPDATE revision SET value = 'half'")
connection.execute("DELETE FROM span")
connection.execute("INSERT INTO document(digest, text) SELECT randomblob(32), hex(randomblob(200000))")
print("half", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("read_only", [True, False])
def test_a_transaction_that_was_cut_off_is_rolled_back_by_whoever_opens_next(tmp_path, new_desk, read_only):
    path = tmp_path / "work.annotator"
    with new_desk(path) as desk:
        for word in ("ready", "Sarn", "union", "pilot"):
            desk.tag("claim", word)
    before = path.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HALF, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "half\n"
        child.kill()
    assert path.with_name("work.annotator-journal").exists()
    assert path.read_bytes() != before
    with Project.open(path, None, read_only=read_only) as project:
        assert project.verify() == []
    assert path.read_bytes() == before
