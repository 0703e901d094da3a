"""The same thing recorded twice."""

from collections.abc import Hashable, Iterator

from annotator.checks.finding import Finding, Looked


def duplicate(looked: Looked) -> Iterator[Finding]:
    """Annotations of one layer with the same tag on the same words; attributions of the same to the same."""
    seen: set[Hashable] = set()
    in_use = {a.id: len(looked.article.attributions_of(a.id)) for a in looked.annotations}
    for annotation in sorted(looked.annotations, key=lambda a: (-in_use[a.id], a.id)):
        what = (annotation.annotator, annotation.tag, annotation.spans)
        if what in seen:
            message = f"The same words are tagged {annotation.tag} a second time."
            yield looked.found("duplicate", annotation, message, "merge")
        seen.add(what)
    for attribution in looked.attributions:
        same = (attribution.annotator, attribution.sources, attribution.contents, attribution.source_status,
                attribution.parent, attribution.kind, attribution.polarity)  # fmt: skip
        if same in seen:
            yield looked.found("duplicate", attribution, "The same is attributed to the same source twice.", "merge")
        seen.add(same)
