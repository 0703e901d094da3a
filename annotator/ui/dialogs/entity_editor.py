"""All facts of a source, to be changed together."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model.items import Entity
from annotator.services import sourcing
from annotator.ui import theme
from annotator.ui.controls.command_button import KeyButton
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.dialogs.entity_picker import EntityPicker

_NAMINGS = ("named", "anonymous", "collective", "unspecified")
_TYPES = ("person", "organisation", "government", "media", "document", "unknown")
_TERMS = ("", "on_record", "background", "deep_background", "unknown")


class _Related(QWidget):
    """Sources chosen one by one; a press on one takes it out."""

    def __init__(self, name: str, entities: Mapping[str, Entity], chosen: tuple[str, ...], *, several: bool) -> None:
        super().__init__()
        self.ids = [id_ for id_ in chosen if id_ in entities]
        self._name, self._entities, self._several = name, entities, several
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._fill()

    def _fill(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for id_ in self.ids:
            button = KeyButton("cross", self._entities[id_].name)
            button.setAccessibleDescription(self.tr("Take out"))
            button.clicked.connect(self._removing(id_))
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if self._several or not self.ids:
            add = KeyButton("plus", self.tr("Choose…"))
            add.setAccessibleName(f"{self._name}: {self.tr('Choose…')}")
            add.clicked.connect(lambda _checked=False: self._choose())
            self._row.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)

    def _removing(self, id_: str) -> Callable[[], None]:
        def remove() -> None:
            self.ids.remove(id_)
            self._fill()

        return remove

    def _choose(self) -> None:
        known = dict(self._entities)
        picker = EntityPicker(self._name, [], lambda typed: sourcing.find(known, typed), "", self.window())
        picker.chosen.connect(self._add)
        picker.finished.connect(picker.deleteLater)
        picker.open()

    def _add(self, id_: str) -> None:
        if id_ not in self.ids:
            self.ids.append(id_)
        self._fill()


class EntityEditor(QDialog):
    """Sends `taken` with the facts by name; it stays open until whoever hears it calls `accept`."""

    taken = Signal(object)

    def __init__(self, entity: Entity, entities: Mapping[str, Entity], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Source"))
        theme.set_ground(self, "surface")
        self.name = QLineEdit(entity.name)
        self.aliases = QPlainTextEdit("\n".join(entity.aliases))
        self.role, self.country = QLineEdit(entity.role), QLineEdit(entity.country)
        self.wikidata = QLineEdit(entity.wikidata)
        self.descriptor, self.reason = QPlainTextEdit(entity.descriptor), QLineEdit(entity.anonymity_reason)
        self.note = QPlainTextEdit(entity.note)
        self.naming = self._combo(_NAMINGS, entity.naming)
        self.entity_type = self._combo(_TYPES, entity.entity_type)
        self.terms = self._combo(_TERMS, entity.terms or "")
        others = {id_: e for id_, e in entities.items() if e.merged_into is None}
        self.affiliation = _Related(self.tr("Part of"), others, _one(entity.affiliation), several=False)
        self.issuer = _Related(self.tr("Issued by"), others, _one(entity.issued_by), several=False)
        self.members = _Related(self.tr("Members"), others, entity.members, several=True)
        self.error = PlainLabel("", "bad", step=-1, wrap=True)
        self.error.hide()
        self.both = QPushButton(self.tr("Keep both"))
        self.both.setAutoDefault(False)
        self.both.clicked.connect(lambda _checked=False: self._take(alike=True))
        self.both.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(self._form())
        column.addWidget(self.error)
        column.addLayout(self._buttons())
        self.naming.currentIndexChanged.connect(lambda _place: self._fit())
        self._fit()
        self.resize(self.fontMetrics().averageCharWidth() * 76, self.sizeHint().height())
        self.name.setFocus()
        self.finished.connect(self.deleteLater)

    def _form(self) -> QFormLayout:
        form = self._rows = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            (self.tr("Name"), self.name),
            (self.tr("Also called, one a line"), self.aliases),
            (self.tr("Type"), self.entity_type),
            (self.tr("Naming"), self.naming),
            (self.tr("Why it is not named"), self.reason),
            (self.tr("Terms"), self.terms),
            (self.tr("Role"), self.role),
            (self.tr("Country"), self.country),
            (self.tr("Part of"), self.affiliation),
            (self.tr("Issued by"), self.issuer),
            (self.tr("Members"), self.members),
            (self.tr("Descriptor: access, record, bias"), self.descriptor),
            (self.tr("Wikidata"), self.wikidata),
            (self.tr("Note"), self.note),
        ):
            field.setAccessibleName(title)
            if isinstance(field, QPlainTextEdit):
                field.setTabChangesFocus(True)
                field.setFixedHeight(field.fontMetrics().height() * 2 + 18)
            form.addRow(PlainLabel(title, "second", step=-1), field)
        return form

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        cancel, ok = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Record"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        ok.setDefault(True)
        theme.set_primary(ok)
        ok.clicked.connect(lambda _checked=False: self._take(alike=False))
        row.addStretch()
        row.addWidget(self.both)
        row.addWidget(cancel)
        row.addWidget(ok)
        return row

    def _combo(self, values: tuple[str, ...], chosen: str) -> QComboBox:
        combo = QComboBox()
        for value in values:
            combo.addItem(value.replace("_", " ").capitalize() if value else self.tr("Not said"), value)
        combo.setCurrentIndex(max(0, combo.findData(chosen)))
        return combo

    def _fit(self) -> None:
        """Only somebody anonymous has a reason and terms, and only a group has members."""
        naming = self.naming.currentData()
        for field, wanted in (
            (self.reason, naming == "anonymous"),
            (self.terms, naming == "anonymous"),
            (self.members, naming == "collective" or bool(self.members.ids)),
        ):
            self._rows.setRowVisible(field, wanted)

    def facts(self) -> dict[str, object]:
        """What the fields say, by name in the exchange format."""
        return {
            "name": " ".join(self.name.text().split()),
            "aliases": self.aliases.toPlainText().splitlines(),
            "entity_type": self.entity_type.currentData(),
            "naming": self.naming.currentData(),
            "anonymity_reason": self.reason.text(),
            "terms": self.terms.currentData() or None,
            "role": self.role.text(),
            "country": self.country.text(),
            "affiliation": next(iter(self.affiliation.ids), None),
            "issued_by": next(iter(self.issuer.ids), None),
            "members": self.members.ids,
            "descriptor": self.descriptor.toPlainText(),
            "wikidata": self.wikidata.text(),
            "note": self.note.toPlainText(),
        }

    def refuse(self, sentence: str, *, both: bool = False) -> None:
        """Say what is wrong; `both` offers to keep two sources of one name."""
        self.error.setText(sentence)
        self.error.show()
        self.both.setVisible(both)
        self.name.setFocus()

    def _take(self, *, alike: bool) -> None:
        self.taken.emit({**self.facts(), "alike": alike})


def _one(id_: str | None) -> tuple[str, ...]:
    return () if id_ is None else (id_,)
