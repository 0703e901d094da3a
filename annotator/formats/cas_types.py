"""The types of our CASes: a span layer and a relation layer as INCEpTION has custom ones, and one for the rest."""

import re
from typing import Any

SPAN = "webanno.custom.AnnotatorSpan"
RELATION = "webanno.custom.AnnotatorRelation"
ITEM = "webanno.custom.AnnotatorItem"
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def type_system() -> Any:
    """Our types.

    A span has `label` (the tag), `identifier` (the annotation's id, the same for all its parts) and `item`, JSON of
    what it says besides; a relation runs from a content (Governor) to a source, a cue or the parent's content
    (Dependent) and stands where the Dependent does; an item is an item of another kind as JSON.
    """
    from cassis import TypeSystem

    out = TypeSystem()
    metadata = out.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri"):
        out.create_feature(metadata, name, "uima.cas.String")
    out.create_feature(metadata, "isLastSegment", "uima.cas.Boolean")
    span = out.create_type(SPAN, "uima.tcas.Annotation")
    for name in ("label", "identifier", "item"):
        out.create_feature(span, name, "uima.cas.String")
    relation = out.create_type(RELATION, "uima.tcas.Annotation")
    for name in ("Governor", "Dependent"):
        out.create_feature(relation, name, SPAN)
    for name in ("label", "identifier"):
        out.create_feature(relation, name, "uima.cas.String")
    item = out.create_type(ITEM, "uima.cas.AnnotationBase")
    out.create_feature(item, "json", "uima.cas.String")
    return out


def sayable(text: str) -> str:
    """The text with what XML 1.0 cannot carry as U+FFFD, one for one."""
    return _UNSAYABLE.sub("\ufffd", text)


def unsayable(text: str) -> list[list[int]]:
    """Where such characters stand, and which they are."""
    return [[found.start(), ord(found[0])] for found in _UNSAYABLE.finditer(text)]


def restored(text: str, lost: object) -> str:
    """The text with those characters where they were."""
    out = list(text)
    for one in lost if isinstance(lost, list) else []:
        if isinstance(one, list) and len(one) == 2 and all(type(n) is int for n in one):
            at, character = one
            if 0 <= at < len(out) and out[at] == "\ufffd" and 0 <= character < 0x110000:
                out[at] = chr(character)
    return "".join(out)
