"""Documents as lists and panels show them, and a document with all that is in force on it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument, in_layer
from annotator.model.errors import NotAProject
from annotator.model.healing import heal
from annotator.model.hidden import named
from annotator.model.items import KINDS, Annotation, Annotator, Attribution, Document, Entity, Item
from annotator.model.people import persons
from annotator.storage.identifiers import document_item, packed, unpacked
from annotator.storage.log import in_force
from annotator.storage.project_file import ProjectFile
from annotator.storage.state import table_of


class DocumentRow(NamedTuple):
    """A document as a list shows it. `length` in code points; `states` from annotator (id) to their progress."""

    id: str
    title: str
    outlet: str
    published: str
    added: str
    length: int
    counts: dict[str, int]
    attributions: int
    states: dict[str, str]


ON_DOCUMENT = "t.document = (SELECT key FROM document WHERE digest = ?)"
_IN_PROJECT = "t.document IN (SELECT document FROM document_info)"


def rows(file: ProjectFile, me: str | None = None) -> list[DocumentRow]:
    """All documents of the project, the newest addition last; of joined identities, `me` or one has the states."""
    with file.reading() as connection:
        counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for document, tag, count in connection.execute(
            "SELECT document, tag, count(*) FROM annotation GROUP BY 1, 2 ORDER BY 2"
        ):
            counts[document][tag] = count
        links = dict(connection.execute("SELECT document, count(*) FROM attribution GROUP BY 1"))
        states: defaultdict[int, dict[str, str]] = defaultdict(dict)
        same = persons({a.id: a for a in file.state.read("annotator") if isinstance(a, Annotator)}, me)
        for document, annotator, state in connection.execute(
            "SELECT s.document, i.id, s.state FROM state s JOIN item i ON i.key = s.annotator"
            " WHERE s.role = 'annotator' ORDER BY s.modified"
        ):
            id_ = unpacked(annotator)
            states[document][same.get(id_, id_)] = state
        found = connection.execute(
            "SELECT d.key, d.digest, f.title, f.outlet, f.published, length(d.text),"
            " (SELECT o.at FROM revision r JOIN operation o ON o.key = r.operation WHERE r.item = i.id"
            " ORDER BY r.key LIMIT 1)"
            " FROM document_info f JOIN document d ON d.key = f.document JOIN item i ON i.key = f.key ORDER BY d.key"
        ).fetchall()
    return [
        DocumentRow(
            unpacked(digest),
            title or "",
            outlet or "",
            published or "",
            added or "",
            length,
            counts[key],
            links.get(key, 0),
            states[key],
        )
        for key, digest, title, outlet, published, length, added in found
    ]


def counts_of(file: ProjectFile, annotators: Collection[str]) -> dict[str, tuple[dict[str, int], int]]:
    """By document, how much some annotators have made on it: annotations by tag, and attributions."""
    among = f"(SELECT key FROM item WHERE id IN ({','.join('?' * len(annotators))}))"
    ids = [packed(one) for one in annotators]
    tags: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with file.reading() as connection:
        for digest, tag, count in connection.execute(
            "SELECT d.digest, a.tag, count(*) FROM annotation a JOIN document d ON d.key = a.document"
            f" WHERE a.annotator IN {among} GROUP BY 1, 2 ORDER BY 2",
            ids,
        ):
            tags[unpacked(digest)][tag] = count
        links = {
            unpacked(digest): int(count)
            for digest, count in connection.execute(
                "SELECT d.digest, count(*) FROM attribution a JOIN document d ON d.key = a.document"
                f" WHERE a.annotator IN {among} GROUP BY 1",
                ids,
            )
        }
    return {id_: (tags[id_], links.get(id_, 0)) for id_ in {*tags, *links}}


def annotated_by(file: ProjectFile, apart_from: Collection[str] = ()) -> set[str]:
    """Everybody who has an annotation in force in the project, apart from some (ids)."""
    with file.reading() as connection:
        made = {
            unpacked(id_): count
            for id_, count in connection.execute(
                "SELECT i.id, count(*) FROM annotation a JOIN item i ON i.key = a.annotator GROUP BY 1"
            )
        }
        for id_ in apart_from:
            for (annotator,) in connection.execute(
                "SELECT i.id FROM item o JOIN annotation a ON a.key = o.key JOIN item i ON i.key = a.annotator"
                " WHERE o.id = ?", (packed(id_),),
            ):  # fmt: skip
                made[unpacked(annotator)] -= 1
    return {id_ for id_, count in made.items() if count}


def text(file: ProjectFile, document: str) -> str | None:
    """The text the file holds under a digest, whether or not the document is in the project."""
    with file.reading() as connection:
        row = connection.execute("SELECT text FROM document WHERE digest = ?", (packed(document),)).fetchone()
    return None if row is None else str(row[0])


def texts(file: ProjectFile) -> Iterator[tuple[str, str]]:
    """Digest and text of every document in the project."""
    with file.reading() as connection:
        for digest, found in connection.execute(
            "SELECT d.digest, d.text FROM document_info f JOIN document d ON d.key = f.document"
        ):
            yield unpacked(digest), found


def item(file: ProjectFile, kind: str, id_: str) -> Item | None:
    """An item in force."""
    own = document_item(packed(id_)) if kind == "document" else packed(id_)
    with file.reading():
        return next(file.state.read(kind, "t.key = (SELECT key FROM item WHERE id = ?)", (own,)), None)


def holds(file: ProjectFile, document: str) -> bool:
    """Whether a document is in the project."""
    with file.reading() as connection:
        found = "SELECT 1 FROM document_info f JOIN document d ON d.key = f.document WHERE d.digest = ?"
        return connection.execute(found, (packed(document),)).fetchone() is not None


def items(file: ProjectFile, kind: str) -> list[Item]:
    """All items of a kind in force; those on documents that were removed are left out."""
    with file.reading():
        return list(file.state.read(kind, _IN_PROJECT if KINDS[kind].ON_DOCUMENT else ""))


def on_document(file: ProjectFile, kind: str, document: str) -> list[Item]:
    """The items of a kind on one document."""
    with file.reading():
        return list(file.state.read(kind, ON_DOCUMENT, (packed(document),)))


def read(file: ProjectFile, document: str, me: str | None = None) -> AnnotatedDocument | None:
    """A document with all that is in force on it, healed; None when the project does not have it.

    What joined identities made is in one layer, that of `me` where it is one of them.
    """
    with file.snapshot():
        found = item(file, "document", document)
        body = text(file, document)
        if not isinstance(found, Document) or body is None:
            return None
        on = (packed(document),)
        entities = {e.id: e for e in file.state.read("entity") if isinstance(e, Entity)}
        annotators = {a.id: a for a in file.state.read("annotator") if isinstance(a, Annotator)}
        same = persons(annotators, me)
        found_on = {
            kind: (in_layer(one, same) for one in file.state.read(kind, ON_DOCUMENT, on))
            for kind in ("annotation", "attribution")
        }
        annotations = {a.id: a for a in found_on["annotation"] if isinstance(a, Annotation)}
        attributions = {a.id: a for a in found_on["attribution"] if isinstance(a, Attribution)}
        healed = heal(attributions, annotations, lambda id_: rank(file, id_))
    return AnnotatedDocument(found, body, annotations, healed.attributions, entities, annotators, same)


AT_ONCE = 100
"""Documents that are read together where all of them are."""


def each(
    file: ProjectFile, chosen: Collection[str] | None = None, me: str | None = None
) -> Iterator[AnnotatedDocument]:  # fmt: skip
    """Every document of the project, or those chosen, as `read` gives it, in the order of the list.

    A hundred are read at a time, and all share the entities and annotators. What is written meanwhile may be seen or
    not.
    """
    wanted = None if chosen is None else {packed(document) for document in chosen}
    with file.reading() as connection:
        found = connection.execute(
            "SELECT f.document, d.digest FROM document_info f JOIN document d ON d.key = f.document ORDER BY 1"
        )
        keys = [key for key, digest in found if wanted is None or digest in wanted]
        entities = {e.id: e for e in file.state.read("entity") if isinstance(e, Entity)}
        annotators = {a.id: a for a in file.state.read("annotator") if isinstance(a, Annotator)}
    for start in range(0, len(keys), AT_ONCE):
        yield from _several(file, keys[start : start + AT_ONCE], entities, annotators, persons(annotators, me))


def _several(
    file: ProjectFile, keys: Sequence[int], entities: dict[str, Entity], annotators: dict[str, Annotator],
    same: dict[str, str],
) -> list[AnnotatedDocument]:  # fmt: skip
    among = f"IN ({','.join('?' * len(keys))})"
    out: dict[str, AnnotatedDocument] = {}
    with file.snapshot() as connection:
        texts = {
            unpacked(digest): str(text)
            for digest, text in connection.execute(
                f"SELECT digest, text FROM document WHERE key {among} ORDER BY key", keys
            )
        }
        on = f"t.document {among}"
        facts = {d.id: d for d in file.state.read("document", on, keys) if isinstance(d, Document)}
        for id_, text in texts.items():
            if id_ in facts:
                out[id_] = AnnotatedDocument(facts[id_], text, {}, {}, entities, annotators, same)
        for raw in (*file.state.read("annotation", on, keys), *file.state.read("attribution", on, keys)):
            item = in_layer(raw, same)
            article = out.get(item.document or "")
            if article is not None and isinstance(item, Annotation):
                article.annotations[item.id] = item
            elif article is not None and isinstance(item, Attribution):
                article.attributions[item.id] = item
        for article in out.values():
            healed = heal(article.attributions, article.annotations, lambda id_: rank(file, id_))
            article.attributions = healed.attributions
    return list(out.values())


def rank(file: ProjectFile, id_: str) -> tuple[int, bytes]:
    """The (sequence, digest) of the revision of an item that is in force."""
    current = in_force(file.log.of_item(packed(id_)), file.log.withdrawn())
    return current.rank if current is not None else (0, b"")


def check_whole(file: ProjectFile) -> None:
    """Raise NotAProject when a row points nowhere: what hangs on it would be left out without a word."""
    with file.reading() as connection:
        row = connection.execute("PRAGMA foreign_key_check").fetchone()
    if row is not None:
        raise NotAProject(
            f"{named(file.path.name)} is damaged: a row of “{row[0]}” points nowhere.",
            "Restore a backup, or salvage what is proven; the file itself was left as it is.",
            "file.salvage",
        )


def has_tag(file: ProjectFile, slug: str) -> bool:
    """Whether the project has a tag of its own of that name."""
    with file.reading() as connection:
        return connection.execute("SELECT 1 FROM tag WHERE slug = ?", (slug,)).fetchone() is not None


def count(file: ProjectFile, kind: str) -> int:
    with file.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table_of(kind)}").fetchone()[0])


def of_documents(file: ProjectFile, kind: str, documents: Sequence[str]) -> list[Item]:
    """The items of a kind on some documents, at most a few thousand."""
    marks = ",".join("?" * len(documents))
    condition = f"t.document IN (SELECT key FROM document WHERE digest IN ({marks}))"
    with file.reading():
        return list(file.state.read(kind, condition, [packed(document) for document in documents]))


def texts_of(file: ProjectFile, documents: Sequence[str]) -> dict[str, str]:
    """The texts of some documents, at most a few thousand, by digest."""
    marks = ",".join("?" * len(documents))
    with file.reading() as connection:
        rows_ = connection.execute(
            f"SELECT digest, text FROM document WHERE digest IN ({marks})", [packed(document) for document in documents]
        )
        return {unpacked(digest): found for digest, found in rows_}


def ids(file: ProjectFile) -> list[str]:
    """The documents of the project, sorted."""
    with file.reading() as connection:
        return sorted(
            unpacked(digest)
            for (digest,) in connection.execute(
                "SELECT d.digest FROM document_info f JOIN document d ON d.key = f.document"
            )
        )


def places(file: ProjectFile, items_: Iterable[str]) -> dict[str, str]:
    """On which documents annotations, attributions, states and assignments stand, as far as they are in force."""
    wanted = [packed(id_) for id_ in items_]
    out: dict[str, str] = {}
    with file.reading() as connection:
        for table in ("annotation", "attribution", "state", "assignment"):
            for begin in range(0, len(wanted), 1000):
                some = wanted[begin : begin + 1000]
                marks = ",".join("?" * len(some))
                rows_ = connection.execute(
                    f"SELECT i.id, d.digest FROM {table} t JOIN item i ON i.key = t.key"
                    f" JOIN document d ON d.key = t.document WHERE i.id IN ({marks})",
                    some,
                )
                out.update((unpacked(id_), unpacked(digest)) for id_, digest in rows_)
    return out
