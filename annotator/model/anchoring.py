"""Finding an annotation's words again in a text where they are not at its offsets."""

from collections.abc import Iterator, Sequence
from itertools import islice

from annotator.model.span import Span

MOST_CANDIDATES = 1000


def _nearest(text: str, part: str, wanted: int, low: int = 0) -> Iterator[int]:
    """Where a part stands from `low` on, the nearest to the wanted place first."""
    after = text.find(part, wanted)
    before = text.rfind(part, low, wanted + len(part) - 1)
    while after >= 0 or before >= 0:
        if before < 0 or 0 <= after < 2 * wanted - before:
            yield after
            after = text.find(part, after + 1)
        else:
            yield before
            before = text.rfind(part, low, before + len(part) - 1)


def _place(text: str, part: str, wanted: int, low: int) -> int | None:
    """The nearest place of a part; None when there is none, or when two are equally near."""
    found = list(islice(_nearest(text, part, wanted, low), 2))
    if not found or (len(found) > 1 and abs(found[0] - wanted) == abs(found[1] - wanted)):
        return None
    return found[0]


def reanchor(text: str, parts: Sequence[str], spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Where the parts stand in the text, in their order, nearest to where the spans say; None when that is nowhere.

    Two equally near places are no answer: nothing is moved by guess.
    """
    if not parts or len(parts) != len(spans) or not all(parts):
        return None
    wanted = spans[0].begin
    if _place(text, parts[0], wanted, 0) is None:
        return None
    for start in islice(_nearest(text, parts[0], wanted), MOST_CANDIDATES):
        out = [Span(start, start + len(parts[0]))]
        for part, span in zip(parts[1:], spans[1:], strict=True):
            low = out[-1].end
            at = _place(text, part, max(low, span.begin + start - wanted), low)
            if at is None:
                break
            out.append(Span(at, at + len(part)))
        else:
            return tuple(out)
    return None
