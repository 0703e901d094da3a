"""Which files are meant by the files and folders that somebody names or drops."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.detecting import detect, read_with
from annotator.formats.registry import FORMATS
from annotator.importers import registry
from annotator.importers.source import unreadable
from annotator.model.errors import UserError
from annotator.model.hidden import named

_BESIDE_PAGE = re.compile(
    r"[-_. ](?:files?|dateien|fichiers|archivos|ficheros|arquivos|bestanden|filer|pliki|soubory|tiedostot|fajlovi|"
    r"fitxers|elemei|failid|файлы|datoteke|dosyalar)",
    re.IGNORECASE,
)
"""How browsers, in their languages, name the folder of what a saved page shows, after the name of the page."""

_OF_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))


def suffixes() -> list[str]:
    """The endings of files that can be imported."""
    return sorted({suffix for one in FORMATS.values() if one.reads for suffix in one.suffixes} | registry.suffixes())


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in folders that look like articles or corpora, in a stable order.

    Raises UserError for a path that does not exist and for a folder that holds none.
    """
    return [*locate(paths)[0]]


def locate(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The same, and what is to be told of files in folders that were passed over."""
    endings = frozenset(suffixes())
    out: list[Path] = []
    notes: list[str] = []
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
            passed: Counter[str] = Counter()
            found = sorted(_walk(path, endings, passed))
            if not found:
                raise UserError(f"The folder {named(path)} holds no text file and no corpus.", "Choose another one.")
            out.extend(found)
            notes.extend(_told(path, passed))
        elif os.path.exists(path):  # noqa: PTH110 - as above
            out.append(path)
        else:
            raise UserError(f"{named(path)} does not exist.", "Check the name.")
    return tuple(dict.fromkeys(out)), tuple(notes)


def _walk(folder: Path, endings: frozenset[str], passed: Counter[str]) -> Iterator[Path]:
    """Corpora, and files of known endings, in a folder and those below.

    What belongs to a corpus is not named beside it, nor what belongs to a saved page, which is in the page.
    """
    corpora: dict[Path, str] = {}  # the format of each folder that is part of one

    def unreachable(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise unreadable(folder, error) from error
        passed["folders that cannot be read"] += 1

    for at, folders, names in os.walk(folder, onerror=unreachable):
        here = Path(at)
        around = corpora.get(here.parent, "") if here != folder else ""
        own = _corpus(here)
        if own and own != around:
            yield here
        if reads := own or around:
            corpora[here] = reads
        pages = [name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm", ".xhtml"))]
        if links := sum((here / name).is_symlink() for name in folders):
            passed["folders that are links"] += links
        folders[:] = [one for one in folders if not _belongs(one, pages)]
        for path in (here / name for name in names if not (reads and read_with(reads, here / name))):
            name = path.name
            if path.suffix.lower() in endings and path.is_file() and _inside(folder, path):
                yield path
            elif name.lower() not in _OF_SYSTEM and not name.startswith("."):
                passed[path.suffix.lower() or "without ending"] += 1


def _inside(folder: Path, path: Path) -> bool:
    """Whether a file of a folder stands in it, and is not a link that leads out: others may have put it there."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _belongs(folder: str, pages: Sequence[str]) -> bool:
    """Whether a browser put into this folder what one of the pages beside it shows."""
    return any(folder.startswith(page) and _BESIDE_PAGE.fullmatch(folder, len(page)) for page in pages if page)


def _told(folder: Path, passed: Counter[str]) -> Iterator[str]:
    if passed:
        kinds = ", ".join(f"{count} × {ending}" for ending, count in sorted(passed.items()))
        yield f"Files in {named(folder.name or folder)} that are no articles were passed over: {kinds}."


def _corpus(folder: Path) -> str:
    """The format of the corpus that a folder is; empty for what is none."""
    try:
        guess = detect(folder)
    except OSError as error:
        raise unreadable(folder, error) from error
    return guess.format if guess is not None else ""


def called(paths: Sequence[Path], found: Sequence[Path]) -> dict[Path, str]:
    """What to call those of the files found that share their name with another: where they stand in what was named."""
    shared = {name for name, count in Counter(path.name for path in found).items() if count > 1}
    if not shared:
        return {}
    tops = [path if len(paths) == 1 and path.is_dir() else path.parent for path in map(Path.absolute, paths)]
    try:
        top = Path(os.path.commonpath(tops))
    except ValueError:  # on several drives
        return {path: str(path) for path in found if path.name in shared}
    return {path: path.absolute().relative_to(top).as_posix() for path in found if path.name in shared}
