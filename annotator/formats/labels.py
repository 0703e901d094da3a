"""What other programs' names for spans and relations stand for here, as far as nobody says otherwise."""

import re
from collections.abc import Mapping

from annotator.model.items import TAGS

CONTENT, ATTRIBUTION, IGNORE = "content", "attribution", "ignore"
MEANINGS = (*TAGS, CONTENT, ATTRIBUTION, IGNORE)
"""What a label can be mapped to, apart from tags of the project's own.

`content` is a quote where it stands in quotation marks and a claim elsewhere, `attribution` marks what an attribution
hangs on and is no annotation itself, `ignore` leaves it out.
"""

ROLES = ("source", "cue", "content", "parent", "part", IGNORE)
"""What a relation or the role of an event can be mapped to; `part` ties the parts of a discontinuous span."""

_LABELS = {
    "claim": "claim claims statement proposition assertion fact",
    "source": "source sources speaker holder opinionholder attributedsource attributionsource sourceentity author",
    "quote": "quote quotes quotation directquote directspeech direct quotedspeech",
    "cue": "cue cues cueverb attributioncue reportingverb reportingword speechverb",
    CONTENT: (
        "content contents attributioncontent indirectquote indirectspeech indirect mixed reportedspeech mixedquote"
    ),
    ATTRIBUTION: "attribution attributionrelation",
    "excluded": "excluded boilerplate",
}
_ROLES = {
    "source": "source sources speaker saidby attributedto hassource attributesto sourceof holder",
    "cue": "cue cues cueof hascue",
    "content": "content contents contentof claim quote hascontent",
    "parent": "parent via reachedthrough embeddedin",
    "part": "part partof continuation nextpart discontinuous",
}
_KNOWN_LABELS = {name: meaning for meaning, names in _LABELS.items() for name in names.split()}
_KNOWN_ROLES = {name: role for role, names in _ROLES.items() for name in names.split()}
_OPENING, _CLOSING = "\"“”„«»‘’'‹›", "\"“”„«»‘’'‹›"


def _plain(name: str) -> str:
    """A name without case, punctuation and numbers at its end, as the tables above have it."""
    return re.sub(r"[\W_]+|\d+$", "", name.casefold())


def _chosen(name: str, choices: Mapping[str, str]) -> str | None:
    if name in choices:
        return choices[name]
    return next((meant for given, meant in choices.items() if given.casefold() == name.casefold()), None)


def meaning(label: str, choices: Mapping[str, str]) -> str:
    """What a label stands for: what was chosen, what is known, or a tag of the project's own (its slug)."""
    return _chosen(label, choices) or _KNOWN_LABELS.get(_plain(label)) or slug(label)


def role(name: str, choices: Mapping[str, str]) -> str | None:
    """What a relation stands for: what was chosen or is known; None for what nobody knows."""
    found = _chosen(name, choices) or _KNOWN_ROLES.get(_plain(name))
    return found if found in ROLES else None


def tag_of(meant: str, words: str) -> str:
    """The tag that a meaning is for these words."""
    if meant != CONTENT:
        return meant
    bare = words.strip()
    return "quote" if len(bare) > 1 and bare[0] in _OPENING and bare[-1] in _CLOSING else "claim"


def slug(label: str) -> str:
    """A label as the slug of a tag of the project's own."""
    out = re.sub(r"[^\w]+", "-", label.casefold()).strip("-_") or "label"
    return f"{out}-" if out in MEANINGS else out
