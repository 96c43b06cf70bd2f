"""A section that opens and closes under its own heading, for what not everyone needs."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QVBoxLayout, QWidget

from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import theme_of
from handwriting_app.ui.widgets.painting import guarded

_ARROW = 12
"""Pixels at 100 %."""


class Disclosure(QWidget):
    """A heading with an arrow; a click on it shows or hides the body. It starts closed.

    Signals:
        toggled(bool): The section was opened (True) or closed.
    """

    toggled = Signal(bool)

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body = body
        self.header = DisclosureHeader(title)
        self.header.toggled.connect(self._show_body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(body)
        body.hide()

    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self.header.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body."""
        self.header.setChecked(is_open)

    def _show_body(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self.toggled.emit(is_open)


class DisclosureHeader(QAbstractButton):
    """The heading: an arrow and words without a frame, for it is no action but a place."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as the words and the arrow, and high enough to hit."""
        metrics = self.fontMetrics()
        return QSize(px(_ARROW + 8) + metrics.horizontalAdvance(self.text()), metrics.height() + px(8))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow, the words, and a frame that shows the focus."""
        theme = theme_of(self.palette())
        with QPainter(self) as painter:
            option = QStyleOption()
            option.initFrom(self)
            side = px(_ARROW)
            option.rect = QRect(0, (self.height() - side) // 2, side, side)
            arrow = QStyle.PrimitiveElement.PE_IndicatorArrowRight
            if self.isChecked():
                arrow = QStyle.PrimitiveElement.PE_IndicatorArrowDown
            self.style().drawPrimitive(arrow, option, painter, self)
            painter.setPen(theme.accent if self.underMouse() else theme.text)
            painter.drawText(self.rect().adjusted(px(_ARROW + 4), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(theme.accent, px(1)))
                edge = px(1) // 2
                painter.drawRoundedRect(self.rect().adjusted(edge, edge, -1 - edge, -1 - edge), pxf(3), pxf(3))
