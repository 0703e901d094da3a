"""The work that is disturbed: real actions on a real project."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from annotator.model.items import Annotator
from annotator.model.span import Span
from annotator.services import annotating, attributing, history, importing
from annotator.services.project import Project
from annotator.storage.history import operations

ANA = Annotator(id="a0a0a0a0-0000-4000-8000-000000000001", name="Ana")
STORY = (
    "Ferry strike “off for now”\n\nThe port 🚢 of Sarn will open on Monday, the harbour master said.\n"
    "“We are ready,” she told Radio Sarn, which heard it from the union.\n"
    "A pilot is said to have resigned. The minister denied that the pilot had resigned.\n"
) * 5
SAMPLE = Path(__file__).resolve().parents[3] / "projects" / "sample.jsonl"


def new_project(path: Path, *, sample: bool = False) -> str:
    """A project with one article, or with the sample and some work of Ana's; the id of the article."""
    with Project.create(path, ANA) as project:
        if sample:
            importing.import_files(project, [SAMPLE])
        document = importing.import_text(project, STORY).documents[0]
        if sample:
            for _ in itertools.islice(actions(project, document), 60):
                pass
    return document


def actions(project: Project, document: str, first: int = 0) -> Iterator[str]:
    """Actions without end: tags, links, undoing and doing again. Yields the id of each operation when it is saved."""
    for _ in _done(project, document, first):
        yield operations(project.file, limit=1)[0].id


def _done(project: Project, document: str, first: int) -> Iterator[None]:
    article = project.read(document)
    for number in itertools.count(first):
        begin = number % (len(article.text) - 40)
        spans = [Span(begin, begin + 3 + number // 400 % 30)]
        claim = annotating.tag(project, article, spans, "claim")
        article.apply(claim.changes.changes)
        yield
        source = annotating.tag(project, article, spans, "source")
        article.apply(source.changes.changes)
        yield
        link = attributing.link(project, article, [claim.annotation.id], [source.annotation.id], cues=[])
        article.apply(link.changes.changes)
        yield
        if number % 3 == 2:
            history.undo(project)
            yield
            history.redo(project)
            yield


def recorded(project: Project) -> set[str]:
    """The ids of all operations in the file."""
    return {row.id for row in operations(project.file)}


def halves(project: Project, document: str) -> int:
    """Links that were written only in part."""
    links = project.read(document).attributions.values()
    return sum(len(link.contents) != 1 or len(link.sources) != 1 for link in links if link.annotator == ANA.id)
