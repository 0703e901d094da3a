"""Corpora of every sort for properties: any characters, any spans, any layers, any links."""

from hypothesis import strategies as st

from annotator.formats.selection import JUDGEMENTS, SHARED, Article, Selection
from annotator.model.items import (
    Annotation,
    Annotator,
    Assignment,
    Attribution,
    Comment,
    Confirmation,
    Document,
    Entity,
    Rating,
    Setting,
    State,
    Tag,
    Verdict,
)  # fmt: skip
from annotator.model.span import Span
from annotator.model.text import clean, digest

PEOPLE = tuple(
    Annotator(id=f"a0a0a0a0-0000-4000-8000-{number:012}", name=name)
    for number, name in enumerate(("Ana", "Borís Ђ / ..", "Ana"))
)
TAGS = (
    Tag(id="70000000-0000-4000-8000-000000000001", slug="legal-claim", name="Legal claim", colour="#aabbcc"),
    Tag(id="70000000-0000-4000-8000-000000000002", slug="слух", name="Слух"),
)
_PIECES = [
    "The port 🚢", "e\u0301", "\u202ereversed", "“quoted”", "\n", "\n\n", " ", "\t", "said", "=1+1", "'=x", ",", '"',
    "\u2028", "\x85", "\u00a0", "👩\u200d👩\u200d👧", "العربية", "\ufeff", "\x0b", "\x01", "<&>", "a-b’s", "\ufffe",
]  # fmt: skip
_any = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8)
texts = st.lists(st.sampled_from(_PIECES) | _any, min_size=1, max_size=20).map(
    lambda pieces: clean("x" + "".join(pieces)).text
)
notes = st.sampled_from(["", "", "a note", "two\nlines\tand “quotes”", "=cmd()", "\x02 🚢", " spaces "])
times = st.sampled_from([None, "2026-01-02T03:04:05Z", "2020-12-31T23:59:59Z"])


@st.composite
def articles(draw, number: int):
    text = draw(texts)
    document = Document(
        id=digest(text), title=draw(notes), url=draw(st.sampled_from(["", "https://example.org/a?b=c&d"])),
        language=draw(st.sampled_from(["", "en"])), modified=draw(times),
    )  # fmt: skip
    article = Article(document, text)
    for layer, person in enumerate(PEOPLE[: draw(st.integers(0, 3))]):
        _layer(draw, article, person.id, f"{number}{layer}")
    if draw(st.booleans()):
        article.annotations.append(
            Annotation(id=_id("b", f"{number}9", 0), document=article.id, tag="excluded", spans=draw(_spans(text)))
        )
    article.annotations.sort(key=lambda a: (a.begin, a.id))
    begins = {a.id: a.begin for a in article.annotations}
    article.attributions.sort(key=lambda a: (min(begins[m] for m in a.members), a.id))
    _judgements(draw, article, number)
    return article


def _id(letter: str, where: str, number: int) -> str:
    return f"{letter * 8}-0000-4000-8{int(where):03}-{number:012}"


def _spans(text: str):
    def spans(cuts: list[int]) -> tuple[Span, ...]:
        edges = sorted(cuts)
        return tuple(Span(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=False) if begin < end)

    return st.lists(st.integers(0, len(text)), min_size=2, max_size=6).map(spans).filter(bool)


def _layer(draw, article: Article, person: str, where: str) -> None:
    tags = ("claim", "source", "quote", "cue", "legal-claim", "слух", "claim", "source")
    made: dict[str, list[str]] = {tag: [] for tag in tags}
    for number in range(draw(st.integers(0, 8))):
        tag = draw(st.sampled_from(tags))
        one = Annotation(
            id=_id("b", where, number), document=article.id, annotator=person, tag=tag,
            spans=draw(_spans(article.text)),
            entity=draw(st.sampled_from([None, _id("e", "0", 0), _id("e", "0", 1)])) if tag == "source" else None,
            note=draw(notes), discuss=draw(st.booleans()), modified=draw(times),
            certainty=draw(st.sampled_from([None, "probable"])) if tag == "claim" else None,
        )  # fmt: skip
        made[tag].append(one.id)
        article.annotations.append(one)
    contents = [*made["claim"], *made["quote"]]
    before: str | None = None
    for number in range(draw(st.integers(0, 3)) if contents else 0):
        parent = before if draw(st.booleans()) else None
        one = Attribution(
            id=_id("c", where, number), document=article.id, annotator=person,
            contents=_some(draw, contents, 1), sources=_some(draw, made["source"], 0), cues=_some(draw, made["cue"], 0),
            parent=parent, parent_basis=draw(st.sampled_from(["embedded", "inferred"])) if parent else None,
            kind=draw(st.sampled_from(["statement", "belief"])), polarity=draw(st.sampled_from(["positive", "mixed"])),
            source_status=draw(st.sampled_from(["explicit", "author"])), note=draw(notes), modified=draw(times),
        )  # fmt: skip
        before = one.id
        article.attributions.append(one)


def _some(draw, ids: list[str], least: int) -> tuple[str, ...]:
    if not ids:
        return ()
    return tuple(sorted(draw(st.sets(st.sampled_from(ids), min_size=least, max_size=3))))


def _judgements(draw, article: Article, number: int) -> None:
    if not draw(st.booleans()):
        return
    where, ana, boris = str(number), PEOPLE[0].id, PEOPLE[1].id
    out = [
        State(id=_id("d", where, 1), document=article.id, annotator=ana, state="finished"),
        Assignment(id=_id("d", where, 2), document=article.id, to=boris),
        Comment(id=_id("d", where, 3), annotator=boris, target=article.id, text=draw(notes)),
        Comment(id=_id("d", where, 4), annotator=ana, target=_id("d", where, 3), text="answer", resolved=True),
    ]
    claims = [a.id for a in article.annotations if a.tag == "claim"]
    if claims:
        out.append(Rating(id=_id("d", where, 5), annotator=ana, target=claims[0], credibility=2))
        out.append(Verdict(id=_id("d", where, 6), annotator=boris, target=claims[0], decision="reject", comment="no"))
    if article.attributions:
        out.append(Confirmation(id=_id("d", where, 7), annotator=ana, target=article.attributions[0].id))
    article.judgements = sorted(out, key=lambda item: item.id)


@st.composite
def selections(draw, least=0):
    """A selection as the service makes it: all annotators are written here, so everyone makes something of note."""
    made = [draw(articles(number)) for number in range(draw(st.integers(least, 3)))]
    by_id = {article.id: article for article in made}
    shared = {
        "annotator": list(PEOPLE), "tag": list(TAGS),
        "entity": [
            Entity(id=_id("e", "0", 0), name="Radio Sarn", aliases=("R. S.", "🚢"), affiliation=_id("e", "0", 1)),
            Entity(id=_id("e", "0", 1), name="Port", naming="collective", note=draw(notes)),
        ],
        "setting": [Setting(id=_id("f", "0", 0), name="blind", value={"on": [1, None, "x"]})],
        "rating": [Rating(id=_id("f", "0", 1), annotator=PEOPLE[0].id, target=_id("e", "0", 0), reliability="B")],
    }  # fmt: skip
    ordered = [by_id[id_] for id_ in sorted(by_id)]
    return Selection(shared, len(ordered), lambda: iter(ordered))


__all__ = ["JUDGEMENTS", "SHARED", "selections"]
