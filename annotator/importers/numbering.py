"""The numbers before the entries of lists."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
BULLET = "•"


def written(number: int, style: str) -> str:
    """A number as `1`, `a`, `A`, `i` or `I` write it; styles that are none of these count as `1`."""
    if style in ("a", "A") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 8)
        return letters.upper() if style == "A" else letters
    if style in ("i", "I") and 0 < number < 4000:
        out = ""
        for value, letters in _ROMAN:
            out += letters * (number // value)
            number %= value
        return out.upper() if style == "I" else out
    return str(number)
