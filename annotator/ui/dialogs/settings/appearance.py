"""The page for the look of window and articles."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.ui import theme
from annotator.ui.appearance import Appearance
from annotator.ui.article import fonts
from annotator.ui.article.canvas import LEAST_ZOOM, MOST_ZOOM
from annotator.ui.controls.quiet_label import PlainLabel
from annotator.ui.settings import LONGEST_LINE, SHORTEST_LINE

_INSET = 16


class AppearancePage(QWidget):
    """Theme, reading face, size of the text, length of the lines; what is set is seen at once."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.themes = self._theme_buttons()
        self.face = QComboBox()
        self.zoom = self._number(round(LEAST_ZOOM * 100), round(MOST_ZOOM * 100), 10, self.tr(" %"))
        self.line = self._number(SHORTEST_LINE, LONGEST_LINE, 1, self.tr(" characters"))
        self.cards = self._switch(self.tr("Cards beside the text"), lambda on: appearance.set_cards(shown=on))
        self.numbers = self._switch(self.tr("Paragraph numbers"), lambda on: appearance.set_numbers(shown=on))
        self.example = PlainLabel(
            self.tr("The mayor said on Monday that the bridge would open, the Valley Post reported."), elide=True
        )
        self.back = QPushButton(self.tr("Back to default"))
        self.back.setAutoDefault(False)
        self._fill_faces()
        self._build()
        self.show_values()
        self.face.activated.connect(self._set_face)
        self.zoom.valueChanged.connect(lambda percent: appearance.set_zoom(percent / 100))
        self.line.valueChanged.connect(appearance.set_line)
        self.back.clicked.connect(self._reset)
        self.setFocusProxy(self.themes[appearance.theme])

    def _theme_buttons(self) -> dict[theme.Setting, QRadioButton]:
        names: dict[theme.Setting, str] = {
            "system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark"),
        }  # fmt: skip
        group = QButtonGroup(self)
        buttons = {setting: QRadioButton(name) for setting, name in names.items()}
        for setting, button in buttons.items():
            button.setMinimumHeight(theme.control_height())
            button.setAccessibleName(f"{self.tr('Theme')}: {names[setting]}")
            button.clicked.connect(lambda _checked=False, setting=setting: self._appearance.set_theme(setting))
            group.addButton(button)
        return buttons

    @staticmethod
    def _switch(name: str, switched: Callable[[bool], None]) -> QCheckBox:
        box = QCheckBox(name)
        box.setAccessibleName(name)
        box.clicked.connect(switched)
        return box

    @staticmethod
    def _number(least: int, most: int, step: int, unit: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        box.setSingleStep(step)
        box.setSuffix(unit)
        box.setAlignment(Qt.AlignmentFlag.AlignRight)
        box.setFixedHeight(theme.control_height())
        box.setKeyboardTracking(False)
        return box

    def _fill_faces(self) -> None:
        designed = QFontInfo(fonts.reading_font(fonts.READING_PX)).family()
        families = [f for f in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(f)]
        chosen = self._appearance.face
        self.face.addItem(self.tr("As designed ({0})").format(designed), "")
        if chosen and chosen not in families:
            self.face.addItem(self.tr("{0} (not on this computer)").format(chosen), chosen)
        for family in families:
            self.face.addItem(family, family)
        self.face.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.face.setMinimumContentsLength(28)

    def _build(self) -> None:
        themes = QHBoxLayout()
        themes.setSpacing(20)
        for button in self.themes.values():
            themes.addWidget(button)
        themes.addStretch()
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(PlainLabel(self.tr("Theme"), "second"), themes)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Reading face"), self.face), (self.tr("Size of the article"), self.zoom),
            (self.tr("Length of a line"), self.line),
        )  # fmt: skip
        for name, field in fields:
            label = PlainLabel(name, "second")
            label.setBuddy(field)
            field.setAccessibleName(name)
            form.addRow(label, field)
        form.addRow("", PlainLabel(self.tr("A line is shorter where the window has no room for it."), "dim", step=-1))
        form.addRow("", self.cards)
        form.addRow("", self.numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET, _INSET, _INSET, 0)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.example)
        column.addStretch()
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def show_values(self) -> None:
        """Show what counts now."""
        appearance = self._appearance
        self.themes[appearance.theme].setChecked(True)
        self.face.setCurrentIndex(max(0, self.face.findData(appearance.face)))
        for box, value in ((self.zoom, round(appearance.zoom * 100)), (self.line, appearance.line)):
            box.blockSignals(True)  # noqa: FBT003 - Qt's signature
            box.setValue(value)
            box.blockSignals(False)  # noqa: FBT003 - Qt's signature
        self.cards.setChecked(appearance.cards)
        self.numbers.setChecked(appearance.numbers)
        self.example.setFont(theme.reading_font(2))

    def _set_face(self, place: int) -> None:
        self._appearance.set_face(str(self.face.itemData(place)))
        self.example.setFont(theme.reading_font(2))

    def _reset(self) -> None:
        self._appearance.reset()
        self.show_values()
