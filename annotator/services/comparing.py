"""Where two annotators differ, and whether somebody has decided about it."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from annotator.agreement.differing import KINDS, Difference
from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.items import Annotation, Attribution
from annotator.model.sameness import judged
from annotator.services import contrasting
from annotator.services.project import Project
from annotator.services.weighing import Verdicts, Weighing
from annotator.services.weighing import of_project as verdicts_of

__all__ = [
    "KINDS",
    "Compared",
    "Difference",
    "Verdicts",
    "compare",
    "counts",
    "in_documents",
    "plain",
    "text_lines",
    "verdicts_of",
]


class Compared(NamedTuple):
    """A difference, and whether nothing is left to be decided about it (see `contrasting.state`)."""

    difference: Difference
    decided: bool


def compare(article: AnnotatedDocument, a: str, b: str, verdicts: Verdicts) -> list[Compared]:
    """What two annotators (ids) have in a document, the same and the different, in reading order.

    What a reviewer has is in their own hands; without one of the two being a reviewer, both sides are to be judged.
    """
    here = (verdicts.get(one.id, ()) for one in judged(article))
    reviewers = {verdict.annotator for some in here for verdict in some}
    weighing = Weighing(article, verdicts, next((one for one in (a, b) if one in reviewers), None))
    return [
        Compared(found, contrasting.decided(contrasting.state(found, weighing)))
        for found in contrasting.aligned(article, a, b)
    ]


def in_documents(
    project: Project, a: str, b: str, documents: Iterable[str], progress: Callable[[int, int, str], None]
) -> Iterator[tuple[AnnotatedDocument, list[Compared]]]:
    """Each document with its differences; `progress` is told how many of how many are done and may raise to stop."""
    chosen = list(documents)
    verdicts = verdicts_of(project)
    for done, document in enumerate(chosen):
        article = project.read(document)
        progress(done, len(chosen), article.document.title)
        yield article, compare(article, a, b, verdicts)
    progress(len(chosen), len(chosen), "")


def plain(article: AnnotatedDocument, compared: Compared) -> dict[str, Any]:
    """As `annotator differences --json` prints it."""
    kind, a, b, facts = compared.difference
    return {
        "document": article.id,
        "kind": kind,
        "a": _item(article, a),
        "b": _item(article, b),
        "facts": list(facts),
        "decided": compared.decided,
    }


def _item(article: AnnotatedDocument, item: Annotation | Attribution | None) -> dict[str, Any] | None:
    if item is None:
        return None
    value = {"id": item.id, "type": item.KIND, "annotator": item.annotator, **item.plain()}
    if isinstance(item, Annotation):
        return {**value, "text": item.exact(article.text)}
    return {**value, "chain_words": chain_words(article.chain(item))}


def text_lines(article: AnnotatedDocument, compared: Iterable[Compared]) -> Iterator[str]:
    """The differences of a document for people; nothing where there is none."""
    differing_ones = [one for one in compared if one.difference.kind != "same"]
    if differing_ones:
        yield article.document.title or article.id
    for (kind, a, b, facts), decided in differing_ones:
        what = f"{kind} ({', '.join(facts)})" if facts else kind
        sides = " | ".join(_words(article, item) for item in (a, b) if item is not None)
        yield f"  {what}{', decided' if decided else ''}: {sides}"
    if differing_ones:
        yield ""


def _words(article: AnnotatedDocument, item: Annotation | Attribution) -> str:
    """An item in one line: tag, place and words, or the chain of an attribution and what it holds."""
    if isinstance(item, Annotation):
        return f"[{item.begin}–{item.end}] {item.tag}: {_short(item.words(article.text))}"
    content = article.annotations[item.contents[0]]
    return f"{chain_words(article.chain(item))}: {_short(content.words(article.text))}"


def _short(text: str, limit: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def counts(compared: Iterable[Compared]) -> dict[str, int]:
    """How many there are of each kind, in the order of `KINDS`."""
    kinds = sorted((one.difference.kind for one in compared), key=KINDS.index)
    return {kind: len(list(some)) for kind, some in groupby(kinds)}
