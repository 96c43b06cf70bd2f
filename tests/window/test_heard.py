"""What a screen reader is told of the whole window, read through Qt's accessibility interface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.digits import load_counts
from handwriting_app.data.enlarge import digit_with
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ui.draw import prediction_view
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.widgets.disclosure import Disclosure
from handwriting_app.ui.widgets.heard import is_painted_by_us
from handwriting_app.ui.widgets.number_field import NumberField
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.whole_window import draw, session_of, tabs_of

WAIT = 60_000
PAGES = ("neuron_pages", "descent_pages", "inspector_tray")
TINY = TrainingConfig(
    hidden=(8,), epochs=12, learning_rate=0.05, variation=0.0, non_digits=False, stop_when_converged=False
)


def heard(widget: QWidget) -> QAccessibleInterface:
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    return interface


def name(widget: QWidget) -> str:
    return plain(heard(widget).text(QAccessible.Text.Name))


def words(widget: QWidget) -> str:
    return plain(heard(widget).text(QAccessible.Text.Description))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u2009", " ")


def part(window: MainWindow, name: str) -> QWidget:
    widget = window.findChild(QWidget, name)
    assert widget is not None, name
    return widget


def every_page(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Bring every page of every view to the front, one after another."""
    for view_name in tabs_of(window).names():
        tabs_of(window).show_view(view_name)
        view = tabs_of(window).current_view()
        assert view is not None
        qtbot.waitUntil(view.isVisible)
        rows = [row for row in view.findChildren(SegmentedButtons) if row.objectName() in PAGES]
        if not rows:
            yield view_name
        for row in rows:
            for button in row.findChildren(QAbstractButton):
                button.click()
                yield f"{view_name}, {button.text()}"


def acted_on(window: MainWindow) -> list[QWidget]:
    """What takes the focus, and what is painted, as far as it is seen."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and (is_painted_by_us(widget) or takes_focus(widget))
    ]


def takes_focus(widget: QWidget) -> bool:
    return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.focusProxy() is None


def column_of(window: MainWindow, widget: QWidget) -> str:
    view = tabs_of(window).current_view()
    if view is not None and view.isAncestorOf(widget):
        return "view"
    return "draw" if window.draw_column.isAncestorOf(widget) else "train"


def spoken(widget: QWidget) -> str:
    """Its name; a list of choices is called what is chosen on Linux, and described by its name."""
    return widget.accessibleName() if isinstance(widget, QComboBox) else name(widget)


def test_everything_has_a_name_and_a_role_and_no_two_of_a_view_share_a_name(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    for section in window.findChildren(Disclosure):
        section.set_open(True)
    seen: set[str] = set()
    for page in every_page(qtbot, window):
        names = Counter[tuple[str, str]]()
        for widget in acted_on(window):
            kind = type(widget).__name__
            assert spoken(widget), (page, kind, widget.objectName())
            assert heard(widget).role() not in (QAccessible.Role.Client, QAccessible.Role.NoRole), (page, kind)
            if isinstance(widget, QComboBox):
                assert words(widget), (page, widget.objectName())
            names[column_of(window, widget), spoken(widget)] += 1
            seen.add(kind)
        assert not [each for each, count in names.items() if count > 1], page
    assert {"Canvas", "CountsEditor", "ArrayPicture", "NetworkGraph", "Plot", "SegmentButton", "DecimalField"} <= seen


def test_the_reading_is_heard(qtbot: QtBot, window: MainWindow) -> None:
    digit = part(window, "predicted_digit")
    qtbot.waitUntil(lambda: name(digit) == "Nothing is drawn")
    draw(window)
    prediction = session_of(window).reader.prediction
    assert prediction is not None
    sure = plain(part(window, "prediction_note").text())  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: name(digit) == f"Read: 7, {sure}")
    draw(window, ((0.1, 0.5), (0.9, 0.5)), ((0.1, 0.7), (0.9, 0.7)))
    qtbot.waitUntil(lambda: name(digit).startswith("Read, not sure: "))


def test_a_picture_is_heard_too(qtbot: QtBot, window: MainWindow) -> None:
    counts, labels = load_counts()
    session_of(window).reader.set_picture(digit_with(counts[0]))
    qtbot.waitUntil(lambda: name(part(window, "predicted_digit")).startswith(f"Read: {labels[0]}, "))
    assert words(part(window, "canvas")).startswith("A picture, not drawn.")


def test_other_ink_is_announced_once_however_often_it_is_read(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(prediction_view, "say", lambda _widget, words: said.append(plain(words)))
    draw(window)
    qtbot.waitUntil(lambda: bool(said) and said[-1].startswith("Read: 7, "))
    before = len(said)
    train(qtbot, window)
    qtbot.wait(700)
    of_digits = [words.split(",")[0] for words in said[before:]]
    assert all(one != other for one, other in pairwise(["Read: 7", *of_digits]) if one.startswith("Read: "))


def test_a_reading_changes_at_most_twice_a_second_and_ends_at_the_last(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    digit = part(window, "predicted_digit")
    endless = TrainingConfig(hidden=(8,), epochs=10**6, variation=0.0, non_digits=False, stop_when_converged=False)
    part(window, "training_panel").set_config(endless)  # type: ignore[attr-defined]
    reader = session_of(window).reader
    read: list[object] = []
    told: list[str] = []
    poll = QTimer(window)
    poll.timeout.connect(lambda: told.append(name(digit)) if told[-1:] != [name(digit)] else None)
    part(window, "canvas").setFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    with qtbot.waitSignal(session_of(window).training.reported, timeout=WAIT):
        pass
    reader.prediction_changed.connect(read.append)
    poll.start(5)
    qtbot.wait(2000)
    poll.stop()
    assert len(read) > 10  # it is read far more often
    assert 1 < len(told) <= 6
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Escape)
    qtbot.wait(700)
    assert reader.prediction is not None
    note = plain(part(window, "prediction_note").text())  # type: ignore[attr-defined]
    assert name(digit).endswith(note)


def test_who_looks_back_hears_so(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    train(qtbot, window)
    assert " epoch " not in name(part(window, "predicted_digit"))
    session_of(window).timeline.look_back(3)
    qtbot.waitUntil(lambda: name(part(window, "predicted_digit")).endswith(", at epoch 3"))
    session_of(window).timeline.look_back(None)
    qtbot.waitUntil(lambda: " epoch " not in name(part(window, "predicted_digit")))


def train(qtbot: QtBot, window: MainWindow) -> None:
    part(window, "training_panel").set_config(TINY)  # type: ignore[attr-defined]
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        part(window, "train_button").click()  # type: ignore[attr-defined]


def test_a_plot_says_what_its_lines_do(qtbot: QtBot, window: MainWindow) -> None:
    plot = window.findChild(Plot, "cost_plot")
    assert plot is not None
    assert heard(plot).role() is QAccessible.Role.Chart
    train(qtbot, window)
    qtbot.waitUntil(lambda: "over 12 epochs" in words(plot))
    first, last = plot.lines[0].values[0], plot.lines[0].values[-1]
    assert first > last
    assert f" {first:.3g} falling to {last:.3g}" in words(plot)


def test_a_number_field_tells_its_value_and_its_bounds(window: MainWindow) -> None:
    rate = window.findChild(NumberField, "learning_rate")
    assert rate is not None
    QTest.keyClick(rate, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(rate, "0.25")
    interface = heard(rate)
    assert interface.role() is QAccessible.Role.SpinBox
    assert interface.text(QAccessible.Text.Value) == "0.25"
    value = interface.valueInterface()
    assert value is not None
    assert value.currentValue() == 0.25
    assert value.minimumValue() == 0
    QTest.keyClick(rate, Qt.Key.Key_Up)
    assert value.currentValue() == rate.value() > 0.25


def test_choices_in_a_row_are_a_group_of_radio_buttons(window: MainWindow) -> None:
    modes = part(window, "descent_mode")
    assert heard(modes).role() is QAccessible.Role.Grouping
    buttons = modes.findChildren(QAbstractButton)
    assert [name(button) for button in buttons] == ["Descent: Batch", "Descent: Stochastic", "Descent: Mini-batch"]
    assert all(heard(button).role() is QAccessible.Role.RadioButton for button in buttons)
    (chosen,) = [button for button in buttons if heard(button).state().checked]
    assert name(chosen) == "Descent: Mini-batch"
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Left)
    (chosen,) = [button for button in buttons if heard(button).state().checked]
    assert name(chosen) == "Descent: Stochastic"


def test_canvas_and_pictures_say_what_they_show(qtbot: QtBot, window: MainWindow) -> None:
    canvas, counts = part(window, "canvas"), part(window, "counts_editor")
    assert heard(canvas).role() is QAccessible.Role.Canvas
    assert words(canvas).startswith("Nothing is drawn.")
    assert words(counts).startswith("No ink.")
    draw(window)
    assert words(canvas).startswith("1 stroke.")
    prediction = session_of(window).reader.prediction
    assert prediction is not None
    inked = sum(count > 0 for row in prediction.normalised.counts.tolist() for count in row)
    assert f"{inked} of 64 cells have ink" in words(counts)
    assert heard(part(window, "probability_bars")).role() is QAccessible.Role.Graphic
    assert "7: " in words(part(window, "probability_bars"))
    tabs_of(window).show_view("network_view")
    graph = part(window, "network_graph")
    qtbot.waitUntil(graph.isVisible)
    sizes = session_of(window).shelf.present.network.sizes
    assert words(graph).startswith(f"Layers of {sizes[0]}, {sizes[1]}")


def test_no_label_that_is_read_from_is_nameless(window: MainWindow) -> None:
    for each in ("predicted_digit", "prediction_note"):
        label = window.findChild(QLabel, each)
        assert label is not None
        assert name(label)


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_matrix_says_its_shape_its_smallest_and_its_largest_number(qtbot: QtBot, is_signed: bool) -> None:
    from handwriting_app.ui.widgets.array_picture import ArrayPicture

    picture = ArrayPicture()
    qtbot.addWidget(picture)
    picture.show_array([[0.5, -2.0, 1.25], [0.0, 0.25, 0.75]], signed=is_signed, selected=(1, 2))
    assert picture.in_words() == "2 rows and 3 columns of numbers, from −2 to 1.25. Chosen: [1, 2] = 0.75"
    picture.show_array([[0.5, -2.0]], covered=(0, 1), selected=(0, 1))
    assert picture.in_words() == "1 row and 2 columns of numbers, from 0.5 to 0.5. Chosen: [0, 1] = ?"
