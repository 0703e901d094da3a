"""What an RTF file is made of: control words, groups, bytes and text. Rich Text Format specification 1.9.1."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)


class Token(NamedTuple):
    """`word` with its number, `open` or `close`, a `sign`, or `text`; text and bytes are in characters below 256."""

    kind: str
    value: str = ""
    number: int | None = None


def tokens(data: str) -> Iterator[Token]:
    """The tokens of a file that was decoded a byte to a character."""
    at = 0
    while (found := _TOKEN.match(data, at)) is not None:
        at = found.end()
        word, number, byte, sign, brace, text = found.groups()
        if word == "bin":
            at += max(int(number or 0), 0)
        elif word is not None:
            yield Token("word", word, None if number is None else int(number))
        elif byte is not None:
            yield Token("byte", chr(int(byte, 16)))
        elif sign is not None:
            yield Token("sign", sign)
        elif brace is not None:
            yield Token("open" if brace == "{" else "close")
        elif text is not None:
            yield Token("text", text)


CODECS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
"""The encodings of fonts, by `fcharset`."""

PAGES = {437: "cp437", 708: "cp720", 850: "cp850", 852: "cp852", 866: "cp866", 874: "cp874", 932: "cp932", 936: "gbk",
         949: "cp949", 950: "cp950", 10000: "mac_roman", 65001: "utf-8",
         **{number: f"cp{number}" for number in range(1250, 1259)}}  # fmt: skip
"""The encodings of files, by `ansicpg`."""

WORDS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "zwbo": "\u200b", "page": "\n", "softline": "\n",
}  # fmt: skip
"""Control words that are characters."""

SIGNS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}

SKIPPED = frozenset(
    ("fonttbl colortbl pict fldinst listtable listoverridetable rsidtbl generator themedata datastore xmlnstbl"
     " colorschememapping latentstyles bkmkstart bkmkend nonesttableprops nonesttables atnid atnauthor atnref atndate"
     " atrfstart atrfend revtbl filetbl mmathPr sp template operator comment nonshppict objdata objclass formfield"
     " datafield docvar userprops pgptbl wgrffmtfilter ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn xe tc private"
    ).split()
)  # fmt: skip
"""Groups that hold no text of the document."""

ASIDE = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "the head of the page"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "the foot of the page"),
    "annotation": "a comment",
}
"""Groups that stand beside the text."""

TEXT_GROUPS = frozenset(("shpinst", "shptxt", "shppict", "result", "fldrslt", "nesttableprops", "footnote", *ASIDE))
"""Groups marked as new words that are read nevertheless."""
