"""spaCy's DocBin: a Doc for each annotator and article, annotations in the span group “annotator”.

Tokens are cut so that every span begins and ends with one. Facts, attributions and all ids are in `user_data`; that of
the first Doc also holds, as `project`, the annotators, tags and entities that the ids lead to.
"""

from pathlib import Path
from typing import Any

from annotator.formats.bundles import WriteOptions
from annotator.formats.lines import line_of
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.formats.tokens import tokens

GROUP = "annotator"


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    import spacy
    from spacy.tokens import DocBin

    blank = spacy.blank("xx")
    box = DocBin(attrs=["ORTH"], store_user_data=True)  # no column of zeros for each thing that we do not know
    names = selection.annotator_names()
    project = [line_of(item) for kind in ("annotator", "tag", "entity") for item in selection.items(kind)]
    for article in selection.articles():
        tick(article.title)
        for annotator, layer in sorted((article.layers() or {None: article}).items(), key=lambda one: one[0] or ""):
            doc = _doc(layer, annotator, names.get(annotator or "", ""), blank.vocab)
            if not len(box):
                doc.user_data[GROUP]["project"] = project
            box.add(doc)
    place.write_bytes(box.to_bytes())


def _doc(layer: Article, annotator: str | None, name: str, vocab: Any) -> Any:
    from spacy.tokens import Doc, Span, SpanGroup

    cut = tokens(layer.text, [span for a in layer.annotations for span in a.spans], gaps=True)
    doc = Doc(vocab, [layer.text[t.begin : t.end] for t in cut], [t.space for t in cut])
    first = {token.begin: number for number, token in enumerate(cut)}
    last = {token.end: number for number, token in enumerate(cut)}
    spans = [
        Span(doc, first[begin], last[end] + 1, label=a.tag, span_id=a.id)
        for a in layer.annotations
        for begin, end in a.spans
    ]
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=spans)
    doc.user_data[GROUP] = {
        "id": annotator, "name": name, "document": line_of(layer.document),
        "annotations": [line_of(a) for a in layer.annotations],
        "attributions": [line_of(a) for a in layer.attributions],
    }  # fmt: skip
    return doc
