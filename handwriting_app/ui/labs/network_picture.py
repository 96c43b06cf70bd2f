"""A network with one hidden layer, each hidden unit as a small picture of its answers over the plane."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.engine.arrays import Array
from handwriting_app.engine.network import Network
from handwriting_app.lab.plane import COARSE, grid, hidden_answers
from handwriting_app.ui.colour_maps import diverging_image
from handwriting_app.ui.labs.figure import CENTRE, sign_pen, subscript
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import caption_font, theme_of
from handwriting_app.ui.widgets.painting import guarded


class NetworkPicture(QWidget):
    """Inputs on the left, the hidden units in the middle, the answer on the right; edges as wide as their weights."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layers_network")
        self.setAccessibleName("Picture of the network")
        self.setToolTip(
            "Each small square is the plane as one hidden unit sees it: orange where it says yes. "
            "The last one adds them up."
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._network: Network | None = None
        self._pictures: list[Array] = []

    def sizeHint(self) -> QSize:
        return QSize(px(320), px(152))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(108))

    def show_network(self, network: Network) -> None:
        self._network = network
        answer = 2 * network.predict(grid(COARSE))[:, 1] - 1
        self._pictures = [*hidden_answers(network), answer.reshape(COARSE, COARSE)]
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._network is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            theme = theme_of(self.palette())
            network = self._network
            units = network.sizes[1]
            width, height = self.width(), self.height() - pxf(18)
            pitch = min(height / units, pxf(48))
            side = pitch - pxf(4)
            inputs = [QPointF(pxf(18), height * share) for share in (0.3, 0.7)]
            output = QPointF(width - pxf(34), height / 2)
            middle = (inputs[0].x() + output.x()) / 2
            hidden = [QPointF(middle, height / 2 + (row - (units - 1) / 2) * pitch) for row in range(units)]
            votes = network.weights[1][1] - network.weights[1][0]
            for index, centre in enumerate(hidden):
                for start, weight in zip(inputs, network.weights[0][index], strict=True):
                    painter.setPen(sign_pen(float(weight), theme))
                    painter.drawLine(start, centre)
                painter.setPen(sign_pen(float(votes[index]), theme))
                painter.drawLine(centre, output)
            painter.setFont(caption_font(self.font()))
            for index, start in enumerate(inputs):
                painter.setPen(QPen(theme.outline, pxf(1.5)))
                painter.setBrush(theme.surface)
                disc = QRectF(start.x() - pxf(15), start.y() - pxf(15), pxf(30), pxf(30))
                painter.drawEllipse(disc)
                painter.setPen(theme.text)
                painter.drawText(disc, CENTRE, f"X{subscript(index + 1)}")
            for centre, answers in zip([*hidden, output], self._pictures, strict=True):
                half = pxf(30) if centre is output else side / 2
                box = QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)
                painter.drawImage(box, diverging_image(answers, 1.0, theme))
                painter.setPen(QPen(theme.text, pxf(1)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
            painter.setPen(theme.muted)
            for x, words in ((inputs[0].x() + pxf(8), "inputs"), (middle, "hidden layer"), (output.x(), "answer")):
                painter.drawText(QRectF(x - pxf(60), height, pxf(120), pxf(18)), CENTRE, words)
