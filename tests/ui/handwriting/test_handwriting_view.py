"""My handwriting as a person uses it: the list in parts, filters, choice, keys, undo, writers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import normalise
from handwriting_app.session.by_writer import Figures, WriterFigures
from handwriting_app.session.kept import Filter, Page
from handwriting_app.session.ledger import Change
from handwriting_app.session.model import Model
from handwriting_app.session.prompt import Prompt
from handwriting_app.session.session import Session
from handwriting_app.session.weights import Weights
from handwriting_app.storage.data_folder import DATABASE
from handwriting_app.storage.database.drawings import KeptDrawing, NewDrawing, add_drawings
from handwriting_app.storage.database.opening import open_database
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.handwriting.handwriting_view import HandwritingView
from handwriting_app.ui.handwriting.join import open_view
from handwriting_app.ui.handwriting.kept_gallery import KeptGallery
from handwriting_app.ui.handwriting.kept_model import KeptModel
from handwriting_app.ui.handwriting.writers_table import WritersTable
from handwriting_app.ui.theme import LIGHT
from tests.storage.database.made import drawing
from tests.ui.trained import SHORT, desk_for

WAIT = 20_000


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    session = Session(Model.untrained(SHORT, np.random.default_rng(0)), database=tmp_path / DATABASE)
    yield session
    session.shutdown()


@pytest.fixture
def desk(qtbot: QtBot, session: Session, tmp_path: Path) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    return desk_for(session, window, tmp_path)


def fill(tmp_path: Path, number: int, name: Callable[[int], str] = lambda _: "", first: int = 0) -> None:
    database = open_database(tmp_path / DATABASE)
    new = (NewDrawing(drawing(first + each), str(each % 10), "imported", name(each)) for each in range(number))
    add_drawings(database, new)
    database.close()


def opened(qtbot: QtBot, session: Session, desk: Desk) -> HandwritingView:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    view.resize(430, 520)
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
        view.show()
    return view


def gallery(view: HandwritingView) -> KeptGallery:
    found = view.findChild(KeptGallery)
    assert found is not None
    return found


def rows(view: HandwritingView) -> list[str]:
    model = gallery(view).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose(view: HandwritingView, *places: int) -> None:
    each = gallery(view)
    each.setFocus()
    each.clearSelection()
    for place in places:
        each.selectionModel().select(each.model().index(place, 0), QItemSelectionModel.SelectionFlag.Select)


def part(view: QWidget, kind: type, name: str):  # type: ignore[no-untyped-def]
    found = view.findChild(kind, name)
    assert found is not None, name
    return found


def press(qtbot: QtBot, session: Session, widget: QWidget, key: Qt.Key) -> None:
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        QTest.keyClick(widget, key)


def test_where_nothing_is_kept_it_says_what_to_do(qtbot: QtBot, session: Session, desk: Desk) -> None:
    view = opened(qtbot, session, desk)
    assert "appears here" in part(view, QLabel, "kept_empty").text()
    assert part(view, QPushButton, "first_round_button").isVisible()
    assert not part(view, QPushButton, "export_kept_button").isEnabled()


def test_nothing_is_asked_while_it_is_hidden(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    session.reader.set_drawing(drawing(1))
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT), qtbot.assertNotEmitted(view.list_requested):
        session.handwriting.say("7")
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
        view.show()
    assert rows(view) == ["7"]


def test_many_come_in_parts_as_one_scrolls(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    fill(tmp_path, 900)
    view = opened(qtbot, session, desk)
    assert part(view, QLabel, "kept_headline").text() == "900 drawings"
    assert 200 <= len(rows(view)) < 900
    bar = gallery(view).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.setValue(bar.maximum()) or len(rows(view)) == 900, timeout=WAIT)
    assert len({gallery(view)._model.kept(row).id for row in range(900)}) == 900
    assert rows(view)[:2] == ["9", "8"]


def test_a_new_one_comes_first_and_the_place_is_kept(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    fill(tmp_path, 30)
    view = opened(qtbot, session, desk)
    choose(view, 3)
    (chosen,) = gallery(view).chosen()
    for number, label in ((100, "5"), (101, "6")):
        session.reader.set_drawing(drawing(number))
        session.handwriting.say(label)
    qtbot.waitUntil(lambda: rows(view)[:3] == ["6", "5", "9"], timeout=WAIT)
    assert [each.id for each in gallery(view).chosen()] == [chosen.id]
    qtbot.waitUntil(lambda: part(view, QLabel, "kept_headline").text() == "32 drawings", timeout=WAIT)


def test_what_comes_in_two_answers_stands_in_its_order(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    model = KeptModel(LIGHT, widget)
    four, three, two, one = (KeptDrawing(id_, drawing(id_), str(id_), "drawn", "", 1, 0.0) for id_ in (4, 3, 2, 1))
    model.show_all([one])
    for news in ([three], [three, two], [four, three]):
        model.put_before(news)
    assert [model.kept(row).id for row in range(model.rowCount())] == [4, 3, 2, 1]


def test_thousands_are_followed_in_few_steps_and_stay_chosen(qtbot: QtBot) -> None:
    """Each step takes the list milliseconds: one for each of thousands would hold the window for seconds."""
    gallery = KeptGallery()
    qtbot.addWidget(gallery)
    ink = drawing(1)
    kept = [KeptDrawing(id_, ink, "1", "drawn", "", 1, 0.0) for id_ in range(3000, 0, -1)]
    gallery.show_all([each for each in kept if 100 < each.id <= 2900])
    gallery.selectAll()
    steps: list[str] = []
    model = gallery.model()
    model.rowsInserted.connect(lambda *_: steps.append("in"))
    model.rowsRemoved.connect(lambda *_: steps.append("out"))
    model.dataChanged.connect(lambda *_: steps.append("changed"))
    gallery.put_before(kept)
    assert (steps, model.rowCount()) == (["in", "in"], 3000)
    assert [each.id for each in gallery.chosen()] == list(range(2900, 100, -1))
    gallery.show_all(kept)
    assert [each.id for each in gallery.chosen()] == list(range(2900, 100, -1))
    gallery.follow(Change("relabelled", labels=dict.fromkeys(range(1, 3001), "7")), Filter())
    gallery.follow(Change("deleted", gone=tuple(range(101, 2901))), Filter())
    assert steps[2:] == ["changed", "out"]
    assert [model.index(row, 0).data() for row in (0, 199)] == ["7", "7"]
    assert gallery.chosen() == ()


def test_filters_narrow_the_list_and_tell_counts(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    fill(tmp_path, 40, lambda each: ("", "Anna", "<b>Béla</b>")[each % 3])
    view = opened(qtbot, session, desk)
    assert part(view, QLabel, "kept_headline").text() == "40 drawings by 2 writers"
    writer = part(view, QComboBox, "kept_writer_filter")
    assert [writer.itemText(each) for each in range(writer.count())] == [
        "All writers",
        "<b>Béla</b> (13)",
        "Anna (13)",
        "no name (14)",
    ]
    for name, text, expected in (("kept_writer_filter", "Anna (13)", 13), ("kept_label_filter", "4 (4)", 2)):
        combo = part(view, QComboBox, name)
        combo.setCurrentIndex(combo.findText(text))
        with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
            combo.activated.emit(combo.currentIndex())
        assert len(rows(view)) == expected
        assert part(view, QLabel, "kept_chosen").text() == f"{expected} drawings shown"
    assert set(rows(view)) == {"4 · Anna"}
    source = part(view, QComboBox, "kept_source_filter")
    source.setCurrentIndex(1)
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
        source.activated.emit(1)
    assert rows(view) == []


def test_keys_relabel_delete_and_take_back(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    fill(tmp_path, 5)
    view = opened(qtbot, session, desk)
    assert rows(view) == ["4", "3", "2", "1", "0"]
    choose(view, 1, 2)
    press(qtbot, session, gallery(view), Qt.Key.Key_7)
    assert rows(view) == ["4", "7", "7", "1", "0"]
    assert len(gallery(view).chosen()) == 2
    press(qtbot, session, gallery(view), Qt.Key.Key_Delete)
    assert rows(view) == ["4", "1", "0"]
    for expected in (["4", "7", "7", "1", "0"], ["4", "3", "2", "1", "0"]):
        with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
            QTest.keyClick(gallery(view), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda expected=expected: rows(view) == expected, timeout=WAIT)
    qtbot.waitUntil(lambda: not part(view, QPushButton, "undo_kept_button").isEnabled(), timeout=WAIT)


def test_what_no_longer_fits_the_filter_goes(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    fill(tmp_path, 20)
    view = opened(qtbot, session, desk)
    combo = part(view, QComboBox, "kept_label_filter")
    combo.setCurrentIndex(combo.findText("4 (2)"))
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
        combo.activated.emit(combo.currentIndex())
    choose(view, 0)
    menu = part(view, QMenu, "relabel_kept_menu")
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        next(action for action in menu.actions() if action.text() == "9").trigger()
    assert rows(view) == ["4"]
    qtbot.waitUntil(lambda: combo.currentText() == "4 (1)", timeout=WAIT)
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        part(view, QPushButton, "undo_kept_button").click()
    qtbot.waitUntil(lambda: rows(view) == ["4", "4"], timeout=WAIT)


def test_all_deleted_can_still_be_brought_back_by_key(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    fill(tmp_path, 3)
    view = opened(qtbot, session, desk)
    gallery(view).setFocus()
    gallery(view).selectAll()
    press(qtbot, session, gallery(view), Qt.Key.Key_Delete)
    qtbot.waitUntil(part(view, QLabel, "kept_empty").isVisible, timeout=WAIT)
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(rows(view)) == 3 and gallery(view).isVisible(), timeout=WAIT)


def test_enter_puts_a_drawing_on_the_canvas_and_what_is_said_relabels_it(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    desk.drawing_requested.connect(session.reader.set_drawing)
    fill(tmp_path, 3, lambda _: "Anna")
    view = opened(qtbot, session, desk)
    choose(view, 1)
    gallery(view).selectionModel().setCurrentIndex(
        gallery(view).model().index(1, 0), QItemSelectionModel.SelectionFlag.NoUpdate
    )
    with qtbot.waitSignal(session.handwriting.said_changed, timeout=WAIT) as told:
        QTest.keyClick(gallery(view), Qt.Key.Key_Return)
    assert told.args == ["1"]
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        session.handwriting.say("7")
    assert rows(view) == ["2 · Anna", "7 · Anna", "0 · Anna"]


def test_a_picture_is_put_there_too(qtbot: QtBot, session: Session, desk: Desk) -> None:
    session.reader.set_picture(normalise(drawing(1)))
    with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
        session.handwriting.say("3")
    session.reader.set_drawing(drawing(2))
    view = opened(qtbot, session, desk)
    choose(view, 0)
    with qtbot.waitSignal(session.reader.picture_changed):
        part(view, QPushButton, "put_kept_button").click()
    assert gallery(view).model().index(0, 0).data(Qt.ItemDataRole.DecorationRole).width() >= 64


def test_esc_lets_go_of_what_is_chosen(qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path) -> None:
    fill(tmp_path, 3)
    view = opened(qtbot, session, desk)
    choose(view, 0, 1)
    assert view.let_go()
    assert not view.let_go()
    assert not part(view, QPushButton, "delete_kept_button").isEnabled()


def test_why_nothing_can_be_listed_is_said_and_it_can_be_tried_again(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / DATABASE).mkdir()  # in its place
    view = open_view(session, desk)
    qtbot.addWidget(view)
    with qtbot.waitSignal(session.handwriting.not_listed, timeout=WAIT) as told:
        view.show()
    qtbot.waitUntil(lambda: part(view, QLabel, "kept_empty").text() == told.args[0], timeout=WAIT)
    (tmp_path / DATABASE).rmdir()
    with qtbot.waitSignal(session.handwriting.listed, timeout=WAIT):
        part(view, QPushButton, "list_again_button").click()
    qtbot.waitUntil(part(view, QPushButton, "first_round_button").isVisible, timeout=WAIT)


def test_writers_are_compared_when_their_page_is_seen(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    fill(tmp_path, 30, lambda each: ("", "Anna", "Béla")[each % 3])
    view = opened(qtbot, session, desk)
    with qtbot.waitSignal(session.handwriting.measured, timeout=WAIT):
        view.findChild(QWidget, "kept_pages").set_value("writers")
    table = part(view, WritersTable, "writers_table")
    names = [table.model().index(row, 0).data() for row in range(3)]
    assert sorted(names) == ["Anna", "Béla", "no name"]
    assert "30 drawings" in part(view, QLabel, "writers_headline").text()
    before = session.timeline.weights
    with qtbot.waitSignal(session.handwriting.measured, timeout=WAIT) as told:
        session.reset(SHORT)
    assert told.args[0] is not before


def test_the_table_sorts_by_number_and_not_by_its_words(qtbot: QtBot, session: Session, desk: Desk) -> None:
    view = open_view(session, desk)
    qtbot.addWidget(view)
    table = part(view, WritersTable, "writers_table")
    figures = Figures(
        (
            WriterFigures("Anna", 200, 180, ("4", "9", 12)),
            WriterFigures("Béla", 9, 9, None),
            WriterFigures("", 50, 10, ("1", "7", 30)),
        ),
        0,
    )
    view.show_figures(session.timeline.weights, figures)

    def column(place: int) -> list[str]:
        return [table.model().index(row, place).data() for row in range(3)]

    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert column(1) == ["9", "50", "200"]
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert column(2) == ["20\u202f%", "90\u202f%", "100\u202f%"]
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert column(3) == ["1 as 7, 30×", "4 as 9, 12×", "–"]
    network = Network.initialise((64, 3, 10), "relu", "cross-entropy", np.random.default_rng(0))
    view.show_figures(Weights(network.frozen(), run=object()), Figures((), 0))  # of another run
    assert table.model().rowCount() == 3
    with qtbot.waitSignal(table.writer_opened) as told:
        table.activated.emit(table.model().index(1, 2))
    assert told.args == ["Anna"]


def test_a_round_shows_what_to_draw_and_how_far_it_is(qtbot: QtBot, session: Session, desk: Desk) -> None:
    view = opened(qtbot, session, desk)
    view.show_prompt(Prompt("4", 12, 50, False))
    assert part(view, QLabel, "prompt").text() == "Now a 4"
    assert part(view, QLabel, "prompt_count").text() == "12 of 50"
    assert part(view, QProgressBar, "prompt_progress").value() == 12
    following = part(view, QPushButton, "next_prompt_button")
    assert following.isVisible()
    assert not following.isEnabled()
    view.show_prompt(Prompt("4", 49, 50, True))
    assert (following.isEnabled(), following.text()) == (True, "Done")
    with qtbot.waitSignal(view.stop_requested):
        assert view.halt()
    view.show_prompt(None)
    assert not view.halt()
    assert not following.isVisible()


def test_what_is_kept_while_the_list_is_on_its_way_is_in_it(
    qtbot: QtBot, session: Session, desk: Desk, tmp_path: Path
) -> None:
    fill(tmp_path, 3)
    view = open_view(session, desk)
    qtbot.addWidget(view)
    answers: list[Page] = []
    session.handwriting.listed.disconnect(view.show_page)
    session.handwriting.listed.connect(answers.append)
    view.show()
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=WAIT)
    for number in (100, 101):
        session.reader.set_drawing(drawing(number))
        with qtbot.waitSignal(session.handwriting.changed, timeout=WAIT):
            session.handwriting.say("7")
    session.handwriting.listed.connect(view.show_page)
    view.show_page(answers[0])  # it comes late
    qtbot.waitUntil(lambda: rows(view) == ["7", "7", "2", "1", "0"], timeout=WAIT)
    assert part(view, QLabel, "kept_headline").text() == "5 drawings"
