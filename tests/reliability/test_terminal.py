"""A terminal obeys and turns nothing that stands in somebody's file."""

import json

import pytest

from annotator import cli
from annotator.services import importing
from annotator.services.identity import Identities
from annotator.services.project import Project

STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202etfel ot thgir\u2066"


@pytest.fixture
def answered(capfdbinary):
    """Calls a command; its status, and what it wrote."""

    def call(*words):
        capfdbinary.readouterr()
        status = cli.run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def path(tmp_path):
    """A project whose title, action and source steer."""
    path = tmp_path / "work.annotator"
    with Project.create(path, Identities().become("Ana")) as project:
        document = importing.import_text(project, "An article, they said.").documents[0]
        facts = project.document(document)
        with project.recording(f"Retitle {STEERING}") as recording:
            recording.operation.put(type(facts)(id=facts.id, title=STEERING, outlet=STEERING))
    return path


@pytest.mark.parametrize("command", [["documents"], ["history"], ["show", "{id}"], ["search", "article"], ["undo"]])
def test_no_command_prints_them(path, answered, command):
    with Project.open(path, None) as project:
        document = project.documents()[0].id
    _, out, err = answered(command[0], path, *[word.format(id=document) for word in command[1:]])
    assert "⟨U+202E⟩" in out + err
    assert not set("\x1b\x07\x9b\u202e\u2066") & set(out + err)


@pytest.mark.parametrize("command", ["documents", "history"])
def test_json_holds_the_value_and_only_printable_characters(path, answered, command):
    _, out, _ = answered(command, path, "--json")
    assert not set("\x1b\x07\x9b\u202e\u2066") & set(out)
    assert STEERING in "".join(map(str, _values(json.loads(out))))


def _values(value):
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _values(one)
    else:
        yield value


def test_nor_do_refusals(tmp_path, answered):
    status, out, err = answered("documents", tmp_path / f"no{STEERING}".replace("/", "_"))
    assert (status, out) == (2, "")
    assert "⟨U+001B⟩" in err
    assert not set("\x1b\x9b\u202e") & set(err)


def test_an_import_counts_them_in_articles_and_in_names(path, tmp_path, answered):
    (tmp_path / "turned.txt").write_text("An article \u202edias yeht\u202c, they said.", encoding="utf-8")
    _, out, _ = answered("import", path, tmp_path / "turned.txt")
    assert "turned.txt holds control or bidirectional characters, which were kept: " in out
    assert "1 × POP DIRECTIONAL FORMATTING, 1 × RIGHT-TO-LEFT OVERRIDE" in out
    lines = [
        {"format": "annotator-corpus", "type": "corpus", "version": 1},
        {"type": "entity", "id": "e0e0e0e0-0000-4000-8000-000000000001", "name": "Ra\u202edio", "aliases": ["\u200b"]},
    ]  # fmt: skip
    (tmp_path / "c.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    _, out, _ = answered("import", path, tmp_path / "c.jsonl")
    assert "Names, titles or notes hold characters that show nothing or turn what is around them" in out
    assert "1 × RIGHT-TO-LEFT OVERRIDE, 1 × ZERO WIDTH SPACE" in out
