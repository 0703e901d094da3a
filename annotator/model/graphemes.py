"""Where one character, as a reader sees it, ends and the next begins."""

import unicodedata

_JOINER = "\u200d"
_EXTENDING = frozenset(("Mn", "Me", "Mc"))


def splits_grapheme(text: str, position: int) -> bool:
    """Whether a position lies inside of what is seen as one character.

    The rules of Unicode’s UAX #29 for extended grapheme clusters, without prepended marks: line ends, marks and
    joiners after a character, Hangul syllables, emoji joined to one picture, pairs that make a flag.
    """
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if before == "\r" and after == "\n":
        return True
    if _control(before) or _control(after):
        return False
    if after in (_JOINER, "\u200c") or _extends(after):
        return True
    if before == _JOINER:
        return _picture_before(text, position - 1) and _picture(after)
    if _flag(before) and _flag(after):
        start = position
        while start > 0 and _flag(text[start - 1]):
            start -= 1
        return (position - start) % 2 == 1
    return _joins_hangul(before, after)


def _control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Zl", "Zp")


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in _EXTENDING or 0x1F3FB <= ord(char) <= 0x1F3FF or 0xE0020 <= ord(char) <= 0xE007F
    )


def _flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _picture(char: str) -> bool:
    return unicodedata.category(char) == "So" or 0x1F000 <= ord(char) <= 0x1FAFF


def _picture_before(text: str, at: int) -> bool:
    at -= 1
    while at > 0 and _extends(text[at]):
        at -= 1
    return at >= 0 and _picture(text[at])


def _joins_hangul(before: str, after: str) -> bool:
    """Leading consonant, vowel, closing consonant; a whole syllable takes what completes it."""
    first, second = ord(before), ord(after)
    syllable = 0xAC00 <= first <= 0xD7A3
    open_syllable = syllable and (first - 0xAC00) % 28 == 0
    leading, vowel = 0x1100 <= first <= 0x115F, 0x1160 <= first <= 0x11A7
    closing = 0x11A8 <= first <= 0x11FF
    then_vowel, then_closing = 0x1160 <= second <= 0x11A7, 0x11A8 <= second <= 0x11FF
    if leading:
        return 0x1100 <= second <= 0x115F or then_vowel or 0xAC00 <= second <= 0xD7A3
    if open_syllable or vowel:
        return then_vowel or then_closing
    return (syllable or closing) and then_closing
