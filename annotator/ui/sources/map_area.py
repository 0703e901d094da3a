"""The source map with what it shows of: an article, all of them, or what leads to one source."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.model.errors import UserError
from annotator.model.hidden import named
from annotator.model.items import Entity
from annotator.services import blinding, chaining, listing, saving
from annotator.services.chaining import ARTICLE, UNNAMED, Pass
from annotator.ui import theme
from annotator.ui.controls.panel import IconButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.panels.fields import Choice
from annotator.ui.reading import Reader
from annotator.ui.session import Session
from annotator.ui.sources.map import SourceMap


class MapArea(QWidget):
    """Read anew when it is asked to; large projects are read in the background."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reader = Reader(session, self)
        self._found: list[Pass] = []
        self._entities: dict[str, Entity] = {}
        self._source: str | None = None
        theme.set_ground(self, "surface")
        self.map = SourceMap()
        self.map.chosen.connect(self._choose)
        head = QHBoxLayout()
        head.setContentsMargins(14, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(PlainLabel(self.tr("Source map"), weight=600))
        self.about = PlainLabel("", "second", step=-1, elide=True)
        head.addWidget(self.about, 1)
        scopes = [("article", self.tr("This article")), ("all", self.tr("All articles"))]
        self.scope = Choice(self.tr("Which articles"), scopes, lambda _value: self.read())
        ways = [("", self.tr("All sources")), ("source", self.tr("Through this source"))]
        self.around = Choice(self.tr("Which sources"), ways, lambda _value: self._draw())
        leasts = [(str(n), self.tr("%n claim(s) or more", "", n)) for n in (1, 2, 5, 10)]
        self.least = Choice(self.tr("How many claims"), leasts, lambda _value: self._draw())
        for choice in (self.scope, self.around, self.least):
            choice.setMinimumContentsLength(12)
            head.addWidget(choice)
        export = IconButton("export", self.tr("Save the map as a picture"))
        export.clicked.connect(lambda _checked=False: self.export())
        head.addWidget(export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.map, 1)

    def read(self) -> None:
        """Read who passes on whom."""
        project, article = self._session.project, self._session.article
        if project is None:
            return
        document = article.id if article is not None and self.scope.currentData() == "article" else None
        if document is not None or listing.is_small(project):
            with blinding.as_seen(project) as seen:
                self._take(chaining.passes_of(seen, document))
        else:
            self.about.setText(self.tr("counting…"))
            self._reader.read(lambda own, _progress: chaining.passes_of(own), self._take)

    def show_source(self, id_: str | None, entities: dict[str, Entity]) -> None:
        """Mark a source, and show what leads to it where that is asked for."""
        self._source, self._entities = id_, entities
        if self.around.currentData():
            self._draw()
        else:
            self.map.mark(id_)

    def _take(self, found: list[Pass]) -> None:
        self._found = found
        self._draw()

    def _draw(self) -> None:
        project, article = self._session.project, self._session.article
        if project is None:
            return
        entities = article.entities if article is not None else self._entities
        around = self._source if self.around.currentData() else None
        laid_out = chaining.source_map(self._found, around=around, least=int(self.least.currentData()))
        here = self.scope.currentData() == "article"
        self.map.show_map(laid_out, entities, self.tr("This article") if here else self.tr("All articles"))
        self.map.mark(self._source)
        hidden = self.tr("%n weaker source(s) left out", "", laid_out.hidden) if laid_out.hidden else ""
        words = self.tr("A line is as thick as it has claims; dashed is anonymous or not named.")
        self.about.setText(hidden or words)

    def _choose(self, id_: str) -> None:
        if id_ not in (ARTICLE, UNNAMED):
            self.chosen.emit(id_)

    def export(self) -> None:
        """Ask for a name and write the map there."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path.home() / self.tr("source map.svg"))
        kinds = self.tr("Pictures (*.svg *.png)")
        found, _ = QFileDialog.getSaveFileName(self, self.tr("Save the map"), start, kinds)
        if found:
            self.save(Path(found))

    def save(self, path: Path) -> None:
        """Write the map, and say so, or why not."""
        if path.suffix.lower() not in (".svg", ".png"):
            path = path.with_name(f"{path.name}.svg")
        try:
            saving.save(path, self.map.picture(vector=path.suffix.lower() == ".svg"))
        except UserError as refused:
            self._session.report(refused)
        else:
            self._session.told.emit(self.tr("The map is in {0}.").format(named(path.name)))
