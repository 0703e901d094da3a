"""An article and who said what in it, in words and as plain values."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.counting import how_many
from annotator.model.items import Annotation, Annotator, Attribution


def kind_words(article: AnnotatedDocument, attribution: Attribution) -> str:
    """What kind of attribution it is, in a few words: “indirect · second-hand · denied”."""
    parts = [article.quote_type(attribution)]  # direct, mixed or indirect
    if article.second_hand(attribution):
        parts.append("second-hand")
    if attribution.source_status == "unspecified":
        parts.append("source not named")
    if attribution.kind != "statement":
        parts.append(attribution.kind)
    if attribution.polarity == "negative":
        parts.append("denied")
    return " · ".join(parts)


def _one_line(words: str) -> str:
    return " ".join(words.split())


def text_lines(article: AnnotatedDocument) -> Iterator[str]:
    """The article for people: its facts, then every claim and quote with its chains in words, by annotator."""
    facts = article.document
    yield facts.title or article.id
    yield " · ".join(
        part
        for part in (
            facts.outlet,
            facts.author,
            facts.published,
            how_many(len(article.text), "character", "characters"),
            article.id,
        )
        if part
    )
    layers = dict.fromkeys(a.annotator for a in article.ordered())
    for layer in sorted((one for one in layers if one is not None), key=lambda id_: _name(article, id_)):
        contents = article.contents(layer)
        attributions = sum(a.annotator == layer for a in article.attributions.values())
        yield ""
        claims = how_many(len(contents), "claim or quote", "claims and quotes")
        yield f"{_name(article, layer)}: {claims}, {how_many(attributions, 'attribution', 'attributions')}"
        for content in contents:
            yield from _content_lines(article, content)


def _name(article: AnnotatedDocument, annotator: str) -> str:
    found = article.annotators.get(annotator)
    return found.name if found is not None else annotator


def _content_lines(article: AnnotatedDocument, content: Annotation) -> Iterator[str]:
    yield ""
    yield f"  [{content.begin}–{content.end}] {content.tag}: {_one_line(content.words(article.text))}"
    found = [a for a in article.attributions_of(content.id) if content.id in a.contents]
    if not found:
        yield "      no source yet"
    hops = {a.parent for a in found}  # a chain over one content is shown once, from its innermost hop
    attributions = [a for a in found if a.id not in hops]
    for attribution in sorted(attributions, key=article.order):
        chain = chain_words(article.chain(attribution), mark_inferred=True)
        yield f"      {chain}  ({kind_words(article, attribution)})"


def value(article: AnnotatedDocument) -> dict[str, Any]:
    """The article as plain values, with chains and everything else that is derived."""
    return {
        "id": article.id,
        **article.document.plain(),
        "text": article.text,
        "annotators": {a.id: a.name for a in article.annotators.values()},
        "annotations": [
            {"id": a.id, "annotator": a.annotator, **a.plain(), "text": a.exact(article.text)}
            for a in article.ordered()
        ],
        "attributions": [
            {
                "id": a.id,
                "annotator": a.annotator,
                **a.plain(),
                "quote_type": article.quote_type(a),
                "second_hand": article.second_hand(a),
                "chain": [hop.words for hop in article.chain(a)],
                "chain_words": chain_words(article.chain(a)),
            }
            for a in sorted(article.attributions.values(), key=article.order)
        ],
    }


def main_layer(article: AnnotatedDocument, me: Annotator | None) -> str | None:
    """The layer to show first: mine when I have annotated here, otherwise the fullest."""
    sizes = Counter(a.annotator for a in article.annotations.values() if a.annotator is not None)
    if me is not None and (me.id in sizes or not sizes):
        return me.id
    return min(sizes, key=lambda id_: (-sizes[id_], id_), default=None)
