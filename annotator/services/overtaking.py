"""Of two readings of the same words that one reviewer let into the outcome, the one let in last counts."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

from annotator.model.sameness import Judged, judged
from annotator.services.readings import Counterparts
from annotator.services.weighing import Weighing

When = tuple[str, bool]
"""When something was let in; of what was in the same second, a replacement comes last."""

Said = Callable[[Judged], str]
"""When an item came to have the words and the tag that it has: a remark on it, made later, is no new reading."""


def changed(item: Judged) -> str:
    """The same where there is no history to ask: when the item was changed last."""
    return item.modified or ""


FIRST: When = ("", False)
"""When a reviewer let in what they made for itself: before anything they decided."""


def overtaken(
    weighing: Weighing, counterparts: Counterparts, reviewers: Collection[str | None], said: Said
) -> set[tuple[str | None, int]]:
    """What reviewers let in (reviewer, number of `Sameness`) before they let in another reading of the same words.

    Their own readings come first, unless these replace something, and then what they accepted or replaced in the order
    of time. An own reading whose words or tag are of after the decision (see `Said`) stands beside what was let in by
    it: the reviewer knew.
    """
    let_in: defaultdict[str | None, dict[str, When]] = defaultdict(dict)
    for item in judged(weighing.article):
        if item.annotator in reviewers:
            let_in[item.annotator].setdefault(item.id, FIRST)
        for verdict in weighing.verdicts.get(item.id, ()):
            if verdict.decision != "reject" and weighing.holds(verdict):
                id_ = (verdict.replacement if verdict.decision == "amend" else item.id) or ""
                when = (verdict.modified or "", verdict.decision == "amend")
                times = let_in[verdict.annotator]
                times[id_] = max(times.get(id_, when), when)
    return {
        (who, number)
        for who, times in let_in.items()
        for number in _by_one(weighing, counterparts, weighing.replacements(who), times, said)
    }


def _by_one(
    weighing: Weighing,
    counterparts: Counterparts,
    replaced: Mapping[str, set[str]],
    times: Mapping[str, When],
    said: Said,
) -> set[int]:
    """Of items that one reviewer let in, by id, the numbers of those beside which they let in another later."""
    alike: defaultdict[int, list[str]] = defaultdict(list)
    for id_ in sorted(times):
        alike[weighing.same.number(id_)].append(id_)
    out: set[int] = set()
    kept: dict[str, str] = {}
    for number in sorted(alike, key=lambda n: (max(times[id_] for id_ in alike[n]), alike[n][0]), reverse=True):
        decided = [id_ for id_ in alike[number] if times[id_] != FIRST]
        places = [one for id_ in decided or alike[number] for one in _places(weighing, id_, replaced)]
        beside = (kept[rival.id] for one in places for rival in counterparts.of(one) if rival.id in kept)
        latest = max(beside, default=None)
        if latest is not None and (decided or latest >= max(map(said, places))):
            out.add(number)
        else:
            kept |= {one.id: max(times[id_] for id_ in alike[number])[0] for one in places}
    return out


def _places(weighing: Weighing, id_: str, replaced: Mapping[str, set[str]]) -> list[Judged]:
    """What an item stands beside others as: itself, or what it replaces, wherever it was moved to since.

    A layer that holds little else than replacements says nothing about what is the same place: a quote alone in its
    layer would be aligned with the claim around it.
    """
    found = (weighing.item(one) for one in sorted(replaced.get(id_, {id_})))
    return [one for one in found if one is not None]
