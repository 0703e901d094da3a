"""The gutter left of the text: a bracket per claim and quote, a ring per source mention, links in lanes.

`plan` decides where everything goes for what is on the screen; painting is in gutter_painting.
"""

from collections.abc import Iterable, Mapping, Sequence

from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.ui.article.columns import Columns
from annotator.ui.article.fonts import Measures
from annotator.ui.article.gutter_parts import Bracket, GutterPlan, Places, Ring, Tie
from annotator.ui.article.gutter_routes import MOST_LANES, pixel_rows, run_links
from annotator.ui.article.links import Chain, Links
from annotator.ui.article.marks import size

BRACKET_LANES = 3
_RING = 15


def plan(
    annotations: Iterable[Annotation],
    places: Places,
    links: Links,
    known: Mapping[str, Annotation],
    columns: Columns,
    measures: Measures,
    chain: Chain,
    focused: str | None,
    *,
    before: GutterPlan | None = None,
) -> GutterPlan:  # fmt: skip
    """The gutter for annotations on the screen, all of one layer.

    `before` is a plan for the same columns, measures and height: where nothing that decides how its links run is
    another now, they are taken from it, as running them is most of the work.
    """
    held = list(annotations)
    out = GutterPlan()
    ring_x = columns.text_x - 36
    out.brackets = _brackets([a for a in held if a.tag in CONTENT_TAGS], places, columns, measures, focused)
    out.rings = _rings([a for a in held if a.tag == "source"], places, ring_x, measures, chain)
    out.ties = _ties(out, places, links, known, chain)
    if before is not None and before.ties == out.ties and before.rings == out.rings:
        out.routes, out.stubs = before.routes, before.stubs
    else:
        run_links(out, places.height, measures.mark_height // 2, ring_x, columns)
    return out


def _brackets(
    contents: Sequence[Annotation], places: Places, columns: Columns, measures: Measures, focused: str | None
) -> list[Bracket]:
    half = measures.mark_height // 2
    used = [0] * BRACKET_LANES
    seen: dict[tuple[str, tuple[tuple[int, int], ...]], int] = {}
    out: list[Bracket] = []
    for content in sorted(contents, key=lambda a: (size(a), a.spans[0].begin, a.id)):
        parts: list[tuple[int, int]] = []
        for begin, end in content.spans:
            top, bottom = places.middle(begin) - half + 1, places.middle(end - 1) + half
            if parts and top <= parts[-1][1] + 2:
                parts[-1] = (parts[-1][0], max(bottom, parts[-1][1]))
            else:
                parts.append((top, bottom))
        key = (content.tag, tuple(parts))
        x = seen.get(key)
        if x is not None and len(out) > MOST_LANES:
            out.append(Bracket(content.id, content.tag, x, key[1], focused=False))
            continue
        rows = pixel_rows(parts[0][0], parts[-1][1], 1)
        lane = next((n for n, taken in enumerate(used) if not taken & rows), BRACKET_LANES - 1)
        used[lane] |= rows
        x = seen[key] = columns.text_x - 14 - 6 * lane
        out.append(Bracket(content.id, content.tag, x, key[1], focused=content.id == focused))
    return out


def _rings(sources: Sequence[Annotation], places: Places, x: int, measures: Measures, chain: Chain) -> list[Ring]:
    lines: dict[tuple[int, int], list[Annotation]] = {}
    for source in sorted(sources, key=lambda a: (a.begin, -a.end, a.id)):
        line = places.line(source.begin)
        if line is not None:
            lines.setdefault(line, []).append(source)
    out = []
    for held in lines.values():
        slots = min(3, len(held))
        step = measures.scaled(_RING if slots == 2 else 9)
        middle = places.middle(held[0].begin)
        for number, source in enumerate(held):
            y = middle + step * (min(number, slots - 1) - (slots - 1) / 2)
            out.append(Ring(source.id, x, y, source.id in chain.annotations))
    return out


def _ties(out: GutterPlan, places: Places, links: Links, known: Mapping[str, Annotation], chain: Chain) -> list[Tie]:
    """The links that begin or end in the plan, those of the chain last."""
    brackets = {bracket.id: bracket for bracket in out.brackets}
    found = sorted(links.of([ring.id for ring in out.rings] + list(brackets)))
    bold = [link for link in found if link.attribution in chain.attributions] if chain.attributions else []
    quiet = [link for link in found if link.attribution not in chain.attributions] if bold else found
    middle = places.middle
    ties = []
    for link in quiet + bold:
        source, end, attribution = link
        target = known.get(end)
        ties.append(
            Tie(
                source,
                end,
                attribution in chain.attributions and {source, end} <= chain.annotations,
                middle(known[source].spans[0].begin),
                middle(target.spans[0].begin) if target is not None else None,
                brackets.get(end),
            )
        )
    return ties
