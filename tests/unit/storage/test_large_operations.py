import pytest

from annotator.model.identifiers import new_id
from annotator.model.items import Document
from annotator.model.text import digest
from annotator.services.project import Project
from annotator.storage import project_file


class Stop(Exception):
    pass


def bring_in(project, count, *, stop=lambda: False):
    with project.recording("Import", brought_in=True) as recording:
        for number in range(count):
            text = f"{number} {new_id()} " * 200
            recording.operation.add_text(digest(text), text)
            recording.operation.put(Document(id=digest(text), title=f"{number}"))
        if stop():
            raise Stop


def test_pages_written_before_an_operation_is_complete_leave_no_trace_of_it(tmp_path, monkeypatch):
    """With room for hardly any page in memory, most of the file is written before the operation ends."""
    monkeypatch.setattr(project_file, "_MOST_PAGES", 1)
    path = tmp_path / "x.annotator"
    with Project.create(path, None) as project:
        project.file.connection.execute("PRAGMA cache_size=1")
        with pytest.raises(Stop):
            bring_in(project, 300, stop=lambda: True)
        assert project.documents() == []
        bring_in(project, 300)
        assert project.verify() == []
    with Project.open(path, None) as project:
        assert len(project.documents()) == 300
        assert project.verify() == []


def test_the_number_of_pages_is_none_that_turns_writing_early_off():
    assert project_file._MOST_PAGES % 256


def test_a_window_reads_while_very_much_comes_in(tmp_path, monkeypatch):
    monkeypatch.setattr(project_file, "_MOST_PAGES", 1)
    with Project.create(tmp_path / "x.annotator", None) as project:
        with project.apart() as own:
            own.file.connection.execute("PRAGMA cache_size=1")
            with pytest.raises(Stop):
                bring_in(own, 300, stop=lambda: project.documents() == [])
            bring_in(own, 300)
        project.renew()
        assert len(project.documents()) == 300
