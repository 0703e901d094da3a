"""Files that real programs make of one article, which all have to say the same; skipped where those are missing."""

import shutil
import subprocess

import pytest

from annotator.importers.article import compose
from tests.unit.importers.making import every, kinds, one

MARKDOWN = """---
title: Der Hafen von Sele
author: [Ana Roux, Bo Çelik]
lang: de-DE
---

# Hafen bleibt zu

Die Behörde sagte, der Hafen „bleibt“ zu.[^1] Ein *Sprecher* 🚢 nannte es “a blow”; siehe [die Seite](https://m.example).

> Wir haben das nicht gewusst, und niemand hat es uns gesagt.

1. Erstens
2. Zweitens

| Hafen | Status |
|-------|--------|
| Sele  | zu     |
| Maren | offen  |

## Zweiter Teil

The spokesman said that the harbour authority would not open the port before the end of the month, because the engineers
had not yet finished. He referred to a letter of the ministry, which Halcyon Wire had seen.

[^1]: Am Telefon.
"""
EXPECTED = [
    ("heading", "Hafen bleibt zu"),
    ("paragraph", "Die Behörde sagte, der Hafen „bleibt“ zu.[1] Ein Sprecher 🚢 nannte es “a blow”; siehe die Seite."),
    ("quote", "Wir haben das nicht gewusst, und niemand hat es uns gesagt."),
    ("list", "1. Erstens"),
    ("list", "2. Zweitens"),
    ("table", "Hafen | Status\nSele | zu\nMaren | offen"),
    ("heading", "Zweiter Teil"),
    ("paragraph", ("The spokesman said that the harbour authority would not open the port before the end of the month,"
                  " because the engineers had not yet finished. He referred to a letter of the ministry, which Halcyon"
                  " Wire had seen.")),
    ("paragraph", "[1] Am Telefon."),
]  # fmt: skip

pytestmark = pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The article as pandoc writes it, by ending."""
    folder = tmp_path_factory.mktemp("pandoc")
    (folder / "a.md").write_text(MARKDOWN, encoding="utf-8")

    def make(ending):
        path = folder / f"a.{ending}"
        if not path.exists():
            subprocess.run(["pandoc", "-s", "a.md", "-o", path.name], cwd=folder, check=True)
        return path

    return make


@pytest.fixture(scope="module")
def converted(made, tmp_path_factory):
    """The Word file as LibreOffice writes it, by ending."""
    folder = tmp_path_factory.mktemp("office")

    def convert(ending):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        line = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(made("docx"))]
        subprocess.run(line, check=True, capture_output=True)
        return folder / f"a.{ending}"

    return convert


def told(path, format_):
    found = one(path.read_bytes(), path.name, format_)
    blocks = kinds(found)
    return found, blocks[blocks.index(EXPECTED[0]) :]


@pytest.mark.parametrize(("ending", "format_"), [("docx", "docx"), ("odt", "odt")])
def test_pandoc(made, ending, format_):
    found, blocks = told(made(ending), format_)
    assert blocks == EXPECTED
    assert found.facts[:2] == ("Der Hafen von Sele", "Ana Roux, Bo Çelik")
    assert found.facts.language == "de-DE"


def test_pandoc_rtf_which_has_no_styles(made):
    _, blocks = told(made("rtf"), "rtf")
    assert [text for _, text in blocks] == [text for _, text in EXPECTED]


def test_pandoc_epub(made):
    found = every(made("epub").read_bytes(), "a.epub", "epub")[-1]
    blocks = kinds(found)
    assert blocks[2:7] == EXPECTED[2:7]
    assert found.facts.author == "Ana Roux, Bo Çelik"
    assert found.facts.outlet == "Der Hafen von Sele"


@office
@pytest.mark.parametrize(("ending", "format_"), [("docx", "docx"), ("odt", "odt"), ("rtf", "rtf"), ("fodt", "odt")])
def test_libreoffice(converted, ending, format_):
    found, blocks = told(converted(ending), format_)
    assert [text for _, text in blocks] == [text for _, text in EXPECTED]
    assert found.facts[:2] == ("Der Hafen von Sele", "Ana Roux, Bo Çelik")


@office
def test_libreoffice_pdf(converted):
    found, blocks = told(converted("pdf"), "pdf-file")
    assert [text for kind, text in blocks if kind == "heading"] == ["Hafen bleibt zu", "Zweiter Teil"]
    assert EXPECTED[7] in blocks
    assert found.facts.author == "Ana Roux, Bo Çelik"
    assert compose(found.blocks).pages == ((0, "1"),)
