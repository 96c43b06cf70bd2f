"""My alphabet in the whole window: three letters are named, drawn, learned, read, saved, and read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.data.subject import Subject
from handwriting_app.engine.classes import TEN_DIGITS
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.ink.drawing import Drawing
from handwriting_app.lab.views import DREAM, LEARNING, MISTAKES, NETWORK, WHY_NOT
from handwriting_app.session.messages import RunState
from handwriting_app.session.model import Model
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.segmented import SegmentedButtons
from tests.made_letters import drawn
from tests.whole_window import next_start, session_of, tabs_of

WAIT = 30_000
QUICK = TrainingConfig(hidden=(32,), epochs=12, variation=0.0)
SYMBOLS = ("A", "B", "C")


def part(window: QWidget, name: str, kind: type = QWidget):  # type: ignore[no-untyped-def]
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def click(window: QWidget, name: str) -> None:
    button = part(window, name)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def show_editor(qtbot: QtBot, window: MainWindow) -> None:
    tabs_of(window).show_view("my_handwriting_view")
    QTest.mouseClick(part(window, "kept_pages", SegmentedButtons).button("alphabet"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(part(window, "alphabet_editor").isVisible)


def after_change(qtbot: QtBot, window: MainWindow, act: Callable[[], object]) -> None:
    with qtbot.waitSignal(session_of(window).alphabets.changed, timeout=WAIT):
        act()


def make(qtbot: QtBot, window: MainWindow, symbols: str = "A B C") -> None:
    show_editor(qtbot, window)
    after_change(qtbot, window, lambda: click(window, "new_alphabet_button"))
    typed = part(window, "new_symbols", QLineEdit)
    typed.setText(symbols)
    after_change(qtbot, window, lambda: QTest.keyClick(typed, Qt.Key.Key_Return))


def trace(window: MainWindow, ink: Drawing) -> None:
    """Draw with the mouse what ``ink`` shows."""
    canvas = part(window, "canvas")
    square = canvas.square()
    low = min(float(stroke.min()) for stroke in ink.strokes)
    high = max(float(stroke.max()) for stroke in ink.strokes)
    for stroke in ink.strokes:
        scaled = 0.1 + 0.8 * (stroke - low) / (high - low)
        points = [
            QPoint(int(square.x() + x * square.width()), int(square.y() + y * square.height())) for x, y in scaled
        ]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(canvas, point)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def ask_for(qtbot: QtBot, window: MainWindow, each: int) -> None:
    """Go through a round of prompts, drawing what is asked for."""
    part(window, "drawings_each", QSpinBox).setValue(each)
    click(window, "alphabet_round_button")
    prompts = session_of(window).prompts
    number = 0
    while (prompt := prompts.prompt) is not None:
        trace(window, drawn(prompt.label, number + 1)[number])
        number += 1
        with qtbot.waitSignal(session_of(window).handwriting.changed, timeout=WAIT):
            prompts.go_on()
    assert number == each * len(SYMBOLS)


def learn(qtbot: QtBot, window: MainWindow) -> None:
    window.findChild(Desk).config_requested.emit(QUICK)  # type: ignore[union-attr]
    with qtbot.waitSignal(session_of(window).training.ended, timeout=WAIT) as ended:
        click(window, "learn_alphabet_button")
    assert ended.args[0].reason == "finished", ended.args[0].message


def reads(qtbot: QtBot, window: MainWindow, letter: str) -> str:
    window.findChild(Desk).drawing_requested.emit(drawn(letter, 1, seed=9)[0])  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: session_of(window).reader.prediction is not None)
    label: QLabel = part(window, "predicted_digit")
    return label.text()


def problem(window: MainWindow) -> str:
    return part(window, "alphabet_problem").text()


def assert_speaks_of_symbols(qtbot: QtBot, window: MainWindow) -> None:
    """What a person sees while a network of letters is in the window says nothing of digits."""
    window.findChild(Desk).drawing_requested.emit(Drawing())  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: part(window, "prediction_note").text() == "Nothing is drawn")
    assert "A, B, C" in part(window, "canvas").toolTip()
    assert part(window, "non_digits", QCheckBox).text() == "Learn what is none of them"
    assert "halves and pairs of symbols" in part(window, "non_digits").toolTip()
    left = window.draw_column.findChildren(QWidget)
    before = tabs_of(window).current_name()
    seen = []
    for view in (LEARNING, NETWORK, WHY_NOT, DREAM, MISTAKES):
        tabs_of(window).show_view(view.name)
        shown = tabs_of(window).current_view()
        assert shown is not None
        shown.refresh_now()
        seen += shown.findChildren(QWidget)
    tabs_of(window).show_view(before)
    of_digits = []
    for widget in (*left, *seen, *part(window, "training_panel").findChildren(QWidget)):
        if widget.objectName() != "subject":  # which offers the ten digits
            text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
            spoken = (widget.accessibleName(), widget.toolTip(), widget.accessibleDescription(), text)
            of_digits += [(widget.objectName(), words) for words in spoken if "digit" in words.lower()]
    assert of_digits == []


def test_three_letters_are_learned_read_saved_and_read_again(
    qtbot: QtBot, window: MainWindow, make_window: Callable[..., MainWindow], settings: SettingsFile, tmp_path: Path
) -> None:
    make(qtbot, window)
    assert "too few drawings of A, B and C" in problem(window)
    assert not part(window, "learn_alphabet_button").isEnabled()
    ask_for(qtbot, window, 4)
    qtbot.waitUntil(part(window, "learn_alphabet_button").isEnabled, timeout=WAIT)
    symbols = part(window, "symbols", QListWidget)

    def spoken() -> list[str]:
        return [symbols.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(symbols.count())]

    qtbot.waitUntil(lambda: spoken() == [f"{symbol}: 4 of 10 drawings" for symbol in SYMBOLS], timeout=WAIT)
    assert problem(window).startswith("It can be learned")
    learn(qtbot, window)
    assert [reads(qtbot, window, letter) for letter in SYMBOLS] == list(SYMBOLS)
    (first,) = (each for each in window.findChildren(QWidget, "true_label_0") if each.isVisible())
    assert first.accessibleName() == "It is “A”"
    combo = part(window, "subject", QComboBox)
    assert (combo.isVisible(), combo.currentText()) == (True, "My letters")
    assert_speaks_of_symbols(qtbot, window)
    session, path = session_of(window), tmp_path / "letters.safetensors"
    with qtbot.waitSignal(session.saving.saved, timeout=WAIT):
        session.save(session.shelf.present, path)

    again = make_window(settings=next_start(qtbot, settings), model_path=path)
    assert [reads(qtbot, again, letter) for letter in SYMBOLS] == list(SYMBOLS)
    qtbot.waitUntil(lambda: session_of(again).shelf.present.subject.is_at_hand, timeout=WAIT)
    combo = part(again, "subject", QComboBox)
    qtbot.waitUntil(lambda: combo.currentText() == "My letters", timeout=WAIT)
    combo.activated.emit(0)
    assert combo.currentText() == "The ten digits"
    assert "→ 11 ·" in part(again, "hidden_layers_message").text()
    click(again, "reset_button")
    assert session_of(again).shelf.present.network.classes.names == TEN_DIGITS.names


def test_digits_too_and_a_name_of_ones_own(qtbot: QtBot, window: MainWindow) -> None:
    make(qtbot, window, "heart, a house, heart")
    check = part(window, "with_digits", QCheckBox)
    after_change(qtbot, window, lambda: QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(8, 8)))
    name = part(window, "alphabet_name", QLineEdit)
    name.setFocus()
    name.setText("Signs")
    after_change(qtbot, window, lambda: QTest.keyClick(name, Qt.Key.Key_Return))
    (known,) = session_of(window).alphabets.known
    assert known.alphabet.name == "Signs"
    assert known.alphabet.classes == (*TEN_DIGITS.names, "heart", "a house")
    typed = part(window, "new_symbols", QLineEdit)
    typed.setText("7")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert problem(window) == "They are in the alphabet already."


def test_symbols_are_renamed_and_removed_and_alphabets_deleted_with_a_way_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    make(qtbot, window)
    alphabets = session_of(window).alphabets
    symbols = part(window, "symbols", QListWidget)

    def names() -> list[tuple[str, ...]]:
        return [each.alphabet.symbols for each in alphabets.known]

    after_change(qtbot, window, lambda: symbols.item(0).setText("Ä"))
    assert names() == [("Ä", "B", "C")]
    symbols.item(1).setSelected(True)
    after_change(qtbot, window, lambda: QTest.keyClick(symbols, Qt.Key.Key_Delete))
    assert names() == [("Ä", "C")]
    after_change(qtbot, window, lambda: click(window, "notice_undo_button"))
    assert names() == [("Ä", "B", "C")]
    after_change(qtbot, window, lambda: click(window, "delete_alphabet_button"))
    assert names() == []
    assert part(window, "alphabet_words").isVisible()
    after_change(qtbot, window, lambda: click(window, "notice_undo_button"))
    assert names() == [("Ä", "B", "C")]


def test_too_few_drawings_are_told_where_it_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    make(qtbot, window)
    combo = part(window, "subject", QComboBox)
    with qtbot.waitSignal(session_of(window).alphabets.refused, timeout=WAIT):
        combo.activated.emit(1)
    assert combo.currentText() == "The ten digits"
    assert "too few drawings" in part(window, "training_message").text()
    assert session_of(window).training.state is RunState.IDLE


@pytest.mark.parametrize(
    "symbols", [tuple(map(chr, range(65, 91))), tuple(f"symbol {number}" for number in range(100))]
)
def test_nothing_becomes_wider_for_many_symbols(qtbot: QtBot, window: MainWindow, symbols: tuple[str, ...]) -> None:
    window.resize(1024, 700)
    inks = [ink for letter in "AB" for ink in drawn(letter, 2)]
    own = OwnDrawings(tuple(inks), np.array([0, 0, 1, 1], dtype=np.intp))
    subject = Subject("many", symbols, own, has_digits=False)
    before = part(window, "canvas").width()
    config = replace(QUICK, non_digits=False)
    session_of(window).show_model(Model.untrained(config, np.random.default_rng(0), subject))
    reads(qtbot, window, "A")
    for view in ("learning_view", "backprop_view", "network_view", "mistakes_view"):
        tabs_of(window).show_view(view)
        qtbot.waitUntil(part(window, view).isVisible)
        window.grab()
    assert window.size().toTuple() == (1024, 700)
    assert part(window, "canvas").width() == before
    rows = [each for each in window.findChildren(QComboBox, "true_digit") if each.isVisibleTo(window) or each.count()]
    assert rows
    assert rows[0].count() == len(symbols)
    assert part(window, f"true_label_{len(symbols) - 1}").accessibleName()


def test_help_speaks_of_what_the_network_reads(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr("handwriting_app.ui.frame.join.show_text", lambda _window, _title, words: shown.append(words))
    session = session_of(window)
    subject = Subject("letters", SYMBOLS, has_digits=False)
    session.show_model(Model.untrained(QUICK, np.random.default_rng(0), subject))
    for name in ("mistakes_view", "race_view"):
        tabs_of(window).show_view(name)
        qtbot.waitUntil(lambda name=name: tabs_of(window).current_name() == name)  # type: ignore[misc]
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
    mistakes, race = shown
    assert "Every held-out symbol counts" in mistakes
    assert "digit" not in mistakes
    assert "digits" in race  # which is about the ten, whatever the network reads
