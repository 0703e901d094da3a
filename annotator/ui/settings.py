"""What the window remembers between starts, in files beside the user's identity."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, cast

from PySide6.QtCore import QByteArray, QSettings

from annotator.services import identity

Look = Literal["tint", "outline", "hidden"]
"""How somebody's tags are shown."""

MOST_RECENT = 12
SHORTEST_LINE, USUAL_LINE, LONGEST_LINE = 40, 71, 120
"""Of an article, in characters."""


class Recent(NamedTuple):
    """A project that was open: where it is, what was in it, and when (ISO 8601, local)."""

    path: str
    detail: str
    when: str


class WindowSettings:
    """Layout, appearance, keys and recent projects; each value has one place and one default."""

    def __init__(self) -> None:
        self._store = QSettings(str(identity.folder() / "window.ini"), QSettings.Format.IniFormat)

    @property
    def theme(self) -> Literal["system", "light", "dark"]:
        value = self._store.value("theme", "system")
        return "light" if value == "light" else "dark" if value == "dark" else "system"

    @theme.setter
    def theme(self, value: Literal["system", "light", "dark"]) -> None:
        self._store.setValue("theme", value)

    @property
    def zoom(self) -> float:
        """Of the article, 1 being its usual size."""
        try:
            return min(4.0, max(0.5, float(str(self._store.value("zoom", "1")))))
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, value: float) -> None:
        self._store.setValue("zoom", str(round(value, 3)))

    @property
    def cards(self) -> bool:
        """Whether cards stand beside the article."""
        return self._store.value("cards", "true") != "false"

    @cards.setter
    def cards(self, value: bool) -> None:
        self._store.setValue("cards", "true" if value else "false")

    @property
    def paragraph_numbers(self) -> bool:
        return self._store.value("paragraph_numbers", "false") == "true"

    @paragraph_numbers.setter
    def paragraph_numbers(self, value: bool) -> None:
        self._store.setValue("paragraph_numbers", "true" if value else "false")

    @property
    def face(self) -> str:
        """The family articles are read in; empty for the face of the design."""
        value = self._store.value("face", "")
        return value if isinstance(value, str) else ""

    @face.setter
    def face(self, value: str) -> None:
        self._store.setValue("face", value)

    @property
    def line(self) -> int:
        """How many characters a line of an article is to hold where there is room."""
        try:
            return min(LONGEST_LINE, max(SHORTEST_LINE, int(str(self._store.value("line", "")))))
        except ValueError:
            return USUAL_LINE

    @line.setter
    def line(self, characters: int) -> None:
        self._store.setValue("line", characters)

    def keys(self) -> dict[str, str]:
        """Key sequences as text by command, where the person chose them; what is no text is left out."""
        self._store.beginGroup("keys")
        found = {id_: self._store.value(id_) for id_ in self._store.childKeys()}
        self._store.endGroup()
        return {id_: value for id_, value in found.items() if isinstance(value, str)}

    def keep_keys(self, command: str, keys: str) -> None:
        self._store.setValue(f"keys/{command}", keys)

    def forget_keys(self, command: str = "") -> None:
        """Of one command, or of all."""
        self._store.remove(f"keys/{command}" if command else "keys")

    def geometry(self) -> QByteArray:
        """Of the window; empty the first time."""
        return _bytes(self._store.value("geometry"))

    def docks(self, mode: str) -> tuple[QByteArray, list[str] | None]:
        """The state of the docks in a mode and the names of the panels that were shown; empty and None at first."""
        panels = self._store.value(f"panels{_of(mode)}")
        return _bytes(self._store.value(f"docks{_of(mode)}")), None if panels is None else str(panels).split()

    def keep_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    def keep_docks(self, mode: str, docks: QByteArray, panels: Sequence[str]) -> None:
        self._store.setValue(f"docks{_of(mode)}", docks)
        self._store.setValue(f"panels{_of(mode)}", " ".join(panels))

    def last_document(self, project: Path) -> str | None:
        value = self._store.value(f"documents/{_key(project)}")
        return str(value) if value else None

    def keep_last_document(self, project: Path, document: str) -> None:
        self._store.setValue(f"documents/{_key(project)}", document)

    def layers(self, project: Path) -> tuple[dict[str, Look], dict[str, int]]:
        """How the layers of a project are shown, by annotator, where the person chose it, and their colours."""
        looks: dict[str, Look] = {}
        colours: dict[str, int] = {}
        for one in str(self._store.value(f"layers/{_key(project)}", "")).split():
            annotator, _, told = one.partition(":")
            look, _, colour = told.partition(":")
            if look in ("tint", "outline", "hidden"):
                looks[annotator] = cast("Look", look)
            if colour.isdecimal():
                colours[annotator] = int(colour) % 100
        return looks, colours

    def keep_layers(self, project: Path, looks: Mapping[str, Look], colours: Mapping[str, int]) -> None:
        told = [f"{id_}:{looks.get(id_, '')}:{colours.get(id_, '')}" for id_ in dict.fromkeys([*looks, *colours])]
        self._store.setValue(f"layers/{_key(project)}", " ".join(told))

    def tell_once(self, what: str) -> bool:
        """Whether something is told for the first time; the next time it is not."""
        key = f"told/{what.encode().hex()}"
        first = self._store.value(key) is None
        self._store.setValue(key, "1")
        return first

    def recent(self) -> list[Recent]:
        """Projects, the last used first."""
        count = self._store.beginReadArray("recent")
        out = []
        for place in range(count):
            self._store.setArrayIndex(place)
            out.append(Recent(*(str(self._store.value(key, "")) for key in ("path", "detail", "when"))))
        self._store.endArray()
        return [one for one in out if one.path]

    def remember(self, path: Path, detail: str) -> None:
        """Put a project first among the recent ones."""
        now = datetime.now().astimezone().isoformat(timespec="minutes")
        rest = [one for one in self.recent() if one.path != str(path)]
        self._write_recent([Recent(str(path), detail, now), *rest][:MOST_RECENT])

    def forget(self, path: str) -> None:
        self._write_recent([one for one in self.recent() if one.path != path])

    def _write_recent(self, entries: list[Recent]) -> None:
        self._store.remove("recent")
        self._store.beginWriteArray("recent", len(entries))
        for place, one in enumerate(entries):
            self._store.setArrayIndex(place)
            for key in ("path", "detail", "when"):
                self._store.setValue(key, getattr(one, key))
        self._store.endArray()

    def save(self) -> None:
        self._store.sync()


def _bytes(value: object) -> QByteArray:
    return value if isinstance(value, QByteArray) else QByteArray()


def _of(mode: str) -> str:
    return "" if mode == "annotate" else f"_{mode}"


def _key(project: Path) -> str:
    """A path as a name that an INI file can hold."""
    return str(project).encode().hex()
