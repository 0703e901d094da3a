"""A team on a large project: how far everybody is, what all agree on, and the outcome of the review."""

from functools import partial
from pathlib import Path

from benchmarks.measuring import child, cost, tell
from benchmarks.rows import Row, row

DOCUMENTS, PEOPLE, EACH = 1000, 5, 30
_LENGTH = 6000


def measure(folder: Path) -> list[Row]:
    return measure_sized(folder, DOCUMENTS)


def measure_sized(folder: Path, documents: int) -> list[Row]:
    """The same on fewer documents, to see that it runs."""
    found = child("team", str(folder), str(documents))
    how = (
        f"{documents:,} documents of {_LENGTH:,} characters × {PEOPLE} people, {found['annotations']:,} annotations,"
        f" {found['verdicts']:,} verdicts"
    )
    return [
        row(
            "team_progress", found["matrix"], "ms CPU", f"states, assignments, what is judged, who waits; {how}; floor:"
            " the list of documents with its counts", floor=found["listed"],
        ),
        row(
            "team_accept_agreed", found["accept"], "ms CPU", f"{found['agreed']:,} things on which two agree, accepted"
            f" as one action; {how}; floor: as many of these verdicts brought into a new project",
            floor=found["brought"],
        ),
        row(
            "team_adjudicated", found["outcome"], "ms CPU", f"the outcome of the review, counted before its export;"
            f" {how}; floor: all layers, counted", floor=found["all"],
        ),
    ]  # fmt: skip


def main(folder: Path, documents: int) -> None:
    from annotator.model.items import Annotator
    from annotator.services import accepting, exporting, importing, progressing
    from annotator.services.project import Project
    from annotator.storage import documents as stored
    from benchmarks.made_layers import corpus_lines

    corpus = folder / "team.jsonl"
    with corpus.open("w", encoding="utf-8") as file:
        file.writelines(corpus_lines(documents, PEOPLE, EACH, length=_LENGTH))
    me = Annotator(id="c0c0c0c0-0000-4000-8000-000000000003", name="Reviewer")
    with Project.create(folder / "team.annotator", me) as project:
        importing.import_files(project, [corpus], format_="corpus")
        people = sorted(project.annotators().keys() - {me.id})
        found = accepting.agreed(project, people[:2])
        accept = cost(partial(accepting.accept_agreed, project, found))
        verdicts = stored.items(project.file, "verdict")
        progressing.assign(project, stored.ids(project.file), people[0], progressing.ANNOTATOR)
        matrix = cost(lambda: progressing.waiting(progressing.matrix(project).rows))
        listed = cost(project.documents)
        outcome = cost(partial(exporting.forecast, project, scope=exporting.ADJUDICATED))
        everything = cost(partial(exporting.forecast, project))
        annotations = stored.count(project.file, "annotation")
    with (
        Project.create(folder / "floor.annotator", me) as project,
        project.recording("Floor", brought_in=True) as recording,
    ):
        brought = cost(partial(recording.operation.bring_in, verdicts))
    tell(
        matrix=matrix.cpu, listed=listed.cpu, accept=accept.cpu, brought=brought.cpu, outcome=outcome.cpu,
        all=everything.cpu, annotations=annotations, verdicts=len(verdicts), agreed=len(found),
    )  # fmt: skip


if __name__ == "__main__":
    import sys

    main(Path(sys.argv[1]), int(sys.argv[2]))
