"""Where the files that come with the program are, in a checkout and in an installed package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent


def path(*parts: str) -> Path:
    """A file or folder below `resources/`."""
    return _ROOT.joinpath("resources", *parts)


def methods() -> Path:
    """How agreement is measured, and the literature, in Markdown."""
    return _ROOT / "docs" / "agreement.md"


def sample_corpus() -> Path:
    """The sample project, as an annotator corpus."""
    return _ROOT / "projects" / "sample.jsonl"
