import io
import zipfile

import pytest

from annotator.importers.article import Facts, Options, Refused
from annotator.importers.epub import read
from annotator.importers.source import Source
from tests.unit.importers.making import every, one, out, text, zipped

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/package.opf"/></rootfiles></container>'
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>'
    "<body>{}</body></html>"
)
META = (
    "<dc:title>Marenpost Weekly</dc:title><dc:creator>Ana</dc:creator><dc:date>2026-03-04</dc:date>"
    "<dc:language>en</dc:language><dc:publisher>Maren</dc:publisher>"
)


def epub(*chapters, meta=META, spine=None, **more):
    items = "".join(
        f'<item id="c{n}" href="text/c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    order = range(len(chapters)) if spine is None else spine
    references = "".join(f'<itemref idref="c{n}"/>' for n in order)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{meta}</metadata><manifest>{items}</manifest><spine>{references}</spine></package>"
    )
    pages = {f"OPS/text/c {n}.xhtml": PAGE.format(chapter) for n, chapter in enumerate(chapters)}
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OPS/package.opf": package}
    return zipped({**parts, **pages, **more}, stored=("mimetype",))


TWO = ("<h1>One</h1><p>The port&nbsp;is closed 🚢.</p>", "<h2>Two</h2><p hidden=''>x</p><ul><li>a</li></ul>", "<img/>")


def test_chapters_are_articles_in_reading_order():
    two, first = every(epub(*TWO, spine=(1, 2, 0)), "x.zip", "epub")
    assert text(first) == "One\n\nThe port\u00a0is closed 🚢."
    assert (text(two), out(two)) == ("Two\n\n• a", [("x", "hidden on the page")])
    assert first.facts == Facts("One", "Ana", "Marenpost Weekly", "2026-03-04", "", "en")
    assert (two.name, first.name) == ("chapter 1", "chapter 3")
    for found in (two, first):
        (again,) = read(Source("again", data=found.original), Options())
        assert (text(again), again.facts) == (text(found), found.facts)


@pytest.mark.parametrize("told", ["page", "guide"])
def test_a_title_page_is_no_chapter_and_is_told(told):
    title = "<section class='x' epub:type='frontmatter titlepage'><h1>Marenpost</h1></section>"
    guide = '</spine><guide><reference type="title-page" href="text/c%200.xhtml#a"/></guide>'
    data = epub(title if told == "page" else "<h1>Marenpost</h1>", *TWO[:2])
    if told == "guide":
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            parts = {name: box.read(name).replace(b"</spine>", guide.encode()) for name in box.namelist()}
        data = zipped(parts, stored=("mimetype",))
    first, second = every(data, "x.epub")
    assert (first.name, first.notes) == ("chapter 2", ("left out of the book: its title page",))
    assert second.notes == ()
    (again,) = read(Source("again", data=first.original), Options())
    assert text(again) == text(first)


def test_declarations_of_a_chapter_are_no_text_and_those_of_entities_are_refused():
    declared = PAGE.replace("html>", 'html [<!ATTLIST p a CDATA "x">]>', 1)
    parts = {"OPS/text/c 0.xhtml": declared.format("<p>The port is closed.</p>")}
    assert text(every(epub(*TWO, **parts), "x.epub")[0]) == "The port is closed."
    bad = {"OPS/text/c 0.xhtml": declared.replace("ATTLIST p a CDATA", "ENTITY e").format("<p>It &e; closed.</p>")}
    refused, second = every(epub(*TWO, **bad), "x.epub")
    assert "declares entities" in refused.reason
    assert text(second) == "Two\n\n• a"


def test_the_whole_can_be_one_article():
    found = one(epub(*TWO), "x.epub", whole=True)
    assert text(found) == "One\n\nThe port\u00a0is closed 🚢.\n\nTwo\n\n• a"
    assert found.facts.title == "Marenpost Weekly"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (epub(), "holds no text"),
        (epub(*TWO)[:-40], "no complete zip"),
        (epub(*TWO, **{"META-INF/encryption.xml": '<e><CipherReference URI="OPS/text/c 0.xhtml"/></e>'}), "protected"),
        (epub("<p>" + "x" * 2_000_000 + "</p>"), "packed too tightly"),
        (
            zipped({"META-INF/container.xml": CONTAINER.replace("OPS/package.opf", "/etc/passwd")}),
            "/etc/passwd is missing",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, told):
    refused = every(data, "x.epub")
    assert all(isinstance(one, Refused) for one in refused)
    assert any(told in one.reason for one in refused)


def test_a_book_in_which_only_fonts_are_scrambled_is_read():
    more = {"META-INF/encryption.xml": '<e><CipherReference URI="OPS/a.otf"/></e>'}
    assert text(every(epub(*TWO, **more), "x.epub")[1]) == "Two\n\n• a"
