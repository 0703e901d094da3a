import csv
import io
import json
import re
import zipfile

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.detecting import detect
from annotator.importers.source import Source
from annotator.importers.table import read
from annotator.model.corpus import Replaced
from annotator.model.text import clean
from tests.unit.importers.making import every, one, text, zipped

LONG = "The harbour authority said the port would stay closed. " * 6 + "It is."


def table(*rows, delimiter=",", codec="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(codec)


def workbook(*rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_their_names(codec, delimiter):
    data = table(
        ["ID", "Überschrift", "Volltext", "Datum", "Autorin", "Quelle"],
        ["7", "Der Hafen",
         "Der Hafen bleibt zu, „sagte“ sie.\r\n\r\nZweiter Absatz; mehr,\tso.", "4. März 2026", "Ana", "Marenpost"],
        ["8", "", "Noch ein Text für später, für alle.", "", "", ""],
        delimiter=delimiter, codec=codec,
    )  # fmt: skip
    first, second = every(data, "x.csv", "table")
    assert text(first) == "Der Hafen bleibt zu, „sagte“ sie.\n\nZweiter Absatz; mehr,\tso."
    assert first.facts == Facts("Der Hafen", "Ana", "Marenpost", "2026-03-04")
    assert (first.name, second.name) == ("row 2", "row 3")
    assert first.notes == ("not read: column ID",)


def test_a_column_can_be_chosen_and_is_told_by_its_length_otherwise():
    data = table(["a", "b"], ["x", LONG], ["y", LONG])
    assert [text(found) for found in every(data, "x.csv")] == [LONG] * 2
    assert [text(found) for found in every(data, "x.csv", columns={"text": "a", "title": "b"})] == ["x", "y"]
    (refused,) = every(data, "x.csv", columns={"text": "c"})
    assert (refused.reason, "“a”, “b”" in refused.advice) == ("There is no column “c”.", True)
    (refused,) = every(table(["a", "b"], ["1", "2"]), "x.csv")
    assert refused.reason == "No column seems to hold the text of articles."


def test_a_row_without_text_is_refused_and_the_others_come_in():
    found = every(table(["title", "text"], ["a", ""], [], ["b", "B."]), "x.csv")
    assert found[0] == Refused("its column “text” is empty", name="row 2")
    assert text(found[1]) == "B."


def test_html_in_cells_is_read_as_a_page_shows_it():
    assert text(one(table(["text"], ["<p>One &amp; two</p><ul><li>x</li></ul>"]), "x.csv")) == "One & two\n\n• x"


@pytest.mark.parametrize(
    ("given", "read_as"),
    [("2026-03-04T05:06:07Z", "2026-03-04T05:06:07Z"), ("March 4, 2026", "2026-03-04"), ("4 mars 2026", "2026-03-04"),
     ("04.03.2026 05:06", "2026-03-04T05:06"), ("31/12/2026", "2026-12-31"), ("12/31/2026", "2026-12-31"),
     ("3/4/2026", ""), ("4/4/2026", "2026-04-04"), ("1772600767", "2026-03-04T05:06:07Z"), ("soon", ""),
     ("Wed, 04 Mar 2026 05:06:07 +0200", "2026-03-04T05:06:07+02:00"), ("2026/3/4", "2026-03-04"), ("31.2.2026", "")],
)  # fmt: skip
def test_dates_are_read_where_they_are_plain(given, read_as):
    found = one(table(["text", "date"], ["x", given]), "x.csv")
    assert found.facts.published == read_as
    assert ("can be read in more than one way" in "".join(found.notes)) is (not read_as)


def test_excel_sheets():
    from datetime import date, datetime

    data = workbook(["Title", "Body", "Date"], ["A", "One.", date(2026, 3, 4)], [12, "=1+1", None],
                    [None, "Three.", datetime(2026, 3, 4, 5, 6)], title="News")  # noqa: DTZ001  # fmt: skip
    first, second, third = every(data, "x.txt", "table")
    assert (text(first), first.facts.published, first.name) == ("One.", "2026-03-04", "sheet News, row 2")
    assert second.reason == "its column “Body” is empty"
    assert third.facts.published == "2026-03-04T05:06:00"
    (again,) = read(Source("again", data=first.original), Options())
    assert (text(again), again.facts) == (text(first), first.facts)


def test_rows_of_a_workbook_are_as_wide_as_they_are():
    from annotator.importers.workbook_rows import sheets

    (sheet,) = sheets(Source("x.xlsx", data=workbook(["text"], ["One."], ["Two.", "more"])))
    assert [(dict(row.cells), row.original) for row in sheet.rows] == [
        ({"text": "One."}, b"text\r\nOne.\r\n"), ({"text": "Two."}, b"text\r\nTwo.\r\n"),
    ]  # fmt: skip


def changed(data, before, after):
    """A workbook whose first sheet says something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert before in sheet
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet.replace(before, after)})


def test_columns_of_a_workbook_that_hold_nothing_are_not_columns():
    from annotator.importers.workbook_rows import sheets

    data = workbook(["title", "text", *[" "] * 3000], ["a", "One."], ["b", "Two.", *[" "] * 3000])
    (sheet,) = sheets(Source("x.xlsx", data=data))
    assert list(sheet.names) == ["title", "text"]
    assert [row.original for row in sheet.rows] == [b"title,text\r\na,One.\r\n", b"title,text\r\nb,Two.\r\n"]
    assert [found.notes for found in every(data, "x.xlsx")] == [(), ()]
    unnamed = workbook(["title", " ", " "], ["a", LONG])
    assert text(one(unnamed, "x.xlsx")) == LONG


def test_far_rows_of_a_workbook_are_read_and_impossible_ones_told():
    data = workbook(["text"], ["One."])
    far = one(changed(data, b'<row r="2"', b'<row r="1048576"'), "x.xlsx")
    assert (text(far), far.name) == ("One.", "sheet Sheet, row 1048576")
    (refused,) = every(changed(data, b'<row r="2"', b'<row r="99999999999"'), "x.xlsx")
    assert "1,048,576 rows at most" in refused.reason


def test_a_workbook_leaves_no_choice_of_encoding():
    found = one(workbook(["text"], ["Çelik 🚢"]), "x.xlsx")
    assert found.encoding == ""
    (again,) = read(Source("again", data=found.original), Options())
    assert text(again) == "Çelik 🚢"


def test_cells_behind_the_last_column_of_a_workbook_are_told():
    assert one(workbook(["text"], ["One.", "x"]), "x.xlsx").notes == ("a cell behind its last column not read",)


def test_a_row_with_more_cells_than_columns_is_refused_rather_than_cut():
    first, second, third = every(b"title,text\na,One, and two\nb,Three,\nc,Four, or, five\n", "x.csv")
    assert (first.name, "a cell more than there are columns" in first.reason) == ("row 2", True)
    assert (text(second), second.notes) == ("Three", ())
    assert "2 cells more" in third.reason
    (refused,) = every(b'text,title\n"One.","a",b\n', "x.csv")  # the text is whole, and what is behind it a title
    assert "a cell more" in refused.reason


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'title,text\n"a ""b"", c",One, and  two,,three\r\n', "One, and  two,,three"),
        ('title;text\n"a\nb";Ça; là'.encode("cp1252"), "Ça; là"),
        (b'text\nHello, said he, "and" then\n', 'Hello, said he, "and" then'),
    ],
)
def test_a_text_is_joined_where_nothing_else_can_have_been_split(data, told):
    found = one(data, "x.csv", "table")
    assert text(found) == told
    assert "joined to it" in found.notes[0]
    (again,) = read(Source("again.csv", data=found.original), Options(found.encoding))
    assert text(again) == told


@pytest.mark.parametrize("row", [b'"a",One," two"', b'"a" ,One, two', b'a,"One", two', b",One, two"])
def test_nothing_is_joined_that_may_have_been_split_elsewhere(row):
    (refused,) = every(b"title,text\n" + row + b"\n", "x.csv")
    assert isinstance(refused, Refused)


@pytest.mark.parametrize("ending", [b"", b"\n", b",", b'""', b'""\n'])
def test_a_quotation_mark_open_to_the_end_costs_no_row_before_it(ending):
    rows = b"title,text\na,One.\n" + b'b,"Two.\n' + b"c,Three.\n" * 500 + b"d,Four." + ending
    first, refused = every(rows, "x.csv")
    assert text(first) == "One."
    assert (refused.name, "never closed" in refused.reason) == ("row 3", True)


def test_the_file_of_an_encoding_that_there_is_not_is_closed(monkeypatch):
    opened = []
    monkeypatch.setattr(Source, "open", lambda _: opened.append(io.BytesIO(b"text\nx\n")) or opened[-1])
    (refused,) = every(b"text\nx\n", "x.csv", encoding="klingon")
    assert "no encoding" in refused.reason
    assert opened
    assert all(file.closed for file in opened)


LINES = {
    "x.csv": "title,text\nA {0},“Où {0}étiez-vous ?” dit-elle\nB,“Là-bas”\n",
    "x.jsonl": '{{"title": "A {0}", "text": "“Où {0}étiez-vous ?” dit-elle"}}\n{{"title": "B", "text": "“Là-bas”"}}\n',
}


@pytest.mark.parametrize("name", LINES)
def test_bytes_that_are_no_characters_are_counted_in_their_row(name):
    data = LINES[name].format("|").encode().replace(b"|", b"\xff")
    first, second = every(data, name, "table")
    assert (text(first), first.facts.title) == ("“Où \ufffdétiez-vous ?” dit-elle", "A \ufffd")
    row = "row 2" if name == "x.csv" else "row 1"
    assert first.replaced == (Replaced(row, 2, "bytes that are not utf-8, now U+FFFD"),)
    assert (text(second), second.replaced) == ("“Là-bas”", ())
    assert b"\xff" in first.original
    (again,) = read(Source(name, data=first.original), Options(first.encoding))
    assert (text(again), again.facts) == (text(first), first.facts)


def test_a_list_of_objects_with_a_bad_byte_is_read_and_the_byte_told():
    data = '[{"title": "A", "text": "“Où étiez-vous |?” dit-elle, là-bas"}]'.encode().replace(b"|", b"\xff")
    found = one(data, "x.json", "table")
    assert [told.characters for told in found.replaced] == [1]


def test_json_lines():
    data = (
        '{"headline": "A", "text": ["' + "x" * 100 + '", "two"], "author": [{"name": "Ana"}, {"name": "Bo"}], "n": 3}\n'
        "\n"
        '{"text": "🚢", "url": "javascript:x", "lang": "pt_br"}\n'
    ).encode()
    first, second = every(data, "x.jsonl", "table")
    assert text(first) == "x" * 100 + "\n\ntwo"
    assert first.facts[:2] == ("A", "Ana, Bo")
    assert (text(second), second.facts.url, second.facts.language, second.name) == ("🚢", "", "pt-BR", "row 3")
    assert [isinstance(found, Found) for found in every(data + b"[1]\n", "x.jsonl")] == [True, True, False]


@pytest.mark.parametrize("indent", [None, 1])
def test_json_with_a_list_of_articles(indent):
    rows = [{"title": "A", "text": "One 🚢.", "entities": [{"name": "Ana"}]}, {"title": "B", "text": "Two."}, 7]
    for value in (rows, {"meta": 1, "articles": rows}):
        first, second, refused = every(json.dumps(value, indent=indent).encode(), "x.json", "table")
        assert (text(first), first.facts.title, first.name) == ("One 🚢.", "A", "row 1")
        assert (text(second), second.facts.title) == ("Two.", "B")
        assert refused.reason == "it is no JSON object"
        (again,) = read(Source("again.json", data=first.original), Options(first.encoding))
        assert (text(again), again.facts) == (text(first), first.facts)


def test_json_with_one_article_over_many_lines():
    article = {"text": "One 🚢.", "items": [{"title": "Another"}], "type": "article", "label": "politics"}
    found = one(json.dumps({"title": "A", **article}, indent=2).encode(), "x.json", "table")
    assert (text(found), found.facts.title) == ("One 🚢.", "A")


@pytest.mark.parametrize(
    "value",
    [{"text": "x", "label": [[0, 1, "A"]]}, {"type": "annotation", "source": 1}, {"text": "x", "spans": [{"start": 1}]},
     {"text": "x", "quotes": [{"cue": {}}]}, {"type": "corpus", "source": 1}, {"nothing": "known"}],
)  # fmt: skip
def test_json_that_is_annotated_is_no_table(value):
    assert detect(Source("x.json", data=json.dumps([value]).encode())) == "text"
    assert detect(Source("x.jsonl", data=json.dumps(value).encode())) == "text"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b'[{"text": "x"},', "x.json", "was cut off"),
        (b'[{"text": ' + b"[" * 100_000, "x.json", "nested|JSON"),
        (b"", "x.csv", "empty"),
        (b"\n\n", "x.csv", "no row of column names"),
        (b'"text\nnever closed,\n', "x.csv", "never closed in its first row"),
        ((",".join(map(str, range(2001))) + "\n").encode(), "x.csv", "more than 2,000 columns"),
        (b'text\n"never closed' + b"x" * 20_100_000, "x.csv", "quotation mark is never closed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "x.xls", "an old Excel file"),
        (zipped({"xl/workbook.xml": "<x/>"}), "x.xlsx", "no Excel workbook"),
        (zipped({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY e 'e'>]><x/>"}), "x.xlsx", "entities"),
        (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "x.jsonl", "no lines with an object"),
    ],
    ids=range(11),
)
def test_what_cannot_be_read_is_refused_in_words(data, name, told):
    (refused,) = every(data, name)
    assert isinstance(refused, Refused)
    assert re.search(told, refused.reason)


CELL = st.text(st.sampled_from('ab,;"\t\r\n é🚢ا\u2028\x85.'), min_size=1, max_size=30).filter(str.strip)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
@example([("a\r\nb", '"')], "utf-8")
def test_every_cell_is_read_as_it_was_written(rows, codec):
    found = every(table(["title", "text"], *rows, codec=codec), "x.csv")
    for (_, told), article in zip(rows, found, strict=True):
        assert text(article) == clean(told).text
        (again,) = read(Source("again.csv", data=article.original), Options(article.encoding))
        assert text(again) == text(article)
