"""Numbers with their nouns."""


def how_many(number: int, one: str, many: str) -> str:
    """A number and its noun, as the number asks."""
    return f"{number} {one if number == 1 else many}"
