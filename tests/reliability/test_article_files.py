"""Article files made to break their reader: refused in words or read, and nothing outside is opened or called."""

import subprocess
import sys

import pytest

from annotator.importers import parallel
from annotator.importers.article import Found, Options, Refused, compose
from annotator.importers.detecting import detect
from annotator.importers.parallel import Job
from annotator.importers.reading import read
from annotator.importers.source import Source

WATCHED = """
import sys, pathlib
from annotator.importers import reading
from annotator.importers.article import Found, Options, compose
from annotator.importers.detecting import detect
from annotator.importers.source import Source

def all_of(path):
    source = Source.of_file(path)
    return list(reading.read(source, detect(source), Options()))

folder = pathlib.Path(sys.argv[1])
for ending in ("html", "md", "mhtml", "txt"):
    all_of(folder / f"warm.{ending}")
touched = []

def watch(event, arguments):
    if event.startswith(("socket.", "urllib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "shutil.")):
        touched.append((event, str(arguments)[:200]))
    if event == "open" and not str(arguments[0]).startswith((str(folder), sys.prefix, sys.base_prefix)):
        touched.append((event, str(arguments[0])))
    if event == "open" and "secret" in str(arguments[0]):
        touched.append((event, str(arguments[0])))

sys.addaudithook(watch)
for path in sorted(folder.glob("evil*")):
    for one in all_of(path):
        assert not isinstance(one, Found) or "SECRET" not in compose(one.blocks).text
print(touched)
"""

TEXT = "The mayor said on Monday that the bridge would open. " * 12
REMOTE = """<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y SYSTEM "https://evil.example/y">]>
<?xml-stylesheet href="https://evil.example/x.xsl"?>
<html><head><base href="https://evil.example/"><link rel="stylesheet" href="file://{secret}">
<script src="https://evil.example/x.js"></script><meta http-equiv="refresh" content="0;url=https://evil.example/">
<link rel="canonical" href="file://{secret}"></head><body><article><p>{text} &x; &y;</p>
<img src="https://evil.example/x.png"><img src="file://{secret}"><iframe src="file://{secret}"></iframe>
<object data="https://evil.example/x.swf"></object><p>{text}</p>
<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/></article></body></html>"""


def test_nothing_that_a_page_refers_to_is_opened_or_called(tmp_path, data_folder):
    (tmp_path / "inner").mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    folder = tmp_path / "inner"
    remote = REMOTE.format(secret=secret, text=TEXT)
    (folder / "warm.html").write_bytes((data_folder / "articles" / "harbour.html").read_bytes())
    (folder / "warm.mhtml").write_bytes((data_folder / "articles" / "harbour.mhtml").read_bytes())
    (folder / "warm.md").write_text("# Words\n\nShe said so.")
    (folder / "warm.txt").write_text("She said so.")
    (folder / "evil1.html").write_text(remote)
    (folder / "evil2.xhtml").write_text('<?xml version="1.0"?>' + remote)
    (folder / "evil3.md").write_text(f"![x](file://{secret})\n\n{remote}\n\n[y](https://evil.example)")
    (folder / "evil4.mhtml").write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
        f"Content-Location: file://{secret}\n\n{remote}\n--x\nContent-Type: message/external-body; "
        f'access-type=local-file; name="{secret}"\n\n--x--'
    )
    (folder / "evil5.txt").write_text(f"file://{secret} https://evil.example")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(folder)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"


HOSTILE = {
    "nothing.html": b"",
    "zeros.html": bytes(100_000),
    "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "zip.html": b"PK\x03\x04" + bytes(range(256)) * 40,
    "deep.html": b"<html>" + b"<div><b>" * 30_000 + b"x",
    "tables.html": b"<html>" + b"<table><tr><td>" * 3000 + b"x",
    "lists.html": b"<html>" + b"<ul><li>" * 3000 + b"x",
    "attributes.html": b"<html><p " + b"".join(b"a%d=x " % n for n in range(50_000)) + b">x",
    "class.html": b"<html><p class='" + b"share-" * 50_000 + b"'>x",
    "entities.html": b"<html><p>" + b"&amp;" * 200_000 + b"&#0;&#xD800;&#x110000;&nonsense;",
    "comment.html": b"<html><!--" + b"-" * 500_000,
    "comments.html": b"<!-- x -->" * 20_000 + b"<html><p>x",
    "long.html": b"<html><p>" + b"word " * 400_000,
    "unclosed.html": b"<html><body><p>The mayor said <a href='x",
    "script.html": b"<html><body><script>" + b"<p>x</p>" * 1000,
    "nul.html": b"<html><p>The mayor\x00 said \x00so.",
    "bidi.html": "<html><p>The mayor \u202esaid\u202c so.".encode(),
    "surrogate.html": b"<html><p>The mayor \xed\xa0\x80 said so.",
    "utf7.html": b"<html><head><meta charset='utf-7'></head><p>+ADw-script+AD4-",
    "hex.html": b"<html><head><meta charset='hex'></head><p>The mayor \xff said so.",
    "mime.mht": b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 20_000,
    "mimes.mht": b"".join(
        b"Content-Type: multipart/related; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    ),
    "base64.mht": b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
                  b"Content-Transfer-Encoding: base64\n\n!!!!\n--x--",
    "quotes.md": b"> " * 20_000 + b"x",
    "lists.md": b"".join(b" " * n + b"- x\n" for n in range(800)),
    "brackets.md": b"[" * 20_000 + b"x",
    "emphasis.md": b"*a **a " * 8000,
    "table.md": b"|" * 20_000 + b"\n" + b"|-" * 10_000,
    "front.md": b"---\n" + b"title: x\n" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_in_words(name):
    source = Source(name, data=HOSTILE[name])
    for one in read(source, detect(source), Options()):
        if isinstance(one, Refused):
            assert one.reason
            assert "Traceback" not in one.reason
        else:
            assert isinstance(one, Found)
            assert compose(one.blocks).text.encode()


def test_a_file_that_takes_its_process_down_is_refused_and_the_others_are_read(tmp_path, monkeypatch):
    """The reader of one file ends its process; what ends real ones are faults in libraries written in C."""
    package = tmp_path / "sitecustomize.py"
    package.write_text(
        "import annotator.importers.reading as reading, os\n"
        "usual = reading.read\n"
        "def read(source, *rest):\n"
        "    if source.name == 'p05.md':\n"
        "        os._exit(9)\n"
        "    return usual(source, *rest)\n"
        "reading.read = read\n"
    )
    from pathlib import Path

    root = Path(__file__).resolve().parents[2]
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{':' if sys.platform != 'win32' else ';'}{root}")
    paths = []
    for n in range(parallel.FEW + 4):
        paths.append(tmp_path / f"p{n:02}.md")
        paths[-1].write_text(f"Article {n}, they said.")
    found = list(parallel.read_files([Job(path, "markdown") for path in paths], Options()))
    assert [number for number, _ in found] == list(range(len(paths)))
    assert [number for number, one in found if isinstance(one, Refused)] == [5]
