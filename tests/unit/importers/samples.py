"""A small file of every kind of article file, made by code, with what has to be found in it."""

import json

from annotator.importers.registry import ARTICLES
from tests.unit.importers import test_epub, test_feed, test_mail, test_news, test_odt, test_rtf, test_table, test_warc
from tests.unit.importers.making import para, pdf, word

MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://m.example/1\r\nSubject: Port\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/html\r\n\r\n"
    + test_warc.PAGE.format(1).encode() + b"\r\n--b--\r\n"
)  # fmt: skip
_CORE = "<dc:title>The tide</dc:title>"

SAMPLES: dict[str, tuple[str, bytes]] = {
    "text": ("x.txt", "The harbour is closed 🚢.\n\nMore.".encode()),
    "html-page": ("x.html", test_warc.PAGE.format(1).encode()),
    "mhtml": ("x.mhtml", MHTML),
    "markdown": ("x.md", b"---\ntitle: T\n---\n# The harbour\n\n> is *closed*.\n"),
    "docx": ("x.docx", word(para("The harbour", '<w:outlineLvl w:val="0"/>') + para("is closed 🚢."), core=_CORE)),
    "pdf-file": ("x.pdf", pdf([(72, 740, 20, "The harbour"), (72, 700, 10, "is closed.")], info="/Title(T)")),
    "odt": ("x.odt", test_odt.odt("<text:h>The harbour</text:h><text:p>is closed 🚢.</text:p>")),
    "epub": ("x.epub", test_epub.epub(*test_epub.TWO)),
    "rtf": ("x.rtf", test_rtf.rtf(r"\pard\s1 The harbour\par\pard is closed.{\footnote x}\par")),
    "email": ("x.eml", test_mail.message("The harbour is closed.", "<p>The harbour is closed.</p>").as_bytes()),
    "feed": ("x.rss", test_feed.RSS),
    "news-xml": ("x.xml", test_news.NITF.encode()),
    "ninjs": ("x.json", json.dumps(test_news.ITEM).encode()),
    "warc": ("x.warc", test_warc.warc(*test_warc.TWO, packed=False)),
    "table": ("x.csv", test_table.table(["title", "text"], ["T", "The harbour is closed 🚢."])),
}  # fmt: skip

MORE: dict[str, tuple[str, bytes]] = {
    "workbook": ("x.xlsx", test_table.workbook(["title", "text"], ["T", "The harbour is closed."])),
    "json lines": ("x.jsonl", b'{"title": "T", "text": "The harbour is closed."}\n' * 2),
    "atom": ("x.atom", test_feed.ATOM),
    "packed archive": ("x.warc.gz", test_warc.warc(*test_warc.TWO)),
}
"""Other forms of some of them."""

assert SAMPLES.keys() == ARTICLES.keys()
