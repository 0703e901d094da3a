"""What the checks need besides the documents: waivers, confirmations, attributions that nothing shows."""

from typing import NamedTuple

from annotator.model.items import Attribution, Comment, Confirmation
from annotator.storage.documents import ON_DOCUMENT
from annotator.storage.identifiers import document_item, packed
from annotator.storage.log import Revision, in_force
from annotator.storage.project_file import ProjectFile

_EMPTY = (
    "NOT EXISTS (SELECT 1 FROM attribution_member m JOIN annotation a ON a.key = m.annotation"
    " WHERE m.attribution = t.key AND m.role = 'contents')"
)
_WAIVING = "t.waives IS NOT NULL AND t.resolved IS NULL"
_ITEMS_ON = (
    f"SELECT i.id FROM item i JOIN annotation t ON t.key = i.key WHERE {ON_DOCUMENT}"
    f" UNION ALL SELECT i.id FROM item i JOIN attribution t ON t.key = i.key WHERE {ON_DOCUMENT} UNION ALL SELECT ?"
)


class Waiver(NamedTuple):
    """A comment that waives a check's finding on an item."""

    comment: Comment
    stands: bool
    """False once the item has another value than the one that was waived."""


def empty_attributions(file: ProjectFile, document: str | None = None) -> list[Attribution]:
    """Attributions of which all content is gone; of one document or of all."""
    where: str = _EMPTY
    on: tuple[bytes, ...] = ()
    if document is not None:
        where, on = f"{_EMPTY} AND {ON_DOCUMENT}", (packed(document),)
    with file.reading():
        return [a for a in file.state.read("attribution", where, on) if isinstance(a, Attribution)]


def confirmed(file: ProjectFile, document: str | None = None) -> frozenset[str]:
    """The attributions whose inferred hop somebody confirmed; of one document or of all."""
    where: str = ""
    on: tuple[bytes, ...] = ()
    if document is not None:
        where, on = f"t.target IN (SELECT t.key FROM attribution t WHERE {ON_DOCUMENT})", (packed(document),)
    with file.reading():
        return frozenset(c.target for c in file.state.read("confirmation", where, on) if isinstance(c, Confirmation))


def waivers(file: ProjectFile, document: str | None = None) -> dict[tuple[str, str], Waiver]:
    """Waivers by check and item, of one document or of all; of several the one that stands, then the newest."""
    where: str = _WAIVING
    on: tuple[bytes, ...] = ()
    if document is not None:
        where, on = f"{_WAIVING} AND t.target IN ({_ITEMS_ON})", (packed(document),) * 3
    out: dict[tuple[str, str], Waiver] = {}
    with file.reading():
        for comment in file.state.read("comment", where, on):
            if isinstance(comment, Comment):
                waiver = Waiver(comment, _stands(file, comment))
                before = out.get((comment.waives, comment.target))
                if before is None or _weight(waiver) > _weight(before):
                    out[comment.waives, comment.target] = waiver
    return out


def _weight(waiver: Waiver) -> tuple[bool, str, str]:
    return waiver.stands, waiver.comment.modified or "", waiver.comment.id


def _stands(file: ProjectFile, comment: Comment) -> bool:
    """Whether the item has the value that it had when it was waived.

    The log tells by the order of its revisions; where the waiver came in from elsewhere, only the times can.
    """
    withdrawn = file.log.withdrawn()
    waived = in_force(file.log.of_item(packed(comment.id)), withdrawn)
    raw = packed(comment.target)
    revisions = file.log.of_item(document_item(raw) if len(raw) > 16 else raw)
    now = in_force(revisions, withdrawn)
    if now is None or waived is None or now.value is None:
        return False
    if waived.sequence <= 0:
        return not (now.at and waived.at and now.at > waived.at)
    then = in_force([r for r in revisions if _before(r, waived)], withdrawn)
    return then is not None and then.value == now.value


def _before(revision: Revision, waived: Revision) -> bool:
    return revision.sequence < waived.sequence
