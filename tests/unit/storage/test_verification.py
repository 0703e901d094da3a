import shutil
import sqlite3

import pytest

from annotator.model.errors import UserError
from annotator.model.items import Annotator, Assignment, Comment, Confirmation, Rating, Setting, State, Tag, Verdict
from annotator.services import annotating, attributing, cataloguing, history, importing, merging, sourcing
from annotator.services.project import Project
from annotator.storage.migrations import tables as known_tables

LOCAL = {
    ("document", "key"), ("revision", "key"), ("operation", "key"), ("item", "key"),
}  # fmt: skip
"""Numbers that mean nothing outside the file; what refers to them is checked instead."""


def furnish(desk):
    """A little of everything, so that each table has a row and each column a value somewhere."""
    project = desk.project
    claim, quote = desk.tag("claim", "open on Monday"), desk.tag("quote", "We are ready")
    source, cue = desk.tag("source", "harbour master"), desk.tag("cue", "said")
    sourcing.create_and_assign(project, desk.article, source.id, "Harbour master")
    parent, child = desk.link([quote], [desk.tag("source", "Radio Sarn")]), desk.link([claim], [source], [cue])
    desk.under(child, parent, "inferred")
    attributing.change(project, desk.article, child.id, note="a link")
    annotating.set_note(project, desk.article, claim.id, "a note")
    annotating.set_discuss(project, desk.article, claim.id, discuss=True)
    annotating.set_certainty(project, desk.article, claim.id, "certain")
    (entity,) = project.entities()
    other = cataloguing.named("The union")
    me = project.me.id
    ids = [f"d0d0d0d0-0000-4000-8000-00000000000{n}" for n in range(10)]
    facts = {
        "role": "master", "affiliation": other.id, "issued_by": other.id, "country": "NO", "wikidata": "Q1",
        "descriptor": "d", "anonymity_reason": "r", "terms": "background", "note": "n", "merged_into": other.id,
        "aliases": ["she"], "members": [other.id],
    }  # fmt: skip
    document = project.document(desk.id)
    layer = {"annotator": me}
    with project.recording("Everything else") as recording:
        put = recording.operation.put
        put(other)
        put(project.item("annotator", me).__class__(id=ids[0], name="Ana at home", same_as=me))
        put(Tag(id=ids[1], slug="rumour", name="Rumour", colour="#fff", key="r", description="heard"))
        put(Rating(id=ids[2], target=entity, reliability="B", **layer))
        put(Rating(id=ids[3], target=claim.id, credibility=2, likelihood="likely", **layer))
        put(
            Verdict(
                id=ids[4], target=claim.id, target_value="ab" * 32, decision="amend", comment="c", replacement=quote.id,
                **layer,
            )
        )  # fmt: skip
        put(Comment(id=ids[5], target=claim.id, text="t", resolved=True, waives="edge-inside-word", **layer))
        put(State(id=ids[6], document=desk.id, state="finished", **layer))
        put(Confirmation(id=ids[7], target=child.id, **layer))
        put(Assignment(id=ids[8], document=desk.id, to=me))
        put(Setting(id=ids[9], name="blind", value={"on": True}))
        put(
            document.from_plain(
                {
                    **document.plain(), "outlet": "o", "author": "a", "published": "2026", "url": "u", "language": "en",
                    "derived_from": "cd" * 32, "headings": [[0, 5]],
                },
                id=desk.id, document=None, annotator=None, modified=None,
            )
        )  # fmt: skip
    cataloguing.change(project, entity, **facts)
    passing = desk.tag("claim", "resigned")
    annotating.delete(project, desk.article, [passing.id])
    history.undo(project)
    history.redo(project)
    corpus = project.path.with_name("more.txt")
    corpus.write_text("Another article, the union said.")
    importing.import_files(project, [corpus])
    history.undo(project)
    theirs = project.path.with_name("theirs.annotator")
    with Project.create(theirs, Annotator(id="d0d0d0d0-0000-4000-8000-0000000000d0", name="Dora")) as colleague:
        importing.import_text(colleague, "Another article, they said.")
    merging.merge(project, [theirs])
    theirs.unlink()


@pytest.fixture
def furnished(desk):
    """The path of a project with something in every table."""
    furnish(desk)
    assert desk.project.verify() == []
    desk.project.close()
    return desk.project.path


def columns(path):
    connection = sqlite3.connect(path)
    try:
        for (table,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall():
            if not table.startswith(("sqlite_", "_sqlite")):
                for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                    yield table, name, kind
    finally:
        connection.close()


def another(value, kind):
    """Another value of the same type, as like the old one as can be."""
    if value is None:
        return {"TEXT": "x", "INTEGER": 1, "BLOB": b"x" * 16}[kind]
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:] if value else b"x" * 32
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"
    return value + 1


def told_of(path):
    with Project.open(path, None, read_only=True) as project:
        return project.verify()


def change(path, table, column, old, new, row):
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        names = list(row)
        where = " AND ".join(f"{name} IS ?" for name in names)
        done = connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", [new, *row.values()])
        assert done.rowcount == 1
        connection.commit()
    except sqlite3.IntegrityError:
        return False
    finally:
        connection.close()
    return True


def rows_of(path, table):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
    finally:
        connection.close()


def test_a_changed_value_in_any_column_of_any_row_is_reported(furnished, tmp_path):
    copy = tmp_path / "changed.annotator"
    unseen, tables = [], set()
    for table, column, kind in columns(furnished):
        rows = rows_of(furnished, table)
        assert rows, f"the test has no row in {table}"
        with_value = [row for row in rows if row[column] is not None]
        # One row that holds something, the last one, and one that holds nothing yet.
        chosen = [*with_value[:1], *with_value[-1:], *[row for row in rows if row[column] is None][:1]]
        for row in chosen:
            shutil.copyfile(furnished, copy)
            if (table, column) in LOCAL or not change(
                copy, table, column, row[column], another(row[column], kind), row
            ):
                continue
            tables.add(table)
            if not told_of(copy):
                unseen.append((table, column, row[column]))
    assert unseen == []
    assert tables == set(known_tables())


def test_no_column_of_a_table_is_without_a_value_in_this_test(furnished):
    empty = [
        (table, column)
        for table, column, _ in columns(furnished)
        if all(row[column] is None for row in rows_of(furnished, table))
    ]
    always_empty = {(kind, "document") for kind in ("annotator", "tag", "entity", "rating", "verdict", "comment")}
    always_empty |= {(kind, "document") for kind in ("confirmation", "setting")}
    always_empty |= {
        (kind, "annotator") for kind in ("annotator", "tag", "entity", "document_info", "assignment", "setting")
    }
    assert set(empty) == always_empty


@pytest.mark.parametrize("column", ["text", "digest"])
def test_the_document_whose_text_was_changed_is_named(furnished, column):
    row = rows_of(furnished, "document")[0]
    change(furnished, "document", column, row[column], another(row[column], ""), row)
    (digest,) = [d["digest"].hex() for d in rows_of(furnished, "document")][:1]
    assert digest in {trouble.document for trouble in told_of(furnished)}


@pytest.mark.parametrize(
    "column", ["digest", "item", "kind", "document", "parents", "annotator", "sequence", "at", "value"]
)
def test_the_item_whose_revision_was_changed_is_named(furnished, column):
    from annotator.storage.identifiers import unpacked

    row = next(r for r in rows_of(furnished, "revision") if r["kind"] == "annotation" and r["sequence"] > 1)
    change(furnished, "revision", column, row[column], another(row[column], "BLOB"), row)
    now = next(r for r in rows_of(furnished, "revision") if r["key"] == row["key"])
    assert unpacked(now["item"]) in {trouble.item for trouble in told_of(furnished)}


def test_a_value_that_is_no_json_is_reported_and_so_is_everything_else(furnished):
    claims = [r for r in rows_of(furnished, "revision") if r["kind"] == "annotation" and r["value"]]
    change(furnished, "revision", "value", None, "{", claims[-1])
    state = rows_of(furnished, "state")[0]
    change(furnished, "state", "state", None, "skipped", state)
    told = told_of(furnished)
    assert any("state is not what its history says" in t.what for t in told)
    assert any("does not match its digest" in t.what for t in told)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM span WHERE annotation = (SELECT max(annotation) FROM span)",
        "DELETE FROM annotation WHERE key = (SELECT max(key) FROM annotation)",
        "DELETE FROM revision WHERE key = (SELECT max(key) FROM revision)",
        "DELETE FROM revision WHERE key = (SELECT min(key) FROM revision WHERE parents != x'')",
        "DELETE FROM operation WHERE key = (SELECT max(key) FROM operation)",
        "DELETE FROM document",
        "DELETE FROM document_info",
        "INSERT INTO span SELECT max(key) + 1, 0, 1 FROM item",
        "INSERT INTO attribution_member SELECT attribution, 'whispers', annotation FROM attribution_member LIMIT 1",
        "UPDATE annotation SET discuss = 2 WHERE discuss = 1",
        "UPDATE operation SET withdrawn = 1 WHERE key = (SELECT max(key) FROM operation)",
        "UPDATE operation SET withdrawn = 2 WHERE withdrawn",
        "UPDATE operation SET proof = x''",
        "DROP INDEX revision_item",
    ],
)
def test_rows_that_are_lost_added_or_turned_are_reported(furnished, strange, statement):
    strange(furnished).run("PRAGMA foreign_keys=OFF", statement)
    assert told_of(furnished)


def test_a_reference_that_points_nowhere_names_the_item_that_holds_it(furnished, strange):
    from annotator.storage.identifiers import unpacked

    strange(furnished).run("UPDATE revision SET operation = 9999 WHERE key = (SELECT max(key) FROM revision)")
    item = unpacked(rows_of(furnished, "revision")[-1]["item"])
    pointing = [t for t in told_of(furnished) if "revision points nowhere" in t.what]
    assert [t.item for t in pointing] == [item]


def test_flipped_bits_anywhere_in_the_file_never_crash_and_never_pass_in_a_row(furnished, tmp_path):
    """Bytes between the rows may change unseen; what the tables hold may not."""
    import random

    shaken = random.Random(7)
    whole = furnished.read_bytes()
    with Project.open(furnished, None, read_only=True) as project:
        sound = list(project.file.connection.iterdump())
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[shaken.randrange(100, len(whole))] ^= 1 << shaken.randrange(8)
        path = tmp_path / "damaged.annotator"
        path.write_bytes(damaged)
        try:
            with Project.open(path, None, read_only=True) as project:
                told = project.verify()
                if not told:
                    assert list(project.file.connection.iterdump()) == sound
        except UserError:
            pass  # refused in words


@pytest.mark.parametrize("table", ["attribution_member", "span", "revision", "item"])
def test_damage_to_the_structure_of_a_table_names_the_table(furnished, strange, table):
    from annotator.services.backing_up import history_is_whole

    ((root,),) = strange(furnished).run(f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")
    raw = bytearray(furnished.read_bytes())
    raw[(root - 1) * 4096 + 5] ^= 0x10  # where its rows begin
    furnished.write_bytes(raw)
    troubles = told_of(furnished)
    assert table in {trouble.table for trouble in troubles}
    assert history_is_whole(troubles) == (table != "revision")


def test_what_is_only_derived_can_be_wrong_without_a_loss(furnished):
    from annotator.services.backing_up import history_is_whole

    row = rows_of(furnished, "annotation")[0]
    change(furnished, "annotation", "tag", row["tag"], "other", row)
    assert history_is_whole(told_of(furnished))
    row = rows_of(furnished, "document")[0]
    change(furnished, "document", "text", row["text"], "other", row)
    assert not history_is_whole(told_of(furnished))
