from pathlib import Path

import pytest

from annotator import extras
from annotator.formats.registry import FORMATS
from annotator.importers.article import Options
from annotator.importers.reading import read
from annotator.importers.registry import ARTICLES, find
from annotator.importers.source import Source
from annotator.model.errors import UserError

PAGE = Path(__file__).resolve().parents[3] / "docs" / "articles.md"


@pytest.mark.parametrize("name", ARTICLES)
def test_the_page_of_article_files_says_what_the_registry_says(name):
    form = ARTICLES[name]
    needs = f"`{form.install_line}`" if form.extra else ""
    endings = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
    row = f"| {form.title} | `{name}` | {endings} | {needs} |".replace("|  |", "| |")
    assert row in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ARTICLES)
def test_every_kind_has_a_reader_and_refuses_an_empty_file_by_name(name):
    form = ARTICLES[name]
    assert callable(form.load().read)
    (refused,) = read(Source(f"x{form.suffixes[0]}", data=b""), name, Options())
    assert "is empty" in refused.reason
    assert refused.advice


def test_no_kind_of_article_file_has_the_name_of_a_corpus_format():
    assert not ARTICLES.keys() & FORMATS.keys()


def test_what_is_not_installed_is_said_with_the_line_that_installs_it(monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None)
    (refused,) = read(Source("x.html", data=b"<html><p>She said so."), "html-page", Options())
    assert refused.reason == "Web page needs a package that is not installed."
    assert refused.advice == 'Install it: pip install "attribution-annotator[html]"'


def test_a_kind_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(UserError, match="Choose from text, "):
        find("nonsense")
