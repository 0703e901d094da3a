"""Accepting everything on which annotators agree, looked through before and taken back as one action."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.items import Annotation
from annotator.model.sameness import Judged, judged, place
from annotator.services.annotating import signed
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.services.readings import Readings
from annotator.services.reviewing import Decision, begin_review, verdict
from annotator.services.weighing import Weighing, of_project
from annotator.storage import documents, verdicts

_TICK = 50
"""Verdicts between two words about the progress."""


class Agreed(NamedTuple):
    """What all annotators chosen say alike and I have not decided yet: one item of each colleague who says so.

    That others than those chosen say it too is no reason to ask about theirs again: what says the same is one thing.
    """

    document: str
    title: str
    items: tuple[Judged, ...]
    words: str
    """The words annotated; of an attribution, its chain and what it holds."""

    @property
    def kind(self) -> str:
        """A tag, or `attribution`."""
        first = self.items[0]
        return first.tag if isinstance(first, Annotation) else "attribution"


def agreed(
    project: Project, annotators: Sequence[str], chosen: Collection[str] | None = None, progress: Progress = nothing
) -> list[Agreed]:
    """Everything on which annotators (ids, two or more) agree, in all documents or some; nothing is recorded."""
    if len(set(annotators)) < 2:
        raise UserError("Agreement is between two annotators or more.", "Choose one more.")
    given = of_project(project)
    me = project.me.id if project.me else None
    found: list[Agreed] = []
    of = len(chosen) if chosen is not None else documents.count(project.file, "document")
    for done, article in enumerate(_articles(project, chosen)):
        progress(done, of, article.document.title)
        found += _in_document(Weighing(article, given, me), set(annotators))
    return found


def _articles(project: Project, chosen: Collection[str] | None) -> Iterator[AnnotatedDocument]:
    if chosen is None:
        yield from documents.each(project.file, me=project.me.id if project.me else None)
    else:
        yield from (project.read(document) for document in chosen)


def _in_document(weighing: Weighing, annotators: set[str]) -> list[Agreed]:
    article = weighing.article
    readings = Readings(weighing)
    accepted = {one.id for one in judged(article) if weighing.decision_of_mine(one.id) == "accept"}
    out: list[Agreed] = []
    seen: set[int] = set()
    for item in sorted(judged(article), key=lambda one: place(article, one)):
        number = weighing.same.number(item.id)
        if item.annotator not in annotators or number in seen:
            continue
        seen.add(number)
        alike = [one for id_ in weighing.same.with_number(number) if (one := weighing.item(id_)) is not None]
        if annotators - {one.annotator for one in alike}:
            continue
        theirs = tuple(one for one in alike if one.annotator != weighing.me)
        mine = [weighing.decision_of_mine(one.id) for one in theirs]
        if (
            None in mine
            and not {"reject", "amend"} & set(mine)
            and not (accepted and accepted & _rivals(readings, item))
        ):
            out.append(Agreed(article.id, article.document.title, theirs, _words(article, item)))
    return out


def _rivals(readings: Readings, item: Judged) -> set[str]:
    """Other readings of the same words, and what says the same as these."""
    found = (rival for rival, _ in readings.rivals(item).values())
    return {one.id for rival in found for one in (rival, *readings.twins(rival))}


def _words(article: AnnotatedDocument, item: Judged) -> str:
    if isinstance(item, Annotation):
        return " ".join(item.words(article.text).split())
    contents = sorted((article.annotations[c] for c in item.contents), key=lambda a: (a.begin, a.id))
    return f"{chain_words(article.chain(item))}: {' '.join(contents[0].words(article.text).split())}"


LARGE = 300
"""Items from how many on accepting them is work that takes long."""


def accept_agreed(project: Project, found: Sequence[Agreed], progress: Progress = nothing) -> ChangeSet:
    """Accept what was looked through, as one action.

    A verdict is on what was seen: where an item has changed since, it is open again at once. What is gone is left out.
    """
    me = signed(project)
    items = {item.id: (one.document, item) for one in found for item in one.items}
    present = documents.places(project.file, items)
    before = {v.target: v for v in verdicts.on_items(project.file, list(items)) if project.is_me(v.annotator)}
    title = f"Accept {len(found)} on which all agree"
    with project.recording(title) as recording:
        for done, (id_, (_, item)) in enumerate(items.items()):
            if done % _TICK == 0:
                progress(done, len(items), title)
            if id_ in present:
                recording.operation.put(verdict(me, Decision(item, "accept"), before.get(id_)))
        for document in dict.fromkeys(document for id_, (document, _) in items.items() if id_ in present):
            begin_review(project, recording.operation, document)
    return recording.change_set
