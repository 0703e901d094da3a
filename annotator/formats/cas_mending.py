"""What of a CAS can be read when dkpro-cassis refuses it as a whole: the structures that break it are kept out.

Both functions answer the file without them, and for each its place in the file and the reason.
"""

from collections.abc import Callable, Iterator
from typing import Any

KeptOut = list[tuple[str, str]]
XMI_ID = "{http://www.omg.org/XMI}id"
_FRAME = ("Sofa", "View")
_SOFA = "uima.cas.Sofa"
_Structure = tuple[Any, Any]
"""The number under which it is referred to, and what it says."""


def mended_json(value: dict[str, Any], loads: Callable[[dict[str, Any]], bool]) -> tuple[dict[str, Any], KeptOut]:
    """`loads` tries a CAS. Which structures break it is found by halving, so a few among many are found quickly."""
    given = value.get("%FEATURE_STRUCTURES")
    structures = list(_by_id(given))
    frame = [one for one in structures if _type(one[1]) == _SOFA]
    spans = {_type(one) for _, one in structures if isinstance(one, dict) and {"begin", "end"} & one.keys()}

    def with_(some: list[_Structure]) -> dict[str, Any]:
        kept = [*frame, *some]
        ids = {str(key) for key, _ in kept}
        views = value.get("%VIEWS")
        return {
            **value, "%FEATURE_STRUCTURES": dict(kept) if isinstance(given, dict) else [one for _, one in kept],
            "%VIEWS": {name: _view(view, ids) for name, view in views.items()} if isinstance(views, dict) else {},
        }  # fmt: skip

    sound: list[_Structure] = []
    broken: list[_Structure] = []
    numbers = {str(key) for key, _ in frame}
    for one in structures:
        if _type(one[1]) != _SOFA:
            number = str(one[0])
            fits = number.isdecimal() and number not in numbers and (_type(one[1]) not in spans or _placed(one[1]))
            (sound if fits else broken).append(one)
            numbers.add(number)
    broken += _broken(sound, lambda some: loads(with_(some)))
    told = [
        (f"structure {str(key)[:40]}", f"it is no sound {_type(one).rsplit('.', 1)[-1] or 'structure'}")
        for key, one in broken
    ]
    out = {id(one) for one in broken}
    return with_([one for one in sound if id(one) not in out]), told


def _by_id(given: Any) -> Iterator[_Structure]:
    if isinstance(given, dict):
        yield from given.items()
    elif isinstance(given, list):
        yield from ((one.get("%ID") if isinstance(one, dict) else None, one) for one in given)


def _type(one: Any) -> str:
    return str(one.get("%TYPE") or "") if isinstance(one, dict) else ""


def _view(view: Any, ids: set[str]) -> dict[str, Any]:
    members = view.get("%MEMBERS") if isinstance(view, dict) else None
    kept = [one for one in members if str(one) in ids] if isinstance(members, list) else []
    return {**view, "%MEMBERS": kept} if isinstance(view, dict) else {"%MEMBERS": kept}


def _placed(one: Any) -> bool:
    return isinstance(one, dict) and type(one.get("begin")) is int and type(one.get("end")) is int


def _broken(some: list[_Structure], fits: Callable[[list[_Structure]], bool]) -> list[_Structure]:
    if not some or fits(some):
        return []
    if len(some) == 1:
        return some
    half = len(some) // 2
    return [*_broken(some[:half], fits), *_broken(some[half:], fits)]


def mended_xmi(data: bytes) -> tuple[bytes, KeptOut]:
    """Spans without sound positions, what refers to them, and members of views that are not there are taken out."""
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    told: KeptOut = []
    ids: set[str] = set()
    for element in list(root.iterchildren("*")):
        if etree.QName(element).localname == "View" and element.get("sofa") is None:
            told.append(("a view", "it names no text"))
            root.remove(element)
        elif etree.QName(element).localname in _FRAME:
            ids.add(element.get(XMI_ID, ""))
        elif reason := _wrong_with(element):
            told.append((f"structure {element.get(XMI_ID, '?')[:40]}", reason))
            root.remove(element)
        else:
            ids.add(element.get(XMI_ID, ""))
    for element in list(root.iterchildren("*")):
        ends = [element.get(name) for name in ("Governor", "Dependent", "sofa") if element.get(name) is not None]
        if etree.QName(element).localname == "View":
            members = [one for one in element.get("members", "").split() if one in ids]
            element.set("members", " ".join(members))
        elif not ids >= set(ends):
            told.append((f"structure {element.get(XMI_ID)}", "it refers to a structure that is not there"))
            ids.discard(element.get(XMI_ID, ""))
            root.remove(element)
    for view in root.iterchildren("{*}View"):
        view.set("members", " ".join(one for one in view.get("members", "").split() if one in ids))
    return etree.tostring(root, encoding="utf-8"), told


def _wrong_with(element: Any) -> str:
    if not element.get(XMI_ID, "").isdecimal():
        return "it has no number"
    for name in ("begin", "end", "sofa"):
        if element.get(name) is not None and not element.get(name).isdecimal():
            return f"its {name} is no number"
    return ""
