"""Who said it: claims and quotes without anybody behind them, chains that nobody confirmed."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

from annotator.checks.finding import Finding, Looked
from annotator.model.items import Annotation, Attribution
from annotator.model.span import covers_all


def claim_unattributed(looked: Looked) -> Iterator[Finding]:
    """A claim that is in no attribution, or only in ones where nothing is said of its source yet."""
    for claim in looked.annotations:
        if claim.tag != "claim":
            continue
        holding = _holding(looked, claim)
        if not holding:
            yield looked.found("claim-unattributed", claim, "Nothing says whose claim this is.", "link")
        elif all(_pending(a) for a in holding):
            yield looked.found("claim-unattributed", claim, "This claim is attributed, but to nobody yet.", "link")


def source_unspecified(looked: Looked) -> Iterator[Finding]:
    """An attribution whose text tells that somebody said so, and not who."""
    for attribution in looked.attributions:
        if attribution.source_status == "unspecified":
            cues = sorted((looked.article.annotations[c] for c in attribution.cues), key=lambda a: a.begin)
            said = " … ".join(" ".join(cue.words(looked.article.text).split()) for cue in cues)
            message = (
                f"“{said}”: the text does not name who says so." if said else "The text does not name who says so."
            )
            yield looked.found("source-unspecified", attribution, message, "link")


def quote_without_source(looked: Looked) -> Iterator[Finding]:
    """A quote that is in no attribution with a source, and in no claim that is."""
    by_layer: defaultdict[str | None, list[Annotation]] = defaultdict(list)
    for annotation in looked.annotations:
        if annotation.tag in ("claim", "quote") and _answered(looked, annotation):
            by_layer[annotation.annotator].append(annotation)
    for quote in looked.annotations:
        if quote.tag == "quote" and not any(covers_all(a.spans, quote.spans) for a in by_layer[quote.annotator]):
            yield looked.found("quote-without-source", quote, "Nothing says whose words these are.", "link")


def hop_unconfirmed(looked: Looked) -> Iterator[Finding]:
    """A hop of a chain that an analyst inferred and nobody confirmed."""
    article = looked.article
    for attribution in looked.attributions:
        if attribution.parent_basis == "inferred" and attribution.id not in looked.confirmed:
            hops = article.chain(attribution)
            names = " ‹? ".join(hop.words for hop in hops[-2:])
            message = f"{names}: the text does not state this hop."
            yield looked.found("hop-unconfirmed", attribution, message, "confirm")


def attribution_across_heading(looked: Looked) -> Iterator[Finding]:
    """An attribution whose members stand in different sections of the article."""
    begins = sorted(heading.begin for heading in looked.article.document.headings)
    if not begins:
        return
    for attribution in looked.attributions:
        members = [looked.article.annotations[m] for m in attribution.members]
        if len({bisect_right(begins, span.begin) for m in members for span in m.spans}) > 1:
            yield looked.found(
                "attribution-across-heading", attribution, "A heading stands between its source and its content."
            )


def attribution_empty(looked: Looked) -> Iterator[Finding]:
    """An attribution that nothing shows any more, because all that was attributed is gone."""
    for attribution in looked.empty:
        yield looked.found("attribution-empty", attribution, "All that was attributed here is gone.", "delete")


def _holding(looked: Looked, content: Annotation) -> list[Attribution]:
    return [a for a in looked.article.attributions_of(content.id) if content.id in a.contents]


def _pending(attribution: Attribution) -> bool:
    return attribution.source_status == "explicit" and not attribution.sources


def _answered(looked: Looked, content: Annotation) -> bool:
    """Whether somebody looked whose words these are, even if the text does not name them."""
    return any(not _pending(a) for a in _holding(looked, content))
