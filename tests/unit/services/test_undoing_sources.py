"""Everything done to sources, ratings and findings can be undone after a restart, and done again."""

from annotator.services import attributing, cataloguing, checking, history, rating, sourcing
from annotator.services.project import Project


def test_a_day_of_work_on_sources_is_undone_and_redone_after_a_restart(desk):
    radio, union = desk.tag("source", "Radio Sarn"), desk.tag("source", "the union")
    claim = desk.tag("claim", "We are ready")
    above, below = desk.link([claim], [radio]), desk.link([claim], [union])
    before = desk.export()
    work = (
        lambda p, _: sourcing.create_and_assign(p, desk.article, radio.id, "Radio Sarn"),
        lambda p, _: sourcing.create_and_assign(p, desk.article, union.id, "The union"),
        lambda p, e: cataloguing.change(p, e["The union"], naming="anonymous", members=[e["Radio Sarn"]]),
        lambda p, e: rating.rate_source(p, e["Radio Sarn"], "B"),
        lambda p, e: cataloguing.merge(p, e["The union"], e["Radio Sarn"]),
        lambda p, e: cataloguing.unmerge(p, e["The union"]),
        lambda p, _: cataloguing.split(p, [union.id], "Dock union").changes,
        lambda p, e: cataloguing.delete(p, e["The union"], in_use=True),
        lambda p, _: rating.rate_claim(p, claim.id, credibility=3, likelihood="likely"),
        lambda p, _: attributing.set_parent(p, desk.article, below.id, above.id, "inferred"),
        lambda p, _: checking.confirm(p, desk.article, below.id),
        lambda p, _: checking.switch(p, "duplicate", on=False),
        lambda p, _: checking.waive(p, checking.check(p, names=["quotation-untagged"]).all()[0], "fine"),
    )
    values = [before]
    for do in work:
        ids = {e.name: e.id for e in desk.project.entities().values()}
        assert do(desk.project, ids)
        values.append(desk.export())
    path, me = desk.project.path, desk.project.me
    for go in (history.undo, history.redo, history.undo):
        for _ in work:
            desk.project.close()
            desk.project = Project.open(path, me)
            go(desk.project)
        assert desk.export() == (values[-1] if go is history.redo else before)
        assert desk.project.verify() == []
