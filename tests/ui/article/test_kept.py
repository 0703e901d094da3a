"""What is kept from frame to frame: a view that was worked in looks as if everything were painted anew."""

import random

import pytest

from annotator.model.annotated import AnnotatedDocument
from annotator.model.changes import Change, ChangeSet
from annotator.model.items import Annotation, Attribution, Document
from annotator.model.span import Span
from annotator.ui.article.view import ArticleView

ME = "ana"
WORDS = "harbour minister said the closure inquiry port agency reported citing daily ledger june monday".split()


class Work:
    """Tags, links, deletes, focuses and scrolls at random, always the same way for a seed."""

    def __init__(self, show, seed: int) -> None:
        self.chance = random.Random(seed)
        words = [self.chance.choice(WORDS) for _ in range(700)]
        text = "\n\n".join(" ".join(words[at : at + 35]) for at in range(0, len(words), 35))
        self.article = AnnotatedDocument(document=Document(id="d", title="A made article"), text=text)
        for _ in range(90):
            self.put(None, self.made())
        for _ in range(25):
            self.put(None, self.link())
        self.view: ArticleView = show(self.article, me=ME, width=1000, height=600)
        self.view.clearFocus()  # no caret that blinks between two pictures
        self.view.grab()

    def made(self) -> Annotation:
        begin = self.chance.randrange(len(self.article.text) - 260)
        spans = [Span(begin, begin + self.chance.choice((6, 30, 90, 180)))]
        if self.chance.random() < 0.2:
            spans.append(Span(spans[0].end + 20, spans[0].end + 70))
        tag = self.chance.choice(("claim", "claim", "quote", "source", "cue"))
        return Annotation(id=self.id(), document="d", annotator=ME, tag=tag, spans=tuple(spans))

    def link(self) -> Attribution:
        contents = [a.id for a in self.article.annotations.values() if a.tag in ("claim", "quote")]
        sources = [a.id for a in self.article.annotations.values() if a.tag == "source"]
        return Attribution(
            id=self.id(), document="d", annotator=ME, contents=(self.chance.choice(contents),),
            sources=(self.chance.choice(sources),), source_status="explicit",
        )  # fmt: skip

    def id(self) -> str:
        return f"{self.chance.getrandbits(64):016x}"

    def put(self, before, after) -> ChangeSet:
        one = after or before
        changes = ChangeSet(changes=(Change(one.KIND, one.id, "d", before, after),))
        self.article.apply(changes.changes)
        return changes

    def step(self) -> None:
        view, chance = self.view, self.chance
        free = [a for a in self.article.annotations.values() if not self.article.attributions_of(a.id)]
        what = chance.choice(("tag", "tag", "delete", "link", "unlink", "focus", "focus", "select", "scroll"))
        if what == "tag":
            made = self.made()
            view.refresh(self.put(None, made))
            view.focus_annotation(made.id, scroll=False)
        elif what == "delete":
            view.refresh(self.put(chance.choice(free), None))
        elif what == "link":
            view.refresh(self.put(None, self.link()))
        elif what == "unlink":
            view.refresh(self.put(chance.choice(list(self.article.attributions.values())), None))
        elif what == "focus":
            view.focus_annotation(chance.choice(list(self.article.annotations)), scroll=False)
        elif what == "select":
            view.set_caret(chance.randrange(len(self.article.text)), scroll=False)
        else:
            bar = view.verticalScrollBar()
            bar.setValue(chance.randint(bar.minimum(), bar.maximum()))


@pytest.mark.parametrize("seed", range(4))
def test_a_frame_does_not_depend_on_the_frames_before_it(show, seed) -> None:
    work = Work(show, seed)
    view = work.view
    for number in range(25):
        work.step()
        worked = view.grab().toImage()
        view.set_tokens(view.tokens)  # everything is laid out and painted anew
        assert view.grab().toImage() == worked, number
        view.grab()  # what is kept is made again
