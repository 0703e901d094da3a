"""Which known source a mention may be: by name, acronym, surname, title, or because it goes on from the one before."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from annotator.model.items import Entity
from annotator.model.text import folded

ACRONYM = re.compile(r"\(([A-Z][A-Za-z&.-]{1,9})\)")
_SMALL = frozenset(
    "the a an of and for in on at to by from who which it he she they his her its their said’s s".split()
)
_CALLED = (
    "official spokesman spokeswoman spokesperson source minister ministry president envoy agency outlet broadcaster "
    "newspaper paper report statement member leader regime company group government union director analyst expert"
).split()

CONTINUING = frozenset((
    "he", "she", "it", "they", "him", "her", "them", "his", "who", "which",
    *(f"{article} {noun}" for article in ("the", "this", "that") for noun in _CALLED),
))  # fmt: skip
"""Mentions that say nothing by themselves and go on from one before."""


class Proposal(NamedTuple):
    """A source that a mention may be, and why, in a word."""

    entity: Entity
    reason: str


def proposals(entities: Mapping[str, Entity], words: str, before: Sequence[str] = ()) -> list[Proposal]:
    """Sources that a mention may be, the likeliest first; `before` are the ids of those named before it, last first."""
    mention = folded(words)
    acronyms = {folded(a) for a in ACRONYM.findall(words)}
    plain = " ".join(folded(ACRONYM.sub(" ", words)).removeprefix("the ").split())
    tokens = set(re.findall(r"\w+", mention)) - _SMALL
    scored: list[tuple[float, str, str, Proposal]] = []
    recent = {id_: place for place, id_ in enumerate(before)}
    for entity in entities.values():
        if entity.merged_into is not None:
            continue
        score, reason = _likeness(entity, mention, plain, tokens, acronyms)
        if mention in CONTINUING and entity.id in recent:
            goes_on = 3.2 - 0.1 * recent[entity.id]
            if goes_on > score:
                score, reason = goes_on, "named before"
        if score > 0:
            scored.append((-score, folded(entity.name), entity.id, Proposal(entity, reason)))
    return [proposal for *_, proposal in sorted(scored, key=lambda s: s[:3])]


def _likeness(entity: Entity, mention: str, plain: str, tokens: set[str], acronyms: set[str]) -> tuple[float, str]:
    """From 0, nothing in common, to 4, the same, and why."""
    best, why = 0.0, ""
    for name in map(folded, (entity.name, *entity.aliases)):
        score, reason = _named(name, mention, plain, tokens, acronyms, person=entity.entity_type == "person")
        if score > best:
            best, why = score, reason
    if best < 2.6 and entity.role:
        role = folded(entity.role)
        if len(plain) > 3 and (plain in role or role in plain):
            return 2.6, "title"
    return best, why


def _named(
    name: str, mention: str, plain: str, tokens: set[str], acronyms: set[str], *, person: bool
) -> tuple[float, str]:
    if name in (mention, plain):
        return 4.0, "same name"
    if name in acronyms or _letters_of(name) in acronyms:
        return 3.5, "acronym"
    if len(mention) > 1 and mention.isalpha() and mention == _letters_of(name):
        return 3.4, "acronym"
    own = set(re.findall(r"\w+", name)) - _SMALL
    last = name.rsplit(maxsplit=1)[-1]
    if person and last in tokens and last != name:
        return 3.3 if tokens == {last} else 3.0, "surname"
    if f" {name} " in f" {mention} " or (plain and f" {plain} " in f" {name} "):
        return 3.1, "name inside the other"
    shared = own & tokens
    if not shared:
        return 0.0, ""
    return 2.0 * len(shared) / len(own | tokens) + (0.5 if last in shared else 0), "words in common"


def _letters_of(name: str) -> str:
    """The first letters of a name of several words."""
    words = [word for word in re.findall(r"\w+", name) if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 1 else ""
