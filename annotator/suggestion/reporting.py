"""Reporting words in a stretch of English text, and the phrases beside them that may name a source.

Small and plain on purpose: it numbers what a person can pick from, and what it misses can still be selected by hand.
"""

import re
from functools import cache
from typing import NamedTuple

from annotator.model.span import Span

_VERBS = (
    "accept accuse acknowledge add admit advise agree allege announce appeal argue ask assert assume assure "
    "believe blame boast call caution cite claim comment complain concede conclude confirm consider contend "
    "contradict credit criticise criticize declare decline demand deny describe disclose dismiss dispute "
    "emphasise emphasize estimate expect explain express fear find forecast hint hope imply indicate inform "
    "insist instruct joke maintain mention note observe order pledge plan predict proclaim promise propose "
    "quote reaffirm recall recommend refuse reiterate reject remark remember reply report request respond reveal "
    "show signal speculate state stress suggest suspect swear testify threaten tweet urge voice vow want warn "
    "welcome wish worry"
).split()
_IRREGULAR = (
    "say says said saying tell tells told telling think thinks thought thinking know knows knew known write "
    "writes wrote written writing hold holds held understand understands "
    "understood see sees saw seen hear hears heard swore sworn found"
).split()
_PREPOSITIONS = ("according to", "citing", "quoting", "as reported by", "in the words of", "attributed to")
_STOPS = frozenset(
    (
        "that which who whom whose when while where as and but or nor because if although though after before since "
        "until than then so whether citing quoting according said says told adding meanwhile however also"
    ).split()
)
_AUXILIARIES = frozenset(
    (
        "has have had is are was were be been being will would can could may might must shall should do does did not "
        "never also later clearly reportedly repeatedly publicly privately again earlier already now still once then"
    ).split()
)
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*[’']?(?:s\b)?|[^\w\s]")
_MOST_WORDS = 14
_RELATIVE = frozenset(("who", "which", "whose", "speaking", "citing", "quoting"))


class Cue(NamedTuple):
    """A reporting word: where it stands, and whether its source follows it (“according to …”)."""

    span: Span
    leads: bool


@cache
def _lexicon() -> frozenset[str]:
    forms = set(_IRREGULAR)
    for verb in _VERBS:
        stem = verb.removesuffix("e")
        changed = f"{verb[:-1]}i" if re.search("[^aeiou]y$", verb) else stem
        forms |= {verb, f"{stem}ing", f"{changed}ed", f"{changed}es" if changed != stem else f"{verb}s"}
        if re.search("(?:admi|recal|regre|contro)[tl]$", verb):
            forms |= {f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    return frozenset(forms)


@cache
def _lead_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(p.replace(" ", r"\s+") for p in _PREPOSITIONS) + r")\b", re.IGNORECASE)


def cues_in(text: str, within: Span) -> list[Cue]:
    """Reporting words and phrases in a stretch of text, in reading order."""
    part = text[within.begin : within.end]
    leads = [
        Cue(Span(within.begin + m.start(), within.begin + m.end()), leads=True) for m in _lead_pattern().finditer(part)
    ]
    verbs = [
        Cue(Span(within.begin + m.start(), within.begin + m.end()), leads=False)
        for m in _WORD.finditer(part)
        if m.group().lower() in _lexicon() and (m.group().islower() or m.start() == 0)
    ]
    free = [v for v in verbs if not any(lead.span.overlaps(v.span) for lead in leads)]
    return sorted([*leads, *free])


class _Token(NamedTuple):
    span: Span
    word: str

    @property
    def stops(self) -> bool:
        return not self.word[0].isalnum() or self.word.lower() in _STOPS


def _tokens(text: str, within: Span) -> list[_Token]:
    found = _WORD.finditer(text, within.begin, within.end)
    return [_Token(Span(m.start(), m.end()), m.group()) for m in found]


def _before(tokens: list[_Token], cue: Cue) -> Span | None:
    """The phrase that ends just before a verb, its auxiliaries left out."""
    left = _without_clause([t for t in tokens if t.span.end <= cue.span.begin])
    while left and left[-1].word.lower() in _AUXILIARIES:
        left.pop()
    phrase: list[_Token] = []
    if len(left) > 3 and left[-1].word == ")" and left[-3].word == "(":  # “Radio Example Network (REN) reported”
        phrase, left = left[:-4:-1], left[:-3]
    while left and len(phrase) < _MOST_WORDS and not left[-1].stops and left[-1].word not in _lexicon():
        phrase.append(left.pop())
    return Span(phrase[-1].span.begin, phrase[0].span.end) if phrase and _can_name(phrase) else None


def _without_clause(left: list[_Token]) -> list[_Token]:
    """Without a relative clause between commas at the end: “an official, who asked not to be named, said”."""
    if not left or left[-1].word != ",":
        return left
    for place in range(len(left) - 2, 0, -1):
        if left[place].word == "," and left[place + 1].word.lower() in _RELATIVE:
            return left[:place]
    return left


def _after(tokens: list[_Token], cue: Cue) -> Span | None:
    """The phrase that begins just after a cue, up to a stop, a verb or an auxiliary."""
    phrase: list[_Token] = []
    for token in (t for t in tokens if t.span.begin >= cue.span.end):
        word = token.word.lower()
        if token.stops or word in _AUXILIARIES or token.word in _lexicon() or len(phrase) == _MOST_WORDS:
            break
        phrase.append(token)
    return Span(phrase[0].span.begin, phrase[-1].span.end) if phrase and _can_name(phrase) else None


_NO_NAME = frozenset(("to there here this these those what how why in on at for with by from of into about").split())


def _can_name(phrase: list[_Token]) -> bool:
    words = [t.word for t in phrase]
    return not all(w.lower() in _NO_NAME or w.isdigit() for w in words)


def _inverted(text: str, cue: Cue) -> bool:
    """Whether a verb follows what was said, as in “…,” said Jane."""
    ahead = text[: cue.span.begin].rstrip()
    return ahead.endswith(("”", "“", '"', "»", "’", ",", "—"))


def sources_in(text: str, within: Span) -> list[Span]:
    """Phrases that may name a source, in reading order, none inside another."""
    tokens = _tokens(text, within)
    found: list[Span] = []
    for cue in cues_in(text, within):
        span = _after(tokens, cue) if cue.leads else _before(tokens, cue)
        if span is None and not cue.leads and _inverted(text, cue):
            span = _after(tokens, cue)
        if span is not None:
            found.append(_trimmed(text, span))
    found.sort(key=lambda s: (s.begin, -s.end))
    out: list[Span] = []
    for span in found:
        if not out or not out[-1].overlaps(span):
            out.append(span)
    return out


def _trimmed(text: str, span: Span) -> Span:
    """Without a leading preposition: “In Washington officials” keeps it, “by officials” does not."""
    first = re.match(r"(?:by|from|with|to)\s+", text[span.begin : span.end])
    return Span(span.begin + first.end(), span.end) if first else span


def cue_beside(text: str, within: Span, source: Span) -> Span | None:
    """The reporting word that belongs to a source: one that leads to it, otherwise the verb just after or before it."""
    cues = cues_in(text, within)
    for cue in reversed(cues):
        if cue.leads and cue.span.end <= source.begin and not text[cue.span.end : source.begin].strip():
            return cue.span
    following = [c for c in cues if not c.leads and c.span.begin >= source.end]
    if following and _few_words(text, source.end, following[0].span.begin):
        return following[0].span
    leading = [c for c in cues if not c.leads and c.span.end <= source.begin]
    if leading and _few_words(text, leading[-1].span.end, source.begin, most=0):
        return leading[-1].span
    return None


def _few_words(text: str, begin: int, end: int, most: int = 3) -> bool:
    between = text[begin:end]
    return len(between.split()) <= most and not re.search(r"[.;:!?\n]", between)
