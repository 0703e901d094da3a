"""Units of running text: words, clauses, quotations, sentences and paragraphs, as spans of code points.

Pure and local: what a unit is depends on its surroundings only, so the answer for one place in a paragraph of
a million characters costs as much as its sentence is long. Rules are for news text in any script.
"""

import re
import unicodedata
from collections.abc import Iterator

from annotator.model.quotations import OPENERS, lettered, quotations_around
from annotator.model.span import Span

_APOSTROPHES = "'’ʼ＇"
_INNER = frozenset(_APOSTROPHES + "-‐‑·\u00ad\u200c\u200d\u2060")
"""What joins two halves of one word when a letter or digit stands on both sides."""

_CLOSERS = re.escape("\"'”’“»«›‹)]}」』）】〉》")
_END = re.compile(rf"[.!?…؟۔।॥]+[{_CLOSERS}]*(?:\[\d+\])*(?=\s)|[。！？｡]+[{_CLOSERS}]*")
_BULLET = re.compile(r"[\s•‣◦▪·*–—-]*\s")
_CLAUSE_EDGE = re.compile(r"[,;:](?=\s)|[、，；：]|[()\[\]“”„«»\"—]|\s[–-](?=\s)")
_DOTTED = re.compile(r"(?:\w\.)+\w")
_LOOK_BACK = 40

_BEFORE_NAME = frozenset((
    "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "fr", "hon", "gen", "lt", "col", "sgt", "maj", "capt", "cmdr",
    "adm", "pvt", "cpl", "gov", "sen", "rep", "pres", "amb", "sec", "supt", "st", "mt", "ft", "messrs", "mme",
    "mlle", "m", "sr", "sra", "dipl", "ing", "hr", "dept",
))  # fmt: skip
"""Abbreviations, when they begin with a capital, after which a sentence never ends."""

_BEFORE_NUMBER = frozenset(("no", "nos", "art", "fig", "vol", "p", "pp", "sec", "par", "op"))
"""Abbreviations before a number; elsewhere some are words of their own (“He said no.”)."""

_SMALL = frozenset(("vs", "cf", "approx", "ca", "resp"))
_SMALL_AT_END = frozenset(("etc", "al", "est"))

_ABBREVIATED = frozenset((
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues",
    "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "inc", "ltd", "co", "corp", "bros", "jr", "etc", "al",
    "est", "ave", "blvd", "rd", "sq", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill",
    "ind", "kan", "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore",
    "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo",
))  # fmt: skip
"""Abbreviations, with a capital, after which a sentence ends only when the next word is one that opens sentences."""

_SENTENCE_OPENERS = frozenset((
    "the", "a", "an", "this", "that", "these", "those", "he", "she", "it", "they", "we", "you", "i", "his", "her",
    "its", "their", "our", "my", "there", "here", "but", "and", "or", "so", "yet", "in", "on", "at", "by", "for",
    "from", "with", "after", "before", "when", "while", "as", "if", "although", "though", "since", "because",
    "however", "meanwhile", "what", "who", "why", "how", "where", "no", "not", "one", "some", "many", "most",
    "several", "both", "all", "according", "earlier", "later", "last",
))  # fmt: skip


def paragraph_at(text: str, position: int) -> Span:
    """The line around a position, without its newline; empty on an empty line."""
    position = _inside(text, position)
    end = text.find("\n", position)
    return Span(text.rfind("\n", 0, position) + 1, len(text) if end < 0 else end)


def sentence_at(text: str, position: int) -> Span:
    """The sentence around a position, without the white space and bullet before it; never beyond its paragraph.

    White space after a sentence belongs to that sentence. A paragraph of white space is its own sentence.
    """
    paragraph = paragraph_at(text, position)
    at = _solid(text, _inside(text, position), paragraph)
    if at is None:
        return paragraph
    return _trim(text, Span(_boundary_before(text, paragraph, at), _boundary_after(text, paragraph, at)))


def sentences(text: str, span: Span) -> list[Span]:
    """The sentences that a span touches, whole and in order; without blank paragraphs."""
    out: list[Span] = []
    at = _inside(text, span.begin)
    end = min(len(text), max(span.end, at + 1))
    while at < end:
        paragraph = paragraph_at(text, at)
        if _solid(text, at, paragraph) is not None:
            found = sentence_at(text, at)
            if not out or out[-1] != found:
                out.append(found)
            after = _after_space(text, found.end, paragraph.end)
            if found.end <= at and after <= at:
                after = at + 1
            if after < paragraph.end:
                at = max(after, at + 1)
                continue
        at = paragraph.end + 1
    return out


def word_at(text: str, position: int) -> Span | None:
    """The word that holds or ends at a position; None between words. Letters, digits and marks of any script."""
    position = _inside(text, position)
    for at in (position, position - 1):
        if 0 <= at < len(text) and _of_word(text, at):
            begin, end = at, at + 1
            while begin > 0 and _of_word(text, begin - 1):
                begin -= 1
            while end < len(text) and _of_word(text, end):
                end += 1
            return Span(begin, end)
    return None


def quotation_at(text: str, position: int) -> Span | None:
    """The innermost quotation around a position, without its marks; None outside of any.

    A quotation that the paragraph does not close runs to the paragraph's end, one that it does not open begins with it.
    """
    position = _inside(text, position)
    holding = [q.inner for q in quotations_around(text, position) if q.inner.begin <= position <= q.inner.end]
    return min(holding, key=lambda s: (s.end - s.begin, -s.begin), default=None)


def grow(text: str, span: Span) -> Span:
    """The next larger unit around a span: word, clause or quotation, sentence, paragraph. Whole paragraphs stay."""
    begin = _inside(text, span.begin)
    end = max(begin, min(len(text), span.end))
    last = max(begin, end - 1)
    here = Span(begin, end)
    first_paragraph, last_paragraph = paragraph_at(text, begin), paragraph_at(text, end)
    units = [
        _hull(word_at(text, begin), word_at(text, last)),
        _clause(text, begin),
        *(quotation.inner for quotation in quotations_around(text, begin)),
        _hull(sentence_at(text, begin), sentence_at(text, last)),
    ]
    larger = [unit for unit in units if unit is not None and unit != here and unit.covers(here)]
    whole = Span(first_paragraph.begin, last_paragraph.end)
    return min(larger, key=lambda s: s.end - s.begin, default=whole)


def _inside(text: str, position: int) -> int:
    return max(0, min(len(text), position))


def _hull(first: Span | None, last: Span | None) -> Span | None:
    if first is None or last is None:
        return first or last
    return Span(min(first.begin, last.begin), max(first.end, last.end))


def _of_word(text: str, at: int) -> bool:
    char = text[at]
    if char.isalnum() or char == "_":
        return True
    if char in _INNER:
        return 0 < at < len(text) - 1 and lettered(text[at - 1]) and lettered(text[at + 1])
    if char in ".,":
        return 0 < at < len(text) - 1 and text[at - 1].isdecimal() and text[at + 1].isdecimal()
    return unicodedata.category(char)[0] == "M" and at > 0 and lettered(text[at - 1])


def _solid(text: str, position: int, paragraph: Span) -> int | None:
    """The character that a position speaks of: its own, else the last one before it, else the first of the line."""
    if position < paragraph.end and not text[position].isspace():
        return position
    before = position - 1
    while before >= paragraph.begin and text[before].isspace():
        before -= 1
    if before >= paragraph.begin:
        return before
    after = _after_space(text, position, paragraph.end)
    return after if after < paragraph.end else None


def _after_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _trim(text: str, span: Span) -> Span:
    begin, end = span
    while end > begin and text[end - 1].isspace():
        end -= 1
    bullet = _BULLET.match(text, begin, end)
    if bullet is not None and bullet.end() < end:
        begin = bullet.end()
    return Span(_after_space(text, begin, end), end)


def _ends_sentence(text: str, match: re.Match[str], paragraph: Span) -> bool:
    after = _after_space(text, match.end(), paragraph.end)
    while after < paragraph.end and text[after] in OPENERS:
        after += 1
    if after >= paragraph.end:
        return True
    if text[after].islower():
        return False
    mark = match.start()
    if text[mark] != "." or text[mark : mark + 2] == ".." or (mark > paragraph.begin and text[mark - 1] == "."):
        return True
    before = text[max(paragraph.begin, mark - _LOOK_BACK) : mark]
    word = before.split()[-1].lstrip("([{\"'“‘„«") if before.split() else ""
    plain = word.rsplit("-", 1)[-1]
    capital, plain = plain[:1].isupper(), plain.casefold()
    if plain in _SMALL or (capital and (plain in _BEFORE_NAME or len(word) == 1)):
        return False
    if plain in _BEFORE_NUMBER and text[after].isdecimal():
        return False
    if plain in _SMALL_AT_END or (capital and plain in _ABBREVIATED) or _DOTTED.fullmatch(word):
        following = word_at(text, after)
        return following is not None and text[following.begin : following.end].casefold() in _SENTENCE_OPENERS
    return True


def _boundaries(text: str, paragraph: Span, begin: int) -> Iterator[int]:
    for match in _END.finditer(text, begin, paragraph.end):
        if _ends_sentence(text, match, paragraph):
            yield match.end()


def _boundary_after(text: str, paragraph: Span, at: int) -> int:
    """The first end of a sentence beyond the character `at`; a mark that began before it counts."""
    start = at
    while start > paragraph.begin and not text[start - 1].isspace() and at - start < _LOOK_BACK:
        start -= 1
    return next((end for end in _boundaries(text, paragraph, start) if end > at), paragraph.end)


def _boundary_before(text: str, paragraph: Span, at: int) -> int:
    """The last end of a sentence at or before the character `at`, sought in windows that double."""
    reach = 256
    while True:
        low = max(paragraph.begin, at - reach)
        last = None
        for end in _boundaries(text, paragraph, low):
            if end > at:
                break
            last = end
        if last is not None:
            return last
        if low == paragraph.begin:
            return paragraph.begin
        reach *= 2


def _clause(text: str, position: int) -> Span | None:
    sentence = sentence_at(text, position)
    begin, end = sentence
    for match in _CLAUSE_EDGE.finditer(text, sentence.begin, sentence.end):
        if match.end() <= position:
            begin = match.end()
        elif match.start() >= position:
            end = match.start()
            break
        else:
            return None
    while end > begin and (text[end - 1].isspace() or text[end - 1] in ".!?…"):
        end -= 1
    begin = _after_space(text, begin, end)
    return Span(begin, end) if begin < end else None
