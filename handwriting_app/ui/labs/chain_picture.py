"""a + b + c → f → error as a graph: values on the way forward above the edges, derivatives on the way back below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.expression import Expression
from handwriting_app.numerals import trimmed
from handwriting_app.ui.labs.figure import CENTRE, paint_pill
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

NAMES = ("a", "b", "c")
RADIUS = 24.0


class ChainPicture(QWidget):
    """The graph; the path from the error back to the chosen term is drawn strong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chain_picture")
        self.setAccessibleName("Expression with its derivatives")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._expression = Expression()
        self._chosen = 0

    def sizeHint(self) -> QSize:
        return QSize(420, 220)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 170)

    def show_expression(self, expression: Expression, chosen: int) -> None:
        self._expression, self._chosen = expression, chosen
        trace = expression.trace()
        self.setAccessibleDescription(
            f"z = {trimmed(trace.z)}, y = {trimmed(trace.y, 3)}, error = {trimmed(trace.error, 4)}; "
            f"the derivative of the error by {NAMES[chosen]} is {trimmed(trace.product, 4)}"
        )
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            width, height = self.width(), self.height()
            expression, trace = self._expression, self._expression.trace()
            radius = RADIUS
            middle = height / 2
            left, right = radius + 4.0, width - 40.0
            step = min(height / 3 - 4, 110.0)
            terms = [QPointF(left, middle + (row - 1) * step) for row in range(3)]
            add, function = (QPointF(left + (right - left) * share, middle) for share in (0.36, 0.68))
            error = QPointF(right, middle)

            for row, start in enumerate(terms):
                self._edge(painter, theme, start, add, is_path=row == self._chosen)
            self._edge(painter, theme, add, function, is_path=True)
            self._edge(painter, theme, function, error, is_path=True)

            small = caption_font(self.font())
            for row, start in enumerate(terms):
                painter.setFont(self.font())
                self._disc(painter, theme, start, radius, trimmed(expression.terms[row]))
                painter.setFont(small)
                painter.setPen(theme.muted)
                painter.drawText(QRectF(start.x() + radius - 4, start.y() - radius - 6, 20, 16), CENTRE, NAMES[row])
                is_chosen = row == self._chosen
                painter.setPen(theme.warning if is_chosen else theme.muted)
                below = QRectF(start.x() - radius, start.y() + radius + 2, 110, 16)
                painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"∂E/∂{NAMES[row]} = {trimmed(trace.product, 3)}")
            painter.setFont(self.font())
            self._disc(painter, theme, add, radius, "+")
            self._disc(painter, theme, function, radius, {"sigmoid": "σ", "relu": "ReLU"}.get(expression.kind, "id"))
            box = QRectF(error.x() - 34, error.y() - radius, 68, 2 * radius)
            painter.setPen(QPen(theme.error, 2))
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(theme.text)
            painter.drawText(box, CENTRE, trimmed(trace.error, 3))

            painter.setFont(small)
            painter.setPen(theme.muted)
            painter.drawText(QRectF(error.x() - 62, box.top() - 58, 100, 16), CENTRE, "E = ½ (y − t)²")
            painter.drawText(
                QRectF(error.x() - 62, box.bottom() + 40, 100, 16),
                CENTRE,
                f"target t = {trimmed(expression.target)}",
            )
            chosen = terms[self._chosen]
            off = QPointF(0, radius + 14)
            values = (
                ((add + function) / 2, f"z = {trimmed(trace.z)}"),
                ((function + error) / 2, f"y = {trimmed(trace.y, 3)}"),
            )
            for centre, text in values:
                paint_pill(painter, centre - off, text, theme)
            name = NAMES[self._chosen]
            slopes = (
                (chosen + (add - chosen) * 0.58, f"∂z/∂{name} = {trimmed(trace.dz)}"),
                ((add + function) / 2 + off, f"∂y/∂z = {trimmed(trace.dy, 3)}"),
                ((function + error) / 2 + off - QPointF(6, 0), f"∂E/∂y = {trimmed(trace.de, 3)}"),
            )
            for centre, text in slopes:
                paint_pill(painter, centre, text, theme, theme.warning)

    def _edge(self, painter: QPainter, theme: Theme, start: QPointF, end: QPointF, is_path: bool) -> None:
        painter.setPen(QPen(theme.warning if is_path else theme.outline, 3 if is_path else 1.5))
        painter.drawLine(start, end)
        if is_path:  # The arrow points back, the way the derivative travels.
            way = start - end
            way = way / (way.x() ** 2 + way.y() ** 2) ** 0.5
            side = QPointF(-way.y(), way.x())
            tip = start - way * (RADIUS + 2)
            painter.setBrush(theme.warning)
            painter.drawPolygon(QPolygonF([tip, tip - way * 9 + side * 5, tip - way * 9 - side * 5]))

    def _disc(self, painter: QPainter, theme: Theme, centre: QPointF, radius: float, text: str) -> None:
        painter.setPen(QPen(theme.outline, 1.5))
        painter.setBrush(theme.surface)
        painter.drawEllipse(centre, radius, radius)
        painter.setPen(theme.text)
        painter.drawText(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), CENTRE, text)
