"""What the names of other programs stand for in a project: decided at an import, and remembered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from annotator.formats.labels import ROLES, meaning, role
from annotator.model.errors import UserError
from annotator.model.items import Setting
from annotator.services.project import Project
from annotator.storage import documents

_NAME = "label mappings"
FORGET = ""
"""Chosen for a name, it takes back what is remembered of it."""


class Mappings(NamedTuple):
    """Tags and other meanings of labels, and roles of relations, by the names in the files."""

    labels: Mapping[str, str] = {}
    relations: Mapping[str, str] = {}

    def of_label(self, label: str) -> str:
        """The tag or other meaning; one of the project's own for a label that nobody knows."""
        return meaning(label, self.labels)

    def of_relation(self, name: str) -> str | None:
        """The role; None where the ends of a relation say what it is."""
        return role(name, self.relations)

    def knows(self, kind: str, name: str) -> bool:
        """Whether a `labels` or `relations` name was decided about."""
        return any(known.casefold() == name.casefold() for known in getattr(self, kind))

    def with_(self, chosen: "Mappings") -> "Mappings":
        """These and what was chosen now. Raises UserError when a relation is to be what no relation can be."""
        for name, meant in chosen.relations.items():
            if meant not in (*ROLES, FORGET):
                raise UserError(
                    f"“{meant}” is nothing that the relation “{name}” can stand for.", f"It can be {', '.join(ROLES)}."
                )
        return Mappings(_merged(self.labels, chosen.labels), _merged(self.relations, chosen.relations))


def _merged(known: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    anew = {name.casefold() for name in chosen}
    kept = {name: meant for name, meant in known.items() if name.casefold() not in anew}
    return kept | {name: meant for name, meant in chosen.items() if meant != FORGET}


def remembered(project: Project) -> Mappings:
    """What the project knows of others' names."""
    value = _setting(project).value
    known = [value.get(kind) if isinstance(value, dict) else None for kind in Mappings._fields]
    return Mappings(*({k: str(v) for k, v in one.items()} if isinstance(one, dict) else {} for one in known))


def as_setting(project: Project, mappings: Mappings) -> Setting:
    """The setting in which the project remembers them."""
    return replace(_setting(project), value={kind: dict(getattr(mappings, kind)) for kind in Mappings._fields})


def _setting(project: Project) -> Setting:
    found = (one for one in documents.items(project.file, "setting") if isinstance(one, Setting) and one.name == _NAME)
    return next(found, Setting(id=str(uuid5(NAMESPACE_URL, _NAME)), name=_NAME, value={}))
