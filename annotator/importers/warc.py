"""Web archives (WARC): each page that was fetched is an article; pictures and the like are counted and passed over."""

import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any, BinaryIO

from annotator.importers.article import Facts, Found, Options, Refused
from annotator.importers.html_page import found
from annotator.importers.html_tree import decode_page
from annotator.importers.source import Source
from annotator.model.errors import UserError

MEDIA_TYPE = "application/warc"
MOST_PAGE = 32 * 1024 * 1024
MOST_RECORDS = 5_000_000
logging.getLogger("warcio").addHandler(logging.NullHandler())  # what it remarks on is told in our words, or not at all

_PAGES = ("text/html", "application/xhtml+xml")


def read(source: Source, options: Options) -> Iterator[Found | Refused]:
    """The pages of an archive, in its order. Raises UserError for what is none."""
    from warcio.exceptions import ArchiveLoadFailed

    passed: Counter[str] = Counter()
    last: Found | None = None
    records = 0
    ended_early = False
    with closing(source.open()) as file:
        try:
            for record in _records(file):
                records += 1
                if records > MOST_RECORDS:
                    raise UserError(f"{source.name} holds too many records.", "Split it.")
                if why := _no_page(record):
                    passed[why] += 1
                    ended_early = _ends_early(record)
                    continue
                if last is not None:
                    yield last
                    last = None
                one = _page(record, options)
                if isinstance(one, Refused):
                    yield one
                else:
                    last = one
        except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:  # in its headers
            if last is not None:
                yield last
                last = None
            why = str(error).strip().split("\n")[0][:120]
            yield Refused(f"the archive cannot be read behind record {records} ({why})", "What came before was read.")
            return
    if last is not None:
        early = ("the archive ends within its last record",) if ended_early else ()
        yield replace(last, notes=(*last.notes, *_notes(passed), *early))
    elif not records:
        raise UserError(f"{source.name} holds no records of web pages.", "Choose a WARC file.")


def _records(file: BinaryIO) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator

    class Quiet(ArchiveIterator):  # type: ignore[misc]  # it has no types
        INC_RECORD = ""
        """What it would print of records whose length is wrong."""

    return iter(Quiet(file))


def _notes(passed: Counter[str]) -> Iterator[str]:
    if passed:
        shown = ", ".join(f"{count} {why}" for why, count in passed.most_common(6))
        yield f"passed over in the archive: {shown}"


def _no_page(record: Any) -> str:
    """Why a record is no page; empty for one that is."""
    if record.rec_type not in ("response", "resource"):
        return "records about others"
    content = _content_type(record)
    if content not in _PAGES:
        return f"of {content[:60]}" if content else "without a type"
    status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
    return "" if status in ("200", "203", "") else f"answers with status {status[:10]}"


def _ends_early(record: Any) -> bool:
    """Whether a record is shorter than it says, as only the last one of an archive that was cut off is."""
    stream = record.raw_stream
    try:
        while stream.read(1 << 20):
            pass
    except (OSError, EOFError, ValueError):
        return True
    return getattr(stream, "limit", 0) > 0


def _content_type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _page(record: Any, options: Options) -> Found | Refused:
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    captured = record.rec_headers.get_header("WARC-Date") or ""
    name = address[:300] or "a page without an address"
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    declared = (headers.get_header("Content-Type") or "").rpartition("charset=")[2].strip("\"' ;")
    try:
        body = record.content_stream().read(MOST_PAGE + 1)
    except (OSError, EOFError, ValueError):
        return Refused("its bytes are damaged", name=name)
    if len(body) > MOST_PAGE:
        return Refused(f"it is larger than {MOST_PAGE // 2**20} MB", name=name)
    cut = _ends_early(record) or record.rec_headers.get_header("WARC-Truncated")
    known = Facts(url=address if address.startswith(("http://", "https://")) else "")
    try:
        one = found(
            decode_page(body, name, options.encoding, declared if "=" not in declared else ""), name, facts=known
        )
    except UserError as refused:
        why = "the archive ends within it" if cut else refused.sentence.rstrip(".")
        return Refused(why, refused.next_step, name)
    undated = captured and not one.facts.published
    notes = (*one.notes, f"captured {captured[:30]}, without a date of its own") if undated else one.notes
    if cut:
        notes = (*notes, "its record is shorter than the page was: its text may be cut off")
    original = _alone(record, address, captured, body)
    return replace(one, name=name, format="warc", media_type=MEDIA_TYPE, original=original, notes=notes)


def _alone(record: Any, address: str, captured: str, body: bytes) -> bytes:
    """An archive of this page alone."""
    from warcio.warcwriter import WARCWriter

    headers = {
        "WARC-Date": captured,
        "WARC-Record-ID": record.rec_headers.get_header("WARC-Record-ID") or "<urn:uuid:0>",
    }
    content = record.http_headers if record.http_headers is not None else record.rec_headers
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    made = writer.create_warc_record(
        address or "about:blank", "resource", payload=io.BytesIO(body), length=len(body),
        warc_content_type=content.get_header("Content-Type") or "text/html",
        warc_headers_dict={name: value for name, value in headers.items() if value},
    )  # fmt: skip
    writer.write_record(made)
    made.raw_stream.close()  # a copy that the writer makes and leaves open
    return out.getvalue()
