"""Reading article files: what is wrong with one is told in words, and never stops what comes after it."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.importers.article import Found, Options, Refused
from annotator.importers.boilerplate import marked
from annotator.importers.registry import find
from annotator.importers.source import Source
from annotator.model.errors import UserError

UNFORESEEN = (TypeError, ValueError, LookupError, AttributeError, RuntimeError, ArithmeticError, EOFError, OSError,
              MemoryError, AssertionError)  # fmt: skip
"""What a reader can stumble over in a file made to break it: the file is refused, and nobody sees a traceback."""


def read(source: Source, format_: str, options: Options) -> Iterator[Found | Refused]:
    """What is in a file of a format, one article at a time. Raises UserError for a format that there is not."""
    form = find(format_)
    try:
        reader = form.load()
        nothing = True
        for one in reader.read(source, options):
            nothing = False
            yield one if isinstance(one, Refused) else _checked(one)
        if nothing:
            yield Refused("it holds no article")
    except UserError as refused:
        yield Refused(refused.sentence, refused.next_step)
    except RecursionError:
        yield Refused("it is nested too deep to be read")
    except UNFORESEEN as error:
        told = f"{type(error).__name__}: {str(error)[:120]}"
        yield Refused(f"it holds something that no file of the kind {form.title} may ({told})")


def _checked(found: Found) -> Found | Refused:
    if not any(block.kept and not block.text.isspace() and block.text for block in found.blocks):
        return Refused("it holds no text", name=found.name)
    return replace(found, blocks=marked(found.blocks))
