"""CoNLL columns: a token a line with its offsets and a BIO column for each tag; a block for each annotator and article.

A blank line ends a paragraph. One column says one annotation a token, so of overlapping ones of a tag the first is
written and the others are counted as lost.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.formats.bundles import WriteOptions
from annotator.formats.naming import plain
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.formats.tokens import Token, tokens
from annotator.model.items import TAGS, Annotation


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> Counter[str]:
    tags = [*TAGS, *(str(getattr(tag, "slug", "")) for tag in selection.items("tag"))]
    names = selection.annotator_names()
    lost: Counter[str] = Counter(overlapping=0)
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.write("# global.columns = FORM BEGIN END " + " ".join(plain(tag).upper() or "TAG" for tag in tags) + "\n")
        for article in selection.articles():
            tick(article.title)
            for annotator, layer in sorted((article.layers() or {None: article}).items(), key=lambda one: one[0] or ""):
                file.writelines(f"{line}\n" for line in _block(layer, names.get(annotator or "", ""), tags, lost))
    return lost


def _block(layer: Article, name: str, tags: Sequence[str], lost: Counter[str]) -> Iterator[str]:
    cut = tokens(layer.text, [span for a in layer.annotations for span in a.spans])
    columns = [_column(cut, [a for a in layer.annotations if a.tag == tag], lost) for tag in tags]
    yield f"# newdoc id = {layer.id}"
    if layer.document.title:
        yield f"# title = {' '.join(layer.document.title.split())}"
    if name:
        yield f"# annotator = {' '.join(name.split())}"
    last = 0
    for number, token in enumerate(cut):
        if "\n" in layer.text[last : token.begin]:
            yield ""
        last = token.end
        form = "".join("␣" if c.isspace() else c for c in layer.text[token.begin : token.end])
        yield "\t".join([form, str(token.begin), str(token.end), *(column[number] for column in columns)])
    yield ""


def _column(cut: Sequence[Token], annotations: Sequence[Annotation], lost: Counter[str]) -> list[str]:
    column = ["O"] * len(cut)
    first = {token.begin: number for number, token in enumerate(cut)}
    last = {token.end: number for number, token in enumerate(cut)}
    for annotation in annotations:
        places = [range(first[begin], last[end] + 1) for begin, end in annotation.spans]
        if any(column[number] != "O" for place in places for number in place):
            lost["overlapping"] += 1
            continue
        for place in places:
            for number in place:
                column[number] = "B" if number == place.start else "I"
    return column
