"""What of the packages that are installed on request is there, and the line that installs the rest."""

from collections.abc import Iterable
from importlib.util import find_spec

from annotator.model.errors import UserError

DISTRIBUTION = "attribution-annotator"


def installed(packages: Iterable[str]) -> bool:
    return all(find_spec(name) is not None for name in packages)


def install_line(extra: str) -> str:
    """The line that installs an extra; empty where nothing has to be."""
    return f'pip install "{DISTRIBUTION}[{extra}]"' if extra else ""


def missing(title: str, extra: str) -> UserError:
    """What to tell a person who asks for something whose packages are not there."""
    return UserError(f"{title} needs a package that is not installed.", f"Install it: {install_line(extra)}")
