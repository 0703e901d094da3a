"""Finding an annotation's words again in a text where they are not at its offsets."""

from collections.abc import Sequence

from annotator.model.span import Span

MOST_CANDIDATES = 1000


def _occurrences(text: str, part: str) -> list[int]:
    out: list[int] = []
    at = text.find(part)
    while at >= 0 and len(out) < MOST_CANDIDATES:
        out.append(at)
        at = text.find(part, at + 1)
    return out


def reanchor(text: str, parts: Sequence[str], spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """Where the parts stand in the text, in their order, nearest to where the spans say; None when that is nowhere.

    Two equally near places are no answer: nothing is moved by guess.
    """
    if not parts or len(parts) != len(spans) or not all(parts):
        return None
    wanted = spans[0].begin
    starts = sorted(_occurrences(text, parts[0]), key=lambda at: abs(at - wanted))
    if len(starts) > 1 and abs(starts[0] - wanted) == abs(starts[1] - wanted):
        return None
    for start in starts:
        out = [Span(start, start + len(parts[0]))]
        for part, span in zip(parts[1:], spans[1:], strict=True):
            expected = max(out[-1].end, span.begin + start - wanted)
            at = text.find(part, expected)
            if at < 0:
                at = text.find(part, out[-1].end)
            if at < 0:
                break
            out.append(Span(at, at + len(part)))
        else:
            return tuple(out)
    return None
