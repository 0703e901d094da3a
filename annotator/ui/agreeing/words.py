"""Figures of agreement in words."""

from PySide6.QtCore import QCoreApplication, QLocale

from annotator.services.agreeing import Figure
from annotator.services.tabulating import Row


def _tr(text: str) -> str:
    return QCoreApplication.translate("agreement", text)


def measure(row: Row) -> str:
    """What is measured."""
    return {
        "f1": _tr("F₁"),
        "cohen_kappa": _tr("Cohen’s κ"),
        "fleiss_kappa": _tr("Fleiss’ κ"),
        "krippendorff_alpha": _tr("Krippendorff’s α"),
        "alpha_u": _tr("Krippendorff’s α for units"),
        "gamma": _tr("γ"),
        "b_cubed_f1": _tr("B³ F₁"),
        "link_f1": _tr("F₁ of links"),
        "parent_accuracy": _tr("Same parent"),
        "parent_alpha": _tr("Krippendorff’s α of parents"),
        "edge_f1": _tr("F₁ of steps"),
        "identical": _tr("Same whole chain"),
        "graded": _tr("Nearness of chains"),
        "second_hand_kappa": _tr("Cohen’s κ of second-hand"),
    }[row.measure]


def judged(row: Row) -> str:
    """On what, and how it is matched."""
    on = {
        "annotations": _tr("annotations"),
        "tokens": _tr("tokens"),
        "characters": _tr("characters"),
        "units": _tr("units"),
        "content": _tr("attributions: content"),
        "content_source": _tr("attributions: content + source"),
        "content_source_cue": _tr("attributions: content + source + cue"),
        "source_status": _tr("attributions: source status"),
        "kind": _tr("attributions: kind"),
        "polarity": _tr("attributions: polarity"),
        "entity": _tr("entities of sources"),
        "groups": _tr("sources put together"),
        "chain": _tr("attributions"),
    }[row.on]
    match = {"exact": _tr("exact"), "overlap": _tr("partial")}.get(row.match)
    return on if match is None else f"{on}, {match}"


def number(value: float | None) -> str:
    """Three decimals, as the person's language writes them; a dash where there is none."""
    return "–" if value is None else QLocale().toString(value, "f", 3).replace("-", "−")


def interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return _tr("{0} to {1}").format(number(figure.low), number(figure.high))


def undefined(figure: Figure) -> str:
    """Why there is no value; empty where there is one."""
    return _tr("undefined: {0}").format(figure.undefined) if figure.value is None else ""


def tag(name: str | None) -> str:
    return _tr("all tags") if name is None else name


def pair(row: Row, names: dict[str, str]) -> str:
    return _tr("all") if row.pair is None else " · ".join(names.get(id_, id_) for id_ in row.pair)
