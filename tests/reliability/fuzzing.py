"""Readers that take bytes from outside, each as one function that may only answer or refuse in words.

`python -m tests.reliability.fuzzing TARGET [seconds]` looks for inputs that break one, guided by coverage, where
atheris is installed (`pip install atheris`, Linux and macOS). What it finds is kept in tests/data/fuzz/TARGET; the
tests replay everything that is kept there.
"""

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256
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

    found, _ = check(parse(data, "name.jsonl"), lambda _kind, _id: None, lambda _id: None, lambda _ids: {})
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


TEXT = "The port 🚢 will open, the master said.\nHe said so to Radio Sarn.\n"
"""The article on which files of several parts stand; the part that is fuzzed is not its text."""

_ID = sha256(TEXT.encode()).hexdigest()

PARTS: dict[str, tuple[str, dict[str, bytes]]] = {
    "prodigy": ("x.jsonl", {}), "doccano": ("x.jsonl", {}), "label-studio": ("x.json", {}), "w3c": ("x.jsonld", {}),
    "citron": ("x.json", {}), "cas-json": ("x.json", {}), "cas-xmi": ("x.xmi", {}), "parquet": ("x.parquet", {}),
    "brat": ("x/x.ann", {"x/x.txt": TEXT.encode()}), "refi-qda": ("x.qdpx", {"sources/x.txt": TEXT.encode()}),
    "csv": ("x/annotations.csv", {"x/documents.csv": f'id,text\n{_ID},"{TEXT}"\n'.encode()}),
}  # fmt: skip
"""For each format the file that is fuzzed, and what stands beside it; of a REFI-QDA project it is project.qde."""


def read_format(name: str, data: bytes) -> None:
    """Read a file in the format, and check everything in it, as an import does."""
    from annotator.formats.bundles import ReadOptions
    from annotator.formats.checking import check
    from annotator.formats.registry import FORMATS

    fuzzed, beside = PARTS[name]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / fuzzed
        place.parent.mkdir(exist_ok=True)
        if name == "refi-qda":
            with zipfile.ZipFile(place, "w") as box:
                for member, content in {"project.qde": data, **beside}.items():
                    box.writestr(member, content)
        else:
            for part, content in {fuzzed: data, **beside}.items():
                (Path(folder) / part).write_bytes(content)
        chosen = place.parent if "/" in fuzzed else place
        for bundle in FORMATS[name].load().read(chosen, ReadOptions()):
            _, report = check(bundle, lambda _kind, _id: None, lambda _id: None, lambda _ids: {})
            assert all(one.reason for one in report.quarantined)


def expression(data: bytes) -> None:
    from annotator.services.searching import find

    find("the harbour aaaaaaaaaaa" * 20, data.decode("utf-8", "replace")[:200], regular=True, seconds=0.2)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "article": article, "corpus": corpus, "project": project, "pages": pages, "expression": expression,
    **{name: partial(read_format, name) for name in PARTS},
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
