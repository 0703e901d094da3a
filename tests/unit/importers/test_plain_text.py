import codecs
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.article import Options, compose, document_of
from annotator.importers.decoding import decode
from annotator.importers.plain_text import blocks_of
from annotator.importers.plain_text import read as read_source
from annotator.importers.source import Source
from annotator.model.corpus import Replaced
from annotator.model.errors import UserError
from annotator.model.items import Document
from annotator.model.text import clean


class Made(NamedTuple):
    document: Document
    text: str
    encoding: str
    replaced: tuple[Replaced, ...]


def read(data, name, encoding=None):
    (found,) = read_source(Source(name, data=data), Options(encoding))
    made = compose(found.blocks)
    assert made.replaced == 0
    return Made(document_of(found, made), made.text, found.encoding, found.replaced)


ENGLISH = "The port 🚢 will open on Monday, the harbour master said: “We are ready.”\nNaïve café.\n"
FRENCH = (
    "L’Élysée a démenti : « Ce n’est pas à l’ordre du jour », a déclaré la porte-parole. "
    "Le ministère des Affaires étrangères, cité par l’agence, évoque une “rencontre” à 3 000 €… où ? "
    "Les élèves s’étaient réunis près du cœur de la cité, où la fête a été annulée.\n"
) * 3
RUSSIAN = (
    "Министерство иностранных дел сообщило, что переговоры завершились. «Мы готовы», — сказал представитель "
    "агентству. По словам источника, встреча состоится в понедельник утром в столице.\n"
) * 4


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le-bom", "utf-32-be-bom"]
)
def test_every_unicode_encoding_is_read_as_it_was_written(encoding):
    if encoding.endswith("-bom"):
        codec = encoding.removesuffix("-bom")
        data = {"utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE}[codec] + ENGLISH.encode(codec)
    else:
        data = ENGLISH.encode(encoding)
    made = read(data, "a.txt")
    assert made.text == ENGLISH
    assert made.replaced == ()
    assert made.document.title == ENGLISH.split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("«", "(").replace("»", ")").replace("—", "-"), "koi8-r"),
    ],
)
def test_older_encodings_are_found(text, encoding):
    made = read(text.encode(encoding), "a.txt")
    assert made.text == text
    assert made.encoding == encoding.replace("-", "_")


FEW_WORDS = [
    ("cp1250", "Nadpis;Text\nPřístav;Řekl, že ne"), ("iso8859-2", "Ministr řekl, že šéf přístavu mlčel."),
    ("iso8859-2", "Minister powiedział, że śledczy nie są pewni, ale źli."), ("cp1250", "„Się nie zgadzam” – rzekł."),
    ("koi8-r", "Порт закрыт, сказал он."), ("koi8-r", "министр молчит"), ("cp1251", "Порт закрыт, сказал он."),
    ("cp866", "Порт закрыт, сказал он."), ("koi8-u", "Міністр сказав, що її порт закритий."),
    ("cp1250", "Może rzekł: że to już źle."), ("cp1250", "Înţeleg, şi ţara ştie."), ("cp1254", "İSTANBUL’DA İŞÇİLER"),
    ("cp1252", "café"), ("cp1252", "„Schön“, sagte der größere."), ("cp1252", "¿Qué pasó? El niño está aquí."),
    ("cp1252", "“Don’t,” she said – it’s closed…"), ("cp1252", "Ráðherrann sagði að höfnin yrði lokuð."),
    ("cp1250", "A kikötő zárva, őrült idő."), ("cp1254", "Bakan, limanın kapalı kalacağını söyledi."),
    ("cp1257", "Ministras pasakė, kad uostas bus uždarytas šią savaitę."),
    ("cp1250", "Lučka vlast šuti još danas, đak."),
    ("cp1253", "Το λιμάνι θα μείνει κλειστό."), ("cp1255", "השר אמר כי הנמל יישאר סגור"),
    ("cp1256", "قال الوزير إن الميناء سيبقى مغلقا"), ("cp932", "港は閉鎖されたままだと大臣は述べた。"),
    ("gb18030", "部长说，港口将继续关闭一周。"), ("cp949", "장관은 항구가 계속 닫혀 있을 것이라고 말했다."),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "words"), FEW_WORDS)
def test_a_few_words_are_enough_to_find_an_older_encoding(encoding, words):
    assert decode(words.encode(encoding), "a.txt").text == words


def test_a_short_western_text_is_read_as_such():
    assert decode("Le café “Élysée” est fermé, a-t-il dit à l’agence.".encode("cp1252"), "a.txt").encoding == "cp1252"


def test_utf8_with_a_few_broken_bytes_is_utf8_and_each_is_reported():
    data = FRENCH.encode()[:300] + b"\xff\xfe broken \x80 " + FRENCH.encode()[301:]
    made = read(data, "a.txt")
    assert made.encoding == "utf-8"
    assert sum(r.characters for r in made.replaced) == made.text.count("\ufffd") >= 3


@pytest.mark.parametrize(
    ("bom", "rest"), [(codecs.BOM_UTF8, b"The caf\xe9 is open."), (codecs.BOM_UTF16_LE, b"T\x00h\x00\x00\xd8e\x00!")]
)
def test_bytes_that_a_byte_order_mark_does_not_explain_are_reported(bom, rest):
    made = read(bom + rest, "a.txt")
    assert "\ufffd" in made.text
    assert [r.characters for r in made.replaced] == [made.text.count("\ufffd")]


def test_a_replacement_character_that_was_written_is_not_counted():
    assert read("A \ufffd was here.".encode("utf-8-sig"), "a.txt").replaced == ()
    assert read(("A \ufffd was here." * 9).encode("utf-16"), "a.txt").replaced == ()


def test_halves_of_characters_encoded_by_themselves_are_joined_or_counted():
    made = read(b"The ship \xed\xa0\xbd\xed\xba\xa2 and half \xed\xa0\xbd of one.", "a.txt")
    assert made.text == "The ship 🚢 and half \ufffd of one."
    assert [one.characters for one in made.replaced] == [1]


def test_stray_bytes_in_an_ascii_text_stop_nobody_and_are_counted():
    made = read(b"The harbour is closed, she said. " * 9 + b"\x81\x8d.", "a.txt")
    assert made.text.endswith("she said. \ufffd\ufffd.")
    assert [one.characters for one in made.replaced] == [2]
    assert read(b"The harbour is closed, she said. " * 9 + b"\xb12\xb0 C.", "a.txt").text.endswith("±2° C.")


def test_a_text_with_bad_bytes_can_be_read_again_in_the_encoding_it_was_found_in():
    data = FRENCH.encode() + b"\xff."
    first = read(data, "a.txt")
    assert read(data, "a.txt", first.encoding) == first


def test_the_encoding_can_be_named():
    assert read("Привет, мир".encode("cp866"), "a.txt", "cp866").text == "Привет, мир"


@pytest.mark.parametrize("encoding", ["nonsense", "hex", "base64", "undefined", "idna", ""])
def test_an_encoding_that_there_is_not_is_refused_in_words(encoding):
    with pytest.raises(UserError, match=r"encoding|white space"):
        read(b"caf\xe9 " * 20, "a.txt", encoding)


def test_bytes_that_are_not_in_the_encoding_named_are_refused():
    with pytest.raises(UserError, match="not in the encoding utf-8"):
        read(b"caf\xe9", "a.txt", "utf-8")


REFUSED = {
    "is empty": b"",
    "nothing but white space": b" \n\t\r\n \xc2\xa0",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3",
    "a packed file": b"PK\x03\x04\x14\x00",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "a database": b"SQLite format 3\x00",
    "an RTF": b"{\\rtf1\\ansi",
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1",
    "a program": b"\x7fELF\x02\x01",
    "binary": bytes(range(1, 9)) * 40,
    "encoding": bytes(range(256)) * 40,
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_text_is_refused_by_what_it_is(why):
    with pytest.raises(UserError, match=why) as refused:
        read(REFUSED[why], "thing.txt")
    assert "thing.txt" in str(refused.value)


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF8, codecs.BOM_UTF8 * 2, codecs.BOM_UTF16_LE, codecs.BOM_UTF32_BE, b"\n\n"]
)
def test_a_byte_order_mark_and_nothing_else_is_nothing(data):
    with pytest.raises(UserError, match="white space"):
        read(data, "a.txt")


def test_line_ends_become_lf_and_nothing_else_is_touched():
    assert read(b"One\r\nTwo\rThree\n  four\t\x0c", "a.txt").text == "One\nTwo\nThree\n  four\t\x0c"


def test_nul_characters_are_replaced_one_for_one_and_reported():
    made = read(("A text with one" + " word" * 50 + "\x00.").encode(), "a.txt")
    assert made.text.endswith("word\ufffd.")
    assert [r.characters for r in made.replaced] == [1]


@given(
    st.binary(max_size=300), st.none() | st.sampled_from(["utf-8", "utf-16", "utf-7", "cp1252", "utf-32", "gb18030"])
)
def test_any_bytes_are_a_text_or_are_refused(data, encoding):
    try:
        made = read(data, "a.txt", encoding)
    except UserError:
        return
    assert made.text.strip()
    assert made.text.encode().decode() == made.text
    assert read(made.text.encode(), "a").text == made.text


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).filter(
        lambda t: t.strip("\ufeff").strip()
    )
)
def test_any_utf8_text_is_itself(text):
    made = read(text.encode(), "a.txt")
    assert made.text == text.lstrip("\ufeff")


@given(st.text(st.sampled_from("a \n\t\r\u00a0\ufeff\x0c🚢"), max_size=60))
def test_the_paragraphs_of_a_text_make_exactly_this_text(raw):
    text = clean(raw).text
    blocks = blocks_of(text)
    assert compose(blocks).text == text
    assert all(block.text.strip() for block in blocks) or len(blocks) == 1
