"""The desk: where one room asks for what another one does, so that rooms need not know each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.background import Background
from handwriting_app.session.task import Work
from handwriting_app.storage.settings_file import SettingsFile
from handwriting_app.ui.widgets.dialogs import ask

if TYPE_CHECKING:
    from handwriting_app.storage.lesson_files import Lessons

_QUESTIONS: Final[Mapping[Work, tuple[str, str, str]]] = MappingProxyType(
    {
        Work.RACE: (
            "A race is running",
            "A race is being timed, and training beside it would take time from its lanes. Stop the race and train?",
            "Stop the race",
        ),
        Work.TRAINING: (
            "The network is training",
            "The network is training, and a race beside it would measure wrong times. Stop the training, which keeps "
            "its last whole epoch, and start the race?",
            "Stop the training",
        ),
        Work.SWEEP: (
            "A sweep is running",
            "A sweep is training one network after another, and a race beside it would measure wrong times. Stop the "
            "sweep, which keeps the runs that are done, and start the race?",
            "Stop the sweep",
        ),
    }
)
"""By what is in the way: title, question, and the words of consent."""

_LEARNS_HAND: Final = (
    "The network is learning your hand",
    "The network is learning your hand, and a race beside it would measure wrong times. Stop the learning, which "
    "leaves the network as it was, and start the race?",
    "Stop the learning",
)
"""In place of the question about a training, of which something stays."""


class Desk(QObject):
    """Hands requests and news from room to room; keeps only what a view that is opened later must know.

    Attributes:
        shown_config: Gives the settings as the training panel shows them; None while a field there is invalid.
        settings: What is kept from one start of the program to the next.
        controls: What `controls_requested` asked for last.
        course: The lessons of the course, if they have been read ahead of its view.

    Signals:
        view_requested(str): Bring the view with this objectName to the front, and open it if need be.
        unit_inspection_requested(layer int, unit int): Look at this unit in the inspector, which is in front.
        label_told(int): Which digit it really is that is being read.
        config_requested(TrainingConfig): The training panel is to show these settings.
        overlay_changed(QImage | None): What the canvas is to show over the drawing.
        notice_changed(str): The most important thing to say about the run, in a few words.
        message(str): A success to mention in passing.
        undo_offered(str, Callable[[], None]): The same, and what takes it back.
        facts_told(Mapping[str, Fact]): What lessons may ask about.
        lab_state_requested(str, LabState): Put the view of this name, which is open, in this state.
        lesson_column_offered(QWidget): To stand at the left of all columns.
        columns_requested(frozenset[str] | None): Show these of the columns beside the views (draw, train) for a lesson;
            None: as a person had them.
        controls_requested(frozenset[str] | None, frozenset[str]): Lock all settings, and all that the labs take, but
            these, if any are named; hide those.
        canvas_needed(): Something is about to be drawn by the user: the canvas must be seen.
        drawing_requested(Drawing): Put this on the canvas.
        lesson_requested(Path | int | None): Open the lesson in this file; the one in this place of the list; or the
            page that was open when the program ended.
        task_ticked(Lesson, int): The task on this page of a lesson has just been done.
        anew_requested(): A person is to be asked whether all that was done in the course is to be forgotten.
        anew_agreed(): It is.
        lesson_made(Path): There is a new lesson in this file.
    """

    view_requested = Signal(str)
    unit_inspection_requested = Signal(int, int)
    label_told = Signal(int)
    config_requested = Signal(object)
    overlay_changed = Signal(object)
    notice_changed = Signal(str)
    message = Signal(str)
    undo_offered = Signal(str, object)
    facts_told = Signal(object)
    lab_state_requested = Signal(str, object)
    lesson_column_offered = Signal(object)
    columns_requested = Signal(object)
    controls_requested = Signal(object, object)
    canvas_needed = Signal()
    drawing_requested = Signal(object)
    lesson_requested = Signal(object)
    task_ticked = Signal(object, int)
    anew_requested = Signal()
    anew_agreed = Signal()
    lesson_made = Signal(object)

    def __init__(
        self,
        window: QWidget,
        background: Background,
        shown_config: Callable[[], TrainingConfig | None],
        settings: SettingsFile,
        learns_hand: Callable[[], bool] = lambda: False,
    ) -> None:
        """``learns_hand`` tells whether the training under way, if there is one, teaches the network a hand."""
        super().__init__(window)
        self._window = window
        self._background = background
        self._learns_hand = learns_hand
        self.shown_config = shown_config
        self.settings = settings
        self.controls: tuple[frozenset[str] | None, frozenset[str]] = (None, frozenset())
        self.course: Lessons | None = None
        self.controls_requested.connect(self._keep_controls)

    def _keep_controls(self, only: frozenset[str] | None, hidden: frozenset[str]) -> None:
        self.controls = only, hidden

    @property
    def lessons_folder(self) -> Path:
        """Where lessons of the user's own are found; it need not exist."""
        return self.settings.folder / "lessons"

    @property
    def course_folder(self) -> Path:
        """Where pictures of what a learner has done are kept; it need not exist."""
        return self.settings.folder / "course"

    def begin(self, work: Work, then: Callable[[], None]) -> None:
        """Do ``then``, which begins ``work``; if that stops something else, only with a person's consent."""
        obstacle = self._background.in_the_way(work)
        if obstacle is None:
            then()
        else:
            is_hand = obstacle is Work.TRAINING and self._learns_hand()
            ask(self._window, *(_LEARNS_HAND if is_hand else _QUESTIONS[obstacle]), then)
