"""Sources: mentions that name nobody known, anonymous ones without a reason, names that two sources share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from annotator.checks.finding import Finding, Looked
from annotator.model.items import Entity
from annotator.model.text import folded


def source_without_entity(looked: Looked) -> Iterator[Finding]:
    """A source of which nobody said who it is, or whose entity is gone."""
    for source in looked.annotations:
        if source.tag == "source" and looked.article.entity_of(source) is None:
            yield looked.found("source-without-entity", source, "Nobody has said which source this is.", "entity")


def anonymous_without_reason(entities: Mapping[str, Entity]) -> Iterator[Finding]:
    """An anonymous source of which nothing says why it is not named."""
    for entity in entities.values():
        if entity.naming == "anonymous" and entity.merged_into is None and not entity.anonymity_reason:
            message = "This source is anonymous, and nothing says why."
            yield Finding("anonymous-without-reason", entity.id, message, words=entity.name, fix="describe")


def name_shared(entities: Mapping[str, Entity]) -> Iterator[Finding]:
    """Sources that share a name, and may be one."""
    bearers: defaultdict[str, dict[str, Entity]] = defaultdict(dict)
    for entity in entities.values():
        if entity.merged_into is None:
            for name in (entity.name, *entity.aliases):
                bearers[folded(name)][entity.id] = entity
    told: set[str] = set()
    for sharing in bearers.values():
        first, *others = sorted(sharing.values(), key=lambda e: e.id)
        for other in others:
            if other.id not in told:
                told.add(other.id)
                message = f"“{first.name}” and “{other.name}” share a name; they may be one source."
                yield Finding("duplicate", other.id, message, words=other.name, fix="describe")
