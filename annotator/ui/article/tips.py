"""What is told about a place in an article when the mouse rests there. Plain text."""

import unicodedata

from PySide6.QtCore import QCoreApplication

from annotator.model.annotated import AnnotatedDocument, chain_words
from annotator.model.items import CONTENT_TAGS, Annotation
from annotator.ui.article.display import display_text

_MOST = 6
_NOTE = 300


def tip(article: AnnotatedDocument, position: int | None, annotations: list[Annotation]) -> str:
    """A line for each annotation, innermost first, with its chain and note; and what a hidden character is."""
    lines = [_hidden(article.text[position])] if position is not None and position < len(article.text) else []
    for annotation in annotations[:_MOST]:
        lines.append(_line(article, annotation))
        if annotation.note:
            lines.append("   " + " ".join(annotation.note.split())[:_NOTE])
    if len(annotations) > _MOST:
        lines.append(_tr("and {count} more").format(count=len(annotations) - _MOST))
    return "\n".join(line for line in lines if line)


def _line(article: AnnotatedDocument, annotation: Annotation) -> str:
    parts = [annotation.tag.capitalize()]
    if annotation.tag == "source":
        entity = article.entity_of(annotation)
        parts.append(entity.name if entity is not None else _tr("not yet named"))
    elif annotation.tag in CONTENT_TAGS:
        chains = article.chains_of(annotation.id)
        parts += list(dict.fromkeys(chain_words(chain, mark_inferred=True) for chain in chains)) or [
            _tr("no source named")
        ]
    who = article.annotators.get(annotation.annotator or "")
    if who is not None:
        parts.append(who.name)
    return " · ".join(" ".join(part.split()) for part in parts)


def _hidden(character: str) -> str:
    """The name of a character that shows as a mark because it would show as nothing."""
    shown, marks = display_text(character)
    if not marks:
        return ""
    return f"{shown}  U+{ord(character):04X} {unicodedata.name(character, _tr('control character'))}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArticleView", text)
