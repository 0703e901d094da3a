"""An open project: what is in it, and who works on it."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Self

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet, Origin
from annotator.model.errors import UserError, WhyReadOnly
from annotator.model.hidden import named
from annotator.model.items import Annotator, Document, Entity, Item
from annotator.model.people import persons
from annotator.services.identity import data_folder
from annotator.storage import documents, originals, project_file
from annotator.storage.documents import DocumentRow
from annotator.storage.operation import Operation
from annotator.storage.project_file import SUFFIX, ProjectFile

if TYPE_CHECKING:
    from annotator.storage.verification import Trouble

__all__ = ["SUFFIX", "DocumentRow", "Project", "Recording", "with_suffix"]


class Recording:
    """An operation while it is made; afterwards `change_set` says what it did."""

    def __init__(self, operation: Operation, origin: Origin, note: str = "") -> None:
        self.operation = operation
        self._origin = origin
        self._note = note

    @property
    def change_set(self) -> ChangeSet:
        return project_file.change_set(self.operation, self._origin)._replace(note=self._note)


class Project:
    """One project file, opened by one person. `me` is None when nobody has said who they are."""

    def __init__(self, file: ProjectFile, me: Annotator | None) -> None:
        self.file = file
        self.me = me

    @classmethod
    def create(cls, path: Path, me: Annotator | None) -> Self:
        """A new, empty project under a name that ends in `.annotator`."""
        path = with_suffix(path)
        project = cls(ProjectFile.create(path, me.name if me else ""), me)
        project.enter()
        return project

    @classmethod
    def open(cls, path: Path, me: Annotator | None, *, read_only: bool = False) -> Self:
        """An existing project; raises UserError with the reason when it cannot be read at all."""
        name = me.name if me else ""
        return cls(ProjectFile.open(path, annotator=name, read_only=read_only, backups=backup_folder(path)), me)

    def close(self) -> None:
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def name(self) -> str:
        return self.file.path.stem

    @property
    def writable(self) -> bool:
        return self.file.writable

    @property
    def why_read_only(self) -> str:
        """Why nothing can be written, in a sentence; empty when something can."""
        return self.file.why_read_only

    @property
    def read_only(self) -> WhyReadOnly | None:
        return self.file.read_only

    def distrust(self, sentence: str) -> None:
        """Write nothing more, because damage was found."""
        self.file.distrust(sentence)

    def lock_is_free(self) -> bool:
        """Whether no program writes to the project, so that this one may."""
        return self.file.lock_is_free()

    @contextmanager
    def recording(
        self, title: str, *, origin: Origin = Origin.LOCAL, brought_in: bool = False, sweeping: str = ""
    ) -> Iterator[Recording]:
        """One action of mine, recorded as a whole or not at all. The first one enters me in the project.

        `sweeping` names one that changes much at once, as in “before the split”: a backup is made before.
        """
        without_copy = self._copied_before(sweeping) if sweeping and self.writable else ""
        with self.file.operation(title, annotator=self.me.id if self.me else None, brought_in=brought_in) as operation:
            yield Recording(operation, origin, without_copy)
            if self.me is not None and not operation.empty and self.item("annotator", self.me.id) is None:
                operation.enter(self.me)

    def _copied_before(self, reason: str) -> str:
        from annotator.services import backing_up

        return backing_up.copied_before(self, reason)

    def enter(self) -> None:
        """Enter me among the project's annotators."""
        if self.me is not None and self.item("annotator", self.me.id) is None:
            with self.file.operation(f"{self.me.name} joins the project", annotator=self.me.id) as operation:
                operation.enter(self.me)

    def documents(self) -> list[DocumentRow]:
        return documents.rows(self.file, self._my_id)

    def read(self, document: str) -> AnnotatedDocument:
        """A document with all that is on it. Raises UserError when the project does not have it."""
        found = documents.read(self.file, document, self._my_id)
        if found is None:
            raise UserError("This document is not in the project.", "Choose another one.")
        return found

    def find_document(self, wanted: str) -> str:
        """The document of an id, of the unambiguous beginning of one (8 digits or more), or of a title."""
        rows = self.documents()
        found = [
            row.id for row in rows if wanted in (row.id, row.title) or (len(wanted) >= 8 and row.id.startswith(wanted))
        ]
        if len(found) != 1:
            many = "Several documents answer" if found else "No document answers"
            raise UserError(f"{many} to “{named(wanted)}”.", "“annotator documents” lists them with their ids.")
        return found[0]

    def text(self, document: str) -> str | None:
        return documents.text(self.file, document)

    def item(self, kind: str, id_: str) -> Item | None:
        return documents.item(self.file, kind, id_)

    def keeps_original(self, document: str) -> bool:
        """Whether the file that a document was read from is kept in the project."""
        return originals.is_kept(self.file, document)

    def document(self, id_: str) -> Document | None:
        found = self.item("document", id_)
        return found if isinstance(found, Document) else None

    def entities(self) -> dict[str, Entity]:
        return {e.id: e for e in documents.items(self.file, "entity") if isinstance(e, Entity)}

    def annotators(self) -> dict[str, Annotator]:
        return {a.id: a for a in documents.items(self.file, "annotator") if isinstance(a, Annotator)}

    @property
    def _my_id(self) -> str | None:
        return self.me.id if self.me is not None else None

    def persons(self) -> dict[str, str]:
        """From each joined identity to the one that stands for its person: mine for me."""
        return persons(self.annotators(), self._my_id)

    def people(self) -> dict[str, Annotator]:
        """The annotators, each person once."""
        annotators = self.annotators()
        joined = persons(annotators, self._my_id)
        return {id_: one for id_, one in annotators.items() if id_ not in joined}

    def mine(self) -> frozenset[str]:
        """My identities, here and on other computers."""
        me = self._my_id
        return frozenset(id_ for id_, person in self.persons().items() if person == me) | ({me} if me else set())

    def is_me(self, annotator: str | None) -> bool:
        """Whether an identity is mine, here or on another computer."""
        return annotator is not None and self._my_id in (annotator, self.persons().get(annotator))

    def find_annotator(self, wanted: str) -> Annotator:
        """The person of a name or id. Raises UserError when there is none or more than one."""
        everybody, same = self.annotators(), self.persons()
        meant = {same.get(a.id, a.id) for a in everybody.values() if wanted in (a.id, a.name)}
        found = [everybody[id_] for id_ in sorted(meant)]
        if len(found) != 1:
            many = "Several annotators are" if found else "No annotator is"
            raise UserError(
                f"{many} called “{named(wanted)}” in {named(self.path.name)}.",
                "Give the id instead, or check the name.",
            )
        return found[0]

    def in_place(self) -> bool:
        """Whether the file that is open is still the one of this name."""
        return self.file.in_place()

    def file_version(self) -> int:
        """A number that changes when another program has written to the file."""
        return self.file.version()

    @contextmanager
    def apart(self) -> Iterator["Project"]:
        """The same project for work in another thread; when it has ended, call `renew` in one's own."""
        with Project(self.file.apart(), self.me) as own:
            yield own

    def renew(self) -> None:
        """Take note that something was written apart."""
        self.file.renew()

    def verify(self) -> "list[Trouble]":
        """Everything that is wrong with the project; empty when nothing is."""
        from annotator.storage.verification import verify

        return verify(self.file)

    def copy_to(self, target: Path) -> None:
        """A complete copy under another name."""
        self.file.copy_to(with_suffix(target))


def backup_folder(project: Path) -> Path:
    """Where the backups of the project at this path lie: on this computer's own disk, wherever the project is."""
    path = os.fsencode(project.absolute())
    stem = re.sub(r"[^\w -]", "_", project.stem)[:60]
    return data_folder() / "backups" / f"{stem}-{sha256(path).hexdigest()[:8]}"


def with_suffix(path: Path) -> Path:
    """The name a project file has: it ends in `.annotator`."""
    return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
