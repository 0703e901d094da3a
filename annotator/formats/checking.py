"""From lines to items: generous with the form, exact with the rules, silent about nothing. All formats come in here."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256 as hashed
from typing import Any
from uuid import UUID

from annotator.formats.bundles import AROUND, Bundle, Where, at
from annotator.formats.rules import Held, HeldKinds, Reading, attribution_rules, entity_rules, settle, target_rules
from annotator.model.anchoring import Around, Shifts, reanchor
from annotator.model.corpus import Corpus, Reanchored, Replaced, Report, in_short
from annotator.model.counting import how_many
from annotator.model.errors import RuleBroken
from annotator.model.fields import identifier, sha256
from annotator.model.items import KINDS, TAGS, Annotation, Annotator, Item
from annotator.model.people import contested
from annotator.model.span import Span, check_inside
from annotator.model.text import clean, digest, storable

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SHARED_KEYS = frozenset({"id", "type", "annotator", "modified", "document"})
_LINE_KEYS = {kind: _SHARED_KEYS | {f.name for f in model.FIELDS} | {"text"} for kind, model in KINDS.items()}
_LINE_KEYS["annotation"] |= {AROUND}


def check(
    bundle: Bundle,
    held: Held,
    held_text: Callable[[str], str | None],
    held_kinds: HeldKinds,
    unsigned: str | None = None,
    me: Annotator | None = None,
) -> tuple[Corpus, Report]:
    """The corpus that a bundle's lines make, and what was kept out.

    Annotations and the like that name no annotator are quarantined, or join the layer of `unsigned`. `me` is known
    also where the project does not hold me yet.
    """
    reading = Reading(
        bundle.path, held, held_text, held_kinds, report=bundle.report, unsigned=unsigned, unstorable=bundle.unstorable
    )
    identified = [_identified(given) for given, _ in bundle.lines]
    reading.known_kinds = held_kinds([_item_of(id_) for id_, _ in identified if id_])
    for (given, where), (id_, wrong) in zip(bundle.lines, identified, strict=True):
        _sort_in(reading, given, where, id_, wrong)
    _documents(reading)
    for kind in ("annotator", "tag", "entity"):
        _plain_items(reading, kind)
    _contest(reading, me)
    _name_signers(reading, bundle.signers, me)
    settle(reading, "annotator", target_rules)
    settle(reading, "entity", entity_rules)
    tags = {*TAGS, *(getattr(t, "slug", "") for t in reading.found["tag"].values())}
    _annotations(reading, tags)
    _plain_items(reading, "attribution")
    settle(reading, "attribution", attribution_rules)
    for kind in ("rating", "verdict", "comment", "state", "confirmation", "assignment", "setting"):
        _plain_items(reading, kind)
        settle(reading, kind, target_rules)
    for key, times in sorted(reading.unknown_keys.items()):
        reading.report.notes.append(f"The unknown key {key} was left out of {how_many(times, 'line', 'lines')}.")
    corpus = Corpus({kind: list(items.values()) for kind, items in reading.found.items()}, reading.texts)
    return corpus, reading.report


def _identified(given: dict[str, Any]) -> tuple[str, str]:
    """The id of a line; or none, and what is wrong with it."""
    kind = given["type"]
    if kind not in KINDS:
        return "", f"no item is a {kind!r}"
    try:
        return sha256(given.get("id"), "id") if kind == "document" else identifier(given.get("id"), "id"), ""
    except RuleBroken as broken:
        return "", str(broken)


def _item_of(id_: str) -> str:
    """The UUID that stands in the log for an item, or a document, of this id."""
    return id_ if len(id_) == 36 else str(UUID(id_[:32]))


def _sort_in(reading: Reading, given: dict[str, Any], where: Where, id_: str, wrong: str) -> None:
    raw, kind = given.get("id"), given["type"]
    if not id_:
        reading.quarantine(str(raw)[:80] if raw is not None else f"{at(where)}", f"{at(where)}: {wrong}")
        return
    if reading.known_kinds.get(id_, kind) != kind or reading.kinds.setdefault(id_, kind) != kind:
        reading.quarantine(id_, f"{at(where)}: the id stands for an item of another kind already")
        return
    earlier = reading.lines[kind].get(id_)
    if earlier is not None:
        if earlier[0] != given:
            reading.quarantine(id_, f"{at(where)}: the id stands twice, with different values; the first was kept")
        return
    reading.lines[kind][id_] = (given, where)


def _item(reading: Reading, kind: str, id_: str, given: dict[str, Any], where: Where) -> Item | None:
    """The item of a line, or None after its quarantine."""
    try:
        item = _build(reading, KINDS[kind], id_, given)
    except RuleBroken as broken:
        reading.quarantine(id_, f"{at(where)}: {broken}", _what(reading, given) if kind == "annotation" else "")
        return None
    if not given.keys() <= _LINE_KEYS[kind]:
        reading.unknown_keys.update(f"{kind}.{key[:80]}" for key in given.keys() - _LINE_KEYS[kind])
    return item


def _build(reading: Reading, model: type[Item], id_: str, given: dict[str, Any]) -> Item:
    annotator = _layer(reading, model, given)
    document = None
    if model.ON_DOCUMENT:
        document = given.get("document")
        if not isinstance(document, str) or document not in reading.texts:  # as it nearly always is
            document = sha256(document, "document")
            document = reading.renamed.get(document, document)
            if reading.get("document", document) is None:
                raise RuleBroken(f"document {document} is not in the corpus")
    modified = given.get("modified")
    if modified is not None and not isinstance(modified, str):
        raise RuleBroken("modified is not a time")
    if reading.unstorable:
        _count_replaced(reading, model, given)
    return model.from_plain(
        given, id=id_, document=document, annotator=annotator, modified=storable(modified)[0] if modified else None
    )


def _layer(reading: Reading, model: type[Item], given: dict[str, Any]) -> str | None:
    """In whose layer an item is. Raises RuleBroken when it cannot be in it, or is in nobody's and has to be."""
    annotator = given.get("annotator")
    if annotator is not None:
        if not isinstance(annotator, str) or annotator not in reading.found["annotator"]:  # as it nearly always is
            annotator = identifier(annotator, "annotator")
            if annotator in reading.contested:
                raise RuleBroken(reading.contested[annotator])
            if reading.get("annotator", annotator) is None:
                raise RuleBroken(f"annotator {annotator} is not in the corpus")
        if not model.OF_LAYER:
            annotator = None
    elif model.OF_LAYER and given.get("tag") != "excluded":
        annotator = reading.unsigned
        if annotator is None:
            raise RuleBroken("annotator is missing")
    return annotator


def _count_replaced(reading: Reading, model: type[Item], given: dict[str, Any]) -> None:
    for one in model.FIELDS:
        value = given.get(one.name)
        texts = value if isinstance(value, list) else [value]
        count = sum(len(_UNSTORABLE.findall(t)) for t in texts if isinstance(t, str))
        if count:
            reading.report.replaced.append(
                Replaced(
                    reading.path, count, f"characters that cannot be stored in {model.KIND}.{one.name}, now U+FFFD"
                )
            )


def _documents(reading: Reading) -> None:
    for id_, (given, where) in list(reading.lines["document"].items()):
        raw = given.get("text")
        if not isinstance(raw, str) or not raw.strip():
            reading.quarantine(id_, f"{at(where)}: the document has no text")
            continue
        kept, count = clean(raw)
        own = digest(kept)
        if id_ != own and id_ != _raw_digest(raw):
            reading.quarantine(id_, f"{at(where)}: the id is not the SHA-256 of the text")
            continue
        half = _item_of(own)
        held = reading.known_kinds if own == id_ else reading.held_kinds([half])
        if reading.kinds.get(half) or held.get(half, "document") != "document":
            reading.quarantine(id_, f"{at(where)}: half of the id stands for another item already")
            continue
        facts = {key: value for key, value in given.items() if key != "headings" or own == id_ or len(kept) == len(raw)}
        item = _item(reading, "document", own, facts, where)
        if item is None:
            continue
        try:
            if headings := getattr(item, "headings", ()):
                check_inside(headings, len(kept))
        except RuleBroken as broken:
            reading.quarantine(id_, f"{at(where)}: headings: {broken}")
            continue
        _tell_of_text(reading, item, raw, kept, count)
        if own != id_:
            reading.renamed[id_] = own
            reading.lines["document"].setdefault(own, (given, where))
        if reading.found["document"].setdefault(own, item) != item:
            reading.quarantine(id_, f"{at(where)}: the text stands twice, with different facts; the first were kept")
        reading.texts[own] = kept


def _raw_digest(raw: str) -> str:
    return hashed(raw.encode("utf-8", "surrogatepass")).hexdigest()


def _tell_of_text(reading: Reading, item: Item, raw: str, kept: str, count: int) -> None:
    name = getattr(item, "title", "") or item.id[:12]
    if count:
        reason = f"NUL or lone surrogates in the text of “{name}”, now U+FFFD"
        reading.report.replaced.append(Replaced(reading.path, count, reason))
    if len(raw) != len(kept):
        reading.report.notes.append(f"The line ends of “{name}” were made LF.")
    marks = Counter(unicodedata.name(c, f"control character U+{ord(c):04X}") for c in _CONTROL.findall(kept))
    if marks:
        told = ", ".join(f"{n} × {name_}" for name_, n in sorted(marks.items()))
        reading.report.notes.append(f"“{name}” holds control or bidirectional characters, which were kept: {told}.")


def _plain_items(reading: Reading, kind: str) -> None:
    for id_, (given, where) in reading.lines[kind].items():
        item = _item(reading, kind, id_, given, where)
        if item is not None:
            reading.found[kind][id_] = item


def _contest(reading: Reading, me: Annotator | None) -> None:
    """Keep out annotators with the id of somebody else here; nothing of their layers comes in."""
    for id_, item in list(reading.found["annotator"].items()):
        here = reading.held("annotator", id_) or (me if me is not None and me.id == id_ else None)
        if isinstance(here, Annotator) and isinstance(item, Annotator) and (reason := contested(item.name, here.name)):
            reading.contested[id_] = reason
            del reading.found["annotator"][id_]
            reading.quarantine(id_, reason)


def _name_signers(reading: Reading, signers: Mapping[str, str], me: Annotator | None) -> None:
    """Make annotators of those whose items stand in a file that was taken out of its export, without their line."""
    for id_, name in signers.items():
        known = id_ in reading.kinds or (me is not None and me.id == id_)
        if known or reading.get("annotator", id_) is not None:
            continue
        try:
            item = _build(reading, Annotator, identifier(id_, "annotator"), {"name": name})
        except RuleBroken:
            continue  # which is the reason why their items are kept out
        if reading.held_kinds([id_]):
            continue
        reading.found["annotator"][id_] = item
        reading.report.notes.append(f"Who annotator {id_[:8]} is stands nowhere; they are called “{name}” as the file.")


def _annotations(reading: Reading, tags: set[str]) -> None:
    unplaced: list[tuple[Annotation, list[str]]] = []
    for id_, (given, where) in reading.lines["annotation"].items():
        item = _item(reading, "annotation", id_, given, where)
        if not isinstance(item, Annotation) or item.document is None:
            continue
        try:
            if item.tag not in tags and not _held_tag(reading, item.tag):
                raise RuleBroken(f"tag {item.tag!r} is neither built in nor one of the project’s own")
            if item.entity is not None and reading.get("entity", item.entity) is None:
                raise RuleBroken(f"entity {item.entity} is not in the corpus")
            text = reading.text_of(item.document)
            if text is None:
                raise RuleBroken("the text of its document is not here")
            parts = _told_words(item, text, given.get("text"))
        except RuleBroken as broken:
            reading.quarantine(id_, f"{at(where)}: {broken}", _what(reading, given))
            continue
        spans = reanchor(text, parts, item.spans, _told_around(given)) if parts is not None else item.spans
        if spans is not None:
            _place(reading, item, spans)
        elif parts is not None:
            unplaced.append((item, parts))
    if unplaced:
        _place_by_others(reading, unplaced)


def _place_by_others(reading: Reading, unplaced: list[tuple[Annotation, list[str]]]) -> None:
    """Place annotations whose words stand at several places where those around them were found; or keep them out."""
    shifts: defaultdict[str | None, Shifts] = defaultdict(Shifts)
    before = {moved.item: moved.before for moved in reading.report.reanchored}
    for id_, item in reading.found["annotation"].items():
        if isinstance(item, Annotation) and reading.lines["annotation"][id_][0].get("text") is not None:
            shifts[item.document].learn(before.get(id_, item.spans), item.spans)
    for item, parts in unplaced:
        text = reading.text_of(item.document or "") or ""
        spans = shifts[item.document].place(text, parts, item.spans)
        if spans is not None:
            _place(reading, item, spans)
            continue
        reason = "its text is not what its spans cover, and stands nowhere else or at several places"
        if item.end > len(text):
            reason = f"a span is outside the text of {how_many(len(text), 'character', 'characters')}, and {reason}"
        given, where = reading.lines["annotation"][item.id]
        reading.quarantine(item.id, f"{at(where)}: {reason}", _what(reading, given))


def _place(reading: Reading, item: Annotation, spans: tuple[Span, ...]) -> None:
    if spans != item.spans:
        what = _what(reading, reading.lines["annotation"][item.id][0])
        reading.report.reanchored.append(Reanchored(reading.path, item.id, item.spans, spans, what))
        item = replace(item, spans=spans)
    reading.found["annotation"][item.id] = item


def _what(reading: Reading, given: Mapping[str, Any]) -> str:
    """The annotation of a line in short, with the words that are told of it, otherwise those it covers."""
    told, document = given.get("text"), given.get("document")
    parts = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    words = " … ".join(part for part in parts if isinstance(part, str))
    id_ = reading.renamed.get(document, document) if isinstance(document, str) else ""
    title = ""
    try:
        words = words or " … ".join((reading.text_of(id_) or "")[begin:end] for begin, end in given["spans"])
        title = getattr(reading.get("document", id_), "title", "")
    except (KeyError, TypeError, ValueError):
        words = words or ""  # its spans, or what it names as its document, are what is wrong with it
    return in_short(str(given.get("tag", ""))[:80], words, title)


def _held_tag(reading: Reading, slug: str) -> bool:
    return reading.held("tag", slug) is not None


def _told_words(item: Annotation, text: str, told: object) -> list[str] | None:
    """The words that an annotation is told to cover and does not; None when it covers them or none are told."""
    if told is None:
        check_inside(item.spans, len(text))
        return None
    if item.end <= len(text) and item.exact(text) == told:
        return None
    parts = [told] if isinstance(told, str) else told
    if not isinstance(parts, list) or not all(isinstance(p, str) for p in parts):
        raise RuleBroken("text is not a list of texts")
    if parts is not told and item.end <= len(text) and item.exact(text) == parts:
        return None
    return [clean(p).text for p in parts]


def _told_around(given: Mapping[str, Any]) -> list[Around]:
    """What is told to stand around each part of an annotation; nothing when none is told, or not as it must be."""
    told = given.get(AROUND, [])
    try:
        return [(clean(before).text, clean(after).text) for before, after in told]
    except (TypeError, ValueError, AttributeError):
        return []
