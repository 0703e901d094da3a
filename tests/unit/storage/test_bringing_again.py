"""An item that comes in again with another value: it stands beside what is in force, which stays in force."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.items import Annotator, Entity
from annotator.services import deciding, history, merging
from annotator.storage.verification import verify

PRESS = "c0c0c0c0-0000-4000-8000-000000000001"
NAMES = st.sampled_from([f"Radio {n}" for n in range(8)])
BORIS = Annotator(id="b0b0b0b0-0000-4000-8000-000000000002", name="Boris")


def bring(project, name):
    with project.recording("Import", brought_in=True) as recording:
        return recording.operation.bring_in([Entity(id=PRESS, name=name)])


def rename(project, name):
    with project.recording("Rename") as recording:
        recording.operation.put(Entity(id=PRESS, name=name))


def called(project):
    found = project.item("entity", PRESS)
    return found.name if found is not None else None


@given(first=NAMES, steps=st.lists(st.tuples(st.booleans(), NAMES), max_size=8))
@settings(max_examples=30)
def test_what_is_in_force_stays_in_force_whatever_comes_in(new_desk, first, steps):
    with tempfile.TemporaryDirectory() as folder, new_desk(Path(folder) / "a.annotator", text=None) as desk:
        bring(desk.project, first)
        now, values = first, {first}
        for by_hand, name in steps:
            if by_hand:
                rename(desk.project, name)
                now = name
            else:
                brought = bring(desk.project, name)
                assert brought.new == []
                told = [(one.here.name, one.other.name) for one in brought.contested]
                assert told == ([] if name in values else [(now, name)])
                assert brought.present == (name in values)
            values.add(name)
            assert called(desk.project) == now
        assert verify(desk.project.file) == []


def test_what_was_deleted_stays_deleted_and_can_be_decided(desk):
    bring(desk.project, "Radio Sarn")
    with desk.project.recording("Delete") as recording:
        recording.operation.drop(desk.project.item("entity", PRESS))
    ((here, other),) = bring(desk.project, "Radio Zarn").contested
    assert (here, other.name, called(desk.project)) == (None, "Radio Zarn", None)
    (decision,) = deciding.open_decisions(desk.project)
    deciding.decide(desk.project, PRESS, decision.choices[1].digest)
    assert called(desk.project) == "Radio Zarn"


def test_an_import_that_was_undone_and_comes_again_takes_nothing_out_of_force(desk):
    for name in ("Radio Sarn", "Radio Zarn"):
        bring(desk.project, name)
        history.undo(desk.project)
        assert called(desk.project) is None
    assert [item.name for item in bring(desk.project, "Radio Zarn").new] == ["Radio Zarn"]
    for name in ("Radio Sarn", "Radio Marn"):
        assert len(bring(desk.project, name).contested) == 1
        assert called(desk.project) == "Radio Zarn"
    history.undo(desk.project)
    history.redo(desk.project)
    assert called(desk.project) == "Radio Zarn"
    assert len(deciding.open_decisions(desk.project)[0].choices) == 3
    assert verify(desk.project.file) == []


@given(here=st.lists(NAMES, min_size=1, max_size=3), there=st.lists(NAMES, min_size=1, max_size=3))
@settings(max_examples=15)
def test_copies_that_merge_either_way_agree(new_desk, here, there):
    with tempfile.TemporaryDirectory() as folder:
        one, other = (Path(folder) / f"{name}.annotator" for name in "ab")
        with new_desk(one, text=None) as ana, new_desk(other, BORIS, text=None) as boris:
            for project, names in ((ana.project, here), (boris.project, there)):
                for name in names:
                    bring(project, name)
            merged = merging.merge(ana.project, [other]).summary
            assert merged.quarantined == []
            merging.merge(boris.project, [one])
            assert called(ana.project) == called(boris.project)
            values = [
                [choice.item.name for one in deciding.open_decisions(p) for choice in one.choices]
                for p in (ana.project, boris.project)
            ]
            assert values[0] == values[1]
            assert verify(ana.project.file) == verify(boris.project.file) == []
