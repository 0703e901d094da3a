"""A figure as it is reported: a value with what it rests on, or the reason why there is none."""

from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

Sums = Mapping[Hashable, int]
"""Counts that add up over documents, from which a formula makes a figure."""


class Figure(NamedTuple):
    """A value and the number of pairs or units (`n`) it rests on. Where it is undefined, `undefined` says why."""

    value: float | None
    n: int
    undefined: str = ""
    low: float | None = None
    high: float | None = None

    def plain(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "undefined": self.undefined or None,
        }


def none(why: str, n: int = 0) -> Figure:
    """A figure without a value."""
    return Figure(None, n, why)


def share(part: int, whole: int, why: str) -> Figure:
    """`part / whole`, undefined for the reason given when there is no whole."""
    return Figure(part / whole, whole) if whole else none(why)
