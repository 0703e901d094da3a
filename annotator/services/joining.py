"""Annotations of an article that the project has in another version: offered, and moved over on request."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from annotator.model.corpus import Corpus, Quarantined, Reanchored, Report
from annotator.model.fields import Reference, References
from annotator.model.items import KINDS, Annotation, Document, Item
from annotator.model.realigning import ALIKE, Realignment, alike, fold
from annotator.model.text import digest
from annotator.services.project import Project
from annotator.storage import documents

MOST = 20_000
"""Projects of more articles are not searched for versions of what comes in."""


@dataclass(frozen=True, slots=True)
class Similar:
    """An incoming article, the one of the project it is a version of, and whether they differ in form only."""

    incoming: str
    title: str
    here: str
    exact: bool


class Versions:
    """The articles of a project as it is now, searched for versions of others."""

    def __init__(self, project: Project, here: Collection[str] | None = None) -> None:
        """`here` are the ids of its articles, where somebody has them already."""
        self._project = project
        self._ids = frozenset(documents.ids(project.file)) if here is None else here
        self._folded: dict[str, str] | None = None
        self._named: dict[str, str] = {}
        self._names: dict[str, list[str]] | None = None

    def _index(self) -> dict[str, str]:
        if self._folded is None:
            self._folded = {}
            if 0 < len(self._ids) <= MOST:
                for row in self._project.documents():
                    if row.title:
                        self._named[" ".join(row.title.split()).casefold()] = row.id
                for id_, text in documents.texts(self._project.file):
                    self._folded[digest(fold(text))] = id_
        return self._folded

    def named(self, name: str) -> tuple[str, str] | None:
        """Id and text of the article of the project with this id, urn, URL or title; None when none or several fit."""
        if self._names is None:
            self._names = {}
            for item in documents.items(self._project.file, "document"):
                if isinstance(item, Document):
                    for one in (item.id, f"urn:sha256:{item.id}", item.url, item.title):
                        if one:
                            self._names.setdefault(one, []).append(item.id)
        found = self._names.get(name, [])
        text = self._project.text(found[0]) if len(found) == 1 else None
        return (found[0], text) if text is not None else None

    def of(self, document: Document, text: str) -> Similar | None:
        """The version of an article that the project has; None when it has none, or has this very text."""
        if not self._ids or document.id in self._ids:
            return None
        here = self._index().get(digest(fold(text)))
        if here is not None and here != document.id:
            return Similar(document.id, document.title, here, exact=True)
        here = self._named.get(" ".join(document.title.split()).casefold()) if document.title else None
        other = self._project.text(here) if here is not None else None
        if here is not None and here != document.id and other is not None and alike(text, other) >= ALIKE:
            return Similar(document.id, document.title, here, exact=False)
        return None


def move_over(corpus: Corpus, report: Report, similar: Similar, text: str, path: str) -> None:
    """Put what stands on the incoming article on the project's own, whose text is given; the article stays away.

    What cannot be placed is quarantined with what depends on it. Moved items are new ones: ids follow from the old.
    """
    way = Realignment(corpus.texts[similar.incoming], text)
    moved: dict[str, str] = {}
    kept: dict[str, list[Item]] = {}
    gone: set[str] = set()
    for annotation in [a for a in corpus.items["annotation"] if a.document == similar.incoming]:
        if not isinstance(annotation, Annotation):
            continue
        spans = way.spans(annotation.spans)
        if spans is None:
            gone.add(annotation.id)
            reason = "its words stand nowhere, or twice equally near, in the version that the project has"
            report.quarantined.append(Quarantined(path, annotation.id, reason))
        else:
            moved[annotation.id] = str(uuid5(UUID(annotation.id), similar.here))
            kept.setdefault("annotation", []).append(replace(annotation, spans=spans))
            report.reanchored.append(Reanchored(path, annotation.id, annotation.spans, spans))
    corpus.items["annotation"] = [a for a in corpus.items["annotation"] if a.document != similar.incoming]
    corpus.items["document"] = [d for d in corpus.items["document"] if d.id != similar.incoming]
    corpus.texts = {id_: one for id_, one in corpus.texts.items() if id_ != similar.incoming}
    for kind in ("attribution", "rating", "verdict", "comment", "state", "confirmation", "assignment"):
        stay: list[Item] = []
        for item in corpus.items[kind]:
            if gone & set(_named(item)):
                gone.add(item.id)
                report.quarantined.append(Quarantined(path, item.id, "it depends on an item that could not be placed"))
            elif item.document == similar.incoming or set(_named(item)) & moved.keys():
                moved[item.id] = str(uuid5(UUID(item.id), similar.here))
                kept.setdefault(kind, []).append(item)
            else:
                stay.append(item)
        corpus.items[kind] = stay
    moved[similar.incoming] = similar.here
    for kind, items in kept.items():
        corpus.items[kind].extend(_renamed(item, moved) for item in items)


_REFERRING = {
    kind: [one.name for one in model.FIELDS if one.refers_to and isinstance(one, Reference | References)]
    + (["target"] if kind == "comment" else [])
    for kind, model in KINDS.items()
}


def _named(item: Item) -> Iterable[str]:
    for name in _REFERRING[item.KIND]:
        value = getattr(item, name)
        yield from value if isinstance(value, tuple) else (value,) if value else ()


def _renamed(item: Item, moved: Mapping[str, str]) -> Item:
    facts: dict[str, Any] = {"id": moved[item.id]}
    if item.document is not None:
        facts["document"] = moved.get(item.document, item.document)
    for name in _REFERRING[item.KIND]:
        value = getattr(item, name)
        if isinstance(value, tuple):
            facts[name] = tuple(sorted(moved.get(id_, id_) for id_ in value))
        elif value:
            facts[name] = moved.get(value, value)
    return replace(item, **facts)
