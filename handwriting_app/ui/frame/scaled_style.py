"""The style at a size other than 100 %: handles, ticks, scroll bars and the spacings that nobody has set grow too.

At 100 % the style itself is used, which does not have to ask Python for each length.
"""

from __future__ import annotations

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget


class ScaledStyle(QProxyStyle):
    """``base`` with all its lengths multiplied."""

    def __init__(self, base: str, scale: float) -> None:
        super().__init__(base)
        self._scale = scale

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        return round(super().pixelMetric(metric, option, widget) * self._scale)
