import pytest

from annotator.importers import parallel
from annotator.model.errors import UserError
from annotator.services import checking, history, importing
from annotator.services.gathering import File, Options, Standing

BODY = "The ministry said on Monday that the channel would stay open, and the union said that it would not. "


@pytest.fixture
def folder(tmp_path, data_folder):
    """A saved page with its folder, and other articles of every standing."""
    made = tmp_path / "articles"
    (made / "harbour_files").mkdir(parents=True)
    page = (data_folder / "articles" / "harbour.html").read_bytes()
    (made / "harbour.html").write_bytes(page)
    (made / "harbour_files" / "frame.html").write_text("<html><p>An advertisement that nobody wants.</p></html>")
    (made / "harbour_files" / "ship.jpg").write_bytes(b"\xff\xd8\xff")
    (made / "again.txt").write_text("An article, they said.")
    (made / "new.txt").write_text("An article, they said.")
    (made / "empty.txt").write_bytes(b"")
    (made / "notes.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    (made / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (made / "saved.php").write_text(
        "<!DOCTYPE html><html><head><title>A saved page</title></head><body><article><h1>A saved page</h1>"
        f"<p>{BODY}</p></article></body></html>"
    )
    (made / "z.txt").write_text("Ferry strike\n\nIt is off, she said.\n\nLeave a comment\n\nName *")
    return made


@pytest.fixture
def batch(desk, folder):
    with importing.gather(desk.project, [folder]) as made:
        yield made


def row(batch, name):
    return next(n for n, one in enumerate(batch.rows) if one.file.path.name == name)


def test_what_may_come_in_is_listed_with_all_that_is_known_of_it(batch, desk):
    listed = [(one.file.path.name, one.standing, one.title) for one in batch.rows]
    assert listed == [
        ("again.txt", Standing.NEW, "An article, they said."),
        ("empty.txt", Standing.REFUSED, ""),
        ("harbour.html", Standing.NEW, "Ferry channel to be measured again"),
        ("new.txt", Standing.TWICE, "An article, they said."),
        ("notes.doc", Standing.REFUSED, ""),
        ("saved.php", Standing.NEW, "A saved page"),
        ("z.txt", Standing.NEW, "Ferry strike"),
    ]
    page = batch.rows[2]
    assert (page.language, page.outlet, page.file.format) == ("en-GB", "The Tideline Courier", "html-page")
    assert page.left_out > 5
    assert batch.rows[6].excluded == len("Leave a comment\n\nName *")
    assert batch.notes == ("Files in articles that are no articles were passed over: photo.jpg.",)
    assert len(desk.project.documents()) == 1


def test_all_of_it_comes_in_as_one_action_and_the_report_adds_up(batch, desk):
    imported = importing.take(desk.project, batch)
    report = imported.report
    assert (report.documents, report.already_present, len(report.quarantined)) == (4, 1, 2)
    assert report.documents + report.already_present + len(report.quarantined) == len(batch.rows)
    assert "is empty" in report.quarantined[0].reason
    assert batch.notes[0] in report.notes
    assert report.passed_over == 1
    assert desk.project.verify() == []
    history.undo(desk.project)
    assert [d.id for d in desk.project.documents()] == [desk.id]


def test_blocks_are_put_back_and_taken_out_and_facts_corrected_before_it_comes_in(batch, desk):
    number = row(batch, "harbour.html")
    blocks = batch.found(number).blocks
    byline = next(n for n, one in enumerate(blocks) if one.text == "By Mira Solen")
    table = next(n for n, one in enumerate(blocks) if one.kind == "table")
    batch.keep(number, [byline], kept=True)
    batch.keep(number, [table], kept=False)
    batch.exclude(number, [byline], excluded=True)
    changed = batch.describe(number, title="Soundings", outlet="Courier")
    assert (changed.title, changed.excluded) == ("Soundings", len("By Mira Solen"))
    importing.take(desk.project, batch)
    article = desk.project.read(changed.document)
    assert "By Mira Solen" in article.text
    assert "Month | Depth" not in article.text
    (marked,) = article.annotations.values()
    assert (marked.tag, marked.annotator, marked.words(article.text)) == ("excluded", None, "By Mira Solen")
    assert (article.document.title, article.document.outlet) == ("Soundings", "Courier")
    assert article.document.author == "Mira Solen"


def test_an_article_of_which_nothing_is_kept_stays_out_until_something_is(batch, desk):
    number = row(batch, "z.txt")
    every = range(len(batch.found(number).blocks))
    assert batch.keep(number, every, kept=False).standing is Standing.REFUSED
    assert batch.keep(number, [0], kept=True).standing is Standing.NEW


def test_an_article_that_is_not_wanted_stays_out_and_its_double_comes_in(batch, desk):
    batch.want([row(batch, "again.txt")], wanted=False)
    assert batch.rows[row(batch, "new.txt")].standing is Standing.NEW
    report = importing.take(desk.project, batch).report
    assert report.documents == 4
    assert "Articles that were not wanted and stayed out: 1." in report.notes


def test_what_the_project_has_is_known_by_its_text_and_versions_of_it_are_told(desk, folder):
    with importing.gather(desk.project, [folder]) as batch:
        importing.take(desk.project, batch)
    (folder / "z2.txt").write_text("Ferry strike\nIt is off,  she said. Leave a comment Name *")
    with importing.gather(desk.project, [folder]) as again:
        assert {one.standing for one in again.rows} == {Standing.PRESENT, Standing.REFUSED, Standing.NEW}
        assert [one.similar for one in again.rows if one.standing is Standing.NEW] == ["Ferry strike"]


def test_a_file_is_read_again_in_another_encoding(desk, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Мир, сказал он.".encode("cp866"))
    with importing.gather(desk.project, [path], options=Options("cp1251")) as batch:
        assert batch.rows[0].title != "Мир, сказал он."
        batch.read_again(desk.project, batch.rows[0].file, Options("cp866"))
        assert (batch.rows[0].title, batch.rows[0].encoding) == ("Мир, сказал он.", "cp866")


def test_boilerplate_counts_for_no_check(desk, tmp_path):
    (tmp_path / "a.txt").write_text("Ferry strike\n\nIt is off, she said.\n\nRead more: the strike is on")
    (desk.id,) = importing.import_files(desk.project, [tmp_path / "a.txt"]).documents
    story, link = desk.tag("claim", "It is off"), desk.tag("claim", "the strike is on")
    found = [(one.check, one.item) for one in checking.check_article(desk.project, desk.article)]
    assert ("claim-unattributed", story.id) in found
    assert all(item != link.id for _, item in found)


def test_with_strict_one_refused_article_keeps_all_out(desk, folder):
    with pytest.raises(UserError, match=r"empty\.txt is empty"):
        importing.import_files(desk.project, [folder], strict=True)
    assert len(desk.project.documents()) == 1


@pytest.fixture
def pages(tmp_path):
    for n in range(parallel.FEW + 6):
        (tmp_path / f"p{n:02}.html").write_text(f"<html><body><h1>Page {n}</h1><p>{BODY * 4}</p></body></html>")
    return sorted(tmp_path.glob("p*.html"))


def test_many_files_are_read_by_several_processes_in_their_order(desk, pages, tmp_path):
    seen = []
    files = [File(path, "html-page") for path in pages]
    (tmp_path / "p99.html").write_bytes(b"")
    with importing.Batch.gather(desk.project, [*files, File(tmp_path / "p99.html", "html-page")],
                                progress=lambda done, of, name: seen.append((done, of))) as batch:  # fmt: skip
        assert [one.title for one in batch.rows[:-1]] == [f"Page {n}" for n in range(len(pages))]
        assert batch.rows[-1].standing is Standing.REFUSED
    assert seen[-1] == (len(pages), len(pages) + 1)


def test_giving_up_ends_the_processes_and_leaves_nothing(desk, pages):
    def stop(done, of, name):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.import_files(desk.project, pages, progress=stop)
    assert len(desk.project.documents()) == 1


def test_progress_within_a_large_file_is_told(desk, tmp_path):
    rows = "".join(f"Bridge {n},{BODY * 5}{n}\n" for n in range(2400))
    (tmp_path / "table.csv").write_text(f"title,text\n{rows}", encoding="utf-8")
    told = []
    with importing.gather(desk.project, [tmp_path / "table.csv"], progress=lambda *said: told.append(said)):
        names = [name for *_, name in told]
    assert names[1] == "table.csv (1 MB)"
    assert names[-1] == "table.csv (1 MB): 2,400 articles"
