"""Clicking, cycling, stepping through annotations, and choosing one by digit."""

from PySide6.QtCore import QPoint, Qt

from annotator.model.changes import Change, ChangeSet

Key = Qt.Key


def click(qtbot, view, span) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.rects_of(span)[0].center())


def change(before, after) -> ChangeSet:
    one = after or before
    return ChangeSet(changes=(Change(one.KIND, one.id, "d", before, after),))


def test_a_click_focuses_the_innermost_and_again_goes_outwards(qtbot, article, view) -> None:
    at = article.span("deputy minister")
    click(qtbot, view, at)
    assert view.focused() == "minister"
    click(qtbot, view, at)
    assert view.focused() == "claim"
    click(qtbot, view, at)
    assert view.focused() == "minister"
    click(qtbot, view, article.span("No date"))
    assert view.focused() is None


def test_a_drag_keeps_the_focus(qtbot, article, view) -> None:
    view.focus_annotation("claim")
    view.set_selection(*article.span("No date"))
    assert view.focused() == "claim"


def test_a_click_on_a_card_focuses_its_claim(qtbot, article, view) -> None:
    card = next(c for c in view.picture().cards if c.id == "quote")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=card.rect.center().toPoint())
    assert view.focused() == "quote"


def test_a_click_on_a_ring_focuses_its_source(qtbot, article, view) -> None:
    ring = next(r for r in view.picture().gutter.rings if r.id == "port")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(ring.x), round(ring.y)))
    assert view.focused() == "port"


def test_a_stub_jumps_to_the_far_end(qtbot, article, show) -> None:
    article.attribute("far", ("port",), (), ("loose",))
    view = show(article.document, height=180)
    stub = next(s for s in view.picture().gutter.stubs if s.far == "loose")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=stub.box.center().toPoint())
    assert view.focused() == "loose"
    assert view.rect_of(article.span("the inquiry")).isValid()


def test_the_chain_of_a_focus_holds_its_parents_members(article, view) -> None:
    view.focus_annotation("ledger")
    routes = view.picture().gutter.routes
    assert any(route.bold for route in routes)
    chained = {ring.id for ring in view.picture().gutter.rings if ring.chained}
    assert chained == {"ledger", "agency"}


def test_stepping_goes_in_reading_order_over_all_layers(article, view) -> None:
    seen = []
    for _ in range(len(article.document.annotations)):
        view.focus_next()
        seen.append(view.focused())
    assert seen == [a.id for a in article.document.ordered()]
    assert "hers" in seen
    view.focus_next()
    assert view.focused() == seen[-1]
    view.focus_previous()
    assert view.focused() == seen[-2]


def test_stepping_begins_at_the_caret_and_passes_hidden_layers(article, view) -> None:
    view.set_shown_layers(frozenset({"me"}))
    view.set_caret(article.span("given").begin)
    view.focus_next()
    assert view.focused() == "loose"
    view.focus_annotation(None)
    view.focus_previous()
    assert view.focused() == "minister"


def test_a_digit_chooses_what_is_offered(qtbot, article, view) -> None:
    view.offer_choices({"ledger": article.span("the Daily Ledger"), "agency": article.span("the agency")})
    view.mark_chosen(["ledger"])
    view.grab()
    with qtbot.waitSignal(view.choiceMade) as made:
        qtbot.keyClick(view, Key.Key_2)
    assert made.args == ["agency"]
    with qtbot.assertNotEmitted(view.choiceMade):
        qtbot.keyClick(view, Key.Key_7)
    qtbot.keyClick(view, Key.Key_Escape)
    with qtbot.assertNotEmitted(view.choiceMade):
        qtbot.keyClick(view, Key.Key_1)


def test_a_click_on_a_cap_chooses(qtbot, article, view) -> None:
    view.offer_choices({"port": article.span("the port")})
    view.grab()
    corner = view.rects_of(article.span("the port"))[0].topLeft()
    with qtbot.waitSignal(view.choiceMade) as made:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=corner - QPoint(4, 4))
    assert made.args == ["port"]


def test_refresh_after_adding_and_removing(qtbot, article, view) -> None:
    view.grab()
    new = article.add("new", "claim", "No date was given")
    view.refresh(change(None, new))
    at = view.rects_of(article.span("date was"))[0].center()
    assert view.annotations_at(at) == ["new"]
    assert [b.id for b in view.picture().gutter.brackets if b.id == "new"] == ["new"]
    assert [c.wording.warns for c in view.picture().cards if c.id == "new"] == [True]
    view.focus_annotation("new")
    del article.document.annotations["new"]
    with qtbot.waitSignal(view.focusChanged) as told:
        view.refresh(change(new, None))
    assert told.args == [None]
    assert view.annotations_at(at) == []


def test_refresh_after_linking_words_the_card_anew(article, view) -> None:
    assert next(c for c in view.picture().cards if c.id == "loose").wording.warns
    link = article.attribute("t9", ("agency",), (), ("loose",))
    article.document.apply(())
    view.refresh(change(None, link))
    card = next(c for c in view.picture().cards if c.id == "loose")
    assert card.wording.lines == ("the agency",)


def test_a_sweeping_change_shows_everything_anew(article, view) -> None:
    view.grab()
    article.document.annotations.clear()
    article.document.attributions.clear()
    view.refresh(ChangeSet(sweeping=True))
    assert not view.picture().cards
    assert not view.picture().gutter.rings


def test_the_menu_is_asked_for_at_the_place(qtbot, article, view) -> None:
    from PySide6.QtGui import QContextMenuEvent

    at = view.rects_of(article.span("deputy"))[0].center()
    with qtbot.waitSignal(view.menuRequested) as asked:
        view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.viewport().mapToGlobal(at)))
    assert asked.args == [view.viewport().mapToGlobal(at)]
    assert view.focused() == "minister"
