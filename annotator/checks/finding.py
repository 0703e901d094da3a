"""What a check finds, and what it is given to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Attribution
from annotator.model.span import Span, covers_all


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `item` is an annotation, an attribution, an entity or a document.

    `fix` names what can be done about it at once (a word of `checks.catalogue.FIXES`), empty where a person has to
    decide; `spans` are where an annotation would stand after it.
    """

    check: str
    item: str
    message: str
    document: str | None = None
    annotator: str | None = None
    words: str = ""
    fix: str = ""
    spans: tuple[Span, ...] = ()
    waived: str | None = None
    """What was said when it was waived; None when it stands."""

    @property
    def key(self) -> tuple[str, str]:
        return self.check, self.item

    def with_waiver(self, words: str | None) -> "Finding":
        return replace(self, waived=words)


@dataclass(slots=True)
class Looked:
    """A document to be checked. What lies in its excluded regions is left out of `annotations` and `attributions`."""

    article: AnnotatedDocument
    empty: tuple[Attribution, ...] = ()
    """Attributions that healing hides, because all their content is gone."""

    confirmed: frozenset[str] = frozenset()
    """Attributions whose inferred hop somebody confirmed."""

    judged: Mapping[str, str] = field(default_factory=dict)
    """What a reviewer has against items, in a sentence each, by their ids."""

    annotations: list[Annotation] = field(init=False)
    attributions: list[Attribution] = field(init=False)

    def __post_init__(self) -> None:
        article = self.article
        excluded = [span for a in article.ordered("excluded") for span in a.spans]
        out = {a.id for a in article.annotations.values() if a.tag == "excluded" or covers_all(excluded, a.spans)}
        self.annotations = [a for a in article.ordered() if a.id not in out]
        attributions = (a for a in article.attributions.values() if not out.issuperset(a.contents))
        self.attributions = sorted(attributions, key=article.order)

    def found(
        self, check: str, item: Annotation | Attribution, message: str, fix: str = "", spans: tuple[Span, ...] = ()
    ) -> Finding:
        """A finding on an item of this document."""
        return Finding(check, item.id, message, self.article.id, item.annotator, self._words(item), fix, spans)

    def _words(self, item: Annotation | Attribution) -> str:
        if isinstance(item, Annotation):
            return " ".join(item.words(self.article.text).split())
        first = min((self.article.annotations[c] for c in item.contents if c in self.article.annotations),
                    key=lambda a: a.begin, default=None)  # fmt: skip
        return self._words(first) if first is not None else ""
