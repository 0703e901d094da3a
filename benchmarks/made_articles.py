"""Articles of any size with annotations on them, as the article view takes them."""

import random

from annotator.model.annotated import AnnotatedDocument
from annotator.model.items import Annotation, Annotator, Attribution, Document
from annotator.model.span import Span
from benchmarks.made_corpora import article

_TAGS = ("claim", "source", "quote", "cue")


def annotated(length: int, annotations: int, *, layers: int, seed: int = 7) -> AnnotatedDocument:
    """Of the annotations 70 % are phrases, 25 % sentences, 5 % run over paragraphs; in turn one of each layer."""
    chance = random.Random(seed)
    text = article(chance, length)
    out = AnnotatedDocument(document=Document(id="document", title="A made article"), text=text)
    people = [Annotator(id=f"annotator {number}", name=f"Person {number}") for number in range(layers)]
    out.annotators = {one.id: one for one in people}
    by_tag: dict[str, list[Annotation]] = {tag: [] for tag in _TAGS}
    for number in range(annotations):
        size = _size(chance)
        begin = chance.randint(0, max(0, length - size - 1))
        one = Annotation(
            id=f"annotation {number}", document="document", annotator=people[number % layers].id,
            tag=_TAGS[number // layers % 4], spans=(Span(begin, min(length, begin + size)),),
        )  # fmt: skip
        out.annotations[one.id] = one
        if one.annotator == people[0].id:
            by_tag[one.tag].append(one)
    for kind in by_tag.values():
        kind.sort(key=lambda a: a.begin)
    for number, (claim, source, cue) in enumerate(zip(by_tag["claim"], by_tag["source"], by_tag["cue"], strict=False)):
        made = Attribution(
            id=f"attribution {number}", document="document", annotator=people[0].id, contents=(claim.id,),
            sources=(source.id,), cues=(cue.id,), source_status="explicit",
        )  # fmt: skip
        out.attributions[made.id] = made
    return out


def _size(chance: random.Random) -> int:
    kind = chance.random()
    return (
        chance.randint(5, 80) if kind < 0.7 else chance.randint(80, 250) if kind < 0.95 else chance.randint(250, 1200)
    )
