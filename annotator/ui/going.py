"""Where the palette can take one: documents of the project, sources of the article."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from annotator.ui.icons import icon_of
from annotator.ui.palette import PaletteEntry
from annotator.ui.session import Session


def places_to_go(session: Session) -> list[PaletteEntry]:
    """All documents, and the sources of the article that is open, each at its first mention."""
    if session.project is None:
        return []
    documents = QCoreApplication.translate("palette", "Documents")
    out = [
        PaletteEntry(documents, row.title, "", "document", row.outlet, "#", _show(session, row.id))
        for row in session.project.documents()
    ]
    article = session.article
    if article is None:
        return out
    sources = QCoreApplication.translate("palette", "Sources in this article")
    mentions = {m.entity: m for m in reversed(article.ordered("source")) if m.entity is not None}
    for mention in mentions.values():
        entity = article.entity_of(mention)
        if entity is not None:
            run = _focus(session, mention.id)
            out.append(PaletteEntry(sources, entity.name, "", icon_of(entity), entity.role, "@", run))
    return out


def _show(session: Session, document: str) -> Callable[[], None]:
    return lambda: session.show(document)


def _focus(session: Session, annotation: str) -> Callable[[], None]:
    return lambda: session.focus(annotation)
