"""Differences of a document on which two people worked, and the list in which they are walked."""

from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks.measuring import child, cost, tell
from benchmarks.rows import Row, row

if TYPE_CHECKING:
    from annotator.model.annotated import AnnotatedDocument
    from annotator.ui.main_window import MainWindow

EACH = 1000
_LENGTH = 50_000
_LISTED = 2000
"""Annotations of the first layer whose differences are listed; nine tenths of them only one person has."""


def measure(folder: Path) -> list[Row]:
    told = [child("reviewing", str(folder / f"review{n}")) for n in range(3)]
    found = {key: median(one[key] for one in told) for key in told[0]}
    how = (
        f"2 × {EACH:,} annotations and 2 × {EACH // 4} attributions on {_LENGTH:,} characters, a tenth of the second"
        " layer with another edge, a tenth with another tag, a tenth left out"
    )
    floor = "floor: which annotations of the two share a character, found by a sweep"
    listed = f"{round(found['rows']):,} rows on {2 * _LENGTH:,} characters; window of 1280×800"
    return [
        row("differences", found["compare"], "ms CPU", f"{how}; {floor}", floor=found["floor"], budget=200),
        row("differences_again", found["again"], "ms CPU", f"the list after one change, until painted; {how}"),
        row("differences_list", found["open"], "ms CPU", f"compared, listed and painted for the first time; {listed}"),
        row("differences_step", found["step"], "ms CPU", f"to the next, until all is painted; {listed}", budget=50),
    ]


# In the child


def _id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def two_layers(each: int, length: int, kept: int = 9) -> "AnnotatedDocument":
    """A made document on which a second person did nearly what the first one did, `kept` tenths of it."""
    from dataclasses import replace

    from annotator.model.items import Annotator
    from annotator.model.span import Span
    from benchmarks.made_articles import annotated

    article = annotated(length, each, layers=1)
    other = article.annotators["other"] = Annotator(id="other", name="Somebody Else")
    for number, one in enumerate(list(article.annotations.values())):
        if number % 10 >= kept:
            continue
        begin, end = one.spans[0]
        spans = (Span(begin, max(begin + 1, end - 3)),) if number % 10 == 1 else one.spans
        tag = {"claim": "quote"}.get(one.tag, one.tag) if number % 10 == 2 else one.tag
        twin = replace(one, id=f"other {one.id}", annotator=other.id, spans=spans, tag=tag)
        article.annotations[twin.id] = twin
    for link in list(article.attributions.values()):
        roles: dict[str, Any] = {}
        for name in ("sources", "cues", "contents"):
            twins = (f"other {member}" for member in getattr(link, name))
            roles[name] = tuple(twin for twin in twins if twin in article.annotations)
        if roles["contents"]:
            made = replace(link, id=f"other {link.id}", annotator=other.id, **roles)
            article.attributions[made.id] = made
    return article


def _touching(article: "AnnotatedDocument", one: str, other: str) -> int:
    mine, theirs = (
        sorted(a.spans[0] for a in article.annotations.values() if a.annotator == id_) for id_ in (one, other)
    )
    found = first = 0
    for begin, end in mine:
        while first < len(theirs) and theirs[first][1] + 1200 < begin:
            first += 1
        for other_begin, other_end in theirs[first:]:
            if other_begin >= end:
                break
            found += other_end > begin
    return found


def _window(folder: str) -> "tuple[MainWindow, AnnotatedDocument]":
    import os
    from dataclasses import replace

    os.environ["ANNOTATOR_CONFIG_DIR"] = folder
    from annotator import app
    from annotator.model.items import Annotator
    from annotator.services import importing
    from annotator.services.identity import Identities
    from annotator.services.project import Project
    from annotator.ui import theme

    Identities().become("Reviewer")
    made = two_layers(_LISTED, 2 * _LENGTH, kept=1)
    path = Path(folder) / "made.annotator"
    with Project.create(path, Identities().me()) as project:
        importing.import_text(project, made.text, "made.txt")
    application = app.application()
    theme.follow(application, "light")
    window = app.start([str(path)])
    article = window.session.article
    assert article is not None
    # The layers are in memory only: what is measured is the comparison and the window, not the disk.
    for person in made.annotators.values():
        article.annotators[_id(person.id)] = Annotator(id=_id(person.id), name=person.name)
    for one in made.annotations.values():
        who = _id(one.annotator or "")
        article.annotations[_id(one.id)] = replace(one, id=_id(one.id), document=article.id, annotator=who)
    for link in made.attributions.values():
        roles: dict[str, Any] = {name: tuple(map(_id, getattr(link, name))) for name in ("sources", "cues", "contents")}
        who = _id(link.annotator or "")
        article.attributions[_id(link.id)] = replace(link, id=_id(link.id), document=article.id, annotator=who, **roles)
    window.session.articleChanged.emit()
    return window, article


def _settled() -> None:
    from PySide6.QtWidgets import QApplication

    for _ in range(6):
        QApplication.processEvents()


def _open(window: "MainWindow") -> None:
    window.modes.enter("review")
    window.desk.reviewing.filter("", "all")
    _settled()


def _step(window: "MainWindow") -> None:
    window.desk.reviewing.step(1)
    _settled()


def _change(window: "MainWindow", number: int) -> None:
    from dataclasses import replace

    from annotator.model.changes import Change, ChangeSet
    from annotator.model.span import Span

    article = window.session.article
    assert article is not None
    before = next(a for a in article.annotations.values() if a.annotator == _id("other"))
    begin, end = before.spans[0]
    after = replace(before, spans=(Span(begin, end + (1 if number % 2 else -1)),))
    window.session.take_over(ChangeSet("", changes=(Change("annotation", before.id, article.id, before, after),)))
    _settled()


def main(folder: str) -> None:
    from annotator.services import contrasting

    article = two_layers(EACH, _LENGTH)
    one, other = "annotator 0", "other"
    compare = median(cost(partial(contrasting.between, article, one, [other])).cpu for _ in range(5))
    floor = median(cost(partial(_touching, article, one, other)).cpu for _ in range(5))
    window, _ = _window(folder)
    window.resize(1280, 800)
    _settled()
    opened = cost(partial(_open, window)).cpu
    again = median(cost(partial(_change, window, number)).cpu for number in range(5))
    steps = [cost(partial(_step, window)).cpu for _ in range(40)]
    tell(
        compare=compare,
        floor=floor,
        open=opened,
        again=again,
        step=median(steps),
        rows=len(window.desk.reviewing.shown()),
    )
    window.close()


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
