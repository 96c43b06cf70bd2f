"""View ▸ Save a picture: which of the pictures in sight, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.sizes import px, scaled
from handwriting_app.ui.theme import GRID
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from handwriting_app.ui.widgets.table_file import SUFFIX as TABLE
from handwriting_app.ui.widgets.table_file import table_of

SMALLEST: Final = 48
"""Pixels of either side: whatever is smaller is a mark beside a word, and no picture."""

_PREVIEW: Final = 30 * GRID
_OTHERS: Final = (QAbstractButton, QAbstractSpinBox, QComboBox, Plot)
"""Controls, and plots, which are exported at their heads."""


class Picture(NamedTuple):
    """Something that can be saved.

    Attributes:
        title: What it is called in the list.
        widget: What shows it.
    """

    title: str
    widget: QWidget


def pictures_in(places: Iterable[tuple[str, QWidget]]) -> list[Picture]:
    """The ``places`` as a whole, each followed by the pictures within it that can be seen and have a name."""
    found = []
    for title, place in places:
        if place.isVisible():
            found.append(Picture(title, place))
            found += [Picture(widget.accessibleName(), widget) for widget in _painted_within(place)]
    return found


def _painted_within(place: QWidget) -> Iterator[QWidget]:
    for widget in place.findChildren(QWidget):
        is_ours = "paintEvent" in vars(type(widget)) and not isinstance(widget, _OTHERS)
        is_large = min(widget.width(), widget.height()) >= px(SMALLEST)
        if (
            (is_ours or table_of(widget) is not None)
            and is_large
            and widget.isVisibleTo(place)
            and widget.accessibleName()
        ):
            yield widget


class PictureDialog(QDialog):
    """Asks which picture or table, and of which kind, and shows it small."""

    def __init__(self, pictures: list[Picture], parent: QWidget) -> None:
        """``pictures``: at least one."""
        super().__init__(parent)
        self.setObjectName("picture_dialog")
        self.setWindowTitle("Save a picture or a table")
        self._pictures = pictures
        self._which = QComboBox(self)
        self._which.setObjectName("picture_which")
        self._which.setAccessibleName("Which picture")
        self._which.addItems([picture.title for picture in pictures])
        self._kind: SegmentedButtons[str] = SegmentedButtons(
            [
                (".png", "PNG", "Pixels, twice as fine as on the screen"),
                (".svg", "SVG", "Lines and letters that stay sharp at every size"),
                (".pdf", "PDF", "A page of the picture's own size, to print"),
                (".csv", "CSV", "The numbers of a table, with names for the columns"),
            ]
        )
        self._kind.setObjectName("picture_kind")
        self._kind.setAccessibleName("As what")
        self._preview = QLabel(self)
        self._preview.setObjectName("picture_preview")
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        scaled(self._preview.setFixedSize, 2 * _PREVIEW, _PREVIEW)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("&Picture", self._which)
        form.addRow("As", self._kind)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._preview)
        layout.addWidget(buttons)
        self._which.currentIndexChanged.connect(self._show_preview)
        self._show_preview(0)

    @property
    def picture(self) -> Picture:
        """The one that is chosen."""
        return self._pictures[self._which.currentIndex()]

    @property
    def kind(self) -> str:
        """The ending of its file: one of `KINDS`, or that of a table."""
        return self._kind.value()

    def _show_preview(self, _index: int) -> None:
        is_table = table_of(self.picture.widget) is not None
        self._kind.button(TABLE).setEnabled(is_table)
        if not is_table and self._kind.value() == TABLE:
            self._kind.set_value(".png")
        grabbed: QPixmap = self.picture.widget.grab()
        ratio = self.devicePixelRatioF()
        fitted = grabbed.scaled(
            self._preview.size() * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(ratio)
        self._preview.setPixmap(fitted)
