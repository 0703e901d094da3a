"""What can go wrong in ways a person can act on."""

from enum import StrEnum
from typing import NamedTuple


class Hindrance(StrEnum):
    """What keeps a project from being written to."""

    ASKED = "asked"
    LOCKED = "locked"
    PLACE = "place"
    NEWER = "newer"
    STRANGE = "strange"
    DAMAGED = "damaged"


class WhyReadOnly(NamedTuple):
    """What keeps a project from being written to, and the sentence about it."""

    hindrance: Hindrance
    sentence: str

    @property
    def doubtful(self) -> bool:
        """Whether what is read may not be all there is, or not what it was."""
        return self.hindrance in (Hindrance.NEWER, Hindrance.STRANGE, Hindrance.DAMAGED)


class UserError(Exception):
    """One sentence for the person, and optionally the next step; nothing was changed when it is raised.

    `remedy` names the command of the window that takes the next step, where there is one.
    """

    def __init__(self, sentence: str, next_step: str = "", remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.next_step}".strip()


class NotAProject(UserError):
    """The file is no Annotator project, or not one that can be trusted."""


class ProjectLocked(UserError):
    """Another program is writing to the project."""


class ReadOnly(UserError):
    """The project is open for reading only."""


class StaleChange(UserError):
    """An item is no longer what the operation to be undone left."""


class RuleBroken(ValueError):
    """A rule of the model is broken; the text is the reason, as shown beside a quarantined item."""
