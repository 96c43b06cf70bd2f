"""How each layer learns, in words and in a row of numbers: the strip below the plots."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from handwriting_app.explain.learning_signals import USUAL_UPDATE, LayerSignal
from handwriting_app.explain.notice import Notice, Severity
from handwriting_app.numerals import count, fraction, number, percent
from handwriting_app.ui.plots.strokes import stroke_of
from handwriting_app.ui.sizes import in_type, px, pxf, scaled
from handwriting_app.ui.theme import GRID, caption_font, theme_of
from handwriting_app.ui.widgets.disclosure import Disclosure
from handwriting_app.ui.widgets.elided_label import ElidedLabel
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.place_tips import PlaceTips

_SIGNS: Final = {Severity.NOTE: "·", Severity.GOOD: "✓", Severity.HINT: "!", Severity.PROBLEM: "✕"}
_NAMES: Final = {Severity.NOTE: "Note", Severity.GOOD: "Good", Severity.HINT: "Hint", Severity.PROBLEM: "Problem"}
HEADING: Final = "Layer by layer"
_LINES: Final = 4
_MOST_ROWS: Final = 6


class LearningSignals(QWidget):
    """The most important notice in words, and a row for each layer that can be opened.

    Its height changes only when a person opens the rows.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("learning_signals")
        self.setAccessibleName("What the run shows")
        self._severity = Severity.NOTE
        self._sign = QLabel(self)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        scaled(self._sign.setFixedWidth, 3 * GRID)
        self._title = ElidedLabel(self)
        self._title.setObjectName("notice_title")
        self._words = QLabel(self)
        self._words.setObjectName("notice_words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._title, self._words):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows = LayerRows()
        self._area = _Scrolled(self.rows)
        self.disclosure = Disclosure(HEADING, _alone(self._area))
        self.disclosure.header.setObjectName("layer_by_layer")
        self.disclosure.header.setToolTip(
            "For each layer: its gradient, how far that moves it in an update, its idle units"
        )
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        scaled(layout.setHorizontalSpacing, GRID // 2)
        scaled(layout.setVerticalSpacing, GRID // 4)
        layout.addWidget(self._sign, 0, 0)
        layout.addWidget(self._title, 0, 1)
        layout.addWidget(self._words, 1, 1)
        layout.addWidget(self.disclosure, 2, 0, 1, 2)
        layout.setColumnStretch(1, 1)
        self._dress()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show what there is to say, the most important first."""
        first = notices[0]
        self._severity = first.severity
        self._sign.setText(_SIGNS[first.severity])
        self._sign.setAccessibleName(_NAMES[first.severity])
        self._title.setText("  ·  ".join(notice.short for notice in notices))
        self._words.setText(" ".join(filter(None, (first.evidence, first.advice))))
        whole = "\n\n".join("\n".join(filter(None, (n.short, n.evidence, n.advice))) for n in notices)
        for label in (self._sign, self._words):  # the title has its own where it is cut
            label.setToolTip(whole)
        self._colour_sign()

    def show_signals(
        self, names: Sequence[str], signals: Sequence[LayerSignal], *, inactive: str, epoch: int | None = None
    ) -> None:
        """Show the rows, see `LayerRows.show_signals`; the heading names the ``epoch`` that they are of, if any."""
        self.rows.show_signals(names, signals, inactive=inactive)
        heading = HEADING if epoch is None else f"{HEADING}, at epoch {count(epoch)}"
        if heading != self.disclosure.header.text():
            self.disclosure.header.setText(heading)
            self.disclosure.header.setAccessibleName(heading)
        if self._area.sizeHint().height() != self._area.height():
            self._area.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._dress()

    def _dress(self) -> None:
        for label in (self._title, self._sign):
            in_type(label, _bold)
        scaled(self._words.setFixedHeight, lambda each: _LINES * each.fontMetrics().lineSpacing() + px(2))
        self._colour_sign()

    def _colour_sign(self) -> None:
        theme = theme_of(self.palette())
        colours = {
            Severity.NOTE: theme.muted,
            Severity.GOOD: theme.good,
            Severity.HINT: theme.warning,
            Severity.PROBLEM: theme.error,
        }
        palette = self._sign.palette()
        if palette.color(QPalette.ColorRole.WindowText) != colours[self._severity]:
            palette.setColor(QPalette.ColorRole.WindowText, colours[self._severity])
            self._sign.setPalette(palette)


class LayerRows(QWidget):
    """One row a layer: gradient norm, update against weights on a log scale, and the share of idle units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layer_signals")
        self.setAccessibleName("Signals of each layer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._names: tuple[str, ...] = ()
        self._signals: tuple[LayerSignal, ...] = ()
        self._inactive = "dead"
        PlaceTips(self, self._words_at)

    def show_signals(self, names: Sequence[str], signals: Sequence[LayerSignal], *, inactive: str) -> None:
        """Show a row for each of `names` (shapes), with numbers if there are any; `inactive`: dead or saturated."""
        self._names, self._signals, self._inactive = tuple(names), tuple(signals), inactive
        self.setAccessibleDescription("; ".join(f"layer {i + 1}: {self._words(i)}" for i in range(len(self._signals))))
        self.update()

    def row_height(self) -> int:
        """Pixels of one row."""
        return self.fontMetrics().height() + px(4)

    def sizeHint(self) -> QSize:
        return QSize(px(360), self.row_height() * (1 + len(self._names)))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.row_height() * 2)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            height, width = self.row_height(), self.width()
            name, gradient, ratio, track, inactive = self._columns(width)
            centre = Qt.AlignmentFlag.AlignVCenter
            right = centre | Qt.AlignmentFlag.AlignRight
            painter.setFont(caption_font(self.font()))
            painter.setPen(theme.muted)
            for column, words in ((gradient, "gradient"), (ratio, "update/weight"), (inactive, self._inactive)):
                painter.drawText(QRectF(column[0], 0, column[1], height), right, words)
            painter.drawText(QRectF(name[0], 0, name[1], height), centre, "layer")
            for index, shape in enumerate(self._names):
                top = (index + 1) * height
                middle = top + height / 2
                colour = theme.layers[index % len(theme.layers)]
                painter.setPen(stroke_of(index).pen(colour))
                painter.drawLine(QPointF(pxf(2), middle), QPointF(pxf(26), middle))
                painter.setPen(theme.text)
                painter.drawText(
                    QRectF(name[0] + pxf(32), top, name[1] - pxf(32), height), centre, f"{index + 1} · {shape}"
                )
                if index >= len(self._signals):
                    continue
                signal = self._signals[index]
                for column, words in (
                    (gradient, number(signal.gradient_norm, 2)),
                    (ratio, fraction(signal.update_ratio)),
                    (
                        inactive,
                        "–" if signal.inactive_share is None else percent(signal.inactive_share, None, is_narrow=True),
                    ),
                ):
                    painter.drawText(QRectF(column[0], top, column[1], height), right, words)
                line = QRectF(track[0], middle - pxf(3), track[1], pxf(6))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.grid)
                painter.drawRoundedRect(line.adjusted(0, pxf(2), 0, -pxf(2)), pxf(1), pxf(1))
                usual = [line.left() + _along(limit) * line.width() for limit in USUAL_UPDATE]
                painter.setBrush(theme.tint)
                shaded = QRectF(usual[0], line.top(), usual[1] - usual[0], line.height())
                painter.drawRoundedRect(shaded, pxf(2), pxf(2))
                painter.setBrush(colour)
                place = QPointF(line.left() + _along(signal.update_ratio) * line.width(), middle)
                painter.drawEllipse(place, pxf(4), pxf(4))

    def _columns(self, width: int) -> tuple[tuple[float, float], ...]:
        """Left and width of: name, gradient, ratio, its track, inactive."""
        advance = QFontMetrics(caption_font(self.font())).horizontalAdvance
        name = pxf(32) + advance("88 · 888→888")
        gradient = pxf(8) + max(advance("gradient"), advance(number(8.8e-88, 2)))
        ratio = pxf(12) + advance("update/weight")
        inactive = pxf(12) + max(advance(self._inactive), advance(percent(1e-9, None, is_narrow=True)))
        track = max(0.0, width - name - gradient - ratio - inactive - pxf(3 * GRID))
        lefts = [0.0, name, name + gradient, name + gradient + ratio + pxf(1.5 * GRID), width - inactive]
        return tuple(zip(lefts, (name, gradient, ratio, track, inactive), strict=True))

    def _words_at(self, place: QPoint) -> str:
        row = place.y() // self.row_height() - 1
        return f"Layer {row + 1}: {self._words(row)}" if 0 <= row < len(self._signals) else self._explanation()

    def _explanation(self) -> str:
        low, high = USUAL_UPDATE
        return (
            "Gradient: how strongly the cost tells the layer to change (its norm).\n"
            "Update/weight: how far the gradient moves the layer in one update, against the size of its weights. "
            "Weight decay (L2) moves it too, but teaches nothing: that part is left out. The usual range, about "
            f"{fraction(low)} to {fraction(high)}, is shaded.\n"
            f"{self._inactive.capitalize()}: the share of units that next to no held-out digit can teach any more."
        )

    def _words(self, row: int) -> str:
        signal = self._signals[row]
        moved = fraction(signal.update_ratio)
        words = (
            f"gradient norm {number(signal.gradient_norm, 3)}; it moves the layer by {moved} of its size in an update"
        )
        if signal.inactive_share is not None:
            words += f"; {percent(signal.inactive_share, None)} of its units {self._inactive}"
        return words


def _bold(base: QFont) -> QFont:
    font = QFont(base)
    font.setBold(True)
    return font


def _along(ratio: float) -> float:
    """The place of a ratio on a log scale from 1e-6 to 1, 0…1."""
    return min(max((math.log10(max(ratio, 1e-9)) + 6) / 6, 0.0), 1.0)


class _Scrolled(QScrollArea):
    """As high as its rows, up to a few; more are scrolled."""

    def __init__(self, rows: LayerRows) -> None:
        super().__init__()
        self._rows = rows
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        self.setWidget(rows)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing in it to go to
        self.viewport().setAutoFillBackground(False)
        rows.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return QSize(px(360), min(self._rows.sizeHint().height(), (_MOST_ROWS + 1) * self._rows.row_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), self.sizeHint().height())


def _alone(widget: QWidget) -> QWidget:
    """A holder without margins, for the disclosure to show and hide."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    return holder
