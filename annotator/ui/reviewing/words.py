"""Differences and verdicts in words."""

from PySide6.QtCore import QCoreApplication

from annotator.model.annotated import AnnotatedDocument
from annotator.model.hidden import named
from annotator.model.items import Annotation, Annotator, Attribution
from annotator.services import contrasting
from annotator.services.contrasting import Difference
from annotator.ui.article.display import display_text

_LONGEST = 300
"""Code points of a reading that a row can show."""

ICONS = {
    "boundary": "boundary", "tag": "tag", "only-a": "only", "only-b": "only", "source": "link", "cue": "cue",
    "chain": "chain", "entity": "person",
}  # fmt: skip
"""Of the kinds of differences."""

SIGNS = {
    "accepted": ("check", "ok"), "rejected": ("cross", "bad"), "amended": ("amend", "accent"),
    "own": ("person", "text2"),
    "reopened": ("undo", "warn"), "contradicted": ("warning", "warn"),
}  # fmt: skip
"""Icon and colour of a state; an open one has a ring."""

Reading = Annotation | Attribution


def name_of(article: AnnotatedDocument, annotator: str | None) -> str:
    """What somebody is called, in as few words as tell them apart: the first name where nobody shares it."""
    who = article.annotators.get(annotator or "")
    if who is None:
        return _tr("Somebody")
    first = who.name.split()[0] if who.name.split() else who.name
    shared = sum(a.name.split()[:1] == [first] for a in people(article))
    return named(first if shared == 1 else full_name(article, who))


def people(article: AnnotatedDocument) -> list[Annotator]:
    """Everybody who works on the project, each person once, by name."""
    found = (a for a in article.annotators.values() if a.id not in article.same)
    return sorted(found, key=lambda a: (a.name, a.id))


def full_name(article: AnnotatedDocument, who: Annotator) -> str:
    """The name of somebody; those who share one are told apart by the beginning of their id."""
    shared = sum(a.name == who.name for a in people(article))
    return who.name if shared < 2 else f"{who.name} ({who.id[:4]})"


def kind_title(article: AnnotatedDocument, difference: Difference) -> str:
    """The kind of a difference, as its row and its heading say it."""
    if difference.kind in ("only-a", "only-b"):
        return _tr("Only {0}").format(name_of(article, contrasting.item_of(difference).annotator))
    return kind_name(difference.kind)


def kind_name(kind: str) -> str:
    """A kind whoever has it, as a filter lists it."""
    return {
        "boundary": _tr("Boundary differs"), "tag": _tr("Tag differs"), "only-a": _tr("Only the first"),
        "only-b": _tr("Only the second"), "source": _tr("Source differs"), "cue": _tr("Cue differs"),
        "chain": _tr("Chain differs"), "entity": _tr("Entity differs"),
    }[kind]  # fmt: skip


def state_words(state: str) -> str:
    """The state of a difference."""
    return {
        "open": _tr("Open"), "accepted": _tr("Accepted"), "rejected": _tr("Rejected"), "amended": _tr("Amended"),
        "reopened": _tr("Open again"), "contradicted": _tr("Contradicted"), "own": _tr("Yours"),
    }[state]  # fmt: skip


def field_name(field: str) -> str:
    """What readings are compared by."""
    return {"tag": _tr("Tag"), "source": _tr("Source"), "cue": _tr("Cue"), "chain": _tr("Chain"),
            "kind": _tr("Kind")}[field]  # fmt: skip


def reading_words(article: AnnotatedDocument, item: Reading | None, kind: str) -> str:
    """What one has, in a line: with the tag where that differs, of an attribution what the difference is about."""
    if item is None:
        return "—"
    if isinstance(item, Annotation):
        words = _line(item.words(article.text))
        if kind == "tag":
            return f"{tag_name(item.tag)}  {words}"
        entity = article.entity_of(item) if kind == "entity" else None
        return f"{words} → {entity.name if entity is not None else _tr('not known')}" if kind == "entity" else words
    said = contrasting.fields(article, item)
    words = _line(article.annotations[item.contents[0]].words(article.text))
    if kind == "cue":
        return f"“{said['cue']}”: {words}" if "cue" in said else f"{_tr('no cue')}: {words}"
    if kind == "source":
        return f"{said.get('source') or _tr('none')}: {words}"
    return f"{said.get('chain', '')}: {words}"


def tag_name(tag: str) -> str:
    """A tag as people read it."""
    return tag[:1].upper() + tag[1:]


def sentence(article: AnnotatedDocument, difference: Difference) -> str:
    """What exactly differs, in a sentence or two."""
    a, b = difference.a, difference.b
    if a is None or b is None:
        return _alone(article, contrasting.item_of(difference))
    names = name_of(article, a.annotator), name_of(article, b.annotator)
    if isinstance(a, Annotation) and isinstance(b, Annotation):
        return _of_annotations(article, difference.kind, a, b, names)
    assert isinstance(a, Attribution)
    assert isinstance(b, Attribution)
    return _of_attributions(article, difference, a, b, names)


def _alone(article: AnnotatedDocument, item: Reading) -> str:
    name = name_of(article, item.annotator)
    if isinstance(item, Annotation):
        return _tr("Only {0} tagged these words, as a {1}.").format(name, item.tag)
    return _tr("Only {0} attributed this: {1}.").format(name, contrasting.fields(article, item).get("chain", ""))


def _of_annotations(
    article: AnnotatedDocument, kind: str, a: Annotation, b: Annotation, names: tuple[str, str]
) -> str:  # fmt: skip
    if kind == "tag":
        return _tr("{0} tagged this as a {1}, {2} as a {3}.").format(names[0], a.tag, names[1], b.tag)
    if kind == "entity":
        found = [article.entity_of(one) for one in (a, b)]
        called = [entity.name if entity is not None else _tr("nobody known") for entity in found]
        return _tr("For {0} it is {1}, for {2} {3}.").format(names[0], called[0], names[1], called[1])
    begins, ends = contrasting.edges(a.spans, b.spans)
    parts = []
    if begins:
        parts.append(_tr("begins %n character(s) earlier", begins) if begins > 0
                     else _tr("begins %n character(s) later", -begins))  # fmt: skip
    if ends and begins:
        parts.append(_tr("ends %n later", ends) if ends > 0 else _tr("ends %n earlier", -ends))
    elif ends:
        parts.append(_tr("ends %n character(s) later", ends) if ends > 0
                     else _tr("ends %n character(s) earlier", -ends))  # fmt: skip
    if len(a.spans) != len(b.spans):
        parts.append(_tr("has %n part(s)", len(a.spans)) + " " + _tr("and {0}’s %n", len(b.spans)).format(names[1]))
    elif not parts:
        parts.append(_tr("leaves out other words in between"))
    return _tr("{0}’s {1} {2}.").format(names[0], a.tag, ", ".join(parts))


def _of_attributions(
    article: AnnotatedDocument, difference: Difference, a: Attribution, b: Attribution, names: tuple[str, str]
) -> str:
    one, other = contrasting.fields(article, a), contrasting.fields(article, b)
    kind, facts = difference.kind, difference.facts
    if contrasting.MEMBERS in facts:
        return _tr("{0} and {1} attribute alike; what they link, or what it stands under, has other edges.").format(
            *names
        )
    if kind == "boundary" and contrasting.places(article, a) == contrasting.places(article, b):
        return _tr("{0} and {1} attribute other claims and quotes of the same words.").format(*names)
    if kind == "boundary":
        return _tr("{0} and {1} attribute different words to the source.").format(*names)
    if kind == "chain" and "parent" not in facts:
        basis = {"embedded": _tr("in the sentence"), "inferred": _tr("inferred"), None: _tr("open")}
        return _tr("For {0} the hop is {1}, for {2} {3}.").format(
            names[0], basis[a.parent_basis], names[1], basis[b.parent_basis]
        )
    parts = []
    shown = {"sources": "source", "cues": "cue", "source_status": "source"}
    for name in dict.fromkeys(shown.get(fact, fact) for fact in facts):
        field = "kind" if name == "polarity" else {"parent": "chain"}.get(name, name)
        left, right = (said.get(field) or _tr("none") for said in (one, other))
        if left == right:
            parts.append(_tr("{0}: the same in words, at another place").format(field_name(field)))
        else:
            told = _tr("{0}: {1} has “{2}”, {3} “{4}”")
            parts.append(told.format(field_name(field), names[0], left, names[1], right))
    return "; ".join(parts) + "."


def _line(words: str) -> str:
    """In one line, as in the article: what would reorder or hide other letters is shown by a sign."""
    return display_text(" ".join(words.split())[:_LONGEST])[0]


def _tr(text: str, number: int = -1) -> str:
    return QCoreApplication.translate("Differences", text, None, number)
