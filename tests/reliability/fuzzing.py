"""Readers that take bytes from outside, each as one function that may only answer or refuse in words.

`python -m tests.reliability.fuzzing TARGET [seconds]` looks for inputs that break one, guided by coverage, where
atheris is installed (`pip install atheris`, Linux and macOS). What it finds is kept in tests/data/fuzz/TARGET; the
tests replay everything that is kept there.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "tests" / "data" / "fuzz"


def article(data: bytes) -> None:
    from annotator.importers.article import Options, compose
    from annotator.importers.plain_text import read
    from annotator.importers.source import Source

    for found in read(Source("name.txt", data=data), Options()):
        assert compose(found.blocks).text.encode()


def corpus(data: bytes) -> None:
    from annotator.formats.checking import check
    from annotator.formats.corpus import parse
    from annotator.formats.lines import line_of

    found, _ = check(parse(data, "name.jsonl"), lambda _kind, _id: None, lambda _id: None, {})
    for items in found.items.values():
        for item in items:
            json.dumps(line_of(item, found.texts.get(item.id)), ensure_ascii=False).encode()


def project(data: bytes) -> None:
    from annotator.storage import documents
    from annotator.storage.project_file import ProjectFile
    from annotator.storage.verification import verify

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.annotator"
        path.write_bytes(data)
        with ProjectFile.open(path, read_only=True) as file:
            for row in documents.rows(file):
                documents.read(file, row.id)
            verify(file)


def pages(data: bytes) -> None:
    from annotator.storage.proven import find

    for digest, (_, revision) in find(data).revisions.items():
        assert revision.digest == digest
        assert revision.proven()


def expression(data: bytes) -> None:
    from annotator.services.searching import find

    find("the harbour aaaaaaaaaaa" * 20, data.decode("utf-8", "replace")[:200], regular=True, seconds=0.2)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "article": article, "corpus": corpus, "project": project, "pages": pages, "expression": expression,
}  # fmt: skip


def tried(target: Callable[[bytes], None], data: bytes) -> None:
    """Give the bytes to a reader; refusing them in words is as good as reading them."""
    from annotator.model.errors import UserError

    with suppress(UserError):
        target(data)


def main(arguments: list[str]) -> None:
    import atheris

    name, seconds = arguments[0], int(arguments[1]) if len(arguments) > 1 else 60
    for module in ("annotator.importers", "annotator.formats", "annotator.storage", "annotator.model"):
        with atheris.instrument_imports(include=[module]):
            for target in TARGETS.values():
                tried(target, b"x")
    folder = KEPT / name
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as grown:
        options = [sys.argv[0], f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", grown, str(folder)]
        atheris.Setup(options, lambda data: tried(TARGETS[name], data))
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
