"""A passage as it is quoted elsewhere: its words, who is behind them, and where they stand."""

from PySide6.QtCore import QCoreApplication

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.model.span import Span


def citation(article: AnnotatedDocument, selected: Span | None, focused: str | None) -> str:
    """`words — chain (title, outlet, date)`; the selected words, else the focused annotation's, else nothing."""
    annotation = article.annotations.get(focused) if focused is not None else None
    if selected is None and annotation is None:
        return ""
    if selected is not None:
        words = article.text[selected.begin : selected.end]
        if annotation is None or not Span(annotation.begin, annotation.end).overlaps(selected):
            annotation = _content(article, selected)
    else:
        words = annotation.words(article.text) if annotation is not None else ""
    document = article.document
    place = ", ".join(part for part in (document.title, document.outlet, document.published[:10]) if part)
    chain = _chain(article, annotation)
    return " — ".join((words, " ".join(part for part in (chain, f"({place})" if place else "") if part))).rstrip(" —")


def _chain(article: AnnotatedDocument, annotation: Annotation | None) -> str:
    if annotation is None:
        return ""
    chains = article.chains_of(annotation.id)
    if not chains:
        chains = [article.chain(a) for a in article.attributions_of(annotation.id)]
    if chains:
        return "; ".join(dict.fromkeys(chain_words(chain, mark_inferred=True) for chain in chains))
    if annotation.tag in CONTENT_TAGS:
        return QCoreApplication.translate("ArticleView", "no source named")
    return ""


def _content(article: AnnotatedDocument, selected: Span) -> Annotation | None:
    """The smallest claim or quote around a selection, else the largest one that it touches."""
    touching = [a for a in article.contents() if any(s.overlaps(selected) for s in a.spans)]
    around = [a for a in touching if a.begin <= selected.begin and selected.end <= a.end]
    if around:
        return min(around, key=lambda a: a.end - a.begin)
    return max(touching, key=lambda a: a.end - a.begin, default=None)
