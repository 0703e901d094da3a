"""Reports of faults of the program: files without a word of any article, unless the person adds what the error said."""

import os
import sys
import time
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from annotator import __version__
from annotator.services import identity

MOST = 20
"""Reports that are kept."""

_STALE = 7 * 24 * 3600
"""Seconds after which an empty record of a process is nobody's any more."""


def folder() -> Path:
    return identity.folder() / "reports"


def words(error: BaseException, trace: TracebackType | None) -> str:
    """Where it happened, by file and line of the program, and the kinds of the errors; what they said is left out."""
    parts, seen = [], set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = "".join(traceback.format_tb(trace if one is error else one.__traceback__))
        parts.append(f"{frames}{type(one).__module__}.{type(one).__qualname__} (what it said is left out)\n")
        one = one.__cause__ or one.__context__
    return "\nbefore that:\n".join(parts)


def said(error: BaseException, trace: TracebackType | None) -> str:
    """The same with what the errors said, which may quote an article."""
    return "".join(traceback.format_exception(type(error), error, trace))


def write(report: str, path: Path | None = None) -> Path | None:
    """Write a report, over an earlier one when its path is given; None when that is not possible."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        for old in sorted(folder().glob("*.txt"))[: 1 - MOST]:
            old.unlink(missing_ok=True)
        path = path or folder() / f"{datetime.now().astimezone():%Y-%m-%d %H%M%S.%f}.txt"
        head = f"Annotator {__version__}, Python {sys.version}, {sys.platform}\n"
        path.write_text(head + report, encoding="utf-8", errors="backslashreplace")
    except OSError:
        return None
    return path


def record_of_process() -> Path:
    """Where this process writes how it fell over, should it."""
    return folder() / f"process-{os.getpid()}.record"


def left_by_earlier() -> list[Path]:
    """Reports of programs that fell over; each is given once. Empty records of long ago are cleared away."""
    out = []
    for record in sorted(folder().glob("process-*.record")) if folder().is_dir() else ():
        with suppress(OSError):
            status = record.stat()
            if status.st_size:
                ended = datetime.fromtimestamp(status.st_mtime).astimezone()
                report = record.with_name(f"{ended:%Y-%m-%d %H%M%S} ended.txt")
                record.replace(report)
                out.append(report)
            elif time.time() - status.st_mtime > _STALE:
                record.unlink()
    return out


def read(path: Path) -> str:
    """A report as text, empty when it is gone."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
