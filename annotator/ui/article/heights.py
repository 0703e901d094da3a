"""How tall blocks are: estimated from their length until one is measured. Cheap for a hundred thousand blocks."""

from array import array
from bisect import bisect_right

_GROUP = 256


class Heights:
    """The tops of blocks in a column. An estimate is linear, so changing the width costs nothing."""

    def __init__(self, begins: "array[int]", length: int, per_character: float, per_block: float) -> None:
        self._begins = begins
        self._length = length
        self._per_character = per_character
        self._per_block = per_block
        self._measured: dict[int, dict[int, float]] = {}
        self._corrections = array("d", bytes(8 * (len(begins) // _GROUP + 1)))

    def __len__(self) -> int:
        return len(self._begins)

    def measure(self, block: int, height: int) -> None:
        """Take over a block's true height."""
        group = self._measured.setdefault(block // _GROUP, {})
        correction = height - self._estimate(block)
        self._corrections[block // _GROUP] += correction - group.get(block, 0.0)
        group[block] = correction

    def top(self, block: int) -> float:
        """The top of a block; of the block after the last, the height of everything."""
        begin = self._begins[block] if block < len(self._begins) else self._length + 1
        group = block // _GROUP
        inside = sum(c for b, c in self._measured.get(group, {}).items() if b < block)
        return self._per_character * begin + self._per_block * block + sum(self._corrections[:group]) + inside

    def total(self) -> float:
        return self.top(len(self._begins))

    def at(self, y: float) -> int:
        """The block that holds a height; the first or the last beyond either end."""
        found = bisect_right(range(len(self._begins)), y, key=self.top) - 1
        return max(0, min(len(self._begins) - 1, found))

    def _estimate(self, block: int) -> float:
        end = self._begins[block + 1] if block + 1 < len(self._begins) else self._length + 1
        return self._per_character * (end - self._begins[block]) + self._per_block
