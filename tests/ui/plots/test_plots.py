"""The Learning view as a person meets it: what is drawn, what the mouse does, what is exported."""

import csv
import warnings
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter, QPalette, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QMessageBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import CostName, TrainingConfig
from handwriting_app.engine.report import Report
from handwriting_app.session.history import RunHistory
from handwriting_app.session.own_digit import OwnDigitCurve
from handwriting_app.ui.learning.learning_view import LearningView
from handwriting_app.ui.plots import export
from handwriting_app.ui.plots.axes import Axis
from handwriting_app.ui.plots.curve import Curve, dashed
from handwriting_app.ui.plots.export import KINDS, ask_and_export, export_plot
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.theme import DARK, LIGHT, palette_of

SIZES = (64, 128, 64, 10)


def history_of(
    epochs: int,
    sizes: tuple[int, ...] = SIZES,
    *,
    cost: float = 2.0,
    first: int = 1,
    cost_function: CostName = "cross-entropy",
) -> RunHistory:
    history = RunHistory(sizes, cost_function)
    layers = len(sizes) - 1
    history.append(
        Report(
            epoch=epoch,
            updates=epoch * 20,
            seconds=epoch * 0.1,
            training_cost=cost / epoch,
            held_out_cost=cost / epoch + 0.1,
            training_accuracy=1 - 0.8 / epoch,
            held_out_accuracy=0.98 - 0.8 / epoch,
            learning_rate=0.1,
            gradient_norms=tuple(10.0**-layer / epoch for layer in range(layers)),
            update_ratios=(0.1,) * layers,
            inactive_shares=(0.0,) * (layers - 1),
        )
        for epoch in range(first, first + epochs)
    )
    return history


@pytest.fixture
def view(qtbot: QtBot) -> LearningView:
    view = LearningView()
    qtbot.addWidget(view)
    view.resize(430, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.start_run(TrainingConfig(epochs=100), history_of(0).layer_names)
    return view


def drawn(plot: Plot) -> list[tuple[list[float], list[float]]]:
    return [(list(x), list(y)) for x, y in (line.getData() for line in plot.lines)]


def ranges(plot: Plot) -> tuple[tuple[float, float], tuple[float, float]]:
    across, up = plot.page.view.viewRange()
    return tuple(across), tuple(up)


def in_pixels(plot: Plot, epoch: float, height: float) -> QPoint:
    place = plot.page.view.mapViewToScene(QPointF(epoch, height))
    return plot.mapFromScene(place)


def turn_wheel(plot: Plot, place: QPoint, notches: int) -> None:
    viewport = plot.viewport()
    event = QWheelEvent(
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def curves_of(plot: Plot) -> list[Curve]:
    """Every curve in the plot, from back to front."""
    return [item for item in plot.scene().items(Qt.SortOrder.AscendingOrder) if isinstance(item, Curve)]


def button(view: QWidget, name: str) -> QToolButton:
    found = view.findChild(QToolButton, name)
    assert found is not None
    return found


def label(view: QWidget, name: str) -> QLabel:
    found = view.findChild(QLabel, name)
    assert found is not None
    return found


def numbers_on(axis: Axis) -> list[str]:
    paper = QImage(400, 400, QImage.Format.Format_RGB32)
    painter = QPainter(paper)
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    return [text for _, _, text in texts]


def test_an_empty_plot_has_no_numbers_on_its_axes(view: LearningView) -> None:
    for plot in view.plots:
        assert not numbers_on(plot.page.left)
        assert not numbers_on(plot.page.bottom)
    view.show_history(history_of(20))
    assert numbers_on(view.cost.page.bottom)[0] == "0"


def test_an_empty_plot_says_what_will_appear_and_how(view: LearningView) -> None:
    for name in ("cost_plot", "gradient_plot", "accuracy_plot"):
        plot = view.findChild(Plot, name)
        assert plot is not None
        assert plot.accessibleName()
        assert plot.toolTip()
        words = label(view, f"{name}_empty")
        assert words.isVisible()
        assert words.text().startswith("Press Train: ")
    view.show_history(history_of(1))
    assert not label(view, "cost_plot_empty").isVisible()


def test_the_three_plots_show_what_the_history_holds(view: LearningView) -> None:
    history = history_of(5)
    view.show_history(history)
    (epochs, training), (_, held_out) = drawn(view.cost)
    assert epochs == [1, 2, 3, 4, 5]
    assert training == pytest.approx([2, 1, 2 / 3, 0.5, 0.4])
    assert held_out == pytest.approx([2.1, 1.1, 2 / 3 + 0.1, 0.6, 0.5])
    assert drawn(view.accuracy)[0][1] == pytest.approx([20, 60, 73.333, 80, 84], abs=0.01)
    # A logarithmic axis: one decade a unit.
    assert [y[0] for _, y in drawn(view.gradient)] == pytest.approx([0, -1, -2])
    assert [line.name() for line in view.gradient.lines] == [
        "layer 1 · 64→128",
        "layer 2 · 128→64",
        "layer 3 · 64→10",
    ]


def test_a_line_is_one_curve_for_its_whole_life(view: LearningView) -> None:
    plots = (view.cost, view.gradient, view.accuracy)
    view.show_history(history_of(3))
    before = [curves_of(plot) for plot in plots]
    lines = [list(plot.lines) for plot in plots]
    view.show_history(history_of(40))
    view.start_run(TrainingConfig(epochs=9), history_of(0).layer_names)
    view.show_previous(history_of(40))
    view.show_history(history_of(9))
    assert [curves_of(plot) for plot in plots] == before
    assert [list(plot.lines) for plot in plots] == lines


def test_the_number_of_layers_may_change_between_runs(view: LearningView) -> None:
    view.show_history(history_of(3))
    deep = (64, 128, 64, 32, 10)
    view.start_run(TrainingConfig(hidden=(128, 64, 32)), history_of(0, deep).layer_names)
    view.show_history(history_of(4, deep))
    assert len(drawn(view.gradient)) == 4
    view.start_run(TrainingConfig(hidden=()), history_of(0, (64, 10)).layer_names)
    view.show_history(history_of(4, (64, 10)))
    assert [line.name() for line in view.gradient.lines] == ["layer 1 · 64→10"]
    seen = [curve for curve in curves_of(view.gradient) if len(curve.getData()[0])]
    assert seen == list(view.gradient.lines)


def test_a_history_without_a_start_names_its_own_layers(view: LearningView) -> None:
    view.show_history(history_of(4, (64, 30, 10)))
    assert [line.name() for line in view.gradient.lines] == ["layer 1 · 64→30", "layer 2 · 30→10"]


def test_a_single_epoch_is_seen_as_a_point(view: LearningView) -> None:
    view.resize(430, 900)  # or the point of the other line covers it
    view.show_history(history_of(1))
    picture = view.cost.grab().toImage()
    place = in_pixels(view.cost, 1, 2.0)
    assert picture.pixelColor(place).name() == LIGHT.layers[0].name()


def test_lines_differ_in_dashes_as_well_as_colour(view: LearningView) -> None:
    view.show_history(history_of(5))
    for plot in (view.cost, view.gradient, view.accuracy):
        pens = [line.legend_pen for line in plot.lines]
        assert len({tuple(pen.dashPattern()) for pen in pens}) == len(pens)
        assert len({pen.color().name() for pen in pens}) == len(pens)
    training, held_out = (line.legend_pen for line in view.cost.lines)
    assert training.style() is Qt.PenStyle.SolidLine
    assert held_out.dashPattern() == pytest.approx([4, 2])


def test_a_dashed_line_of_many_points_still_has_gaps(view: LearningView) -> None:
    view.show_history(history_of(5_000))
    solid, dashed = view.cost.lines
    assert isinstance(solid.opts["connect"], str)
    assert 0.4 < np.mean(dashed.opts["connect"]) < 0.9


def strokes_of(
    x: np.ndarray, y: np.ndarray, connect: np.ndarray, scales: tuple[float, float]
) -> tuple[list[float], ...]:
    """Lengths on the screen of what is drawn and what is left out, between two changes."""
    length: dict[bool, list[float]] = {True: [], False: []}
    state = None
    for step, is_drawn in zip(np.hypot(np.diff(x) * scales[0], np.diff(y) * scales[1]), connect, strict=False):
        if step == 0:
            continue
        if is_drawn == state:
            length[is_drawn][-1] += step
        else:
            length[bool(is_drawn)].append(float(step))
        state = is_drawn
    return length[True], length[False]


DASHES = np.array([6.4, 9.6])


@given(
    steps=st.lists(st.floats(1e-6, 300), min_size=2, max_size=60),
    heights=st.lists(st.floats(-1000, 1000), min_size=60, max_size=60),
)
def test_dashes_are_as_long_wherever_the_points_lie(steps: list[float], heights: list[float]) -> None:
    x, y = np.cumsum(steps), np.array(heights[: len(steps)])
    scales = (2.0, 0.5)
    across, up, connect = dashed(x, y, scales, DASHES)
    drawn_, left_out = strokes_of(across, up, connect, scales)
    total = sum(drawn_) + sum(left_out)
    longer = max(1.0, total / 9.6 / 400)
    assert max(drawn_) <= 6.4 * longer * 1.001
    assert max(left_out, default=0.0) <= 3.2 * longer * 1.001
    assert total == pytest.approx(np.hypot(np.diff(x) * 2, np.diff(y) / 2).sum())
    assert set(x) <= set(across), "no point of the curve is lost"
    if total > 20 * longer:
        assert sum(drawn_) / total == pytest.approx(2 / 3, abs=0.25)


def test_dashes_leave_gaps_as_gaps() -> None:
    x = np.arange(200.0)
    y = np.where((x > 80) & (x < 120), np.nan, np.abs(x - 60))
    across, up, connect = dashed(x, y, (1.0, 1.0), DASHES)
    assert np.isfinite(up).all()
    pieces = np.stack((across[:-1], across[1:]), axis=1)[connect[:-1]]
    assert not ((pieces[:, 0] <= 81) & (pieces[:, 1] >= 119)).any()
    assert not connect[-1]


@pytest.mark.parametrize("epochs", [40, 119, 121, 400, 5_000])
def test_no_dashed_curve_has_holes(view: LearningView, epochs: int) -> None:
    """Few points or many, steep or flat: along each curve nothing is empty for longer than a gap between two dashes."""
    view.resize(430, 900)
    history = history_of(epochs, cost=50.0)
    view.show_history(history)
    image = view.cost.grab().toImage()
    curve = view.cost.lines[1]
    ink = curve.legend_pen.color()
    places = np.linspace(1, epochs, 40_000)
    heights = np.interp(places, curve.epochs, curve.values)
    pixels = [in_pixels(view.cost, *place) for place in zip(places, heights, strict=True)]
    run = longest = 0.0
    before = pixels[0]
    for pixel in pixels:
        run += ((pixel.x() - before.x()) ** 2 + (pixel.y() - before.y()) ** 2) ** 0.5
        before = pixel
        if any(_is_near(image.pixelColor(pixel + QPoint(i, j)), ink) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            run = 0.0
        longest = max(longest, run)
    assert longest <= 9


def _is_near(colour: QColor, ink: QColor) -> bool:
    return sum(abs(a - b) for a, b in zip(colour.getRgb(), ink.getRgb(), strict=True)) < 160


def test_the_previous_run_stays_behind_faintly(view: LearningView) -> None:
    view.show_history(history_of(20))
    view.start_run(TrainingConfig(epochs=100), history_of(0).layer_names)
    view.show_previous(history_of(20, cost=3.0))
    view.show_history(history_of(8))
    behind = view.cost.previous_lines[0]
    assert behind.getData()[1][0] == pytest.approx(3.0)
    faint, strong = behind.legend_pen.color(), view.cost.lines[0].legend_pen.color()
    assert faint.lightness() > strong.lightness()
    view.show_previous(None)
    assert not view.cost.previous_lines
    assert [len(curve.getData()[0]) for curve in curves_of(view.cost)] == [0, 0, 8, 8]


@pytest.mark.parametrize("cost", [1e15, 1e280])
def test_a_previous_run_that_is_far_off_does_not_flatten_this_one(view: LearningView, cost: float) -> None:
    view.show_history(history_of(8))
    alone = ranges(view.cost)[1]
    view.show_previous(history_of(20, cost=cost))
    view.cost.grab()
    assert ranges(view.cost)[1] == alone
    view.cost.set_log(True)
    view.cost.grab()
    assert ranges(view.cost)[1][1] < 1
    view.cost.set_log(False)
    view.show_previous(history_of(20, cost=6.0))
    assert ranges(view.cost)[1][1] > 6  # one that is near is seen whole
    view.start_run(TrainingConfig(epochs=100), history_of(0).layer_names)
    view.show_previous(history_of(20, cost=cost))
    assert ranges(view.cost)[1][1] > cost  # and so is one that nothing is to be compared with


def test_hidden_plots_are_not_touched_until_they_are_shown(view: LearningView) -> None:
    view.show_history(history_of(3))
    view.hide()
    view.show_history(history_of(7))
    view.show_previous(history_of(5))
    assert len(drawn(view.cost)[0][0]) == 3
    view.show()
    assert len(drawn(view.cost)[0][0]) == 7
    assert len(view.cost.previous_lines[0].getData()[0]) == 5


def test_the_epoch_axis_grows_in_steps(view: LearningView) -> None:
    ends = []
    for epochs in (11, 12, 13, 15, 16, 60, 90):
        view.show_history(history_of(epochs))
        ends.append(round(ranges(view.cost)[0][1] / 1.015))
    assert ends == [15, 15, 15, 15, 20, 60, 100]


def test_all_values_lie_within_the_axes(view: LearningView) -> None:
    for is_log in (False, True):
        for plot in (view.cost, view.gradient, view.accuracy):
            plot.set_log(is_log)
        for epochs in (1, 2, 17, 300):
            view.show_history(history_of(epochs))
            for plot in (view.cost, view.gradient, view.accuracy):
                (left, right), (low, high) = ranges(plot)
                for x, y in drawn(plot):
                    assert left <= min(x) <= max(x) <= right
                    assert low <= min(y) <= max(y) <= high


def test_the_log_button_switches_the_axis_and_back(qtbot: QtBot, view: LearningView) -> None:
    view.show_history(history_of(10))
    log = button(view, "cost_plot_log")
    qtbot.mouseClick(log, Qt.MouseButton.LeftButton)
    assert log.isChecked()
    assert drawn(view.cost)[0][1] == pytest.approx(np.log10(2 / np.arange(1, 11)))
    shown = [text for _, text in view.cost.page.left._tickLevels[0]]
    assert "1" in shown
    qtbot.mouseClick(log, Qt.MouseButton.LeftButton)
    assert drawn(view.cost)[0][1] == pytest.approx(2 / np.arange(1, 11))
    assert button(view, "gradient_plot_log").isChecked()


def test_wheel_zooms_drag_moves_and_the_button_resets(qtbot: QtBot, view: LearningView) -> None:
    view.show_history(history_of(50))
    whole = ranges(view.cost)
    reset = button(view, "cost_plot_reset")
    assert not reset.isEnabled()
    middle = in_pixels(view.cost, 20, 1.0)
    turn_wheel(view.cost, middle, 5)
    zoomed = ranges(view.cost)
    assert zoomed[0][1] - zoomed[0][0] < 0.7 * (whole[0][1] - whole[0][0])
    assert reset.isEnabled()
    view.show_history(history_of(80))
    assert ranges(view.cost) == zoomed, "new epochs must not move what the person looks at"

    viewport = view.cost.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        QTest.mouseMove(viewport, middle + QPoint(8 * step, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    assert ranges(view.cost)[0][0] < zoomed[0][0]

    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert ranges(view.cost)[0] == pytest.approx((0, 81.2))
    assert not reset.isEnabled()


def test_the_key_a_shows_the_whole_run_again_in_all_plots(qtbot: QtBot, view: LearningView) -> None:
    view.show_history(history_of(50))
    whole = ranges(view.gradient)
    view.activateWindow()
    turn_wheel(view.gradient, in_pixels(view.gradient, 20, -1.0), 3)
    turn_wheel(view.cost, in_pixels(view.cost, 20, 1.0), 3)
    view.gradient.setFocus()
    qtbot.waitUntil(view.gradient.hasFocus)
    qtbot.keyClick(view.gradient, Qt.Key.Key_A)
    assert ranges(view.gradient) == whole
    assert not view.cost.is_zoomed
    assert ranges(view.cost)[0] == whole[0]


def test_zooming_far_in_and_out_breaks_nothing(view: LearningView) -> None:
    view.show_history(history_of(50))
    for notches in (400, -900):
        for plot in (view.cost, view.gradient):
            turn_wheel(plot, plot.viewport().rect().center(), notches)
            plot.grab()
            assert np.isfinite(ranges(plot)).all()


def test_the_crosshair_reads_every_curve_at_the_epoch_under_the_mouse(qtbot: QtBot, view: LearningView) -> None:
    view.show_previous(history_of(30, cost=4.0))
    view.show_history(history_of(20))
    table = label(view, "cost_plot_values")
    assert not table.isVisible()
    QTest.mouseMove(view.cost.viewport(), in_pixels(view.cost, 8.2, 1.0))
    qtbot.waitUntil(table.isVisible)
    for words in ("epoch 8", "training", "held-out", "0.25", "0.35", "0.5", "0.6", "previous"):
        assert words in table.text()
    assert view.cost.rect().contains(table.geometry())

    QTest.mouseMove(view.gradient.viewport(), in_pixels(view.gradient, 2, -1.0))
    values = label(view, "gradient_plot_values")
    qtbot.waitUntil(values.isVisible)
    for words in ("epoch 2", "layer 1 · 64→128", "0.5", "0.05", "0.005"):
        assert words in values.text()


def test_the_crosshair_goes_when_the_mouse_goes(qtbot: QtBot, view: LearningView) -> None:
    view.show_history(history_of(20))
    table = label(view, "cost_plot_values")
    QTest.mouseMove(view.cost.viewport(), in_pixels(view.cost, 8, 1.0))
    qtbot.waitUntil(table.isVisible)
    QTest.mouseMove(view.cost.viewport(), QPoint(4, 4))
    qtbot.waitUntil(lambda: not table.isVisible())


def test_values_that_are_no_numbers_are_gaps_and_no_warnings(view: LearningView) -> None:
    history = history_of(6)
    history.training_cost[1] = np.nan
    history.training_cost[2] = np.inf
    history.held_out_cost[:] = np.nan
    history.gradient_norms[:, 0] = 0.0
    history.gradient_norms[3, 1] = -1.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for is_log in (True, False):
            for plot in (view.cost, view.gradient):
                plot.set_log(is_log)
            view.show_history(history)
            view.grab()
            QTest.mouseMove(view.cost.viewport(), in_pixels(view.cost, 2, 0.0))
    training, held_out = drawn(view.cost)
    assert np.isnan(training[1]).tolist() == [False, True, True, False, False, False]
    assert held_out[0] == []
    assert np.isfinite(ranges(view.cost)).all()


def test_a_zero_on_a_log_axis_is_a_gap_with_a_mark_at_the_foot(view: LearningView, tmp_path: Path) -> None:
    history = history_of(5)
    history.gradient_norms[2, 0] = 0.0
    view.show_history(history_of(5))
    assert "0, below the scale" not in legend(view.gradient)
    view.show_history(history)
    assert np.isnan(drawn(view.gradient)[0][1]).tolist() == [False, False, True, False, False]
    assert has_mark(view.gradient, 3, LIGHT.layers[0])
    assert not has_mark(view.gradient, 4, LIGHT.layers[0])
    assert "0, below the scale" in legend(view.gradient)
    export_plot(view.gradient, tmp_path / "plot.csv")
    assert (tmp_path / "plot.csv").read_text().splitlines()[3].startswith("3,0.0,")
    view.gradient.set_log(False)
    assert "0, below the scale" not in legend(view.gradient)
    assert drawn(view.gradient)[0][1][2] == 0


def test_layers_that_get_no_gradient_at_all_are_seen_each_in_its_row(view: LearningView) -> None:
    history = history_of(2_000)
    history.gradient_norms[:, :2] = 0.0
    view.show_history(history)
    for layer in (0, 1):
        assert has_mark(view.gradient, 1_000, LIGHT.layers[layer], within=12)
    zeros = [len(each.zeros) for each in view.gradient._points_within((0.0, 2_000.0))[:3]]
    assert 20 < zeros[0] == zeros[1] < 100  # side by side, not one on another
    assert zeros[2] == 0
    history.gradient_norms[:] = 0.0
    view.show_history(history)
    assert len(numbers_on(view.gradient.page.left)) >= 3


def test_zeros_here_and_there_hide_no_other_value(view: LearningView) -> None:
    history = history_of(4_000)
    history.gradient_norms[::3, 0] = 0.0
    view.show_history(history)
    _, heights = drawn(view.gradient)[0]
    assert np.isfinite(heights).mean() > 0.9


def wait_until_laid_out(qtbot: QtBot, plot: Plot) -> None:
    """A legend of more rows moves what is below it."""
    header, below = plot.page.header, plot.page.view
    qtbot.waitUntil(lambda: below.sceneBoundingRect().top() >= header.minimumHeight())
    qtbot.waitUntil(lambda: plot.page.layout().isActivated())


def legend(plot: Plot) -> list[str]:
    return [entry.name for entry in plot.page.header.entries]


def has_mark(plot: Plot, epoch: float, colour: QColor, *, within: int = 2) -> bool:
    """Whether something of this colour stands at the foot of the plot, at an epoch."""
    picture = plot.grab().toImage()
    place = in_pixels(plot, epoch, ranges(plot)[1][0])
    columns = range(place.x() - within, place.x() + within + 1)
    return any(picture.pixelColor(x, place.y() - up) == colour for x in columns for up in range(2, 16))


def test_all_layers_of_a_deeper_previous_run_are_drawn_and_named(qtbot: QtBot, view: LearningView) -> None:
    deep = (64, 50, 40, 30, 20, 20, 10)
    view.show_previous(history_of(9, deep))
    view.show_history(history_of(4))
    assert [len(line.getData()[0]) for line in view.gradient.previous_lines] == [9] * 6
    assert legend(view.gradient)[3:] == [
        "previous run",
        "its layer 4 · 30→20",
        "its layer 5 · 20→20",
        "its layer 6 · 20→10",
    ]
    wait_until_laid_out(qtbot, view.gradient)
    QTest.mouseMove(view.gradient.viewport(), in_pixels(view.gradient, 2, -1.0))
    values = label(view, "gradient_plot_values")
    qtbot.waitUntil(values.isVisible)
    assert "layer 6 · 20→10" in values.text()
    assert "5·10⁻⁶" in values.text()


def test_a_previous_run_with_fewer_layers_is_drawn_whole(qtbot: QtBot, view: LearningView) -> None:
    view.show_previous(history_of(9, (64, 10)))
    view.show_history(history_of(4))
    assert [line.name() for line in view.gradient.previous_lines] == ["layer 1 · 64→10, previous run"]
    wait_until_laid_out(qtbot, view.gradient)
    QTest.mouseMove(view.gradient.viewport(), in_pixels(view.gradient, 2, -1.0))
    values = label(view, "gradient_plot_values")
    qtbot.waitUntil(values.isVisible)
    assert "layer 3 · 64→10" in values.text()


def test_the_cost_of_another_function_is_not_drawn_on_the_same_axis(view: LearningView) -> None:
    view.show_previous(history_of(9, cost_function="quadratic"))
    view.show_history(history_of(4))
    for plot in (view.cost, view.gradient):
        assert not plot.previous_lines
        assert "previous run not shown: its cost function is quadratic" in legend(plot)
        assert "is quadratic" in plot.accessibleDescription()
    assert len(view.accuracy.previous_lines) == 2
    view.show_previous(history_of(9))
    assert len(view.cost.previous_lines) == 2
    assert not any("not shown" in words for words in legend(view.cost))


@pytest.mark.parametrize("height", [488, 500, 800, 2000])
def test_every_axis_has_three_numbers_at_any_height(qtbot: QtBot, view: LearningView, height: int) -> None:
    view.resize(430, height)
    qtbot.waitUntil(lambda: view.height() == height)
    history = history_of(60)
    for low, high in ((0.02, 0.5), (1e-9, 40.0), (0.31, 0.32), (2.0, 2.0), (0.0, 9e5)):
        history.training_cost[:] = history.held_out_cost[:] = np.linspace(high, low, 60)
        history.gradient_norms[:] = np.linspace(high, low, 60)[:, np.newaxis]
        for is_log in (False, True):
            for plot in (view.cost, view.gradient):
                plot.set_log(is_log)
            view.show_history(history)
            for plot in view.plots:
                view.grab()
                for name in ("left", "bottom"):
                    assert len(set(numbers_on(getattr(plot.page, name)))) >= 3
                    for first, second in pairwise(_label_boxes(plot, name)):
                        assert not first.intersects(second)


@pytest.mark.parametrize("plot_name", ["cost", "gradient", "accuracy"])
def test_a_picture_holds_the_curves(view: LearningView, plot_name: str, tmp_path: Path) -> None:
    view.show_history(history_of(30))
    plot: Plot = getattr(view, plot_name)
    export_plot(plot, tmp_path / "plot.png")
    picture = QImage(str(tmp_path / "plot.png"))
    assert picture.width() > plot.width()
    names = {picture.pixelColor(x, y).name() for x in range(0, picture.width()) for y in range(0, picture.height(), 2)}
    assert {line.legend_pen.color().name() for line in plot.lines} <= names


def test_a_drawing_is_svg_with_title_and_legend(view: LearningView, tmp_path: Path) -> None:
    view.show_history(history_of(30))
    export_plot(view.gradient, tmp_path / "plot.svg")
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    assert root.tag.endswith("svg")
    text = " ".join(part.strip() for part in root.itertext())
    assert "Gradient norm of each layer" in text
    assert "layer 2 · 128→64" in text


def test_a_table_holds_every_value_of_a_long_run(view: LearningView, tmp_path: Path) -> None:
    history = history_of(3_000)
    view.show_history(history)
    export_plot(view.accuracy, tmp_path / "plot.csv")
    with (tmp_path / "plot.csv").open(newline="") as file:
        head, *rows = csv.reader(file)
    assert head[:3] == ["epoch", "training_accuracy_percent", "held_out_accuracy_percent"]
    assert len(rows) == 3_000
    values = np.array([[float(cell) for cell in row[:3]] for row in rows])
    np.testing.assert_allclose(values[:, 0], np.arange(1, 3_001))
    np.testing.assert_allclose(values[:, 2], 100 * history.held_out_accuracy)


def test_export_asks_where_to_and_adds_the_ending(
    view: LearningView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.show_history(history_of(3))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    action = view.findChild(QAction, "cost_plot_export_csv")
    assert action is not None
    action.trigger()
    assert (tmp_path / "mine.csv").read_text().startswith("epoch,training_cost,")


def test_an_export_that_cannot_be_written_is_said(
    view: LearningView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "plot.png"), ""))
    ask_and_export(view.cost, view, "cost_plot", ".png")
    box = view.findChild(QMessageBox, "error_dialog")
    assert box is not None
    assert "plot.png was not written: there is no folder" in box.informativeText()
    box.close()


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_replaces_a_file_only_when_it_is_whole(
    view: LearningView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    view.show_history(history_of(3))
    path = tmp_path / f"plot{kind}"
    path.write_bytes(b"old")
    monkeypatch.setattr(export, "atomic_write", _full_disk)
    with pytest.raises(OSError, match="No space"):
        export_plot(view.cost, path)
    assert path.read_bytes() == b"old"
    monkeypatch.undo()
    export_plot(view.cost, path)
    assert len(path.read_bytes()) > 3


def _full_disk(_path: Path) -> BinaryIO:
    raise OSError(28, "No space left on device")


def test_another_ending_is_refused(view: LearningView, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf or \.csv"):
        export_plot(view.cost, tmp_path / "plot.gif")
    assert not list(tmp_path.iterdir())


def test_the_look_follows_the_palette_at_once(view: LearningView) -> None:
    view.show_history(history_of(20))
    corner = QPoint(view.cost.width() - 3, view.cost.height() - 3)
    assert view.cost.grab().toImage().pixelColor(corner) == LIGHT.surface
    view.setPalette(palette_of(DARK))
    assert view.cost.grab().toImage().pixelColor(corner) == DARK.surface
    assert view.cost.lines[0].legend_pen.color() == DARK.layers[0]
    assert label(view, "cost_plot_empty").palette().color(QPalette.ColorRole.WindowText) == DARK.muted
    view.setPalette(palette_of(LIGHT))
    assert view.cost.lines[0].legend_pen.color() == LIGHT.layers[0]


@pytest.mark.parametrize("width", [300, 430, 1200])
def test_numbers_on_the_axes_never_touch(qtbot: QtBot, view: LearningView, width: int) -> None:
    view.resize(width, 600)
    qtbot.waitUntil(lambda: view.cost.width() == width)
    for epochs in (3, 38, 100):
        view.show_history(history_of(epochs))
        view.grab()
        for plot in (view.cost, view.gradient, view.accuracy):
            for name in ("left", "bottom"):
                boxes = _label_boxes(plot, name)
                for first, second in pairwise(boxes):
                    assert not first.intersects(second)


def _label_boxes(plot: Plot, name: str) -> list[QRectF]:
    axis = getattr(plot.page, name)
    page = QPixmap(10, 10)
    painter = QPainter(page)
    _, _, texts = axis.generateDrawSpecs(painter)
    painter.end()
    assert texts
    return [rectangle for rectangle, _, _ in texts]


# Plots of one run together


def all_plots(view: LearningView) -> tuple[Plot, ...]:
    return (*view.plots, view.own_digit)


def curve_of(*shares: float, right_since: int | None = None, wrong_until: int | None = None) -> OwnDigitCurve:
    return OwnDigitCurve("7", True, np.arange(len(shares), dtype=float), np.array(shares), right_since, wrong_until)


def test_zooming_one_plot_shows_the_same_epochs_in_all(view: LearningView) -> None:
    view.show_history(history_of(50))
    view.own_digit.show_curve(curve_of(*np.linspace(0, 1, 51)), has_digit=True)
    whole = [ranges(plot) for plot in all_plots(view)]
    turn_wheel(view.accuracy, in_pixels(view.accuracy, 20, 50), 4)
    seen = ranges(view.accuracy)[0]
    assert seen != whole[0][0]
    for plot in all_plots(view):
        assert ranges(plot)[0] == pytest.approx(seen)
        assert plot.is_zoomed
    # The others hold what is seen of their curves, and no more: the cost of those epochs lies below 1.
    assert ranges(view.cost)[1][1] < 0.8 * whole[0][1][1]
    view.cost.findChild(QAbstractButton, "cost_plot_reset").click()
    assert [ranges(plot) for plot in all_plots(view)] == whole
    assert not any(plot.is_zoomed for plot in all_plots(view))


def test_moving_one_plot_across_leaves_the_heights_of_the_others(view: LearningView) -> None:
    view.show_history(history_of(50))
    across = ranges(view.cost)[0]
    axis = view.cost.page.left.sceneBoundingRect().center().toPoint()
    turn_wheel(view.cost, axis, 4)
    height = ranges(view.cost)[1]
    assert ranges(view.cost)[0] == across
    assert height[1] - height[0] < 2
    assert ranges(view.gradient)[0] == across
    turn_wheel(view.accuracy, in_pixels(view.accuracy, 20, 50), 2)
    assert ranges(view.cost)[0] == pytest.approx(ranges(view.accuracy)[0])
    assert ranges(view.cost)[1] == height  # somebody has zoomed to that


def test_no_notch_of_the_wheel_over_the_curves_loses_them(view: LearningView) -> None:
    view.show_history(history_of(50))
    for notches in range(1, 9):
        turn_wheel(view.accuracy, in_pixels(view.accuracy, 25, ranges(view.accuracy)[1][0]), 1)
        (left, right), (bottom, top) = ranges(view.accuracy)
        seen = (view.accuracy.lines[0].epochs >= left) & (view.accuracy.lines[0].epochs <= right)
        heights = view.accuracy.lines[0].values[seen]
        assert seen.any(), notches
        assert bottom <= heights.min()
        assert heights.max() <= top


def test_a_logarithmic_axis_keeps_the_epochs_that_are_seen(view: LearningView) -> None:
    view.show_history(history_of(50))
    turn_wheel(view.cost, in_pixels(view.cost, 20, 0.5), 4)
    across = ranges(view.cost)[0]
    view.cost.set_log(True)
    assert ranges(view.cost)[0] == across


def test_a_run_that_goes_on_while_zoomed_keeps_the_epochs_that_are_seen(view: LearningView) -> None:
    view.show_history(history_of(50))
    turn_wheel(view.accuracy, in_pixels(view.accuracy, 20, 50), 4)
    across = ranges(view.cost)[0]
    view.show_history(history_of(90))
    assert ranges(view.cost)[0] == across


# The cursor


def is_line_at(plot: Plot, epoch: float) -> bool:
    """Whether an upright line in the colour of words goes through most of the plot's height."""
    picture = plot.grab().toImage()
    area = plot.page.view.sceneBoundingRect()
    column = in_pixels(plot, epoch, ranges(plot)[1][0]).x()
    rows = range(int(area.top()) + 2, int(area.bottom()) - 2)
    dark = max(sum(picture.pixelColor(x, y).lightness() < 90 for y in rows) for x in range(column - 1, column + 2))
    return dark > 0.8 * len(rows)


def test_the_cursor_stands_at_the_epoch_in_all_plots(view: LearningView) -> None:
    view.show_history(history_of(20))
    view.own_digit.show_curve(curve_of(*np.linspace(0, 1, 21)), has_digit=True)
    assert not any(is_line_at(plot, 6) for plot in all_plots(view))
    view.show_epoch(6)
    assert all(is_line_at(plot, 6) for plot in all_plots(view))
    view.show_epoch(11)
    assert all(is_line_at(plot, 11) and not is_line_at(plot, 6) for plot in all_plots(view))
    view.show_epoch(None)
    assert not any(is_line_at(plot, 11) for plot in all_plots(view))


def test_a_click_chooses_an_epoch_and_a_drag_moves_the_curves(qtbot: QtBot, view: LearningView) -> None:
    view.show_history(history_of(20))
    chosen: list[float] = []
    view.place_chosen.connect(chosen.append)
    place = in_pixels(view.cost, 12, 1.0)
    QTest.mouseClick(view.cost.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [round(each) for each in chosen] == [12]
    chosen.clear()
    QTest.mousePress(view.cost.viewport(), Qt.MouseButton.LeftButton, pos=place)
    for step in range(1, 9):
        QTest.mouseMove(view.cost.viewport(), place + QPoint(5 * step, 0))
        qtbot.wait(5)
    QTest.mouseRelease(view.cost.viewport(), Qt.MouseButton.LeftButton, pos=place + QPoint(40, 0))
    assert chosen == []
    assert view.cost.is_zoomed


def test_the_cursor_can_be_dragged_and_the_curves_stay(view: LearningView) -> None:
    view.show_history(history_of(20))
    view.place_chosen.connect(lambda place: view.show_epoch(round(place)))
    view.show_epoch(6)
    before = ranges(view.gradient)
    viewport = view.gradient.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=in_pixels(view.gradient, 6, -1.0) + QPoint(3, 0))
    QTest.mouseMove(viewport, in_pixels(view.gradient, 9, -1.0))
    assert view.cost.cursor_place == 9
    QTest.mouseMove(viewport, in_pixels(view.gradient, 3, -1.0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=in_pixels(view.gradient, 3, -1.0))
    assert [plot.cursor_place for plot in all_plots(view)] == [3] * 4
    assert ranges(view.gradient) == before
    assert not view.gradient.is_zoomed


# One's own digit


def names_in_legend(plot: Plot) -> list[str]:
    return [entry.name for entry in plot.page.header.entries]


def test_without_a_digit_it_says_how_to_have_one(view: LearningView) -> None:
    view.own_digit.show_curve(None, has_digit=False)
    empty = label(view, "own_digit_plot_empty")
    assert empty.isVisible()
    assert empty.text().startswith("Draw a digit")
    view.own_digit.show_curve(None, has_digit=True)
    assert "Say below the reading" in empty.text()
    view.own_digit.show_curve(curve_of(0.3), has_digit=True)  # a single epoch is no curve
    assert empty.text().startswith("Press Train")
    view.own_digit.show_curve(curve_of(0.3, 0.4), has_digit=True)
    assert not empty.isVisible()


@pytest.mark.parametrize(
    ("right_since", "wrong_until", "words"),
    [
        (3, 2, "right since epoch 3"),
        (3, 1, "right since epoch 3, not yet in 1"),
        (0, None, "right from the start"),
        (None, 3, "not read rightly now"),
    ],
)
def test_the_curve_is_in_percent_with_its_moment_in_the_legend(
    view: LearningView, right_since: int | None, wrong_until: int | None, words: str
) -> None:
    curve = curve_of(0.1, 0.2, 0.4, 0.9, right_since=right_since, wrong_until=wrong_until)
    view.own_digit.show_curve(curve, has_digit=True)
    assert drawn(view.own_digit) == [([0, 1, 2, 3], pytest.approx([10, 20, 40, 90]))]
    assert names_in_legend(view.own_digit) == ["“7” (as you say)", words, "4 epochs kept"]
    assert "90 %" in view.own_digit.accessibleDescription().replace("\u202f", " ")


def test_the_table_of_values_has_the_curve(view: LearningView, tmp_path: Path) -> None:
    view.own_digit.show_curve(curve_of(0.1, 0.2, 0.4), has_digit=True)
    export_plot(view.own_digit, tmp_path / "own.csv")
    with (tmp_path / "own.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["epoch", "7_own_digit_percent"]
    assert [[float(value) for value in row] for row in rows[1:]] == [[0, pytest.approx(10)], [1, 20], [2, 40]]


def test_another_run_forgets_the_curve_and_pictures_can_be_exported(view: LearningView, tmp_path: Path) -> None:
    view.own_digit.show_curve(curve_of(0.1, 0.2, 0.4, right_since=2, wrong_until=1), has_digit=True)
    for kind in (".png", ".svg", ".pdf"):
        export_plot(view.own_digit, tmp_path / f"own{kind}")
    view.own_digit.set_log(True)
    view.own_digit.grab()
    view.start_run(TrainingConfig(epochs=100), history_of(0).layer_names)
    assert view.own_digit.curve is None
    assert drawn(view.own_digit) == []


def test_of_an_alphabet_it_speaks_of_symbols(view: LearningView) -> None:
    view.own_digit.show_classes(Classes(("a", "♥")))
    view.own_digit.show_curve(None, has_digit=False)
    assert label(view, "own_digit_plot_empty").text().startswith("Draw a symbol")
    assert view.own_digit.accessibleName() == "Your symbol"
    assert "digit" not in view.own_digit.accessibleDescription()
