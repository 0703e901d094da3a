"""Reports: complete, correct, escaped, without anything from elsewhere."""

import csv
import io
from html.parser import HTMLParser

import pytest

from annotator.model.errors import UserError
from annotator.services import attributing, cataloguing, rating, reporting, sourcing

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>&amp;"


class Page(HTMLParser):
    """What a page holds: its words, its tags, and whatever it would fetch or run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.tags, self.foreign = "", [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.foreign += [f"{tag} {name}={value}" for name, value in attrs
                         if name in ("src", "href", "action", "data") or name.startswith("on")]  # fmt: skip
        self.foreign += [tag] * (tag in ("script", "iframe", "link", "object"))

    def handle_data(self, data):
        self.words += data


@pytest.fixture
def told(desk):
    """A claim of the union through Radio Sarn, one without a named source, one without any."""
    radio, union = desk.tag("source", "Radio Sarn"), desk.tag("source", "the union")
    ready = desk.tag("claim", "We are ready")
    by_radio, by_union = desk.link([ready], [radio]), desk.link([ready], [union])
    desk.under(by_union, by_radio, "inferred")
    pilot = desk.tag("claim", "A pilot", "to have resigned")
    attributing.set_status(desk.project, desk.article, pilot.id, "unspecified")
    desk.tag("claim", "The minister denied")
    made = sourcing.create_and_assign(desk.project, desk.article, union.id, "Dock union")
    entity = next(c.id for c in made.changes if c.kind == "entity")
    cataloguing.change(desk.project, entity, naming="anonymous")
    rating.rate_source(desk.project, entity, "C")
    rating.rate_claim(desk.project, ready.id, credibility=2, likelihood="likely")
    return ready


def test_the_report_of_an_article_tells_who_said_what(desk, told):
    report = reporting.article_report(desk.project, desk.article)

    assert [(c.number, c.words, c.chain) for c in report.claims] == [
        (1, "We are ready", "Radio Sarn ‹? Dock union"),
        (2, "A pilot … to have resigned", "source not named"),
        (3, "The minister denied", "no source yet"),
    ]
    assert report.claims[0].second_hand
    assert report.claims[0].anonymous
    assert report.claims[0].ratings == "Ana: 2 Probably true, 55–80 % Likely"
    assert dict(report.figures)["without a named source"] == "67 %"
    assert [(s.name, s.claims, s.ratings) for s in report.sources] == [("Dock union", 1, "Ana: C Fairly reliable")]
    assert [(line.depth, line.words, line.inferred) for line in report.tree] == [
        (0, "Radio Sarn", False), (1, "Dock union", True), (0, "source not named", False),
    ]  # fmt: skip
    assert "".join(p.words for p in report.pieces) == desk.article.text
    assert any("Nothing says whose claim" in line for line in report.findings)


def test_the_page_needs_nothing_and_runs_nothing(desk, told):
    page = Page(reporting.html(desk.project, desk.id))

    assert page.foreign == []
    assert "Radio Sarn ‹? Dock union" in page.words
    assert "We are ready" in page.words
    assert "“‹?” marks a step" in page.words


def test_what_comes_from_outside_stays_text(desk):
    desk.id = desk.add(f"{HOSTILE} said the mayor.", "x.txt")
    claim = desk.tag("claim", HOSTILE)
    source = desk.tag("source", "the mayor")
    desk.link([claim], [source])
    sourcing.create_and_assign(desk.project, desk.article, source.id, HOSTILE)
    for document in (desk.id, None):
        page = Page(reporting.html(desk.project, document))
        assert page.foreign == []
        assert HOSTILE in page.words


def test_the_report_of_a_project_counts(desk, told):
    desk.add("Another text.", "other.txt")
    report = reporting.project_report(desk.project)

    assert dict(report.figures) == {
        "articles": "2", "claims and quotes": "3", "sources": "1", "second-hand": "33 %",
        "through somebody anonymous": "33 %", "without a named source": "67 %",
    }  # fmt: skip
    charts = {c.title: [(b.name, b.value) for b in c.bars] for c in report.charts}
    assert charts["Claims by source"] == [("Dock union", 1)]
    assert charts["Claims by length of the chain"] == [("2 steps", 1)]
    assert report.sources[0].says == ("We are ready",)
    assert "Claims by source" in Page(reporting.html(desk.project)).words


def test_claims_are_counted_by_month(desk, sample):
    desk.bring(sample.read_bytes())
    months = next(c for c in reporting.project_report(desk.project).charts if "date" in c.title)

    assert months.bars
    assert all(len(bar.name) == 7 for bar in months.bars)
    assert all("(" in bar.words for bar in months.bars)


def test_an_empty_project_has_a_report(desk):
    for document in (desk.id, None):
        assert "0" in Page(reporting.html(desk.project, document)).words


def test_the_table_has_every_claim_with_every_way(desk, told):
    rows = list(csv.DictReader(io.StringIO("".join(reporting.csv_lines(desk.project)))))

    assert [(r["words"], r["chain"], r["second_hand"]) for r in rows] == [
        ("We are ready", "Radio Sarn ‹? Dock union", "True"),
        ("A pilot … to have resigned", "source not named", "False"),
        ("The minister denied", "no source yet", "False"),
    ]
    assert rows == list(csv.DictReader(io.StringIO("".join(reporting.csv_lines(desk.project, desk.id)))))


def test_files_are_written_or_refused_in_words(desk, told, tmp_path):
    for name in ("r.html", "r.csv"):
        reporting.write(desk.project, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    with pytest.raises(UserError, match="none of"):
        reporting.write(desk.project, tmp_path / "r.doc")
    with pytest.raises(UserError, match="cannot be written"):
        reporting.write(desk.project, tmp_path / "no" / "r.html")
    (tmp_path / "d.html").mkdir()
    with pytest.raises(UserError, match="folder"):
        reporting.write(desk.project, tmp_path / "d.html")
    with pytest.raises(UserError, match="project or a database"):
        reporting.write(desk.project, desk.project.path.with_suffix(".annotator").rename(tmp_path / "p.csv"))
