import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.article import Facts
from tests.unit.importers.making import every, kinds, one, out, text

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0\deflang1033{\fonttbl{\f0\fnil Arial;}{\f1\fnil\fcharset204 Arial Cyr;}"
    r"{\f2\fcharset128 MS Mincho;}}{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2 Quote;}}"
    r"{\*\generator Some 1.0;}"
)


def rtf(body, head=HEAD):
    return f"{head}{body}}}".encode("latin-1")


def escaped(told):
    units = told.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(rf"\u{n - 65536 if n > 32767 else n}?" for n in numbers)


def test_characters_of_every_kind():
    body = (
        r"caf\'e9 \ldblquote quoted\rdblquote\~\emdash {\f1 \'cf\'f0\'e8}{\f2 \'93\'fa\'96\'7b}"
        r"{\uc1\u1576 ?\u-10180?\u-8442?}{\uc2\u8364 ab}\{x\}\line y\par Second"
        "\r\n"
        r" {\b bold}.\par"
    )
    assert text(one(rtf(body), "x.doc", "rtf")) == "café “quoted”\u00a0—При日本ب🌆€{x}\ny\n\nSecond bold."


def test_what_is_hidden_deleted_or_no_text_is_not_in_the_text():
    body = (
        r"Kept{\v secret}{\deleted gone}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict\wmetafile8 0102}"
        r"{\*\bkmkstart a}{\object{\*\objdata 0102}{\result shown}}{\*\unknown{\b x}}\bin5 \}}}}"
        r" end{\footnote By {\i phone}.} here.\par"
        r"{\header Marenpost\par}{\*\shppict{\pict 01}}"
    )
    found = one(rtf(body), "x.rtf")
    assert text(found) == "Keptlinkshown end[1] here.\n\n[1] By phone."
    assert out(found) == [("secret", "hidden in the file"), ("Marenpost", "the head of the page")]
    assert found.notes == ("2 pictures in the file cannot be text",)


def test_styles_lists_and_tables():
    body = (
        r"\pard\s1 Head\par\pard\s2 Said\par\pard{\listtext\bullet\tab}one\par{\listtext\bullet\tab}two\par"
        r"\trowd\intbl a\cell b\cell\row\trowd\intbl c\cell d\par e\cell\row\pard After\par\pard\outlinelevel0 Sub\par"
    )
    assert kinds(one(rtf(body), "x.rtf")) == [
        ("heading", "Head"), ("quote", "Said"), ("list", "• one"), ("list", "• two"), ("table", "a | b\nc | d e"),
        ("paragraph", "After"), ("heading", "Sub"),
    ]  # fmt: skip


def test_facts():
    info = r"{\info{\title The t\'efde}{\author Ana}{\creatim\yr2026\mo3\dy4\hr5\min6}}"
    found = one(rtf(info + "x"), "x.rtf")
    assert found.facts == Facts("The tïde", "Ana")
    assert found.notes == ("the file was made on 2026-03-04 and does not say when its article was published",)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"{\\rtf1 }", "no text"),
        (b"words", "no RTF file"),
        (b"{\\rtf1 " + b"{" * 6000, "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, told):
    (refused,) = every(data, "x.rtf")
    assert told in refused.reason


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip))
def test_every_character_survives(told):
    found = one(rtf("x" + escaped(told) + "x"), "x.rtf")
    assert text(found) == f"x{told}x"


def test_a_file_that_was_cut_off_gives_what_is_there():
    found = one(rtf("One.\\par Two {\\b and")[:-1], "x.rtf")
    assert text(found) == "One.\n\nTwo and"
    assert "cut off" in found.notes[0]
    assert one(rtf("One."), "x.rtf").notes == ()
