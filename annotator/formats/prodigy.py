"""Prodigy: JSON Lines of tasks with spans, tokens and relations; a task for each annotator and article.

Offsets are code points. Relations count tokens, which are cut so that each span begins and ends with one.
"""

from collections.abc import Iterator
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from annotator.formats.binary import Link, Piece, pieces_of, read_layer
from annotator.formats.bundles import Bundle, ReadOptions, WriteOptions
from annotator.formats.carrying import KEY, Carrier, facts_of
from annotator.formats.foreign import Foreign, Native, label_in, label_of, listed, read_lines
from annotator.formats.lines import encode_unsorted as encode
from annotator.formats.selection import Article, Selection
from annotator.formats.ticking import Tick
from annotator.formats.tokens import Token, tokens
from annotator.model.span import Span


def write(selection: Selection, place: Path, _options: WriteOptions, tick: Tick) -> None:
    carrier = Carrier(selection)
    names = selection.annotator_names()
    with place.open("w", encoding="utf-8", newline="\n") as file:
        for article in selection.articles():
            tick(article.title)
            layers = sorted(article.layers().items(), key=lambda one: one[0] or "") or [(None, article)]
            for at, (annotator, layer) in enumerate(layers, 1):
                rest = article.judgements if at == len(layers) else ()
                pieces = pieces_of(layer, str)
                cut = tokens(layer.text, [Span(p.begin, p.end) for p in pieces.pieces])
                line = _task(layer, pieces.pieces, pieces.links, cut)
                name = names.get(annotator or "", "")
                if name:
                    line["_annotator_id"] = line["_session_id"] = name
                line[KEY] = {
                    "name": name, "id": annotator, "links": pieces.links, **carrier.pack(layer, pieces.keys, rest)
                }  # fmt: skip
                file.write(f'{encode(line)[:-1]},"tokens":{_tokens(layer.text, cut)}}}\n')


def _task(layer: Article, pieces: list[Piece], links: list[Link], cut: list[Token]) -> dict[str, Any]:
    first = {token.begin: number for number, token in enumerate(cut)}
    last = {token.end: number for number, token in enumerate(cut)}
    spans: dict[str, dict[str, Any]] = {
        p.key: {
            "id": p.key, "start": p.begin, "end": p.end, "token_start": first[p.begin], "token_end": last[p.end],
            "text": p.words, "label": p.tag,
        }
        for p in pieces
    }  # fmt: skip
    return {
        "text": layer.text,
        "meta": {name: value for name in ("title", "outlet", "url") if (value := getattr(layer.document, name))},
        "spans": list(spans.values()),
        "relations": [
            {
                "head": spans[head]["token_end"], "child": spans[child]["token_end"], "head_span": spans[head],
                "child_span": spans[child], "label": name,
            }
            for head, child, name in links
        ],
        "answer": "accept",
    }  # fmt: skip


def _tokens(text: str, cut: list[Token]) -> str:
    """The list of tokens as JSON; there are so many that the encoder would take most of the time."""
    ws = ("false", "true")
    return "[{}]".format(
        ",".join(
            f'{{"id":{n},"start":{begin},"end":{end},"text":{encode_basestring(text[begin:end])},"ws":{ws[space]}}}'
            for n, (begin, end, space) in enumerate(cut)
        )
    )


def read(place: Path, options: ReadOptions) -> Iterator[Bundle]:
    """A bundle a task; rejected and ignored tasks are kept out. Raises UserError for a file that is no JSON Lines."""

    def read_task(bundle: Bundle, value: dict[str, Any], where: str) -> None:
        if value.get("answer", "accept") != "accept":
            bundle.refuse(where, f"its answer is “{str(value['answer'])[:20]}”, not “accept”")
        else:
            _read_task(Foreign(bundle, "Prodigy", value["text"], options, facts=facts_of(value.get(KEY))), value, where)

    return read_lines(place, read_task)


def _read_task(foreign: Foreign, value: dict[str, Any], where: str) -> None:
    foreign.document()
    natives: list[Native] = []
    keys: dict[tuple[str, str, str], str] = {}
    taken: set[str] = set()
    for number, one in enumerate(listed(foreign.bundle, value, "spans", where)):
        if not isinstance(one, dict) or "start" not in one or "end" not in one:
            foreign.bundle.refuse(f"{where}, span {number + 1}", "it has no start or end")
            continue
        key, label = str(one.get("id", f"#{number}")), label_in(one, "label", "span")
        if label is None or key in taken:
            reason = "its label is no name" if label is None else "its id stands twice; the first was kept"
            foreign.bundle.refuse(f"{where}, span {number + 1}", reason)
            continue
        taken.add(key)
        words = one.get("text")
        natives.append(
            Native(
                key, label, [(one["start"], one["end"])],
                [words] if isinstance(words, str) else None, f"{where}, span {number + 1}",
            )
        )  # fmt: skip
        keys[_about(one)] = key
    carried = value.get(KEY)
    links = list(_links(foreign, value, where, keys, natives))
    if natives and isinstance(carried, dict):
        foreign.by_id(carried.get("id"), str(carried.get("name") or ""))
    elif natives:
        foreign.by(str(value.get("_annotator_id") or value.get("_session_id") or ""))
    read_layer(foreign, natives, links, carried, lambda tag: tag)


def _about(span: dict[str, Any]) -> tuple[str, str, str]:
    return str(span.get("start")), str(span.get("end")), str(span.get("label", "span"))


def _links(
    foreign: Foreign, value: dict[str, Any], where: str, keys: dict[tuple[str, str, str], str], natives: list[Native]
) -> Iterator[Link]:
    """Relations between spans; what a relation names and `spans` does not list is a span too."""
    for number, one in enumerate(listed(foreign.bundle, value, "relations", where), 1):
        given = [one.get("head_span"), one.get("child_span")] if isinstance(one, dict) else []
        ends = [end for end in given if isinstance(end, dict)]
        if len(ends) != 2:
            foreign.bundle.refuse(f"{where}, relation {number}", "it names no spans")
            continue
        name = label_in(one, "label", "relation")
        if name is None:
            foreign.bundle.refuse(f"{where}, relation {number}", "its label is no name")
            continue
        chosen = []
        for end in ends:
            key = str(end["id"]) if "id" in end else keys.get(_about(end))
            if key is None:
                key = keys[_about(end)] = f"r{len(natives)}"
                spans = [(end.get("start"), end.get("end"))]
                natives.append(
                    Native(key, label_of(end.get("label")) or "span", spans, where=f"{where}, relation {number}")
                )
            chosen.append(key)
        yield Link(chosen[0], chosen[1], name)
