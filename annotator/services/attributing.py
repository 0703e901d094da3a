"""Linking annotations into attributions: who said what, through whom."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import ChangeSet
from annotator.model.errors import UserError
from annotator.model.healing import loop_from
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import CONTENT_TAGS, ROLES, Annotation, Attribution
from annotator.model.segments import paragraph_at, sentence_at
from annotator.model.span import Span
from annotator.services.annotating import orphaned, own, signed, spans_of
from annotator.services.project import Project
from annotator.suggestion import reporting


class Linked(NamedTuple):
    """What linking did, and the attribution it made or found there already."""

    changes: ChangeSet
    attribution: Attribution


def mine(project: Project, article: AnnotatedDocument, id_: str) -> Attribution:
    """My attribution of that id. Raises UserError when it is a colleague's or gone."""
    found = article.attributions.get(id_)
    if found is None:
        raise UserError("This attribution is no longer there.")
    if found.annotator != (project.me.id if project.me else None):
        name = getattr(article.annotators.get(found.annotator or ""), "name", "a colleague")
        raise UserError(
            f"This attribution is {named(name)}’s; nobody edits another’s layer.", "Link your own annotations."
        )
    return found


def of_content(article: AnnotatedDocument, content: str) -> list[Attribution]:
    """The attributions that hold an annotation as content, in order of place."""
    found = [a for a in article.attributions_of(content) if content in a.contents]
    return sorted(found, key=article.order)


def cue_between(article: AnnotatedDocument, source: Annotation, content: Annotation) -> Annotation | None:
    """The cue of the same layer that links a source and a content: one between them, otherwise the nearest beside.

    Only cues in the paragraphs of the two are asked; one that serves a link of the same source already counts last.
    """
    low, high = min(source.begin, content.begin), max(source.end, content.end)
    around = Span(article.text.rfind("\n", 0, low) + 1, _line_end(article.text, high))
    cues = [
        c for c in article.ordered("cue", annotator=source.annotator) if around.begin <= c.begin and c.end <= around.end
    ]
    between = Span(min(source.end, content.end), max(source.begin, content.begin))
    taken = {cue for a in article.attributions.values() for cue in a.cues}

    def cost(cue: Annotation) -> tuple[bool, bool, int]:
        inside = between.begin <= cue.begin and cue.end <= between.end
        gap = min(abs(cue.begin - source.end), abs(source.begin - cue.end))
        return cue.id in taken, not inside, gap

    return min(cues, key=cost, default=None)


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found


def link(
    project: Project, article: AnnotatedDocument, contents: Sequence[str], sources: Sequence[str],
    *, cues: Sequence[str] | None = None,
) -> Linked:  # fmt: skip
    """One attribution of these sources over these contents. Without cues given, the cue between them is taken.

    A content that has an attribution without a source gets the source there; the same link is not made twice.
    """
    signed(project)
    content = [own(project, article, id_) for id_ in contents]
    source = [own(project, article, id_) for id_ in sources]
    if wrong := next((a for a in content if a.tag not in CONTENT_TAGS), None):
        raise UserError(f"A {wrong.tag} cannot be what somebody said.", "Link a claim or a quote to a source.")
    if wrong := next((a for a in source if a.tag != "source"), None):
        raise UserError(f"A {wrong.tag} cannot be the source.", "Tag the words as a source first.")
    tagged: list[Annotation] = []
    if cues is None:
        found = _cue(article, source[0], content[0], signed(project), tagged) if source else None
        cues = [found.id] if found is not None else []
    wanted = (tuple(sorted(contents)), tuple(sorted(sources)))
    for there in of_content(article, contents[0]):
        if (there.contents, there.sources) == wanted:
            return Linked(ChangeSet(), there)
    base = next((a for a in of_content(article, contents[0]) if not a.sources and a.contents == wanted[0]), None)
    if base is None:
        base = Attribution(id=new_id(), document=article.id, annotator=signed(project), contents=wanted[0])
    attribution = replace(base, sources=wanted[1], cues=tuple(sorted({*base.cues, *cues})), source_status="explicit")
    with project.recording("Link to a source") as recording:
        for item in (*tagged, attribution):
            recording.operation.put(item)
    return Linked(recording.change_set, attribution)


def set_status(
    project: Project, article: AnnotatedDocument, content: str, status: str, attribution: str | None = None
) -> Linked:
    """Say that a content's source is not named (`unspecified`) or that it is the article's own voice (`author`).

    The attribution given is changed, otherwise the content's innermost one, or one is made when it has none. Sources
    that were linked there are unlinked; cues stay, because they are what says that somebody said it.
    """
    annotation = own(project, article, content)
    if annotation.tag not in CONTENT_TAGS:
        raise UserError("Only a claim or a quote can be without a named source.", "Choose a claim or a quote.")
    base = _chosen(article, content, attribution)
    if base is None:
        base = Attribution(id=new_id(), document=article.id, annotator=signed(project), contents=(content,))
    title = "Source not named" if status == "unspecified" else "The article’s own voice"
    with project.recording(title) as recording:
        changed = replace(base, sources=(), source_status=status)
        recording.operation.put(changed)
    return Linked(recording.change_set, changed)


def _chosen(article: AnnotatedDocument, content: str, attribution: str | None) -> Attribution | None:
    """One of a content's attributions: that of an id, otherwise the innermost hop."""
    found = of_content(article, content)
    parents = {a.parent for a in found}
    inner = [a for a in found if a.id not in parents] or found
    return next((a for a in found if a.id == attribution), inner[0] if inner else None)


def loop_words(article: AnnotatedDocument, ids: Sequence[str]) -> str:
    """A loop of attributions in words, closed by its first name."""
    names = [" and ".join(article.names(article.attributions[id_])) or "an unnamed source" for id_ in ids]
    return " ‹ ".join([*names, names[0]])


def set_parent(
    project: Project, article: AnnotatedDocument, id_: str, parent: str | None, basis: str = "embedded"
) -> ChangeSet:
    """Put an attribution under another, through which it reached the article; None takes it out of its chain.

    Raises UserError, naming the loop, when the parent is reached through this one already.
    """
    attribution = mine(project, article, id_)
    if parent is None:
        changed = replace(attribution, parent=None, parent_basis=None)
    else:
        above = mine(project, article, parent)
        changed = replace(attribution, parent=above.id, parent_basis=basis)
        loop = loop_from(id_, {**article.attributions, id_: changed})
        if loop:
            raise UserError(
                f"The chain would lead back to itself: {loop_words(article, loop)}.", "Choose another parent."
            )
    with project.recording("Put under a parent" if parent else "Take out of the chain") as recording:
        recording.operation.put(changed)
    return recording.change_set


def change(project: Project, article: AnnotatedDocument, id_: str, **facts: str) -> ChangeSet:
    """Change `kind`, `polarity`, `source_status`, `parent_basis` or `note` of an attribution."""
    attribution = mine(project, article, id_)
    changed = Attribution.from_plain(
        {**attribution.plain(), **facts}, id=id_, document=attribution.document, annotator=attribution.annotator,
        modified=None,
    )  # fmt: skip
    with project.recording("Change an attribution") as recording:
        recording.operation.put(changed)
    return recording.change_set


def add_member(project: Project, article: AnnotatedDocument, id_: str, member: str) -> ChangeSet:
    """Add an annotation to an attribution in the role that its tag has."""
    attribution, annotation = mine(project, article, id_), own(project, article, member)
    role = next((role for role, tags in ROLES.items() if annotation.tag in tags), None)
    if role is None:
        raise UserError(f"A {annotation.tag} has no place in an attribution.")
    with project.recording(f"Add a {annotation.tag} to an attribution") as recording:
        members = tuple(sorted({*getattr(attribution, role), member}))
        status = "explicit" if role == "sources" else attribution.source_status
        recording.operation.put(_with(attribution, role, members, status))
    return recording.change_set


def remove_member(project: Project, article: AnnotatedDocument, id_: str, member: str) -> ChangeSet:
    """Take an annotation out of an attribution. Raises UserError for its only content."""
    attribution = mine(project, article, id_)
    if attribution.contents == (member,):
        raise UserError("An attribution needs something that was said.", "Delete the attribution instead.")
    with project.recording("Take out of an attribution") as recording:
        for role in ROLES:
            members = tuple(m for m in getattr(attribution, role) if m != member)
            attribution = _with(attribution, role, members, attribution.source_status)
        recording.operation.put(attribution)
    return recording.change_set


def _with(attribution: Attribution, role: str, members: tuple[str, ...], status: str) -> Attribution:
    match role:
        case "sources":
            return replace(attribution, sources=members, source_status=status)
        case "cues":
            return replace(attribution, cues=members)
        case _:
            return replace(attribution, contents=members)


def unlink(project: Project, article: AnnotatedDocument, id_: str) -> ChangeSet:
    """Delete an attribution and keep its members; attributions under it lose their parent."""
    attribution = mine(project, article, id_)
    with project.recording("Delete an attribution") as recording:
        recording.operation.drop(attribution)
        for child in orphaned(article.attributions, {id_}).values():
            recording.operation.put(child)
    return recording.change_set


class Pick(NamedTuple):
    """A source to link to: a source of mine that is there, or words that become one."""

    span: Span
    annotation: str | None = None


def picks(project: Project, article: AnnotatedDocument, content: Annotation) -> list[Pick]:
    """What a claim or quote can be linked to, in reading order: my sources in its sentences, and phrases like sources.

    Where its sentences hold neither, those of its paragraph are taken.
    """
    me = project.me.id if project.me else None
    sentences = Span(sentence_at(article.text, content.begin).begin, sentence_at(article.text, content.end - 1).end)
    paragraph = Span(paragraph_at(article.text, content.begin).begin, paragraph_at(article.text, content.end - 1).end)
    mine_ = article.ordered("source", annotator=me)
    for around in (sentences, paragraph):
        there = [Pick(a.spans[0], a.id) for a in mine_ if around.covers(Span(a.begin, a.end))]
        phrases = [Pick(s) for s in reporting.sources_in(article.text, around)]
        new = [p for p in phrases if not any(p.span.overlaps(t.span) for t in there)]
        if there or new:
            return sorted([*there, *new])
    return []


def link_chain(project: Project, article: AnnotatedDocument, content_id: str, chain: Sequence[Pick]) -> Linked:
    """Link a content to a chain of sources, from the article inwards, as one action.

    Words become sources; each hop takes its cue, which is tagged when it is a plain reporting word; every hop is an
    attribution of the content under the one before it. The last one is returned.
    """
    content = own(project, article, content_id)
    if content.tag not in CONTENT_TAGS:
        raise UserError(f"A {content.tag} cannot be what somebody said.", "Link a claim or a quote to a source.")
    if not chain:
        raise UserError("No source is chosen.", "Press the number of one.")
    me = signed(project)
    made: list[Attribution] = []
    tagged: list[Annotation] = []
    sources = [_picked(project, article, pick, tagged) for pick in chain]
    if len({s.id for s in sources}) < len(sources):
        raise UserError("A source cannot stand behind itself.", "Choose each source once.")
    there = of_content(article, content_id)
    for source in sources:
        cue = _cue(article, source, content, me, tagged)
        base = next((a for a in there if a.sources == (source.id,)), None)
        if base is None and source is sources[-1]:
            base = next((a for a in there if not a.sources and a.contents == (content_id,)), None)
        attribution = base or Attribution(id=new_id(), document=article.id, annotator=me, contents=(content_id,))
        cues = tuple(sorted({*attribution.cues, *([cue.id] if cue else [])}))
        attribution = replace(attribution, sources=(source.id,), cues=cues, source_status="explicit")
        if made:
            attribution = replace(attribution, parent=made[-1].id, parent_basis="embedded")
        made.append(attribution)
    if loop := loop_from(made[-1].id, {**article.attributions, **{a.id: a for a in made}}):
        raise UserError(f"The chain would lead back to itself: {loop_words(article, loop)}.", "Choose other sources.")
    title = "Link to a source" if len(made) == 1 else f"Link a chain of {len(made)} sources"
    with project.recording(title) as recording:
        for item in (*tagged, *made):
            recording.operation.put(item)
    return Linked(recording.change_set, made[-1])


def _picked(project: Project, article: AnnotatedDocument, pick: Pick, tagged: list[Annotation]) -> Annotation:
    if pick.annotation is None:
        (span,) = spans_of(article, [pick.span])
        return _tagged(article, span, "source", signed(project), tagged)
    found = own(project, article, pick.annotation)
    if found.tag != "source":
        raise UserError(f"A {found.tag} cannot be the source.", "Tag the words as a source first.")
    return found


def _tagged(article: AnnotatedDocument, span: Span, tag: str, me: str, tagged: list[Annotation]) -> Annotation:
    """My annotation of a span under a tag: one that is there, otherwise a new one, put among `tagged`."""
    for there in (*article.annotations.values(), *tagged):
        if there.tag == tag and there.annotator == me and there.spans == (span,):
            return there
    new = Annotation(id=new_id(), document=article.id, annotator=me, tag=tag, spans=(span,))
    tagged.append(new)
    return new


def _cue(
    article: AnnotatedDocument, source: Annotation, content: Annotation, me: str, tagged: list[Annotation]
) -> Annotation | None:
    """The cue of a hop: the reporting word beside its source, otherwise a cue of mine between source and content."""
    sentence = sentence_at(article.text, source.begin)
    word = reporting.cue_beside(article.text, sentence, Span(source.begin, source.end))
    if word is None:
        return cue_between(article, source, content)
    over = next((c for c in article.ordered("cue", annotator=me) if any(s.overlaps(word) for s in c.spans)), None)
    return over or _tagged(article, word, "cue", me, tagged)
