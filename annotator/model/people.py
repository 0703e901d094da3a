"""Who is who: one person may have an identity on each of their computers."""

from collections.abc import Mapping

from annotator.model.items import Annotator


def persons(annotators: Mapping[str, Annotator], me: str | None = None) -> dict[str, str]:
    """From each joined identity to the one that stands for its person, which is left out itself.

    Identities are joined where one says that it is the same as another, directly or through others. `me` stands for
    their own person; for others it is the one that says so of nobody, and the smallest id where that is none or more.
    """
    groups: dict[str, set[str]] = {id_: {id_} for id_ in annotators}
    for id_, one in annotators.items():
        other = one.same_as
        if other is not None and other in annotators and groups[id_] is not groups[other]:
            joined = groups[id_] | groups[other]
            groups.update(dict.fromkeys(joined, joined))
    out: dict[str, str] = {}
    for id_, group in groups.items():
        ends = [other for other in group if annotators[other].same_as not in annotators]
        stands = me if me is not None and me in group else min(ends or group)
        if stands != id_:
            out[id_] = stands
    return out
