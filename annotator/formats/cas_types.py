"""The types of our CASes: a span layer and a relation layer as INCEpTION has custom ones, and one for the rest."""

import re
from typing import Any

SPAN = "webanno.custom.AnnotatorSpan"
RELATION = "webanno.custom.AnnotatorRelation"
SHARED_TEXT = "Items of the project"
"""The text of the CAS that holds what belongs to no article."""

ITEM = "webanno.custom.AnnotatorItem"
OWN = (SPAN, RELATION, ITEM)
METADATA = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def type_system() -> Any:
    """Our types.

    A span has `label` (the tag), `identifier` (the annotation's id, the same for all its parts) and `item`, JSON of
    what it says besides; a relation runs from a content (Governor) to a source, a cue or the parent's content
    (Dependent) and stands where the Dependent does; an item is an item of another kind as JSON.
    """
    out = _remembering()
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


def _remembering() -> Any:
    """An empty type system that answers from memory which type is under which one, and which are primitive.

    Writing a CAS asks that several times for each feature of each structure, a third of its time; a type’s place in
    the hierarchy never changes.
    """
    from cassis import TypeSystem

    class Remembering(TypeSystem):  # type: ignore[misc,unused-ignore]  # where cassis has no types
        def __init__(self) -> None:
            self._under: dict[tuple[str, str], bool] = {}
            self._primitive: dict[str, bool] = {}
            super().__init__()

        def is_instance_of(self, type_: Any, parent: Any) -> bool:
            name = type_ if isinstance(type_, str) else type_.name
            above = parent if isinstance(parent, str) else parent.name if parent else ""
            known = self._under.get((name, above))
            if known is None:
                known = self._under[name, above] = super().is_instance_of(type_, parent)
            return known

        def is_primitive(self, type_: Any) -> bool:
            name = type_ if isinstance(type_, str) else type_.name
            known = self._primitive.get(name)
            if known is None:
                known = self._primitive[name] = super().is_primitive(type_)
            return known

    return Remembering()


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
