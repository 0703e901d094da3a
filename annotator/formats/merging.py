"""Tables of lines that are sorted by document, walked through together, so that a corpus of any size passes through."""

from collections.abc import Iterator, Sequence

from annotator.formats.bundles import Bundle, Line

AT_ONCE = 1_000
"""Lines from which on a bundle is complete: small articles come together, because each bundle costs time."""


class _Ahead:
    """An iterator that shows its next line."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self.next = next(lines, None)

    def take(self) -> Line | None:
        line, self.next = self.next, next(self._lines, None)
        return line


def by_document(
    path: str, shared: Iterator[Line], documents: Iterator[Line], standing: Sequence[Iterator[Line]],
    others: Iterator[Line], *, unstorable: bool = True,
) -> Iterator[Bundle]:  # fmt: skip
    """A bundle of what is shared, one for some documents each with what stands on them, one of the others.

    Lines that are not in the order of the documents come with the others: nothing is passed over.
    """

    def bundle(lines: list[Line]) -> Bundle:
        return Bundle(path, lines, native=len(lines), unstorable=unstorable)

    yield bundle(list(shared))
    ahead = [_Ahead(lines) for lines in standing]
    lines: list[Line] = []
    for document in documents:
        lines.append(document)
        for one in ahead:
            while one.next is not None and one.next.value.get("document") == document.value.get("id"):
                line = one.take()
                if line is not None:
                    lines.append(line)
        if len(lines) >= AT_ONCE:
            yield bundle(lines)
            lines = []
    rest = lines
    for one in ahead:
        while (line := one.take()) is not None:
            rest.append(line)
    rest.extend(others)
    yield bundle(rest)
