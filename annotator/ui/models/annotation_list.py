"""The annotations of the open article as rows: filtered, in reading order, kept current change by change."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.changes import ChangeSet
from annotator.model.hidden import shown
from annotator.model.items import CONTENT_TAGS, Annotation, Attribution
from annotator.ui.article.display import display_text
from annotator.ui.article.index import reading_key
from annotator.ui.controls.matching import fold
from annotator.ui.controls.rows import Index
from annotator.ui.models.reading_order import ReadingOrder

LineRole = Qt.ItemDataRole.UserRole
TAG, WORDS, BEHIND, ANNOTATOR, SIGNS = range(5)
_KEPT = 2000
_LONGEST = 300
"""Code points of an annotation that a row can show; the rest is found by the filter all the same."""


class Line(NamedTuple):
    """What a row says."""

    tag: str
    words: str
    behind: str
    """Who is behind a claim or a quote, as chains in words; which source a source is, where its words do not say."""

    warns: bool
    annotator: str
    note: str
    discuss: bool


class AnnotationList(QAbstractTableModel):
    """Rows of `Line`; a filter keeps those in which every word of it occurs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._article: AnnotatedDocument | None = None
        self._shown = ReadingOrder()
        self._filter: list[str] = []
        self._lines: dict[str, Line] = {}
        self._folded: dict[str, str] = {}
        self._folded_text = ""
        self._headings = [self.tr("Tag"), self.tr("Words"), self.tr("Source"), self.tr("Annotator"), self.tr("Note")]

    # What is shown

    def set_article(self, article: AnnotatedDocument | None) -> None:
        self._article = article
        self._lines.clear()
        self._folded.clear()
        self._folded_text = ""
        self._choose(article.annotations.values() if article is not None else ())

    def set_filter(self, typed: str) -> None:
        words, before = fold(typed).split(), self._filter
        self._filter = words
        if words == before or self._article is None:
            return
        narrower = all(any(old in new for new in words) for old in before)
        self._choose(list(self._shown) if before and narrower else self._article.annotations.values())

    def _choose(self, annotations: Iterable[Annotation]) -> None:
        self.beginResetModel()
        self._shown = ReadingOrder(filter(self._fits, annotations) if self._filter else annotations)
        self.endResetModel()

    def _fits(self, annotation: Annotation) -> bool:
        text = self._folded.get(annotation.id) or self._fold(annotation)
        return all(word in text for word in self._filter) if len(self._filter) != 1 else self._filter[0] in text

    def _passes(self, annotation: Annotation) -> bool:
        return not self._filter or self._fits(annotation)

    def _fold(self, annotation: Annotation) -> str:
        """What an annotation is found by. The text of the article is folded once for all of them."""
        article = self._article
        assert article is not None
        text = self._folded_text = self._folded_text or fold(article.text)
        words = " ".join(annotation.words(text).split())
        more = f"{_behind(article, annotation)} {_name(article, annotation)}"
        found = self._folded[annotation.id] = f"{annotation.tag} {words} {fold(more)}"
        return found

    # Changes

    def apply(self, changes: ChangeSet) -> None:
        """Renew the rows that changes speak of, which the article has taken over already."""
        article = self._article
        if article is None:
            return
        if changes.of("entity", "annotator"):
            # Names stand in rows all over the article, and only those that are seen are made anew.
            self._lines.clear()
            self._folded.clear()
            self._refilter(article.annotations.values())
            if len(self._shown):
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, SIGNS))
        for change in changes.of("annotation"):
            if change.document == article.id:
                assert change.before is None or isinstance(change.before, Annotation)
                assert change.after is None or isinstance(change.after, Annotation)
                self._take(change.before, change.after)
        self._renew(_spoken_of(article, changes))

    def _take(self, before: Annotation | None, after: Annotation | None) -> None:
        for one in (before, after):
            if one is not None:
                self._forget(one.id)
        row = self._shown.row_of(before) if before is not None else -1
        if (
            before is not None
            and after is not None
            and reading_key(before) == reading_key(after)
            and self._passes(after)
        ):
            if row >= 0:
                self._shown.put(after)
                self._tell(row)
                return
        elif row >= 0 and before is not None:
            self._remove(before, row)
        if after is not None and self._shown.row_of(after) < 0 and self._passes(after):
            self._insert(after)

    def _renew(self, ids: Iterable[str]) -> None:
        article = self._article
        assert article is not None
        known = [article.annotations[id_] for id_ in dict.fromkeys(ids) if id_ in article.annotations]
        for annotation in known:
            self._forget(annotation.id)
        self._refilter(known)
        for annotation in known:
            row = self._shown.row_of(annotation)
            if row >= 0:
                self._tell(row)

    def _refilter(self, annotations: Iterable[Annotation]) -> None:
        """Bring in and take out rows that the filter now decides on differently."""
        if not self._filter:
            return
        for annotation in annotations:
            row, fits = self._shown.row_of(annotation), self._fits(annotation)
            if fits and row < 0:
                self._insert(annotation)
            elif not fits and row >= 0:
                self._remove(annotation, row)

    def _insert(self, annotation: Annotation) -> None:
        row = self._shown.row_to_be(annotation)
        self.beginInsertRows(QModelIndex(), row, row)
        self._shown.put(annotation)
        self.endInsertRows()

    def _remove(self, annotation: Annotation, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        self._shown.remove(annotation)
        self.endRemoveRows()

    def _forget(self, annotation: str) -> None:
        self._lines.pop(annotation, None)
        self._folded.pop(annotation, None)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, SIGNS))

    # Rows

    def count(self) -> int:
        """How many annotations there are, shown or not."""
        return len(self._article.annotations) if self._article is not None else 0

    def annotation(self, row: int) -> Annotation:
        return self._shown[row]

    def row_of(self, annotation: str | None) -> int:
        """The row of an annotation, −1 when it is not shown."""
        known = self._article.annotations.get(annotation) if self._article is not None and annotation else None
        return self._shown.row_of(known) if known is not None else -1

    def line(self, row: int) -> Line:
        annotation = self._shown[row]
        line = self._lines.get(annotation.id)
        if line is None:
            assert self._article is not None
            if len(self._lines) >= _KEPT:
                del self._lines[next(iter(self._lines))]
            line = self._lines[annotation.id] = _line(self._article, annotation)
        return line

    # Qt

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return (tag_words(line.tag), line.words, line.behind, line.annotator, _signs(line))[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == TAG:
            citing = QCoreApplication.translate("ArticleView", "citing")
            return _told(line._replace(behind=line.behind.replace("‹", citing)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown(line.note) or None if index.column() == SIGNS else _told(line)
        return None


def _line(article: AnnotatedDocument, annotation: Annotation) -> Line:
    words = " ".join(annotation.words(article.text).split())[:_LONGEST]
    warns = annotation.tag in CONTENT_TAGS and article.unattributed(annotation)
    texts = (words, _behind(article, annotation), _name(article, annotation))
    # As in the article: what would reorder or hide other letters is shown by a sign.
    words, behind, name = (display_text(text)[0] for text in texts)
    return Line(annotation.tag, words, behind, warns, name, annotation.note, annotation.discuss)


def _behind(article: AnnotatedDocument, annotation: Annotation) -> str:
    if annotation.tag in CONTENT_TAGS:
        return "; ".join(dict.fromkeys(_chains(article, annotation.id))) or _tr("no source yet")
    entity = article.entity_of(annotation) if annotation.entity is not None else None
    if entity is None or entity.name == " ".join(annotation.words(article.text).split()):
        return ""
    return entity.name


def _name(article: AnnotatedDocument, annotation: Annotation) -> str:
    who = article.annotators.get(annotation.annotator) if annotation.annotator is not None else None
    return who.name if who is not None else ""


def _chains(article: AnnotatedDocument, content: str) -> Iterator[str]:
    """Chains in words; one that runs over several hops of the same content is told once, from its innermost."""
    found = [a for a in article.attributions_of(content) if content in a.contents]
    if not found:
        return
    parents = {a.parent for a in found}
    for attribution in sorted((a for a in found if a.id not in parents), key=article.order):
        yield chain_words(article.chain(attribution), mark_inferred=True)


def _spoken_of(article: AnnotatedDocument, changes: ChangeSet) -> Iterator[str]:
    """The contents whose chain may read differently after changes to attributions and to sources."""
    touched: set[str] = set()
    for change in changes.of("annotation", "attribution"):
        if change.document != article.id:
            continue
        for item in (change.before, change.after):
            if isinstance(item, Attribution):
                yield from item.contents
                touched.add(item.id)
            elif isinstance(item, Annotation) and item.tag == "source":
                touched |= {a.id for a in article.attributions_of(item.id)}
    for attribution in _with_children(article, touched):
        yield from attribution.contents


def _with_children(article: AnnotatedDocument, ids: set[str]) -> Iterator[Attribution]:
    """Attributions and those that reached the article through them."""
    if not ids:
        return
    children: dict[str, list[str]] = {}
    for attribution in article.attributions.values():
        if attribution.parent is not None:
            children.setdefault(attribution.parent, []).append(attribution.id)
    ahead, seen = list(ids), set(ids)
    while ahead:
        id_ = ahead.pop()
        if id_ in article.attributions:
            yield article.attributions[id_]
        new = [child for child in children.get(id_, ()) if child not in seen]
        seen.update(new)
        ahead += new


def tag_words(tag: str) -> str:
    """A tag as people read it."""
    return tag[:1].upper() + tag[1:]


def _told(line: Line) -> str:
    """A row in one sentence."""
    said = f"{tag_words(line.tag)}: {line.words}"
    return ", ".join(part for part in (said, line.behind, line.annotator, _signs(line)) if part)


def _signs(line: Line) -> str:
    parts = (_tr("note") if line.note else "", _tr("discuss") if line.discuss else "")
    return ", ".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnnotationList", text)
