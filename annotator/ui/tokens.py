"""Colours and measures of the window, light and dark; contrasts are measured by a test (WCAG 2)."""

from typing import NamedTuple

SPACES = (2, 4, 8, 12, 16, 24, 32)
FOCUS_STRENGTH = {"light": 1.55, "dark": 1.3}
"""How much stronger a focused tint is; more than 1.3 in the dark falls under 7:1 for text on it."""


class TagColour(NamedTuple):
    """A tag's colour (Okabe-Ito), its ink for lines and brackets, and the alpha (0–255) of its tint on paper."""

    base: str
    ink: str
    alpha: int


class Tokens(NamedTuple):
    """One theme. Every colour is #RRGGBB; shadow and scrim are alphas of black (0–255)."""

    name: str
    window: str
    surface: str
    paper: str
    raised: str
    sunken: str
    hover: str
    press: str
    line: str
    edge: str
    text: str
    text2: str
    text3: str
    off: str
    accent: str
    accent_hover: str
    on_accent: str
    soft: str
    soft_text: str
    ok: str
    bad: str
    warn: str
    ok_soft: str
    bad_soft: str
    arc: str
    shadow: int
    scrim: int
    claim: TagColour
    source: TagColour
    quote: TagColour
    cue: TagColour
    colleague: str
    layers: tuple[str, ...]
    """The colours of colleagues' outlines and badges, told apart by lightness and hue; the first is the usual one."""

    def tag(self, tag: str) -> TagColour:
        """The colours of a tag; a project's own tags share those of cue."""
        return {"claim": self.claim, "source": self.source, "quote": self.quote}.get(tag, self.cue)

    def ink(self, tag: str) -> str:
        return self.tag(tag).ink

    def tint(self, tag: str, *, focused: bool = False) -> str:
        """The tag's tint on paper, as an opaque colour."""
        colour = self.tag(tag)
        strength = FOCUS_STRENGTH[self.name] if focused else 1
        return blend(colour.base, self.paper, min(255, round(colour.alpha * strength)))


LIGHT = Tokens(
    name="light", window="#EFEFEB", surface="#F6F6F3", paper="#FCFCFA", raised="#FFFFFF", sunken="#E9E9E4",
    hover="#E6E6E1", press="#DBDBD5", line="#DEDED8", edge="#878A8F",
    text="#1F2328", text2="#545A63", text3="#5F6670", off="#9DA1A8",
    accent="#4A50B8", accent_hover="#5B61C9", on_accent="#FFFFFF", soft="#E2E3F5", soft_text="#2E3392",
    ok="#22683F", bad="#A8271F", warn="#7A5200", ok_soft="#E3F1E7", bad_soft="#FAE7E4",
    arc="#8B929C", shadow=30, scrim=70,
    claim=TagColour("#E69F00", "#8A5A00", 46), source=TagColour("#0072B2", "#005A8C", 40),
    quote=TagColour("#009E73", "#00694D", 46), cue=TagColour("#6B7280", "#545A63", 30), colleague="#A8487F",
    layers=("#A8487F", "#1B6B75", "#6E5B12", "#9A3F22", "#6A4BC0"),
)  # fmt: skip

DARK = Tokens(
    name="dark", window="#24272C", surface="#202327", paper="#1A1C20", raised="#2A2E34", sunken="#191B1E",
    hover="#31353C", press="#3A3F47", line="#33373E", edge="#7C838E",
    text="#DADCE0", text2="#B1B7C0", text3="#A0A7B1", off="#646A74",
    accent="#9BA2F2", accent_hover="#AFB5F6", on_accent="#17192B", soft="#343860", soft_text="#D5D8FC",
    ok="#7CCB97", bad="#F2938B", warn="#E3B04B", ok_soft="#213A2B", bad_soft="#43292A",
    arc="#737B87", shadow=120, scrim=130,
    claim=TagColour("#E69F00", "#F2B93B", 52), source=TagColour("#56B4E9", "#7CC7F0", 56),
    quote=TagColour("#19B88A", "#4FD3AB", 46), cue=TagColour("#9AA1AB", "#A7ADB7", 34), colleague="#DE9CC0",
    layers=("#DE9CC0", "#7FCBD2", "#D0C06A", "#EDA184", "#B9A6F2"),
)  # fmt: skip

THEMES = {"light": LIGHT, "dark": DARK}


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def blend(over: str, under: str, alpha: int) -> str:
    """`over` at `alpha` of 255 upon an opaque `under`."""
    mixed = (round((o * alpha + u * (255 - alpha)) / 255) for o, u in zip(channels(over), channels(under), strict=True))
    return "#" + "".join(f"{c:02X}" for c in mixed)


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)
