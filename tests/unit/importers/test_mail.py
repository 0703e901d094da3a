from dataclasses import replace
from email.message import EmailMessage

import pytest

from annotator.importers.article import Facts
from tests.unit.importers.making import every, one, out, text


def message(plain="", html="", **headers):
    made = EmailMessage()
    headers = {"From": "Ana Çelik <ana@m.example>", "Date": "Wed, 04 Mar 2026 05:06:07 +0200",
               "Subject": "Der Hafen 🚢", "Message-ID": "<1@m.example>", **headers}  # fmt: skip
    for name, value in headers.items():
        made[name] = value
    if plain:
        made.set_content(plain)
    if html:
        made.add_alternative(html, subtype="html") if plain else made.set_content(html, subtype="html")
    return made


def test_headers_are_facts_and_left_out_of_the_text():
    found = one(message("The port is closed.\n\n> He said so.\n\n-- \nAna\nMarenpost\n").as_bytes(), "x.txt", "email")
    assert text(found) == "The port is closed.\n\n> He said so."
    assert found.facts == Facts("Der Hafen 🚢", "Ana Çelik", "", "2026-03-04T05:06:07+02:00")
    assert ("Ana\nMarenpost", "the signature") in out(found)
    assert ("Subject: Der Hafen 🚢", "a header of the message") in out(found)


def test_html_is_read_rather_than_its_plain_twin_and_attachments_stay_closed():
    made = message("plain", "<p>One</p><blockquote>Two &amp; three</blockquote>")
    made.add_attachment(b"%PDF-1.4 secret", maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment(message("Forwarded words", Subject="Fwd"))
    found = one(made.as_bytes(), "x.eml", "email")
    assert text(found) == "One\n\nTwo & three"
    assert ("a.pdf (15 bytes)", "an attachment, not opened") in out(found)
    assert found.notes == ("2 attachments left out",)


def test_the_text_of_a_message_within_a_message_can_be_put_back():
    made = message("See below.")
    inner = message("Forwarded words.\n\nMore of them.", "<p>Forwarded <q>words</q>.</p>", Subject="Fwd")
    inner.add_attachment(b"x", maintype="image", subtype="png", filename="i.png")
    made.add_attachment(inner)
    found = one(made.as_bytes(), "x.eml", "email")
    assert text(found) == "See below."
    assert out(found)[-5:] == [
        *((f"{name}: {value}", "a message within it") for name, value in (
            ("Subject", "Fwd"), ("From", "Ana Çelik <ana@m.example>"), ("Date", "Wed, 04 Mar 2026 05:06:07 +0200"))),
        ("Forwarded “words”.", "a message within it"), ("i.png", "attached to a message within it, not opened"),
    ]  # fmt: skip
    back = replace(
        found, blocks=tuple(replace(block, kept=block.kept or "Forw" in block.text) for block in found.blocks)
    )
    assert text(back) == "See below.\n\nForwarded “words”."


def test_every_text_that_mail_programs_show_is_read_and_a_file_of_text_offered():
    made = message("Before the picture.")
    made.add_attachment(b"x", maintype="image", subtype="png", disposition="inline", filename="i.png")
    made.add_attachment("Behind the picture.", disposition="inline")
    made.add_attachment("Words of a file.", disposition="inline", filename="notes.txt")
    made.add_attachment("Closed.", filename="more.txt")
    found = one(made.as_bytes(), "x.eml", "email")
    assert text(found) == "Before the picture.\n\nBehind the picture."
    assert out(found)[3:] == [
        ("Words of a file.", "the attached file notes.txt"), ("i.png (1 bytes)", "an attachment, not opened"),
        ("more.txt (8 bytes)", "an attachment, not opened"),
    ]  # fmt: skip


def test_flowed_lines_are_joined_and_encodings_followed():
    flowed = (
        b"From: a@b.example\nDate: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=cp1252; format=flowed\n"
        b"Content-Transfer-Encoding: 8bit\n\nThe caf\xe9 was \nclosed.\n\nYes.\n"
    )
    assert text(one(flowed, "x", "email")) == "The café was closed.\n\nYes."


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"From: a@b\nDate: x\nMIME-Version: 1.0\n\n", "no text"),
        (b"From: a\nDate: b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1500,
         "too many parts"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(data, told):
    (refused,) = every(data, "x.eml")
    assert told in refused.reason


def test_a_message_that_was_cut_off_is_told():
    whole = message()
    whole.set_content("The port is closed é. " * 30, cte="base64")
    data = whole.as_bytes()
    assert one(data, "x.eml", "email").notes == ()
    for cut in range(30, 36):
        assert "cut off" in one(data[:-cut], "x.eml", "email").notes[-1]
    both = message("plain", "<p>One</p>").as_bytes()
    assert one(both, "x.eml", "email").notes == ()
    assert "cut off" in one(both[:-40], "x.eml", "email").notes[-1]


def test_the_quotation_marks_of_windows_are_read_where_latin_1_is_declared():
    data = (b"From: Ana <a@x.example>\r\nDate: Mon, 4 May 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            b"\x93We closed.\x94 That \x96 she said \x96 is all.\r\n")  # fmt: skip
    found = one(data, "x.eml", "email")
    assert (text(found), found.encoding) == ("“We closed.” That – she said – is all.", "cp1252")
