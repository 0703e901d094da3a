"""CoNLL columns: a token a line with its offsets and a BIO column for each tag; a block for each annotator and article.

A blank line ends a paragraph. One column says one annotation a token, so of overlapping ones of a tag the first is
written (`losses.overlapping` names the others). Comments hold what is known of articles, annotators and tags.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from annotator.formats.bundles import WriteOptions
from annotator.formats.lines import encode_ascii, line_of
from annotator.formats.losses import overlapping
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.formats.tokens import Token, tokens
from annotator.model.items import TAGS, Annotation, Document, Item


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    tags = [*TAGS, *(str(getattr(tag, "slug", "")) for tag in selection.items("tag"))]
    names = selection.annotator_names()
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# global.columns = FORM BEGIN END " + " ".join(map(_column_name, tags)) + "\n")
        for kind in ("annotator", "tag"):
            file.writelines(f"# global.{kind} = {_known_of(item)}\n" for item in selection.items(kind))
        for article in selection.articles():
            tick(article.title)
            for annotator, layer in sorted((article.layers() or {None: article}).items(), key=lambda one: one[0] or ""):
                file.writelines(f"{line}\n" for line in _block(layer, annotator, names, tags))


def _column_name(slug: str) -> str:
    return "-".join(slug.upper().split())


def _known_of(item: Item) -> str:
    left_out = ("type", "modified")
    return encode_ascii({name: value for name, value in line_of(item).items() if name not in left_out})


def _facts(document: Document) -> Iterator[str]:
    """What is known of an article, a comment each."""
    for name, value in document.plain().items():
        yield f"# {name} = {' '.join(value.split()) if isinstance(value, str) else encode_ascii(value)}"


def _block(layer: Article, annotator: str | None, names: Mapping[str, str], tags: Sequence[str]) -> Iterator[str]:
    beyond = overlapping(layer.annotations)
    written = [a for a in layer.annotations if a.id not in beyond]
    cut = tokens(layer.text, [span for a in layer.annotations for span in a.spans])
    columns = [_column(cut, [a for a in written if a.tag == tag]) for tag in tags]
    yield f"# newdoc id = {layer.id}"
    yield from _facts(layer.document)
    if annotator:
        yield f"# annotator = {' '.join(names.get(annotator, '').split())}"
        yield f"# annotator_id = {annotator}"
    last = 0
    for number, token in enumerate(cut):
        if "\n" in layer.text[last : token.begin]:
            yield ""
        last = token.end
        form = "".join("␣" if c.isspace() else c for c in layer.text[token.begin : token.end])
        yield "\t".join([form, str(token.begin), str(token.end), *(column[number] for column in columns)])
    yield ""


def _column(cut: Sequence[Token], annotations: Sequence[Annotation]) -> list[str]:
    column = ["O"] * len(cut)
    first = {token.begin: number for number, token in enumerate(cut)}
    last = {token.end: number for number, token in enumerate(cut)}
    for annotation in annotations:
        for begin, end in annotation.spans:
            place = range(first[begin], last[end] + 1)
            for number in place:
                column[number] = "B" if number == place.start else "I"
    return column
