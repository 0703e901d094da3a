"""What of a document is compared: the layers of its annotators, without the regions that count for nothing."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from annotator.agreement.attributions import shape
from annotator.agreement.chains import Hops
from annotator.agreement.matching import Shape
from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Attribution
from annotator.model.span import Span, tidy

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[Span]:
    """Runs of letters and digits, and every other character that is not white space by itself."""
    return [Span(*m.span()) for m in _TOKEN.finditer(text)]


class Kept:
    """Places of a text as they are counted when the excluded regions are cut out of it."""

    def __init__(self, length: int, excluded: Iterable[Span]) -> None:
        self._cuts = tidy(excluded)
        self._before = [0]
        for begin, end in self._cuts:
            self._before.append(self._before[-1] + end - begin)
        self._begins = [cut.begin for cut in self._cuts]
        self.length = self.place(length)

    def place(self, position: int) -> int:
        """How many kept code points lie before a position."""
        at = bisect_right(self._begins, position)
        if at and position < self._cuts[at - 1].end:
            return self._begins[at - 1] - self._before[at - 1]
        return position - self._before[at]

    def spans(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """What is left of spans; nothing where they lie in excluded regions altogether."""
        return tidy(Span(self.place(begin), self.place(end)) for begin, end in spans)


class Layer:
    """What one annotator made on a document, at the places that are left; reading order."""

    def __init__(self, annotations: list[Annotation], attributions: list[Attribution]) -> None:
        self.annotations = annotations
        self.attributions = attributions

    @cached_property
    def shapes(self) -> dict[str, list[Shape]]:
        """The annotations by tag, for matching."""
        found: defaultdict[str, list[Shape]] = defaultdict(list)
        for a in self.annotations:
            found[a.tag].append(Shape(a.id, (a.spans,), (a.entity,)))
        return dict(found)

    @cached_property
    def linked(self) -> list[Shape]:
        """The attributions, for matching."""
        places = {a.id: a.spans for a in self.annotations}
        return [shape(one, places) for one in self.attributions]


class Reading:
    """A document as agreement looks at it. `annotators` are those of the chosen ones who worked on it, in their order.

    Somebody worked on a document who annotated something in it or declared it finished. Places are those of the text
    without the regions tagged as excluded, by whomever; annotations that lie in them altogether are left out, and so
    are attributions that lose all their contents.
    """

    def __init__(self, article: AnnotatedDocument, chosen: Sequence[str], finished: Iterable[str] = ()) -> None:
        self.article = article
        self.id = article.id
        self._kept = Kept(
            len(article.text), (s for a in article.annotations.values() if a.tag == "excluded" for s in a.spans)
        )
        self.length = self._kept.length
        self.layers = {annotator: self._layer(annotator) for annotator in chosen}
        self._hops: dict[str, Hashable] = {}
        done = set(finished)
        self.annotators = [a for a in chosen if a in done or self.layers[a].annotations]

    def _layer(self, annotator: str) -> Layer:
        annotations = [
            a if spans == a.spans else replace(a, spans=spans)
            for a in self.article.ordered(annotator=annotator)
            if a.tag != "excluded" and (spans := self._kept.spans(a.spans))
        ]
        left = {a.id for a in annotations}
        attributions = [
            a for a in self.article.attributions.values() if a.annotator == annotator and left.intersection(a.contents)
        ]
        return Layer(annotations, sorted(attributions, key=self.article.order))

    @cached_property
    def tokens(self) -> list[Span]:
        """The tokens that are left, at their places."""
        found = tokens(self.article.text)
        if self.length == len(self.article.text):
            return found
        return [spans[0] for token in found if (spans := self._kept.spans([token]))]

    @cached_property
    def _token_edges(self) -> tuple[list[int], list[int]]:
        return [t.begin for t in self.tokens], [t.end for t in self.tokens]

    def in_tokens(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """The tokens that spans touch, as ranges of token numbers."""
        begins, ends = self._token_edges
        return tidy(Span(bisect_right(ends, begin), bisect_left(begins, end)) for begin, end in spans)

    def hops(self, attribution: Attribution) -> Hops:
        """The chain of an attribution as it is compared, from the article inwards."""
        return tuple(self._hop(one) for one in self.article.path(attribution))

    def _hop(self, attribution: Attribution) -> Hashable:
        """The entities of its sources, or their words where none is named; without a source, its status."""
        if attribution.id not in self._hops:
            sources = frozenset(self._source(id_) for id_ in attribution.sources)
            self._hops[attribution.id] = sources or attribution.source_status
        return self._hops[attribution.id]

    def _source(self, id_: str) -> tuple[str, str]:
        mention = self.article.annotations[id_]
        entity = self.article.entity_of(mention)
        if entity is not None:
            return "entity", entity.id
        return "words", " ".join(mention.words(self.article.text).casefold().split())
