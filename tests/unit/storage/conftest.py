import sqlite3
from pathlib import Path

import pytest

from annotator.storage import documents
from annotator.storage.log import Revision


class Strange:
    """A project file as someone with another program sees and changes it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *statements: str, values: tuple = ()) -> list[tuple]:
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            return [row for s in statements for row in connection.execute(s, values)]
        finally:
            connection.close()


@pytest.fixture
def strange():
    return Strange


@pytest.fixture
def revision():
    """Makes revisions of one item: their digest is the letter given, their parents are letters too."""

    def make(name: str, parents: str = "", sequence: int = 0, operation: int = 1, value: str | None = "{}") -> Revision:
        before = b"".join(sorted(p.encode() * 32 for p in parents))
        return Revision(name.encode() * 32, b"i" * 16, "tag", None, before, None, sequence, None, value, operation)

    return make


@pytest.fixture
def state_of():
    """Everything in force in a project, by kind and id."""

    def read(project):
        from annotator.model.items import KINDS

        return {
            (kind, item.id): (item, item.modified) for kind in KINDS for item in documents.items(project.file, kind)
        }

    return read
