"""Quotation marks: what is tagged as a quote and what stands between marks, and where the two part."""

from collections import defaultdict
from collections.abc import Iterator

from annotator.checks.finding import Finding, Looked
from annotator.model.items import Annotation
from annotator.model.quotations import Quotation, quotations
from annotator.model.segments import paragraph_at
from annotator.model.span import Span, overlap, tidy

_SINGLE = "'‘’‚‹›"
_AROUND = " \t\n,.;:!?…"


class _Marks:
    """The quotations of each paragraph of a text, read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._read: dict[int, list[Quotation]] = {}

    def of(self, annotation: Annotation) -> list[Quotation]:
        """The quotations in double marks that an annotation touches."""
        found = (q for piece in self.pieces(annotation) for q in self.around(piece) if not self._single(q))
        return list(dict.fromkeys(q for q in found if any(q.outer.overlaps(span) for span in annotation.spans)))

    def pieces(self, annotation: Annotation) -> Iterator[Span]:
        """What an annotation takes of each paragraph, without white space and stops at the ends."""
        for span in annotation.spans:
            at = span.begin
            while at < span.end:
                end = paragraph_at(self.text, at).end
                piece = _bare(self.text, Span(at, min(end, span.end)))
                if piece.begin < piece.end:
                    yield piece
                at = end + 1

    def around(self, piece: Span) -> list[Quotation]:
        """The quotations of the paragraph that a piece stands in."""
        paragraph = paragraph_at(self.text, piece.begin)
        if paragraph.begin not in self._read:
            self._read[paragraph.begin] = quotations(self.text, paragraph)
        return self._read[paragraph.begin]

    def _single(self, quotation: Quotation) -> bool:
        mark = quotation.opening if quotation.opening is not None else quotation.closing
        return mark is not None and self.text[mark] in _SINGLE

    def goes_on(self, quotation: Quotation) -> bool:
        """Whether a quotation of several paragraphs opens each of them and closes only the last."""
        if quotation.closed:
            return False
        following = self.text[quotation.inner.end : quotation.inner.end + 20].lstrip()
        return following[:1] == self.text[quotation.inner.begin - 1]


def quotation_marks_unbalanced(looked: Looked) -> Iterator[Finding]:
    """A claim or quote that holds a mark which the text never opens or closes."""
    marks = _Marks(looked.article.text)
    for annotation in _contents(looked):
        for quotation in marks.of(annotation):
            lone = quotation.closed != quotation.opened
            mark = quotation.opening if quotation.closing is None else quotation.closing
            if lone and mark is not None and _holds(annotation, mark) and not marks.goes_on(quotation):
                what = "closed" if quotation.opened else "opened"
                message = f"The text has a quotation mark here that is never {what}."
                yield looked.found("quotation-marks-unbalanced", annotation, message)
                break


def quotation_marks_straddled(looked: Looked) -> Iterator[Finding]:
    """A claim or quote that takes one mark of a quotation and leaves the other."""
    marks = _Marks(looked.article.text)
    for annotation in _contents(looked):
        for quotation in marks.of(annotation):
            opening, closing = quotation.opening, quotation.closing
            if opening is None or closing is None or _holds(annotation, opening) == _holds(annotation, closing):
                continue
            spans = _with_mark(marks.text, annotation, closing if _holds(annotation, opening) else opening)
            message = "It takes one quotation mark and leaves the other."
            yield looked.found("quotation-marks-straddled", annotation, message, "widen" if spans else "", spans)
            break


def quotation_marks_missing(looked: Looked) -> Iterator[Finding]:
    """A quote whose words do not stand between quotation marks."""
    marks = _Marks(looked.article.text)
    for quote in looked.annotations:
        if quote.tag != "quote":
            continue
        if not all(any(q.outer.covers(piece) for q in marks.around(piece)) for piece in marks.pieces(quote)):
            yield looked.found("quotation-marks-missing", quote, "These words stand in no quotation marks.", "claim")


def quotation_untagged(looked: Looked) -> Iterator[Finding]:
    """A claim that is wholly in quotation marks, and that nobody tagged as a quote in the same layer."""
    marks = _Marks(looked.article.text)
    quotes: defaultdict[str | None, list[Annotation]] = defaultdict(list)
    for annotation in looked.annotations:
        if annotation.tag == "quote":
            quotes[annotation.annotator].append(annotation)
    for claim in looked.annotations:
        if claim.tag != "claim" or any(overlap(q.spans, claim.spans) for q in quotes[claim.annotator]):
            continue
        pieces = list(marks.pieces(claim))
        if pieces and all(any(_fills(marks.text, q, piece) for q in marks.around(piece)) for piece in pieces):
            message = "These words stand in quotation marks and are tagged as a claim only."
            yield looked.found("quotation-untagged", claim, message, "quote")


def _contents(looked: Looked) -> Iterator[Annotation]:
    return (a for a in looked.annotations if a.tag in ("claim", "quote"))


def _holds(annotation: Annotation, at: int) -> bool:
    return any(span.contains(at) for span in annotation.spans)


def _with_mark(text: str, annotation: Annotation, mark: int) -> tuple[Span, ...]:
    """The annotation with a mark that stands right beside it; nothing when words lie between."""
    for span in annotation.spans:
        if span.end <= mark and not text[span.end : mark].strip(_AROUND):
            return tidy((*annotation.spans, Span(span.end, mark + 1)))
        if mark < span.begin and not text[mark + 1 : span.begin].strip(_AROUND):
            return tidy((*annotation.spans, Span(mark, span.begin)))
    return ()


def _bare(text: str, span: Span) -> Span:
    """A span without white space and stops at its ends."""
    begin, end = span
    while begin < end and text[begin] in _AROUND:
        begin += 1
    while end > begin and text[end - 1] in _AROUND:
        end -= 1
    return Span(begin, end)


def _fills(text: str, quotation: Quotation, piece: Span) -> bool:
    """Whether a piece is all of a quotation, with or without its marks and the stops inside."""
    whole = (_bare(text, quotation.inner), _bare(text, quotation.outer))
    return quotation.opened and quotation.closed and piece in whole
