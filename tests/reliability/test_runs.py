"""A small size of every run behind `make reliability`."""

import importlib.util
import os
import sys

import pytest

if not hasattr(os, "fork"):
    pytest.skip("needs fork", allow_module_level=True)

from tests.reliability.runs import copies, damage, hostile, kills, merges, page, power, salvaging, texts

SMALL = {
    kills.run: 20,
    power.run: 120,
    merges.run: 36,
    copies.run: 10,
    damage.run: 96,
    salvaging.run: 8,
    hostile.run: 12,
    texts.run: 4000,
}


@pytest.mark.parametrize(("run", "cases"), SMALL.items(), ids=lambda one: getattr(one, "__module__", ""))
@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_nothing_is_lost_and_the_controls_lose(run, cases, tmp_path):
    if run is power.run and importlib.util.find_spec("apsw") is None:  # never imported here
        pytest.skip("needs apsw")
    outcome = run(cases, tmp_path)
    assert outcome.faults() == [], outcome.figures


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_killed_import_leaves_all_or_nothing(tmp_path):
    assert kills.run_imports(3, tmp_path, articles=300).faults() == []


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_killed_merge_leaves_all_or_nothing(tmp_path):
    assert merges.run_kills(3, tmp_path).faults() == []


def test_no_second_sqlite_library_is_in_this_process():
    assert "apsw" not in sys.modules


def test_the_page_is_made_of_the_figures():
    import json

    known = json.loads(page.JSON.read_text(encoding="utf-8"))
    assert page.PAGE.read_text(encoding="utf-8") == page.page(known)
    assert [name for name, one in known.items() if one["faults"]] == []
