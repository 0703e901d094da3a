import json
import random
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.fields import canonical
from annotator.model.items import Annotation, Entity, Setting
from annotator.model.span import Span
from annotator.storage.identifiers import packed, unpacked
from annotator.storage.log import heads, in_force, make

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_canonical_json_is_what_the_standard_library_writes_sorted_and_without_white_space(value):
    told = canonical(value)
    assert told == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert json.loads(told) == value
    assert canonical(json.loads(told)) == told


def plain_digest(revision) -> bytes:
    """The digest as the design states it, with nothing but the standard library."""
    return sha256(
        json.dumps(
            {
                "annotator": revision.annotator and unpacked(revision.annotator),
                "at": revision.at,
                "document": revision.document and revision.document.hex(),
                "item": unpacked(revision.item),
                "kind": revision.kind,
                "parents": sorted(p.hex() for p in revision.parent_list()),
                "sequence": revision.sequence,
                "value": None if revision.value is None else json.loads(revision.value),
            },
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        ).encode()
    ).digest()


uuids = st.uuids().map(str)
digests = st.binary(min_size=32, max_size=32)


@given(
    uuids, texts, st.none() | digests, st.lists(digests, max_size=3, unique=True), st.none() | uuids,
    st.integers(0, 2**40), st.none() | texts, st.booleans(),
)  # fmt: skip
def test_a_digest_is_that_of_the_canonical_json_of_the_revision(
    id_, note, document, parents, annotator, sequence, at, deleted
):
    item = Annotation(
        id=id_, document=document and document.hex(), annotator=annotator, tag="claim", spans=(Span(0, 3),), note=note
    )
    made = make(item, parents=parents, sequence=sequence, at=at, operation=1, deleted=deleted)
    assert made.digest == plain_digest(made)
    assert made.proven()
    if not deleted:
        assert made.to_item() == item.__class__.from_plain(
            item.plain(), id=id_, document=item.document, annotator=annotator, modified=at
        )


CHANGED = {
    "digest": b"x" * 32,
    "item": b"x" * 16,
    "kind": "entity",
    "document": b"x" * 32,
    "parents": b"x" * 32,
    "annotator": b"x" * 16,
    "sequence": 8,
    "at": "2026-01-01T00:00:01Z",
    "value": '{"name":"B"}',
}


@pytest.mark.parametrize("column", CHANGED)
def test_a_digest_proves_every_column_of_its_row(column):
    item = Setting(id="11111111-2222-4333-8444-555555555555", name="A")
    made = make(item, parents=[b"p" * 32], sequence=7, at="2026-01-01T00:00:00Z", operation=1)
    assert made.proven()
    assert not made._replace(**{column: CHANGED[column]}).proven()


def test_everyone_who_brings_in_the_same_item_holds_the_same_revision():
    item = Entity(id="11111111-2222-4333-8444-555555555555", name="Å 🚢", modified="2026-01-01T00:00:00Z")
    one = make(item, parents=(), sequence=0, at=item.modified, operation=1)
    assert one.digest == make(item, parents=(), sequence=0, at=item.modified, operation=99).digest


@given(st.uuids().map(str), digests)
def test_ids_survive_being_packed(uuid, digest):
    assert unpacked(packed(uuid)) == uuid
    assert packed(unpacked(digest)) == digest


def test_the_head_is_what_no_other_has_as_parent(revision):
    chain = [revision("a"), revision("b", "a", 1), revision("c", "b", 2)]
    assert in_force(chain, ()) == chain[2]
    assert in_force([], ()) is None


def test_of_several_heads_the_greatest_sequence_then_digest_is_in_force(revision):
    several = [revision("a"), revision("b", "a", 3), revision("c", "a", 2), revision("d", "a", 3)]
    assert [r.digest[:1] for r in heads(several, ())] == [b"d", b"b", b"c"]


def test_what_was_withdrawn_does_not_count_nor_what_builds_on_it(revision):
    history = [revision("a", operation=1), revision("b", "a", 1, operation=2), revision("c", "b", 2, operation=3)]
    assert in_force(history, {2}) == history[0]
    assert in_force(history, {1}) is None
    assert in_force(history[:1], {1}) is None
    assert in_force(history, {3}) == history[1]


@st.composite
def histories(draw):
    names = "abcdefgh"[: draw(st.integers(1, 8))]
    out = []
    for number, name in enumerate(names):
        parents = draw(st.lists(st.sampled_from(names[:number]), max_size=2, unique=True)) if number else []
        rank = 0 if not parents else 1 + max(sequence for n, _, sequence, _ in out if n in parents)
        out.append((name, "".join(parents), rank + draw(st.integers(0, 1)) * bool(parents), draw(st.integers(1, 3))))
    return out


@given(histories(), st.sets(st.integers(1, 3)), st.randoms())
def test_what_is_in_force_does_not_depend_on_the_order_of_the_rows(
    revision, history, withdrawn, shuffle: random.Random
):
    rows = [revision(name, parents, sequence, operation) for name, parents, sequence, operation in history]
    shuffled = rows[:]
    shuffle.shuffle(shuffled)
    assert in_force(shuffled, withdrawn) == in_force(rows, withdrawn)
    assert heads(shuffled, withdrawn) == heads(rows, withdrawn)
    assert [r for r in heads(rows, withdrawn) if r.operation in withdrawn] == []
