"""What a layer that comes back does not hold any more: told, and never taken back.

That something is missing in a file may mean that it was deleted there, that the other program dropped it, or that it
was made here after the export. Nobody but the person can know.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator

from annotator.model.corpus import Corpus
from annotator.services.project import Project
from annotator.storage import documents

_KINDS = ("annotation", "attribution")


class Absent:
    """Watches an import into a project that has some of the articles already."""

    def __init__(self, project: Project, here: Collection[str]) -> None:
        """`here` are the ids of the project's articles."""
        self._project = project
        self._here = here
        self._missing: dict[str, tuple[str, str, str]] = {}
        """Document, annotator and kind of what has not come yet, by id."""

    def look(self, corpus: Corpus) -> None:
        """Compare what comes in with what is here, before it is written."""
        here = [one.id for one in corpus.items["document"] if one.id in self._here]
        came = {item.id for kind in _KINDS for item in corpus.items[kind]} if here else set()
        for document in here:
            layers: defaultdict[str, dict[str, str]] = defaultdict(dict)
            for kind in _KINDS:
                for item in documents.on_document(self._project.file, kind, document):
                    layers[item.annotator or ""][item.id] = kind
            for annotator, held in layers.items():
                if not came.isdisjoint(held):
                    gone = held.keys() - came
                    self._missing.update({id_: (document, annotator, held[id_]) for id_ in gone})

    def notes(self, came: Callable[[str], bool]) -> Iterator[str]:
        """A sentence for each layer of an article of which something did not come; `came` says of an id if it did."""
        counts = Counter(place for id_, place in self._missing.items() if not came(id_))
        names = {id_: one.name for id_, one in self._project.annotators().items()}
        for document, annotator in dict.fromkeys((document, annotator) for document, annotator, _ in counts):
            row = self._project.document(document)
            title = (row.title if row is not None else "") or document[:12]
            told = " and ".join(
                f"{count} {kind}{'s' if count > 1 else ''}"
                for kind in _KINDS if (count := counts[document, annotator, kind])
            )  # fmt: skip
            of = f" of {names[annotator]}" if annotator in names else ""
            yield f"“{title}”: {told}{of} that the project has did not come with the file; they stay as they are."
