"""What all kinds of items share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from annotator.model import fields as f


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What all items share. `FIELDS` are those of the item's value, in the order of the glossary."""

    KIND: ClassVar[str]
    FIELDS: ClassVar[tuple[f.Field, ...]]
    READER: ClassVar[f.Reader]
    WRITER: ClassVar[f.Writer]
    OF_LAYER: ClassVar[bool] = True
    """Whether it belongs to its annotator's layer rather than to the project."""

    ON_DOCUMENT: ClassVar[bool] = False
    """Whether it names the document it stands on."""

    id: str
    document: str | None = None
    annotator: str | None = None
    modified: str | None = field(default=None, compare=False)
    """When its value was last changed (ISO 8601, UTC), if known."""

    def __init_subclass__(cls) -> None:
        cls.READER = f.Reader(cls.FIELDS)
        cls.WRITER = f.Writer((one.name, one) for one in cls.FIELDS)

    @classmethod
    def from_plain(
        cls, value: Mapping[str, Any], *, id: str, document: str | None, annotator: str | None, modified: str | None
    ) -> Self:
        """The item a plain value stands for. Raises RuleBroken with the reason when it stands for none."""
        item = cls(id=id, document=document, annotator=annotator, modified=modified, **cls.READER.read(value))
        item.check()
        return item

    def plain(self) -> dict[str, Any]:
        """The fields as plain JSON, without the empty ones."""
        out = {}
        for one in self.FIELDS:
            value = getattr(self, one.name)
            if value != one.empty:
                out[one.name] = one.write(value)
        return out

    def canonical(self) -> str:
        """`plain` as canonical JSON, of which digests are made."""
        return f"{{{','.join(self.WRITER.members(self))}}}"

    def check(self) -> None:
        """Raise RuleBroken when the item breaks a rule on its own."""
