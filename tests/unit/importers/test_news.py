import json

import pytest

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.news_xml import read
from annotator.importers.source import Source
from tests.unit.importers.making import every, kinds, one, out, text

NITF = (
    '<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.6/specification/dtd/nitf-3-6.dtd">'
    '<nitf baselang="en-GB"><head><title>t</title><docdata><date.issue norm="20260304T050607Z"/></docdata>'
    '<pubdata name="Marenpost" ex-ref="https://m.example/1"/></head><body><body.head><hedline>'
    "<hl1>Port closed</hl1></hedline>"
    "<byline>By <person>Ana Roux</person>, Sele</byline><dateline><location>SELE</location> —</dateline></body.head>"
    "<body.content><p>The port is <em>closed</em>, <q>a blow</q> and “<q>a shame</q>”, said <person>Bo</person>."
    "<br/>More.</p>"
    "<block><p>In a block 🚢.</p><ul><li>one</li></ul><bq><block><p>Quoted.</p></block><credit>Bo</credit></bq></block>"
    "<media><media-reference>pic</media-reference><media-caption>The port</media-caption></media>"
    "<table><tr><td>a</td><td>b</td></tr></table></body.content>"
    "<body.end><tagline>(Editing by C)</tagline></body.end></body>"
    "</nitf>"
)
G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g{0}" xml:lang="en"><itemMeta><provider literal="HW">'
    "<name>Halcyon Wire</name></provider><versionCreated>2026-03-05T00:00:00Z</versionCreated></itemMeta><contentMeta>"
    "<contentCreated>2026-03-04T05:06:07+02:00</contentCreated><by>By Ana</by><headline>Head {0}</headline>"
    '<language tag="de"/></contentMeta><contentSet>{1}</contentSet></newsItem>'
)
XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t'
    "</h:title></h:head><h:body><h:p>One &amp; <h:b>two</h:b>.</h:p></h:body></h:html></inlineXML>"
)


def test_nitf():
    found = one(NITF.encode(), "x.xml", "news-xml")
    assert kinds(found) == [
        ("heading", "Port closed"), ("paragraph", "SELE —"),
        ("paragraph", "The port is closed, “a blow” and “a shame”, said Bo.\nMore."), ("paragraph", "In a block 🚢."),
        ("list", "• one"), ("quote", "Quoted."), ("quote", "Bo"), ("caption", "The port"), ("table", "a | b"),
    ]  # fmt: skip
    assert out(found) == [("By Ana Roux, Sele", "the byline"), ("pic", "a picture"),
                          ("(Editing by C)", "the end of the article")]  # fmt: skip
    assert found.facts == Facts(
        "Port closed", "Ana Roux", "Marenpost", "2026-03-04T05:06:07Z", "https://m.example/1", "en-GB"
    )
    assert "quotation marks" in found.notes[0]


def test_newsml_g2_with_several_items():
    remote = '<remoteContent href="https://m.example/a.jpg"/>'
    plain = '<inlineData contenttype="text/plain">First.\n\nSecond &lt;b&gt;.</inlineData>'
    nitf = f"<inlineXML>{NITF[NITF.index('<nitf') :]}</inlineXML>"
    items = "".join(G2.format(n, content) for n, content in enumerate((XHTML, plain, remote, nitf)))
    data = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'.encode()
    first, second, third, fourth = every(data, "x.xml", "news-xml")
    assert text(first) == "Head 0\n\nOne & two."
    assert first.facts == Facts("Head 0", "Ana", "Halcyon Wire", "2026-03-04T05:06:07+02:00", "", "de")
    assert text(second) == "Head 1\n\nFirst.\n\nSecond <b>."
    assert third == Refused("its content is in another file, which is not fetched", "Import that file.", "item 3")
    assert (fourth.facts.title, kinds(fourth)[0]) == ("Head 3", ("heading", "Port closed"))
    for found in (first, second, fourth):
        (again,) = read(Source("again", data=found.original), Options())
        assert (text(again), again.facts) == (text(found), found.facts)


def test_newsml_1():
    data = (
        "<NewsML><NewsItem><NewsManagement><FirstCreated>20260304T050607+0000</FirstCreated></NewsManagement>"
        "<NewsComponent><NewsLines><HeadLine>Head</HeadLine><ByLine>By Ana</ByLine></NewsLines><ContentItem>"
        "<DataContent>Some text.</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )
    found = one(data.encode(), "x.xml", "news-xml")
    assert text(found) == "Head\n\nSome text."
    assert found.facts[:4] == ("Head", "Ana", "", "2026-03-04T05:06:07+00:00")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (NITF[:-10], "XML cannot be read"),
        ("<packageItem xmlns='x'/>", "a list of articles that stand elsewhere"),
        ("<!DOCTYPE nitf [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><nitf><body><p>&b;</p></body></nitf>", "entities"),
        ("<nitf>" + "<block>" * 400 + "</block>" * 400 + "</nitf>", "XML cannot be read"),
        ("<nitf><body/></nitf>", "no text"),
    ],
)
def test_xml_that_cannot_be_read_is_refused_in_words(data, told):
    (refused,) = every(data.encode(), "x.xml", "news-xml")
    assert told in refused.reason


ITEM = {
    "uri": "https://m.example/1", "type": "text", "versioncreated": "2026-03-04T05:06:07Z", "headline": "Head 🚢",
    "byline": "By Ana", "language": "en", "infosource": [{"name": "Halcyon Wire"}], "body_text": "Plain.",
    "body_xhtml": "<p>One &amp; two.</p><blockquote>Three</blockquote>", "associations": {"a": {}},
}  # fmt: skip


def test_ninjs_1():
    found = one(json.dumps(ITEM).encode(), "x.json", "ninjs")
    assert text(found) == "Head 🚢\n\nOne & two.\n\nThree"
    assert found.facts == Facts("Head 🚢", "Ana", "Halcyon Wire", "2026-03-04T05:06:07Z", "https://m.example/1", "en")
    assert found.notes == ("1 associated item left out",)


def test_ninjs_3_and_lists():
    new = {"uri": "urn:x", "headlines": [{"role": "sub", "value": "S"}, {"role": "main", "value": "Head"}],
           "bodies": [{"contenttype": "text/plain", "value": "A.\n\nB."}], "firstCreated": "2026-03-04"}  # fmt: skip
    first, second, third = every(
        json.dumps([new, {"uri": "u", "type": "picture", "headline": "x"}, 7]).encode(), "x", "ninjs"
    )
    assert (text(first), first.facts.title, first.facts.published) == ("Head\n\nA.\n\nB.", "Head", "2026-03-04")
    assert second == Refused("it is of the type “picture” and holds no text", name="item 2")
    assert third.reason == "it is no news item"


@pytest.mark.parametrize("cut", [20, 60, 100])
def test_json_that_was_cut_off_is_refused_in_words(cut):
    (refused,) = every(json.dumps(ITEM).encode()[:-cut], "x.json", "ninjs")
    assert not isinstance(refused, Found)
    assert "cut off" in refused.reason


def test_json_that_is_nested_too_deep_is_refused_in_words():
    data = b'{"uri": 1, "headline": 1, "body_text": ' + b"[" * 200_000
    (refused,) = every(data, "x.json", "ninjs")
    assert "nested too deep" in refused.reason


def test_very_many_quotes_in_one_paragraph():
    data = "<nitf><body><body.content><p>" + "a <q>b</q> " * 20_000 + "</p></body.content></body></nitf>"
    assert text(one(data.encode(), "x.xml", "news-xml")).count("“b”") == 20_000
