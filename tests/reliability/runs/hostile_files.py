"""Files that a stranger may send: each means harm in its own way."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from annotator.services import importing
from annotator.services.project import Project
from tests.reliability.runs import work

Made = tuple[str, bytes]
"""Name and content."""

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
SCHEMAS = {
    "a trigger that deletes": "CREATE TRIGGER t AFTER INSERT ON operation BEGIN DELETE FROM revision; END",
    "a trigger that changes": "CREATE TRIGGER t AFTER INSERT ON revision BEGIN UPDATE document SET text = 'x'; END",
    "a trigger on undo": "CREATE TRIGGER t AFTER UPDATE ON operation BEGIN DELETE FROM item; END",
    "an endless view": f"CREATE VIEW endless AS {ENDLESS}",
    "a view that reads a file": "CREATE VIEW v AS SELECT readfile('/etc/passwd')",
    "a view that loads code": "CREATE VIEW v AS SELECT load_extension('/tmp/evil.so')",
    "a generated column": "CREATE TABLE g (x, y GENERATED ALWAYS AS (hex(zeroblob(300000000))))",
    "a check that calls": "CREATE TABLE c (x CHECK (randomblob(1000000000) IS NOT NULL))",
    "an index on an expression": "CREATE TABLE e (x); CREATE INDEX ex ON e(hex(zeroblob(100000000)))",
    "a virtual table": "CREATE VIRTUAL TABLE v USING fts5(x)",
    "a table too many": "CREATE TABLE more (x)",
    "an index too many": "CREATE INDEX more ON revision(kind)",
}
REPLACED = {
    "an endless view for a table": f"DROP TABLE heading; CREATE VIEW heading AS {ENDLESS}",
    "an endless view for the tags": f"DROP TABLE tag; CREATE VIEW tag AS {ENDLESS}",
    "an endless view for documents": f"DROP VIEW documents; CREATE VIEW documents AS {ENDLESS}",
    "no table of revisions": "DROP TABLE revision",
    "no index": "DROP INDEX revision_item",
}  # fmt: skip
ROWS = {
    "a huge text": "UPDATE document SET text = hex(zeroblob(60000000))",
    "a huge value": "UPDATE revision SET value = hex(zeroblob(60000000)) WHERE key = 3",
    "spans beyond the text": "UPDATE span SET begin = 5000000000, end = 5000000001",
    "spans turned round": "UPDATE span SET begin = 10, end = 2",
    "negative spans": "UPDATE span SET begin = -5, end = -1",
    "itself as its parent": "UPDATE attribution SET parent = key, parent_basis = 'embedded'",
    "deep nesting": f"UPDATE revision SET value = '{'[' * 100_000}'",
    "no UTF-8": "UPDATE document SET text = CAST(x'ff41fe' AS TEXT)",
    "markup for a title": "UPDATE document_info SET title = '<img src=\"file:///etc/passwd\"><b>bold</b>'",
    "turned letters for a title": "UPDATE document_info SET title = char(8238) || 'evil' || char(8236)",
    "no operations": "DELETE FROM operation",
    "endless undoing": "UPDATE operation SET undoes = key",
    "another application": "PRAGMA application_id = 1",
    "a version from far ahead": "PRAGMA user_version = 2147483647",
    "a negative version": "PRAGMA user_version = -1",
    "write-ahead logging": "PRAGMA journal_mode = WAL",
}


def projects(folder: Path) -> Iterator[Made]:
    """Project files."""
    base = folder / "base.annotator"
    document = work.new_project(base)
    with Project.open(base, work.ANA) as project:
        for _, _ in zip(range(9), work.actions(project, document), strict=False):
            pass
    whole = base.read_bytes()
    for name, statements in {**SCHEMAS, **REPLACED, **ROWS}.items():
        base.write_bytes(whole)
        with closing(sqlite3.connect(base, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.executescript(statements)
        yield f"{name}.annotator", base.read_bytes()
    yield "cut short.annotator", whole[:150]
    yield "only a header.annotator", whole[:100]
    yield "pages without end.annotator", whole[:28] + b"\xff\xff\xff\x7f" + whole[32:]
    yield "another page size.annotator", whole[:16] + b"\x02\x00" + whole[18:]


def corpora() -> Iterator[Made]:
    """Corpora."""
    header = b'{"format":"annotator-corpus","type":"corpus","version":1}\n'
    uuid = "a0a0a0a0-0000-4000-8000-000000000001"
    lines = {
        "deep": b'{"a":' * 100_000,
        "deep setting": b'{"type":"setting","id":"%s","name":"x","value":%s}'
        % (uuid.encode(), b"[" * 50_000 + b"]" * 50_000),
        "huge number": b'{"type":"annotation","id":"x","spans":[[0,%s]]}' % (b"9" * 100_000),
        "no number": b'{"type":"annotation","id":"x","spans":[[NaN,Infinity]]}',
        "one huge line": b'{"type":"document","id":"x","text":"%s"}' % (b"a" * 20_000_000),
        "the same key twice": b'{"type":"annotator","id":"%s","name":"A","name":"B"}' % uuid.encode(),
        "lone surrogate": b'{"type":"annotator","id":"%s","name":"\\ud800"}' % uuid.encode(),
        "nul": b'{"type":"annotator","id":"%s","name":"a\\u0000b"}' % uuid.encode(),
        "no object": b"[1,2,3]",
        "not UTF-8": b'{"type":"annotator","name":"\xff"}',
        "version from ahead": b'{"format":"annotator-corpus","type":"corpus","version":99}',
        "path for an id": b'{"type":"annotator","id":"../../etc/passwd","name":"x"}',
    }
    for name, line in lines.items():
        yield f"{name}.jsonl", header + line + b"\n"
    yield "no header.jsonl", b'{"type":"annotator"}\n'
    loop = [{"type": "document", "id": "x", "text": "t"}]
    loop += [
        {"type": "entity", "id": f"e0e0e0e0-0000-4000-8000-{n:012}", "name": "e", "merged_into":
         f"e0e0e0e0-0000-4000-8000-{(n + 1) % 9:012}"} for n in range(9)
    ]  # fmt: skip
    yield "a ring of sources.jsonl", header + "".join(f"{json.dumps(one)}\n" for one in loop).encode()


def articles() -> Iterator[Made]:
    """Articles, and what only says it is one."""
    yield "image.html", b'<img src="http://127.0.0.1:9/x"><img src="file:///etc/passwd"><p>Text, they said.</p>'
    yield (
        "style.html",
        b'<link rel=stylesheet href="//127.0.0.1:9/s.css"><script src=http://127.0.0.1:9/></script>Text.',
    )
    yield "frame.html", b'<iframe src="file:///etc/passwd"></iframe><object data="http://127.0.0.1:9/"></object>Text.'
    yield "bomb.xml", b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 12)
    ) + b"]><b>&l;</b>"  # fmt: skip
    yield "outside.xml", b'<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]><b>&x;</b>'
    yield (
        "bomb.xmi",
        b'<!DOCTYPE b [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&a;</xmi:XMI>',
    )
    for name in ("bomb.docx", "bomb.qdpx", "bomb.epub", "bomb.odt", "bomb.zip"):
        yield name, _zip({"word/document.xml": b"\0" * 120_000_000, "project.qde": b"\0" * 1000})
    yield "outside.qdpx", _zip({"../../../tmp/evil": b"x", "/etc/evil": b"x", "C:\\evil": b"x", "project.qde": b"<x/>"})
    yield "no text.txt", bytes(range(256)) * 400
    yield "one line.txt", b"a" * 3_000_000
    yield "marks.txt", ("Text \u202e\u2066 turned\u2069\u202c " * 5000).encode()
    yield "combining.txt", ("e" + "\u0301" * 50_000).encode()
    yield "nul.txt", b"Text\0with\0nothing. " * 100
    yield "formula.csv", b"=cmd|' /C calc'!A0,+1,-1,@SUM(1)\n"
    yield "page.pdf", b"%PDF-1.7\n1 0 obj<</URI(http://127.0.0.1:9/)>>endobj"
    yield "words.rtf", b"{\\rtf1{\\object\\objdata 00}}"


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def make(folder: Path) -> list[Path]:
    """All of them, as files in a folder."""
    folder.mkdir(exist_ok=True)
    out = []
    for name, content in (*projects(folder.parent), *corpora(), *articles()):
        path = folder / name
        path.write_bytes(content)
        out.append(path)
    return out


def use(path: Path, project_path: Path) -> str:
    """What a person would do with such a file: open, read, verify and export it, or import it. What came of it."""
    if path.suffix == ".annotator":
        with Project.open(path, work.ANA) as project:
            for row in project.documents():
                article = project.read(row.id)
                list(article.ordered())
            troubles = project.verify()
            return f"{'writable' if project.writable else 'read only'}, {len(troubles)} problems"
    with Project.open(project_path, work.ANA) as project:
        report = importing.import_files(project, [path]).report
        return f"{report.documents} in, {len(report.quarantined)} out"
