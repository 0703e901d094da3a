"""Three copies of one project and what people do to them, chosen by numbers."""

import shutil
from contextlib import suppress

from annotator.model import people
from annotator.model.errors import UserError
from annotator.model.items import Annotation, Annotator, Attribution, Comment, Entity
from annotator.model.span import Span
from annotator.services import history, identifying, importing, merging
from annotator.services.project import Project
from annotator.storage.log import heads

ANA = Annotator(id="a0a0a0a0-0000-4000-8000-000000000001", name="Ana")
PEOPLE = (ANA, Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris"), ANA)
"""Whose copies they are: the first and the last are two computers of one person with one identity."""


class Copies:
    """Three copies of one project, and everything that people do to them, chosen by numbers.

    `base` sets the items of one history apart from those of another in the same copies.
    """

    def __init__(self, folder, document):
        self.folder = folder
        self.document = document
        self.base = 0
        self.paths = [folder / f"copy{n}.annotator" for n in range(3)]
        self.projects = [Project.open(path, person) for path, person in zip(self.paths, PEOPLE, strict=True)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for project in self.projects:
            project.close()

    def id(self, number):
        return f"c0c0c0c0-0000-4000-8000-{self.base:06d}{number:06d}"

    def act(self, which, what, a, b):
        project = self.projects[which]
        if project.document(self.document) is None and what not in ("undo", "redo", "name", "bring"):
            return
        with suppress(UserError):
            getattr(self, what)(project, PEOPLE[which].id, a, b)

    def annotate(self, project, me, a, b):
        """Tag something, or give one of the first items another value, so that copies meet on the same ids."""
        with project.recording("Annotate") as recording:
            item = Annotation(
                id=self.id(a % 6), document=self.document, annotator=ANA.id if a % 6 < 3 else me,
                tag=("claim", "source")[b % 2], spans=(Span(b % 9, b % 9 + 2),), note="🚢"[: b % 2],
            )  # fmt: skip
            there = project.item("annotation", item.id)
            if there is None or there.annotator == item.annotator:
                recording.operation.put(item)

    def delete(self, project, _me, a, _b):
        with project.recording("Delete") as recording:
            there = project.item("annotation", self.id(a % 6))
            if there is not None:
                recording.operation.drop(there)

    def link(self, project, _me, a, b):
        if project.item("annotation", self.id(b % 3)) is None:
            return
        parent = project.item("attribution", self.id(20 + b % 3))
        with project.recording("Link") as recording:
            recording.operation.put(
                Attribution(
                    id=self.id(20 + a % 3), document=self.document, annotator=ANA.id, contents=(self.id(b % 3),),
                    parent=parent.id if parent is not None and a % 3 != b % 3 else None,
                )
            )  # fmt: skip

    def name(self, project, _me, a, b):
        with project.recording("Name") as recording:
            recording.operation.put(Entity(id=self.id(40 + a % 2), name=f"Name {b % 3}"))

    def remark(self, project, _me, a, b):
        if project.item("annotation", self.id(b % 6)) is None:
            return
        with project.recording("Remark") as recording:
            recording.operation.put(
                Comment(id=self.id(50 + a % 3), annotator=ANA.id, target=self.id(b % 6), text=f"{b % 4}")
            )

    def bring(self, project, _me, a, b):
        """Import something that others may import too, with the same or another value."""
        with project.recording("Import", brought_in=True) as recording:
            recording.operation.bring_in([Entity(id=self.id(60 + a % 2), name=f"Imported {b % 2}")])

    def visit(self, project, _me, a, b):
        """Somebody acts in this copy, maybe for the first time anywhere."""
        host, project.me = project.me, Annotator(id=self.id(70 + a % 3), name=("Vera", "Wim", "Xenia")[a % 3])
        try:
            with project.recording("Visit") as recording:
                recording.operation.put(
                    Comment(id=self.id(80 + b % 18), annotator=project.me.id, target=self.document, text="Hello")
                )
        finally:
            project.me = host

    def join(self, project, _me, a, b):
        identifying.join(project, self.id(70 + a % 3), (ANA.id, self.id(70 + b % 3))[b % 2])

    def separate(self, project, _me, a, _b):
        identifying.separate(project, self.id(70 + a % 3))

    def undo(self, project, _me, _a, _b):
        history.undo(project)

    def redo(self, project, _me, _a, _b):
        history.redo(project)

    def merge(self, which, other):
        return merging.merge(self.projects[which], [self.paths[other]]).summary

    def foretold(self, which, other):
        """Whether a merge does what its preview said; it is made."""
        told = merging.preview(self.projects[which], [self.paths[other]])
        return told == self.merge(which, other)

    def counting(self, which):
        """The digests of all revisions that count."""
        file = self.projects[which].file
        return {digest for (digest,) in file.connection.execute("SELECT digest FROM revision")} - file.log.out()

    def force(self, which):
        """What is in force, by item, and whether anything is beside it."""
        file = self.projects[which].file
        withdrawn = file.log.withdrawn()
        known = {own for (own,) in file.connection.execute("SELECT item FROM revision")}
        found = {rs[0].item: heads(rs, withdrawn) for rs in file.log.of_items(known)}
        return {own: (one[0].rank, len(one)) for own, one in found.items() if one}

    def sound(self, which):
        return self.projects[which].verify()

    def kept(self, name):
        """These copies as they are now, to be gone on with in another way."""
        folder = self.folder / name
        folder.mkdir()
        for path in self.paths:
            shutil.copyfile(path, folder / path.name)
        return Copies(folder, self.document)


AT_ONCE = 18

ACTIONS = (
    "annotate", "annotate", "annotate", "delete", "link", "name", "remark", "bring", "undo", "undo", "redo",
    "visit", "visit", "join", "separate",
)  # fmt: skip


def live(copies, histories):
    for number, steps in enumerate(histories):
        copies.base = number
        for which, what, a, b in steps:
            if what == "meet":
                copies.merge(which, a)
            else:
                copies.act(which, what, a, b)


def begin(folder, text):
    """Three copies of a project with one article, known to both people."""
    first = folder / "copy0.annotator"
    with Project.create(first, ANA) as project:
        document = importing.import_text(project, text).documents[0]
    with Project.open(first, PEOPLE[1]) as project:
        project.enter()
    for n in (1, 2):
        shutil.copyfile(first, folder / f"copy{n}.annotator")
    return Copies(folder, document)


def persons(copies, which):
    """Who is whom in a copy, whoever looks."""
    return people.persons(copies.projects[which].annotators())


def faults_of_merging(copies):
    """What is not as it should be when the copies are merged in three orders; nothing when all is."""
    before = [copies.counting(n) for n in range(3)]
    everything = set().union(*before)
    found = []
    with copies.kept("forward") as forward, copies.kept("backward") as backward, copies.kept("grouped") as grouped:
        forward.merge(0, 1)
        backward.merge(1, 0)
        found += ["order"] * (not forward.counting(0) == backward.counting(1) == before[0] | before[1])
        forward.merge(0, 2)
        backward.merge(2, 1)
        grouped.merge(1, 2)
        grouped.merge(0, 1)
        for one, which in ((forward, 0), (backward, 2), (grouped, 0)):
            counting = one.counting(which)
            found += ["lost"] * bool(everything - counting) + ["too much"] * bool(counting - everything)
            found += ["not sound"] * bool(one.sound(which)) + ["order"] * (one.force(which) != forward.force(0))
            found += ["order"] * (persons(one, which) != persons(forward, 0))
        again = forward.merge(0, 2)
        found += ["again"] * (not again.empty) + ["kept out"] * bool(again.quarantined)
    return found


def faults_of_undoing(copies):
    """The same for a merge that is undone, made again, undone and done again."""
    before = copies.counting(0), copies.force(0)
    if merging.preview(copies.projects[0], [copies.paths[1]]).empty:
        return []
    found = [] if copies.foretold(0, 1) else ["preview"]
    merged = copies.counting(0), copies.force(0)

    def expect(what, state):
        found.extend([what] * ((copies.counting(0), copies.force(0)) != state))
        found.extend(["not sound"] * bool(copies.sound(0)))

    history.undo(copies.projects[0])
    expect("undo", before)
    found += [] if copies.foretold(0, 1) else ["preview"]
    expect("merged again", merged)
    history.undo(copies.projects[0])
    history.redo(copies.projects[0])
    expect("redo", merged)
    return found
