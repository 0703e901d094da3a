"""Who leads to whom: the attributions of an annotation, the chain of a focus, the links the gutter draws."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Attribution


class Chain(NamedTuple):
    """What belongs to a focus: attributions, and the annotations in them with the focus itself."""

    attributions: frozenset[str] = frozenset()
    annotations: frozenset[str] = frozenset()


class Link(NamedTuple):
    """From a source mention to what it stands behind: a content, or the source that it is cited by."""

    source: str
    target: str
    attribution: str


class Links:
    """The attributions of one document by member and by parent, kept current change by change."""

    def __init__(self, article: AnnotatedDocument) -> None:
        self._article = article
        self._by_member: dict[str, list[str]] = {}
        self._by_parent: dict[str, list[str]] = {}
        self._links: dict[str, list[Link]] = {}
        """Of each annotation asked for, until an attribution changes or an annotation comes or goes."""

        for attribution in article.attributions.values():
            self.add(attribution)

    def forget(self, annotation: str) -> None:
        """An annotation has come or gone."""
        if annotation in self._by_member:
            self._links.clear()

    def add(self, attribution: Attribution) -> None:
        self._links.clear()
        for member in dict.fromkeys(attribution.members):
            self._by_member.setdefault(member, []).append(attribution.id)
        if attribution.parent is not None:
            self._by_parent.setdefault(attribution.parent, []).append(attribution.id)

    def remove(self, attribution: Attribution) -> None:
        self._links.clear()
        for member in dict.fromkeys(attribution.members):
            _drop(self._by_member, member, attribution.id)
        if attribution.parent is not None:
            _drop(self._by_parent, attribution.parent, attribution.id)

    def attributions_of(self, annotation: str) -> list[Attribution]:
        held = self._article.attributions
        return [held[id_] for id_ in sorted(self._by_member.get(annotation, ())) if id_ in held]

    def chain_of(self, annotation: str | None) -> Chain:
        """The attributions an annotation belongs to and their parents, with all their members."""
        if annotation is None:
            return Chain()
        seen: dict[str, Attribution] = {}
        ahead = self.attributions_of(annotation)
        while ahead:
            attribution = ahead.pop()
            if attribution.id in seen:
                continue
            seen[attribution.id] = attribution
            parent = self._article.attributions.get(attribution.parent) if attribution.parent is not None else None
            if parent is not None:
                ahead.append(parent)
        members = {member for attribution in seen.values() for member in attribution.members}
        return Chain(frozenset(seen), frozenset(members | {annotation}))

    def of(self, annotations: Iterable[str]) -> list[Link]:
        """The links that begin or end at these annotations, each once."""
        found: dict[tuple[str, str], Link] = {}
        for annotation in annotations:
            links = self._links.get(annotation)
            if links is None:
                links = self._links[annotation] = list(self._found(annotation))
            for link in links:
                found.setdefault((link.source, link.target), link)
        return list(found.values())

    def _found(self, annotation: str) -> Iterator[Link]:
        held = self._article.attributions
        for attribution in self.attributions_of(annotation):
            if annotation in attribution.sources:
                yield from self._between((annotation,), attribution.contents, attribution.id)
                for child in self._by_parent.get(attribution.id, ()):
                    if child in held:
                        yield from self._between((annotation,), held[child].sources, child)
                parent = held.get(attribution.parent) if attribution.parent is not None else None
                if parent is not None:
                    yield from self._between(parent.sources, (annotation,), attribution.id)
            if annotation in attribution.contents:
                yield from self._between(attribution.sources, (annotation,), attribution.id)

    def _between(self, sources: Iterable[str], targets: Sequence[str], attribution: str) -> Iterator[Link]:
        known = self._article.annotations
        for source in sources:
            for target in targets:
                if source != target and source in known and target in known:
                    yield Link(source, target, attribution)


def _drop(held: dict[str, list[str]], key: str, id_: str) -> None:
    left = [one for one in held.get(key, ()) if one != id_]
    if left:
        held[key] = left
    else:
        held.pop(key, None)
