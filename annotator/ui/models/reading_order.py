"""Annotations as numbered rows in reading order, however many there are."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain

from annotator.model.items import Annotation
from annotator.ui.article.index import reading_key

_SHIFT = 10


class ReadingOrder:
    """Rows by begin, outer before inner. Each is filed by its begin, and put in order when it is looked at.

    So a table of 100,000 rows shows its first ones long before all could have been sorted.
    """

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._drawers: dict[int, list[Annotation]] = {}
        self._tidy: set[int] = set()
        self._numbers: list[int] = []
        self._ends: list[int] = []
        drawers = self._drawers
        for annotation in annotations:
            number = annotation.spans[0].begin >> _SHIFT
            drawer = drawers.get(number)
            if drawer is None:
                drawers[number] = [annotation]
            else:
                drawer.append(annotation)
        self._count()

    def _count(self) -> None:
        """`_ends` are the rows at which the drawers end."""
        self._numbers = sorted(self._drawers)
        self._ends = list(accumulate(len(self._drawers[number]) for number in self._numbers))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, row: int) -> Annotation:
        if not 0 <= row < len(self):
            raise IndexError(row)
        at = bisect_right(self._ends, row)
        drawer = self._drawer(self._numbers[at])
        return drawer[row - self._ends[at] + len(drawer)]

    def __iter__(self) -> Iterator[Annotation]:
        """In no order."""
        return chain.from_iterable(self._drawers.values())

    def _drawer(self, number: int) -> list[Annotation]:
        drawer = self._drawers.get(number)
        if drawer is None:
            return []
        if number not in self._tidy:
            drawer.sort(key=reading_key)
            self._tidy.add(number)
        return drawer

    def _first_row(self, number: int) -> int:
        at = bisect_left(self._numbers, number)
        return self._ends[at - 1] if at else 0

    def row_to_be(self, annotation: Annotation) -> int:
        """The row at which an annotation stands, or would stand."""
        number = annotation.begin >> _SHIFT
        key = reading_key(annotation)
        return self._first_row(number) + bisect_left(self._drawer(number), key, key=reading_key)

    def row_of(self, annotation: Annotation) -> int:
        """The row of an annotation as it is filed, −1 when it is not."""
        row = self.row_to_be(annotation)
        return row if row < len(self) and self[row].id == annotation.id else -1

    def put(self, annotation: Annotation) -> None:
        """File an annotation that is not there, or the new value of one that keeps its place."""
        number = annotation.begin >> _SHIFT
        drawer, key = self._drawer(number), reading_key(annotation)
        at = bisect_left(drawer, key, key=reading_key)
        if at < len(drawer) and drawer[at].id == annotation.id:
            drawer[at] = annotation
        elif drawer:
            drawer.insert(at, annotation)
            self._count()
        else:
            self._drawers[number] = [annotation]
            self._count()

    def remove(self, annotation: Annotation) -> None:
        """Take out an annotation that is there."""
        number = annotation.begin >> _SHIFT
        drawer = self._drawer(number)
        del drawer[bisect_left(drawer, reading_key(annotation), key=reading_key)]
        if not drawer:
            del self._drawers[number]
            self._tidy.discard(number)
        self._count()
