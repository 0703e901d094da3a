"""Names of files and folders for articles and annotators: short, plain, and each one once."""

import re
import unicodedata

from annotator.formats.selection import Article

_LONGEST = 40
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))))


def plain(text: str) -> str:
    """A text in letters, digits and hyphens that every file system and brat take."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    out = re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")[:_LONGEST].strip("-")
    return f"{out}-" if out.casefold() in _DEVICES else out


class Names:
    """Names of annotators, each one once; `nobody` for what belongs to no annotator."""

    def __init__(self, nobody: str) -> None:
        self._given: dict[str, str] = {"": nobody}
        self._taken = {nobody.casefold()}

    def of(self, id_: str, name: str) -> str:
        if id_ not in self._given:
            wanted = plain(name) or f"annotator-{id_[:8]}"
            if wanted.casefold() in self._taken:
                wanted = f"{wanted}-{id_[:8]}"
            if wanted.casefold() in self._taken:
                wanted = f"annotator-{id_}"
            self._taken.add(wanted.casefold())
            self._given[id_] = wanted
        return self._given[id_]

    @staticmethod
    def article(article: Article) -> str:
        """Unique as the article's id is, as far as 16 digits of it are."""
        return f"{plain(article.title)}-{article.id[:16]}".lstrip("-")
