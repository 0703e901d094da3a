"""Entities: made, changed, merged, split, deleted; what is refused, in words; and undone."""

from dataclasses import replace

import pytest

from annotator.model.errors import UserError
from annotator.services import backing_up, cataloguing, history, listing, sourcing


@pytest.fixture
def union(desk):
    return cataloguing.create(desk.project, "The union").entity.id


@pytest.fixture
def radio(desk):
    return cataloguing.create(desk.project, "Radio Sarn", entity_type="media", aliases=["RS"]).entity.id


def entity(desk, id_):
    return desk.project.entities()[id_]


def name_mention(desk, words, entity_id):
    mention = desk.tag("source", words)
    sourcing.assign(desk.project, desk.article, mention.id, entity_id)
    return mention


def row(desk, id_):
    return next(r for r in listing.sources(desk.project) if r.id == id_)


def test_facts_are_changed_and_undone(desk, radio):
    cataloguing.change(
        desk.project, radio, role=" broadcaster ", country="SN", terms="background", aliases=["RS", "R. S."]
    )
    changed = entity(desk, radio)
    assert (changed.role, changed.country, changed.terms, changed.aliases) == (
        "broadcaster", "SN", "background", ("R. S.", "RS"),
    )  # fmt: skip
    cataloguing.change(desk.project, radio, role="", terms=None)
    assert (entity(desk, radio).role, entity(desk, radio).terms) == ("", None)

    history.undo(desk.project)
    assert entity(desk, radio).role == "broadcaster"


@pytest.mark.parametrize("name", ["radio  SARN", "rs", "Rádio Sarn"])
def test_two_names_alike_are_a_question(desk, radio, name):
    with pytest.raises(cataloguing.Alike, match="already"):
        cataloguing.create(desk.project, name)

    both = cataloguing.create(desk.project, name, alike=True).entity
    assert both.id != radio


@pytest.mark.parametrize("name", ["", "  "])
def test_a_source_needs_a_name(desk, radio, name):
    with pytest.raises(UserError, match="needs a name"):
        cataloguing.create(desk.project, name)
    with pytest.raises(UserError, match="needs a name"):
        cataloguing.change(desk.project, radio, name=name)


def test_what_no_source_can_be_is_said(desk, radio):
    with pytest.raises(UserError, match="This cannot be"):
        cataloguing.change(desk.project, radio, naming="secret")


@pytest.mark.parametrize(("relation", "words"), [("affiliation", "part of"), ("issued_by", "issued by")])
def test_circles_are_refused_naming_them(desk, radio, union, relation, words):
    cataloguing.change(desk.project, radio, **{relation: union})
    with pytest.raises(UserError, match=f"The union {words} Radio Sarn {words} The union"):
        cataloguing.change(desk.project, union, **{relation: radio})
    with pytest.raises(UserError, match="circle"):
        cataloguing.change(desk.project, radio, **{relation: radio})


def test_circles_of_members_are_refused(desk, radio, union):
    cataloguing.change(desk.project, radio, members=[union])
    with pytest.raises(UserError, match="The union has as member Radio Sarn has as member The union"):
        cataloguing.change(desk.project, union, members=[radio])


def test_a_merge_is_shown_made_and_undone(desk, radio, union):
    name_mention(desk, "the union", union)
    name_mention(desk, "Radio Sarn", radio)
    cataloguing.change(desk.project, union, role="trade union", naming="collective")
    told = cataloguing.merging(desk.project, union, radio)
    assert (told.mentions, told.documents, told.aliases) == (1, 1, ("The union",))
    assert ("naming", "collective", "named") in told.differing

    cataloguing.merge(desk.project, union, radio)
    assert row(desk, radio).mentions == 2
    assert entity(desk, radio).aliases == ("RS", "The union")
    assert entity(desk, radio).role == "trade union"
    assert union not in {r.id for r in listing.sources(desk.project)}
    assert [e.id for e in cataloguing.merged(desk.project.entities(), radio)] == [union]
    assert len(listing.places(desk.project, radio)) == 2

    history.undo(desk.project)
    assert row(desk, radio).mentions == 1
    assert entity(desk, radio).aliases == ("RS",)


def test_what_was_merged_can_be_separated_again(desk, radio, union):
    cataloguing.merge(desk.project, union, radio)
    cataloguing.unmerge(desk.project, union)

    assert entity(desk, union).merged_into is None
    assert entity(desk, radio).aliases == ("RS",)
    with pytest.raises(UserError, match="was not merged"):
        cataloguing.unmerge(desk.project, union)


def test_a_source_is_not_merged_into_itself_by_any_way(desk, radio, union):
    with pytest.raises(UserError, match="into itself"):
        cataloguing.merge(desk.project, radio, radio)
    cataloguing.merge(desk.project, union, radio)
    with pytest.raises(UserError, match="into itself"):
        cataloguing.merge(desk.project, radio, union)


def test_a_split_moves_mine_and_proposes_the_rest(desk, union, boris):
    mine = name_mention(desk, "the union", union)
    desk.sit(boris)
    theirs = name_mention(desk, "The minister", union)
    done = cataloguing.split(desk.project, [mine.id, theirs.id], "Dockers’ union")

    assert (done.moved, done.proposed) == (1, 1)
    assert desk.article.annotations[theirs.id].entity == done.entity.id
    assert desk.article.annotations[mine.id].entity == union
    comments = list(desk.project.file.state.read("comment"))
    assert [(c.target, "Dockers’ union" in c.text) for c in comments] == [(mine.id, True)]
    history.undo(desk.project)
    assert desk.article.annotations[theirs.id].entity == union
    assert done.entity.id not in desk.project.entities()


def test_a_split_needs_mentions_and_a_name(desk, union):
    mention = name_mention(desk, "the union", union)
    with pytest.raises(UserError, match="No mention"):
        cataloguing.split(desk.project, [], "X")
    with pytest.raises(UserError, match="needs a name"):
        cataloguing.split(desk.project, [mention.id], " ")


def test_a_source_in_use_is_deleted_only_when_that_is_said(desk, union, radio):
    mention = name_mention(desk, "the union", union)
    cataloguing.change(desk.project, radio, affiliation=union)
    with pytest.raises(UserError, match="in use: 1 mention, named by Radio Sarn"):
        cataloguing.delete(desk.project, union)

    cataloguing.delete(desk.project, union, in_use=True)
    assert desk.article.annotations[mention.id].entity is None
    assert entity(desk, radio).affiliation is None
    history.undo(desk.project)
    assert desk.article.annotations[mention.id].entity == union
    assert entity(desk, radio).affiliation == union


def test_a_source_that_colleagues_name_is_not_deleted(desk, union, boris):
    name_mention(desk, "the union", union)
    desk.sit(boris)
    with pytest.raises(UserError, match="1 mention of colleagues"):
        cataloguing.delete(desk.project, union, in_use=True)


def test_counts_agree_with_what_the_chains_say(desk, sample):
    desk.bring(sample.read_bytes())
    for listed in listing.sources(desk.project):
        mentions, claims, second, hidden = set(), set(), set(), set()
        for found in desk.project.documents():
            article = desk.project.read(found.id)
            for attribution in article.attributions.values():
                if not any(
                    article.entity_of(article.annotations[s]) == entity(desk, listed.id) for s in attribution.sources
                ):
                    continue
                chain = article.chain(attribution)
                anonymous = any(
                    (e := article.entity_of(article.annotations[s])) is not None and e.naming == "anonymous"
                    for hop in chain for s in hop.attribution.sources
                )  # fmt: skip
                for content in attribution.contents:
                    place = (found.id, article.annotations[content].begin, article.annotations[content].end)
                    claims.add(place)
                    second |= {place} if article.second_hand(attribution) else set()
                    hidden |= {place} if anonymous else set()
            mentions |= {(found.id, a.begin, a.end) for a in article.annotations.values()
                         if a.tag == "source" and article.entity_of(a) == entity(desk, listed.id)}  # fmt: skip
        counted = (listed.mentions, listed.claims, listed.second_hand, listed.anonymous)
        assert counted == (len(mentions), len(claims), len(second), len(hidden)), listed.name


def test_the_list_is_filtered_and_ordered_by_sql(desk, union, radio):
    name_mention(desk, "the union", union)
    index = listing.index(desk.project)
    assert index.find("sarn") == [radio]
    assert index.find("rs") == [radio], "an alias"
    assert index.find("", order="mentions") == [union, radio]
    assert index.find("", order="name", descending=False) == [radio, union]
    assert index.find("", entity_type="media") == [radio]
    assert index.find("", naming="anonymous") == []
    assert (len(index.find("", rating="none")), index.find("", rating="A")) == (2, [])
    assert index.find("%") == index.find("'; --") == []
    assert index.row(union) == row(desk, union)

    index.put([replace_row(index.row(union), name="Ünion")])
    index.drop([radio])
    assert index.find("union") == [union]
    assert index.count() == 1
    with pytest.raises(ValueError, match="nonsense"):
        index.find(order="nonsense")
    index.close()


def replace_row(row_, **facts):
    return row_._replace(**facts)


def test_words_excluded_count_for_nothing(desk, union):
    name_mention(desk, "the union", union)
    assert row(desk, union).mentions == 1
    desk.tag("excluded", "the union")
    assert row(desk, union).mentions == 0


def test_the_same_words_of_two_annotators_are_one_mention(desk, union, boris):
    name_mention(desk, "the union", union)
    desk.sit(boris)
    name_mention(desk, "the union", union)

    assert row(desk, union).mentions == 1
    assert len(listing.places(desk.project, union)) == 2


def test_a_value_that_is_not_changed_records_nothing(desk, radio):
    assert not cataloguing.change(desk.project, radio, role="")
    assert replace(entity(desk, radio)) == entity(desk, radio)


def reasons(desk):
    return sorted(one.reason for one in backing_up.found(desk.project.path))


def test_before_sources_are_merged_split_deleted_and_tagged_throughout_a_backup_is_made(desk, union, radio):
    mention = name_mention(desk, "the union", union)
    other = name_mention(desk, "Radio Sarn", radio)
    before = desk.project.path.read_bytes()
    cataloguing.merge(desk.project, radio, union)
    (backup,) = backing_up.found(desk.project.path)
    assert backup.reason == "joining"
    with backing_up.look_at(backup, None) as kept:
        assert kept.entities()[radio].merged_into is None
    assert desk.project.path.read_bytes() != before
    cataloguing.split(desk.project, [other.id], "Another")
    assert reasons(desk) == ["joining", "split"]
    cataloguing.delete(desk.project, union, in_use=True)
    assert reasons(desk) == ["deletion", "joining", "split"]
    sourcing.tag_others(desk.project, desk.article, mention.id, [sourcing.Untagged(desk.span("A pilot"))])
    assert reasons(desk) == ["deletion", "joining", "split", "tagging"]


def test_a_series_of_merges_shares_one_backup_and_small_changes_make_none(desk, union, radio):
    third = cataloguing.create(desk.project, "Third").entity.id
    cataloguing.change(desk.project, third, role="x")
    cataloguing.delete(desk.project, cataloguing.create(desk.project, "Nobody").entity.id)
    assert reasons(desk) == []
    cataloguing.merge(desk.project, radio, union)
    cataloguing.merge(desk.project, third, union)
    assert reasons(desk) == ["joining"]


def test_where_no_backup_can_be_made_a_merge_says_so_and_is_made(desk, union, radio, settings_folder):
    (settings_folder / "backups").write_text("in the way")
    changes = cataloguing.merge(desk.project, radio, union)
    assert "A backup of work.annotator cannot be made" in changes.note
    assert entity(desk, radio).merged_into == union


def test_a_merge_that_is_refused_makes_no_backup(desk, union):
    with pytest.raises(UserError):
        cataloguing.merge(desk.project, union, union)
    assert reasons(desk) == []
