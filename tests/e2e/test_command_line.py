"""The program as it is called from a shell: what it prints, what it answers, and what it leaves."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import asking, cli
from annotator.services.project import Project

ENGLISH = "The port of Sarn will open on Monday, the harbour master said."


class Answer:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self):
        return json.loads(self.out)


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Calls the program in another process, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*words, **more) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "annotator", *map(str, words)], capture_output=True, timeout=60, check=False,
            cwd=tmp_path, **more,
        )  # fmt: skip
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def run(tmp_path, monkeypatch, capfdbinary):
    """Calls the program in this process, which is faster."""
    monkeypatch.chdir(tmp_path)

    def call(*words) -> Answer:
        capfdbinary.readouterr()
        status = cli.run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return Answer(status, out.decode(), err.decode())

    return call


@pytest.fixture
def work(run, sample):
    """A project with the sample in it."""
    assert run("new", "work.annotator", "--annotator", "Ana").status == 0
    assert run("import", "work.annotator", sample).status == 0
    return "work.annotator"


def keys(value):
    return set(value)


def test_new_makes_a_project_and_an_identity(run, tmp_path, settings_folder):
    made = run("new", "ferry", "--annotator", "Ana  K")
    assert (made.status, made.err) == (0, "")
    assert "ferry.annotator" in made.out
    assert (tmp_path / "ferry.annotator").exists()
    assert json.loads((settings_folder / "identity.json").read_text())["annotators"][0]["name"] == "Ana K"
    again = run("new", "ferry.annotator")
    assert again.status == 2
    assert "exists already" in again.err
    assert run("new", "no/folder/x").status == 2
    assert run("new", "x", "--annotator", "  ").status == 2
    assert run("new", "x" * 300).status == 2
    assert sorted(p.name for p in tmp_path.glob("*.annotator")) == ["ferry.annotator"]


def test_import_tells_what_came_in(run, sample):
    run("new", "p")
    told = run("import", "p.annotator", sample, "--json")
    assert told.status == 0
    assert keys(told.json) == {
        "documents", "annotations", "attributions", "entities", "already_present", "quarantined", "reanchored",
        "replaced", "notes", "passed_over",
    }  # fmt: skip
    assert (told.json["documents"], told.json["annotations"], told.json["attributions"]) == (3, 324, 111)
    again = run("import", "p.annotator", sample, "--json")
    assert again.json["documents"] == 0
    assert again.json["already_present"] == len(sample.read_bytes().splitlines()) - 1
    assert "0 documents" in run("import", "p.annotator", sample).out


def test_import_tells_what_is_here_with_another_value_and_counts_it_apart(run, sample, tmp_path):
    run("new", "p", "--annotator", "Ana")
    run("import", "p.annotator", sample)
    lines = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    next(line for line in lines if line.get("tag") == "claim" and "certainty" not in line)["tag"] = "quote"
    (tmp_path / "changed.jsonl").write_text("\n".join(map(json.dumps, lines)))
    told = run("import", "p.annotator", "changed.jsonl", "--json")
    assert (told.status, told.json["annotations"]) == (0, 0)
    assert "contested" not in told.json
    first, second = told.json["notes"]
    assert first.startswith("1 item is here with another value.")
    assert "“annotator decisions”" in first
    assert second.startswith("claim: ")
    assert second.endswith(": here tag: claim; in the file tag: quote.")
    (decision,) = run("decisions", "p.annotator", "--json").json["decisions"]
    assert [choice["item"]["tag"] for choice in decision["choices"]] == ["claim", "quote"]
    assert run("verify", "p.annotator").status == 0


def test_what_was_counted_is_said_in_good_english(run, tmp_path):
    (tmp_path / "port.txt").write_text(ENGLISH)
    run("new", "p.annotator", "--annotator", "Ana")
    first = "1 document, 0 annotations, 0 attributions and 0 entities imported; 0 documents were already present."
    assert first in run("import", "p.annotator", "port.txt").out
    assert "1 document was already present." in run("import", "p.annotator", "port.txt").out
    assert (
        "Wrote 1 document, 0 annotations" in run("export", "p.annotator", "--format", "corpus", "--out", "o.jsonl").out
    )


def test_import_with_findings_answers_1_and_names_them(run, sample, tmp_path):
    lines = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    first, second, third = [x for x in lines if x["type"] == "annotation"][:3]
    first["tag"] = "gossip"
    second["spans"] = [[begin + 1, end + 1] for begin, end in second["spans"]]
    third["note"] = "nul \x00"
    (tmp_path / "broken.jsonl").write_text("\n".join(map(json.dumps, lines)))
    run("new", "p")
    told = run("import", "p.annotator", "broken.jsonl", "--json")
    assert told.status == 1
    assert first["id"] in {q["item"] for q in told.json["quarantined"]}
    assert all(keys(q) == {"path", "item", "reason"} for q in told.json["quarantined"])
    (moved,) = [m for m in told.json["reanchored"] if m["item"] == second["id"]]
    assert keys(moved) == {"path", "item", "from", "to"}
    assert moved["from"] == second["spans"]
    assert [keys(r) for r in told.json["replaced"]] == [{"path", "characters", "reason"}]
    assert "Quarantined" in run("import", "p.annotator", "broken.jsonl").out


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nothing.txt"], "does not exist"),
        (["x" * 300], "exist"),
        (["article.txt", "--format", "nonsense"], "no format"),
        (["article.txt", "--encoding", "nonsense"], "no encoding"),
        (["article.txt", "--encoding", "undefined"], "not in the encoding"),
        (["article.txt", "--format", "corpus"], "not JSON"),
        (["work.annotator"], "a database"),
        (["article.txt", "work.annotator", "--strict"], "a database"),
        (["article.txt", "--column", "colour=Red"], "one of text, title"),
        (["broken.jsonl"], "not JSON"),
        (["article.txt", "broken.jsonl", "--strict"], "no lines with an object"),
        (["article.txt", "false.jsonl"], "not JSON"),
        ([], "Missing argument"),
        (["article.txt", "--nonsense"], "No such option"),
    ],
)
def test_an_import_that_is_refused_says_why_and_changes_nothing(run, work, tmp_path, words, why):
    (tmp_path / "article.txt").write_text(ENGLISH)
    (tmp_path / "broken.jsonl").write_text('{"type":"corpus"\n')
    (tmp_path / "false.jsonl").write_text('{"type":"corpus","format":"annotator-corpus","version":1}\n{')
    before = (tmp_path / work).read_bytes()
    refused = run("import", work, *words, "--json")
    assert refused.status == 2
    assert refused.out == "" or refused.json["quarantined"]
    assert why in refused.err
    assert refused.err.splitlines()[-1].startswith("annotator: ")
    assert "Traceback" not in refused.err
    assert (tmp_path / work).read_bytes() == before


def test_what_is_a_corpus_by_its_name_alone_does_not_stop_the_articles_beside_it(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ENGLISH)
    (tmp_path / "in" / "b.jsonl").write_bytes(b"")
    (tmp_path / "in" / "c.jsonl").write_text('{"text": "cut off')
    run("new", "p")
    told = run("import", "p.annotator", "in", "--json")
    assert (told.status, told.json["documents"]) == (1, 1)
    assert [one["path"] for one in told.json["quarantined"]] == ["b.jsonl", "c.jsonl"]
    assert "is empty" in told.json["quarantined"][0]["reason"]


def test_lines_of_articles_with_topics_and_names_are_no_annotations(run, tmp_path):
    named = [{"name": "Ana", "type": "PERSON"}]
    rows = [{"title": "A", "text": "One.", "label": "news", "entities": named, "quotes": [{"text": "x"}]},
            {"title": "B", "text": "Two.", "label": ["news"], "entities": []}]  # fmt: skip
    for number, lines in enumerate((rows, rows[::-1])):
        (tmp_path / f"{number}.jsonl").write_text("\n".join(map(json.dumps, lines)))
        run("new", f"p{number}")
        assert run("import", f"p{number}.annotator", f"{number}.jsonl", "--json").json["documents"] == 2
        titles = {one["title"] for one in run("documents", f"p{number}.annotator", "--json").json["documents"]}
        assert titles == {"A", "B"}


def test_news_items_come_in_beside_a_file_of_quotes(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps({"text": "She said so.", "quotes": []}))
    for number in (1, 2):
        item = {"uri": f"urn:{number}", "headline": "Port", "body_text": f"Port {number} is closed.", "version": "1"}
        (tmp_path / "in" / f"item{number}.json").write_text(json.dumps(item))
    run("new", "p")
    told = run("import", "p.annotator", "in", "--json")
    assert (told.status, told.json["documents"], told.json["quarantined"]) == (0, 3, [])


def test_import_of_a_folder_shows_its_progress_beside_the_answer(run, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(5):
        (tmp_path / "in" / f"{number}.txt").write_text(f"{ENGLISH} {number}")
    run("new", "p")
    told = run("import", "p.annotator", "in", "--json")
    assert told.json["documents"] == 5
    assert "5 of 5" in told.err


def test_import_for_a_person_makes_that_person_once(run, work, tmp_path):
    (tmp_path / "article.txt").write_text(ENGLISH)
    assert run("import", work, "article.txt", "--annotator", "Zoe").status == 0
    (tmp_path / "article.txt").write_text(ENGLISH + "!")
    assert run("import", work, "article.txt", "--annotator", "Zoe").status == 0
    assert run("export", work, "--format", "corpus", "--out", "o.jsonl", "--annotator", "Zoe").status == 0


def test_export_gives_back_what_was_imported(run, sample, tmp_path):
    run("new", "p")
    run("import", "p.annotator", sample)
    told = run("export", "p.annotator", "--format", "corpus", "--out", "o.jsonl", "--json")
    assert told.status == 0
    assert told.json == {
        "written": ["o.jsonl"],
        "documents": 3,
        "annotations": 324,
        "attributions": 111,
        "loss": {},
        "altered": {},
    }
    assert (tmp_path / "o.jsonl").read_bytes() == sample.read_bytes()


def test_export_of_a_choice_and_what_it_refuses(run, work, tmp_path):
    found = run("documents", work, "--json").json["documents"][0]
    for wanted in (found["id"], found["id"][:8], found["title"]):
        told = run("export", work, "--format", "corpus", "--out", "o.jsonl", "--document", wanted, "--json")
        assert told.json["documents"] == 1
    half = run("export", work, "--format", "corpus", "--out", "o.jsonl", "--annotator", "Boris Lind", "--json").json
    assert 0 < half["annotations"] < 324
    before = (tmp_path / work).read_bytes()
    for words in (
        ["--format", "nonsense", "--out", "x"],
        ["--format", "text", "--out", "x"],
        ["--format", "corpus", "--out", "."],
        ["--format", "corpus", "--out", "no/x"],
        ["--format", "corpus", "--out", work],
        ["--format", "corpus", "--out", "./../" + tmp_path.name + "/" + work],
        ["--format", "corpus", "--out", "x", "--document", "nothing"],
        ["--format", "corpus", "--out", "x", "--annotator", "Nobody"],
        ["--format", "corpus"],
    ):
        refused = run("export", work, *words)
        assert (refused.status, refused.out) == (2, ""), words
        assert refused.err.startswith("annotator: ")
    assert (tmp_path / work).read_bytes() == before
    assert not (tmp_path / "x").exists()


def test_formats_lists_what_there_is(run):
    told = run("formats", "--json").json["formats"]
    assert {"corpus", "text"} <= {one["name"] for one in told}
    assert all(one["direction"] in ("import", "export", "both") for one in told)
    assert "corpus" in run("formats").out


def test_documents_lists_each_with_its_counts_and_states(run, work):
    told = run("documents", work, "--json").json
    assert keys(told) == {"documents"}
    assert len(told["documents"]) == 3
    for one in told["documents"]:
        assert keys(one) == {"id", "title", "length", "counts", "states"}
    assert sum(sum(one["counts"].values()) for one in told["documents"]) == 324
    assert any("Ana Kovač" in one["states"] for one in told["documents"])
    assert len(run("documents", work).out.splitlines()) == 3


def test_show_says_chains_in_words(run, work):
    ids = [one["id"] for one in run("documents", work, "--json").json["documents"]]
    shown = "".join(run("show", work, id_).out for id_ in ids)
    assert " ‹ " in shown
    assert "second-hand" in shown
    value = run("show", work, ids[0], "--format", "json").json
    assert {"id", "text", "annotations", "attributions"} <= keys(value)
    for mark in value["annotations"]:
        assert mark["text"] == [value["text"][a:b] for a, b in mark["spans"]]
    assert all(link["chain_words"] for link in value["attributions"])
    assert run("show", work, "nothing").status == 2
    assert run("show", work, "").status == 2


def test_history_lists_operations_the_newest_first(run, work):
    rows = run("history", work, "--json").json["operations"]
    assert all(keys(row) == {"id", "title", "annotator", "at", "undoes", "withdrawn", "items"} for row in rows)
    assert [row["title"] for row in rows] == ["Import sample.jsonl", "Ana joins the project"]
    assert rows[0]["annotator"] == "Ana"
    document = run("documents", work, "--json").json["documents"][0]["id"]
    assert len(run("history", work, "--item", document, "--json").json["operations"]) == 1
    assert run("history", work, "--item", "0" * 32, "--json").json == {"operations": []}
    assert run("history", work, "--item", "nonsense").status == 2


def test_undo_and_redo_say_what_they_did_and_2_when_there_is_nothing(run, work):
    undone = run("undo", work)
    assert (undone.status, undone.out) == (0, "Undone: Import sample.jsonl.\n")
    assert run("documents", work, "--json").json == {"documents": []}
    nothing = run("undo", work)
    assert (nothing.status, nothing.out) == (2, "")
    assert "nothing to undo" in nothing.err
    assert run("redo", work).out == "Done again: Import sample.jsonl.\n"
    assert run("redo", work).status == 2
    assert len(run("documents", work, "--json").json["documents"]) == 3


def test_verify_answers_1_when_something_is_wrong_and_names_it(run, work, tmp_path):
    sound = run("verify", work, "--json")
    assert (sound.status, sound.json) == (0, {"ok": True, "problems": []})
    assert run("verify", work).out == "Everything is as it should be.\n"
    import sqlite3

    connection = sqlite3.connect(tmp_path / work)
    connection.execute("UPDATE document SET text = text || '!' WHERE key = 1")
    connection.commit()
    connection.close()
    told = run("verify", work, "--json")
    assert told.status == 1
    assert told.json["ok"] is False
    assert all(keys(p) == {"what", "item", "document", "table"} for p in told.json["problems"])
    ids = {one["id"] for one in run("documents", work, "--json").json["documents"]}
    assert ids & {p["document"] for p in told.json["problems"]}
    assert "document" in run("verify", work).out


COMMANDS = [
    ["import", "{}", "article.txt"], ["export", "{}", "--format", "corpus", "--out", "o"], ["documents", "{}"],
    ["show", "{}", "x"], ["history", "{}"], ["undo", "{}"], ["redo", "{}"], ["verify", "{}"],
]  # fmt: skip


@pytest.mark.parametrize("content", [None, b"", b"The ferry.", b"SQLite format 3\x00" + bytes(300)])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[0])
def test_what_is_no_project_is_refused_by_every_command_and_left_as_it_is(run, tmp_path, command, content):
    (tmp_path / "article.txt").write_text(ENGLISH)
    path = tmp_path / "what.annotator"
    if content is not None:
        path.write_bytes(content)
    refused = run(*[word.format("what.annotator") for word in command])
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("annotator: ")
    assert "Traceback" not in refused.err
    assert (path.read_bytes() if path.exists() else None) == content
    assert not (tmp_path / "o").exists()


def test_while_another_program_holds_the_project_reading_works_and_writing_is_refused(shell, work, tmp_path, boris):
    from annotator.services.project import Project

    (tmp_path / "article.txt").write_text(ENGLISH)
    with Project.open(tmp_path / work, boris):
        for command in COMMANDS:
            words = [word.format(work) for word in command]
            answer = shell(*words)
            if words[0] in ("import", "undo", "redo"):
                assert answer.status == 2, words
                assert "Boris" in answer.err
                assert str(os.getpid()) in answer.err
            elif words[0] != "show":
                assert answer.status == 0, (words, answer.err)
    assert shell("import", work, "article.txt").status == 0


def test_who_reads_keeps_nobody_from_writing(run, work, tmp_path, ana):
    from annotator.services.project import Project

    with Project.open(tmp_path / work, ana, read_only=True):
        (tmp_path / "article.txt").write_text(ENGLISH)
        assert run("import", work, "article.txt").status == 0


def test_help_lists_the_commands_that_work_and_no_other(run):
    shown = run("--help")
    assert shown.status == 0
    listed = {line.split()[0] for line in shown.out.split("Commands:")[1].splitlines() if line.strip()}
    assert listed == set(cli.commands.commands)
    assert {"new", "import", "export", "formats", "documents", "show", "history", "undo", "redo", "verify"} <= listed
    for command in listed:
        told = run(command, "--help")
        assert told.status == 0
        assert "Usage: annotator" in told.out


def test_only_what_asks_for_a_window_asks_for_a_window():
    assert asking.wants_window([])
    assert asking.wants_window(["work.annotator"])
    assert not asking.wants_window(["documents", "work.annotator"])
    assert not asking.wants_window(["--help"])
    assert not asking.wants_window(["--version"])


def test_a_command_prints_pure_json_even_where_the_console_knows_ascii_only(shell, work):
    bare = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    answer = shell("documents", work, "--json", env={**os.environ, **bare})
    assert answer.status == 0
    assert answer.err == ""
    assert len(answer.json["documents"]) == 3
    assert "Kovač" in answer.out


def test_a_command_imports_no_qt(tmp_path, sample):
    commands = [
        ["new", "p"], ["import", "p.annotator", str(sample)], ["documents", "p.annotator", "--json"],
        ["verify", "p.annotator"], ["undo", "p.annotator"], ["formats"], ["--help"], ["show", "p.annotator", "x"],
    ]  # fmt: skip
    code = (
        f"import sys; from annotator.__main__ import main; statuses = [main(one) for one in {commands!r}];"
        " print(statuses, [m for m in sys.modules if 'PySide' in m or 'shiboken' in m], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.stderr.endswith("[0, 0, 0, 0, 0, 0, 0, 2] []\n"), done.stderr


@pytest.mark.skipif(os.name == "nt", reason="another signal there")
def test_an_import_that_is_interrupted_leaves_the_project_as_it_was(tmp_path, shell):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4000):
        (folder / f"{number}.txt").write_text(f"{ENGLISH} {number}")
    assert shell("new", "p").status == 0
    before = (tmp_path / "p.annotator").read_bytes()
    command = [sys.executable, "-m", "annotator", "import", "p.annotator", "in"]
    # Where tests are run in the background, what they start would ignore the signal.
    before_it = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **before_it
    ) as child:  # fmt: skip
        child.stderr.read(1)  # it has begun
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
    assert child.returncode == 130
    assert (out, b"cancelled; nothing was changed" in err) == (b"", True)
    assert (tmp_path / "p.annotator").read_bytes() == before
    assert not (tmp_path / ".p.annotator.lock").exists()
    assert shell("verify", "p.annotator").status == 0


@pytest.mark.skipif(os.name == "nt", reason="pipes end differently there")
def test_a_reader_that_stops_reading_is_no_error(tmp_path, work):
    program = f"{sys.executable} -m annotator"
    commands = f"{program} documents {work} | true; {program} export --help | true"
    done = subprocess.run(["bash", "-c", commands], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such disk here")
def test_an_answer_that_cannot_be_written_is_a_refusal(tmp_path, work):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "annotator", "documents", work]
        done = subprocess.run(command, cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("annotator: The answer cannot be written")


def test_a_command_loads_neither_the_window_nor_libraries_of_formats(work):
    told = "import sys; from annotator import cli; cli.run(['documents', sys.argv[1]]); print(*sys.modules, sep='|')"
    done = subprocess.run([sys.executable, "-c", told, work], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split("|")}
    assert "annotator" in loaded
    assert not loaded & {"PySide6", "cassis", "lxml", "openpyxl", "pyarrow", "spacy", "trafilatura", "pypdf", "docx"}


def test_the_window_knows_every_command_without_loading_them():

    assert set(cli.commands.commands) == asking.COMMANDS


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no such device here")
def test_a_device_is_never_replaced_by_an_export(shell, work):
    refused = shell("export", work, "--format", "corpus", "--out", "/dev/null")
    assert refused.status == 2
    assert not Path("/dev/null").is_file()


def test_what_is_doubtful_about_a_file_is_said_by_commands_that_read(run, work, tmp_path):
    import sqlite3

    connection = sqlite3.connect(tmp_path / work)
    connection.execute("CREATE TABLE more (x)")
    connection.commit()
    connection.close()
    strange = run("documents", work)
    assert strange.status == 0
    assert "did not make" in strange.err
    data = bytearray((tmp_path / work).read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    (tmp_path / "newer.annotator").write_bytes(data)
    newer = run("documents", "newer.annotator")
    assert newer.status == 0
    assert "newer version" in newer.err
    assert run("import", "newer.annotator", "x.txt").status == 2


def test_backups_are_made_listed_and_restored(run, work, tmp_path):
    made = run("backup", work, "--json")
    assert made.status == 0
    assert made.json["new"]
    assert not run("backup", work, "--json").json["new"]
    assert run("undo", work).status == 0
    assert run("documents", work, "--json").json == {"documents": []}
    assert "Nothing has changed" not in run("backup", work).out
    listed = run("backup", work, "--list", "--json").json["backups"]
    assert [one["number"] for one in listed] == [1, 2]
    done = run("backup", work, "--restore", "2")
    assert done.status == 0
    assert "before restoring" in done.out
    assert len(run("documents", work, "--json").json["documents"]) == 3
    assert run("verify", work).status == 0
    assert run("backup", work, "--restore", "9").status == 2
    assert run("backup", work, "--list", "--restore", "1").status == 2


def test_a_damaged_project_is_told_of_and_salvaged(run, work, tmp_path):
    raw = bytearray((tmp_path / work).read_bytes())
    raw[:4096] = bytes(4096)
    (tmp_path / "broken.annotator").write_bytes(raw)
    assert run("documents", "broken.annotator").status == 2
    done = run("salvage", "broken.annotator", "--out", "new", "--json")
    assert done.status == 0
    assert (done.json["annotations"], done.json["unproven"]) == (324, 0)
    assert run("verify", "new.annotator").status == 0
    assert (tmp_path / "broken.annotator").read_bytes() == bytes(raw)
    assert run("salvage", "broken.annotator", "--out", "new").status == 2
    flipped = bytearray((tmp_path / work).read_bytes())
    flipped[flipped.index(b"Norwegian")] ^= 1
    (tmp_path / "flipped.annotator").write_bytes(flipped)
    told = run("backup", "flipped.annotator")
    assert told.status == 1
    assert "annotator salvage flipped.annotator" in told.out
    assert "annotator salvage flipped.annotator" in run("verify", "flipped.annotator").out


def test_words_are_searched_for(run, work):
    assert len(run("search", work, "ferry", "--json").json["hits"]) > 5
    assert "Nothing was found" in run("search", work, "zzzz").out
    assert run("search", work, "(", "--regex").status == 2


@pytest.fixture
def articles(tmp_path, data_folder):
    """A folder with an article of each kind, one that is there twice, and one that nobody can read."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("harbour.html", "harbour.mhtml"):
        (folder / name).write_bytes((data_folder / "articles" / name).read_bytes())
    (folder / "wrong.txt").write_bytes((data_folder / "articles" / "harbour.html").read_bytes())
    (folder / "notes.md").write_text("# Notes\n\nThe *mayor* said no.", encoding="utf-8")
    (folder / "broken.html").write_bytes(b"")
    (folder / "plain.txt").write_text("The mayor said so.\n\nLeave a comment", encoding="utf-8")
    return folder


def test_a_folder_of_articles_comes_in_and_the_report_adds_up(run, articles):
    run("new", "t.annotator", "--annotator", "Ana")
    first = run("import", "t.annotator", articles, "--json")
    assert first.status == 1
    told = first.json
    assert (told["documents"], told["already_present"], len(told["quarantined"])) == (4, 1, 1)
    assert told["quarantined"] == [{"path": "broken.html", "item": "broken.html", "reason": "broken.html is empty."}]
    assert run("import", "t.annotator", articles, "--json").json["already_present"] == 5
    listed = {one["title"]: one for one in run("documents", "t.annotator", "--json").json["documents"]}
    assert set(listed) == {
        "Ferry channel to be measured again", "Three letters, no answer", "Notes", "The mayor said so.",
    }  # fmt: skip
    assert listed["The mayor said so."]["counts"] == {"excluded": 1}
    assert run("verify", "t.annotator").status == 0
    assert run("undo", "t.annotator").status == 0
    assert run("documents", "t.annotator", "--json").json == {"documents": []}


def test_an_article_is_extracted_anew_from_the_file_that_is_kept(run, tmp_path):
    (tmp_path / "a.txt").write_bytes("La fête, dit-elle.".encode("cp1252"))
    run("new", "t.annotator", "--annotator", "Ana")
    assert run("import", "t.annotator", "a.txt", "--encoding", "cp1250").status == 0
    refused = run("extract", "t.annotator", "--document", "La fęte, dit-elle.")
    assert (refused.status, "already" in refused.err) == (2, True)
    made = run("extract", "t.annotator", "--document", "La fęte, dit-elle.", "--encoding", "cp1252", "--json")
    assert (made.status, made.json["moved"], made.json["lost"]) == (0, 0, [])
    titles = {one["id"]: one["title"] for one in run("documents", "t.annotator", "--json").json["documents"]}
    assert titles[made.json["derived_from"]] == "La fęte, dit-elle."
    assert titles[made.json["document"]] == "La fête, dit-elle."


def test_everything_that_was_refused_is_told(run, tmp_path):
    (tmp_path / "a.txt").write_text("She said so.")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7 cut")
    run("new", "t.annotator", "--annotator", "Ana")
    for paths in (("b.txt", "c.pdf"), ("a.txt", "b.txt", "c.pdf", "--strict")):
        refused = run("import", "t.annotator", *paths)
        assert (refused.status, refused.out) == (2, "")
        assert "Refused: b.txt is empty." in refused.err
        assert "Refused: c.pdf" in refused.err
        told = run("import", "t.annotator", *paths, "--json")
        assert (told.status, [one["path"] for one in told.json["quarantined"]]) == (2, ["b.txt", "c.pdf"])
    assert run("documents", "t.annotator", "--json").json == {"documents": []}


def _text(path, document):
    with Project.open(path, None, read_only=True) as project:
        return project.text(document)


def test_parts_are_put_back_when_an_article_is_extracted_anew(run, tmp_path):
    pytest.importorskip("trafilatura")
    page = (
        "<html><head><title>Strike</title></head><body><article><h1>Strike</h1><p>The harbour of Ressa stayed closed"
        " on Monday, the dockers’ union said, citing a letter of the port authority.</p><p>The minister, who asked not"
        " to be named, said that the offer is real and will be published soon.</p></article><footer><p>© Eastern"
        " Gazette. All rights reserved.</p></footer></body></html>"
    )
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    run("new", "t.annotator", "--annotator", "Ana")
    told = run("import", "t.annotator", "page.html", "--json").json["notes"]
    assert told == ["page.html: 1 part left out: the foot of the page."]
    parts = run("extract", "t.annotator", "--document", "Strike", "--list", "--json").json["parts"]
    (out,) = (one for one in parts if not one["kept"])
    assert out["text"].startswith("© Eastern Gazette")
    wrong = run("extract", "t.annotator", "--document", "Strike", "--put-back", "99")
    assert (wrong.status, "no part 99" in wrong.err) == (2, True)
    made = run("extract", "t.annotator", "--document", "Strike", "--put-back", str(out["part"]), "--json").json
    assert out["text"] in _text(tmp_path / "t.annotator", made["document"])
    taken = run(
        "extract", "t.annotator", "--document", made["derived_from"], "--all-blocks", "--take-out", "2", "--json"
    ).json
    text = _text(tmp_path / "t.annotator", taken["document"])
    assert (out["text"] in text, parts[1]["text"] in text) == (True, False)


def test_a_project_can_be_told_to_keep_no_files(run, tmp_path):
    (tmp_path / "a.txt").write_text("She said so.")
    run("new", "t.annotator", "--annotator", "Ana")
    assert run("originals", "t.annotator", "--no-keep", "--json").json == {"kept": False, "files": 0, "bytes": 0}
    run("import", "t.annotator", "a.txt")
    assert run("originals", "t.annotator", "--json").json["files"] == 0
    assert run("originals", "t.annotator", "--keep").out.startswith("Files of imported articles are kept")


def test_formats_lists_the_kinds_of_article_files(run):
    listed = {one["name"]: one for one in run("formats", "--json").json["formats"]}
    assert listed["html-page"]["kind"] == "article"
    assert listed["html-page"]["install"] == 'pip install "attribution-annotator[html]"'
    assert (listed["text"]["direction"], listed["text"]["options"]) == ("import", ["encoding"])
    assert "html-page" in run("formats").out
