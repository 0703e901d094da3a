"""Parquet: a row for each article with its annotations nested; what is shared is in the file's metadata.

Offsets are code points (`offset_unit` in the metadata). The columns `item` and `items` hold, as JSON, what the
other columns do not say; for the rest the columns count.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions, record
from annotator.formats.foreign import listed
from annotator.formats.lines import NotJson, decode, encode, line_of
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.model.errors import UserError

_ROWS = 200
"""Rows that are held in memory at a time."""

_FACTS = ("title", "outlet", "author", "published", "url", "language")
_FIRST = ("annotator", "tag", "entity", "setting")
"""Kinds of shared items that do not speak of others."""

_SAID = frozenset(("type", "id", "document", "annotator", "tag", "entity", "note", "spans", "text"))


def _schema() -> Any:
    import pyarrow as pa

    text = pa.string()
    span = pa.struct([("begin", pa.int64()), ("end", pa.int64()), ("text", text)])
    annotation = pa.struct(
        [
            ("id", text), ("annotator", text), ("tag", text), ("spans", pa.list_(span)), ("entity", text),
            ("note", text), ("item", text),
        ]
    )  # fmt: skip
    ids = pa.list_(text)
    attribution = pa.struct(
        [
            ("id", text), ("annotator", text), ("sources", ids), ("cues", ids), ("contents", ids), ("parent", text),
            ("item", text),
        ]
    )  # fmt: skip
    return pa.schema(
        [
            ("id", text), ("text", text), *((name, text) for name in _FACTS), ("item", text),
            ("annotations", pa.list_(annotation)), ("attributions", pa.list_(attribution)), ("items", ids),
        ]
    )  # fmt: skip


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    shared = "\n".join(encode(line_of(item)) for items in selection.shared.values() for item in items)
    schema = _schema().with_metadata({"format": "annotator-corpus 1", "offset_unit": "code points", "shared": shared})
    with pq.ParquetWriter(place, schema) as writer:
        rows: list[dict[str, Any]] = []
        for article in selection.articles():
            tick(article.title)
            rows.append(_row(article))
            if len(rows) == _ROWS:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _row(article: Article) -> dict[str, Any]:
    facts = {name: getattr(article.document, name) or None for name in _FACTS}
    return {
        "id": article.id, "text": article.text, **facts, "item": encode(line_of(article.document)),
        "annotations": [
            {
                "id": a.id, "annotator": a.annotator, "tag": a.tag,
                "spans": [
                    {"begin": begin, "end": end, "text": article.text[begin:end]} for begin, end in a.spans
                ],
                "entity": a.entity, "note": a.note or None,
                "item": encode({name: value for name, value in line_of(a).items() if name not in _SAID}),
            }
            for a in article.annotations
        ],
        "attributions": [
            {
                "id": a.id, "annotator": a.annotator, "sources": list(a.sources), "cues": list(a.cues),
                "contents": list(a.contents), "parent": a.parent, "item": encode(line_of(a)),
            }
            for a in article.attributions
        ],
        "items": [encode(line_of(item)) for item in article.judgements],
    }  # fmt: skip


def read(place: Path, _options: ReadOptions) -> Iterator[Bundle]:
    """A bundle a row. Raises UserError for a file that is no Parquet, is damaged, or is not in these columns."""
    import pyarrow.parquet as pq

    with _damage_in_words(place), pq.ParquetFile(place) as file:
        missing = {"id", "text", "annotations"} - set(file.schema_arrow.names)
        if missing:
            raise UserError(f"{place} lacks the columns {', '.join(sorted(missing))}.", "Nothing was imported.")
        first = Bundle(str(place))
        metadata = file.schema_arrow.metadata or {}
        for at, line in enumerate((metadata.get(b"shared") or b"").decode("utf-8", "replace").split("\n"), 1):
            if line:
                _add(first, line, f"shared item {at}")
        last = Bundle(str(place))
        last.lines = [line for line in first.lines if line.value["type"] not in _FIRST]
        last.native = len(last.lines)
        first.lines = [line for line in first.lines if line.value["type"] in _FIRST]
        yield first
        done = 0
        for batch in file.iter_batches(batch_size=_ROWS):
            for at in range(batch.num_rows):
                yield record(str(place), f"row {done + at + 1}", _read_row, batch, at)
            done += batch.num_rows
        yield last


@contextmanager
def _damage_in_words(place: Path) -> Iterator[None]:
    """What pyarrow says of a damaged file as a UserError; what the disk says stays as it is."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UserError(f"{place} is not readable as Parquet: it is damaged.", "Nothing was imported.") from error


def _add(bundle: Bundle, line: Any, where: str, said: dict[str, Any] | None = None) -> None:
    """A line from its JSON, with what the columns say."""
    bundle.native += said is not None
    try:
        value = decode(line) if isinstance(line, str) else {}
    except NotJson:
        value = None
    if not isinstance(value, dict):
        bundle.keep_out(where, f"{where}: what its column “item” holds is no JSON object")
        return
    value |= said or {}
    if isinstance(value.get("type"), str):
        bundle.add(value, where)
    else:
        bundle.keep_out(where, f"{where}: its kind is not said")


def _read_row(bundle: Bundle, batch: Any, at: int) -> None:
    row = batch.slice(at, 1).to_pylist()[0]
    document = row.get("id")
    facts = {name: row[name] for name in _FACTS if row.get(name)}
    _add(bundle, row.get("item"), f"row {document}", {"type": "document", "id": document, "text": row["text"], **facts})
    for number, one in enumerate(listed(bundle, row, "annotations", f"row {document}"), 1):
        with bundle.item(f"annotation {number} of {document}"):
            _add_annotation(bundle, one, document)
    for number, one in enumerate(listed(bundle, row, "attributions", f"row {document}"), 1):
        with bundle.item(f"attribution {number} of {document}"):
            names = ("id", "annotator", "sources", "cues", "contents", "parent")
            said = {name: one[name] for name in names if one.get(name) is not None}
            said |= {"type": "attribution", "document": document}
            _add(bundle, one.get("item"), f"attribution {one.get('id')}", said)
    for number, line in enumerate(listed(bundle, row, "items", f"row {document}"), 1):
        _add(bundle, line, f"item {number} of {document}", {})


def _add_annotation(bundle: Bundle, one: Mapping[str, Any], document: object) -> None:
    spans = one.get("spans") or []
    said = {name: one[name] for name in ("id", "annotator", "tag", "entity", "note") if one.get(name) is not None}
    said |= {"spans": [[s["begin"], s["end"]] for s in spans], "text": [s["text"] for s in spans]}
    said |= {"type": "annotation", "document": document}
    _add(bundle, one.get("item"), f"annotation {one.get('id')}", said)
