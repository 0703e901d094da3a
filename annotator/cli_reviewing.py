"""Commands that compare the layers of annotators. What they need is imported when they are called."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.answering import FINDINGS, JSON, PROJECT, count, names, open_to_read, say, show_progress
from annotator.asking import DONE
from annotator.model.errors import UserError

if TYPE_CHECKING:
    from annotator.agreement.figure import Figure
    from annotator.services.agreeing import Summary

_DOCUMENTS = click.option(
    "--document", "documents", metavar="ID", multiple=True, help="Only this one; may be repeated."
)


@click.command()
@PROJECT
@click.option("--annotators", nargs=2, metavar="A B", required=True, help="The two to compare, by name or id.")
@_DOCUMENTS
@click.option("--check", is_flag=True, help="Answer with status 1 when differences are undecided.")
@JSON
def differences(
    project: Path, annotators: tuple[str, str], documents: tuple[str, ...], check: bool,  # noqa: FBT001 - click's flag
    as_json: bool,  # noqa: FBT001 - click's flag
) -> int:  # fmt: skip
    """List where two annotators differ, document by document."""
    from annotator.services import comparing

    with open_to_read(project) as source, show_progress() as progress:
        a, b = [source.find_annotator(name).id for name in annotators]
        if a == b:
            raise UserError("Nobody can be compared with themselves.", "Name two annotators.")
        chosen = [source.find_document(d) for d in documents] or [row.id for row in source.documents()]
        values: list[dict[str, Any]] = []
        lines: list[str] = []
        everything = []
        for article, compared in comparing.in_documents(source, a, b, dict.fromkeys(chosen), progress):
            everything += compared
            if as_json:
                values += [comparing.plain(article, one) for one in compared]
            else:
                lines += comparing.text_lines(article, compared)
    kinds = comparing.counts(everything)
    lines.append(", ".join(f"{n} {kind}" for kind, n in kinds.items()) or "Neither has annotated anything.")
    say({"differences": values}, as_json, lines)
    return FINDINGS if check and any(one.difference.kind != "same" and not one.decided for one in everything) else DONE


@click.command()
@PROJECT
@click.option("--annotator", "annotators", metavar="NAME", multiple=True, help="Whom to compare; otherwise everybody.")
@_DOCUMENTS
@click.option("--gamma", "with_gamma", is_flag=True, help="Gamma too, which samples and takes its time.")
@click.option("--resamples", type=click.IntRange(0, 10_000), metavar="N", help="Draws for intervals; 0 for none.")
@click.option("--seed", type=int, metavar="N", help="Of everything that is drawn by chance.")
@JSON
def agreement(
    project: Path, annotators: tuple[str, ...], documents: tuple[str, ...], with_gamma: bool,  # noqa: FBT001 - click
    resamples: int | None, seed: int | None, as_json: bool,  # noqa: FBT001 - click's flags
) -> int:  # fmt: skip
    """Measure how far annotators agree."""
    from annotator.services import agreeing

    with open_to_read(project) as source, show_progress() as progress:
        chosen = agreeing.choose(source, annotators)
        called = names(source)
        wanted = [source.find_document(d) for d in documents] or None
        found = agreeing.collect(source, chosen, wanted, progress)
    summary = agreeing.summarise(
        chosen, found, with_gamma=with_gamma,
        resamples=agreeing.RESAMPLES if resamples is None else resamples, seed=agreeing.SEED if seed is None else seed,
    )  # fmt: skip
    say(agreeing.plain(summary, found, called) if as_json else {}, as_json, _agreement_lines(summary, called))
    return DONE


def _agreement_lines(summary: "Summary", called: dict[str, str]) -> Iterator[str]:
    who = ", ".join(called[a] for a in summary.annotators)
    yield f"{who}: {count(summary.documents, 'document', 'documents')} that two or more worked on"
    for pair in summary.pairs:
        yield ""
        yield f"{called[pair.a]} and {called[pair.b]}, {count(pair.documents, 'document', 'documents')}"
        for tag, both in pair.spans.items():
            for match, one in both.items():
                yield _line(f"F1 {match}, {tag or 'all tags'}", one.f1)
        for level, both in pair.attributions.items():
            for match, one in both.items():
                yield _line(f"attributions F1 {match}, {level.replace('_', ' + ')}", one.f1)
        yield from (_line(f"alpha of {fact}", figure) for fact, figure in pair.facts.items())
        yield from (_line(f"entities {name}", figure) for name, figure in pair.entities.items())
        yield from (_line(f"entities {name} F1", scores.f1) for name, scores in pair.partitions.items())
        yield from (_line(f"chains {name}", figure) for name, figure in pair.chains.items())
    yield ""
    for measure in summary.measures:
        between = "" if measure.pair is None else f", {called[measure.pair[0]]} and {called[measure.pair[1]]}"
        yield _line(f"{measure.name} on {measure.on}, {measure.tag or 'all tags'}{between}", measure.figure)
    if summary.gamma is not None:
        from annotator.services.agreeing import gamma_figure

        found = summary.gamma
        figure = gamma_figure(found)
        of = "mean of pairs, " if found.pairwise else ""
        yield _line(f"gamma ({of}{found.samples} samples, seed {found.seed})", figure)
    yield from summary.notes


def _line(what: str, figure: "Figure") -> str:
    words = what.replace("_", " ")
    if figure.value is None:
        return f"  {words:52} undefined: {figure.undefined}"
    between = f"  [{figure.low:.3f}, {figure.high:.3f}]" if figure.low is not None and figure.high is not None else ""
    return f"  {words:52} {figure.value:6.3f}{between}  n = {figure.n}"


COMMANDS = (differences, agreement)
