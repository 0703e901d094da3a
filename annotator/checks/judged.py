"""What reviewers thought of otherwise."""

from collections.abc import Iterator

from annotator.checks.finding import Finding, Looked
from annotator.model.items import Annotation, Attribution


def judged_otherwise(looked: Looked) -> Iterator[Finding]:
    """Items that a reviewer rejected or replaced, as they are now."""
    items: list[Annotation | Attribution] = [*looked.annotations, *looked.attributions]
    for item in items:
        if item.id in looked.judged:
            yield looked.found("judged-otherwise", item, looked.judged[item.id])
