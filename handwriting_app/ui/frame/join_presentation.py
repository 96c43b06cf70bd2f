"""Joins the presentation to the session: the whole screen for one view or one plot, and three things to show there."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCursor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import DEMONSTRATIONS, Actions
from handwriting_app.ui.frame.columns import LESSON
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.frame.shown_input import ShownInput
from handwriting_app.ui.frame.size_switcher import LARGEST, USUAL, SizeSwitcher
from handwriting_app.ui.frame.solo import Solo
from handwriting_app.ui.theme import caption_font, in_proportion
from handwriting_app.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from handwriting_app.session.lesson_stage import LessonStage

HIGH: Final = 24
"""Pixels that the smallest numbers are to be high: the last row reads them."""
SETTLED_MS: Final = 150
"""After so long the screen is filled, and what has no room is known."""
SMALLER: Final = 0.7
"""So much smaller than `HIGH` type may be for a view to be seen whole."""
LEAST_ROOM: Final = (640, 360)
"""Pixels at 100 % that a view keeps, if need be at the cost of `HIGH`."""


@runtime_checkable
class FillsScreen(Protocol):
    """A part of a view that can be presented alone."""

    fills_screen: bool


class PresentationJoin(QObject):
    """F11 and the menu begin it, Esc and F11 end it; then all is as before, but for what was done meanwhile."""

    def __init__(
        self,
        session: Session,
        desk: Desk,
        window: MainWindow,
        tabs: LazyTabs,
        sizes: SizeSwitcher,
        actions: Actions,
        keep: Collection[QWidget],
    ) -> None:
        """``keep``: what stays in sight below a view."""
        super().__init__(window)
        self._session = session
        self._desk = desk
        self._window = window
        self._tabs = tabs
        self._sizes = sizes
        self._keep = keep
        self._train = actions.train
        self._present = actions.present
        self._stage: LessonStage | None = None
        self._solo: Solo | None = None
        self._input: ShownInput | None = None
        self._alone = ""  # the objectName of what is presented; empty for the view in front
        self._sentence = Prose("presentation_sentence")
        self._sentence.show_text("")
        window.add_in_the_middle(self._sentence)
        self._size = USUAL
        self._was = window.windowState()
        actions.present.triggered.connect(self._begin_or_end)
        for name in DEMONSTRATIONS:
            actions.demonstrations[name].triggered.connect(partial(self._show, name))
        tabs.view_changed.connect(self._follow)

    @property
    def is_on(self) -> bool:
        return self._input is not None

    def leave(self) -> bool:
        """End the presentation; returns False if there is none."""
        if self._input is None:
            return False
        self._end_solo()
        self._sentence.show_text("")
        if self._stage is not None:
            self._stage.clear()
            self._stage.deleteLater()
            self._stage = None
        self._window.setWindowState(self._was)
        self._sizes.set_size(self._size)
        self._present.setChecked(False)
        self._input.end()
        self._input = None
        return True

    def _begin_or_end(self) -> None:
        if not self.leave():
            self._begin(_part_in_use(self._window))

    def _begin(self, alone: str) -> None:
        self._alone = alone
        if self._input is None:
            self._size = self._sizes.size
            self._was = self._window.windowState()
            self._window.showFullScreen()
            self._input = ShownInput(self._window)
            self._present.setChecked(True)
            self._desk.message.emit("")
        self._fill()

    def _show(self, name: str) -> None:
        """Put what a demonstration needs in place, and begin with it."""
        # Not at the top: a window that is not presented need not load what lessons are made of.
        from handwriting_app.lab.demonstrations import DEMONSTRATIONS
        from handwriting_app.session.lesson_stage import LessonStage

        demonstration = next(each for each in DEMONSTRATIONS if each.name == name)
        if not self._window.columns.is_folded(LESSON):
            self._desk.message.emit("A lesson is open: leave it first.")
            return
        if self._stage is None:
            self._stage = LessonStage(self._session, self._desk.shown_config, self)
            self._stage.view_requested.connect(self._desk.view_requested)
            self._stage.config_requested.connect(self._desk.config_requested)
            self._stage.lab_state_requested.connect(self._desk.lab_state_requested)
            self._stage.drawing_requested.connect(self._desk.drawing_requested)
            self._stage.label_told.connect(self._desk.label_told)
        self._stage.set_up(demonstration.start)
        self._begin(demonstration.alone)
        self._sentence.show_text(demonstration.sentence)
        if demonstration.trains:
            self._session.training.when_free(self._train.trigger)

    def _follow(self, _view: str) -> None:
        """Another view is in front, or it has just been built."""
        if self._input is not None:
            self._fill()

    def _fill(self) -> None:
        self._end_solo()
        view = self._tabs.current_view()
        if view is None:  # it tells when it is built
            return
        part = view.findChild(QWidget, self._alone) if self._alone else None
        if part is None:
            self._alone = ""
        self._sizes.set_size(self._size_for(is_part=part is not None), largest=LARGEST)
        keep: list[QWidget] = [self._sentence] if part is not None else [self._sentence, *self._keep]
        if self._input is not None:
            keep.append(self._input)
        self._solo = Solo(part or view, self._window, keep)
        QTimer.singleShot(SETTLED_MS, self, self._see_whole)

    def _size_for(self, *, is_part: bool) -> int:
        """Percent at which the digits of the smallest type are `HIGH`, or the type itself where a view needs more room.

        Never smaller than a person has chosen.
        """
        usual = in_proportion(QApplication.font(), USUAL / self._sizes.size)
        small = QFontMetricsF(caption_font(usual))
        if is_part:
            return max(self._size, min(round(USUAL * HIGH / small.tightBoundingRect("0").height()), LARGEST))
        screen = self._window.screen().size()
        most = USUAL * min(screen.width() / LEAST_ROOM[0], screen.height() / LEAST_ROOM[1])
        wanted = USUAL * HIGH / QFontInfo(caption_font(usual)).pixelSize()
        return max(self._size, round(min(wanted, most)))

    def _see_whole(self) -> None:
        """Show a view that would have to be scrolled a little smaller."""
        view = self._tabs.current_view()
        around = None if view is None or self._alone or self._input is None else _scroll_area_of(view)
        if view is None or around is None or not around.verticalScrollBar().maximum():
            return
        share = around.viewport().height() / view.height()
        self._sizes.set_size(max(self._size, math.floor(self._sizes.size * max(share, SMALLER))), largest=LARGEST)

    def _end_solo(self) -> None:
        if self._solo is not None:
            self._solo.end()
            self._solo = None


def _part_in_use(window: QWidget) -> str:
    """The objectName of what has the focus or the pointer, if it can be presented alone; else empty."""
    for used in (QApplication.focusWidget(), QApplication.widgetAt(QCursor.pos())):
        within = used
        while within is not None and within is not window:
            if isinstance(within, FillsScreen):
                return within.objectName()
            within = within.parentWidget()
    return ""


def _scroll_area_of(view: QWidget) -> QScrollArea | None:
    around = view.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around
