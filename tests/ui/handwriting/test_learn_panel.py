"""What is said of a hand that was learned: whole sentences with the numbers, whatever came of it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from handwriting_app.session.hand import Count, HandReport
from handwriting_app.ui.handwriting.learn_panel import LearnPanel, progress_words, report_words, table_rows

GOOD = HandReport(Count(5, 3, 5), Count(15, 10, 15), Count(359, 356, 355), forgotten=2, share=0.75)
NONE_HELD = HandReport(Count(0, 0, 0), Count(6, 4, 6), Count(359, 356, 356), forgotten=0, share=0.3)
NO_DIGITS = HandReport(Count(1, 1, 1), Count(7, 6, 7), Count(0, 0, 0), forgotten=0, share=0.3)
KNOWN = HandReport(Count(0, 0, 0), Count(3, 3, 3), Count(359, 356, 356), forgotten=0, share=0)
LITTLE = HandReport(Count(0, 0, 0), Count(5, 4, 4), Count(359, 356, 356), forgotten=0, share=0, is_too_little=True)
COSTLY = HandReport(Count(125, 0, 0), Count(375, 0, 0), Count(359, 356, 356), forgotten=0, share=0, is_cut=True)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (
            GOOD,
            "Of your 5 drawings held out from learning it reads 5, before 3. It has forgotten 2 of the data set's 359 "
            "held-out digits.",
        ),
        (
            NONE_HELD,
            "Of your 6 drawings it reads 6, before 4; it learned from them all, as some are held out only from eight "
            "of a kind on. It has forgotten none of the data set's 359 held-out digits.",
        ),
        (
            NO_DIGITS,
            "Of your one drawing held out from learning it reads 1, as before. What it has forgotten is not known: no "
            "digits of the data set are held out.",
        ),
        (KNOWN, "The network is as it was: it reads all 3 of your drawings rightly already."),
        (
            LITTLE,
            "The network is as it was: it misreads one drawing, and one is too little to know your hand by. Draw more "
            "of what it misreads.",
        ),
        (
            COSTLY,
            "The network is as it was: learning your 375 drawings would have brought nothing, or made it forget too "
            "many of the data set's digits. Of so many drawings only the newest 500 were taken.",
        ),
    ],
)
def test_the_report_in_words(report: HandReport, words: str) -> None:
    assert report_words(report) == words


def test_the_table_leaves_out_what_was_not_measured() -> None:
    assert table_rows(GOOD)[0] == ("My digits (held out from learning)", "3 of 5", "5 of 5")
    assert [what for what, *_ in table_rows(NONE_HELD)] == [
        "My digits (learned from)",
        "The data set's held-out digits",
    ]
    assert len(table_rows(NO_DIGITS)) == 2


def test_the_panel_takes_no_room_when_there_is_nothing(qtbot: QtBot) -> None:
    panel = LearnPanel()
    qtbot.addWidget(panel)
    words, undo = panel.findChild(QLabel, "adapt_report"), panel.findChild(QPushButton, "undo_adapt_button")
    assert words is not None
    assert undo is not None
    panel.show_report(GOOD, can_undo=True)
    assert not panel.isHidden()
    assert undo.isVisible()
    with qtbot.waitSignal(panel.undo_requested):
        undo.click()
    panel.show_words(progress_words(3, 20, is_paused=False))
    assert words.text() == "The network is learning your hand: epoch 3 of 20."
    assert not undo.isVisible()
    panel.clear()
    assert panel.isHidden()


def test_a_pause_is_told() -> None:
    assert progress_words(3, 20, is_paused=True) == "Paused in learning your hand, after epoch 3 of 20."
