"""A window that keeps its word: what a stranger would stumble over, done as a stranger does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLabel, QMenu, QMessageBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.views import LEARNING, MISTAKES, RUNS, VIEWS
from handwriting_app.ui.frame.main_window import PROGRAM, MainWindow
from handwriting_app.ui.plots.plot import Plot
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.widgets.tips import WIDEST
from tests.whole_window import draw, session_of, tabs_of

WAIT = 20_000
QUICK = TrainingConfig(hidden=(6,), epochs=3, variation=0.0, non_digits=False, stop_when_converged=False)


def part(window: QWidget, name: str, kind: type = QWidget) -> QWidget:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def words(window: MainWindow, name: str) -> str:
    return str(part(window, name, QLabel).text())


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    action.trigger()


def train(qtbot: QtBot, window: MainWindow) -> None:
    part(window, "training_panel").set_config(QUICK)
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT):
        trigger(window, "action_train")


def test_the_title_ends_with_the_name_of_the_program_so_that_no_platform_adds_it(window: MainWindow) -> None:
    window.show_title("default", unsaved=True, unsaved_runs=2)
    assert window.windowTitle().endswith(PROGRAM)
    assert window.windowTitle().count(PROGRAM) == 1
    assert window.windowTitle().startswith("default[*]")


def test_opening_a_file_that_is_no_model_asks_nothing_and_loses_nothing(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(qtbot, window)
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("asked about a file that is no model"))
    path = tmp_path / "holiday.safetensors"
    path.write_bytes(b"no model")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    before = session_of(window).shelf.present
    with qtbot.waitSignal(session_of(window).coming.refused, timeout=WAIT):
        trigger(window, "action_open_model")
    box = part(window, "error_dialog", QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.windowTitle() == QGuiApplication.applicationDisplayName()  # its own title could be cut there
    assert box.text() == "This model cannot be opened"
    box.close()
    assert session_of(window).shelf.present is before


def test_quitting_offers_save_for_what_the_network_has_learned_and_says_what_else_there_is(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, bool]] = []

    def cancel(box: QMessageBox) -> QMessageBox.StandardButton:
        has_save = box.button(QMessageBox.StandardButton.Save) is not None
        asked.append((box.text(), box.informativeText(), has_save))
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", cancel)
    train(qtbot, window)
    trigger(window, "action_quit")
    assert asked[-1] == (
        "Save the training before closing the window?",
        "What the network has learned is not in any file yet.",
        True,
    )
    train(qtbot, window)
    shelf = session_of(window).shelf
    shelf.update(shelf.present.saved_as(Path("kept.safetensors")))
    trigger(window, "action_quit")
    text, more, has_save = asked[-1]
    assert (text, has_save) == ("Close the window without saving the earlier runs?", False)
    assert more.startswith("1 earlier run is not in any file.")
    assert window.isVisible()


def test_a_pasted_picture_is_cleared_and_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    for row in range(5, 35):
        for column in range(18, 24):
            picture.setPixelColor(column, row, Qt.GlobalColor.black)
    data = QMimeData()
    data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)
    clear = window.findChild(QAction, "action_clear")
    assert clear is not None
    assert not clear.isEnabled()
    with qtbot.waitSignal(session_of(window).reader.picture_changed, timeout=WAIT):
        trigger(window, "action_paste_picture")
    read = words(window, "predicted_digit")
    assert clear.isEnabled()
    QTest.mouseClick(part(window, "clear_button"), Qt.MouseButton.LeftButton)
    assert words(window, "predicted_digit") == "–"
    assert session_of(window).reader.ink is None
    assert words(window, "notice") == "Cleared the picture"
    QTest.mouseClick(part(window, "notice_undo_button"), Qt.MouseButton.LeftButton)
    assert words(window, "predicted_digit") == read


def test_undo_above_the_reading_takes_back_a_changed_count(window: MainWindow) -> None:
    draw(window)
    reader = session_of(window).reader
    assert reader.prediction is not None
    before = reader.prediction.normalised.counts.copy()
    editor = part(window, "counts_editor")
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_9)
    QTest.keyClick(editor, Qt.Key.Key_Right)
    QTest.keyClick(editor, Qt.Key.Key_9)
    assert (reader.prediction.normalised.counts != before).sum() == 2
    undo, redo = part(window, "undo_button"), part(window, "redo_button")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert (reader.prediction.normalised.counts != before).sum() == 1
    QTest.mouseClick(redo, Qt.MouseButton.LeftButton)
    assert (reader.prediction.normalised.counts != before).sum() == 2
    for _ in range(2):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert (reader.prediction.normalised.counts == before).all()
    assert not reader.drawing.is_empty


def test_a_changed_count_of_an_empty_canvas_can_be_taken_back(window: MainWindow) -> None:
    editor = part(window, "counts_editor")
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_9)
    assert session_of(window).reader.prediction is not None
    QTest.mouseClick(part(window, "undo_button"), Qt.MouseButton.LeftButton)
    assert session_of(window).reader.prediction is None


def test_nothing_drawn_is_a_thin_dash_and_said_once(window: MainWindow) -> None:
    digit = part(window, "predicted_digit", QLabel)
    assert digit.text() == "–"
    assert digit.font().pixelSize() < digit.height() / 2
    assert words(window, "prediction_note") == "Nothing is drawn"  # “Draw a digit” stands on the canvas
    draw(window)
    assert digit.font().pixelSize() == digit.height()


def test_a_change_of_theme_leaves_the_digit_as_large_and_changes_everything(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    digit = part(window, "predicted_digit", QLabel)
    size = digit.font().pixelSize()
    switcher = window.findChild(ThemeSwitcher)
    assert switcher is not None
    shown = [part(window, name) for name in ("predicted_digit", "probability_bars", "counts_editor", "cost_plot")]
    before = [each.grab().toImage() for each in shown]
    switcher.set_choice(ThemeChoice.DARK)
    assert digit.font().pixelSize() == size
    qtbot.waitUntil(lambda: all(one.grab().toImage() != was for one, was in zip(shown, before, strict=True)))
    switcher.set_choice(ThemeChoice.LIGHT)
    assert digit.font().pixelSize() == size
    # Nothing keeps the colours of the other one.
    qtbot.waitUntil(lambda: [each.grab().toImage() for each in shown] == before)


def test_how_far_the_run_is_stands_in_the_status_bar_only_while_the_panel_is_folded(window: MainWindow) -> None:
    assert part(window, "training_progress_text").isVisible()
    assert not window.status.isVisible()
    trigger(window, "action_fold_train")
    assert window.status.isVisible()
    assert "Epoch 600 of 600" in window.status.text()


def test_what_is_said_of_the_run_is_in_the_status_bar_before_other_views(window: MainWindow) -> None:
    head = words(window, "notice_title")
    assert words(window, "notice") == ""
    tabs_of(window).show_view(MISTAKES.name)
    assert words(window, "notice")
    assert head.startswith(words(window, "notice"))
    tabs_of(window).show_view(LEARNING.name)
    assert words(window, "notice") == ""
    window.show_notice("Saved mine")
    tabs_of(window).show_view(MISTAKES.name)
    tabs_of(window).show_view(LEARNING.name)
    assert words(window, "notice") == "Saved mine"


def test_learning_fits_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1024, 700)
    QTest.qWait(1)
    view = tabs_of(window).current_view()
    assert view is not None
    around = view.parentWidget()
    while not isinstance(around, QScrollArea):
        around = around.parentWidget()
    qtbot.waitUntil(lambda: around.verticalScrollBar().maximum() == 0, timeout=WAIT)


def test_notices_are_whole_or_counted(qtbot: QtBot, window: MainWindow) -> None:
    title = part(window, "notice_title", QLabel)
    for size in ((1024, 700), (1500, 900)):
        window.resize(*size)
        qtbot.waitUntil(lambda: title.fontMetrics().horizontalAdvance(title.text()) <= title.width(), timeout=WAIT)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # what a menu asks of a screen
def test_a_line_is_hidden_and_shown_by_its_legend(window: MainWindow) -> None:
    plot = window.findChild(Plot, "cost_plot")
    assert plot is not None
    top = plot._view.viewRange()[1][1]
    assert "training" in plot.in_words()
    click_entry(plot, 0)
    assert plot.page.header.entries[0].is_hidden
    assert "training" not in plot.in_words()
    assert plot._view.viewRange()[1][1] < top  # the height follows what is left
    click_entry(plot, 0)
    assert plot._view.viewRange()[1][1] == top
    # By the keyboard, too.
    centre = plot.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    plot.contextMenuEvent(QContextMenuEvent(reason, centre, plot.mapToGlobal(centre)))
    menu = plot.findChild(QMenu, "cost_plot_lines")
    assert menu is not None
    assert [action.isChecked() for action in menu.actions()] == [True, True]
    menu.actions()[1].trigger()
    assert plot.page.header.entries[1].is_hidden
    menu.close()


def click_entry(plot: Plot, entry: int) -> None:
    header = plot.page.header
    place = plot.mapFromScene(header.mapToScene(header._places[entry] + QPointF(30, 5)))
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_plots_of_one_run_are_linked_and_a_resets_all(qtbot: QtBot, window: MainWindow) -> None:
    for view, names in (
        ("race_view", ("race_cost_plot", "race_accuracy_plot")),
        (RUNS.name, ("runs_cost_plot", "runs_accuracy_plot")),
    ):
        tabs_of(window).show_view(view)
        first, second = (part(window, name, Plot) for name in names)
        assert isinstance(first, Plot)
        assert isinstance(second, Plot)
        first._view.setRange(xRange=(1.0, 5.0), padding=0)
        first._on_zoomed((True, False))
        assert second.is_zoomed
        assert second._view.viewRange()[0] == [1.0, 5.0]
        second.reset_zoom()
        assert not first.is_zoomed


def test_the_table_of_values_counts_epochs(window: MainWindow) -> None:
    from handwriting_app.ui.plots.export import _table

    for name in ("cost_plot", "gradient_plot", "accuracy_plot"):
        assert _table(part(window, name, Plot)).decode().startswith("epoch,")  # type: ignore[arg-type]


def test_pictures_of_mistakes_and_the_table_grow_with_the_window(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view(MISTAKES.name)
    qtbot.waitUntil(part(window, "measure_now_button").isVisible, timeout=WAIT)
    click(window, "measure_now_button")
    table, gallery = part(window, "confusion_table"), part(window, "digit_gallery")
    qtbot.waitUntil(gallery.isVisible, timeout=WAIT)
    window.resize(1024, 700)
    qtbot.waitUntil(lambda: gallery.iconSize().width() == 48, timeout=WAIT)
    side = table.cell_rect((0, 0)).width()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: gallery.iconSize().width() > 72, timeout=WAIT)
    qtbot.waitUntil(lambda: table.cell_rect((0, 0)).width() > 1.5 * side, timeout=WAIT)


def click(window: MainWindow, name: str) -> None:
    QTest.mouseClick(part(window, name), Qt.MouseButton.LeftButton)


def test_every_tooltip_can_be_read_and_everything_has_a_name_to_hear(qtbot: QtBot, window: MainWindow) -> None:
    draw(window)
    for view in VIEWS:
        tabs_of(window).show_view(view.name)
        qtbot.waitUntil(lambda: tabs_of(window).current_view() is not None, timeout=WAIT)
    long, nameless = [], []
    for widget in window.findChildren(QWidget):
        tip = widget.toolTip()
        if not Qt_is_rich(tip) and any(len(line) > WIDEST for line in tip.split("\n")):
            long.append((widget.objectName(), tip))
        if isinstance(widget, QComboBox | QAbstractButton) and not heard(widget) and not is_of_qt(widget):
            nameless.append((type(widget).__name__, widget.objectName()))
    for action in window.findChildren(QAction):
        if any(len(line) > WIDEST for line in action.toolTip().split("\n")):
            long.append((action.objectName(), action.toolTip()))
    assert long == []
    assert nameless == []


def Qt_is_rich(words: str) -> bool:
    from PySide6.QtGui import Qt as QtOfGui

    return QtOfGui.mightBeRichText(words)


def heard(widget: QWidget) -> str:
    from PySide6.QtGui import QAccessible

    found = QAccessible.queryAccessibleInterface(widget)
    return str(found.text(QAccessible.Text.Name)) if found is not None else widget.accessibleName()


def is_of_qt(widget: QWidget) -> bool:
    """What Qt makes for itself: the scroll buttons of a tab bar, the corner of a table."""
    return widget.objectName().startswith("qt_") or not widget.objectName()


def test_a_decimal_comma_is_understood(window: MainWindow) -> None:
    field = part(window, "learning_rate")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,25")
    assert part(window, "training_panel").config().learning_rate == pytest.approx(0.25)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "0.25"
