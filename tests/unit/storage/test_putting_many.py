"""Putting many items at once does what putting one after the other does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.errors import RuleBroken
from annotator.model.items import Annotation, Document
from annotator.model.span import Span
from annotator.model.text import digest
from annotator.services.project import Project

TEXTS = [f"{number} The port 🚢 will open, she said." for number in range(4)]
IDS = [f"00000000-0000-4000-8000-{number:012}" for number in range(4)]


def _document(number, title="Story"):
    return Document(id=digest(TEXTS[number]), title=title, headings=(Span(0, 1),))


def _recorded(path, before, removed, put):
    with Project.create(path, None) as project:
        with project.recording("Before", brought_in=True) as recording:
            for text in TEXTS:
                recording.operation.add_text(digest(text), text)
            recording.operation.keep()
            for number in before:
                recording.operation.put(_document(number, "Another title" if number % 2 else "Story"))
        with project.recording("Remove", brought_in=True) as recording:
            for number in removed:
                recording.operation.drop(project.document(digest(TEXTS[number])))
        with project.recording("Now", brought_in=True) as recording:
            put(recording.operation)
        assert project.verify() == []
        found = [(r.item, r.kind, r.sequence, r.value, len(r.parents)) for r in project.file.log.everything()]
        items = [project.item(kind, id_) for kind, ids in _ASKED for id_ in ids]
        changes = [(c.kind, c.id, c.before is None) for c in recording.change_set.changes]
    path.unlink()
    return sorted(found), items, sorted(changes)


_ASKED = (("document", [digest(text) for text in TEXTS]), ("annotation", IDS))
numbers = st.sets(st.integers(0, 3))


@settings(max_examples=25, deadline=None)
@given(before=numbers, chosen=st.lists(st.integers(0, 3), unique=True), data=st.data())
def test_as_one_after_the_other(tmp_path_factory, before, chosen, data):
    removed = data.draw(st.sets(st.sampled_from(sorted(before)))) if before else set()
    items = []
    for number in chosen:
        items.append(_document(number))
        if number not in before:
            items.append(
                Annotation(id=IDS[number], document=digest(TEXTS[number]), tag="excluded", spans=(Span(2, 5),))
            )
    folder = tmp_path_factory.mktemp("put")

    def one_by_one(operation):
        for item in items:
            operation.put(item)

    once = _recorded(folder / "one.annotator", before, removed, one_by_one)
    many = _recorded(folder / "many.annotator", before, removed, lambda operation: operation.put_all(items))
    assert _without_times(many) == _without_times(once)


def _without_times(found):
    """What is recorded; of sequences only which there are, because items with a history come first."""
    revisions, items, changes = found
    values = [(item, kind, value, parents) for item, kind, _, value, parents in revisions]
    sequences = sorted(sequence for _, _, sequence, _, _ in revisions)
    return sorted(values, key=repr), sequences, [item and item.plain() for item in items], changes


def test_what_breaks_a_rule_is_refused(tmp_path):
    with Project.create(tmp_path / "x.annotator", None) as project:
        with pytest.raises(RuleBroken):
            _put_what_breaks_a_rule(project)
        assert project.documents() == []


def _put_what_breaks_a_rule(project):
    with project.recording("Now", brought_in=True) as recording:
        recording.operation.add_text(digest(TEXTS[0]), TEXTS[0])
        without = Annotation(id=IDS[0], document=digest(TEXTS[0]), tag="excluded", spans=())
        recording.operation.put_all([_document(0), without])
