"""Ways in which a file goes bad."""

import random

PAGE = 4096


def flip_one(raw: bytearray, chance: random.Random) -> None:
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def flip_eight(raw: bytearray, chance: random.Random) -> None:
    for _ in range(8):
        flip_one(raw, chance)


def bytes_64(raw: bytearray, chance: random.Random) -> None:
    for _ in range(64):
        raw[chance.randrange(len(raw))] = chance.randrange(256)


def zero_page(raw: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = bytes(PAGE)


def garbage_page(raw: bytearray, chance: random.Random) -> None:
    at = chance.randrange(1, len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = chance.randbytes(PAGE)


def swap_pages(raw: bytearray, chance: random.Random) -> None:
    one, other = (at * PAGE for at in chance.sample(range(1, len(raw) // PAGE), 2))
    kept = bytes(raw[one : one + PAGE])
    raw[one : one + PAGE] = raw[other : other + PAGE]
    raw[other : other + PAGE] = kept


def cut_off(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(len(raw)) :]


def lose_schema(raw: bytearray, chance: random.Random) -> None:
    raw[:PAGE] = chance.randbytes(PAGE)


def change_text(raw: bytearray, chance: random.Random) -> None:
    """Letters into other letters, where there are some: what no check of structure sees."""
    letters = [at for at in chance.sample(range(len(raw)), 400) if chr(raw[at]).isascii() and chr(raw[at]).isalpha()]
    for at in letters[:12]:
        raw[at] = chance.choice(b"aeiostnr")


KINDS = (flip_one, flip_eight, bytes_64, zero_page, garbage_page, swap_pages, cut_off, change_text)
"""The eight kinds of the damage run."""

SALVAGED = (flip_one, flip_eight, lose_schema, zero_page, bytes_64, change_text, garbage_page, cut_off)
"""The eight ways in which the sample is damaged to be salvaged."""

AT_LEAST = {"flip_one": 90.0, "flip_eight": 90.0, "lose_schema": 90.0}
"""Percent of its annotations that have to come back, where that is promised."""


def damaged(raw: bytes, kind: str, chance: random.Random) -> bytes:
    """A copy of the bytes that went bad in that way."""
    out = bytearray(raw)
    next(one for one in (*KINDS, lose_schema) if one.__name__ == kind)(out, chance)
    return bytes(out)
