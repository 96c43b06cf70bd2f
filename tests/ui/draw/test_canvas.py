from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QInputDevice,
    QMouseEvent,
    QPaintEvent,
    QPalette,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ui.draw.canvas import Canvas
from handwriting_app.ui.theme import DARK, LIGHT, palette_of

SIDE = 300
NO_KEYS = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def canvas(qtbot: QtBot) -> Canvas:
    widget = Canvas()
    qtbot.addWidget(widget)
    widget.setPalette(palette_of(LIGHT))
    widget.resize(SIDE, SIDE)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def seen(canvas: Canvas) -> list[Drawing]:
    drawings: list[Drawing] = []
    canvas.drawing_changed.connect(drawings.append)
    return drawings


def drag(qtbot: QtBot, canvas: Canvas, *points: tuple[int, int]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(*points[0]))
    for point in points[1:]:
        qtbot.mouseMove(canvas, QPoint(*point))
        send_mouse(canvas, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(*points[-1]))


def send_mouse(
    canvas: Canvas,
    kind: QEvent.Type,
    at: tuple[float, float],
    button: Qt.MouseButton,
    buttons: Qt.MouseButton,
    source: Qt.MouseEventSource = Qt.MouseEventSource.MouseEventNotSynthesized,
) -> None:
    place = QPointF(*at)
    event = QMouseEvent(kind, place, place, place, button, buttons, NO_KEYS, source)
    QApplication.sendEvent(canvas, event)


def send_pen(
    canvas: Canvas,
    kind: QEvent.Type,
    at: tuple[float, float],
    *,
    pressure: float = 0.5,
    button: Qt.MouseButton = LEFT,
    tip: QPointingDevice.PointerType = QPointingDevice.PointerType.Pen,
) -> bool:
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        tip,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    down = LEFT if kind is not QEvent.Type.TabletRelease and pressure > 0 else Qt.MouseButton.NoButton
    place = QPointF(*at)
    changed = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletMove else button
    event = QTabletEvent(kind, device, place, place, pressure, 0, 0, 0, 0, 0, NO_KEYS, changed, down)
    event.ignore()
    QApplication.sendEvent(canvas, event)
    return event.isAccepted()


@pytest.fixture(scope="module")
def screen(qapp: QApplication) -> QPointingDevice:
    return QTest.createTouchDevice()


def ink_at(canvas: Canvas, x: float, y: float) -> bool:
    image = canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    return QColor(image.pixel(int(x * ratio), int(y * ratio))).lightness() < 100


def test_what_is_drawn_before_the_first_paint_is_painted_with_it(qtbot: QtBot) -> None:
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    drag(qtbot, canvas, *((30 + step, 30 + step) for step in range(0, 200, 4)))
    assert len(canvas.drawing.strokes) == 1
    canvas.show()
    assert ink_at(canvas, 100, 100)


def test_a_new_canvas_is_empty_and_invites(canvas: Canvas) -> None:
    assert canvas.drawing.is_empty
    assert canvas.objectName() == "canvas"
    assert canvas.accessibleName()
    invited = canvas.grab().toImage()
    canvas.set_drawing(Drawing((np.array([[0.9, 0.05]]),)))
    drawn = canvas.grab().toImage()
    middle = invited.copy(60, 120, 180, 50)
    assert middle != drawn.copy(60, 120, 180, 50)  # the hint is gone


def test_the_mouse_draws_a_stroke_in_units_of_the_side(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    drag(qtbot, canvas, (30, 30), (150, 30), (150, 270))
    (stroke,) = canvas.drawing.strokes
    np.testing.assert_allclose(stroke[[0, -1]], [[0.1, 0.1], [0.5, 0.9]])
    assert len(stroke) >= 3
    assert seen[-1].strokes[0].shape == stroke.shape
    assert ink_at(canvas, 90, 30)
    assert ink_at(canvas, 150, 200)
    assert not ink_at(canvas, 60, 200)


def test_a_click_makes_a_visible_dot(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(150, 150))
    assert seen[-1].strokes[0].shape == (1, 2)
    assert ink_at(canvas, 150, 150)


def test_the_second_press_of_a_double_click_draws_too(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mouseClick(canvas, LEFT, pos=QPoint(100, 150))
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(200, 150))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(200, 150))
    assert len(canvas.drawing.strokes) >= 2


def test_the_right_button_draws_nothing(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(150, 150))
    assert canvas.drawing.is_empty
    drawn_with_left = (50, 50)
    qtbot.mousePress(canvas, LEFT, pos=QPoint(*drawn_with_left))
    qtbot.mouseClick(canvas, Qt.MouseButton.RightButton, pos=QPoint(150, 150))
    send_mouse(canvas, QEvent.Type.MouseMove, (60, 60), Qt.MouseButton.NoButton, LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(60, 60))
    (stroke,) = canvas.drawing.strokes
    np.testing.assert_allclose(stroke, [[50 / SIDE] * 2, [60 / SIDE] * 2])


def test_moving_without_a_button_draws_nothing(canvas: Canvas, seen: list[Drawing]) -> None:
    send_mouse(canvas, QEvent.Type.MouseMove, (60, 60), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
    assert canvas.drawing.is_empty
    assert not seen


def test_a_pen_that_leaves_the_paper_goes_on_along_the_edge(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, (150, 150), (900, 150), (900, -50), (150, 60))
    (stroke,) = canvas.drawing.strokes
    assert stroke.min() >= 0
    assert stroke.max() == 1
    np.testing.assert_allclose(stroke[-1], [0.5, 0.2])


@pytest.mark.parametrize("kind", [QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate])
def test_losing_the_window_ends_the_stroke(
    qtbot: QtBot, canvas: Canvas, seen: list[Drawing], kind: QEvent.Type
) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    send_mouse(canvas, QEvent.Type.MouseMove, (60, 60), Qt.MouseButton.NoButton, LEFT)
    QApplication.sendEvent(canvas, QFocusEvent(kind) if kind is QEvent.Type.FocusOut else QEvent(kind))
    assert len(seen[-1].strokes[0]) == 2
    send_mouse(canvas, QEvent.Type.MouseMove, (200, 200), Qt.MouseButton.NoButton, LEFT)
    assert len(canvas.drawing.strokes[0]) == 2
    canvas.undo()
    assert canvas.drawing.is_empty


def test_a_release_that_went_elsewhere_ends_the_stroke(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    send_mouse(canvas, QEvent.Type.MouseMove, (200, 200), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
    assert canvas.drawing.strokes[0].shape == (1, 2)


def test_hiding_and_disabling_end_the_stroke(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    canvas.setEnabled(False)
    canvas.setEnabled(True)
    send_mouse(canvas, QEvent.Type.MouseMove, (200, 200), Qt.MouseButton.NoButton, LEFT)
    assert canvas.drawing.strokes[0].shape == (1, 2)


def test_pen_pressure_and_hovering_are_ignored(canvas: Canvas, seen: list[Drawing]) -> None:
    send_pen(canvas, QEvent.Type.TabletMove, (10, 10), pressure=0)
    assert canvas.drawing.is_empty
    assert send_pen(canvas, QEvent.Type.TabletPress, (30, 30), pressure=0.01)
    assert send_pen(canvas, QEvent.Type.TabletMove, (60.5, 60), pressure=1.0)
    assert send_pen(canvas, QEvent.Type.TabletRelease, (60.5, 60), pressure=0)
    send_pen(canvas, QEvent.Type.TabletMove, (200, 200), pressure=0)
    (stroke,) = seen[-1].strokes
    np.testing.assert_allclose(stroke, [[0.1, 0.1], [60.5 / SIDE, 0.2]])
    np.testing.assert_array_equal(stroke, canvas.drawing.strokes[0])


def test_the_button_on_the_pens_barrel_draws_nothing(canvas: Canvas) -> None:
    send_pen(canvas, QEvent.Type.TabletPress, (30, 30), button=Qt.MouseButton.RightButton)
    assert canvas.drawing.is_empty


def test_the_other_end_of_the_pen_erases(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, (30, 30), (270, 30))
    rubber = QPointingDevice.PointerType.Eraser
    send_pen(canvas, QEvent.Type.TabletPress, (150, 100), tip=rubber)
    send_pen(canvas, QEvent.Type.TabletMove, (150, 25), tip=rubber)
    send_pen(canvas, QEvent.Type.TabletRelease, (150, 25), tip=rubber)
    assert canvas.drawing.is_empty


def test_one_finger_draws_and_others_are_ignored(canvas: Canvas, seen: list[Drawing], screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(30, 30)).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(60, 60)).press(1, QPoint(250, 250)).commit()
    QTest.touchEvent(canvas, screen).stationary(0).move(1, QPoint(200, 250)).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(90, 60)).release(1, QPoint(200, 250)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(120, 60)).commit()
    (stroke,) = seen[-1].strokes
    np.testing.assert_allclose(stroke, [[0.1, 0.1], [0.2, 0.2], [0.3, 0.2], [0.4, 0.2]], atol=0.01)


def test_a_cancelled_touch_ends_the_stroke_and_the_next_one_draws(canvas: Canvas, screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(30, 30)).commit()
    QApplication.sendEvent(canvas, QTouchEvent(QEvent.Type.TouchCancel, screen))
    QTest.touchEvent(canvas, screen).move(0, QPoint(200, 200)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 200)).commit()
    QTest.touchEvent(canvas, screen).press(5, QPoint(90, 90)).commit()
    QTest.touchEvent(canvas, screen).release(5, QPoint(90, 90)).commit()
    assert [stroke.shape for stroke in canvas.drawing.strokes] == [(1, 2)] * 2


def test_mouse_events_that_a_system_makes_of_touches_draw_nothing(canvas: Canvas) -> None:
    for source in (
        Qt.MouseEventSource.MouseEventSynthesizedBySystem,
        Qt.MouseEventSource.MouseEventSynthesizedByQt,
    ):
        send_mouse(canvas, QEvent.Type.MouseButtonPress, (50, 50), LEFT, LEFT, source)
        send_mouse(canvas, QEvent.Type.MouseMove, (80, 50), Qt.MouseButton.NoButton, LEFT, source)
        send_mouse(canvas, QEvent.Type.MouseButtonRelease, (80, 50), LEFT, Qt.MouseButton.NoButton, source)
    assert canvas.drawing.is_empty


def test_whoever_holds_the_pen_keeps_it(qtbot: QtBot, canvas: Canvas, screen: QPointingDevice) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 200)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 200)).commit()
    send_pen(canvas, QEvent.Type.TabletPress, (250, 250))
    send_pen(canvas, QEvent.Type.TabletRelease, (250, 250))
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(50, 50))
    assert len(canvas.drawing.strokes) == 1


def test_changes_are_told_once_a_frame_and_the_last_always(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(10, 150))
    start = perf_counter()
    for step in range(200):
        send_mouse(canvas, QEvent.Type.MouseMove, (10 + step, 150), Qt.MouseButton.NoButton, LEFT)
    assert len(seen) <= 1 + (perf_counter() - start) / 0.016
    qtbot.waitUntil(lambda: bool(seen) and len(seen[-1].strokes[0]) == 200, timeout=1000)
    told = len(seen)
    send_mouse(canvas, QEvent.Type.MouseMove, (280, 150), Qt.MouseButton.NoButton, LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(280, 150))
    assert len(seen) == told + 1  # at once
    assert len(seen[-1].strokes[0]) == 201


def test_undo_redo_and_clear_are_told_and_seen(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    told: list[tuple[bool, bool]] = []
    canvas.history_changed.connect(lambda undo, redo: told.append((undo, redo)))
    drag(qtbot, canvas, (30, 30), (270, 30))
    drag(qtbot, canvas, (30, 200), (270, 200))
    canvas.undo()
    assert len(seen[-1].strokes) == 1
    assert ink_at(canvas, 150, 30)
    assert not ink_at(canvas, 150, 200)
    canvas.redo()
    assert len(seen[-1].strokes) == 2
    assert ink_at(canvas, 150, 200)
    canvas.clear()
    assert seen[-1].is_empty
    assert not ink_at(canvas, 150, 200)
    canvas.undo()
    assert ink_at(canvas, 150, 200)
    assert told == [(True, False), (True, True), (True, False), (True, True)]
    number = len(seen)
    canvas.redo()
    canvas.redo()
    canvas.clear()
    assert len(seen) == number + 1  # what changes nothing is not told


def test_undo_in_the_middle_of_a_stroke(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    send_mouse(canvas, QEvent.Type.MouseMove, (200, 50), Qt.MouseButton.NoButton, LEFT)
    canvas.undo()
    assert canvas.drawing.is_empty
    send_mouse(canvas, QEvent.Type.MouseMove, (250, 50), Qt.MouseButton.NoButton, LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(250, 50))
    assert seen[-1].is_empty if seen else canvas.drawing.is_empty
    assert not ink_at(canvas, 100, 50)


def test_the_eraser_takes_the_strokes_it_crosses(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    drag(qtbot, canvas, (30, 30), (270, 30))
    drag(qtbot, canvas, (30, 150), (270, 150))
    drag(qtbot, canvas, (30, 270), (270, 270))
    pen = canvas.cursor().pixmap().toImage()
    canvas.set_eraser(True)
    assert canvas.cursor().pixmap().toImage() != pen
    drag(qtbot, canvas, (150, 100), (150, 299))  # quick: one event jumps over two strokes
    (left,) = seen[-1].strokes
    assert left[0, 1] == pytest.approx(0.1)
    assert not ink_at(canvas, 100, 150)
    canvas.set_eraser(False)
    canvas.undo()
    assert len(canvas.drawing.strokes) == 3


def test_a_drawing_from_elsewhere_is_shown_and_not_told_back(canvas: Canvas, seen: list[Drawing]) -> None:
    canvas.set_drawing(Drawing((np.array([[0.0, 0.0], [400.0, 0.0], [400.0, 400.0]]),)))
    assert not seen
    assert ink_at(canvas, 150, 36)
    canvas.undo()
    assert seen[-1].is_empty


def test_an_echo_of_what_was_told_does_not_end_the_stroke(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.drawing_changed.connect(canvas.set_drawing)
    with qtbot.waitSignal(canvas.drawing_changed):
        qtbot.mousePress(canvas, LEFT, pos=QPoint(50, 50))
    with qtbot.waitSignal(canvas.drawing_changed):
        send_mouse(canvas, QEvent.Type.MouseMove, (100, 50), Qt.MouseButton.NoButton, LEFT)
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(100, 50))
    assert canvas.drawing.strokes[0].shape == (2, 2)


def test_resizing_loses_nothing_and_keeps_the_square_in_the_middle(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, (30, 150), (270, 150))
    canvas.resize(480, 360)
    assert ink_at(canvas, 240, 180)
    np.testing.assert_allclose(canvas.drawing.strokes[0][0], [0.1, 0.5])
    drag(qtbot, canvas, (60 + 36, 36), (60 + 324, 36))
    np.testing.assert_allclose(canvas.drawing.strokes[1][[0, -1]], [[0.1, 0.1], [0.9, 0.1]])


def test_the_ink_follows_the_theme(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, (30, 150), (270, 150))
    canvas.setPalette(palette_of(DARK))
    image = canvas.grab().toImage()
    assert QColor(image.pixel(150, 150)) == DARK.ink
    assert QColor(image.pixel(150, 50)) == DARK.paper


def test_incremental_ink_is_the_ink_of_a_repaint(qtbot: QtBot, canvas: Canvas) -> None:
    turn = np.linspace(0, 20, 300)  # a spiral, long enough to settle piece by piece
    way = [(round(150 + (100 - 3 * t) * np.cos(t)), round(150 + (90 - 3 * t) * np.sin(t))) for t in turn]
    qtbot.mousePress(canvas, LEFT, pos=QPoint(*way[0]))
    for point in way:
        send_mouse(canvas, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, LEFT)
    growing = canvas.grab().toImage()
    qtbot.mouseRelease(canvas, LEFT, pos=QPoint(*way[-1]))
    finished = canvas.grab().toImage()
    canvas.undo()
    canvas.redo()
    painted_anew = canvas.grab().toImage()
    assert brightness_difference(growing, finished) < 0.0005
    assert brightness_difference(finished, painted_anew) < 0.0005


def test_points_far_apart_are_joined_as_they_are_read(qtbot: QtBot, canvas: Canvas) -> None:
    canvas.set_drawing(Drawing((np.array([[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]),)))
    for x, y in ((30, 30), (240, 30), (264, 36), (270, 60), (270, 270)):
        assert ink_at(canvas, x, y)


def test_a_stroke_of_short_steps_has_smooth_edges(qtbot: QtBot, canvas: Canvas) -> None:
    qtbot.mousePress(canvas, LEFT, pos=QPoint(30, 150))
    for x in range(31, 80):
        send_mouse(canvas, QEvent.Type.MouseMove, (x, 150.3), Qt.MouseButton.NoButton, LEFT)
    image = canvas.grab().toImage()
    for y in range(140, 162):
        assert len({QColor(image.pixel(x, y)).name() for x in range(45, 70)}) == 1


def brightness_difference(first: QImage, second: QImage) -> float:
    """How much the pictures differ within their frames, whose colour is that of the focus: it may come late."""
    a, b = (
        np.array(
            image.copy(image.rect().adjusted(4, 4, -4, -4)).convertToFormat(QImage.Format.Format_Grayscale8).bits(),
            dtype=float,
        )
        for image in (first, second)
    )
    return float(np.abs(a - b).mean() / 255)


def test_an_overlay_lies_over_the_ink(qtbot: QtBot, canvas: Canvas) -> None:
    drag(qtbot, canvas, (30, 150), (270, 150))
    overlay = QImage(8, 8, QImage.Format.Format_ARGB32)
    overlay.fill(QColor("#d55e00"))
    canvas.set_overlay(overlay)
    assert QColor(canvas.grab().toImage().pixel(150, 150)) == QColor("#d55e00")
    canvas.set_overlay(None)
    assert ink_at(canvas, 150, 150)


def test_only_the_new_ink_is_repainted(qtbot: QtBot) -> None:
    areas: list[int] = []

    class Watched(Canvas):
        def paintEvent(self, event: QPaintEvent) -> None:
            areas.append(event.rect().width() * event.rect().height())
            super().paintEvent(event)

    canvas = Watched()
    qtbot.addWidget(canvas)
    canvas.resize(SIDE, SIDE)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.setFocus()
    drag(qtbot, canvas, (50, 50), (60, 60))
    canvas.repaint()
    areas.clear()
    qtbot.mousePress(canvas, LEFT, pos=QPoint(200, 200))
    for x in (205, 210, 215):
        send_mouse(canvas, QEvent.Type.MouseMove, (x, 200), Qt.MouseButton.NoButton, LEFT)
    qtbot.waitUntil(lambda: bool(areas), timeout=1000)
    assert max(areas) < SIDE * SIDE / 20


def test_the_paper_is_dark_in_the_dark_theme_without_ink(canvas: Canvas) -> None:
    canvas.setPalette(palette_of(DARK))
    assert canvas.palette().color(QPalette.ColorRole.Window) == DARK.background
    assert QColor(canvas.grab().toImage().pixel(20, 20)) == DARK.paper


def lose_the_pen(canvas: Canvas) -> None:
    send_pen(canvas, QEvent.Type.TabletPress, (30, 30))
    send_pen(canvas, QEvent.Type.TabletMove, (60, 30))


def test_a_mouse_draws_after_a_pen_that_was_never_lifted(qtbot: QtBot, canvas: Canvas, seen: list[Drawing]) -> None:
    lose_the_pen(canvas)
    drag(qtbot, canvas, (30, 200), (90, 200))
    assert len(seen[-1].strokes) == 2
    send_pen(canvas, QEvent.Type.TabletMove, (120, 30))
    assert [len(stroke) for stroke in canvas.drawing.strokes] == [len(stroke) for stroke in seen[-1].strokes]


def test_a_mouse_draws_after_a_finger_that_was_never_lifted(
    qtbot: QtBot, canvas: Canvas, screen: QPointingDevice
) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(30, 30)).commit()
    drag(qtbot, canvas, (30, 200), (90, 200))
    assert len(canvas.drawing.strokes) == 2
    QTest.touchEvent(canvas, screen).release(0, QPoint(30, 30)).commit()
    assert len(canvas.drawing.strokes) == 2


def test_a_pen_that_hovers_again_has_been_lifted(canvas: Canvas, seen: list[Drawing]) -> None:
    lose_the_pen(canvas)
    send_pen(canvas, QEvent.Type.TabletMove, (200, 200), pressure=0)
    assert seen[-1].strokes[0].shape == (2, 2)
    canvas.undo()
    assert canvas.drawing.is_empty


def test_a_pen_out_of_reach_leaves_the_paper_to_a_finger(canvas: Canvas, screen: QPointingDevice) -> None:
    lose_the_pen(canvas)
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 200)).commit()  # the hand beside the pen
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 200)).commit()
    assert len(canvas.drawing.strokes) == 1
    application = QApplication.instance()
    assert application is not None
    QApplication.sendEvent(application, QEvent(QEvent.Type.TabletLeaveProximity))
    QTest.touchEvent(canvas, screen).press(0, QPoint(200, 200)).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(200, 200)).commit()
    assert len(canvas.drawing.strokes) == 2


def test_a_pen_draws_although_a_hand_lies_on_the_screen(canvas: Canvas, screen: QPointingDevice) -> None:
    QTest.touchEvent(canvas, screen).press(0, QPoint(250, 250)).commit()
    send_pen(canvas, QEvent.Type.TabletPress, (30, 30))
    QTest.touchEvent(canvas, screen).move(0, QPoint(240, 250)).commit()
    send_pen(canvas, QEvent.Type.TabletMove, (60, 30))
    send_pen(canvas, QEvent.Type.TabletRelease, (60, 30), pressure=0)
    QTest.touchEvent(canvas, screen).release(0, QPoint(240, 250)).commit()
    assert [len(stroke) for stroke in canvas.drawing.strokes] == [1, 2]
