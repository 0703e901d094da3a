"""JSON of any size, an element at a time."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from annotator.formats.lines import NotJson, decode, not_json, place_in
from annotator.model.errors import UserError

_CHUNK = 1 << 20
_GAP = re.compile(r"[\s,]*")
_decoder = json.JSONDecoder()


def refused(path: Path, why: str) -> UserError:
    return UserError(f"{path}: {why}.", "Nothing was imported; mend the file or export it again.")


def lines(path: Path) -> Iterator[tuple[int, Any, str]]:
    """Number and value of each line that holds something, or what is wrong with it.

    The first of them decides whether the file is JSON Lines at all. Raises UserError when it is none.
    """
    found = False
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            value, wrong = _line(raw, number)
            if wrong and not found:
                raise refused(path, f"line {number} {wrong}")
            found = True
            yield number, value, wrong


def _line(raw: bytes, number: int) -> tuple[Any, str]:
    try:
        return decode(raw.decode("utf-8-sig" if number == 1 else "utf-8", "surrogatepass")), ""
    except UnicodeDecodeError:
        return None, "is not UTF-8"
    except NotJson:
        return None, "is not JSON"


def elements(path: Path, key: str = "") -> Iterator[Any]:
    """The elements of the array that the file is, or of the one under `key` of the object that it is.

    Raises UserError where it stops being JSON. The array has to be the last thing of its object that is needed.
    """
    with path.open(encoding="utf-8-sig", errors="surrogatepass", newline="") as file:
        stream = _Stream(path, file)
        stream.enter(key)
        yield from stream.elements()


class _Stream:
    def __init__(self, path: Path, file: IO[str]) -> None:
        self._path = path
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False
        self._lines = 0
        self._columns = 0
        """What of the file stands before the text at hand: lines, and columns in its first line."""

    def _refused(self, why: str) -> UserError:
        return refused(self._path, f"{why} at {place_in(self._text, self._at, self._lines, self._columns)}")

    def _more(self) -> bool:
        try:
            chunk = "" if self._ended else self._file.read(_CHUNK)
        except UnicodeDecodeError:
            raise refused(self._path, "it is not UTF-8") from None
        self._ended = not chunk
        begin = self._text.rfind("\n", 0, self._at) + 1
        self._columns = self._at - begin + (0 if begin else self._columns)
        self._lines += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return not self._ended

    def _skip(self, pattern: re.Pattern[str] = _GAP) -> str:
        """The next character that means something, or nothing at the end."""
        while True:
            found = pattern.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> Any:
        """The JSON value that begins here."""
        while True:
            try:
                value, end = _decoder.raw_decode(self._text, self._at)
            except RecursionError:
                raise refused(self._path, "it is nested too deep") from None
            except ValueError as error:
                begin = self._at
                if not self._more():
                    wrong = not_json(error, self._text, -begin, self._lines, self._columns)
                    raise refused(self._path, wrong.why) from None
            else:
                if end < len(self._text) or self._ended:  # a number may go on in the next piece
                    self._at = end
                    return value
                self._more()

    def enter(self, key: str) -> None:
        first = self._skip()
        if not key:
            if first != "[":
                raise refused(self._path, "it is no list")
            self._at += 1
            return
        if first != "{":
            raise refused(self._path, "it is no object")
        self._at += 1
        while (found := self._skip()) == '"':
            name = self._value()
            if self._skip() != ":":
                raise self._refused("it is not JSON")
            self._at += 1
            if self._skip(re.compile(r"\s*")) == "[" and name == key:
                self._at += 1
                return
            self._value()
        if found == "}":
            raise refused(self._path, f"it has no list “{key}”")
        raise self._refused("it is not JSON" if found else "it ends in the middle,")

    def elements(self) -> Iterator[Any]:
        while (first := self._skip()) != "]":
            if not first:
                raise self._refused("it ends in the middle,")
            yield self._value()
