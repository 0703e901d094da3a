"""The rows of the annotation list, against a plain sorted list."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.items import Annotation
from annotator.model.span import Span
from annotator.ui.article.index import reading_key
from annotator.ui.models.reading_order import ReadingOrder

spans = st.tuples(st.integers(0, 5000), st.integers(1, 3000))
steps = st.lists(st.tuples(st.sampled_from(["put", "remove", "look"]), st.integers(0, 40)), max_size=40)


def made(number: int, place: tuple[int, int]) -> Annotation:
    begin, length = place
    return Annotation(id=f"a{number}", document="d", annotator="me", tag="claim", spans=(Span(begin, begin + length),))


@given(st.lists(spans, max_size=30), st.lists(spans, min_size=41, max_size=41), steps)
def test_rows_are_those_of_a_sorted_list_whatever_comes_and_goes(first, later, then) -> None:
    held = {f"a{n}": made(n, place) for n, place in enumerate(first)}
    order = ReadingOrder(held.values())
    for what, number in then:
        id_ = f"a{number}"
        if what == "put" and id_ not in held:
            held[id_] = made(number, later[number])
            order.put(held[id_])
        elif what == "remove" and id_ in held:
            order.remove(held.pop(id_))
        elif what == "look" and held:
            order[number % len(held)]
    wanted = sorted(held.values(), key=reading_key)

    assert [order[row].id for row in range(len(order))] == [a.id for a in wanted]
    assert [order.row_of(a) for a in wanted] == list(range(len(wanted)))
    assert order.row_of(made(99, (7, 7))) == -1
