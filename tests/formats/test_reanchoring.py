"""What stands on an article that the project has in another version: all of it moves, or is kept out with a reason."""

import json

import pytest

from annotator.formats.registry import FORMATS
from annotator.model.errors import UserError
from annotator.model.span import Span
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


def test_what_a_web_annotation_says_of_its_surroundings_tells_which_of_several_places_is_meant(new_desk, tmp_path):
    text = "The harbour\n\nHe said it, and she said that, and they said so."
    out = tmp_path / "out.jsonld"
    with new_desk(tmp_path / "from.annotator", text=text) as made:
        made.tag("cue", "said", nth=1)
        made.tag("cue", "he", "said", nth=1)
        exporting.export(made.project, "w3c", out)
    page = json.loads(out.read_text(encoding="utf-8"))
    targets = [item["target"] for item in page["items"] if item.get("target")]
    flat = [one for several in targets for one in (several if isinstance(several, list) else [several])]
    chosen = [selector for one in flat if isinstance(one, dict) for selector in one.get("selector", [])]
    selectors = [selector for selector in chosen if selector["type"] == "TextPositionSelector"]
    assert len(selectors) == 3
    for selector in selectors:
        selector["start"] += 3
        selector["end"] += 3
    out.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
    with new_desk(tmp_path / "to.annotator", text=text) as to:
        report = importing.import_files(to.project, [out]).report
        second = text.index("said", text.index("said") + 1)
        assert report.quarantined == []
        assert {one.spans for one in to.article.annotations.values()} == {
            (Span(second, second + 4),), (Span(second - 3, second - 1), Span(second, second + 4)),
        }  # fmt: skip
