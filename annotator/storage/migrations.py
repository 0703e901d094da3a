"""The schema of the project file, as numbered steps that are only ever appended to."""

import re
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

from annotator.storage.header import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

MIGRATIONS = ("001_log_and_state", "002_merges", "003_originals")
"""The names of all steps, in their order."""

SCHEMA_DIGEST = "a0992e82f09b0987ab6e4650c48207766b7553d9962eae9bb0eadc0061df7e7b"
"""What `schema_digest` gives for a file made by these migrations; a test keeps it true."""

_LOG = """
CREATE TABLE document (
    key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), text TEXT NOT NULL) STRICT;
CREATE TABLE operation (
    key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE CHECK (length(id) = 16), title TEXT NOT NULL, annotator BLOB,
    at TEXT NOT NULL, undoes INTEGER REFERENCES operation(key), brought_in INTEGER NOT NULL DEFAULT 0,
    withdrawn INTEGER NOT NULL DEFAULT 0, proof BLOB NOT NULL) STRICT;
CREATE TABLE revision (
    key INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    item BLOB NOT NULL CHECK (length(item) = 16), kind TEXT NOT NULL, document BLOB, parents BLOB NOT NULL,
    annotator BLOB, sequence INTEGER NOT NULL, at TEXT, value TEXT,
    operation INTEGER NOT NULL REFERENCES operation(key)) STRICT;
CREATE INDEX revision_item ON revision(item);
CREATE INDEX revision_operation ON revision(operation);
CREATE TABLE item (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE CHECK (length(id) = 16)) STRICT;
"""

_SHARED = """key INTEGER PRIMARY KEY REFERENCES item(key), document INTEGER REFERENCES document(key),
    annotator INTEGER REFERENCES item(key), modified TEXT,"""

_STATE = f"""
CREATE TABLE annotator ({_SHARED} name TEXT NOT NULL, kind TEXT NOT NULL, same_as INTEGER REFERENCES item(key)) STRICT;
CREATE TABLE tag ({_SHARED} slug TEXT NOT NULL, name TEXT, colour TEXT, key_ TEXT, description TEXT) STRICT;
CREATE TABLE entity ({_SHARED} name TEXT NOT NULL, naming TEXT NOT NULL, entity_type TEXT NOT NULL, role TEXT,
    affiliation INTEGER REFERENCES item(key), issued_by INTEGER REFERENCES item(key), country TEXT, wikidata TEXT,
    descriptor TEXT, anonymity_reason TEXT, terms TEXT, note TEXT, merged_into INTEGER REFERENCES item(key)) STRICT;
CREATE TABLE alias (entity INTEGER NOT NULL REFERENCES item(key), name TEXT NOT NULL,
    PRIMARY KEY (entity, name)) STRICT, WITHOUT ROWID;
CREATE TABLE entity_member (entity INTEGER NOT NULL REFERENCES item(key),
    member INTEGER NOT NULL REFERENCES item(key), PRIMARY KEY (entity, member)) STRICT, WITHOUT ROWID;
CREATE TABLE document_info ({_SHARED} title TEXT, outlet TEXT, author TEXT, published TEXT, url TEXT, language TEXT,
    derived_from BLOB) STRICT;
CREATE INDEX document_info_document ON document_info(document);
CREATE TABLE heading (document_info INTEGER NOT NULL REFERENCES item(key), begin INTEGER NOT NULL,
    end INTEGER NOT NULL, PRIMARY KEY (document_info, begin)) STRICT, WITHOUT ROWID;
CREATE TABLE annotation ({_SHARED} tag TEXT NOT NULL, entity INTEGER REFERENCES item(key), note TEXT, discuss INTEGER,
    certainty TEXT) STRICT;
CREATE INDEX annotation_document ON annotation(document);
CREATE INDEX annotation_entity ON annotation(entity) WHERE entity IS NOT NULL;
CREATE TABLE span (annotation INTEGER NOT NULL REFERENCES item(key), begin INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (annotation, begin)) STRICT, WITHOUT ROWID;
CREATE TABLE attribution ({_SHARED} parent INTEGER REFERENCES item(key), parent_basis TEXT,
    source_status TEXT NOT NULL, kind TEXT NOT NULL, polarity TEXT NOT NULL, note TEXT) STRICT;
CREATE INDEX attribution_document ON attribution(document);
CREATE INDEX attribution_parent ON attribution(parent) WHERE parent IS NOT NULL;
CREATE TABLE attribution_member (attribution INTEGER NOT NULL REFERENCES item(key), role TEXT NOT NULL,
    annotation INTEGER NOT NULL REFERENCES item(key), PRIMARY KEY (attribution, role, annotation))
    STRICT, WITHOUT ROWID;
CREATE INDEX attribution_member_annotation ON attribution_member(annotation);
CREATE TABLE rating ({_SHARED} target INTEGER NOT NULL REFERENCES item(key), reliability TEXT, credibility INTEGER,
    likelihood TEXT) STRICT;
CREATE INDEX rating_target ON rating(target);
CREATE TABLE verdict ({_SHARED} target INTEGER NOT NULL REFERENCES item(key), target_value BLOB,
    decision TEXT NOT NULL, comment TEXT, replacement INTEGER REFERENCES item(key)) STRICT;
CREATE INDEX verdict_target ON verdict(target);
CREATE TABLE comment ({_SHARED} target BLOB NOT NULL, text TEXT, resolved INTEGER, waives TEXT) STRICT;
CREATE INDEX comment_target ON comment(target);
CREATE TABLE state ({_SHARED} role TEXT NOT NULL, state TEXT NOT NULL) STRICT;
CREATE INDEX state_document ON state(document);
CREATE TABLE confirmation ({_SHARED} target INTEGER NOT NULL REFERENCES item(key)) STRICT;
CREATE INDEX confirmation_target ON confirmation(target);
CREATE TABLE assignment ({_SHARED} to_ INTEGER NOT NULL REFERENCES item(key), role TEXT NOT NULL) STRICT;
CREATE INDEX assignment_document ON assignment(document);
CREATE TABLE setting ({_SHARED} name TEXT NOT NULL, value TEXT) STRICT;
"""

_ORIGINALS = """
CREATE TABLE original (
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), document BLOB NOT NULL CHECK (length(document) = 32),
    about TEXT NOT NULL, data BLOB) STRICT;
CREATE INDEX original_document ON original(document);
"""

_UUID = (
    "lower(substr(hex({0}),1,8)||'-'||substr(hex({0}),9,4)||'-'||substr(hex({0}),13,4)||'-'||substr(hex({0}),17,4)"
    "||'-'||substr(hex({0}),21))"
)

_VIEWS = f"""
CREATE VIEW documents AS SELECT lower(hex(d.digest)) AS id, i.title, i.outlet, i.author, i.published, i.url,
    i.language, i.modified, d.text FROM document_info i JOIN document d ON d.key = i.document;
CREATE VIEW annotations AS SELECT {_UUID.format("n.id")} AS id, lower(hex(d.digest)) AS document, w.name AS annotator,
    a.tag, s.begin, s.end, substr(d.text, s.begin + 1, s.end - s.begin) AS words, e.name AS entity, a.note, a.modified
    FROM annotation a JOIN item n ON n.key = a.key JOIN document d ON d.key = a.document
    JOIN span s ON s.annotation = a.key LEFT JOIN annotator w ON w.key = a.annotator
    LEFT JOIN entity e ON e.key = a.entity;
CREATE VIEW attributions AS SELECT {_UUID.format("n.id")} AS id, lower(hex(d.digest)) AS document, w.name AS annotator,
    a.source_status, a.kind, a.polarity, {_UUID.format("p.id")} AS parent, a.parent_basis, a.note, a.modified
    FROM attribution a JOIN item n ON n.key = a.key JOIN document d ON d.key = a.document
    LEFT JOIN annotator w ON w.key = a.annotator LEFT JOIN item p ON p.key = a.parent;
CREATE VIEW attribution_members AS SELECT {_UUID.format("t.id")} AS attribution, m.role,
    {_UUID.format("n.id")} AS annotation FROM attribution_member m JOIN item t ON t.key = m.attribution
    JOIN item n ON n.key = m.annotation;
CREATE VIEW history AS SELECT {_UUID.format("o.id")} AS operation, o.title, o.at, w.name AS annotator, o.withdrawn,
    {_UUID.format("r.item")} AS item, r.kind, r.sequence, r.value FROM operation o
    LEFT JOIN revision r ON r.operation = o.key LEFT JOIN item i ON i.id = o.annotator
    LEFT JOIN annotator w ON w.key = i.key;
"""


def _create(db: "Database") -> None:
    _run(db, _LOG + _STATE + _VIEWS)


def _add_originals(db: "Database") -> None:
    _run(db, _ORIGINALS)


def _run(db: "Database", statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)


_MERGES = ("ALTER TABLE operation ADD COLUMN came_with INTEGER REFERENCES operation(key)",)


def _merges(db: "Database") -> None:
    """Operations that another file brought along, and the merge they came with."""
    for statement in _MERGES:
        db.execute(statement)


STEPS: tuple[tuple[str, Callable[["Database"], None]], ...] = tuple(
    zip(MIGRATIONS, (_create, _merges, _add_originals), strict=True)
)
"""All steps in their order, by name."""


def migrate(db: "Database") -> None:
    """Bring a file to the newest schema. The caller lifts `query_only` and has a copy of what is there."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("annotator")
    for name, step in STEPS:
        migrations(name=name)(step)
    migrations.apply(db)
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")
    db.execute(f"PRAGMA user_version={VERSION}")


def schema_objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Name to definition of everything in the schema that SQLite did not make by itself."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        " AND NOT (type IN ('table', 'index') AND tbl_name = '_sqlite_migrations')"
    )
    return {str(name): str(sql) for name, sql in rows}


_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\)\s*STRICT", re.DOTALL)
_ADDED = re.compile(r"ALTER TABLE (\w+) ADD COLUMN (\w+) (INTEGER|TEXT|BLOB)(.*)")
_COLUMN = re.compile(r"(?:^|,)\s*(\w+) (INTEGER|TEXT|BLOB)\b([^,]*)")


def tables() -> dict[str, dict[str, tuple[str, bool]]]:
    """What a file needs to be read as a project: tables, and of each the columns with type and whether never null."""
    out = {
        table: {name: (kind, "NOT NULL" in more) for name, kind, more in _COLUMN.findall(body)}
        for table, body in _TABLE.findall(_LOG + _STATE + _ORIGINALS)
    }
    for table, name, kind, more in _ADDED.findall("\n".join(_MERGES)):
        out[table][name] = kind, "NOT NULL" in more
    return out


def schema_digest(objects: dict[str, str]) -> str:
    return sha256("\n".join(objects[name] for name in sorted(objects)).encode()).hexdigest()
