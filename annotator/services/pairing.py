"""Whom to compare in a document, where nobody chose."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation
from annotator.services.project import Project
from annotator.services.weighing import Weighing
from annotator.storage import stand_ins as stored

EVERYBODY = "*"
"""In place of one annotator: everybody else, who may be nobody."""

Pair = tuple[str, str]
"""The two who are compared, by id; the second may be EVERYBODY."""


def stand_ins(project: Project, weighing: Weighing) -> set[str]:
    """By id, what of mine amending made: it stands in for a colleague's, and is no reading of mine to compare with."""
    if not weighing.replacements(weighing.me):
        return set()
    made = stored.stand_ins(project.file, weighing.article.id)
    return {one.id for one in made if project.is_me(one.annotator)}


def readings_only(article: AnnotatedDocument, beside: Collection[str]) -> AnnotatedDocument:
    """A document without what stands in for others' (ids), apart from what a reading is made of."""
    if not beside:
        return article
    linked = {id_: one for id_, one in article.attributions.items() if id_ not in beside}
    above = {one.id for child in linked.values() for one in article.path(child)}
    linked |= {id_: article.attributions[id_] for id_ in above}
    needed = {member for one in linked.values() for member in one.members}
    tagged = {id_: one for id_, one in article.annotations.items() if id_ not in beside or id_ in needed}
    return replace(article, annotations=tagged, attributions=linked, _by_member=None)


def layers(article: AnnotatedDocument, beside: Collection[str]) -> set[str]:
    """Who has annotations on a document, by id, apart from those (ids) that stand in for others'."""
    return {a.annotator for a in _counted(article, beside) if a.annotator is not None}


def by_itself(
    article: AnnotatedDocument, present: Sequence[str], me: str | None, beside: Collection[str]
) -> Pair | None:
    """Whom of those `present` (ids, in the order in which they are shown) to compare.

    Me and the fullest layer besides, or the two fullest where mine holds less than half of what each of them does: a
    reviewer who adds a few things compares colleagues. Of one colleague alone, everything is to be judged. None where
    there is nobody's but mine.
    """
    sizes = Counter(a.annotator for a in _counted(article, beside))
    colleagues = sorted((id_ for id_ in present if id_ != me), key=lambda id_: (sizes[id_], id_), reverse=True)
    if not colleagues:
        return None
    if me is not None and me in present and (len(colleagues) == 1 or 2 * sizes[me] >= sizes[colleagues[1]]):
        return me, colleagues[0]
    if len(colleagues) == 1:
        return colleagues[0], EVERYBODY
    one, other = sorted(colleagues[:2], key=present.index)
    return one, other


def _counted(article: AnnotatedDocument, beside: Collection[str]) -> Iterator[Annotation]:
    return (a for a in article.annotations.values() if a.tag != "excluded" and a.id not in beside)
