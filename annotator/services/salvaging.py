"""Bringing over what a damaged project still proves into a new one."""

from collections.abc import Sequence
from pathlib import Path

from annotator.importers import plain_text
from annotator.services import backing_up
from annotator.services.bulk import Progress, nothing
from annotator.services.importing import load
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
    texts = {}
    for path in articles:
        article = plain_text.read(load(path), path.name)
        texts[bytes.fromhex(article.document.id)] = article.text
    return salvage(damaged, with_suffix(out), others=others, texts=texts, progress=progress)
