"""What stands on an article that the project has in another version: all of it moves, or is kept out with a reason."""

import pytest

from annotator.formats.registry import FORMATS
from annotator.model.errors import UserError
from annotator.services import commenting, exporting, importing, rating

FILLER = " ".join(f"Filler sentence number {number} about things." for number in range(12))
OLD = (
    "Sky and sea\n\nAna said “the sky is blue”  on Monday in Prague. Another tail word, they wrote in a letter."
    f" Bob told reporters that the sea was green and calm. {FILLER}"
)
NEW = OLD.replace("Another tail word, they wrote in a letter. ", "").replace("”  on", "” on").replace(
    "Ana said", "For the second time this year, Ana said"
)  # fmt: skip

READ = [name for name, one in FORMATS.items() if one.reads and one.writes]


@pytest.fixture
def there(new_desk, tmp_path):
    """A project with the older version, whose first attribution hangs on one whose words the newer one lacks."""
    with new_desk(tmp_path / "there.annotator", text=OLD) as made:
        claims = [made.tag("claim", words) for words in ("the sky is blue", "Another tail word", "the sea was green")]
        sources = [made.tag("source", words) for words in ("Ana", "they", "Bob")]
        child, parent, alone = (made.link([claim], [source]) for claim, source in zip(claims, sources, strict=True))
        made.under(child, parent)
        rating.rate_claim(made.project, claims[0].id, credibility=2)
        commenting.begin(made.project, claims[2].id, "Was it?")
        commenting.begin(made.project, claims[1].id, "What tail?")
        commenting.begin(made.project, alone.id, "Alone.")
        yield made


@pytest.mark.parametrize("name", READ)
def test_all_that_stands_on_an_article_moves_or_is_kept_out_with_what_depends_on_it(there, new_desk, tmp_path, name):
    out = tmp_path / f"out{'' if FORMATS[name].folder else FORMATS[name].suffixes[0]}"
    try:
        exporting.export(there.project, name, out)
    except UserError as refused:
        pytest.skip(str(refused))
    with new_desk(tmp_path / "here.annotator", text=NEW) as here:
        report = importing.import_files(here.project, [out], choices=importing.Choices(reanchor=True)).report
        assert here.project.verify() == []
        assert len(here.project.documents()) == 1
        article = here.article
        words = sorted(one.words(NEW) for one in article.annotations.values())
        assert words == ["Ana", "Bob", "the sea was green", "the sky is blue"]
        ((alone, members),) = [(a, a.contents) for a in article.attributions.values()]
        assert [article.annotations[id_].words(NEW) for id_ in members] == ["the sea was green"]
        assert alone.parent is None
        untrue = [one.reason for one in report.quarantined if "not in the corpus" in one.reason]
        assert untrue == []
        if FORMATS[name].lossless:
            targets = {one.words(NEW): one.id for one in article.annotations.values()}
            assert [one.credibility for one in rating.of(here.project, targets["the sky is blue"])] == [2]
            assert {one.target.id for one in commenting.threads(here.project)} >= {
                targets["the sea was green"],
                alone.id,
            }
            assert sum("could not be placed" in one.reason for one in report.quarantined) == 3
        again = importing.import_files(here.project, [out], choices=importing.Choices(reanchor=True)).report
        assert (again.annotations, again.attributions) == (0, 0)
        assert here.project.verify() == []
