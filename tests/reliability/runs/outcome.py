"""What a run came to, and how it is said."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """One run: how many cases, what was counted, which counts have to be 0 and which must not be."""

    name: str
    cases: int
    figures: dict[str, Any]
    zero: tuple[str, ...] = ()
    above_zero: tuple[str, ...] = ()
    """What weaker means lost: when they lose nothing, the run does not bite and proves nothing."""

    least: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def faults(self) -> list[str]:
        """What is not as promised, in words; nothing when all is."""
        out = [f"{name} is {self.figures[name]}, not 0" for name in self.zero if self.figures[name]]
        out += [f"{name} is 0: the run does not bite" for name in self.above_zero if not self.figures[name]]
        out += [f"{name} is {self.figures[name]}, below {low}" for name, low in self.least.items()
                if self.figures[name] < low]  # fmt: skip
        return out

    def plain(self) -> dict[str, Any]:
        return asdict(self)


Tell = Callable[[str], None]
"""Told how far a run is, now and then."""


def silent(_words: str) -> None:
    """For runs that nobody watches."""
