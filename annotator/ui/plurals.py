"""English plurals: “claim(s)” in the program's texts becomes claim or claims, as the number asks."""

from PySide6.QtCore import QObject, QTranslator

MARK = "(s)"


class EnglishPlurals(QTranslator):
    """Installed first, so that a translator of another language comes before it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        """The text with its plurals chosen for `n`; nothing, which leaves a text as it is, for all others."""
        del context, disambiguation
        if n < 0 or MARK not in text:
            return None
        return text.replace(MARK, "" if n == 1 else "s")
