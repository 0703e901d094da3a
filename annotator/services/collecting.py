"""Which files are meant by the files and folders that somebody names or drops."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats.detecting import detect, read_with
from annotator.formats.registry import FORMATS
from annotator.importers import detecting, registry
from annotator.importers.source import Source, unreadable
from annotator.model.errors import UserError
from annotator.model.hidden import named

_BESIDE_PAGE = re.compile(
    r"[-_. ](?:files?|dateien|fichiers|archivos|ficheros|arquivos|bestanden|filer|pliki|soubory|tiedostot|fajlovi|"
    r"fitxers|elemei|failid|файлы|datoteke|dosyalar)",
    re.IGNORECASE,
)
"""How browsers, in their languages, name the folder of what a saved page shows, after the name of the page."""

_NAMED = 50
"""Files passed over that are named; of more there is the number."""

_OF_SYSTEM = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))


def suffixes() -> list[str]:
    """The endings of files that can be imported."""
    return sorted({suffix for one in FORMATS.values() if one.reads for suffix in one.suffixes} | registry.suffixes())


def files_in(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those in folders that look like articles or corpora, in a stable order.

    Raises UserError for a path that does not exist and for a folder that holds none.
    """
    return [*locate(paths).paths]


class Located(NamedTuple):
    """The files that are meant, and of files in folders that were passed over their number and what is to be told."""

    paths: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    passed_over: int = 0


def locate(paths: Sequence[Path]) -> Located:
    """The same, and what was passed over."""
    endings = frozenset(suffixes())
    out: list[Path] = []
    notes: list[str] = []
    passed_over = 0
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
            passed: list[str] = []
            found = sorted(_walk(path, endings, passed))
            if not found:
                raise UserError(f"The folder {named(path)} holds no text file and no corpus.", "Choose another one.")
            out.extend(found)
            notes.extend(_told(path, passed))
            passed_over += len(passed)
        elif os.path.exists(path):  # noqa: PTH110 - as above
            out.append(path)
        else:
            raise UserError(f"{named(path)} does not exist.", "Check the name.")
    return Located(tuple(dict.fromkeys(out)), tuple(notes), passed_over)


def _walk(folder: Path, endings: frozenset[str], passed: list[str]) -> Iterator[Path]:
    """Corpora, and files of known endings, in a folder and those below.

    What belongs to a corpus is not named beside it, nor what belongs to a saved page, which is in the page.
    """
    corpora: dict[Path, str] = {}  # the format of each folder that is part of one

    def unreachable(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise unreadable(folder, error) from error
        passed.append(f"{_beside(error.filename, folder)} (cannot be read)")

    for at, folders, names in os.walk(folder, onerror=unreachable):
        here = Path(at)
        around = corpora.get(here.parent, "") if here != folder else ""
        own = _corpus(here)
        if own and own != around:
            yield here
        if reads := own or around:
            corpora[here] = reads
        pages = [name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm", ".xhtml"))]
        passed += [f"{_beside(here / one, folder)} (a link)" for one in folders if (here / one).is_symlink()]
        folders[:] = [one for one in folders if not _belongs(one, pages)]
        for path in (here / name for name in names if not (reads and read_with(reads, here / name))):
            name = path.name
            if name.lower() in _OF_SYSTEM or name.startswith("."):
                continue
            if not path.is_file() or not _inside(folder, path):
                why = "a link that leads out" if path.is_symlink() else "no file"
                passed.append(f"{_beside(path, folder)} ({why})")
            elif path.suffix.lower() in endings or _shows_its_kind(path):
                yield path
            else:
                passed.append(_beside(path, folder))


def _beside(path: Path | str, folder: Path) -> str:
    return Path(path).relative_to(folder).as_posix()


def _shows_its_kind(path: Path) -> bool:
    """Whether a file of another ending, or without, is by its content one that a reader knows, or refuses in words.

    So are pages that were saved as a server named them, and documents of old programs.
    """
    try:
        return detecting.detect(Source.of_file(path)) != detecting.TEXT
    except (UserError, OSError):
        return False


def _inside(folder: Path, path: Path) -> bool:
    """Whether a file of a folder stands in it, and is not a link that leads out: others may have put it there."""
    return not path.is_symlink() or path.resolve().is_relative_to(folder.resolve())


def _belongs(folder: str, pages: Sequence[str]) -> bool:
    """Whether a browser put into this folder what one of the pages beside it shows."""
    return any(folder.startswith(page) and _BESIDE_PAGE.fullmatch(folder, len(page)) for page in pages if page)


def _told(folder: Path, passed: Sequence[str]) -> Iterator[str]:
    if passed:
        names = ", ".join(named(one) for one in sorted(passed)[:_NAMED])
        more = f" and {len(passed) - _NAMED} more" if len(passed) > _NAMED else ""
        yield f"Files in {named(folder.name or folder)} that are no articles were passed over: {names}{more}."


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
