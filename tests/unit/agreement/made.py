"""Layers of any shape, for Hypothesis, and articles that hold them."""

import random

from hypothesis import strategies as st

TAGS = ("claim", "quote", "source", "cue")
LENGTH = 91

edges = st.tuples(st.integers(0, LENGTH - 2), st.integers(1, 20)).map(lambda e: (e[0], min(e[0] + e[1], LENGTH)))
annotation = st.tuples(
    st.sampled_from(TAGS), st.lists(edges, min_size=1, max_size=2), st.sampled_from((None, "e1", "e2", "e3"))
)
layer = st.tuples(st.lists(annotation, max_size=6), st.integers(0, 2**16))


def build(new_article, id_, layers, excluded):
    """An article from layers; the number of each decides what is linked with what."""
    article = new_article(id_)
    for annotator, (annotations, number) in zip("ABC", layers, strict=False):
        chance = random.Random(number)
        made = [article.tag(annotator, t, *e, entity=n if t == "source" else None) for t, e, n in annotations]
        last = None
        for content in [one for one in made if one.tag in ("claim", "quote")]:
            roles = [[m for m in made if m.tag == tag and chance.random() < 0.5] for tag in ("source", "cue")]
            polarity = chance.choice(("positive", "negative"))
            above = last if chance.random() < 0.5 else None
            last = article.link(annotator, [content], *roles, parent=above, polarity=polarity)
    for edge in excluded:
        article.tag(None, "excluded", edge)
    return article.made
