"""Annotations of an article that the project has in another version: offered, and moved over on request."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from annotator.model.corpus import Corpus, Quarantined, Reanchored, Report, in_short
from annotator.model.fields import Reference, References
from annotator.model.items import KINDS, Annotation, Document, Item
from annotator.model.realigning import ALIKE, Realignment, alike, fold
from annotator.model.text import clean, digest
from annotator.services.project import Project
from annotator.storage import documents

_MOVED = ("annotation", "attribution", "rating", "verdict", "comment", "state", "confirmation", "assignment")

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

    @property
    def any_here(self) -> bool:
        """Whether the project has articles at all."""
        return bool(self._ids)

    def of_line(self, given: Mapping[str, Any]) -> Similar | None:
        """The same as `of` for a line of an annotator corpus, which nobody has checked."""
        text, title = given.get("text"), given.get("title", "")
        if not isinstance(text, str) or not isinstance(title, str):
            return None
        kept = clean(text).text
        return self.of(Document(id=digest(kept), title=title), kept)

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


class Moves:
    """Moves what stands on incoming articles to the project's own versions of them, whose texts `here` gives.

    What cannot be placed is quarantined with all that depends on it. Moved items are new ones: ids follow from the old.
    The corpora of an import come one after the other, and a later one may refer to what came before under its old id:
    `held` knows the items as they came.
    """

    def __init__(self, here: Callable[[str], str | None]) -> None:
        self._here = here
        self._over: dict[str, str] = {}
        """The article of the project to which an item went, by the item's old id; also for the article itself."""

        self._gone: set[str] = set()
        self._came: dict[tuple[str, str], Item] = {}
        self._texts: dict[str, str] = {}
        self._way: tuple[str, Realignment] | None = None
        """The last one: it takes more memory than a text."""

    def held(self, kind: str, id_: str) -> Item | None:
        """An item that was moved or could not be, as it came."""
        return self._came.get((kind, id_))

    def text(self, document: str) -> str | None:
        """The text of an incoming article, until `forget_texts`."""
        return self._texts.get(document)

    def forget_texts(self) -> None:
        """No corpus will come any more whose annotations stand on articles of an earlier one."""
        self._texts.clear()
        self._way = None

    def knows(self, document: str) -> bool:
        return document in self._over

    def begin(self, similar: Similar, text: str) -> None:
        """Move from now on what stands on an incoming article, whose text is given."""
        self._over[similar.incoming] = similar.here
        self._texts[similar.incoming] = text

    def move(self, corpus: Corpus, report: Report, path: str) -> None:
        """Move what is in a corpus. The incoming articles stay away."""
        if not self._over:
            return
        self._keep_out_documents(corpus)
        items = [item for kind in _MOVED for item in corpus.items[kind]]
        naming = _naming(items)
        placed = self._place(corpus, report, path)
        for item in _depending(self._gone, naming):
            self._gone.add(item.id)
            self._came[item.KIND, item.id] = item
            report.quarantined.append(Quarantined(path, item.id, "it depends on an item that could not be placed"))
        for item in items:
            if item.document in self._over and item.id not in self._gone:
                self._over[item.id] = self._over[item.document]
        for item in _depending(self._over, naming):
            if item.id not in self._gone:
                self._over[item.id] = next(self._over[name] for name in _named(item) if name in self._over)
        for kind in _MOVED:
            corpus.items[kind] = [
                self._moved(placed.get(item.id, item)) if item.id in self._over else item
                for item in corpus.items[kind] if item.id not in self._gone
            ]  # fmt: skip

    def _keep_out_documents(self, corpus: Corpus) -> None:
        stay: list[Item] = []
        for document in corpus.items["document"]:
            if document.id in self._over:
                self._came["document", document.id] = document
                self._texts[document.id] = corpus.texts[document.id]
            elif isinstance(document, Document) and document.derived_from in self._over:
                here = self._over[document.derived_from]
                stay.append(replace(document, derived_from=here if here != document.id else None))
            else:
                stay.append(document)
        corpus.items["document"] = stay
        corpus.texts = {id_: one for id_, one in corpus.texts.items() if id_ not in self._over}

    def _place(self, corpus: Corpus, report: Report, path: str) -> dict[str, Item]:
        """The annotations with their new spans, by their old ids."""
        placed: dict[str, Item] = {}
        for annotation in corpus.items["annotation"]:
            if not isinstance(annotation, Annotation) or annotation.document not in self._over:
                continue
            spans = self._realignment(annotation.document).spans(annotation.spans)
            what = self._what(annotation, annotation.document)
            if spans is None:
                self._gone.add(annotation.id)
                self._came["annotation", annotation.id] = annotation
                reason = (
                    "its words, with what stands around them, stand nowhere or at several places in the version here"
                )
                report.quarantined.append(Quarantined(path, annotation.id, reason, what))
            else:
                placed[annotation.id] = replace(annotation, spans=spans)
                report.reanchored.append(Reanchored(path, annotation.id, annotation.spans, spans, what))
        return placed

    def _what(self, annotation: Annotation, incoming: str) -> str:
        title = getattr(self._came.get(("document", incoming)), "title", "")
        return in_short(annotation.tag, annotation.words(self._texts[incoming]), title)

    def _realignment(self, incoming: str) -> Realignment:
        if self._way is None or self._way[0] != incoming:
            self._way = incoming, Realignment(self._texts[incoming], self._here(self._over[incoming]) or "")
        return self._way[1]

    def _moved(self, item: Item) -> Item:
        """An item under its new id, naming what was moved by its new id, too."""
        self._came.setdefault((item.KIND, item.id), item)
        facts: dict[str, Any] = {"id": self._new(item.id)}
        if item.document is not None:
            facts["document"] = self._new(item.document)
        for name in _REFERRING[item.KIND]:
            value = getattr(item, name)
            if isinstance(value, tuple):
                facts[name] = tuple(sorted(map(self._new, value)))
            elif value:
                facts[name] = self._new(value)
        return replace(item, **facts)

    def _new(self, id_: str) -> str:
        here = self._over.get(id_, "")
        is_document = len(id_) == len(here)
        return here if is_document else str(uuid5(UUID(id_), here)) if here else id_


def _naming(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items that refer to something, by its id."""
    out: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in _named(item):
            out[name].append(item)
    return out


def _depending(start: Collection[str], naming: Mapping[str, Sequence[Item]]) -> Iterator[Item]:
    """Items that refer to one of some ids, or to something that does, whatever stands first; each once."""
    seen: set[str] = set()
    pending = deque(name for name in naming if name in start)
    while pending:
        for item in naming.get(pending.popleft(), ()):
            if item.id not in seen:
                seen.add(item.id)
                pending.append(item.id)
                yield item


_REFERRING = {
    kind: [one.name for one in model.FIELDS if one.refers_to and isinstance(one, Reference | References)]
    + (["target"] if kind == "comment" else [])
    for kind, model in KINDS.items()
}


def _named(item: Item) -> Iterable[str]:
    for name in _REFERRING[item.KIND]:
        value = getattr(item, name)
        yield from value if isinstance(value, tuple) else (value,) if value else ()
