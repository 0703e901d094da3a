"""Which old encoding some bytes are in, by the letters that languages write beyond ASCII.

A text of a language has the letters of that language and no others: read in the wrong encoding, some of them are signs
or letters of another one. Statistics of whole texts, which charset-normalizer has, say little about a few words.
"""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

_CODECS = ("cp1252", "cp1250", "cp1251", "iso8859-2", "koi8-r", "koi8-u", "cp1254", "cp1257", "cp1253", "iso8859-7",
           "cp1255", "cp1256", "iso8859-5", "cp866", "iso8859-15")  # fmt: skip
"""In the order in which they are preferred where they say the same."""

_WESTERN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúüïàçèò¿¡ªº", "áâãàçéêíóôõúüªº", "àèéìíîòóùªº", "áàäéëèêïíóöü", "åäöé",
    "æøåéèêóòôü", "áæðéíóöúýþ",
)  # fmt: skip
_TURKISH = "çğıöşüâîû"
_LATIN = (
    *_WESTERN, "äöüõšž", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", _TURKISH,
    "ąčęėįšųūž", "āčēģīķļņšūž",
)  # fmt: skip
_WHOLE = (
    ("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "оеаинтсрвл"), ("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "оаинітврес"),
    ("абвгдежзийклмнопрстуфхцчшщъьюя", "аоеитнрсвд"), ("абвгдђежзијклљмнњопрстћуфхцчџш", "аоиенрстју"),
    ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ", "αοιετσνηυρ"), ("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "יוהלאמרתבש"),
    ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ", "اليمونرتبع"),
)  # fmt: skip
"""Alphabets that share no letter with ASCII, with the ten that a text has most of."""

_NEUTRAL = frozenset("“”‘’«»‹›–—…•€£§°·№\u00a0\u00ad„‚")
_WORDS = re.compile(rb"[A-Za-z]?[\x80-\xff][A-Za-z\x80-\xff]{0,40}")
_MOST_WORDS = 4000
_ENOUGH = 0.95
"""The share of letters beyond ASCII that have to be those of one language."""

_FEWEST = 4
"""Letters from which a text may be in an alphabet that shares none with ASCII: fewer are stray bytes."""

_OPENED = re.compile(r"(?<=\w)[„‚¿¡]")
"""A mark that opens a quotation, within a word."""

_MIXED = re.compile(r"[A-Za-z][^\W\d_A-Za-z]|[^\W\d_A-Za-z][A-Za-z]")
"""Letters of two alphabets in one word."""


def by_letters(data: bytes) -> str:
    """The encoding in which these bytes are words of some language; empty when there is none, or not certainly."""
    words = b" ".join(found.group() for found in islice(_WORDS.finditer(data), _MOST_WORDS))
    best, least = "", (_ENOUGH, 0.0)
    for codec in _CODECS:
        try:
            text = words.decode(codec)
        except UnicodeDecodeError:
            continue
        for score in _scores(text):
            if score > least or (not best and score >= least):
                best, least = codec, score
    return best


def _scores(text: str) -> Iterator[tuple[float, float]]:
    """For each alphabet the share of letters that are of it, and in its common ones where it has nothing but them."""
    beyond = [c for c in text if c > "\x7f" and c not in _NEUTRAL]
    turned = len(_OPENED.findall(text)) + _turned(text)
    if not beyond:
        yield (0.0 if turned else 1.0), 0.0
        return
    lower = "".join(beyond).replace("İ", "ı").lower()
    for letters in _LATIN if len(beyond) > 1 else _WESTERN:  # one letter may be a sign of the commonest encoding
        of_turkish = letters == _TURKISH and any(c in lower for c in "ğış")  # the code has letters of Icelandic there
        yield _share(sum(map(lower.count, letters)) - turned, len(lower)), 0.1 * of_turkish
    turned += len(_MIXED.findall(text))
    for letters, common in _WHOLE if len(beyond) >= _FEWEST else ():
        fits = _share(sum(map(lower.count, letters)) - turned, len(lower))
        yield fits, _share(sum(map(lower.count, common)), len(lower))


def _share(part: int, whole: int) -> float:
    return round(max(part, 0) / whole, 3)


def _turned(text: str) -> int:
    """How often a capital letter beyond ASCII follows a small one, as it does in no language."""
    return sum(a.islower() and b.isupper() and (a > "\x7f" or b > "\x7f") for a, b in pairwise(text))
