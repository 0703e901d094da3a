"""Pictures of articles, and reports as PDF, without a display."""

import os
from pathlib import Path

from annotator.model.annotated import AnnotatedDocument
from annotator.model.errors import UserError
from annotator.ui import fusion, report_pdf, theme
from annotator.ui.article.rendering import render
from annotator.ui.tokens import THEMES


def render_png(article: AnnotatedDocument, layer: str | None, name: str, width: int, out: Path) -> None:
    """Draw an article as a PNG file, `width` pixels wide, in the theme of that name. Needs no display."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = fusion.application()
    theme.apply(app, THEMES[name])
    part = out.with_name(out.name + ".part")
    try:
        if not render(article, layer, THEMES[name], width).save(str(part), "PNG"):  # type: ignore[call-overload]  # PySide's stub wants bytes
            raise UserError(f"{out} cannot be written.", "Choose another folder or free some space.")
        part.replace(out)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}.", "Choose another folder.") from error
    finally:
        part.unlink(missing_ok=True)


def save_pdf(page: str, title: str, out: Path) -> None:
    """Write a page of a report as a PDF."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    fusion.application()
    report_pdf.save_pdf(page, title, out)
