"""`annotator sources`, `check` and `report`, as they are called from a shell."""

import json
import subprocess
import sys

import pytest

from annotator import cli
from annotator.services.checking import CHECKS


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        capfd.readouterr()
        status = cli.run([str(word) for word in words])
        out, err = capfd.readouterr()
        return status, out, err

    return call


@pytest.fixture
def work(run, sample):
    run("new", "work.annotator", "--annotator", "Ana")
    run("import", "work.annotator", sample)
    return "work.annotator"


def test_sources_are_listed_with_what_is_counted(run, work):
    status, out, _ = run("sources", work, "--json")
    listed = json.loads(out)["sources"]

    assert status == 0
    assert {
        "id",
        "name",
        "naming",
        "entity_type",
        "mentions",
        "documents",
        "claims",
        "second_hand",
        "reliability",
    } <= set(listed[0])
    assert [s["claims"] for s in listed] == sorted((s["claims"] for s in listed), reverse=True)
    assert listed[0]["name"] in run("sources", work)[1]


def test_findings_are_listed_and_answer_1(run, work):
    status, out, _ = run("check", work, "--json")
    found = json.loads(out)["findings"]

    assert status == 1
    assert {f["check"] for f in found} <= set(CHECKS)
    assert all({"check", "document", "item", "message", "waived"} <= set(f) for f in found)
    only = json.loads(run("check", work, "--check", "hop-unconfirmed", "--json")[1])["findings"]
    assert {f["check"] for f in only} == {"hop-unconfirmed"}
    assert "Inferred hop" in run("check", work)[1]


def test_a_project_in_which_nothing_is_missing_answers_0(run):
    run("new", "empty.annotator")

    assert run("check", "empty.annotator") == (0, "Nothing is missing.\n", "")


def test_what_is_not_there_is_refused(run, work):
    assert run("check", work, "--check", "nonsense")[0] == 2
    assert run("check", work, "--annotator", "Nobody")[0] == 2
    assert run("check", "missing.annotator")[0] == 2
    assert run("report", work, "--out", "r.doc")[0] == 2
    assert run("report", work, "--document", "nothing", "--out", "r.html")[0] == 2


def test_reports_are_written(run, work, tmp_path, qapp):
    document = json.loads(run("documents", work, "--json")[1])["documents"][0]["id"]
    for name, start in (("r.html", b"<!DOCTYPE html>"), ("r.csv", b"number,"), ("r.pdf", b"%PDF")):
        assert run("report", work, "--out", name)[0] == 0
        assert run("report", work, "--document", document, "--out", f"a-{name}")[0] == 0
        assert (tmp_path / name).read_bytes().startswith(start)
        assert (tmp_path / f"a-{name}").read_bytes().startswith(start)


def test_no_start_of_the_window_waits_for_sources_checks_or_reports(work, tmp_path):
    code = (
        "import sys; from annotator import app; window = app.start(['work.annotator']);"
        " print([m for m in sys.modules if m.startswith('annotator.') and m.split('.')[-1] in"
        " ('sources', 'checks', 'reports', 'cataloguing', 'checking', 'listing', 'reporting', 'rating', 'chaining')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, cwd=tmp_path
    )

    assert done.stdout.strip() == "[]"
