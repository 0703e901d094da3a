"""What may come in, before it does: every article of some files, what is known of it, and what stands against it."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

from annotator.importers import registry
from annotator.importers.article import (
    Block,
    Composed,
    Facts,
    Found,
    Options,
    Refused,
    compose,
    document_of,
    replaced_in,
)
from annotator.model.errors import UserError
from annotator.model.items import Document
from annotator.services.bulk import Progress, nothing
from annotator.services.joining import Versions
from annotator.services.project import Project
from annotator.services.shelving import Shelf
from annotator.storage import documents

__all__ = ["Batch", "Block", "Facts", "File", "Found", "Options", "Row", "Standing", "read_each"]


_WORTH_TELLING = 1_000_000
"""Bytes from which progress names the size of a file."""

_CERTAIN = frozenset(("", "utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "unicode"))
"""Encodings in which bytes of another one can hardly be read."""


class Standing(StrEnum):
    """How an article stands to the project, by its text."""

    NEW = "new"
    PRESENT = "present"
    TWICE = "twice"
    """Another one of the batch has the same text."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class File:
    """A file of articles, and the format it is in; `called` tells it from others of the same name."""

    path: Path
    format: str
    called: str = ""

    @property
    def name(self) -> str:
        return self.called or self.path.name


@dataclass(frozen=True, slots=True)
class Row:
    """An article as a list shows it; `length` in code points. One that is refused has a `reason` and nothing else.

    `name` is what it is found by in its file, empty where the file is the article. `similar` is the title of an article
    of the project of which it seems to be another version.
    """

    file: File
    name: str
    standing: Standing
    reason: str = ""
    advice: str = ""
    document: str = ""
    title: str = ""
    language: str = ""
    outlet: str = ""
    published: str = ""
    length: int = 0
    left_out: int = 0
    excluded: int = 0
    encoding: str = ""
    similar: str = ""
    notes: tuple[str, ...] = ()
    """What is not as its file shows it, such as characters that could not be read."""

    wanted: bool = True
    shelved: int = -1

    @property
    def label(self) -> str:
        """What it is called where its file has to be told too."""
        return f"{self.file.name}, {self.name}" if self.name else self.file.name

    @property
    def doubtful(self) -> bool:
        """Whether something about a new article was guessed, or is not as its file shows it."""
        return self.comes_in and bool(self.left_out or self.excluded or self.similar or self.guessed or self.notes)

    @property
    def guessed(self) -> bool:
        """Whether its encoding is one that other bytes could be read in as well."""
        return self.encoding not in _CERTAIN

    @property
    def comes_in(self) -> bool:
        return self.wanted and self.standing is Standing.NEW


Reading = Callable[[Sequence[File], Options, Progress], Generator[tuple[int, Found | Refused], None, None]]
"""How files are read: their articles, each with the number of its file."""


@dataclass(slots=True)
class _Edits:
    """What a person changed about an article, so that it can be changed again in another reading of its file."""

    facts: dict[str, str] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Batch:
    """Articles that were read from files, in the order of the files, and are not in the project yet.

    What a person changes about one is changed here; `importing.take` takes all of them in, or none. Close it.
    """

    files: tuple[File, ...] = ()
    rows: list[Row] = field(default_factory=list)
    options: Options = field(default_factory=Options)
    notes: tuple[str, ...] = ()
    """What is to be told of the files as such, and will stand in the report."""

    passed_over: int = 0
    """Files of folders that are no articles."""

    _shelf: Shelf = field(default_factory=Shelf)
    _here: frozenset[str] = frozenset()
    _reading: Reading | None = None
    _edits: dict[int, _Edits] = field(default_factory=dict)
    """By the number on the shelf, which stays."""

    _closing: Callable[[], object] | None = None

    @classmethod
    def gather(
        cls, project: Project, files: Sequence[File], options: Options | None = None, progress: Progress = nothing,
        reading: Reading | None = None,
    ) -> Self:  # fmt: skip
        """Read all articles of some files, also later in this batch, with `reading`. `progress` may raise."""
        here = frozenset(documents.ids(project.file))
        batch = cls(tuple(files), options=options or Options(), _here=here, _reading=reading)
        versions = _Likenesses(project)
        try:
            progress(0, len(files), "")
            with closing((reading or read_each)(files, batch.options, progress)) as found:
                for number, one in found:
                    batch.rows.append(batch._shelve(files[number], one, versions))
            batch._compare()
        except BaseException:
            batch.close()
            raise
        return batch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._shelf.close()
        if self._closing is not None:
            self._closing()

    def closing(self, then: Callable[[], object]) -> None:
        """Have something done when the batch is closed."""
        self._closing = then

    # What a person looks at, and changes

    def doubtful(self) -> bool:
        """Whether somebody should look before it is taken in: what is left out of an article stays out for good.

        Nobody needs to where whole articles come in as they are, or where all were refused, which is said anyway.
        """
        refused = sum(row.standing is Standing.REFUSED for row in self.rows)
        if refused == len(self.rows):
            return False
        columns_guessed = any(registry.COLUMNS in registry.find(file.format).options for file in self.files)
        return bool(refused) or columns_guessed or any(row.doubtful for row in self.rows)

    def by_file(self) -> dict[Path, list[int]]:
        """The numbers of the rows of each file."""
        out: dict[Path, list[int]] = {}
        for number, row in enumerate(self.rows):
            out.setdefault(row.file.path, []).append(number)
        return out

    def found(self, number: int) -> Found:
        """The article of a row, with all its blocks. Raises UserError for one that was refused."""
        row = self.rows[number]
        if row.shelved < 0:
            raise UserError(row.reason, "")
        return self._shelf.get(row.shelved)

    @property
    def changed(self) -> bool:
        """Whether a person has changed anything, which would be lost with the batch."""
        return bool(self._edits) or any(not row.wanted for row in self.rows)

    def revise(self, number: int, found: Found) -> Row:
        """Give an article of the batch other blocks or facts; the row as it is now."""
        self._shelf.change(self.rows[number].shelved, found)
        before = self.rows[number]
        made = compose(found.blocks)
        facts = document_of(found, made)
        self.rows[number] = _row(
            before.file, found, made, facts, shelved=before.shelved, similar=before.similar, wanted=before.wanted
        )
        self._compare()
        return self.rows[number]

    def keep(self, number: int, blocks: Iterable[int], *, kept: bool) -> Row:
        """Put blocks of an article back into its text, or take them out."""
        return self._change(number, blocks, lambda one: replace(one, kept=kept))

    def exclude(self, number: int, blocks: Iterable[int], *, excluded: bool) -> Row:
        """Mark blocks of an article as boilerplate, or not."""
        return self._change(number, blocks, lambda one: replace(one, excluded=excluded))

    def _change(self, number: int, blocks: Iterable[int], change: Callable[[Block], Block]) -> Row:
        chosen, found = frozenset(blocks), self.found(number)
        self._edits_of(number).blocks |= chosen
        changed = tuple(change(one) if at in chosen else one for at, one in enumerate(found.blocks))
        return self.revise(number, replace(found, blocks=changed))

    def _edits_of(self, number: int) -> _Edits:
        return self._edits.setdefault(self.rows[number].shelved, _Edits())

    def describe(self, number: int, **facts: str) -> Row:
        """Say what the facts of an article are, such as its title."""
        found = self.found(number)
        self._edits_of(number).facts.update(facts)
        return self.revise(number, replace(found, facts=found.facts._replace(**facts)))

    def want(self, numbers: Iterable[int], *, wanted: bool) -> None:
        """Let articles come in or stay out."""
        for number in numbers:
            self.rows[number] = replace(self.rows[number], wanted=wanted)
        self._compare()

    def read_again(self, project: Project, file: File, options: Options, progress: Progress = nothing) -> int:
        """Read a file anew, in another encoding or with other columns.

        What was changed in its articles is changed again in those of the same name: facts, whether it is wanted, and
        its parts where there are as many as before. The answer is in how many articles that was not possible.
        `progress` may raise to give up. Then, and with UserError where nothing of the file can be read in this way but
        something could before, all stays as it was.
        """
        likenesses = _Likenesses(project)
        with closing((self._reading or read_each)([file], options, progress)) as found:
            fresh = [self._shelve(file, one, likenesses) for _, one in found]
        before = [row for row in self.rows if row.file.path == file.path]
        refused = next((row for row in fresh if row.shelved < 0), None)
        if refused is not None and all(row.shelved < 0 for row in fresh) and any(row.shelved >= 0 for row in before):
            raise UserError(f"{refused.label}: {refused.reason.removesuffix('.')}.", refused.advice)
        at = next(n for n, row in enumerate(self.rows) if row.file.path == file.path)
        others = [row for row in self.rows if row.file.path != file.path]
        self.rows = [*others[:at], *fresh, *others[at:]]
        lost = self._change_again(before, range(at, at + len(fresh)))
        self._compare()
        return lost

    def _change_again(self, before: Sequence[Row], numbers: Iterable[int]) -> int:
        """Change articles as those of the same name were changed before; of how many that cannot be said."""
        now = {self.rows[number].name: number for number in numbers if self.rows[number].shelved >= 0}
        lost = 0
        for old in before:
            edits, number = self._edits.pop(old.shelved, _Edits()), now.get(old.name)
            if number is None:
                lost += edits != _Edits() or not old.wanted
                continue
            if not old.wanted:
                self.rows[number] = replace(self.rows[number], wanted=False)
            if edits.facts:
                self.describe(number, **edits.facts)
            if edits.blocks:
                lost += not self._arrange_again(number, edits.blocks, self._shelf.get(old.shelved).blocks)
        return lost

    def _arrange_again(self, number: int, changed: Iterable[int], as_: Sequence[Block]) -> bool:
        """Keep and exclude parts as others at their places; False where there are not as many."""
        blocks = self.found(number).blocks
        if len(blocks) != len(as_):
            return False
        for at in changed:
            self.keep(number, (at,), kept=as_[at].kept)
            self.exclude(number, (at,), excluded=as_[at].excluded)
        return True

    # How it is made

    def _shelve(self, file: File, one: Found | Refused, likenesses: "_Likenesses") -> Row:
        if isinstance(one, Refused):
            return Row(file, one.name, Standing.REFUSED, one.reason, one.advice)
        made = compose(one.blocks)
        facts = document_of(one, made)
        return _row(file, one, made, facts, shelved=self._shelf.put(one), similar=likenesses.of(facts, made.text))

    def _compare(self) -> None:
        """Say of each article whether the project, or the batch further up, has its text."""
        seen: set[str] = set()
        for number, row in enumerate(self.rows):
            if row.standing is Standing.REFUSED:
                continue
            if row.document in self._here:
                standing = Standing.PRESENT
            else:
                standing = Standing.TWICE if row.document in seen else Standing.NEW
            if row.wanted:
                seen.add(row.document)
            if standing is not row.standing:
                self.rows[number] = replace(row, standing=standing)


def read_each(
    files: Sequence[File], options: Options, progress: Progress
) -> Generator[tuple[int, Found | Refused], None, None]:
    """The articles of files, each with the number of its file; where `progress` raises, all reading ends at once."""
    from annotator.importers.parallel import Job, read_files  # no command that reads nothing waits for it

    at, counted, name = -1, 0, ""

    def tick(number: int) -> None:
        nonlocal at, counted, name
        if number != at:
            at, counted, name = number, 0, _with_size(files[number])
        progress(number, len(files), f"{name}: {counted:,} articles" if counted > 1 else name)

    with closing(read_files([Job(file.path, file.format) for file in files], options, tick)) as found:
        for number, one in found:
            tick(number)
            counted += 1
            yield number, one


def _with_size(file: File) -> str:
    """The name of a file, with its size where reading it may take a while."""
    try:
        size = file.path.stat().st_size
    except OSError:  # reading it tells why
        size = 0
    return f"{file.name} ({size / 1e6:.0f} MB)" if size >= _WORTH_TELLING else file.name


class _Likenesses:
    """Which article of the project another one seems to be a version of."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._versions = Versions(project)

    def of(self, facts: Document, text: str) -> str:
        """The title of that article; empty when there is none."""
        similar = self._versions.of(facts, text)
        here = self._project.document(similar.here) if similar is not None else None
        return (here.title or here.id[:12]) if here is not None else ""


def _row(
    file: File, found: Found, made: Composed, facts: Document, *, shelved: int, similar: str, wanted: bool = True
) -> Row:  # fmt: skip
    empty = not made.text.strip()
    return Row(
        file,
        found.name,
        Standing.REFUSED if empty else Standing.NEW,
        "nothing of its text is kept" if empty else "",
        document=facts.id,
        title=facts.title,
        language=facts.language,
        outlet=facts.outlet,
        published=facts.published,
        length=len(made.text),
        left_out=sum(not block.kept for block in found.blocks),
        excluded=sum(end - begin for begin, end in made.excluded),
        encoding=found.encoding,
        similar=similar,
        notes=(*found.notes, *(f"{r.characters} {r.reason}" for r in replaced_in(found, made, found.name))),
        wanted=wanted,
        shelved=shelved,
    )
