import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.article import Options, Refused, compose, document_of
from annotator.importers.detecting import detect
from annotator.importers.html_blocks import pieces
from annotator.importers.html_facts import iso, language
from annotator.importers.html_page import every_block
from annotator.importers.html_tree import decode_page, parse
from annotator.importers.reading import read
from annotator.importers.source import Source


def page(data, name="page.html", encoding=None):
    source = Source(name, data=data.encode() if isinstance(data, str) else data)
    (one,) = read(source, detect(source), Options(encoding))
    return one


@pytest.fixture
def harbour(data_folder):
    return (data_folder / "articles" / "harbour.html").read_bytes()


TEXT = """Ferry channel to be measured again

The survey ship Lodd in Port Maren. Photo: Ola Brenn

The Norwegian survey ship Lodd will begin new soundings of the ferry channel on Monday, the Ministry of
 Ports\u00a0announced. The ship
 belongs to the research foundation Fjordmåling, which said in a statement that it would publish all data.

“We measured the channel in March, and the figures were sound,” Ana Kovač of the Harbour Authority told the Courier. “If
 the ministry wants other figures, it will have to dredge for them.” She added that the ferries 🚢 had kept to their
 timetable all spring.

What the union says

Nobody asked the pilots. Again.

— Pilots’ Union (@pilots) May 20, 2026

The union of pilots, which lost a case against the ministry last year, has called for an inquiry by an independent body.
 According to its chairman, Boris Lind, the ministry had ignored three letters.

• The first letter was sent in January, the union says.
• The second followed in March.
• The third was handed over in person.

The letters had arrived, and they were read with care.

That is what a spokesman for the Harbour Authority wrote in reply to questions. He would not say who had read them, nor
 whether an answer had been drafted by anybody at the ministry since.

Month | Depth
January | 9.1 m
March | 8.7 m

The depth is measured at low water.
A depth of eight metres is what the ferries need.""".replace("\n ", " ")


def test_the_article_of_a_page_comes_in_with_captions_quotes_posts_lists_and_tables(harbour):
    made = page(harbour)
    composed = compose(made.blocks)
    assert composed.text == TEXT
    headings = [composed.text[begin:end] for begin, end in composed.headings]
    assert headings == ["Ferry channel to be measured again", "What the union says"]
    kinds = [block.kind for block in made.blocks if block.kept]
    assert {"caption", "embed", "list", "quote", "table"} <= set(kinds)
    assert made.original == harbour


def test_the_facts_are_those_that_the_page_says(harbour):
    made = page(harbour)
    facts = document_of(made, compose(made.blocks))
    assert (facts.title, facts.author) == ("Ferry channel to be measured again", "Mira Solen")
    assert (facts.outlet, facts.published) == ("The Tideline Courier", "2026-05-21T08:11:37+02:00")
    assert (facts.url, facts.language) == ("https://courier.example/2026/05/ferry-channel", "en-GB")


def test_everything_that_is_left_out_is_there_with_the_reason(harbour):
    left_out = {block.text: block.why for block in page(harbour).blocks if not block.kept}
    assert left_out["We use cookies to make this page work better for you."] == "a cookie notice"
    assert left_out["By Mira Solen"] == "about the author"
    assert left_out["Get the Tideline newsletter in your inbox every morning."] == "an offer to subscribe"
    assert left_out["First! I saw the ship this morning and it was lovely."] == "comments of readers"
    assert left_out["• Weather at sea"] == "the head of the page"
    assert all(left_out.values())
    assert not any("never shown" in text for text in left_out)


JSON_LD = """<html><head><script type="application/ld+json">{"@context":"https://schema.org","@graph":[
{"@type":"WebSite","name":"Site"},{"@type":["NewsArticle"],"headline":"What was said",
"datePublished":"2026-02-03T04:05Z",
"author":[{"@type":"Person","name":"A. Bee"},{"name":"C. Dee"}],"publisher":{"@type":"Organization","name":"The Post"},
"inLanguage":"de","url":"https://post.example/1"}]}</script><title>x</title></head><body><p>%s</p></body></html>"""


def test_facts_are_read_from_json_ld():
    facts = page(JSON_LD % ("The mayor said so on Monday. " * 30)).facts
    assert facts == ("What was said", "A. Bee, C. Dee", "The Post", "2026-02-03T04:05Z", "https://post.example/1", "de")


@pytest.mark.parametrize("broken", ['{"@type":"NewsArticle","headline":', "[" * 5000, "null", '{"@graph":[[[1]]]}'])
def test_broken_json_ld_is_passed_over(broken):
    html = f'<html><head><script type="application/ld+json">{broken}</script><title>Title</title></head><body><p>Text.'
    assert page(html).facts.title == "Title"


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("2026-05-21", "2026-05-21"), ("2026-05-21T08:11:37.123+0200", "2026-05-21T08:11:37+02:00"),
        ("2026-05-21 08:11", "2026-05-21T08:11"), ("20260521T081137Z", "2026-05-21T08:11:37Z"),
        ("2026-13-21", ""), ("May 21", ""), ("", ""), ("2026-05-21T99:11", "2026-05-21"),
    ],
)  # fmt: skip
def test_dates_are_as_exact_as_the_page_says(given_, expected):
    assert iso(given_) == expected


@pytest.mark.parametrize(
    ("tag", "expected"), [("en_us", "en-US"), ("DE", "de"), ("zh-Hant-TW", "zh-Hant-TW"), ("english please", "")]
)
def test_languages_are_tags(tag, expected):
    assert language(tag) == expected


@pytest.mark.parametrize(
    ("declared", "encoding", "expected"),
    [
        ("windows-1251", "cp1251", "cp1251"), ("iso-8859-1", "cp1252", "cp1252"), ("utf-8", "utf-8", "utf-8"),
        ("iso-8859-1", "utf-8", "utf-8"), ("nonsense", "utf-8", "utf-8"), ("shift_jis", "shift_jis", "cp932"),
        ("iso-8859-9", "cp1254", "cp1254"), ("gb2312", "gb18030", "gb18030"), ("euc-kr", "cp949", "cp949"),
    ],
)  # fmt: skip
def test_a_page_is_read_in_the_encoding_it_is_in(declared, encoding, expected):
    words = {
        "cp1251": "Министр сказал",
        "shift_jis": "港は開いている",
        "cp1254": "“Kapalıyız”",
        "gb18030": "港口已关闭",
        "cp949": "항구는 닫혔다",
    }.get(encoding, "“Né” dit-il – là")
    html = f'<html><head><meta charset="{declared}"><title>t</title></head><body><p>{words}</p></body></html>'
    made = page(html.encode(encoding))
    assert made.encoding == expected
    assert words in compose(made.blocks).text
    assert page(html.encode(encoding), encoding=encoding).encoding == encoding


@pytest.mark.parametrize(
    ("declared", "words"), [("utf-8", "Novák"), ("shift_jis", "港は開いている、と言った"), ("iso-8859-2", "Nov")]
)
def test_a_page_with_a_bad_byte_is_read_as_it_declares_and_the_byte_counted(declared, words):
    html = f'<html><head><meta charset="{declared}"><title>t</title></head><body><p>{words} said so. | </p></body>'
    bad = html.encode(declared).replace(b"|", b"\xff" if declared != "iso-8859-2" else b"\xe1")
    made = page(bad)
    assert words in compose(made.blocks).text
    assert sum(one.characters for one in made.replaced) == ("\ufffd" in compose(made.blocks).text)
    assert made.encoding == {"shift_jis": "cp932", "iso-8859-2": "iso8859-2"}.get(declared, declared)


def test_a_page_that_declares_utf_8_and_is_something_else_is_read_as_that():
    made = page(
        '<html><head><meta charset="utf-8"></head><body><p>Le café “Élysée” est fermé, dit-il.'.encode("cp1252")
    )
    assert ("Le café “Élysée” est fermé" in compose(made.blocks).text, made.replaced) == (True, ())


def test_bytes_that_are_no_characters_are_reported():
    made = page(b"<html><body><p>" + "Où étiez-vous ? ".encode() * 40 + b"\xff\x00 end</p></body></html>")
    assert sum(one.characters for one in made.replaced) == compose(made.blocks).text.count("\ufffd") == 2


@pytest.mark.parametrize("name", ["page.txt", "page.pdf", "page", "page.doc"])
def test_a_page_is_known_by_its_content(harbour, name):
    assert page(harbour, name).format == "html-page"
    assert page(b"<!-- saved by hand -->\n<!DOCTYPE HTML><title>x</title><p>Text", name).format == "html-page"


def test_a_fragment_is_a_page_by_its_name():
    assert compose(page("The mayor <b>said</b> no.", "x.html").blocks).text == "The mayor said no."


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<html></html>", "no"), ("<html><script>x</script></html>", "no text"), ("<!-- x -->", "no"),
        ("<html>" + "<div>" * 5000 + "x", "too deep"), ("<html><body>\x00</body>", "no"),
    ],
)  # fmt: skip
def test_a_page_without_a_text_is_refused_in_words(html, why):
    refused = page(html, "x.html")
    assert isinstance(refused, Refused) or compose(refused.blocks).text == "\ufffd"
    assert why in getattr(refused, "reason", "no")


def test_a_page_in_which_no_article_can_be_told_keeps_all_but_menus_and_says_so():
    made = page("<html><body><nav>Menu</nav><div>Yes.</div><footer>2026</footer></body></html>")
    assert compose(made.blocks).text in ("Yes.", "Menu\n\nYes.\n\n2026")
    assert {block.text for block in made.blocks} == {"Menu", "Yes.", "2026"}


def test_entries_of_lists_stand_in_lines_also_when_one_is_left_out():
    blocks = every_block("<p>One</p><ol start=3><li>a<ul><li>aa</li></ul></li><li>b</li></ol><p>Two</p>", "x")
    assert compose(blocks).text == "One\n\n3. a\n\n• aa\n\n4. b\n\nTwo"


PROSE = "<p>The survey ship began new soundings of the channel on {}, the harbour authority told the newspaper.</p>"


def story(*paragraphs):
    inner = "".join(paragraphs)
    days = [PROSE.format(day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday")]
    return f"<html><body><article><h1>Soundings</h1>{days[0]}{days[1]}{inner}{days[2]}{days[3]}</article></body></html>"


def test_quotations_in_a_line_stay_with_the_marks_that_a_browser_shows():
    made = page(story(
        "<p><q>Never,</q> she said, and then: <q>They told us <q>maybe</q>.</q> Nobody believed that.</p>",
        "<p>He called it “<q>a shame</q>” and <q>“a scandal”</q>, and a <q></q>.</p>",
    ))  # fmt: skip
    read = compose(made.blocks).text.split("\n\n")
    assert "“Never,” she said, and then: “They told us ‘maybe’.” Nobody believed that." in read
    assert "He called it “a shame” and “a scandal”, and a ." in read
    assert made.notes == ("quotation marks stand where the file marks quotes without them",)
    assert not any("quotation" in note for note in page(story("<p>He called it <q>“a shame”</q>.</p>")).notes)


def test_a_page_that_was_cut_off_is_told(harbour):
    told = "the page ends before what it began is closed: its text may be cut off"
    assert told not in page(harbour).notes
    for share in (0.5, 0.6, 0.7):
        assert told in page(harbour[: int(len(harbour) * share)]).notes
    assert told in page(story() + "<img src=").notes
    assert told not in page("<p>Pieces of a page are whole as they are, he said.<p>And so is this.", "x.html").notes


def test_what_people_say_twice_is_there_twice():
    again = "<p>“We have no comment on that at this time,” she said.</p>"
    set_apart = f"<div class=big><div>{PROSE.format('Tuesday')}</div></div>"
    made = page(story(again, "<p>The pilots did not answer either.</p>", again, set_apart))
    assert compose(made.blocks).text.count("“We have no comment on that at this time,” she said.") == 2
    assert [block.why for block in made.blocks if not block.kept] == ["the article says the same in another place"]


TAGS = st.sampled_from(["p", "div", "b", "i", "ul", "li", "ol", "blockquote", "h2", "figure", "figcaption", "section",
                        "nav", "form", "span", "a", "aside", "article", "pre", "table", "tr", "td", "br"])  # fmt: skip
WORDS = st.text(st.sampled_from("abcé 🚢\n\u00a0ا"), min_size=1, max_size=8)
HTML = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>" if tag != "br" else "<br>",
        TAGS, st.lists(inner, max_size=4),
    ),
    max_leaves=25,
)  # fmt: skip


def letters(text):
    return re.sub(r"[\s|•]|\d+\. ", "", text)


@given(HTML)
def test_no_letter_of_a_page_is_dropped_and_none_is_invented(html):
    tree = parse(f"<html><body>x{html}</body></html>", "x")
    told = "".join(piece.text for piece in pieces(tree))
    assert sorted(letters(told)) == sorted(letters("".join(tree.itertext())))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_or_are_refused(data):
    made = page(b"<html><body>" + data)
    assert isinstance(made, Refused) or compose(made.blocks).text.encode()


def test_what_delivered_a_page_may_name_its_encoding():
    assert decode_page("Zażółć".encode("iso8859-2"), "x", declared="iso-8859-2").text == "Zażółć"
