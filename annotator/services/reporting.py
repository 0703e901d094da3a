"""Reports: what an article or the whole project tells, as a page, as a table, or as values."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Annotation, Attribution, Rating
from annotator.model.scales import step
from annotator.reports import page
from annotator.reports.contents import (
    ArticleReport,
    Bar,
    Chart,
    ClaimLine,
    Piece,
    ProjectReport,
    SourceLine,
    TreeLine,
)
from annotator.services import chaining, checking, listing, showing
from annotator.services.bulk import Progress, nothing
from annotator.services.project import Project
from annotator.services.saving import save
from annotator.storage import documents, figures

__all__ = ["ArticleReport", "ProjectReport", "article_report", "page", "project_report", "write"]

MOST_SOURCES, MOST_BARS, MOST_SAID = 100, 15, 3

Ratings = dict[str, list[Rating]]


def article_report(project: Project, article: AnnotatedDocument) -> ArticleReport:
    """What an article tells: my layer, or the fullest where I have none."""
    layer = showing.main_layer(article, project.me)
    ratings = _ratings(project)
    names = {a.id: a.name for a in article.annotators.values()}
    claims = tuple(claim_lines(article, layer, ratings, names))
    sources = _sources_of(article, layer, ratings, names)
    numbers = {c.number for c in claims}
    second = {c.number for c in claims if c.second_hand}
    named = {c.number for c in claims if c.source}
    facts = article.document
    found = [f for f in checking.check_article(project, article) if f.waived is None and f.annotator in (None, layer)]
    return ArticleReport(
        title=facts.title or article.id[:12],
        facts=(("outlet", facts.outlet), ("author", facts.author), ("date", facts.published), ("address", facts.url),
               ("layer", names.get(layer or "", ""))),
        figures=(
            ("claims and quotes", str(len(numbers))),
            ("sources", str(len(sources))),
            ("steps of the longest chain", str(max((c.steps for c in claims), default=0))),
            ("second-hand", _percent(len(second), len(numbers))),
            ("without a named source", _percent(len(numbers - named), len(numbers))),
        ),
        pieces=tuple(_pieces(article, layer, claims)),
        claims=claims,
        sources=sources,
        tree=tuple(_tree_lines(article, layer)),
        findings=tuple(f"{f.message} {_short(f.words)}" for f in found),
    )  # fmt: skip


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else "–"


def _short(words: str, limit: int = 120) -> str:
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _ratings(project: Project) -> Ratings:
    out: Ratings = {}
    for one in documents.items(project.file, "rating"):
        if isinstance(one, Rating):
            out.setdefault(one.target, []).append(one)
    return out


def _rating_words(ratings: Iterable[Rating], names: dict[str, str]) -> str:
    """“Ana: 2 Probably true; Boris: 4 Doubtful”."""
    parts = []
    for one in sorted(ratings, key=lambda r: (names.get(r.annotator or "", ""), r.id)):
        steps = [step(scale, v) for scale in ("reliability", "credibility", "likelihood") if (v := getattr(one, scale))]
        said = ", ".join(f"{s.sign} {s.name}" for s in steps if s is not None)
        parts.append(f"{names.get(one.annotator or '', '?')}: {said}")
    return "; ".join(parts)


def claim_lines(
    article: AnnotatedDocument, layer: str | None, ratings: Ratings, names: dict[str, str]
) -> Iterator[ClaimLine]:
    """Every claim and quote of a layer with each way it took, in reading order; a claim without a way has one line."""
    excluded = [s for a in article.ordered("excluded") for s in a.spans]
    contents = [c for c in article.contents(layer) if not any(x.begin <= c.begin and c.end <= x.end for x in excluded)]
    for number, content in enumerate(contents, 1):
        found = [a for a in article.attributions_of(content.id) if content.id in a.contents]
        hops = {a.parent for a in found}
        inner = sorted((a for a in found if a.id not in hops), key=article.order)
        ways: list[Attribution | None] = [*inner] or [None]
        for attribution in ways:
            yield _line(article, number, content, attribution, ratings, names)


def _line(
    article: AnnotatedDocument, number: int, content: Annotation, attribution: Attribution | None, ratings: Ratings,
    names: dict[str, str],
) -> ClaimLine:  # fmt: skip
    chain = article.chain(attribution) if attribution is not None else ()
    mentions = [article.annotations[s] for hop in chain for s in hop.attribution.sources]
    anonymous = any((e := article.entity_of(m)) is not None and e.naming == "anonymous" for m in mentions)
    facts = article.document
    return ClaimLine(
        number=number, document=article.id, title=facts.title, published=facts.published, begin=content.begin,
        end=content.end, tag=content.tag, words=" ".join(content.words(article.text).split()),
        chain=chain_words(chain, mark_inferred=True) if chain else "no source yet",
        source=" and ".join(chain[-1].names) if chain else "",
        status=attribution.source_status if attribution is not None else "",
        steps=len(chain),
        kind=showing.kind_words(article, attribution) if attribution is not None else "",
        second_hand=attribution is not None and article.second_hand(attribution), anonymous=anonymous,
        certainty=content.certainty or "", ratings=_rating_words(ratings.get(content.id, ()), names),
        annotator=names.get(content.annotator or "", ""),
    )  # fmt: skip


def _sources_of(
    article: AnnotatedDocument, layer: str | None, ratings: Ratings, names: dict[str, str]
) -> tuple[SourceLine, ...]:
    """The sources of one article with what is counted in it."""
    out = []
    mentions = article.ordered("source", annotator=layer)
    by_entity: dict[str, list[Annotation]] = {}
    for mention in mentions:
        entity = article.entity_of(mention)
        if entity is not None:
            by_entity.setdefault(entity.id, []).append(mention)
    for id_, found in by_entity.items():
        entity = article.entities[id_]
        own = {m.id for m in found}
        said = [a for a in article.attributions.values() if own.intersection(a.sources)]
        contents = {c: a for a in said for c in a.contents}
        second = sum(any(article.second_hand(a) for a in said if c in a.contents) for c in contents)
        hidden = sum(any(_hidden(article, a) for a in said if c in a.contents) for c in contents)
        facts = ", ".join(part for part in (entity.role, entity.naming, entity.entity_type) if part)
        out.append(
            SourceLine(
                entity.name, facts, len(found), len(contents), second, hidden,
                _rating_words(ratings.get(id_, ()), names),
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda s: (-s.claims, -s.mentions, s.name)))


def _hidden(article: AnnotatedDocument, attribution: Attribution) -> bool:
    mentions = (article.annotations[s] for hop in article.chain(attribution) for s in hop.attribution.sources)
    return any((e := article.entity_of(m)) is not None and e.naming == "anonymous" for m in mentions)


def _pieces(article: AnnotatedDocument, layer: str | None, claims: Iterable[ClaimLine]) -> Iterator[Piece]:
    shown = [a for a in article.ordered() if a.annotator == layer or a.tag == "excluded"]
    begins: dict[int, list[int]] = {}
    for number, begin in dict.fromkeys((c.number, c.begin) for c in claims):
        begins.setdefault(begin, []).append(number)
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for annotation in shown:
        for span in annotation.spans:
            starts.setdefault(span.begin, []).append(annotation.tag)
            ends.setdefault(span.end, []).append(annotation.tag)
    edges = sorted({0, len(article.text), *starts, *ends})
    over: dict[str, int] = {}
    for begin, end in pairwise(edges):
        for tag in ends.get(begin, ()):
            over[tag] -= 1
        for tag in starts.get(begin, ()):
            over[tag] = over.get(tag, 0) + 1
        tags = frozenset(tag for tag, count in over.items() if count)
        yield Piece(article.text[begin:end], tags, tuple(begins.get(begin, ())))


def _tree_lines(article: AnnotatedDocument, layer: str | None) -> Iterator[TreeLine]:
    for root in chaining.tree(article, layer):
        for depth, branch in root.walk():
            yield TreeLine(depth, branch.words, branch.inferred, branch.count())


def project_report(project: Project, progress: Progress = nothing) -> ProjectReport:
    """What the project tells: who said what, by how many steps, when, and how much is anonymous or unattributed."""
    progress(0, 4, project.name)
    rows = listing.sources(project)
    progress(1, 4, project.name)
    told = figures.figures(project.file)
    progress(2, 4, project.name)
    listed = [row for row in rows if row.claims][:MOST_SOURCES]
    names = {a.id: a.name for a in project.annotators().values()}
    said = listing.said(project, [row.id for row in listed], MOST_SAID)
    progress(3, 4, project.name)
    lines = tuple(
        SourceLine(
            row.name, ", ".join(part for part in (row.role, row.naming, row.entity_type) if part), row.mentions,
            row.claims, row.second_hand, row.anonymous,
            ", ".join(f"{names.get(who, '?')}: {letter}" for who, letter in row.ratings.items()),
            tuple(_short(words) for words in said.get(row.id, ())),
        )
        for row in listed
    )  # fmt: skip
    unattributed = told.claims - told.attributed - told.own_voice
    progress(4, 4, project.name)
    return ProjectReport(
        title=project.name,
        made=f"Made on {datetime.now().astimezone().strftime('%Y-%m-%d %H:%M')}",
        figures=(
            ("articles", str(told.documents)),
            ("claims and quotes", str(told.claims)),
            ("sources", str(len(rows))),
            ("second-hand", _percent(told.second_hand, told.claims)),
            ("through somebody anonymous", _percent(told.anonymous, told.claims)),
            ("without a named source", _percent(unattributed, told.claims)),
        ),
        charts=(
            Chart("Claims by source", "Claims and quotes attributed to each; those with the most.",
                  tuple(Bar(r.name, r.claims, str(r.claims)) for r in rows[:MOST_BARS] if r.claims)),
            Chart("Claims by length of the chain", "How many hands a statement passed through, by its longest way.",
                  tuple(Bar("1 step" if n == 1 else f"{n} steps", count,
                            f"{count} · {_percent(count, told.attributed)}")
                        for n, count in told.by_steps)),
            Chart("Claims by date of publication", "By month; in brackets those without a named source.",
                  tuple(Bar(month, count, f"{count} ({without})") for month, count, without in told.by_month)),
        ),
        sources=lines,
        left_out=len([row for row in rows if row.claims]) - len(listed),
    )  # fmt: skip


def csv_lines(project: Project, document: str | None = None, progress: Progress = nothing) -> Iterator[str]:
    """Every claim and quote with its chain, a row each: of one article, or of all and all layers."""
    ratings = _ratings(project)
    names = {a.id: a.name for a in project.annotators().values()}
    yield _csv_row(ClaimLine._fields)
    articles = (
        [project.read(document)]
        if document is not None
        else documents.each(project.file, me=project.me.id if project.me else None)
    )
    of = documents.count(project.file, "document")
    for done, article in enumerate(articles):
        if done % 50 == 0:
            progress(done, of, article.document.title)
        layers = dict.fromkeys(a.annotator for a in article.ordered() if a.annotator is not None)
        for layer in sorted(layers, key=lambda id_: (names.get(id_, ""), id_)):
            for line in claim_lines(article, layer, ratings, names):
                yield _csv_row(line)


def _csv_row(values: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue()


def html(project: Project, document: str | None = None, progress: Progress = nothing) -> str:
    """The report of an article, or of the project, as a page."""
    if document is not None:
        return page.article(article_report(project, project.read(document)))
    return page.project(project_report(project, progress))


def write(project: Project, out: Path, document: str | None = None, progress: Progress = nothing) -> None:
    """Write a report as `.html` or `.csv`; a `.pdf` needs the window's library and is made there."""
    match out.suffix.lower():
        case ".html" | ".htm":
            save(out, html(project, document, progress).encode())
        case ".csv":
            save(out, csv_lines(project, document, progress))
        case _:
            raise UserError(f"{named(out.name)} ends in none of .html, .pdf, .csv.", "Choose such a name.")
