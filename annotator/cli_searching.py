"""Finding words in articles."""

from pathlib import Path

import click

from annotator.answering import JSON, PROJECT, open_to_read, say, show_progress
from annotator.asking import DONE
from annotator.services import concordance


@click.command()
@PROJECT
@click.argument("query")
@click.option("--regex", is_flag=True, help="The query is a regular expression.")
@JSON
def search(project: Path, query: str, regex: bool, as_json: bool) -> int:  # noqa: FBT001 - click's flags
    """Find words in the articles, without regard to case."""
    with open_to_read(project) as source, show_progress() as progress:
        hits = concordance.places(source, query, regular=regex, progress=progress)
        titles = {row.id: row.title for row in source.documents()}
    lines = (f"{hit.document[:12]}  {hit.begin:>7}  {titles[hit.document]}: {hit.words}" for hit in hits)
    say({"hits": [hit._asdict() for hit in hits]}, as_json, lines if hits else ["Nothing was found."])
    return DONE
