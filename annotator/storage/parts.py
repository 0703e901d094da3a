"""Which items make a part of a project that somebody can work on by itself."""

import json
from collections.abc import Collection

from annotator.model.items import KINDS
from annotator.storage.identifiers import packed
from annotator.storage.project_file import ProjectFile


def part(file: ProjectFile, documents: Collection[str], annotators: Collection[str]) -> set[bytes]:
    """The items of some documents: what belongs to the project, and the layers of some annotators.

    Judgements of these layers come along when what they judge does.
    """
    chosen = {packed(document) for document in documents}
    layers: set[bytes | None] = {None, *(packed(annotator) for annotator in annotators)}
    taken: set[bytes] = set()
    judging: dict[bytes, bytes] = {}
    with file.reading() as connection:
        rows = connection.execute("SELECT item, kind, document, annotator, value FROM revision ORDER BY key")
        for item, kind, document, annotator, value in rows:
            if annotator not in layers:
                continue
            target = json.loads(value).get("target") if value is not None and document is None else None
            if target is not None:
                judging[item] = packed(target)
            elif document in chosen if document is not None else not KINDS[kind].OF_LAYER:
                taken.add(item)
    return taken | _judging(judging, taken | chosen)


def _judging(judging: dict[bytes, bytes], there: set[bytes]) -> set[bytes]:
    """Those whose targets are there, and those who judge these."""
    found: set[bytes] = set()
    while more := {item for item, target in judging.items() if item not in found and target in there | found}:
        found |= more
    return found
