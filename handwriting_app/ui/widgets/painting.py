"""The one way to paint: whatever goes wrong meanwhile, the process lives, and a person is told.

Qt takes the process down when a painter is still open after an exception, and in places when one leaves Python at all.
So:

- a painter stands in a ``with``, which ends it: ``with QPainter(self) as painter:``;
- every ``paintEvent`` is `guarded`, and the ``paint`` of every graphics item is a `guarded_item`;
- a widget that paints leaves ``event`` and ``viewportEvent`` to Qt: `place_tips.PlaceTips` shows its tooltips.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QGraphicsItem, QWidget

Widget = TypeVar("Widget", bound=QWidget)
Item = TypeVar("Item", bound=QGraphicsItem)

CANNOT_BE_DRAWN: Final = "This picture could not be drawn"

_IS_REPORTED: Final = "_fault_of_painting_is_reported"


def guarded(paint: Callable[[Widget, QPaintEvent], None]) -> Callable[[Widget, QPaintEvent], None]:
    """Let a ``paintEvent`` fail without harm.

    Words take the place of the picture. The first exception of a widget is handed to `sys.excepthook`, in a turn of the
    event loop of its own, since nobody may open a dialog while a widget is painted; those that follow are not told.
    """

    @wraps(paint)
    def paint_or_say_so(widget: Widget, event: QPaintEvent) -> None:
        try:
            paint(widget, event)
        except Exception as error:
            report_once(widget, error)
            device = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
            with QPainter(device) as painter:
                painter.fillRect(device.rect(), widget.palette().color(QPalette.ColorRole.Window))
                _paint_words(painter, QRectF(device.rect()), widget.palette())

    return paint_or_say_so


def guarded_item(paint: Callable[[Item, QPainter], None]) -> Callable[..., None]:
    """The same for the ``paint`` of a graphics item, which is handed a painter; Qt's other arguments are left out."""

    @wraps(paint)
    def paint_or_say_so(item: Item, painter: QPainter, *_: Any) -> None:
        placed = painter.transform()
        try:
            paint(item, painter)
        except Exception as error:
            report_once(item, error)
            painter.resetTransform()
            _paint_words(painter, placed.mapRect(item.boundingRect()), QGuiApplication.palette())

    return paint_or_say_so


def report_once(painted: object, error: Exception) -> None:
    """Hand the first exception of a widget to `sys.excepthook`, in a turn of the event loop of its own."""
    if _IS_REPORTED not in vars(painted):
        setattr(painted, _IS_REPORTED, True)
        QTimer.singleShot(0, lambda: sys.excepthook(type(error), error, error.__traceback__))


def _paint_words(painter: QPainter, area: QRectF, palette: QPalette) -> None:
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, CANNOT_BE_DRAWN)
