"""Files of Office as it was before 2007, and encrypted ones of today, which are packed the same way: told, not read."""

from annotator.importers.packed import encrypted
from annotator.model.errors import UserError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS = (("EncryptedPackage", ""), ("WordDocument", "Word"), ("Workbook", "Excel"), ("PowerPoint", "PowerPoint"),
          ("__substg1.0", "Outlook"))  # fmt: skip
_SAVE = {"Word": "as .docx", "Excel": "as .xlsx or .csv", "PowerPoint": "as a PDF", "Outlook": "as .eml"}


def refusal(data: bytes, name: str) -> UserError:
    """What to tell of such a file, by the names of its parts."""
    kind = next((kind for part, kind in _KINDS if part.encode("utf-16-le") in data), "Office")
    if not kind:
        return encrypted(name)
    return UserError(
        f"{name} is an old {kind} file.", f"Save it {_SAVE.get(kind, 'in a newer format')}, and import that."
    )
