"""Bringing over what a damaged project still proves into a new one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.importers import reading
from annotator.importers.article import Found, Options, compose
from annotator.importers.detecting import detect
from annotator.importers.source import Source
from annotator.model.errors import UserError
from annotator.model.text import digest
from annotator.services import backing_up
from annotator.services.bulk import Progress, nothing
from annotator.services.project import with_suffix
from annotator.storage.salvage import Salvaged, salvage

__all__ = ["Salvaged", "bring_over"]


def bring_over(
    damaged: Path, out: Path, *, articles: Sequence[Path] = (), with_backups: bool = True, progress: Progress = nothing
) -> Salvaged:
    """Make the project `out` of what is proven in `damaged`, filled up from its backups and from article files.

    The damaged file is only read. It must not be open for writing in this program. Raises UserError when nothing can
    be brought over, or when `out` exists.
    """
    others = [one.path for one in backing_up.found(damaged)] if with_backups else []
    texts = {bytes.fromhex(digest(text)): text for path in articles for text in _texts(path)}
    return salvage(damaged, with_suffix(out), others=others, texts=texts, progress=progress)


def _texts(path: Path) -> Iterator[str]:
    """The texts of an article file. Raises UserError for what in it cannot be read."""
    source = Source.of_file(path)
    for one in reading.read(source, detect(source), Options()):
        if not isinstance(one, Found):
            raise UserError(one.reason, one.advice)
        yield compose(one.blocks).text
