import pytest

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.feed import read
from annotator.importers.source import Source
from tests.unit.importers.making import every, out, text

ITEMS = (
    "<item><title>Harbour &amp;amp; town</title><link>https://m.example/1</link><dc:creator>Ana</dc:creator>"
    "<pubDate>Wed, 04 Mar 2026 05:06:07 +0200</pubDate><description>Short</description><content:encoded><![CDATA["
    "<p>The port is closed, <b>she</b> said.</p><blockquote>A blow</blockquote><div class='sharedaddy'>Tweet</div>"
    "<ul><li>one</li></ul>]]></content:encoded></item>"
    "<item><title>Second</title><description>Only &lt;b&gt;words&lt;/b&gt; 🚢.</description></item>"
    "<item><title>Third</title><link>https://m.example/3</link></item>"
)
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Marenpost</title>'
    f"<language>en-gb</language>{ITEMS}</channel></rss>"
).encode()
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Marais</title><entry><title>Un</title>
<author><name>B. Roux</name></author><updated>2026-03-04T05:06:07Z</updated><link href="https://m.example/a"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le port.</p></div></content></entry></feed>"""


def test_entries_are_articles_with_their_facts():
    first, second, third = every(RSS, "feed.xml", "feed")
    assert text(first) == "Harbour & town\n\nThe port is closed, she said.\n\nA blow\n\n• one"
    assert out(first) == [("Tweet", "a share bar")]
    assert first.facts == Facts(
        "Harbour & town", "Ana", "Marenpost", "2026-03-04T03:06:07Z", "https://m.example/1", "en-GB"
    )
    assert (text(second), second.name) == ("Second\n\nOnly words 🚢.", "entry 2")
    assert "summary" in second.notes[0]
    assert third == Refused("it has a title and no text", "Open its page and save that.", "entry 3")


def test_each_original_is_the_feed_with_this_entry_alone():
    first, second, _ = every(RSS, "feed.xml")
    for one in (first, second):
        (again,) = read(Source("again", data=one.original), Options())
        assert (text(again), again.facts) == (text(one), one.facts)
    assert b"Second" not in first.original


def test_atom():
    (found,) = every(ATOM, "x.atom", "feed")
    assert text(found) == "Un\n\nLe port."
    assert found.facts == Facts("Un", "B. Roux", "Le Marais", "2026-03-04T05:06:07Z", "https://m.example/a", "fr")


@pytest.mark.parametrize("cut", [300, 500, 700])
def test_a_feed_that_was_cut_off_gives_what_is_whole_or_says_so(cut):
    assert all(isinstance(found, Found | Refused) for found in every(RSS[:-cut], "x.rss", "feed"))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no entries"),
        (b"<rss", "feed"),
        (b"<!DOCTYPE rss [<!ENTITY e SYSTEM 'file:///x'>]><rss version='2.0'>&e;</rss>", "entities"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, told):
    (refused,) = every(data, "x.rss", "feed")
    assert told in refused.reason


@pytest.mark.parametrize(
    ("given", "author"),
    [("x@y.z (Fred Feed)", "Fred Feed"), ("Fred Feed &lt;x@y.z&gt;", "Fred Feed"), ("x@y.z", "x@y.z"),
     ("Fred Feed (Marenpost)", "Fred Feed (Marenpost)"), ("x@y.z ()", "x@y.z ()")],
)  # fmt: skip
def test_authors_are_named_without_their_addresses(given, author):
    item = f"<item><title>a</title><author>{given}</author><description>Some words.</description></item>"
    (found,) = every(f'<rss version="2.0"><channel><title>t</title>{item}</channel></rss>'.encode(), "x.rss", "feed")
    assert found.facts.author == author
