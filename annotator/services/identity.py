"""Who “I” am: a name and a UUID in one small settings file that window and command line share."""

import json
import os
from contextlib import suppress
from pathlib import Path

from platformdirs import user_config_path, user_data_path

from annotator.model.errors import UserError
from annotator.model.fields import identifier
from annotator.model.hidden import named
from annotator.model.identifiers import new_id
from annotator.model.items import Annotator
from annotator.storage.replacing import replacing

OVERRIDE = "ANNOTATOR_CONFIG_DIR"
"""Environment variable that names another folder for the settings."""


def folder() -> Path:
    """Where the user's settings are kept; it need not exist."""
    override = os.environ.get(OVERRIDE)
    return Path(override) if override else user_config_path("annotator", appauthor=False)


def data_folder() -> Path:
    """Where the program keeps files of its own for the user, such as backups; it need not exist."""
    override = os.environ.get(OVERRIDE)
    return Path(override) if override else user_data_path("annotator", appauthor=False)


class Identities:
    """The identities used on this computer, the current one first."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or folder() / "identity.json"

    def all(self) -> list[Annotator]:
        """Known identities, the current one first; none when the file is missing or unreadable."""
        try:
            told = json.loads(self._path.read_text(encoding="utf-8"))
            return [Annotator(id=identifier(one["id"], "id"), name=str(one["name"])) for one in told["annotators"]]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return []

    def me(self) -> Annotator | None:
        """Who I am, if I have said so."""
        known = self.all()
        return known[0] if known else None

    def become(self, name: str) -> Annotator:
        """Take up the identity of that name, made when there is none. Raises UserError for an empty name."""
        name = " ".join(name.split())
        if not name:
            raise UserError("A name is needed to sign your work.", "Type your name.")
        known = self.all()
        if not known and self._path.exists():  # damaged: kept, so that who one was can still be found
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".bad"))
        me = next((one for one in known if one.name == name), None) or Annotator(id=new_id(), name=name)
        rest = [one for one in known if one.id != me.id]
        content = {"annotators": [{"id": one.id, "name": one.name} for one in [me, *rest]]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(self._path) as part:
                part.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise UserError(
                f"{named(self._path)} cannot be written: {error.strerror}.", "Your name is asked again."
            ) from error
        return me
