"""Corpora of any size for measuring, made from a fixed seed: nothing in them is from a real article."""

import json
import random
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

_WORDS = (
    "harbour council minister report said according official dredging channel ferry contract budget captain letter "
    "audit public island weather engineer union strike vote deadline witness statement agency newspaper spokesman"
).split()


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def article(chance: random.Random, length: int) -> str:
    """A text of `length` code points in paragraphs of a few sentences."""
    parts: list[str] = []
    size = 0
    while size < length:
        sentence = " ".join(chance.choices(_WORDS, k=chance.randint(8, 22))).capitalize()
        sentence += chance.choice((". ", ". ", ". ", ".\n\n"))
        parts.append(sentence)
        size += len(sentence)
    return "".join(parts)[:length]


def corpus_lines(
    documents: int, annotations: int, attributions: int, *, length: int = 5000, seed: int = 1
) -> Iterator[str]:
    """Lines of an annotator corpus; counts of annotations and attributions are for each document."""
    chance = random.Random(seed)

    def line(**value: object) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"

    yield line(type="corpus", format="annotator-corpus", version=1)
    me = _uuid(chance)
    yield line(type="annotator", id=me, kind="human", name="Measurer")
    entities = [_uuid(chance) for _ in range(200)]
    for number, entity in enumerate(entities):
        yield line(type="entity", id=entity, name=f"Source {number}", naming="named", entity_type="person")
    texts = [article(chance, length) for _ in range(documents)]
    ids = [sha256(text.encode()).hexdigest() for text in texts]
    for id_, text in zip(ids, texts, strict=True):
        yield line(type="document", id=id_, text=text, title=text[:60])
    when = "2026-01-02T03:04:05Z"
    tagged: list[dict[str, list[str]]] = []
    for id_, text in zip(ids, texts, strict=True):
        by_tag: dict[str, list[str]] = {"claim": [], "source": [], "cue": [], "quote": []}
        for number in range(annotations):
            tag = ("claim", "source", "cue", "quote")[number % 4]
            begin = chance.randrange(len(text) - 120)
            end = begin + chance.randint(3, 110)
            one = _uuid(chance)
            by_tag[tag].append(one)
            extra = {"entity": chance.choice(entities)} if tag == "source" else {}
            yield line(
                type="annotation", id=one, annotator=me, document=id_, tag=tag, spans=[[begin, end]],
                text=[text[begin:end]], modified=when, **extra,
            )  # fmt: skip
        tagged.append(by_tag)
    for id_, by_tag in zip(ids, tagged, strict=True):
        before: str | None = None
        for number in range(attributions):
            one = _uuid(chance)
            parent = {"parent": before, "parent_basis": "embedded"} if before and number % 3 else {}
            yield line(
                type="attribution", id=one, annotator=me, document=id_, kind="statement", polarity="positive",
                source_status="explicit", sources=[chance.choice(by_tag["source"])],
                cues=[chance.choice(by_tag["cue"])], contents=[chance.choice(by_tag["claim"])], modified=when,
                **parent,
            )  # fmt: skip
            before = one


def write_texts(folder: Path, count: int, length: int, seed: int = 2) -> None:
    """Text files, one article each."""
    chance = random.Random(seed)
    folder.mkdir()
    for number in range(count):
        (folder / f"article {number:05}.txt").write_text(article(chance, length), encoding="utf-8")


if __name__ == "__main__":  # in a process of its own, so that the one that measures stays small
    what, out, *counts = sys.argv[1:]
    if what == "texts":
        write_texts(Path(out), int(counts[0]), int(counts[1]))
    else:
        sizes = [int(count) for count in counts[:3]]
        length = int(counts[3]) if len(counts) > 3 else 5000
        seed = int(counts[4]) if len(counts) > 4 else 1
        with Path(out).open("w", encoding="utf-8") as file:
            file.writelines(corpus_lines(sizes[0], sizes[1], sizes[2], length=length, seed=seed))
    print("{}")
