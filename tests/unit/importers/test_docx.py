import pytest

from annotator.importers.article import Facts, Refused
from tests.unit.importers.making import CORE, W, every, kinds, one, out, para, text, word, zipped


def run(inner):
    return f"<w:r><w:t>{inner}</w:t></w:r>"


def test_insertions_are_kept_and_deletions_are_not():
    body = (
        '<w:p><w:r><w:t xml:space="preserve">The port is </w:t></w:r>'
        '<w:ins w:id="1" w:author="Ana"><w:r><w:t>closed</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>open</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3"><w:r><w:t>, she said</w:t></w:r></w:moveFrom><w:r><w:t>.</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One </w:t></w:r></w:p>'
        "<w:p><w:moveTo><w:r><w:t>sentence 🚢.</w:t></w:r></w:moveTo></w:p>"
    )
    assert text(one(word(body), "x.docx", "docx")) == "The port is closed.\n\nOne sentence 🚢."


def test_what_stands_within_a_paragraph():
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
        '<w:hyperlink><w:r><w:t xml:space="preserve"> link</w:t></w:r></w:hyperlink>'
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:t>7</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
        "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + para("Box") + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>"
        + para("Box")
        + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    found = one(word(body), "x.docx")
    assert text(found) == "a\tb\nc‑d link7\n\nBox"
    assert out(found) == [("secret", "hidden in the file")]


def test_styles_make_headings_quotes_captions_and_lists():
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="Mine"><w:basedOn w:val="berschrift1"/></w:style>'
        '<w:style w:styleId="Q"><w:name w:val="Quote"/></w:style>'
        '<w:style w:styleId="C"><w:name w:val="caption"/></w:style>'
    )
    numbers = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/>'
        '</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
        '<w:lvlText w:val="·"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )

    def entry(list_id, level=0):
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'

    body = (
        para("Head", '<w:pStyle w:val="Mine"/>') + para("Said", '<w:pStyle w:val="Q"/>')
        + para("Below", '<w:pStyle w:val="C"/>') + para("one", entry(1)) + para("in", entry(1, 1))
        + para("two", entry(1)) + para("dot", entry(2)) + para("no", entry(0))
        + para("Out", '<w:outlineLvl w:val="2"/>')
    )  # fmt: skip
    found = one(word(body, styles=("styles", styles), numbering=("numbering", numbers)), "x.docx")
    assert kinds(found) == [
        ("heading", "Head"), ("quote", "Said"), ("caption", "Below"), ("list", "3. one"), ("list", "3.a) in"),
        ("list", "4. two"), ("list", "• dot"), ("paragraph", "no"), ("heading", "Out"),
    ]  # fmt: skip
    assert "3. one\n3.a) in\n4. two\n• dot\n\nno" in text(found)


def test_tables_notes_comments_and_what_stands_around_the_page():
    def cell(inner, merged=""):
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{para(inner)}</w:tc>"

    note = '<w:footnote w:id="{}">{}</w:footnote>'
    body = (
        "<w:p><w:r><w:t>Told</w:t><w:footnoteReference w:id='5'/></w:r></w:p><w:tbl>"
        f"<w:tr>{cell('Port')}{cell('Open')}</w:tr><w:tr>{cell('Sele', '<w:vMerge/>')}{cell('no')}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}{cell('gone')}</w:tr></w:tbl>"
        f"<w:tbl><w:tr><w:tc>{para('laid out')}</w:tc></w:tr></w:tbl>"
    )
    found = one(
        word(
            body,
            footnotes=("footnotes", note.format("-1", para("line")) + note.format("5", para("By phone."))),
            header1=("hdr", para("Marenpost")), header2=("hdr", para("Marenpost")),
            comments=("comments", f'<w:comment w:id="1" w:author="Bo">{para("Check this")}</w:comment>'),
        ),
        "x.docx",
    )  # fmt: skip
    assert text(found) == "Told[1]\n\nPort | Open\n | no\n\nlaid out\n\n[1] By phone."
    assert out(found) == [("Marenpost", "the head of the page"), ("Check this", "a comment of Bo")]


def test_facts_are_those_of_the_file():
    core = (
        "<dc:title>The tide</dc:title><dc:creator>Ana; Bo</dc:creator><dc:language>en-gb</dc:language>"
        "<dcterms:created>2026-03-04T05:06:07Z</dcterms:created>"
    )
    found = one(word(para("x"), core=core), "x.docx")
    assert found.facts == Facts("The tide", "Ana, Bo", language="en-GB")
    assert found.notes == ("the file was made on 2026-03-04 and does not say when its article was published",)
    assert one(word(para("x"), core="<dc:title>Document1</dc:title>"), "x.docx").facts.title == ""


def test_what_is_a_word_file_is_told_by_its_content():
    assert text(one(word(para("Told")), "report.pdf", "docx")) == "Told"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "x.docx", "is empty"),
        (b"PK\x03\x04 cut off", "x.docx", "no complete zip"),
        (b"plain words", "x.docx", "no complete zip"),
        (word(para("x"))[:-30], "x.docx", "no complete zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "x.doc", "an old Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "x.docx", "password"),
        (word(""), "x.docx", "no text"),
        (word("<w:p>" + "x" * 3_000_000 + "</w:p>"), "x.docx", "packed too tightly"),
        (word("<w:p>" + "<w:sdt>" * 400 + "</w:sdt>" * 400 + "</w:p>"), "x.docx", "XML cannot be read"),
        (zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "x.docx", "_rels/.rels is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, name, told):
    (refused,) = every(data, name)
    assert isinstance(refused, Refused)
    assert told in refused.reason


@pytest.mark.parametrize(
    "declared", ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE x [<!ENTITY e 'ee'>]>"]
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused(declared, codec):
    document = f'{declared}<w:document xmlns:w="{W}"><w:body>{para("&e;")}</w:body></w:document>'
    if codec == "utf-16-be":
        document = f'<?xml version="1.0" encoding="utf-16"?>{document}'
    parts = {"[Content_Types].xml": CORE.format(""), "_rels/.rels": "<r/>", "word/document.xml": document.encode(codec)}
    (refused,) = every(zipped(parts), "x.docx")
    assert "entities" in refused.reason


def test_lists_of_one_definition_go_on_counting_unless_one_begins_anew():
    numbers = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId'
        ' w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride'
        ' w:val="1"/></w:lvlOverride></w:num>'
    )
    body = "".join(para("x", f'<w:numPr><w:numId w:val="{n}"/></w:numPr>') for n in (1, 2, 3, 3, 1))
    found = one(word(body, numbering=("numbering", numbers)), "x.docx")
    assert [told for _, told in kinds(found)] == ["1. x", "2. x", "1. x", "2. x", "3. x"]


def test_more_paragraphs_than_the_memory_may_hold_are_refused_before_they_are_read():
    line = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    noise = "".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(501_000))
    (refused,) = every(word(line + noise), "x.docx")
    assert isinstance(refused, Refused)
    assert "more elements than XML may here" in refused.reason
