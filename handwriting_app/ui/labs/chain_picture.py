"""a + b + c → f → error as a graph: values on the way forward above the edges, derivatives on the way back below."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.lab.equations import output_text, sign, stated
from handwriting_app.lab.expression import NAMES, Expression
from handwriting_app.numerals import number
from handwriting_app.ui.labs.figure import CENTRE, capsule_half, paint_capsule, paint_pill, pill_width
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded

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
        return QSize(px(420), px(220))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(320), px(170))

    def show_expression(self, expression: Expression, chosen: int) -> None:
        self._expression, self._chosen = expression, chosen
        trace = expression.trace()
        self.setAccessibleDescription(
            f"{stated('z', trace.z)}, {stated('y', trace.y)}, {stated('error', trace.error)}; "
            f"{stated(f'the derivative of the error by {NAMES[chosen]}', trace.product)}"
        )
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            width, height = self.width(), self.height()
            expression, trace = self._expression, self._expression.trace()
            # So large that there is room for words between the terms, above them and below them.
            radius = min(max((height / 2 - pxf(42)) / 3, pxf(12)), pxf(RADIUS))
            middle = height / 2
            numbers = [number(term) for term in expression.terms]
            left, right = capsule_half(painter, numbers, radius) + pxf(22), width - pxf(40)
            step = min(height / 2 - radius - pxf(22), pxf(110))
            terms = [QPointF(left, middle + (row - 1) * step) for row in range(3)]
            add, function = (QPointF(left + (right - left) * share, middle) for share in (0.41, 0.7))
            error = QPointF(right, middle)

            for row, start in enumerate(terms):
                self._edge(painter, theme, start, add, radius, is_path=row == self._chosen)
            self._edge(painter, theme, add, function, radius, is_path=True)
            self._edge(painter, theme, function, error, radius, is_path=True)

            small = caption_font(self.font())
            for row, start in enumerate(terms):
                painter.setFont(self.font())
                area = self._disc(painter, theme, start, radius, numbers[row])
                painter.setFont(small)
                painter.setPen(theme.muted)
                painter.drawText(
                    QRectF(area.left() - pxf(20), start.y() - pxf(9), pxf(18), pxf(18)), CENTRE, NAMES[row]
                )
                # Between the terms on the side where the chosen path does not go.
                is_above = row == 0 or (row == 1 and self._chosen == 2)
                words = stated(f"∂E/∂{NAMES[row]}", trace.product, 3)
                half = pill_width(painter, words) / 2
                centre = QPointF(
                    max(start.x(), half + pxf(2)), start.y() + (radius + pxf(12)) * (-1 if is_above else 1)
                )
                paint_pill(painter, centre, words, theme, theme.warning if row == self._chosen else theme.muted)
            painter.setFont(self.font())
            self._disc(painter, theme, add, radius, "+")
            self._disc(painter, theme, function, radius, {"sigmoid": "σ", "relu": "ReLU"}.get(expression.kind, "y = z"))
            box = QRectF(error.x() - pxf(36), error.y() - radius, pxf(72), 2 * radius)
            painter.setPen(QPen(theme.error, pxf(2)))
            painter.setBrush(theme.surface)
            painter.drawRoundedRect(box, pxf(6), pxf(6))
            painter.setPen(theme.text)
            painter.drawText(box, CENTRE, number(trace.error, 4 if trace.error > 1e-4 else 2))

            painter.setFont(small)
            painter.setPen(theme.muted)
            target = stated("target t", expression.target)
            for y, words in ((box.top() - pxf(58), "E = ½ (y − t)²"), (box.bottom() + pxf(48), target)):
                line = QRectF(width - pxf(204), y, pxf(200), pxf(16))
                painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextDontClip, words)
            chosen = terms[self._chosen]
            off = QPointF(0, radius + pxf(14))
            # What passes unchanged is written with the same digits on both sides.
            text = number(trace.z) if trace.y == trace.z else output_text(expression.kind, trace.z)
            values = (
                ((add + function) / 2, stated("z", trace.z)),
                ((function + error) / 2, f"y {sign(text, trace.y)} {text}"),
            )
            for centre, text in values:
                paint_pill(painter, centre - off, text, theme)
            name = NAMES[self._chosen]
            # In the middle of what can be seen of the edge.
            half = capsule_half(painter, [numbers[self._chosen]], radius)
            across = (half + (add.x() - radius - chosen.x())) / 2
            on_edge = chosen + (add - chosen) * (across / (add.x() - chosen.x()))
            paint_pill(painter, on_edge, stated(f"∂z/∂{name}", trace.dz), theme, theme.warning)
            first, second = stated("∂y/∂z", trace.dy, 3), stated("∂E/∂y", trace.de, 3)
            left_at, right_at = (add + function) / 2 + off, (function + error) / 2 + off - QPointF(pxf(6), 0)
            wide = pill_width(painter, second)
            right_at.setX(min(right_at.x(), self.width() - wide / 2 - pxf(2)))
            if right_at.x() - left_at.x() < (wide + pill_width(painter, first)) / 2 + pxf(4):
                # No room side by side: the second below the first.
                right_at.setY(right_at.y() + painter.fontMetrics().height() + pxf(6))
            paint_pill(painter, left_at, first, theme, theme.warning)
            paint_pill(painter, right_at, second, theme, theme.warning)

    def _edge(
        self, painter: QPainter, theme: Theme, start: QPointF, end: QPointF, radius: float, is_path: bool
    ) -> None:
        painter.setPen(QPen(theme.warning if is_path else theme.outline, pxf(3 if is_path else 1.5)))
        painter.drawLine(start, end)
        if is_path:  # The arrow points back, the way the derivative travels.
            way = start - end
            way = way / (way.x() ** 2 + way.y() ** 2) ** 0.5
            tip = start - way * (radius + pxf(2))
            back, side = tip - way * pxf(9), QPointF(-way.y(), way.x()) * pxf(5)
            painter.setBrush(theme.warning)
            painter.drawPolygon(QPolygonF([tip, back + side, back - side]))

    def _disc(self, painter: QPainter, theme: Theme, centre: QPointF, radius: float, text: str) -> QRectF:
        painter.setPen(QPen(theme.outline, pxf(1.5)))
        painter.setBrush(theme.surface)
        return paint_capsule(painter, centre, radius, text, theme.text)
