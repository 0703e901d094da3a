"""RTF files: their text, notes and tables; nothing that is embedded in them is opened."""

from collections.abc import Iterator

from annotator.importers.article import Facts, Found, Options, Refused, names
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
    yield Found(
        tuple(blocks_of(reader)), _facts(reader), format="rtf", media_type=MEDIA_TYPE, original=data,
        notes=tuple(_notes(reader)),
    )  # fmt: skip


def _notes(reader: Reader) -> Iterator[str]:
    if reader.pictures:
        yield f"{reader.pictures} picture{'s' if reader.pictures > 1 else ''} in the file cannot be text"
    if reader.unclosed:
        yield "the file ends before what it began is closed: its text may be cut off"


def _facts(reader: Reader) -> Facts:
    said = {name: " ".join(value.split())[:500] for name, value in reader.facts.items()}
    parts = said.get("creatim", "").split()
    published = ""
    if len(parts) >= 3 and 1 <= int(parts[1]) <= 12 and 1 <= int(parts[2]) <= 31 and 1900 <= int(parts[0]) <= 2200:
        published = f"{int(parts[0]):04}-{int(parts[1]):02}-{int(parts[2]):02}"
        if len(parts) == 5 and int(parts[3]) < 24 and int(parts[4]) < 60:
            published += f"T{int(parts[3]):02}:{int(parts[4]):02}"
    return Facts(title=said.get("title", ""), author=names(said.get("author", "")), published=published)
