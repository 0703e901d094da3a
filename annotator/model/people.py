"""Who is who: one person may have an identity on each of their computers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from annotator.model.hidden import named
from annotator.model.items import Annotator


def persons(annotators: Mapping[str, Annotator], me: str | None = None) -> dict[str, str]:
    """From each joined identity to the one that stands for its person, which is left out itself.

    Identities are joined where one says that it is the same as another, directly or through others. `me` stands for
    their own person; for others it is the one that says so of nobody, and the smallest id where that is none or more.
    """
    groups: dict[str, set[str]] = {id_: {id_} for id_ in annotators}
    for id_, one in annotators.items():
        other = one.same_as
        if other is not None and other in annotators and groups[id_] is not groups[other]:
            joined = groups[id_] | groups[other]
            groups.update(dict.fromkeys(joined, joined))
    out: dict[str, str] = {}
    for id_, group in groups.items():
        ends = [other for other in group if annotators[other].same_as not in annotators]
        stands = me if me is not None and me in group else min(ends or group)
        if stands != id_:
            out[id_] = stands
    return out


def contested(claimed: str, name: str) -> str:
    """Why somebody who claims the id of `name` is not let in; empty when both can be one person."""
    if _same_name(claimed, name):
        return ""
    return f"“{named(claimed)}” has the id of “{named(name)}” here; ask which of them is right"


def _same_name(one: str, other: str) -> bool:
    """Whether two names can be spellings of one: case, accents and white space aside, or with fewer of its words."""
    a, b = _plain(one), _plain(other)
    words, others = set(_WORD.findall(a)), set(_WORD.findall(b))
    return "".join(a.split()) == "".join(b.split()) or bool(words and others and (words <= others or others <= words))


_WORD = re.compile(r"\w+")


def _plain(name: str) -> str:
    """A name without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def called(people: Iterable[Annotator], digits: int = 4) -> dict[str, str]:
    """What people are called, by id; those who share a name are told apart by the beginning of their ids.

    It has so many `digits`, or as many more as it needs.
    """
    names = {a.id: a.name for a in people}
    often = Counter(names.values())
    while True:
        out = {id_: name if often[name] == 1 else f"{name} ({id_[:digits]})" for id_, name in names.items()}
        if digits >= _LONGEST or len(set(out.values())) == len(out):
            return out
        digits += 4


_LONGEST = 36
"""Letters of an id."""
