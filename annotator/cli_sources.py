"""Commands about sources and about what is missing."""

from collections.abc import Iterator
from pathlib import Path

import click

from annotator.answering import FINDINGS, JSON, PROJECT, count, names, open_to_read, say, show_progress
from annotator.asking import DONE
from annotator.model.hidden import named
from annotator.services import checking, listing, reporting
from annotator.services.checking import CHECKS, Finding
from annotator.services.listing import SourceRow


@click.command()
@PROJECT
@JSON
def sources(project: Path, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List who is said to have said something, the most claims first."""
    with open_to_read(project) as source:
        rows = listing.sources(source)
        called = names(source)
    value = {
        "sources": [
            {**row._asdict(), "reliability": {called.get(id_, id_): letter for id_, letter in row.ratings.items()}}
            for row in rows
        ]
    }
    for one in value["sources"]:
        del one["ratings"]
    say(value, as_json, map(_source_line, rows))
    return DONE


def _source_line(row: SourceRow) -> str:
    counts = [count(row.mentions, "mention", "mentions"), count(row.claims, "claim", "claims")]
    if row.claims:
        counts.append(f"{round(100 * row.second_hand / row.claims)} % second-hand")
    rated = "".join(sorted(row.ratings.values()))
    facts = ", ".join(part for part in (row.naming, row.entity_type, row.role) if part)
    return f"{row.id[:8]}  {', '.join(counts):44} {rated or '–':4} {row.name}  ({facts})"


@click.command()
@PROJECT
@click.option("--check", "chosen", metavar="NAME", multiple=True, help="Only this check, on or off; may be repeated.")
@click.option("--annotator", metavar="NAME", help="Only this layer, and what belongs to the project.")
@JSON
def check(project: Path, chosen: tuple[str, ...], annotator: str | None, as_json: bool) -> int:  # noqa: FBT001 - click's flag
    """List what is missing or doubtful: claims without a source, quotes without marks, and the like."""
    for name in chosen:
        if name not in CHECKS:
            raise click.BadParameter(f"there is no check “{name}”; the checks are {', '.join(CHECKS)}")
    with open_to_read(project) as source, show_progress() as progress:
        layer = source.find_annotator(annotator).id if annotator is not None else None
        found = checking.check(source, names=chosen or None, progress=progress).all()
        titles = {row.id: row.title for row in source.documents()}
    shown = [f for f in found if layer is None or f.annotator in (None, layer)]
    value = {
        "findings": [
            {"check": f.check, "document": f.document, "item": f.item, "message": f.message, "words": f.words,
             "annotator": f.annotator, "waived": f.waived is not None, "waiver": f.waived or ""}
            for f in shown
        ]
    }  # fmt: skip
    say(value, as_json, _finding_lines(shown, titles))
    return FINDINGS if any(f.waived is None for f in shown) else DONE


def _finding_lines(found: list[Finding], titles: dict[str, str]) -> Iterator[str]:
    last: str | None = ""
    for finding in found:
        if finding.document != last:
            last = finding.document
            yield titles.get(last, last) if last is not None else "In the project’s sources"
        waived = f"  (waived: {finding.waived})" if finding.waived is not None else ""
        words = finding.words if len(finding.words) <= 60 else finding.words[:59].rstrip() + "…"
        yield f"  {CHECKS[finding.check].title}: {finding.message}{waived}"
        yield f"      {words}"
    standing = sum(f.waived is None for f in found)
    waived_ones = len(found) - standing
    total = count(standing, "finding", "findings")
    yield f"{total}, {waived_ones} waived." if waived_ones else f"{total}." if standing else "Nothing is missing."


@click.command()
@PROJECT
@click.option("--document", metavar="ID", help="Only this article: id, its beginning, or title.")
@click.option("--out", metavar="FILE", required=True, type=click.Path(path_type=Path), help=".html, .pdf or .csv")
def report(project: Path, document: str | None, out: Path) -> int:
    """Write a report of the project, or of one article, to hand to somebody."""
    with open_to_read(project) as source, show_progress() as progress:
        chosen = source.find_document(document) if document is not None else None
        if out.suffix.lower() == ".pdf":
            from annotator.ui import offscreen

            offscreen.save_pdf(reporting.html(source, chosen, progress), source.name, out)
        else:
            reporting.write(source, out, chosen, progress)
    say({}, as_json=False, lines=[f"Wrote {named(out)}."])
    return DONE
