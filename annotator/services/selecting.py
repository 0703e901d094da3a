"""What of a project is to be written: some of its articles and layers, whole, without references that lead nowhere."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from annotator.formats.selection import SHARED, Article, Selection
from annotator.model.fields import Reference, References
from annotator.model.healing import heal
from annotator.model.items import KINDS, Annotation, Attribution, Document, Item, Verdict
from annotator.services.project import Project
from annotator.storage import documents

AT_ONCE = 1000
"""Articles that are held in memory at a time."""

_TARGETED = ("rating", "verdict", "comment", "confirmation")


def select(
    project: Project, chosen: Collection[str] | None = None, annotators: Collection[str] | None = None
) -> Selection:
    """The project, or some of its documents and layers. Only annotators who made something are in it.

    Valid, and the same all the time, while a snapshot of the project's file is held.
    """
    return _Selecting(project, chosen, annotators).selection()


class _Selecting:
    def __init__(self, project: Project, chosen: Collection[str] | None, annotators: Collection[str] | None) -> None:
        self._file = project.file
        self._same = project.persons()
        self._annotators = None if annotators is None else self._identities(annotators)
        everything = documents.ids(self._file)
        self._ids = everything if chosen is None else [id_ for id_ in everything if id_ in chosen]
        self._whole = len(self._ids) == len(everything)
        self._shared: dict[str, list[Item]] = {kind: documents.items(self._file, kind) for kind in SHARED}
        self._shared_ids = {item.id for items in self._shared.values() for item in items}
        self._placed = self._place()
        self._block: list[Article] | None = None

    def _identities(self, annotators: Collection[str]) -> set[str]:
        """All identities of some people."""
        people = {self._same.get(id_, id_) for id_ in annotators}
        return people | {id_ for id_, person in self._same.items() if person in people}

    def selection(self) -> Selection:
        known = {
            kind: [_without_dangling(item, self._shared_ids) for item in items] for kind, items in self._shared.items()
        }
        shared = {**known, **_grouped(self._judgements("", set()))}
        made = _named_by(chain.from_iterable(shared.values()))
        for article in self.articles():
            made.update(item.annotator for item in chain(article.annotations, article.attributions))
            made |= _named_by(article.judgements)
        shared["annotator"] = _signing(known["annotator"], made)
        return Selection(shared, len(self._ids), self.articles)

    def _wanted(self, items: Iterator[Item] | list[Item]) -> list[Item]:
        names = self._annotators
        if names is None:
            return list(items)
        return [i for i in items if not i.OF_LAYER or i.annotator is None or i.annotator in names]

    def _place(self) -> dict[str, list[Item]]:
        """Judgements by the document on which what they judge stands; "" for those of shared items."""
        items = {i.id: i for kind in _TARGETED for i in self._wanted(documents.items(self._file, kind))}
        targets = {id_: str(getattr(item, "target", "")) for id_, item in items.items()}
        outside = {t for t in targets.values() if len(t) == 36 and t not in items and t not in self._shared_ids}
        places = documents.places(self._file, outside)
        out: defaultdict[str, list[Item]] = defaultdict(list)
        for id_, item in items.items():
            target, seen = targets[id_], {id_}
            while target in items and target not in seen:
                seen.add(target)
                target = targets[target]
            if target in self._shared_ids:
                out[""].append(item)
            elif len(target) == 64:
                out[target].append(item)
            elif target in places:
                out[places[target]].append(item)
        return out

    def _judgements(self, place: str, ids: set[str]) -> list[Item]:
        """Those of a place whose targets are written; `ids` is what else stands there."""
        found = self._placed.get(place, [])
        there = ids | self._shared_ids | {item.id for item in found}
        while True:
            kept = [item for item in found if getattr(item, "target", "") in there and not _groundless(item, there)]
            if len(kept) == len(found):
                return sorted((_without_dangling(item, there) for item in kept), key=lambda item: item.id)
            there -= {item.id for item in found} - {item.id for item in kept}
            found = kept

    def articles(self) -> Iterator[Article]:
        """The articles in the order of their ids; a small project is read once only."""
        if self._block is not None:
            yield from self._block
            return
        for begin in range(0, len(self._ids), AT_ONCE):
            block = self._read(self._ids[begin : begin + AT_ONCE])
            if len(self._ids) <= AT_ONCE:
                self._block = block
            yield from block

    def _items(self, kind: str, ids: Sequence[str]) -> list[Item]:
        if self._whole and len(ids) == len(self._ids):
            return self._wanted(documents.items(self._file, kind))
        return self._wanted(documents.of_documents(self._file, kind, ids))

    def _read(self, ids: Sequence[str]) -> list[Article]:
        texts = documents.texts_of(self._file, ids)
        out = {d.id: Article(d, texts[d.id]) for d in self._items("document", ids) if isinstance(d, Document)}
        annotations = {a.id: a for a in self._items("annotation", ids) if isinstance(a, Annotation)}
        attributions = {a.id: a for a in self._items("attribution", ids) if isinstance(a, Attribution)}
        healed = heal(attributions, annotations, lambda id_: documents.rank(self._file, id_), self._same).attributions
        for annotation in annotations.values():
            out[annotation.document or ""].annotations.append(_known(annotation, self._shared_ids))
        for attribution in healed.values():
            out[attribution.document or ""].attributions.append(attribution)
        standing: defaultdict[str, list[Item]] = defaultdict(list)
        for item in chain(self._items("state", ids), self._items("assignment", ids)):
            if getattr(item, "to", None) is None or getattr(item, "to", None) in self._shared_ids:
                standing[item.document or ""].append(item)
        begins = {id_: annotation.begin for id_, annotation in annotations.items()}
        for article in out.values():
            self._complete(article, standing[article.id], begins)
        return [out[id_] for id_ in ids]

    def _complete(self, article: Article, standing: list[Item], begins: Mapping[str, int]) -> None:
        article.annotations.sort(key=lambda a: (a.begin, a.id))
        article.attributions.sort(key=lambda a: (min(begins[m] for m in a.members), a.id))
        here = {item.id for item in chain(article.annotations, article.attributions, standing)} | {article.id}
        article.judgements = sorted([*self._judgements(article.id, here), *standing], key=lambda item: item.id)


def _named_by(items: Iterable[Item]) -> set[str | None]:
    """Everybody who made or was given something, or is spoken of."""
    return {id_ for i in items for id_ in (i.annotator, getattr(i, "to", None), getattr(i, "target", None))}


def _groundless(item: Item, there: set[str]) -> bool:
    """Whether it rejects only because something was accepted that is not written: without that it would say more."""
    if not isinstance(item, Verdict) or item.decision != "reject":
        return False
    return item.replacement is not None and item.replacement not in there


def _known(annotation: Annotation, shared: set[str]) -> Annotation:
    """An annotation without an entity that nobody knows any more."""
    lost = annotation.entity is not None and annotation.entity not in shared
    return replace(annotation, entity=None) if lost else annotation


def _grouped(items: list[Item]) -> dict[str, list[Item]]:
    out: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        out[item.KIND].append(item)
    return dict(out)


def _signing(annotators: Sequence[Item], made: set[str | None]) -> list[Item]:
    """The annotators who made or were given something, are spoken of, or are the same as one of these."""
    same_as = {a.id: getattr(a, "same_as", None) for a in annotators}
    for id_ in list(made):
        other = same_as.get(id_ or "")
        while other is not None and other not in made:
            made.add(other)
            other = same_as.get(other)
    return [a for a in annotators if a.id in made]


_REFERENCES = {
    kind: [(one.name, isinstance(one, References), getattr(one, "required", False)) for one in model.FIELDS
           if isinstance(one, Reference | References)]
    for kind, model in KINDS.items()
}  # fmt: skip


def _without_dangling(item: Item, ids: set[str]) -> Item:
    """An item without what it may refer to and that is not written, such as the source that a colleague took back."""
    facts: dict[str, Any] = {}
    for name, several, required in _REFERENCES[item.KIND]:
        value = getattr(item, name)
        if not value:
            continue
        if several and not ids >= set(value):
            facts[name] = tuple(id_ for id_ in value if id_ in ids)
        elif not several and not required and value not in ids:
            facts[name] = None
    return replace(item, **facts) if facts else item
