"""The contrasts that visual.md promises, measured from the tokens (WCAG 2)."""

import pytest

from annotator.ui.layering import COLOURS
from annotator.ui.tokens import DARK, LIGHT, contrast

GROUNDS = ("window", "surface", "paper", "raised", "hover")
BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def promise(light, dark):
    """Rounded to one decimal, as in the table."""
    return pytest.mark.parametrize(("tokens", "least"), [(LIGHT, light), (DARK, dark)], ids=["light", "dark"])


def measured(tokens, ink, ground):
    return round(contrast(getattr(tokens, ink, ink), getattr(tokens, ground, ground)), 1)


@promise(12.4, 8.1)
def test_text_on_every_ground_but_a_pressed_one(tokens, least):
    assert all(measured(tokens, "text", ground) >= least for ground in (*GROUNDS, "soft"))


@promise(15.4, 12.4)
def test_text_on_paper(tokens, least):
    assert measured(tokens, "text", "paper") >= least


@promise(5.0, 5.2)
def test_second_text_even_when_pressed(tokens, least):
    assert all(measured(tokens, "text2", ground) >= least for ground in (*GROUNDS, "soft", "press"))


@promise(4.6, 4.6)
def test_third_text_where_it_is_allowed(tokens, least):
    assert all(measured(tokens, "text3", ground) >= least for ground in (*GROUNDS, "soft"))


@promise(5.4, 5.2)
def test_accent(tokens, least):
    assert all(measured(tokens, "accent", ground) >= least for ground in GROUNDS)


@promise(6.7, 7.3)
def test_a_primary_button(tokens, least):
    assert measured(tokens, "on_accent", "accent") >= least
    assert measured(tokens, "on_accent", "accent_hover") >= 4.5


@promise(8.3, 8.0)
def test_the_info_bar(tokens, least):
    assert measured(tokens, "soft_text", "soft") >= least


@promise(5.4, 5.5)
def test_verdicts(tokens, least):
    for ink in ("ok", "warn", "bad"):
        assert all(measured(tokens, ink, ground) >= least for ground in GROUNDS)
    assert measured(tokens, "ok", "ok_soft") >= least
    assert measured(tokens, "bad", "bad_soft") >= least


@promise(3.0, 3.6)
def test_edges_of_fields(tokens, least):
    assert all(measured(tokens, "edge", ground) >= least for ground in ("window", "surface", "paper", "raised"))


@promise(5.2, 7.8)
def test_a_colleague_s_outline(tokens, least):
    assert measured(tokens, "colleague", "paper") >= least


@promise(5.2, 7.5)
def test_every_colleague_s_outline(tokens, least):
    assert tokens.layers[0] == tokens.colleague
    assert len(set(tokens.layers)) == COLOURS
    assert all(round(contrast(colour, tokens.paper), 1) >= least for colour in tokens.layers)
    assert all(round(contrast(colour, tokens.press), 1) >= 3 for colour in tokens.layers)


@pytest.mark.parametrize(
    ("tokens", "tag", "plain", "focused"),
    [
        (LIGHT, "claim", 13.4, 12.4),
        (LIGHT, "source", 12.3, 10.8),
        (LIGHT, "quote", 12.5, 11.1),
        (DARK, "claim", 8.5, 7.4),
        (DARK, "source", 8.2, 7.0),
        (DARK, "quote", 9.2, 8.2),
    ],
)
def test_text_on_tints(tokens, tag, plain, focused):
    assert measured(tokens, "text", tokens.tint(tag)) >= plain
    assert measured(tokens, "text", tokens.tint(tag, focused=True)) >= focused


@promise(4.6, 5.2)
def test_inks_on_their_own_tint(tokens, least):
    for tag in ("claim", "source", "quote", "cue"):
        for focused in (False, True):
            assert measured(tokens, tokens.ink(tag), tokens.tint(tag, focused=focused)) >= least


@BOTH
def test_what_stands_on_a_pressed_ground(tokens):
    assert measured(tokens, "text", "press") >= 7
    assert measured(tokens, "accent", "press") >= 3
