"""What in the drawing mattered: the gradient at the pixels, here and over the drawing itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.engine.arrays import Array
from handwriting_app.explain.boards import Plate
from handwriting_app.explain.formula import inline_derivative, symbol
from handwriting_app.explain.saliency import over_drawing
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ui.inspector.scale_legend import ScaleEntry, ScaleLegend
from handwriting_app.ui.sizes import scaled
from handwriting_app.ui.theme import Theme
from handwriting_app.ui.widgets.array_picture import ArrayPicture
from handwriting_app.ui.widgets.tips import set_tip

_OVERLAY_PIXELS = 256

_STRONGEST = 0.62
"""Opacity of the overlay where the gradient is largest."""


class SaliencyView(QWidget):
    """Shows ∂C/∂x as a picture, says what its colours mean, and offers to lay it over the drawing.

    Signals:
        overlay_toggled(bool): whether the canvas is to show it.
    """

    overlay_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = ArrayPicture(square=True)
        self._picture.setObjectName("saliency_picture")
        self._picture.setAccessibleName("Gradient at the pixels")
        scaled(self._picture.setFixedSize, 104, 104)
        self._picture.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._legend = ScaleLegend()
        self._words = QLabel()
        self._words.setObjectName("saliency_words")
        self._words.setWordWrap(True)
        self._toggle = QCheckBox("Show it over my drawing")
        self._toggle.setObjectName("saliency_toggle")
        set_tip(self._toggle, "Lays these squares over the canvas, slanted and stretched as the drawing was")
        self._toggle.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._toggle.toggled.connect(self.overlay_toggled)
        text = QVBoxLayout()
        scaled(text.setSpacing, 4)
        text.addWidget(self._words)
        text.addWidget(self._legend)
        text.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        text.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setSpacing, 16)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(text, 1)

    def is_overlay_wanted(self) -> bool:
        """Whether the canvas is to show it."""
        return self._toggle.isChecked()

    def show_plate(self, plate: Plate, label: str) -> None:
        """Show the gradient at the pixels for a true digit."""
        self._picture.show_array(plate.values, limit=plate.limit, describe=plate.describe, covered=plate.covered)
        self._legend.show_entries([ScaleEntry(inline_derivative(symbol("x")), plate.limit, is_signed=True)])
        self._words.setText(
            f"Blue: more ink here would make the network surer of {label}. Orange: ink here speaks against it. "
            "Pale: it does not matter."
        )

    def show_has_drawing(self, has_drawing: bool) -> None:
        """Say whether there are strokes on the canvas to lay it over."""
        self._toggle.setEnabled(has_drawing)


def overlay_of(gradient: Array, drawing: Drawing, theme: Theme, *, normalised: bool) -> QImage:
    """The gradient at the pixels, (64,), as it lies over a drawing that is not empty."""
    values = over_drawing(gradient.astype(np.float64), drawing, _OVERLAY_PIXELS, normalised=normalised)
    return overlay_image(values, float(np.abs(gradient).max()), theme)


def overlay_image(values: NDArray[np.float64], limit: float, theme: Theme) -> QImage:
    """A see-through picture of signed values (rows, columns): the stronger, the more opaque; NaN is clear."""
    share = np.nan_to_num(np.clip(values / limit, -1, 1)) if limit > 0 else np.zeros_like(values)
    alpha = np.abs(share)[..., np.newaxis] * _STRONGEST
    colour = np.where((share < 0)[..., np.newaxis], _rgb(theme.negative), _rgb(theme.positive))
    pixels = np.concatenate((colour * alpha, alpha * 255), axis=-1)
    data = np.ascontiguousarray(np.rint(pixels).astype(np.uint8))
    rows, columns = values.shape
    return QImage(data.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888_Premultiplied).copy()


def _rgb(colour: QColor) -> NDArray[np.float64]:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)
