"""RTF files: their text, notes and tables; nothing that is embedded in them is opened."""

from collections.abc import Iterator, Mapping

from annotator.importers.article import Facts, Found, Options, Refused, names
from annotator.importers.dates import made
from annotator.importers.html_facts import iso
from annotator.importers.rtf_body import Reader, blocks_of
from annotator.importers.source import Source
from annotator.model.errors import UserError

MEDIA_TYPE = "application/rtf"
MOST_BYTES = 64 * 1024 * 1024


def read(source: Source, options: Options) -> Iterator[Found | Refused]:  # noqa: ARG001 - the file says its encoding
    """The article of an RTF file. Raises UserError when there is none."""
    data = source.read()
    begin = data.find(b"{\\rtf", 0, 1024)
    if begin < 0:
        raise UserError(f"{source.name} is no RTF file.", "Open it in the program that made it and save it again.")
    if len(data) > MOST_BYTES:
        raise UserError(f"{source.name} is larger than {MOST_BYTES // 2**20} MB.", "Save it without its pictures.")
    reader = Reader()
    reader.read(data[begin:].decode("latin-1"))
    said = {name: " ".join(value.split())[:500] for name, value in reader.facts.items()}
    yield Found(
        tuple(blocks_of(reader)), _facts(said), format="rtf", media_type=MEDIA_TYPE, original=data,
        notes=(*_notes(reader), *made(_made(said))),
    )  # fmt: skip


def _notes(reader: Reader) -> Iterator[str]:
    if reader.pictures:
        yield f"{reader.pictures} picture{'s' if reader.pictures > 1 else ''} in the file cannot be text"
    if reader.unclosed:
        yield "the file ends before what it began is closed: its text may be cut off"


def _facts(said: Mapping[str, str]) -> Facts:
    return Facts(title=said.get("title", ""), author=names(said.get("author", "")))


def _made(said: Mapping[str, str]) -> str:
    """When the file was made."""
    year, month, day = (said.get("creatim", "").split() + ["0"] * 3)[:3]
    return iso(f"{int(year):04}-{int(month):02}-{int(day):02}")
