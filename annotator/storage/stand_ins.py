"""What amending made: a reviewer's copies that stand in for colleagues' items, and are no readings of their own."""

from collections.abc import Iterator, Mapping

from annotator.model.items import Annotation, Attribution, Verdict
from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile
from annotator.storage.verdicts import written

Made = Annotation | Attribution

_AMENDED = "SELECT v.replacement FROM verdict v WHERE v.decision = 'amend' AND v.replacement IS NOT NULL"
_BY_REVIEWERS = "t.annotator IN (SELECT v.annotator FROM verdict v WHERE v.decision = 'amend') AND t.document IN ({})"
_REVIEWED = (
    f"SELECT document FROM annotation WHERE key IN ({_AMENDED})"
    f" UNION ALL SELECT document FROM attribution WHERE key IN ({_AMENDED})"
)


def stand_ins(file: ProjectFile, document: str | None = None) -> list[Made]:
    """What anybody's amendments made in the project or on one document, whatever became of it since.

    That is what replaces an item, with its members and the chain above, as far as it was written together with the
    verdict: a reading that the reviewer had before is one of their own. An amendment that was taken back made nothing.
    """
    where = _BY_REVIEWERS.format(_REVIEWED if document is None else "SELECT key FROM document WHERE digest = ?")
    parameters = () if document is None else (packed(document),)
    with file.reading():
        given = [v for v in file.state.read("verdict", "t.decision = 'amend'") if isinstance(v, Verdict)]
        if not given:
            return []
        made = {
            one.id: one
            for kind in ("annotation", "attribution")
            for one in file.state.read(kind, where, parameters)
            if isinstance(one, Annotation | Attribution)
        }
        related = {v.id: list(_related(v, made)) for v in given if v.replacement in made}
        how = written(file, {id_ for verdict, some in related.items() for id_ in (verdict, *(one.id for one in some))})
    found = {
        one.id: one
        for verdict, some in related.items()
        for one in some
        if how[one.id].operations & how[verdict].operations
    }
    return list(found.values())


def _related(verdict: Verdict, made: Mapping[str, Made]) -> Iterator[Made]:
    """What replaces an item, with its members and the chain above, which may be a loop before it is healed."""
    at = made.get(verdict.replacement or "")
    if isinstance(at, Annotation):
        yield at
    seen: set[str] = set()
    while isinstance(at, Attribution) and at.id not in seen:
        seen.add(at.id)
        yield at
        yield from (made[member] for member in at.members if member in made)
        at = made.get(at.parent or "")
