import gzip
import io

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from annotator.importers.article import Options, Refused
from annotator.importers.source import Source
from annotator.importers.warc import read
from tests.unit.importers.making import every, text

PAGE = (
    "<html lang=en><head><title>Harbour – Marenpost</title><meta property='og:site_name' content='Marenpost'></head>"
    "<body><article><h1>Harbour {0}</h1>"
    "<p>The harbour authority said the café in port {0} would stay closed 🚢 all week.</p>"
    "<p>“It is a blow,” a spokeswoman of the ferry line told the Halcyon Wire on Monday.</p></article></body></html>"
)


def warc(*records, packed=True):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for address, kind, body, *more in records:
        status, extra = more or ("200 OK", [])
        headers = StatusAndHeaders(status, [("Content-Type", kind), *extra], protocol="HTTP/1.1")
        record = writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


TWO = (
    ("https://m.example/1", "text/html; charset=utf-8", PAGE.format(1).encode()),
    ("https://m.example/a.png", "image/png", b"\x89PNG"),
    ("https://m.example/old", "text/html", b"moved", "301 Moved", []),
    (
        "https://m.example/2",
        "text/html",
        gzip.compress(PAGE.format(2).encode()),
        "200 OK",
        [("Content-Encoding", "gzip")],
    ),
)


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_is_an_article(packed):
    first, second = every(warc(*TWO, packed=packed), "x.warc.gz", "warc")
    assert text(first).startswith("Harbour 1\n\nThe harbour authority said the café in port 1 would")
    assert (first.name, first.facts.url, first.facts.outlet) == (
        "https://m.example/1",
        "https://m.example/1",
        "Marenpost",
    )
    assert text(second).startswith("Harbour 2")
    assert second.notes[-1] == "passed over in the archive: 1 of image/png, 1 answers with status 301"
    (again,) = read(Source("again", data=second.original), Options())
    assert (text(again), again.facts) == (text(second), second.facts)


def test_what_was_cut_off_gives_the_pages_before():
    data = warc(*TWO)
    found = every(data[:-200], "x.warc", "warc")
    assert text(found[0]).startswith("Harbour 1")
    assert isinstance(found[-1], Refused)


def test_an_archive_without_pages_is_refused_in_words():
    (refused,) = every(warc(TWO[1]), "x.warc", "warc")
    assert refused.reason == "it holds no article"
    (refused,) = every(b"WARC/1.0\r\n", "x.warc", "warc")
    assert isinstance(refused, Refused)


def test_lengths_that_are_wrong_print_nothing(capfd):
    data = warc(*TWO, packed=False).replace(b"Content-Length: 4", b"Content-Length: 3", 1)
    assert every(data, "x.warc", "warc")
    (refused,) = every(b"WARC/1.0\r\nContent-Length: 99999999\r\nWARC-Type: response\r\n\r\nx", "x.warc", "warc")
    assert "cannot be read behind record" in refused.reason
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_that_was_cut_off_is_told(packed):
    page = (PAGE.format(2) + " ".join(map(str, range(500)))).encode()
    archive = warc(TWO[0], ("https://m.example/2", "text/html", page), packed=packed)
    assert not any("cut" in note for found in every(archive, "x.warc") for note in found.notes)
    _, second = every(archive[:-200], "x.warc")
    assert "its record is shorter than the page was: its text may be cut off" in second.notes
    (one,) = every(
        warc(TWO[0], ("https://m.example/a.png", "image/png", bytes(range(256)) * 9), packed=packed)[:-60], "x"
    )
    assert "the archive ends within its last record" in one.notes
