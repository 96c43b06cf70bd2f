"""What the Learning tab says about a run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.explain.learning_signals import LayerSignal
from handwriting_app.explain.notice import Kind, Notice, Severity
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.learning.join import open_view
from handwriting_app.ui.learning.learning_signals import LearningSignals
from handwriting_app.ui.learning.learning_tab import LearningTab
from tests.ui.trained import SHORT, run_to_its_end


@pytest.fixture
def tab(qtbot: QtBot, session: Session, desk: Desk) -> LearningTab:
    widget = open_view(session, desk)
    qtbot.addWidget(widget)
    widget.resize(450, 580)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def text(widget: QWidget, name: str) -> str:
    return widget.findChild(QLabel, name).text()


def test_before_a_run_it_says_what_will_be_there(tab: LearningTab) -> None:
    assert "Press Train" in text(tab, "notice_words")


def test_a_run_that_goes_well_is_said_to_in_the_tab_and_for_the_status_bar(
    qtbot: QtBot, session: Session, desk: Desk, tab: LearningTab
) -> None:
    told: list[str] = []
    desk.notice_changed.connect(told.append)
    run_to_its_end(qtbot, session)
    assert told[-1].startswith("The cost has fallen from ")
    qtbot.waitUntil(lambda: text(tab, "notice_title").startswith(told[-1]))


def test_a_vanishing_gradient_is_told_with_its_evidence_and_a_cure(
    qtbot: QtBot, session: Session, tab: LearningTab
) -> None:
    run_to_its_end(qtbot, session, replace(SHORT, hidden=(20,) * 5, activation="sigmoid", l2=0.0))
    qtbot.waitUntil(lambda: "Layer 1 hardly learns" in text(tab, "notice_title"))
    assert "Layer 1's gradient is 1/" in text(tab, "notice_words")
    assert "Try ReLU" in text(tab, "notice_words")


def test_a_cost_that_became_infinite_is_told(qtbot: QtBot, session: Session, tab: LearningTab) -> None:
    run_to_its_end(qtbot, session, replace(SHORT, learning_rate=1000, l2=10))
    qtbot.waitUntil(lambda: text(tab, "notice_title") == "The run has diverged")
    session.reset(SHORT)
    qtbot.waitUntil(lambda: "Press Train" in text(tab, "notice_words"))


def test_the_notice_is_told_while_the_tab_is_hidden(
    qtbot: QtBot, session: Session, desk: Desk, tab: LearningTab
) -> None:
    tab.hide()
    with qtbot.waitSignal(desk.notice_changed, check_params_cb=lambda words: "has fallen" in words, timeout=60_000):
        session.start_training(SHORT)
    assert "Press Train" in text(tab, "notice_words")
    tab.show()
    qtbot.waitUntil(lambda: "has fallen" in text(tab, "notice_title"))


def test_the_rows_open_and_show_every_layer(qtbot: QtBot, session: Session, tab: LearningTab) -> None:
    rows = tab.findChild(QWidget, "layer_signals")
    assert not rows.isVisible()
    run_to_its_end(qtbot, session)
    qtbot.mouseClick(tab.findChild(QWidget, "layer_by_layer"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(rows.isVisible)
    qtbot.waitUntil(lambda: "layer 3: gradient norm" in rows.accessibleDescription())
    assert "of its units dead" in rows.accessibleDescription()
    assert rows.grab().toImage().size().height() >= 4 * rows.row_height()


def test_other_words_do_not_change_the_height(qtbot: QtBot) -> None:
    strip = LearningSignals()
    qtbot.addWidget(strip)
    strip.show_signals(("64→10",), (LayerSignal(0.1, 1e-3, None),), inactive="dead")
    notice = Notice(Kind.WELL, Severity.GOOD, "Good", "Short.")
    strip.show_notices([notice])
    height = strip.sizeHint().height()
    strip.show_notices([replace(notice, severity=Severity.PROBLEM, evidence="Long words. " * 40, advice="Do it.")])
    assert strip.sizeHint().height() == height
    assert strip.findChild(QLabel, "notice_words").toolTip().endswith("Do it.")


def test_notices_that_have_no_room_beside_the_first_are_counted(
    qtbot: QtBot,
) -> None:
    signals = LearningSignals()
    qtbot.addWidget(signals)
    signals.resize(260, 200)
    signals.show()
    shorts = ("The cost has fallen from 2.3 to 0.1", "Training above held-out: varied digits")

    def show(evidence: str) -> None:
        signals.show_notices([Notice(Kind.WELL, Severity.GOOD, short, evidence) for short in shorts])

    show("Evidence. " * 40)
    title, below = signals.findChild(QLabel, "notice_title"), signals.findChild(QLabel, "notice_words")
    assert title is not None
    assert below is not None
    assert title.text() == f"{shorts[0]}  ·  1 more"
    shown = QLabel.text(title)
    assert shown.endswith("…")
    assert title.fontMetrics().horizontalAdvance(shown) <= title.width()
    assert "1 more" in title.toolTip()
    signals.resize(420, 200)
    qtbot.waitUntil(lambda: QLabel.text(title) == title.text() == f"{shorts[0]}  ·  1 more")
    show("Evidence.")
    assert title.text() == shorts[0]
    assert below.text() == f"Evidence. Also: {shorts[1]}."
    signals.resize(1200, 200)
    qtbot.waitUntil(lambda: QLabel.text(title) == title.text() == "  ·  ".join(shorts))
    assert below.text() == "Evidence."
