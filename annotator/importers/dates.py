"""Dates as people and programs write them, in ISO 8601. What could be read in two ways is not guessed."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from annotator.importers.html_facts import iso

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan januar janvier enero janeiro gennaio januari января", ("february feb februar février febrero"
         " fevereiro febbraio februari февраля"), "march mar märz mars marzo março maart марта",
         "april apr avril abril aprile апреля", "may mai mayo maio maggio mei мая", ("june jun juni juin junio junho"
         " giugno июня"), "july jul juli juillet julio julho luglio июля", "august aug août agosto augustus августа",
         "september sep sept septembre septiembre setembro settembre сентября", ("october oct oktober octobre octubre"
         " outubro ottobre октября"), "november nov novembre noviembre novembro ноября", ("december dec dezember"
         " décembre diciembre dezembro dicembre декабря")), 1
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"(?:[^\W\d_]+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+"
                        r"(?:de\s+)?(\d{4})\b")  # fmt: skip
_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+,\s+)?([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\b")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")
_SECONDS = re.compile(r"1\d{9}(\d{3})?(?:\.\d+)?")
_COMPACT = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")


def dated(text: str) -> str:
    """The date that a text begins with, as exact as it says; empty for none, and for one like 3/4/2026."""
    text = text.strip()
    if not text:
        return ""
    if re.match(r"\d{4}-?\d{2}-?\d{2}(?!\d)", text):
        return iso(text)
    if (found := _SECONDS.fullmatch(text)) is not None:
        seconds = int(text.split(".")[0]) / (1000 if found.group(1) else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if re.match(r"(?:[A-Za-z]{3,9},\s*)?\d{1,2} [A-Za-z]{3} \d{2,4} \d", text):
        try:
            return stamp(parsedate_to_datetime(text))
        except (ValueError, TypeError, IndexError, OverflowError):
            return ""
    return _in_words(text) or _in_figures(text)


def made(date: str) -> tuple[str, ...]:
    """What is to be told of the date on which a file was made: it is older or younger than what was published."""
    return (f"the file was made on {date[:10]} and does not say when its article was published",) if date else ()


def stamp(when: datetime) -> str:
    """A time to the second, with its zone where it has one."""
    return when.isoformat(timespec="seconds").replace("+00:00", "Z")


def _in_words(text: str) -> str:
    if (found := _DAY_FIRST.match(text)) is not None:
        day, month, year = found.groups()
    elif (found := _MONTH_FIRST.match(text)) is not None:
        month, day, year = found.groups()
    else:
        return ""
    return _date(year, str(_MONTHS.get(month.casefold(), 0)), day)


def _in_figures(text: str) -> str:
    if (found := _COMPACT.match(text)) is not None:
        return _date(*found.groups())
    if (found := _DOTTED.match(text)) is not None:
        day, month, year, hour, minute, second = found.groups()
        date = _date(year, month, day)
        return f"{date}T{int(hour):02}:{minute}{f':{second}' if second else ''}" if date and hour else date
    if (found := _SLASHED.match(text)) is not None:
        one, two, year = found.groups()
        if one == two or int(one) > 12:
            return _date(year, two, one)
        if int(two) > 12:
            return _date(year, one, two)
    return ""


def _date(year: str, month: str, day: str) -> str:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC).date().isoformat()
    except ValueError:
        return ""
