"""Comparing annotators from the command line, on the sample and on projects with nothing to compare."""

import json

import pytest

from annotator import cli
from annotator.services.identity import Identities
from annotator.services.project import Project

ARTICLE = "The port of Sarn will open on Monday, the harbour master said. Nobody else knew."


@pytest.fixture
def run(tmp_path, monkeypatch, capfdbinary):
    """Calls the program in this process: its status, its output and what it said besides."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        capfdbinary.readouterr()
        status = cli.run([str(word) for word in words])
        out, err = capfdbinary.readouterr()
        return status, out.decode(), err.decode()

    return call


@pytest.fixture
def work(run, sample):
    assert run("new", "work.annotator", "--annotator", "Me")[0] == 0
    assert run("import", "work.annotator", sample)[0] == 0
    return "work.annotator"


@pytest.fixture
def two(run, tmp_path, new_desk, ana, boris):
    """Ana and Boris on one article: Boris's claim begins later, and he alone tagged a cue."""
    with new_desk(tmp_path / "two.annotator", ana, ARTICLE) as desk:
        claim, source = (
            desk.tag("claim", "The port of Sarn will open on Monday"),
            desk.tag("source", "the harbour master"),
        )
        desk.link([claim], [source])
        desk.sit(boris)
        claim, source = desk.tag("claim", "port of Sarn will open on Monday"), desk.tag("source", "the harbour master")
        desk.link([claim], [source], [desk.tag("cue", "said")])
    return tmp_path / "two.annotator"


def test_differences_are_listed_by_kind(run, two):
    status, out, err = run("differences", two, "--annotators", "Ana", "Boris", "--json")
    found = json.loads(out)["differences"]
    assert (status, [d["kind"] for d in found]) == (0, ["boundary", "cue", "same", "only-b"]), err
    assert all(set(d) == {"document", "kind", "a", "b", "facts", "decided"} for d in found)
    boundary, cue, _, alone = found
    assert (boundary["a"]["text"], boundary["b"]["spans"]) == (["The port of Sarn will open on Monday"], [[4, 36]])
    assert (cue["a"]["type"], cue["facts"], cue["b"]["chain_words"]) == ("attribution", ["cues"], "the harbour master")
    assert (alone["a"], alone["b"]["tag"], alone["decided"]) == (None, "cue", False)
    swapped = json.loads(run("differences", two, "--annotators", "Boris", "Ana", "--json")[1])["differences"]
    assert [d["kind"] for d in swapped] == ["boundary", "cue", "same", "only-a"]


def test_differences_for_people_and_for_checks(run, two):
    status, out, _ = run("differences", two, "--annotators", "Ana", "Boris")
    assert status == 0
    assert "boundary: [0–36] claim: The port of Sarn will open on Monday | [4–36] claim" in out
    assert out.endswith("1 same, 1 boundary, 1 only-b, 1 cue\n")
    assert run("differences", two, "--annotators", "Ana", "Boris", "--check")[0] == 1
    assert run("differences", two, "--annotators", "Ana", "Ana", "--check")[0] == 2


def test_a_verdict_decides_until_the_item_changes(run, two, tmp_path):
    found = json.loads(run("differences", two, "--annotators", "Ana", "Boris", "--json")[1])["differences"]
    target = found[-1]["b"]
    assert run("export", two, "--format", "corpus", "--out", "two.jsonl")[0] == 0
    lines = (tmp_path / "two.jsonl").read_text(encoding="utf-8").splitlines()
    judged = {
        "annotator": found[0]["a"]["annotator"], "decision": "accept", "id": "c0c0c0c0-0000-4000-8000-000000000003",
        "target": target["id"], "type": "verdict",
    }  # fmt: skip
    for value, decided in ((None, True), ("0" * 64, False)):
        verdict = judged if value is None else {**judged, "target_value": value}
        (tmp_path / "judged.jsonl").write_text("\n".join([*lines, json.dumps(verdict)]), encoding="utf-8")
        run("new", f"judged{decided}")
        assert run("import", f"judged{decided}.annotator", "judged.jsonl")[0] == 0
        out = run("differences", f"judged{decided}.annotator", "--annotators", "Ana", "Boris", "--json")[1]
        assert [d["decided"] for d in json.loads(out)["differences"]] == [False, False, False, decided]


def test_agreement_of_the_sample(run, work):
    status, out, err = run("agreement", work, "--json", "--gamma")
    told = json.loads(out)
    assert status == 0, err
    assert told["annotators"] == ["Ana Kovač", "Boris Lind"]
    assert {"documents", "pairs", "measures", "attributions", "entities", "chains"} <= told.keys()
    assert "NaN" not in out
    pairs = {pair["tag"]: pair for pair in told["pairs"]}
    assert list(pairs) == [None, "claim", "cue", "quote", "source"]
    for match in ("exact", "overlap"):
        whole = pairs[None][match]
        assert whole["matched"] == sum(pair[match]["matched"] for tag, pair in pairs.items() if tag)
        assert whole["f1"] == 2 * whole["matched"] / (whole["n_a"] + whole["n_b"])
        assert whole["precision"] == whole["matched"] / whole["n_a"]
    assert pairs[None]["exact"]["matched"] < pairs[None]["overlap"]["matched"]
    measures = {(m["measure"], m["on"], m["tag"]): m for m in told["measures"]}
    assert {name for name, _, _ in measures} == {
        "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "alpha_u", "gamma",
    }  # fmt: skip
    assert all(m["value"] is not None or m["undefined"] for m in told["measures"])
    assert measures["gamma", "units", None]["samples"] >= 30
    assert sum(cell["n"] for cell in told["confusion"] if cell["tag_a"]) == pairs[None]["exact"]["n_a"]
    assert run("agreement", work, "--json", "--gamma")[1] == out


def test_who_is_chosen_and_in_what_order_is_no_matter(run, work):
    both = run("agreement", work, "--json", "--annotator", "Boris Lind", "--annotator", "Ana Kovač")
    assert both[1] == run("agreement", work, "--json")[1]
    (document,) = {row["document"] for row in json.loads(both[1])["per_document"]}
    assert json.loads(run("agreement", work, "--json", "--document", document)[1])["documents"] == 1


def test_agreement_for_people(run, work):
    status, out, _ = run("agreement", work)
    assert status == 0
    assert "F1 exact, all tags" in out
    assert "alpha u on units, claim" in out
    assert "nan" not in out.lower()


def test_intervals_need_documents_and_are_the_same_every_time(run, tmp_path, new_desk, ana, boris):
    with new_desk(tmp_path / "many.annotator", ana, None) as desk:
        texts = [f"{ARTICLE} Number {number}." for number in range(6)]
        for i, text in enumerate(texts):
            desk.id = desk.add(text, f"{i}.txt")
            desk.tag("claim", "The port of Sarn will open on Monday")
        desk.sit(boris)
        for i, row in enumerate(desk.project.documents()):
            desk.id = row.id
            desk.tag("claim", "The port of Sarn will open on Monday" if i % 2 else "Nobody else knew")
    first, second = (json.loads(run("agreement", "many.annotator", "--json")[1]) for _ in range(2))
    assert first == second
    exact = first["pairs"][0]["exact"]
    assert exact["f1"] == 0.5
    assert 0 <= exact["low"] < 0.5 < exact["high"] <= 1
    none = json.loads(run("agreement", "many.annotator", "--json", "--resamples", "0")[1])["pairs"][0]["exact"]
    assert (none["f1"], none["low"]) == (0.5, None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["agreement", "empty.annotator"], "two annotators or more"),
        (["agreement", "empty.annotator", "--annotator", "Nobody"], "No annotator is called “Nobody”"),
        (["agreement", "empty.annotator", "--annotator", "Me"], "there is one to compare"),
        (["differences", "empty.annotator", "--annotators", "Me", "Nobody"], "No annotator is called “Nobody”"),
        (["differences", "empty.annotator", "--annotators", "Me"], "requires 2 arguments"),
        (["differences", "empty.annotator"], "Missing option"),
        (["differences", "empty.annotator", "--annotators", "Me", "Me"], "with themselves"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(run, words, why):
    run("new", "empty.annotator", "--annotator", "Me")
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert why in err


def test_nothing_annotated_is_told_as_such(run, tmp_path, boris):
    run("new", "bare.annotator", "--annotator", "Me")
    with Project.open(tmp_path / "bare.annotator", boris) as project:
        project.enter()
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    run("import", "bare.annotator", "a.txt")
    me = Identities().me()
    status, out, _ = run("agreement", "bare.annotator", "--annotator", me.id, "--annotator", boris.id, "--json")
    told = json.loads(out)
    assert (status, told["documents"]) == (0, 0)
    assert {m["value"] for m in told["measures"]} == {None}
    assert all(m["undefined"] for m in told["measures"])
    assert "Neither" in run("differences", "bare.annotator", "--annotators", me.id, boris.id)[1]
