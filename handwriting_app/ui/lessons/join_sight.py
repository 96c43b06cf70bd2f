"""What is in the window at this moment, as a lesson can begin with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from PySide6.QtCore import QObject

from handwriting_app.assets import default_model_path
from handwriting_app.lab.views import COURSE, VIEWS
from handwriting_app.session.session import Session
from handwriting_app.storage.errors import ModelFileError
from handwriting_app.storage.model_file import load_model
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.live_view import LiveView

if TYPE_CHECKING:
    from handwriting_app.lab.facts import Fact
    from handwriting_app.lab.for_lessons import LabState
    from handwriting_app.lab.lesson import NetworkName
    from handwriting_app.lab.made_lesson import Seen

# What makes a lesson is imported when one is made.


@runtime_checkable
class HasLabState(Protocol):
    """A view whose state a lesson can set."""

    def lab_state(self) -> LabState:
        """The state that it is in."""


class Sight(QObject):
    """Remembers what the views tell, and looks when it is asked."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        view_in_front: Callable[[], LiveView | None],
        shown_columns: Callable[[], frozenset[str]],
    ) -> None:
        super().__init__(desk)
        self._session = session
        self._desk = desk
        self._view_in_front = view_in_front
        self._shown_columns = shown_columns
        self._facts: dict[str, Fact] = {}
        self._digit: int | None = None
        desk.facts_told.connect(self._hear)
        desk.label_told.connect(self._take_label)
        session.reader.digit_replaced.connect(self._forget_label)

    def view(self) -> LiveView | None:
        """The view in front."""
        return self._view_in_front()

    def seen(self) -> Seen:
        """What is in the window.

        Raises:
            ValueError: No lesson can begin with this; the sentence says what to do.
        """
        from handwriting_app.lab.lesson import COLUMNS
        from handwriting_app.lab.made_lesson import Seen
        from handwriting_app.session.drawn_points import points_of

        view = self._view_in_front()
        name = "" if view is None else view.objectName()
        described = next((each for each in VIEWS if each.name == name and each is not COURSE), None)
        if view is None or described is None:
            raise ValueError("First bring the view to the front in which the lesson is to take place.")
        config = self._desk.shown_config()
        if config is None:
            raise ValueError(
                "A setting in the training panel cannot be used. Mend it first: the line below it says how."
            )
        session = self._session
        return Seen(
            view=described,
            lab=view.lab_state() if isinstance(view, HasLabState) else None,
            training=config,
            network=self._network(),
            drawing=points_of(session.reader.drawing, session.timeline.weights),
            digit=self._digit,
            columns=frozenset(column for column in COLUMNS if column in self._shown_columns()),
            facts=self._facts | self._facts_of_session(),
        )

    def _network(self) -> NetworkName:
        try:
            shipped = load_model(default_model_path()).network
        except (ModelFileError, OSError):
            return "fresh"
        present = self._session.shelf.present.network
        is_shipped = present.sizes == shipped.sizes and np.array_equal(present.parameters, shipped.parameters)
        return "default" if is_shipped else "fresh"

    def _facts_of_session(self) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        last, prediction = self._session.timeline.history.last, self._session.reader.prediction
        if last is not None:
            facts["training.held_out_accuracy"] = last.held_out_accuracy
        if prediction is not None:
            facts["reading.digit"] = prediction.digit
        return facts

    def _hear(self, facts: Mapping[str, Fact]) -> None:
        self._facts |= facts

    def _take_label(self, digit: int) -> None:
        self._digit = digit

    def _forget_label(self) -> None:
        self._digit = None
