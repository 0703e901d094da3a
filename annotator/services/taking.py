"""Taking in what readers hand over, piece by piece, inside one operation."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from annotator.formats.bundles import Bundle, ReadOptions
from annotator.formats.checking import check
from annotator.formats.detecting import Guess
from annotator.formats.registry import FORMATS
from annotator.formats.selection import SHARED
from annotator.importers.article import Composed, Found, compose, document_of, left_out_of, replaced_in
from annotator.importers.source import unreadable
from annotator.model.corpus import Corpus, Quarantined, Report
from annotator.model.counting import how_many
from annotator.model.fields import Anything, Text, Texts
from annotator.model.hidden import counted, hidden_in, named, turning_in
from annotator.model.identifiers import new_id
from annotator.model.items import KINDS, Annotation, Annotator, Document, Item, Tag
from annotator.services import originals
from annotator.services.absent import Absent
from annotator.services.deciding import contested
from annotator.services.joining import Moves, Similar, Versions
from annotator.services.mappings import Mappings, as_setting, remembered
from annotator.services.project import Project
from annotator.services.refusing import bundles, refused_in_words
from annotator.storage import documents
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.operation import Operation
from annotator.storage.state import own_uuid, uuid_of

AT_ONCE = 10_000
"""Items that are held in memory before they are written, and what else comes with them."""

ARTICLES_AT_ONCE = 500
"""Articles, with their boilerplate, of which the facts are written together."""

NAMED = 10
"""Items with another value here that are named; the decisions list all of them."""

ASKING = 5_000
"""Items that are taken without asking whether to go on."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decided about an import.

    `labels` and `relations` say what the names in the files stand for and are remembered by the project; `people`
    maps names of annotators to those of the project, or to new names. With `reanchor`, annotations of an article
    that the project has in a slightly different version are moved to that one.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    reanchor: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: its report, the formats found, and what can be decided about it."""

    report: Report
    guesses: Mapping[str, Guess]
    labels: Mapping[str, int]
    relations: Mapping[str, int]
    people: Mapping[str, int]
    similar: tuple[Similar, ...]
    native: int
    known: Mappings
    """What the project remembered before."""


class Taking:
    """What has come in so far. `report` is complete, and everything written, when `finish` was called."""

    def __init__(self, project: Project, operation: Operation, person: Annotator | None, choices: Choices) -> None:
        self._project = project
        self._operation = operation
        self._person = person
        self._choices = choices
        self.report = Report()
        self._pending: dict[str, Item] = {}
        """What is not written yet, by the UUIDs that stand in the log."""

        self._shared: dict[str, tuple[Item, int]] = {}
        """What stands on no article, which the rest refers to again and again, and which file brought it."""

        self._brought: set[bytes] = set()
        """The ids of all that came in, in their bytes: with `_documents` all that grows with the corpus."""

        self._documents: dict[str, None] = {}
        self._articles: dict[str, Item] = {}
        here = frozenset(documents.ids(project.file))
        self._versions = Versions(project, here)
        self._absent = Absent(project, here)
        self._moves = Moves(project.text)
        self._similar: list[Similar] = []
        self._offered: set[str] = set()
        self._guesses: dict[str, Guess] = {}
        self._labels: Counter[str] = Counter()
        self._relations: Counter[str] = Counter()
        self._people: Counter[str] = Counter()
        self._native = 0
        self._contested: list[str] = []
        self._hidden: Counter[str] = Counter()
        self._tags = {t.slug: t for t in documents.items(project.file, "tag") if isinstance(t, Tag)}
        if person is not None:
            operation.enter(person)
        self._keeps_originals = originals.are_kept(project)
        self._known = remembered(project)
        self._options = self._read_options()

    @property
    def documents(self) -> tuple[str, ...]:
        return tuple(self._documents)

    def preview(self) -> Preview:
        return Preview(
            self.report, self._guesses, self._labels, self._relations, self._people, tuple(self._similar), self._native,
            self._known,
        )  # fmt: skip

    # Options

    def _read_options(self) -> ReadOptions:
        chosen = Mappings(self._choices.labels, self._choices.relations)
        mappings = self._known.with_(chosen)
        if mappings != self._known:
            self._operation.put(as_setting(self._project, mappings))
        names = {a.name: a.id for a in self._project.annotators().values()}
        people = dict(names)
        for theirs, ours in self._choices.people.items():
            if ours not in names and ours not in names.values():
                made = Annotator(id=new_id(), name=ours)
                self._operation.put(made)
                names[ours] = made.id
            people[theirs] = names.get(ours, ours)
        if self._person is not None:
            people[""] = self._person.id
        return ReadOptions(mappings.labels, mappings.relations, people, self._choices.unit, self._versions.named)

    # Articles

    def article(self, found: Found, label: str) -> None:
        """Take an article in, with its boilerplate marked; one that is here by its text stays as it is."""
        made = compose(found.blocks)
        facts = document_of(found, made)
        self._documents[facts.id] = None
        pending = facts.id in self._articles or own_uuid(facts) in self._pending
        if pending or documents.holds(self._project.file, facts.id):
            self.report.already_present += 1
            return
        self._tell(found, made, label)
        self._operation.add_text(facts.id, made.text)
        if found.original:
            self._keep_original(found, made, facts.id, label)
        marks = [Annotation(id=new_id(), document=facts.id, tag="excluded", spans=(span,)) for span in made.excluded]
        self._articles.update((item.id, item) for item in (facts, *marks))
        if len(self._articles) >= ARTICLES_AT_ONCE:
            self._put_articles()
        self.report.documents += 1
        self.report.annotations += len(made.excluded)

    def _put_articles(self) -> None:
        self._operation.put_all(list(self._articles.values()))
        self._articles = {}

    def _keep_original(self, found: Found, made: Composed, document: str, label: str) -> None:
        row = originals.row(found, made, document, label, kept=self._keeps_originals)
        if self._keeps_originals and row[-1] is None:
            self.report.notes.append(f"{label} is too large to be kept beside its text.")
        self._operation.add_original(row)

    def _tell(self, found: Found, made: Composed, label: str) -> None:
        self.report.replaced.extend(replaced_in(found, made, label))
        if left_out := left_out_of(found):
            self.report.notes.append(f"{label}: {left_out}.")
        if found.encoding not in ("", "utf-8", "unicode"):
            self.report.notes.append(f"{label} was read as {found.encoding}.")
        self.report.notes.extend(f"{label}: {note}." for note in found.notes)
        if turning := turning_in(made.text):
            self.report.notes.append(
                f"{label} holds control or bidirectional characters, which were kept: {counted(turning)}."
            )

    def refused(self, one: Quarantined) -> None:
        """Take note of an article that stays out."""
        self.report.quarantined.append(one)

    # Corpora

    def corpus(self, path: Path, guess: Guess, tick: Callable[[str], None]) -> None:
        """Take a corpus in. Raises UserError when it is refused as a whole."""
        self._put_articles()
        self._guesses[str(path)] = guess
        form = FORMATS[guess.format]
        module = form.load()
        own = guess.format == "corpus"
        try:
            done = 0
            for bundle in bundles(module.read(path, self._options), path.name, form.title):
                tick(f"{path.name} {done}" if done else path.name)
                done += len(bundle.lines)
                self._bundle(bundle, form.title, lambda: tick(path.name), own=own)
        except OSError as error:
            raise unreadable(path, error) from error
        self._moves.forget_texts()

    def _bundle(self, bundle: Bundle, title: str, tick: Callable[[], None], *, own: bool) -> None:
        self._native += bundle.native
        self._labels += bundle.labels
        self._relations += bundle.relations
        self._people += bundle.people
        with refused_in_words(Path(bundle.path).name, title):
            unsigned = self._person.id if self._person is not None else None
            corpus, report = check(bundle, self._held, self._text, self._kinds, unsigned, self._project.me)
        self._absent.look(corpus)
        self._offer(corpus, report, bundle.path)
        self.report.add(report)
        for id_, text in corpus.texts.items():
            self._operation.add_text(id_, text)
        for kind in KINDS:
            for number, item in enumerate(corpus.items[kind]):
                if number % ASKING == 0:
                    tick()
                self._add(item, bundle, own=own)
        if len(self._pending) >= AT_ONCE:
            self._flush(tick)

    def _offer(self, corpus: Corpus, report: Report, path: str) -> None:
        """Look whether an article is a version of one that is here."""
        for document in list(corpus.items["document"]):
            if not isinstance(document, Document):
                continue
            similar = self._versions.of(document, corpus.texts[document.id])
            if similar is None or document.id in self._offered:
                continue
            self._offered.add(document.id)
            self._similar.append(similar)
            name = document.title or document.id[:12]
            if self._choices.reanchor:
                self._moves.begin(similar, corpus.texts[document.id])
                self._documents[similar.here] = None
                report.notes.append(f"“{name}” is here in another version; its annotations were moved to that one.")
            else:
                report.notes.append(f"“{name}” is here in a slightly different version; both are kept.")
        self._moves.move(corpus, report, path)

    def _add(self, item: Item, bundle: Bundle, *, own: bool) -> None:
        uuid = item.id
        if item.KIND == "document":
            uuid = own_uuid(item)
            self._documents[item.id] = None
            if not own and packed(uuid) in self._brought:
                return  # each annotator's file tells of the article anew
            if not own and self._project.document(item.id) is not None:
                self.report.already_present += 1  # what another program knows of it is no news
                return
        if isinstance(item, Tag) and self._tags.setdefault(item.slug, item).id != item.id and not own:
            return  # the project has a tag of that name, which serves as well
        raw = packed(uuid)
        if raw in self._brought:
            self._again(item, uuid, bundle)
            return
        if own and (owner := self._overwritten(item)):
            reason = f"it is {owner}’s here, whom the corpus does not name; theirs was kept"
            self.report.quarantined.append(Quarantined(bundle.path, item.id, reason))
            return
        self._brought.add(raw)
        if hidden := _hidden_in(item):
            self._hidden.update(hidden)
        if item.KIND in SHARED:
            self._shared[uuid] = item, len(self._guesses)
        self._pending[uuid] = item

    def _overwritten(self, item: Item) -> str:
        """The name of a colleague whose item a corpus would change without naming them; empty when it would not.

        Nobody changes another's layer, and a corpus that does not say whose it is cannot be the colleague's own.
        """
        asked = self._person is not None and item.annotator == self._person.id
        if not item.OF_LAYER or item.annotator in self._shared:
            return ""
        here = self._project.item(item.KIND, item.id)
        if here is None or here.annotator is None or self._project.is_me(here.annotator):
            return ""
        if here.annotator == item.annotator and (asked or here.canonical() == item.canonical()):
            return ""
        found = self._project.annotators().get(here.annotator)
        return named(found.name) if found is not None else here.annotator

    def _again(self, item: Item, uuid: str, bundle: Bundle) -> None:
        """Take note of an item that came in already, with another file or another part of this one."""
        there, file = self._shared.get(uuid, (None, 0))
        there = there or self._pending.get(uuid) or self._project.item(item.KIND, item.id)
        if there != item:
            reason = "another file of this import gives it another value; the first was kept"
            self.report.quarantined.append(Quarantined(bundle.path, item.id, reason))
        elif file != len(self._guesses):  # each article of a file tells of its annotators anew
            self.report.already_present += 1

    def _kinds(self, uuids: Collection[str]) -> dict[str, str]:
        known = self._project.file.log.kinds_among(map(packed, uuids))
        held = {unpacked(raw): kind for raw, kind in known.items()}
        return held | {uuid: self._pending[uuid].KIND for uuid in uuids if uuid in self._pending}

    def _held(self, kind: str, id_: str) -> Item | None:
        uuid = uuid_of(kind, id_)
        earlier = self._shared[uuid][0] if uuid in self._shared else self._pending.get(uuid)
        if earlier is not None and (earlier.KIND, earlier.id) == (kind, id_):
            return earlier
        if (moved := self._moves.held(kind, id_)) is not None:
            return moved
        if kind == "tag":  # asked by slug, which is a tag's identity in annotations, or by id
            return self._tags.get(id_) or next((t for t in self._tags.values() if t.id == id_), None)
        return self._project.item(kind, id_)

    def _text(self, document: str) -> str | None:
        return self._moves.text(document) or self._project.text(document)

    def _flush(self, tick: Callable[[], None]) -> None:
        brought = self._operation.bring_in(list(self._pending.values()), tick)
        new = Counter(item.KIND for item in brought.new)
        self.report.documents += new["document"]
        self.report.annotations += new["annotation"]
        self.report.attributions += new["attribution"]
        self.report.entities += new["entity"]
        self.report.already_present += brought.present
        self.report.contested += len(brought.contested)
        for here, other in brought.contested[: NAMED - len(self._contested)]:
            self._contested.append(contested(self._project, here, other))
        self._pending = {}

    def finish(self, tick: Callable[[], None] = lambda: None) -> None:
        tick()  # also where nothing is left to be written
        self._put_articles()
        kept_out = {one.item for one in self.report.quarantined}
        self.report.notes += self._absent.notes(lambda id_: id_ in kept_out or packed(id_) in self._brought)
        self._flush(tick)
        if self.report.contested:
            many = how_many(self.report.contested, "item is", "items are")
            told = (
                f"{many} here with another value. What is here stays in force until somebody decides:"
                " “annotator decisions” lists both values, and so does “Decisions…” in the Review menu."
            )
            self.report.notes[:0] = [told, *self._contested]
        if self._hidden:
            self.report.notes.append(
                "Names, titles or notes hold characters that show nothing or turn what is around them, which were kept"
                f" and are shown by their numbers: {counted(self._hidden.elements())}."
            )


def _hidden_in(item: Item) -> list[str]:
    """Hidden characters in what people wrote about an item; an article's text is not among it."""
    out: list[str] = []
    for name in _FREE[item.KIND]:
        value = getattr(item, name)
        if value and isinstance(value, str):
            out += hidden_in(value)
        elif value and isinstance(value, list | tuple):
            out += chain.from_iterable(hidden_in(one) for one in value if isinstance(one, str))
    return out


_FREE = {
    kind: [one.name for one in model.FIELDS if isinstance(one, Text | Texts | Anything)]
    for kind, model in KINDS.items()
}
