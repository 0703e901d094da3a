"""Reports as HTML: one file, without scripts and without anything from elsewhere.

The same page is read by browsers and by Qt's text documents, so charts are tables and colours stand on cells.
Everything that comes from articles and people is escaped.
"""

from collections.abc import Iterable, Iterator
from html import escape as _escape
from typing import NamedTuple

from annotator.model.hidden import marked, shown
from annotator.reports.contents import ArticleReport, Chart, Piece, ProjectReport, SourceLine, TreeLine


def escape(text: str) -> str:
    """A name or words as part of a page: nothing in it is markup, and hidden characters are seen."""
    return _escape(shown(text))


class Colours(NamedTuple):
    """Ground, text and tints; those of paper when nothing else is said."""

    ground: str = "#ffffff"
    text: str = "#1f2328"
    second: str = "#545a63"
    line: str = "#dededa"
    claim: str = "#f8ebcd"
    source: str = "#d4e6ef"
    quote: str = "#cfebe2"
    bar: str = "#4a6f8a"
    track: str = "#ecece8"


_ORDER = ("quote", "source", "claim")
"""Which tint a stretch under several tags gets: the inner one, as on the screen."""


def article(report: ArticleReport, colours: Colours | None = None) -> str:
    """The report of an article as a page."""
    return _page(report.title, _article(report), colours or Colours())


def project(report: ProjectReport, colours: Colours | None = None) -> str:
    """The report of a project as a page."""
    chosen = colours or Colours()
    return _page(report.title, _project(report, chosen), chosen)


def _page(title: str, body: Iterable[str], colours: Colours) -> str:
    c = colours
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
body {{ background-color: {c.ground}; color: {c.text}; font-family: sans-serif; font-size: 14px; line-height: 1.3;
  max-width: 62em; margin: 2em auto; padding: 0 1.5em; }}
h1 {{ font-size: 24px; line-height: 1.25; }} h2 {{ font-size: 17px; margin-top: 2em; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; font-weight: 600; color: {c.second}; border-bottom: 1px solid {c.line};
  padding: 4px 10px 4px 0; }}
td {{ border-bottom: 1px solid {c.line}; padding: 4px 10px 4px 0; vertical-align: top; }}
td.n, th.n {{ text-align: right; }}
.second {{ color: {c.second}; }} .claim {{ background-color: {c.claim}; }} .source {{ background-color: {c.source}; }}
.quote {{ background-color: {c.quote}; }} .cue {{ text-decoration: underline; }} .excluded {{ color: {c.second}; }}
.text {{ font-family: serif; font-size: 16px; line-height: 1.5; }}
sup {{ font-size: 10px; color: {c.second}; font-family: sans-serif; }}
@media print {{
  body {{ margin: 0; max-width: none; }} h2 {{ page-break-after: avoid; }} tr {{ page-break-inside: avoid; }} }}
</style></head><body>
{"".join(body)}
</body></html>
"""


def _article(report: ArticleReport) -> Iterator[str]:
    yield f"<h1>{escape(report.title)}</h1>"
    facts = " · ".join(escape(value) for _, value in report.facts if value)
    yield f'<p class="second">{facts}</p>' if facts else ""
    yield _figures(report.figures)
    yield "<h2>Who said what</h2>" + _claims(report)
    yield "<h2>How it reached the article</h2>" + _tree(report.tree)
    yield "<h2>Sources</h2>" + _sources(report.sources)
    yield "<h2>Text</h2>"
    yield (
        '<p class="second"><span class="claim">claim</span> <span class="source">source</span>'
        ' <span class="quote">quote</span> <span class="cue">cue</span>; numbers are those of the list above</p>'
    )
    yield f'<div class="text">{_text(report.pieces)}</div>'
    if report.findings:
        yield "<h2>Still to be looked at</h2><ul>"
        yield "".join(f"<li>{escape(one)}</li>" for one in report.findings) + "</ul>"


def _figures(figures: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f'<td><b style="font-size: 20px">{escape(value)}</b><br><span class="second">{escape(name)}</span></td>'
        for name, value in figures
    )
    return _table(f"<tr>{cells}</tr>")


def _table(*rows: str) -> str:
    """As wide as the page, which Qt wants to be told."""
    return f'<table width="100%" cellspacing="0">{"".join(rows)}</table>'


def _claims(report: ArticleReport) -> str:
    if not report.claims:
        return '<p class="second">Nothing is tagged as a claim or a quote.</p>'
    rows = []
    last = 0
    for line in report.claims:
        first = line.number != last
        last = line.number
        kind = " · ".join(part for part in (line.kind, line.certainty, line.ratings) if part)
        words = escape(line.words) if first else ""
        rows.append(
            f'<tr><td class="n second">{line.number if first else ""}</td>'
            f'<td width="50%"><span class="{line.tag}">{words}</span></td>'
            f'<td>{escape(line.chain)}<br><span class="second">{escape(kind)}</span></td></tr>'
        )
    head = '<tr><th class="n">No.</th><th>Words</th><th>Through whom, from the article inwards</th></tr>'
    note = '<p class="second">“‹?” marks a step that the text does not state.</p>'
    return _table(head, *rows) + (note if any("‹?" in c.chain for c in report.claims) else "")


def _tree(lines: Iterable[TreeLine]) -> str:
    rows = "".join(
        f'<tr><td style="padding-left: {8 + 26 * line.depth}px">{"? " if line.inferred else ""}{escape(line.words)}'
        f"{' <span class=second>inferred</span>' if line.inferred else ''}</td>"
        f'<td class="n">{line.claims}</td></tr>'
        for line in lines
    )
    head = '<tr><th>The article, by whom, and through them by whom</th><th class="n">Claims and quotes</th></tr>'
    return _table(head, rows) if rows else '<p class="second">Nothing is attributed.</p>'


def _sources(sources: Iterable[SourceLine]) -> str:
    rows = "".join(
        f'<tr><td><b>{escape(s.name)}</b><br><span class="second">{escape(s.facts)}</span>{_says(s)}</td>'
        f'<td class="n">{s.mentions}</td><td class="n">{s.claims}</td>'
        f'<td class="n">{_share(s.second_hand, s.claims)}</td>'
        f'<td class="n">{_share(s.anonymous, s.claims)}</td><td>{escape(s.ratings)}</td></tr>'
        for s in sources
    )
    head = (
        '<tr><th>Source</th><th class="n">Mentions</th><th class="n">Claims</th><th class="n">Second-hand</th>'
        '<th class="n">Anonymous</th><th>Reliability</th></tr>'
    )
    return _table(head, rows) if rows else '<p class="second">No source is known.</p>'


def _says(source: SourceLine) -> str:
    return "".join(f"<br>– {escape(words)}" for words in source.says)


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else ""


def _text(pieces: Iterable[Piece]) -> str:
    out = []
    for piece in pieces:
        words = _escape(marked(piece.words)).replace("\n", "<br>")
        tint = next((tag for tag in _ORDER if tag in piece.tags), "")
        classes = " ".join(c for c in (tint, *(t for t in ("cue", "excluded") if t in piece.tags)) if c)
        numbers = "".join(f"<sup>{number}</sup>" for number in piece.begins)
        out.append(numbers + (f'<span class="{classes}">{words}</span>' if classes else words))
    return "".join(out)


def _project(report: ProjectReport, colours: Colours) -> Iterator[str]:
    yield f"<h1>{escape(report.title)}</h1>"
    yield f'<p class="second">{escape(report.made)}</p>'
    yield _figures(report.figures)
    for chart in report.charts:
        yield _chart(chart, colours)
    yield "<h2>Who said what</h2>" + _sources(report.sources)
    if report.left_out:
        yield f'<p class="second">{report.left_out} more sources are counted above and not listed.</p>'


def _chart(chart: Chart, colours: Colours) -> str:
    longest = max((bar.value for bar in chart.bars), default=0) or 1
    rows = []
    for bar in chart.bars:
        part = max(1 if bar.value else 0, round(100 * bar.value / longest))
        filled = f'<td width="{part}%" style="background-color: {colours.bar}; border: 0; padding: 0">&nbsp;</td>'
        rest = f'<td width="{100 - part}%" style="background-color: {colours.track}; border: 0; padding: 0">&nbsp;</td>'
        bars = _table(f"<tr>{filled if part else ''}{rest if part < 100 else ''}</tr>")
        rows.append(
            f'<tr><td width="30%">{escape(bar.name)}</td><td width="50%">{bars}</td>'
            f'<td width="20%" class="n">{escape(bar.words)}</td></tr>'
        )
    about = f'<p class="second">{escape(chart.about)}</p>' if chart.about else ""
    return f"<h2>{escape(chart.title)}</h2>{about}{_table(*rows)}" if rows else ""
