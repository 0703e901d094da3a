from dataclasses import replace

import pytest

from annotator.model.annotated import AnnotatedDocument, chain_words, resolve
from annotator.model.changes import Change
from annotator.model.items import Annotation, Annotator, Attribution, Document, Entity
from annotator.model.span import Span

TEXT = "Tillerson told a delegate, who told Yonhap, which told RFA: “peace” is near, he said again."
DOC = "d" * 64


class Page:
    """An annotated document put together by hand; words are annotated where they first stand."""

    def __init__(self):
        self.on = AnnotatedDocument(Document(id=DOC), TEXT)

    def mark(self, tag, words, annotator="ana", **more):
        at = TEXT.index(words)
        made = Annotation(
            id=f"{tag}:{words}:{annotator}", document=DOC, annotator=annotator, tag=tag,
            spans=(Span(at, at + len(words)),), **more,
        )  # fmt: skip
        self.on.annotations[made.id] = made
        return made

    def link(self, id_, contents, sources=(), cues=(), **more):
        made = Attribution(
            id=id_, document=DOC, annotator="ana", contents=tuple(c.id for c in contents),
            sources=tuple(s.id for s in sources), cues=tuple(c.id for c in cues), **more,
        )  # fmt: skip
        self.on.attributions[id_] = made
        self.on._by_member = None
        return made

    def entity(self, id_, name, **more):
        self.on.entities[id_] = Entity(id=id_, name=name, **more)


@pytest.fixture
def page():
    return Page()


def long_chain(page):
    claim = page.mark("claim", "is near")
    above = None
    for id_, words in (("x1", "RFA"), ("x2", "Yonhap"), ("x3", "a delegate"), ("x4", "Tillerson")):
        above = page.link(
            id_, [claim], [page.mark("source", words)],
            parent=above and above.id, parent_basis=above and ("inferred" if id_ == "x3" else "embedded"),
        )  # fmt: skip
    return claim, above


def test_a_chain_of_four_is_told_from_the_article_inwards(page):
    _, last = long_chain(page)
    chain = page.on.chain(last)
    assert chain_words(chain) == "RFA ‹ Yonhap ‹ a delegate ‹ Tillerson"
    assert [hop.attribution.id for hop in chain] == ["x1", "x2", "x3", "x4"]
    assert chain_words(chain, mark_inferred=True) == "RFA ‹ Yonhap ‹? a delegate ‹ Tillerson"


def test_a_claim_has_a_chain_for_each_attribution_that_holds_it(page):
    claim, _ = long_chain(page)
    told = [chain_words(c) for c in page.on.chains_of(claim.id)]
    assert len(told) == 4
    assert "RFA ‹ Yonhap" in told
    assert "RFA" in told


def test_a_loop_of_parents_ends_where_it_closes(page):
    _, last = long_chain(page)
    page.on.attributions["x1"] = replace(page.on.attributions["x1"], parent=last.id)
    assert len(page.on.chain(last)) == 4


def test_what_is_reached_through_an_explicit_source_is_second_hand(page):
    _, last = long_chain(page)
    assert page.on.second_hand(last)
    first = page.on.attributions["x1"]
    assert not page.on.second_hand(first)
    page.on.attributions["x1"] = replace(first, source_status="unspecified", sources=())
    assert not page.on.second_hand(page.on.attributions["x2"])


def test_only_quotes_are_direct_only_claims_indirect_and_both_mixed(page):
    quote, claim = page.mark("quote", "“peace”"), page.mark("claim", "is near")
    assert page.on.quote_type(page.link("a", [quote])) == "direct"
    assert page.on.quote_type(page.link("b", [claim])) == "indirect"
    assert page.on.quote_type(page.link("c", [claim, quote])) == "mixed"


def test_a_claim_with_a_quote_of_the_same_layer_inside_it_is_mixed(page):
    link = page.link("a", [page.mark("claim", "“peace” is near")])
    page.mark("quote", "“peace”", annotator="boris")
    assert page.on.quote_type(link) == "indirect"
    page.mark("quote", "“peace”")
    assert page.on.quote_type(link) == "mixed"


def test_a_claim_is_unattributed_until_some_attribution_names_who_said_it(page):
    claim = page.mark("claim", "is near")
    assert page.on.unattributed(claim)
    page.link("a", [claim], source_status="unspecified")
    assert page.on.unattributed(claim)
    page.link("b", [claim], [page.mark("source", "RFA")])
    assert not page.on.unattributed(claim)


def test_the_articles_own_voice_is_a_source(page):
    claim = page.mark("claim", "is near")
    voice = page.link("a", [claim], source_status="author")
    assert not page.on.unattributed(claim)
    assert chain_words(page.on.chain(voice)) == "the article’s own voice"
    assert chain_words(page.on.chain(page.link("b", [claim], source_status="unspecified"))) == "source not named"
    assert chain_words(page.on.chain(page.link("c", [claim]))) == "no source yet"


def test_a_source_is_called_what_its_entity_is_called_and_merges_are_followed(page):
    page.entity("e1", "RFA (old)", merged_into="e2")
    page.entity("e2", "Radio Free Asia")
    mention = page.mark("source", "RFA", entity="e1")
    assert page.on.source_name(mention) == "Radio Free Asia"
    assert page.on.source_name(page.mark("source", "which told RFA")) == "which told RFA"
    assert page.on.source_name(page.mark("source", "Yonhap", entity="gone")) == "Yonhap"


def test_two_mentions_of_one_entity_are_named_once_in_reading_order(page):
    page.entity("e", "Rex Tillerson")
    sources = [page.mark("source", "he said", entity="e"), page.mark("source", "Tillerson", entity="e")]
    sources.append(page.mark("source", "Yonhap"))
    assert page.on.names(page.link("a", [page.mark("claim", "is near")], sources)) == ("Rex Tillerson", "Yonhap")


def test_merges_that_lead_in_a_circle_or_nowhere_end():
    loop = {"a": Entity(id="a", name="A", merged_into="b"), "b": Entity(id="b", name="B", merged_into="a")}
    assert resolve("a", loop) is not None
    assert resolve("a", {"a": Entity(id="a", name="A", merged_into="gone")}).name == "A"
    assert resolve("x", loop) is None
    assert resolve(None, loop) is None


def test_the_innermost_annotation_over_a_place_comes_first(page):
    outer, inner = page.mark("claim", "“peace” is near"), page.mark("quote", "“peace”")
    assert page.on.at(inner.begin) == [inner, outer]
    assert page.on.at(inner.end) == [outer]
    assert page.on.at(outer.end) == []


def test_reading_order_puts_the_outer_before_the_inner(page):
    inner, outer = page.mark("quote", "“peace”"), page.mark("claim", "“peace” is near")
    assert page.on.ordered() == [outer, inner]
    assert page.on.ordered("quote") == [inner]
    assert page.on.contents("boris") == []


def test_changes_are_taken_over_and_those_of_other_documents_are_not(page):
    claim = page.mark("claim", "is near")
    link = page.link("a", [claim])
    assert page.on.attributions_of(claim.id) == [link]
    other = replace(claim, id="other", document="e" * 64)
    page.on.apply(
        [
            Change("attribution", "a", DOC, link, None),
            Change("annotation", claim.id, DOC, claim, replace(claim, note="n")),
            Change("annotation", "other", "e" * 64, None, other),
            Change("annotator", "ana", None, None, Annotator(id="ana", name="Ana")),
            Change("document", DOC, None, page.on.document, Document(id=DOC, title="T")),
        ]
    )
    assert page.on.attributions_of(claim.id) == []
    assert page.on.annotations[claim.id].note == "n"
    assert "other" not in page.on.annotations
    assert page.on.annotators["ana"].name == "Ana"
    assert page.on.document.title == "T"


def test_the_children_of_an_attribution_stand_in_the_order_of_their_place(page):
    top = page.link("top", [page.mark("claim", "is near")], [page.mark("source", "Tillerson")])
    late = page.link("a", [page.mark("claim", "again")], parent="top")
    early = page.link("b", [page.mark("claim", "who told")], parent="top")
    assert page.on.children_of(top.id) == [early, late]
