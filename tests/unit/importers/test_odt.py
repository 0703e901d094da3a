import pytest

from annotator.importers.article import Facts
from tests.unit.importers.making import every, kinds, one, out, text, zipped

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for name, long in {"office": "office", "text": "text", "style": "style", "table": "table", "draw": "drawing",
                       "fo": "xsl-fo-compatible", "meta": "meta"}.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
    '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="." text:start-value="3"/><text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def odt(body, meta="", styles="", **more):
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>",
            "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>",
            **more,
        },
        stored=("mimetype",),
    )


def test_what_stands_within_a_paragraph():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p>a <text:s text:c="2"/>b<text:tab/>c\n  d<text:line-break/>e'
        '<text:change-start/> in<text:change-end/><text:span text:style-name="T1">secret</text:span>'
        "<text:a>link</text:a><text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>By phone.</text:p>"
        "</text:note-body></text:note><office:annotation><dc:creator>Bo</dc:creator><text:p>Check</text:p>"
        "</office:annotation></text:p><text:p><draw:frame><draw:text-box><text:p>Box 🚢</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    found = one(odt(body), "x.odt", "odt")
    assert text(found) == "a   b\tc d\ne inlink[1]\n\nBox 🚢\n\n[1] By phone."
    assert out(found) == [("secret", "hidden in the file"), ("Check", "a comment of Bo")]


def test_headings_quotes_lists_and_tables():
    body = (
        '<text:h text:outline-level="1">Head</text:h><text:p text:style-name="P1">Said</text:p>'
        '<text:p text:style-name="Title">Top</text:p><text:list text:style-name="L1">'
        "<text:list-item><text:p>one</text:p>"
        "<text:list><text:list-item><text:p>in</text:p></text:list-item></text:list></text:list-item>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell>"
        "<text:p>b</text:p><text:p>c</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = one(odt(body), "x.odt")
    assert kinds(found) == [
        ("heading", "Head"), ("quote", "Said"), ("heading", "Top"), ("list", "3. one"), ("list", "• in"),
        ("list", "4. two"), ("table", "a | b c"),
    ]  # fmt: skip


def test_facts_and_what_stands_around_the_page():
    meta = (
        "<dc:title>The tide</dc:title><meta:initial-creator>Ana</meta:initial-creator><dc:creator>Bo</dc:creator>"
        "<meta:creation-date>2026-03-04T05:06:07.123</meta:creation-date><dc:language>en-GB</dc:language>"
    )
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>Marenpost</text:p></style:header>"
        "<style:footer><text:p>Page 1</text:p></style:footer></style:master-page></office:master-styles>"
    )
    found = one(odt("<text:p>x</text:p>", meta, styles), "x.odt")
    assert found.facts == Facts("The tide", "Ana", language="en-GB")
    assert found.notes == ("the file was made on 2026-03-04 and does not say when its article was published",)
    own = (
        '<meta:user-defined meta:name="Published">5 May 2026</meta:user-defined><dc:date>2026-06-07T00:00:00</dc:date>'
    )
    assert one(odt("<text:p>x</text:p>", own, styles), "x.odt").facts.published == "2026-05-05"
    assert out(found) == [("Marenpost", "the head of the page"), ("Page 1", "the foot of the page")]


def test_the_flat_form():
    flat = f"<office:document {SPACES}><office:body><office:text><text:p>Flat</text:p></office:text></office:body>"
    flat += "</office:document>"
    assert text(one(flat.encode(), "x.xml", "odt")) == "Flat"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (odt("")[:-40], "no complete zip"),
        (odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "password"),
        (odt(""), "no text"),
        (odt("<text:p>" + "<text:span>" * 400 + "</text:span>" * 400 + "</text:p>"), "XML cannot be read"),
        (f"<office:document {SPACES}><office:body><office:spreadsheet/></office:body></office:document>".encode(),
         "is no text, but another kind"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, told):
    (refused,) = every(data, "x.odt")
    assert told in refused.reason
