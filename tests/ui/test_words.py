"""What differs, in sentences that a person would say."""

import pytest

from annotator.services import contrasting
from annotator.ui.reviewing import words


@pytest.fixture
def both(desk, boris, qapp):
    """Two people at the story: `both.a` and `both.b` tag in their layers, `both.said` tells the sentences."""

    class Both:
        def __init__(self):
            self.first = desk.project.me.id

        def hand_over(self):
            desk.sit(boris)

        def lines(self):
            return contrasting.between(desk.article, self.first, [boris.id])

        def said(self):
            return [words.sentence(desk.article, line) for line in self.lines()]

        def rows(self):
            article = desk.article
            return [
                (words.kind_title(article, d), *(words.reading_words(article, x, d.kind) for x in (d.a, d.b)))
                for d in self.lines()
            ]

    from annotator.ui.plurals import EnglishPlurals

    translator = EnglishPlurals(qapp)
    qapp.installTranslator(translator)
    yield Both()
    qapp.removeTranslator(translator)


def test_edges(desk, both):
    desk.tag("claim", "The port 🚢 of Sarn will open")
    desk.tag("claim", "A pilot is said")
    both.hand_over()
    desk.tag("claim", "port 🚢 of Sarn will open on Monday")
    desk.tag("claim", "A pilot is sai")
    assert both.said() == [
        "Ana’s claim begins 4 characters earlier, ends 10 earlier.",
        "Ana’s claim ends 1 character later.",
    ]


def test_parts(desk, both):
    desk.tag("claim", "The port", "will open")
    both.hand_over()
    desk.tag("claim", "The port 🚢 of Sarn will open")
    assert both.said() == ["Ana’s claim has 2 parts and Boris’s 1."]


def test_tags_and_what_only_one_has(desk, both):
    desk.tag("quote", "We are ready")
    desk.tag("source", "The minister")
    both.hand_over()
    desk.tag("claim", "We are ready")
    desk.tag("cue", "denied")
    assert both.said() == [
        "Ana tagged this as a quote, Boris as a claim.",
        "Only Ana tagged these words, as a source.",
        "Only Boris tagged these words, as a cue.",
    ]
    assert both.rows() == [
        ("Tag differs", "Quote  We are ready", "Claim  We are ready"),
        ("Only Ana", "The minister", "—"),
        ("Only Boris", "—", "denied"),
    ]


def test_sources_cues_and_chains(desk, both):
    claim = desk.tag("claim", "the pilot had resigned")
    desk.link([claim], [desk.tag("source", "The minister")], [desk.tag("cue", "denied")])
    both.hand_over()
    claim = desk.tag("claim", "the pilot had resigned")
    desk.link([claim], [desk.tag("source", "Radio Sarn")])
    said = both.said()
    assert "Source: Ana has “The minister”, Boris “Radio Sarn”." in said
    assert "Cue: Ana has “denied”, Boris “none”." in said


def test_one_first_name_for_two_is_told_in_full(desk, both, boris):
    desk.tag("claim", "We are ready")
    namesake = boris.__class__(id=boris.id, name="Ana Lind")
    desk.sit(namesake)
    desk.tag("claim", "We are")
    article = desk.article
    assert {words.name_of(article, id_) for id_ in (both.first, boris.id)} == {"Ana", "Ana Lind"}
