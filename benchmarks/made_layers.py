"""A corpus in which several annotators read the same articles and see mostly the same, made from a fixed seed."""

import json
import random
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from benchmarks.made_corpora import article

_TAGS = ("claim", "source", "cue", "quote")
_SIZES = {"claim": (40, 160), "source": (8, 40), "cue": (4, 20), "quote": (20, 90)}


class Seen(NamedTuple):
    """What stands in an article for everybody to find."""

    tag: str
    begin: int
    end: int
    entity: str | None


def corpus_lines(documents: int, annotators: int, annotations: int, *, length: int, seed: int = 3) -> Iterator[str]:
    """Lines of an annotator corpus. `annotations` stand in each article; each annotator misses one in seven, and moves
    the edges of one in three. There are half as many attributions, two thirds of them with a parent.
    """
    making = _Making(random.Random(seed))
    yield _line(type="corpus", format="annotator-corpus", version=1)
    people = [making.new_id() for _ in range(annotators)]
    for number, person in enumerate(people):
        yield _line(type="annotator", id=person, kind="human", name=f"Measurer {number + 1}")
    entities = [making.new_id() for _ in range(200)]
    for number, entity in enumerate(entities):
        yield _line(type="entity", id=entity, name=f"Source {number}", naming="named", entity_type="person")
    for _ in range(documents):
        text = article(making.chance, length)
        document = sha256(text.encode()).hexdigest()
        yield _line(type="document", id=document, text=text, title=text[:60])
        seen = [making.seen(number, length, entities) for number in range(annotations)]
        for person in people:
            yield from making.layer(document, text, person, seen, entities)


def _line(**value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


class _Making:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def new_id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def seen(self, number: int, length: int, entities: list[str]) -> Seen:
        tag = _TAGS[number % 4]
        begin = self.chance.randrange(length - 200)
        end = begin + self.chance.randint(*_SIZES[tag])
        return Seen(tag, begin, end, self.chance.choice(entities) if tag == "source" else None)

    def layer(self, document: str, text: str, person: str, seen: list[Seen], entities: list[str]) -> Iterator[str]:
        chance = self.chance
        on = {"annotator": person, "document": document, "modified": "2026-01-02T03:04:05Z"}
        made: dict[str, list[str]] = {tag: [] for tag in _TAGS}
        for tag, b, e, known in seen:
            if chance.random() < 1 / 7:
                continue
            moved = chance.random() < 1 / 3
            begin, end = (max(0, b - chance.randrange(8)), min(len(text), e + chance.randrange(8))) if moved else (b, e)
            entity = {} if known is None else {"entity": chance.choice(entities) if chance.random() < 0.2 else known}
            one = self.new_id()
            made[tag].append(one)
            words = [text[begin:end]]
            yield _line(type="annotation", id=one, tag=tag, spans=[[begin, end]], text=words, **entity, **on)
        above: str | None = None
        for number, content in enumerate(made["claim"] + made["quote"]):
            one = self.new_id()
            parent = {"parent": above, "parent_basis": "inferred"} if above and number % 3 else {}
            yield _line(
                type="attribution", id=one, kind="statement", polarity="positive", source_status="explicit",
                sources=made["source"][number : number + 1] or made["source"][:1], contents=[content],
                cues=made["cue"][number : number + 1], **parent, **on,
            )  # fmt: skip
            above = one


if __name__ == "__main__":  # in a process of its own, so that the one that measures stays small
    out, *counts = sys.argv[1:]
    documents_, annotators_, annotations_, length_ = map(int, counts)
    with Path(out).open("w", encoding="utf-8") as file:
        file.writelines(corpus_lines(documents_, annotators_, annotations_, length=length_))
    print("{}")
