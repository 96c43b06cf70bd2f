"""Kept runs as a table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.storage.database.runs import KeptRun
from handwriting_app.ui.runs.runs_model import COLUMNS, NAME, NOTE, STAR, RunsModel, ShownRuns
from tests.session.test_run_words import kept

TITLES = [column.title for column in COLUMNS]


def texts(shown: ShownRuns, title: str) -> list[str]:
    column = TITLES.index(title)
    return [shown.index(row, column).data().strip() for row in range(shown.rowCount())]


def model_of(*runs: KeptRun) -> tuple[RunsModel, ShownRuns]:
    model = RunsModel()
    model.show_runs(runs)
    return model, ShownRuns(model, model)


def test_it_is_a_model_as_qt_wants_it(qtmodeltester: ModelTester) -> None:
    model, shown = model_of(kept(3, note="n"), kept(2, config=None, held_out_accuracy=None), kept(1, is_exercise=True))
    qtmodeltester.check(model)
    qtmodeltester.check(shown)


def test_every_cell_can_be_read_and_heard(qtbot: QtBot) -> None:
    model, _ = model_of(kept(1, held_out_cost=None, held_out_accuracy=None, config=None, note="<b>&amp;"))
    for column, title in enumerate(TITLES):
        index = model.index(0, column)
        assert index.data()
        heard = index.data(Qt.ItemDataRole.AccessibleTextRole)
        assert ("without a star" if column == STAR else title) in heard
        assert model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


def test_sorting_is_by_value_and_not_by_text(qtbot: QtBot) -> None:
    _, shown = model_of(kept(3, epoch=9, size=10**6), kept(2, epoch=100, size=999), kept(1, epoch=20, size=10**4))
    shown.sort(TITLES.index("Epochs"))
    assert texts(shown, "Name") == ["run 3", "run 1", "run 2"]
    shown.sort(TITLES.index("Size"), Qt.SortOrder.DescendingOrder)
    assert texts(shown, "Name") == ["run 3", "run 1", "run 2"]


def test_what_is_not_known_comes_last_among_the_best(qtbot: QtBot) -> None:
    _, shown = model_of(
        kept(3, held_out_accuracy=None), kept(2, held_out_accuracy=0.9), kept(1, held_out_accuracy=0.99)
    )
    shown.sort(TITLES.index("Held-out"), Qt.SortOrder.DescendingOrder)
    assert texts(shown, "Held-out") == ["99.0\u202f%", "90.0\u202f%", "–"]


def test_filters(qtbot: QtBot) -> None:
    adam = TrainingConfig(update_rule="adam")
    runs = (
        kept(4, is_exercise=True),
        kept(3, config=adam, star=True),
        kept(2, config=adam, state="stopped", note="Slow"),
        kept(1, name="Best one"),
    )
    _, shown = model_of(*runs)

    def names(text: str = "", state: str = "", *, only_stars: bool = False, with_exercises: bool = False) -> list[str]:
        shown.show_only(text, state, only_stars=only_stars, with_exercises=with_exercises)
        return texts(shown, "Name")

    assert names() == ["run 3", "run 2", "Best one"], "lessons are left out at first"
    assert names(with_exercises=True) == ["run 4", "run 3", "run 2", "Best one"]
    assert names("ADAM") == ["run 3", "run 2"]
    assert names("adam slow") == ["run 2"]
    assert names("best") == ["Best one"]
    assert names(state="stopped") == ["run 2"]
    assert names(only_stars=True) == ["run 3"]
    assert names("nothing of the kind") == []


def test_rows_that_stay_are_left_alone(qtbot: QtBot) -> None:
    model, _ = model_of(kept(3), kept(2), kept(1))
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _parent, first, last: told.append(f"in {first} {last}"))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(f"out {first} {last}"))
    model.dataChanged.connect(lambda first, last, *_: told.append(f"changed {first.row()}"))
    model.show_runs((kept(4), kept(3), kept(1, name="new")))
    assert told == ["out 1 1", "in 0 0", "changed 2"]
    assert [run.id for run in model.runs] == [4, 3, 1]
    told.clear()
    model.show_runs((kept(4), kept(3), kept(1, name="new")))
    assert told == []


def test_name_note_and_star_are_changed_in_place(qtbot: QtBot) -> None:
    model, _ = model_of(kept(5))
    told: list[tuple[int, str, object]] = []
    model.described.connect(lambda *news: told.append(news))
    assert model.index(0, NAME).flags() & Qt.ItemFlag.ItemIsEditable
    assert not model.index(0, STAR).flags() & Qt.ItemFlag.ItemIsEditable
    assert model.index(0, NAME).data(Qt.ItemDataRole.EditRole) == "", "the number is no name"
    assert model.setData(model.index(0, NAME), "  two\n words ")
    assert model.setData(model.index(0, NOTE), "a note")
    assert model.setData(model.index(0, NOTE), "a note")
    assert not model.setData(model.index(0, STAR), "x")
    model.toggle_star(0)
    assert told == [(5, "name", "two words"), (5, "note", "a note"), (5, "star", True)]
    assert (model.run(0).name, model.run(0).note, model.run(0).star) == ("two words", "a note", True)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.index(0, 0, QModelIndex()).data() == "★"
