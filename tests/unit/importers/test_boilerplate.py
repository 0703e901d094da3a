import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.article import Block, compose
from annotator.importers.boilerplate import LONGEST, marked, recognised


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Leave a comment", "comment form"), ('Be the first to comment on "A ship"', "comment form"),
        ("Your email address will not be published. Required fields are marked *", "comment form"),
        ("12 Comments", "comment form"), ("Laisser un commentaire", "comment form"),
        ("Read more", "read-more link"), ("READ MORE: The ship that was", "read-more link"),
        ("Lesen Sie auch: Das Schiff", "read-more link"), ("• See also: The ship", "read-more link"),
        ("We use cookies to improve this page.", "cookie notice"), ("Accept all", "cookie notice"),
        ("Share this:", "share bar"), ("Facebook Twitter WhatsApp Email", "share bar"), ("Teilen", "share bar"),
        ("Subscribe to our newsletter", "newsletter offer"),
        ("Get the news in your inbox every day", "newsletter offer"),
        ("Advertisement", "advertisement"), ("Story continues below advertisement", "advertisement"),
    ],
)  # fmt: skip
def test_boilerplate_is_recognised_by_the_words_it_always_uses(text, why):
    assert recognised(text) == why


@pytest.mark.parametrize(
    "text",
    [
        "Read more than one book, she said.", "Shares fell on Monday.", "He will subscribe to the plan.",
        "“We use cookies,” the minister said, “because they are tasty.”", "X", "Email",
        "The comments are closed, he said.",
        "Leave a comment, the mayor told reporters, and we will read it.", "", "  ", "Accepted practice.",
        "Follow us, the pilots said.", "More", "Advertisements are down, the Post says.",
    ],
)  # fmt: skip
def test_sentences_of_a_story_are_not(text):
    assert recognised(text) == ""


def test_the_fields_of_a_form_are_marked_only_after_its_heading():
    texts = ["Name", "Story.", "Leave a reply", "Name *", "Email", "Post Comment", "Name"]
    out = marked([Block(text) for text in [*texts[:-1], "The story goes on.", texts[-1]]])
    assert [block.text for block in out if block.excluded] == ["Leave a reply", "Name *", "Email", "Post Comment"]
    made = compose(out)
    assert [made.text[begin:end] for begin, end in made.excluded] == [
        "Leave a reply\n\nName *\n\nEmail\n\nPost Comment"
    ]


def test_what_is_left_out_or_marked_already_stays_as_it_is():
    blocks = (Block("Read more", kept=False, why="a menu"), Block("Read more", excluded=True, why="I said so"))
    assert marked(blocks) == blocks


@given(st.text(st.sampled_from("share facebookpintweX|·, \nread more:*subcript"), max_size=LONGEST * 2))
def test_any_text_is_judged_and_long_ones_are_stories(text):
    assert not recognised(text) or len(" ".join(text.split())) <= LONGEST + 1
