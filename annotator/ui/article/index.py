"""Which annotations stand where. Adding or removing one costs as much as it is long, never as many as there are."""

from collections.abc import Iterable, Iterator

from annotator.model.items import Annotation

_SHIFT = 10
_FAR = 64
"""Buckets an annotation may cross; one that is longer (65,536 characters) is kept in a list of its own."""

Key = tuple[int, int, str]


def reading_key(annotation: Annotation) -> Key:
    """Reading order: by begin, outer before inner."""
    return annotation.begin, -annotation.end, annotation.id


class AnnotationIndex:
    """Annotations by the place of their hull, `[begin, end)` over all spans."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._starting: dict[int, list[Annotation]] = {}
        self._crossing: dict[int, list[Annotation]] = {}
        self._long: dict[str, Annotation] = {}
        starting = self._starting
        for annotation in annotations:
            first = annotation.spans[0].begin >> _SHIFT
            last = (annotation.spans[-1].end - 1) >> _SHIFT
            bucket = starting.get(first)
            if bucket is None:
                starting[first] = [annotation]
            else:
                bucket.append(annotation)
            if last > first:
                self._cross(annotation, first, last)

    def add(self, annotation: Annotation) -> None:
        first, last = annotation.begin >> _SHIFT, (annotation.end - 1) >> _SHIFT
        self._starting.setdefault(first, []).append(annotation)
        self._cross(annotation, first, last)

    def remove(self, annotation: Annotation) -> None:
        """Forget an annotation; nothing happens when it is not there."""
        first, last = annotation.begin >> _SHIFT, (annotation.end - 1) >> _SHIFT
        _drop(self._starting, first, annotation.id)
        if last - first > _FAR:
            self._long.pop(annotation.id, None)
        else:
            for bucket in range(first + 1, last + 1):
                _drop(self._crossing, bucket, annotation.id)

    def _cross(self, annotation: Annotation, first: int, last: int) -> None:
        if last - first > _FAR:
            self._long[annotation.id] = annotation
        else:
            for bucket in range(first + 1, last + 1):
                self._crossing.setdefault(bucket, []).append(annotation)

    def overlapping(self, begin: int, end: int) -> list[Annotation]:
        """The annotations whose hull shares a code point with `[begin, end)`, each once, in no order."""
        if begin >= end:
            return []
        first, last = begin >> _SHIFT, (end - 1) >> _SHIFT
        found = [a for a in self._crossing.get(first, ()) if a.spans[-1].end > begin]
        for bucket in range(first, last + 1):
            found += [a for a in self._starting.get(bucket, ()) if a.spans[0].begin < end and a.spans[-1].end > begin]
        found += [a for a in self._long.values() if a.begin >> _SHIFT < first and a.end > begin]
        return found

    def after(self, key: Key) -> Iterator[Annotation]:
        """The annotations after a place in reading order."""
        for bucket in sorted(b for b in self._starting if b >= key[0] >> _SHIFT):
            yield from sorted((a for a in self._starting[bucket] if reading_key(a) > key), key=reading_key)

    def before(self, key: Key) -> Iterator[Annotation]:
        """The annotations before a place, the nearest first."""
        for bucket in sorted((b for b in self._starting if b <= max(0, key[0]) >> _SHIFT), reverse=True):
            yield from sorted(
                (a for a in self._starting[bucket] if reading_key(a) < key), key=reading_key, reverse=True
            )


def _drop(buckets: dict[int, list[Annotation]], bucket: int, id_: str) -> None:
    held = buckets.get(bucket)
    if held is None:
        return
    held[:] = [a for a in held if a.id != id_]
    if not held:
        del buckets[bucket]
