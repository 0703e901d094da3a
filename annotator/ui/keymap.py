"""Which keys run which command: those of the command table, except where the person chose others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.ui.controls.key_caps import native_keys
from annotator.ui.key_names import canonical, read, written

if TYPE_CHECKING:
    from annotator.ui.command import Command, Mode
    from annotator.ui.settings import WindowSettings

_PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


class Keymap(QObject):
    """The keys of every command, in Qt's portable notation; `changed` when they are others.

    No key runs two commands in one mode: what the person chose goes before what a command came with.
    """

    changed = Signal()

    def __init__(self, commands: Sequence["Command"], settings: "WindowSettings", parent: QObject) -> None:
        super().__init__(parent)
        self.commands = {command.id: command for command in commands}
        self.mode: Mode = "annotate"
        self._settings = settings
        self._own = self._known(settings.keys())
        self._keys = self._shared_out()

    def keys(self, command: str) -> tuple[str, ...]:
        """The keys that run a command, the first one shown; empty when it has none."""
        return self._keys[command]

    def set_mode(self, mode: "Mode") -> None:
        """From now on the keys of this mode act."""
        if mode != self.mode:
            self.mode = mode
            self.changed.emit()

    def acting(self, command: str) -> tuple[str, ...]:
        """The keys that run a command now; none for a command of another mode."""
        return self._keys[command] if self.commands[command].mode in (None, self.mode) else ()

    def first(self, command: str) -> str:
        return next(iter(self._keys[command]), "")

    def shown(self, command: str) -> tuple[str, ...]:
        """The keys that run a command, each in one spelling."""
        return tuple(dict.fromkeys(map(canonical, self._keys[command])))

    def name(self, command: str) -> str:
        """What to press as it stands on this platform's keyboard, or the command's name when it has no key."""
        return native_keys(self.first(command)) or f"“{self.commands[command].title.removesuffix('…')}”"

    def say(self, sentence: str) -> str:
        """A sentence with commands in braces, as in “Press {tag.claim}”, and in their place what to press."""
        return _PLACE.sub(lambda found: self.name(found[1]) if found[1] in self.commands else found[0], sentence)

    def owner(self, key: str, beside: "Command | None" = None) -> "Command | None":
        """The command that a key runs, in a mode in which `beside` has its keys as well when that is given."""
        wanted = canonical(key)
        held = (self.commands[id_] for id_, keys in self._keys.items() if wanted in map(canonical, keys))
        return next((one for one in held if beside is None or one.meets(beside)), None)

    def differs(self, command: str) -> bool:
        """Whether the person chose the keys of a command."""
        return command in self._own

    def own(self) -> list[str]:
        """The commands whose keys the person chose."""
        return list(self._own)

    def choose(self, command: str, keys: Sequence[str]) -> None:
        """Let these keys run a command, or none; whether they are free is for the caller to ask."""
        if self._canonical(keys) == self._canonical(self.commands[command].keys):
            self._own.pop(command, None)
            self._settings.forget_keys(command)
        else:
            self._own[command] = tuple(keys)
            self._settings.keep_keys(command, written(tuple(keys)))
        self._renew()

    def reset(self) -> None:
        """Give every command the keys it came with."""
        self._own.clear()
        self._settings.forget_keys()
        self._renew()

    def _renew(self) -> None:
        before, self._keys = self._keys, self._shared_out()
        if self._keys != before:
            self.changed.emit()

    def _known(self, chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        """What was written for commands there are, as far as it names keys."""
        found = {id_: read(text) for id_, text in chosen.items() if id_ in self.commands}
        return {
            id_: keys
            for id_, keys in found.items()
            if keys is not None and self._canonical(keys) != self._canonical(self.commands[id_].keys)
        }

    def _shared_out(self) -> dict[str, tuple[str, ...]]:
        """A settings file, or a new version with new keys, may give one key to two commands: only one gets it."""
        if not self._own:
            return {id_: command.keys for id_, command in self.commands.items()}
        taken: dict[str, list[Command]] = {}
        out: dict[str, tuple[str, ...]] = {}
        for id_ in sorted(self.commands, key=lambda id_: id_ not in self._own):  # in the order of the table otherwise
            command = self.commands[id_]
            wanted = self._own.get(id_, command.keys)
            free = (key for key in wanted if not any(map(command.meets, taken.get(canonical(key), ()))))
            out[id_] = tuple(free)
            for key in set(map(canonical, out[id_])):
                taken.setdefault(key, []).append(command)
        return out

    @staticmethod
    def _canonical(keys: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(map(canonical, keys)))
