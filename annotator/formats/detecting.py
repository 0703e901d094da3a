"""Which format a file or folder is in, from its content first and its name second, and how sure that is."""

import codecs
import os
import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from annotator.formats.lines import NotJson, decode
from annotator.model.items import KINDS

CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"
_ENOUGH = 1 << 20
_JUDGED = 10
"""Files of a folder that are looked at."""


class Guess(NamedTuple):
    format: str
    sure: str
    why: str


def detect(place: Path) -> Guess | None:
    """The corpus format of a file or folder; None for what looks like no corpus. Raises OSError."""
    return _folder(place) if os.path.isdir(place) else _file(place)  # noqa: PTH112 - Path.is_dir raises for long names


def in_utf_16(path: Path) -> bool:
    """Whether a file is text in UTF-16, by its byte order mark or the first sign of JSON or XML. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(4)
    wide = [sign.encode(encoding) for sign in "{[<" for encoding in ("utf-16-le", "utf-16-be")]
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, *wide))


def _folder(folder: Path) -> Guess | None:
    """By its own files, or by those of the folders in it where a format writes none beside them."""
    with os.scandir(folder) as entries:
        inside = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    files = [name for name, is_folder in inside if not is_folder]
    folders = [name for name, is_folder in inside if is_folder]
    endings = {os.path.splitext(name)[1].lower() for name in files}  # noqa: PTH122 - names, not paths
    if ".ann" in endings:
        return Guess("brat", CERTAIN, "it holds .ann files")
    if set(files) >= _BRAT and any(_holds(folder / name, ".ann") for name in folders):
        return Guess("brat", CERTAIN, "the folders in it hold .ann files")
    if ".xmi" in endings:
        return Guess("cas-xmi", CERTAIN, "it holds .xmi files")
    if {"documents.csv", "annotations.csv"} <= set(files):
        return Guess("csv", CERTAIN, "it holds documents.csv and annotations.csv")
    if ".json" in endings:
        return _by_first(folder)
    below = [] if files else [_by_first(folder / name) for name in folders]
    return below[0] if below and all(one is not None and one.format == "citron" for one in below) else None


_BRAT = frozenset(("annotation.conf", "annotator.jsonl"))
"""What an export for brat has beside the folders of annotators."""


def _holds(folder: Path, ending: str) -> bool:
    return any(path.suffix.lower() == ending for path in folder.iterdir())


def _by_first(folder: Path) -> Guess | None:
    """By the first JSON files in a folder: what most of them are, so that one among articles does not decide."""
    files = (path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".json" and path.is_file())
    guesses = [_file(path) for path in islice(files, _JUDGED)]
    guess = next((one for one in guesses if one is not None), None)
    if guess is None or guess.format not in ("cas-json", "citron"):
        return None
    same = sum(one is not None and one.format == guess.format for one in guesses)
    return Guess(guess.format, LIKELY, f"its first file: {guess.why}") if 2 * same > len(guesses) else None


def read_with(format_: str, path: Path) -> bool:
    """Whether a file in a folder that is a corpus, or below it, belongs to the corpus: the rest is something else."""
    ending, name = path.suffix.lower(), path.name.lower()
    match format_:
        case "brat":
            return ending in (".ann", ".conf") or name == "annotator.jsonl" or (
                ending == ".txt" and path.with_suffix(".ann").exists()
            )  # fmt: skip
        case "csv":
            return ending == ".csv"
        case "cas-xmi" | "cas-json":
            return ending in (".xmi", ".json") or name.endswith("typesystem.xml")
        case _:
            return ending == ".json"


def _file(path: Path) -> Guess | None:
    ending = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_ENOUGH)
    if head.startswith(b"PAR1"):
        return Guess("parquet", CERTAIN, "it begins as Parquet does")
    if head.startswith(b"PK") and (ending == ".qdpx" or b".qde" in head):
        return Guess("refi-qda", CERTAIN, "it is a zip of a .qde project")
    if ending == ".ann":
        return Guess("brat", CERTAIN, "its name ends in .ann")
    if ending == ".csv" and head.removeprefix(b"\xef\xbb\xbf").startswith(b"id,document,annotator,modified,"):
        return Guess("csv", CERTAIN, "its columns are those of an annotator table")
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"http://www.omg.org/XMI" in body[:4096]:
        return Guess("cas-xmi", CERTAIN, "it is XMI")
    if body[:1] in (b"{", b"["):
        return _json(body, ending)
    return Guess("corpus", GUESS, "its name ends in .jsonl") if ending == ".jsonl" else None


def _key(body: bytes, *names: str) -> bool:
    return all(re.search(rb'"%s"\s*:' % name.encode(), body) for name in names)


def _json(body: bytes, ending: str) -> Guess | None:
    keys = _first_keys(body)
    if keys is not None and (guess := _of_lines(keys, body)) is not None:
        return guess
    if _key(body, "%FEATURE_STRUCTURES") or _key(body[:4096], "%TYPES"):
        return Guess("cas-json", CERTAIN, "it has feature structures")
    if _key(body[:65536], "@context") or re.search(rb'"type"\s*:\s*\[?\s*"Annotation', body):
        return Guess("w3c", CERTAIN if b"anno.jsonld" in body else LIKELY, "it is JSON-LD")
    if body[:1] == b"{" and ending not in (".jsonl", ".ndjson") and _key(body, "quotes", "text"):
        return Guess("citron", LIKELY, "it has a text and quotes")
    if body[:1] == b"[" and (_key(body, "annotations") or _key(body, "completions")) and _key(body, "data"):
        return Guess("label-studio", LIKELY, "it is a list of tasks with annotations")
    if b'"annotator-corpus"' in body or (keys is None and ending == ".jsonl"):
        return Guess("corpus", GUESS, "its name ends in .jsonl")
    return None


def _first_keys(body: bytes) -> dict[str, object] | None:
    """The first line, when it is a JSON object; nothing else is parsed to find out what a file is."""
    try:
        value = decode(body.split(b"\n", 1)[0].decode("utf-8", "surrogatepass"))
    except (NotJson, UnicodeDecodeError):
        return None
    return value if isinstance(value, dict) else None


def _of_lines(first: dict[str, object], body: bytes) -> Guess | None:
    """The format of a file of JSON objects, one a line."""
    kind = first.get("type")
    if b'"annotator-corpus"' in body or kind == "corpus" or (isinstance(kind, str) and kind in KINDS):
        return Guess("corpus", CERTAIN if b'"annotator-corpus"' in body else LIKELY, "its lines are those of a corpus")
    if "text" not in first or "quotes" in first:
        return None
    if "_input_hash" in first or "_task_hash" in first:
        return Guess("prodigy", CERTAIN, "its lines are tasks with hashes")
    own = "entities" in first and isinstance(first.get("relations"), list)
    if own or any(_spans(first, name) for name in ("entities", "label", "labels")):
        return Guess("doccano", LIKELY, "its lines have a text and labels")
    return Guess("prodigy", LIKELY, "its lines are tasks with spans") if "spans" in first else None


_OF_ARTICLES = frozenset(("title", "headline", "date", "published", "author", "source", "url"))
"""What lines of articles say besides their text; a line of doccano with these has spans as well."""


def _spans(line: dict[str, object], name: str) -> bool:
    """Whether a line holds spans as doccano writes them; articles have topics and names of people under such keys."""
    found = line.get(name)
    if not isinstance(found, list):
        return False
    if not found:
        return _OF_ARTICLES.isdisjoint(line)
    one = found[0]
    return "start_offset" in one if isinstance(one, dict) else isinstance(one, list) and len(one) == 3
