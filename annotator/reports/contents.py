"""What a report tells, as plain values; whoever writes it out decides how it looks."""

from typing import NamedTuple


class ClaimLine(NamedTuple):
    """A claim or quote, and one way by which it reached the article.

    `number` is the same for all ways of one claim; `chain` marks inferred hops with “?”; `steps` counts hops.
    """

    number: int
    document: str
    title: str
    published: str
    begin: int
    end: int
    tag: str
    words: str
    chain: str
    source: str
    status: str
    steps: int
    kind: str
    second_hand: bool
    anonymous: bool
    certainty: str
    ratings: str
    annotator: str


class SourceLine(NamedTuple):
    """A source with what is counted of it; `ratings` are letters with names."""

    name: str
    facts: str
    mentions: int
    claims: int
    second_hand: int
    anonymous: int
    ratings: str
    says: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A stretch of the text under the same tags; `begins` are the numbers of the claims that begin with it."""

    words: str
    tags: frozenset[str]
    begins: tuple[int, ...] = ()


class TreeLine(NamedTuple):
    """A line of the tree of chains."""

    depth: int
    words: str
    inferred: bool
    claims: int


class Bar(NamedTuple):
    """A bar of a chart: its name, its length, and what is said of it."""

    name: str
    value: float
    words: str


class Chart(NamedTuple):
    title: str
    about: str
    bars: tuple[Bar, ...]


class ArticleReport(NamedTuple):
    title: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    claims: tuple[ClaimLine, ...]
    sources: tuple[SourceLine, ...]
    tree: tuple[TreeLine, ...]
    findings: tuple[str, ...]


class ProjectReport(NamedTuple):
    title: str
    made: str
    figures: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    sources: tuple[SourceLine, ...]
    left_out: int
    """Sources that are counted in the figures and not listed."""
