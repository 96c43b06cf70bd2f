"""The guide through the lessons: starts, facts, ticks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from handwriting_app.assets import resources_folder
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.lab.descent_state import DescentLabState
from handwriting_app.lab.for_lessons import RUN_FACTS
from handwriting_app.session.lesson_guide import LessonGuide
from handwriting_app.session.lesson_progress import LessonProgress
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.storage.lesson_files import load_lessons
from handwriting_app.storage.settings_file import SettingsFile


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def guide(session: Session, settings: SettingsFile) -> LessonGuide:
    return LessonGuide(session, load_lessons(resources_folder() / "lessons").lessons, LessonProgress(settings))


def index_of(guide: LessonGuide, name: str) -> int:
    return [lesson.name for lesson in guide.state.lessons].index(name)


def test_a_start_asks_for_its_view_its_settings_and_its_lab(guide: LessonGuide) -> None:
    heard: list[object] = []
    guide.open_view_requested.connect(heard.append)
    guide.config_change_requested.connect(heard.append)
    guide.lab_state_requested.connect(lambda name, state: heard.append((name, state)))
    guide.choose(index_of(guide, "modes"))
    guide.start()
    assert heard == ["learning_view", guide.state.lesson.training]
    heard.clear()
    guide.choose(index_of(guide, "descent"))
    guide.start()
    assert heard == ["descent_lab", ("descent_lab", DescentLabState())]


def test_facts_from_before_the_start_do_not_count(guide: LessonGuide) -> None:
    guide.choose(index_of(guide, "descent"))
    guide.tell({"descent.status": "converged"})
    guide.start()
    assert guide.state.tasks_done == 0
    guide.tell({"descent.status": "converged"})
    assert guide.state.tasks_done == 1
    guide.tell({"descent.status": "diverged"})
    assert guide.state.is_complete


def test_a_run_from_before_the_start_does_not_count(guide: LessonGuide, session: Session, qtbot: QtBot) -> None:
    config = TrainingConfig(hidden=(4,), descent="batch", epochs=30, variation=0.0, stop_when_converged=False)
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        session.start_training(replace(config, epochs=100_000))
    guide.choose(index_of(guide, "modes"))
    guide.start()
    guide.tell({"descent_mode": "stochastic", "training.cost": 0.01})
    assert guide.state.tasks_done == 1
    with qtbot.waitSignal(session.training.reported, timeout=20_000):
        pass
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.training.stop()
    assert {"training.epochs", "training.ended", "training.state"}.isdisjoint(guide.facts)
    with qtbot.waitSignal(session.training.ended, timeout=20_000):
        session.start_training(config)
    assert guide.facts["training.epochs"] == 30
    assert guide.facts["training.ended"] == "finished"
    assert guide.state.tasks_done == 2
    assert session.training.state is RunState.IDLE
    assert guide.facts.keys() == RUN_FACTS.keys()
    for name, value in guide.facts.items():
        assert RUN_FACTS[name].read(value) == value


def test_progress_is_kept(guide: LessonGuide, session: Session, settings: SettingsFile) -> None:
    guide.start()
    guide.tell({"neuron.kind": "sum", "neuron.inputs": 3, "neuron.output": 6})
    guide.tell({"neuron.output": -1})
    assert guide.state.is_complete
    again = SettingsFile(settings.path)
    tomorrow = LessonGuide(session, guide.state.lessons, LessonProgress(again))
    assert tomorrow.state.done == {"sum"}
    assert tomorrow.state.lesson.name == "linear"
    LessonProgress(again).clear()
    assert tomorrow.state.done == frozenset()


def test_done_lessons_can_be_done_again(guide: LessonGuide, settings: SettingsFile) -> None:
    LessonProgress(settings).mark_done("sum")
    guide.start()
    assert guide.state.tasks_done == 0
    assert guide.state.done == {"sum"}
