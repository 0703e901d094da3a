"""Merging, deciding and handing out work from the command line."""

import json
import sqlite3

import pytest

from annotator import cli
from annotator.model.items import Annotator
from annotator.model.span import Span
from annotator.services import annotating
from annotator.services.identity import Identities
from annotator.services.project import Project

ARTICLE = "The bridge 🌉 will stay shut, the mayor said.\n"
BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")


@pytest.fixture
def run(capsys):
    def run_(*arguments):
        status = cli.run([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run_


@pytest.fixture
def files(tmp_path, run):
    """Ana's project and two copies of it: hers, with another note, and one of Boris's."""
    me = Identities().become("Ana")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    mine, laptop, boris = (tmp_path / f"{name}.annotator" for name in ("mine", "laptop", "boris"))
    run("new", mine)
    run("import", mine, tmp_path / "a.txt")
    with Project.open(mine, me) as project:
        article = project.read(project.documents()[0].id)
        claim = annotating.tag(project, article, [_span(article, "the mayor")], "claim").annotation
        project.copy_to(laptop)
        project.copy_to(boris)
        annotating.set_note(project, project.read(article.id), claim.id, "at the desk")
    with Project.open(laptop, me) as project:
        annotating.set_note(project, project.read(article.id), claim.id, "on the laptop")
    with Project.open(boris, BORIS) as project:
        annotating.tag(project, article, [_span(article, "bridge")], "source")
    return mine, laptop, boris


def _span(article, words):
    begin = article.text.index(words)
    return Span(begin, begin + len(words))


def test_merge_tells_what_came_in_once(files, run):
    mine, laptop, boris = files
    status, out, _ = run("merge", mine, boris, "--dry-run")
    assert (status, "would come in" in out) == (0, True)
    status, out, _ = run("merge", mine, boris, laptop, "--json")
    told = json.loads(out)
    wanted = ("documents", "revisions", "items_new", "items_changed", "conflicts")
    assert [told[name] for name in wanted] == [0, 3, 2, told["items_changed"], 1]
    assert status == 0
    status, out, _ = run("merge", mine, boris, laptop)
    assert (status, out) == (0, "Everything is here already; nothing was changed.\n")
    assert run("verify", mine)[0] == 0
    assert run("undo", mine)[1] == "Undone: Merge 2 files.\n"
    assert run("verify", mine)[0] == 0


def test_a_decision_is_listed_and_made(files, run):
    mine, laptop, _ = files
    run("merge", mine, laptop)
    status, out, _ = run("decisions", mine, "--json")
    (decision,) = json.loads(out)["decisions"]
    assert status == 1
    notes = {choice["item"]["note"]: choice["digest"] for choice in decision["choices"]}
    assert set(notes) == {"at the desk", "on the laptop"}
    status, out, _ = run("decisions", mine, "--keep", decision["item"][:8], notes["at the desk"][:10])
    assert (status, out) == (0, "There is nothing to decide.\n")
    assert "at the desk" in run("show", mine, "The bridge 🌉 will stay shut, the mayor said.", "--format", "json")[1]
    assert run("decisions", mine, "--keep", "abc", "def")[0] == 2


def test_what_is_kept_out_is_told_and_what_cannot_be_is_refused(files, run, tmp_path):

    mine, _, boris = files
    connection = sqlite3.connect(boris, isolation_level=None)
    connection.execute("UPDATE revision SET value = replace(value, 'source', 'claim') WHERE kind = 'annotation'")
    connection.close()
    status, out, _ = run("merge", mine, boris)
    assert (status, "does not match its digest" in out) == (1, True)
    (tmp_path / "bad.annotator").write_text("nothing")
    status, _, err = run("merge", mine, tmp_path / "bad.annotator")
    assert (status, "not an Annotator project" in err) == (2, True)


def test_a_work_package_goes_out_and_comes_back(files, run, tmp_path):
    mine, _, _ = files
    document = json.loads(run("documents", mine, "--json")[1])["documents"][0]["id"]
    status, out, _ = run("package", mine, "--document", document[:12], "--annotator", "Ana", "--out", tmp_path / "p")
    assert (status, out.startswith("1 document and 1 annotation are in")) == (0, True)
    assert run("verify", tmp_path / "p.annotator")[0] == 0
    assert run("merge", mine, tmp_path / "p.annotator")[1] == "Everything is here already; nothing was changed.\n"


def test_a_contested_corpus_is_told_in_few_lines(files, run, tmp_path):
    mine, _, _ = files
    me = Identities().me()
    with Project.open(mine, me) as project:
        article = project.read(project.documents()[0].id)
        for words in ("bridge", "will stay", "stay shut", "mayor said"):
            annotating.tag(project, article, [_span(article, words)], "claim")
    corpus = tmp_path / "claimed.jsonl"
    run("export", mine, "--format", "corpus", "--out", corpus)
    corpus.write_text(corpus.read_text(encoding="utf-8").replace('"name":"Ana"', '"name":"Mallory"'), encoding="utf-8")
    for command in ("merge", "import"):
        status, out, _ = run(command, mine, corpus)
        told = [line for line in out.splitlines() if line.startswith("Quarantined")]
        assert status == 1
        assert len(told) == 1
        assert told[0].startswith("Quarantined: 6 items in")
        assert f"the first {me.id}: “Mallory” has the id of “Ana” here" in told[0]
        found = json.loads(run(command, mine, corpus, "--json")[1])["quarantined"]
        assert len(found) == 6
