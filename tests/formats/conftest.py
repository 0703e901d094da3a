import hashlib
import json
import re

import pytest

from annotator.model.items import Annotator

HEADER = {"format": "annotator-corpus", "type": "corpus", "version": 1}
TEXT = "The port 🚢 will open, the master said. He said so to Radio Sarn."
OTHER_TEXT = "Another article, the union said."
ANA, BORIS = "a0a0a0a0-0000-4000-8000-000000000001", "b0b0b0b0-0000-4000-8000-000000000002"


def uuid(number: int) -> str:
    return f"{number:08d}-0000-4000-8000-000000000000"


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Lines:
    """A small corpus that keeps every rule; tests break it line by line. Lines are found by their number as id."""

    def __init__(self, text: str = TEXT) -> None:
        self.text = text
        self.document, self.other = sha(text), sha(OTHER_TEXT)
        self.lines = [
            HEADER,
            {"type": "annotator", "id": ANA, "name": "Ana"},
            {"type": "annotator", "id": BORIS, "name": "Boris"},
            {"type": "tag", "id": uuid(10), "slug": "rumour"},
            {"type": "entity", "id": uuid(20), "name": "Harbour master", "affiliation": uuid(21)},
            {"type": "entity", "id": uuid(21), "name": "Port of Sarn"},
            {"type": "document", "id": self.document, "text": text, "title": "Port"},
            {"type": "document", "id": self.other, "text": OTHER_TEXT},
            self.mark(30, "claim", "port"),
            self.mark(31, "source", "the master", entity=uuid(20)),
            self.mark(32, "cue", "said"),
            self.mark(33, "quote", "so"),
            self.mark(34, "source", "Radio Sarn"),
            self.mark(35, "rumour", "open"),
            self.mark(36, "claim", "union", text=OTHER_TEXT),
            self.link(40, [33], [34]),
            self.link(41, [30], [31], cues=[uuid(32)], parent=uuid(40), parent_basis="embedded"),
            {"type": "rating", "id": uuid(50), "annotator": ANA, "target": uuid(20), "reliability": "B"},
            {"type": "rating", "id": uuid(51), "annotator": ANA, "target": uuid(30), "credibility": 2},
            {"type": "verdict", "id": uuid(52), "annotator": BORIS, "target": uuid(41), "decision": "accept"},
            {"type": "comment", "id": uuid(53), "annotator": BORIS, "target": uuid(30), "text": "Sure?"},
            {"type": "comment", "id": uuid(54), "annotator": BORIS, "target": self.document, "text": "Long."},
            {"type": "state", "id": uuid(55), "annotator": ANA, "document": self.document, "state": "finished"},
            {"type": "confirmation", "id": uuid(56), "annotator": BORIS, "target": uuid(41)},
            {"type": "assignment", "id": uuid(57), "document": self.document, "to": BORIS, "role": "reviewer"},
            {"type": "setting", "id": uuid(58), "name": "blind", "value": {"on": True}},
        ]

    def mark(self, number, tag, words, text=None, **more):
        text = self.text if text is None else text
        at = text.index(words)
        return {
            "type": "annotation", "id": uuid(number), "annotator": ANA, "document": sha(text), "tag": tag,
            "spans": [[at, at + len(words)]], "text": [words], **more,
        }  # fmt: skip

    def link(self, number, contents, sources=(), **more):
        return {
            "type": "attribution", "id": uuid(number), "annotator": ANA, "document": self.document,
            "contents": [uuid(c) for c in contents], "sources": [uuid(s) for s in sources], **more,
        }  # fmt: skip

    def of(self, number):
        return next(line for line in self.lines if line.get("id") == uuid(number))

    def change(self, number, **facts):
        """Change a line; a key given as None is taken away."""
        line = self.of(number)
        line.update(facts)
        for key in [k for k, v in line.items() if v is None]:
            del line[key]
        return self

    def add(self, *lines):
        self.lines += lines
        return self

    @property
    def data(self) -> bytes:
        return "".join(json.dumps(line) + "\n" for line in self.lines).encode()


KINDS_REFERRED_TO = {
    "annotator": "annotator", "entity": "entity", "affiliation": "entity", "issued_by": "entity",
    "merged_into": "entity", "same_as": "annotator", "to": "annotator", "parent": "attribution",
    "replacement": "annotation|attribution", "target": ".*", "document": "document",
    "members": "entity", "sources": "annotation", "cues": "annotation", "contents": "annotation",
}  # fmt: skip


def dangling(data: bytes) -> list[str]:
    """What in an exported corpus breaks the rules of the format: a small reader of its own, in the design's words."""
    lines = [json.loads(line) for line in data.decode().splitlines()]
    by_id = {line["id"]: line for line in lines[1:]}
    tags = {"claim", "source", "quote", "cue", "excluded"} | {x["slug"] for x in lines if x["type"] == "tag"}
    wrong = [] if len(by_id) == len(lines) - 1 else ["an id stands twice"]
    for line in lines[1:]:
        wrong += [f"{line['type']} {line['id']}: {what}" for what in _leading_nowhere(line, by_id)]
        if line["type"] == "annotation":
            text = by_id[line["document"]]["text"]
            if line["tag"] not in tags or line["text"] != [text[a:b] for a, b in line["spans"]]:
                wrong.append(f"annotation {line['id']}")
        if line["type"] == "attribution" and not _within_its_layer(line, by_id):
            wrong.append(f"attribution {line['id']} reaches beyond its layer or is on a loop")
    return wrong


def _leading_nowhere(line, by_id):
    for key, kind in KINDS_REFERRED_TO.items():
        value = line.get(key, [])
        for id_ in value if isinstance(value, list) else [value]:
            if id_ not in by_id or not re.fullmatch(kind, by_id[id_]["type"]):
                yield f"{key} {id_}"


def _within_its_layer(line, by_id):
    near = [m for role in ("sources", "cues", "contents") for m in line.get(role, [])]
    near += [line["parent"]] if "parent" in line else []
    if any((by_id[n]["document"], by_id[n]["annotator"]) != (line["document"], line["annotator"]) for n in near):
        return False
    seen, at = set(), line["id"]
    while at and at not in seen:
        seen.add(at)
        at = by_id[at].get("parent")
    return at is None


@pytest.fixture
def corpus():
    return Lines()


@pytest.fixture
def new_corpus():
    return Lines


@pytest.fixture
def check_dangling():
    return dangling


@pytest.fixture
def number():
    """The id of a line by its number."""
    return uuid


@pytest.fixture
def empty(tmp_path, new_desk):
    """A project without documents."""
    cleo = Annotator(id="c1c1c1c1-0000-4000-8000-000000000003", name="Cleo")
    with new_desk(tmp_path / "empty.annotator", cleo, text=None) as made:
        yield made
