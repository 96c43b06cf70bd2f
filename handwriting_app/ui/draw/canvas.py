"""The square to draw on: mouse, pen or finger in, `Drawing`s out."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from math import hypot
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QEventPoint,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from handwriting_app.engine.classes import TEN_DIGITS, Classes
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.sketch import Sketch
from handwriting_app.names import shown_name
from handwriting_app.numerals import percent
from handwriting_app.ui.draw.cursors import eraser_cursor, pen_cursor
from handwriting_app.ui.draw.ink_pixmap import InkPixmap
from handwriting_app.ui.draw.key_pen import KEPT, KeyPen
from handwriting_app.ui.draw.strays import PenInReach, Strays
from handwriting_app.ui.sizes import px, pxf, scaled
from handwriting_app.ui.theme import Theme, caption_font, theme_of, title_font
from handwriting_app.ui.widgets.fill import fill
from handwriting_app.ui.widgets.heard import Seldom, say
from handwriting_app.ui.widgets.painting import guarded
from handwriting_app.ui.widgets.plain_text import in_tooltip

FRAME_MS: Final = 16
"""At most one `drawing_changed` in this time while the pen moves."""

SMALLEST: Final = 200
LARGEST: Final = 480
"""Pixels of a side at 100 %."""

ERASER_REACH: Final = 0.035
"""Of the side: how near the eraser must pass."""

HINT: Final = ("Draw a digit", "0 to 9, as large as you like")
"""On the empty paper, while digits are read."""

NAMED: Final = 4
"""Symbols that it names, where others are read."""

FOCUS_LINE: Final = 3
"""Pixels of the edge of paper that has the focus, at 100 %."""

PEN_RING: Final = 6.0
"""Pixels at 100 % from the middle of the mark to its ring, where a pen is moved by the keys."""

BASELINE: Final = 0.84
"""Where the guide to write on lies, from the top, of the side."""


class _Holder(Enum):
    """Who moves the pen. Until it is lifted, others are ignored, except those it gives way to.

    A pen and a finger may be lost without a word. Nobody presses a mouse by accident while they draw, nor a pen while a
    hand lies on the screen: who does means it.
    """

    MOUSE = auto()
    PEN = auto()
    FINGER = auto()
    KEYS = auto()

    def gives_way_to(self, other: _Holder) -> bool:
        """Whether its stroke ends when ``other`` begins one."""
        is_sure = other is _Holder.MOUSE or (self is _Holder.FINGER and other is _Holder.PEN)
        return self in (other, _Holder.KEYS) or is_sure


class Canvas(QWidget):
    """A square of paper. Points are in units of its side: 0…1, x to the right, y down; so a resize loses nothing.

    Pressure and hovering are ignored; a pen that leaves the paper while it is down draws along the edge, so that what
    is read is what is seen. A click makes a dot. The stroke ends when the button or the pen is lifted, and also when
    the window, the focus or the pointer is lost, or the pen leaves the tablet's reach.

    Signals:
        drawing_changed(Drawing): by the user, at most once a frame while the pen moves, at once when it is lifted.
        history_changed(bool, bool): whether there is something to undo, and to redo.
        key_pen_changed(bool): whether the keys draw.

    Attributes:
        own_keys: Those of the table that it keeps now.
    """

    drawing_changed = Signal(object)
    history_changed = Signal(bool, bool)
    key_pen_changed = Signal(bool)

    accessible_role = QAccessible.Role.Canvas

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sketch = Sketch()
        self._ink = InkPixmap()
        self._overlay: QImage | None = None
        self._picture: QImage | None = None
        self._hint: tuple[str, str] | None = None  # in place of the usual one
        self._usual_hint = HINT
        self._eraser = False
        self._holder: _Holder | None = None
        self._finger = -1
        self._pen_in_reach = PenInReach(self, self._lift)
        self._key_pen = KeyPen()
        self.own_keys: frozenset[str] = frozenset()
        self._say_place = Seldom(self._say_where, self)
        self._at = QPointF()
        self._shown = self._sketch.drawing  # what the world outside knows
        self._has_news = False
        self._history = (False, False)
        self._since_told = QElapsedTimer()
        self._tell_later = QTimer(self)
        self._tell_later.setSingleShot(True)
        self._tell_later.setTimerType(Qt.TimerType.PreciseTimer)
        self._tell_later.timeout.connect(self._tell)

        self.setObjectName("canvas")
        self.show_classes(TEN_DIGITS)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTabletTracking(True)  # a pen that hovers is a pen that was lifted
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        scaled(self.setMinimumSize, SMALLEST, SMALLEST)
        scaled(self.setMaximumSize, LARGEST, LARGEST)
        self._set_cursor()
        Strays(self, self._touch, self._lift)

    # What others ask for

    @property
    def drawing(self) -> Drawing:
        """What is on the paper now, with the stroke under way."""
        return self._sketch.drawing

    def set_pen_width(self, share: float) -> None:
        """Show all ink this wide, as a share of the paper's side; it is read by its middle line, so as before."""
        self._ink.set_pen_width(share)
        self._repaint_ink()

    def set_drawing(self, drawing: Drawing) -> None:
        """Show `drawing`, scaled to the paper if it does not lie on it. Can be undone; emits no `drawing_changed`."""
        if drawing is self._shown or drawing is self._sketch.drawing:
            return
        from handwriting_app.ink.strokes import fitted  # the canvas is painted before numpy (0.6 of an empty window)

        self._drop_pen()
        self._sketch.replace(fitted(drawing))
        self._shown = drawing
        self._has_news = False
        self._tell_later.stop()
        self._repaint_ink()
        self._tell_history()

    def set_overlay(self, overlay: QImage | None) -> None:
        """Lay a picture over the whole square, unsmoothed; give it transparency, so that the ink shows through."""
        self._overlay = overlay
        self.update()

    def set_picture(self, picture: QImage | None) -> None:
        """Show a digit that was not drawn, unsmoothed, where the ink would be; the next stroke takes its place."""
        self._picture = picture
        self.update()

    def show_classes(self, classes: Classes) -> None:
        """Ask for one of these from now on."""
        if classes.names == TEN_DIGITS.names:
            named, self._usual_hint = HINT[1].split(",")[0], HINT
        else:
            some = [shown_name(name, 8) for name in classes.names[:NAMED]]
            named = ", ".join(some) + (" …" if len(classes) > NAMED else "")
            self._usual_hint = classes.worded(HINT[0]), named
        self.setAccessibleName(classes.worded("Canvas to draw a digit on"))
        self.setToolTip(
            in_tooltip(classes.worded(f"Draw one digit, {named}, with the mouse, a pen or a finger; P: with the keys"))
        )
        self.update()

    def set_hint(self, title: str = "", more: str = "") -> None:
        """What the empty paper says, in place of what can be drawn; without a title, that again."""
        self._hint = (title, more) if title else None
        self.update()

    def set_eraser(self, on: bool) -> None:
        """From now on the pen takes away the strokes that it touches."""
        self._lift()
        self._eraser = on
        self._set_cursor()

    def set_key_pen(self, on: bool) -> None:
        """From now on the keys draw while the canvas has the focus, which it takes; or they draw no longer."""
        if on == self._key_pen.is_on:
            return
        self._key_pen.is_on = on
        self.own_keys = KEPT if on else frozenset()
        if on:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            say(self, "The arrow keys move the pen, Space puts it down and lifts it, Escape ends.")
        else:
            self._key_pen.let_go()
            self._release(_Holder.KEYS)
            say(self, "The keys draw no longer.")
        self.update()
        self.key_pen_changed.emit(on)

    def in_words(self) -> str:
        """What is on the paper, and where a pen that is moved by the keys is."""
        count = len(self._sketch.drawing.strokes)
        if not count and self._picture is not None:
            words = "A picture, not drawn."
        else:
            words = f"{count} stroke{'s' if count != 1 else ''}." if count else "Nothing is drawn."
        return f"{words} {self._where()}" if self._key_pen.is_on else words

    def undo(self) -> None:
        self._edit(self._sketch.undo)

    def redo(self) -> None:
        self._edit(self._sketch.redo)

    def clear(self) -> None:
        self._edit(self._sketch.clear)

    # Size

    def sizeHint(self) -> QSize:
        return QSize(px(288), px(288))

    def square(self) -> QRect:
        """The paper: the largest square in the middle of the widget."""
        side = min(self.width(), self.height())
        return QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)

    # The pen's way: every device comes down to these four

    def _press(self, holder: _Holder, at: QPointF, *, erase: bool) -> None:
        if self._holder is not None:
            if not self._holder.gives_way_to(holder):
                return
            self._lift()  # its release went elsewhere
        self._holder = holder
        self._pen_in_reach.watch(holder is _Holder.PEN)
        self._at = self._to_units(at)
        if erase:
            self._sketch.begin_erasing()
            self._erase_to(self._at)
            return
        was_empty = self._sketch.drawing.is_empty
        self._sketch.begin(self._at.x(), self._at.y())
        if was_empty:
            self.update()  # the hint goes
        else:
            self._update_part(self._ink.extent(self._sketch.drawing.strokes[-1]))
        self._tell_soon()
        self._tell_history()

    def _move(self, holder: _Holder, at: QPointF) -> None:
        if self._holder is not holder:
            return
        to = self._to_units(at)
        if self._sketch.is_erasing:
            self._erase_to(to)
        elif self._sketch.extend(to.x(), to.y()):
            self._update_part(self._ink.grow(self._sketch.drawing.strokes[-1]))
            self._tell_soon()
        self._at = to

    def _release(self, holder: _Holder) -> None:
        if self._holder is holder:
            self._lift()

    def _lift(self) -> None:
        """End what the pen does, whoever holds it; what is drawn stays."""
        if self._holder is None:
            return
        self._drop_pen()
        self._tell()

    def _drop_pen(self) -> None:
        if self._holder is _Holder.PEN:
            self._pen_in_reach.watch(False)
        self._holder = None
        if self._sketch.is_stroke_open:
            stroke = self._sketch.drawing.strokes[-1]
            self._ink.end(stroke)
            self._update_part(self._ink.extent(stroke))
        self._sketch.finish()

    def _erase_to(self, to: QPointF) -> None:
        way = to - self._at
        steps = 1 + int(hypot(way.x(), way.y()) / ERASER_REACH)
        erased = False
        for step in range(1, steps + 1):
            point = self._at + way * (step / steps)
            erased |= self._sketch.erase_near(point.x(), point.y(), ERASER_REACH)
        if erased:
            self._repaint_ink()
            self._tell_soon()
            self._tell_history()

    def _to_units(self, at: QPointF) -> QPointF:
        square = self.square()
        side = max(square.width(), 1)
        x, y = (at.x() - square.x()) / side, (at.y() - square.y()) / side
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    # Telling

    def _edit(self, edit: Callable[[], None]) -> None:
        self._drop_pen()
        before = self._sketch.drawing
        edit()
        self._has_news |= self._sketch.drawing is not before
        self._repaint_ink()
        self._tell()

    def _tell_soon(self) -> None:
        self._has_news = True
        if not self._tell_later.isActive():
            elapsed = self._since_told.elapsed() if self._since_told.isValid() else FRAME_MS
            self._tell_later.start(max(0, FRAME_MS - elapsed))

    def _tell(self) -> None:
        self._tell_later.stop()
        self._tell_history()
        if not self._has_news:
            return
        self._has_news = False
        self._shown = drawing = self._sketch.drawing
        self._since_told.start()
        self.drawing_changed.emit(drawing)

    def _tell_history(self) -> None:
        history = (self._sketch.can_undo, self._sketch.can_redo)
        if history != self._history:
            self._history = history
            self.history_changed.emit(*history)

    # Devices

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not _is_synthetic(event):
            self._press(_Holder.MOUSE, event.position(), erase=self._eraser)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._holder is _Holder.MOUSE and not event.buttons() & Qt.MouseButton.LeftButton:
            self._lift()  # the release went elsewhere
        elif not _is_synthetic(event):
            self._move(_Holder.MOUSE, event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not _is_synthetic(event):
            self._move(_Holder.MOUSE, event.position())
            self._release(_Holder.MOUSE)

    def tabletEvent(self, event: QTabletEvent) -> None:
        # Accepted whatever it is, hovering too: Qt makes mouse events of what is not.
        event.accept()
        if event.type() is QEvent.Type.TabletPress and event.button() is Qt.MouseButton.LeftButton:
            is_eraser = event.pointerType() is QPointingDevice.PointerType.Eraser
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._press(_Holder.PEN, event.position(), erase=self._eraser or is_eraser)
        elif event.type() is QEvent.Type.TabletMove:
            if _hovers(event):
                self._release(_Holder.PEN)  # it was lifted elsewhere
            self._move(_Holder.PEN, event.position())
        elif event.type() is QEvent.Type.TabletRelease and event.button() is Qt.MouseButton.LeftButton:
            self._move(_Holder.PEN, event.position())
            self._release(_Holder.PEN)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if event.type() is QEvent.Type.TouchCancel:
            self._release(_Holder.FINGER)
            return
        if event.type() is QEvent.Type.TouchBegin:
            self._release(_Holder.FINGER)  # in case its end went elsewhere
        for point in event.points():
            if point.state() is QEventPoint.State.Pressed:
                if self._holder is None:
                    self._finger = point.id()
                    self.setFocus(Qt.FocusReason.MouseFocusReason)
                    self._press(_Holder.FINGER, point.position(), erase=self._eraser)
            elif point.id() == self._finger and point.state() is not QEventPoint.State.Stationary:
                self._move(_Holder.FINGER, point.position())
                if point.state() is QEventPoint.State.Released:
                    self._release(_Holder.FINGER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, put down and lift the pen of the keys."""
        key = Qt.Key(event.key())
        if not self._key_pen.is_on:
            super().keyPressEvent(event)
        elif self._key_pen.press(event):
            self._move(_Holder.KEYS, self._to_pixels(self._key_pen.place))
            self._say_place.ask()
            self.update()
        elif key is Qt.Key.Key_Space and not event.isAutoRepeat():
            self._turn_key_pen()
        elif key is Qt.Key.Key_Escape:
            self.set_key_pen(False)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Two arrows that are held together go aslant, until one is let go."""
        self._key_pen.release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere draws no longer; who only looks at another window does when they are back."""
        super().focusOutEvent(event)
        self._key_pen.let_go()
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.set_key_pen(False)

    def _turn_key_pen(self) -> None:
        if self._holder is _Holder.KEYS:
            self._release(_Holder.KEYS)
            say(self, "Pen up.")
        else:
            self._press(_Holder.KEYS, self._to_pixels(self._key_pen.place), erase=self._eraser)
            say(self, "Pen down.")
        self.update()

    def _say_where(self) -> None:
        say(self, self._where())

    def _where(self) -> str:
        place = self._key_pen.place
        pen = "down" if self._holder is _Holder.KEYS else "up"
        return f"The pen is {pen}, {percent(place.x())} from the left, {percent(place.y())} from the top."

    def _to_pixels(self, place: QPointF) -> QPointF:
        square = self.square()
        return QPointF(square.topLeft()) + place * square.width()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._set_cursor()
            self.update()
        elif event.type() is QEvent.Type.EnabledChange:
            self._lift()

    # Painting

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self.palette())
        square, drawing = self.square(), self._sketch.drawing
        if not self._ink.fits(square.width(), self.devicePixelRatioF(), theme.ink):
            self._rebuild_ink(theme)
        with QPainter(self) as painter:
            fill(painter, event.rect(), theme.background)
            fill(painter, square, theme.paper)
            painter.translate(square.topLeft())
            if self._picture is not None and drawing.is_empty:
                painter.drawImage(QRect(QPoint(), square.size()), self._picture)
            is_empty = drawing.is_empty and self._picture is None
            self._paint_guides(painter, square.width(), theme, is_empty=is_empty)
            part = event.rect().intersected(square).translated(-square.topLeft())
            if not part.isEmpty() and not drawing.is_empty:
                painter.setClipRect(part)
                self._ink.paint(painter, drawing.strokes[-1] if self._sketch.is_stroke_open else None)
                painter.setClipping(False)
            if self._overlay is not None:
                painter.drawImage(QRect(QPoint(), square.size()), self._overlay)
            is_focused = self.hasFocus()
            if self._key_pen.is_on and is_focused:
                self._paint_key_pen(painter, square.width(), theme)
            line = px(FOCUS_LINE if is_focused else 1)
            painter.setPen(QPen(theme.accent if is_focused else theme.outline, line))
            inset = (line - 1) / 2
            painter.drawRect(QRectF(inset, inset, square.width() - line, square.height() - line))

    def _paint_key_pen(self, painter: QPainter, side: int, theme: Theme) -> None:
        """A ring with a cross where the pen is, filled while it is down; and what the keys do."""
        is_down = self._holder is _Holder.KEYS
        words = f"Arrows: move · Space: pen {'up' if is_down else 'down'} · Esc: done"
        painter.setFont(caption_font(self.font()))
        height = painter.fontMetrics().height() + px(4)
        strip = QRect(px(2), side - height - px(2), side - px(4), height)
        painter.fillRect(strip, theme.tint)
        painter.setPen(theme.text)
        painter.drawText(strip, Qt.AlignmentFlag.AlignCenter, words)
        at = self._key_pen.place * side
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((theme.paper, 4), (theme.accent, 2)):
            painter.setPen(QPen(colour, pxf(width)))
            painter.setBrush(theme.accent if is_down else Qt.BrushStyle.NoBrush)
            ring = pxf(PEN_RING)
            painter.drawEllipse(at, ring, ring)
            for across, down in ((1, 0), (0, 1), (-1, 0), (0, -1)):
                away = QPointF(across, down)
                painter.drawLine(at + away * ring, at + away * 2 * ring)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_guides(self, painter: QPainter, side: int, theme: Theme, *, is_empty: bool) -> None:
        painter.setPen(QPen(theme.grid, px(1), Qt.PenStyle.DashLine))
        y = round(BASELINE * side)
        painter.drawLine(round(0.1 * side), y, round(0.9 * side), y)
        if not is_empty:
            return
        title, more = self._hint or self._usual_hint
        painter.setPen(theme.muted)
        painter.setFont(title_font(self.font()))
        middle = QRect(0, 0, side, round(0.92 * side))
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, title)
        painter.setFont(caption_font(self.font()))
        below = QRect(0, round(0.5 * side), side, round(0.12 * side))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, more)

    def _repaint_ink(self) -> None:
        self._rebuild_ink(theme_of(self.palette()))
        self.update()

    def _rebuild_ink(self, theme: Theme) -> None:
        strokes = self._sketch.drawing.strokes
        growing = strokes[-1] if self._sketch.is_stroke_open else None
        finished = strokes[:-1] if self._sketch.is_stroke_open else strokes
        self._ink.rebuild(finished, growing, self.square().width(), self.devicePixelRatioF(), theme.ink)

    def _update_part(self, part: QRectF) -> None:
        self.update(part.translated(QPointF(self.square().topLeft())).toAlignedRect())

    def _set_cursor(self) -> None:
        theme = theme_of(self.palette())
        self.setCursor(eraser_cursor(theme) if self._eraser else pen_cursor(theme))


def _hovers(event: QTabletEvent) -> bool:
    return not event.buttons() & Qt.MouseButton.LeftButton and event.pressure() == 0


def _is_synthetic(event: QMouseEvent) -> bool:
    """Whether a system made this of a pen's or a finger's event, which the canvas gets as such too."""
    return event.source() is not Qt.MouseEventSource.MouseEventNotSynthesized
