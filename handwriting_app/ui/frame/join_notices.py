"""What is said of the run in the status bar, where no other place in sight says it already."""

from __future__ import annotations

from PySide6.QtCore import QObject

from handwriting_app.lab.views import LEARNING
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.columns import TRAIN
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow


class RunInStatusBar(QObject):
    """How far the run is stands beside Train as well, and what is to be said of it below Learning's plots.

    So the one is in the status bar while the column at the right is folded away, the other before all other views.
    """

    def __init__(self, desk: Desk, window: MainWindow, tabs: LazyTabs) -> None:
        super().__init__(window)
        self._window = window
        self._tabs = tabs
        self._of_run = ""
        desk.notice_changed.connect(self._on_notice)
        tabs.view_changed.connect(self._show_notice)
        window.columns.folded.connect(self._show_progress)
        self._show_progress()

    def _show_progress(self, *_news: object) -> None:
        self._window.status.setVisible(self._window.columns.is_folded(TRAIN))

    def _on_notice(self, words: str) -> None:
        before, self._of_run = self._of_run, words
        if self._tabs.current_name() != LEARNING.name or self._window.notice.text() == before:
            self._window.show_notice(words)
        self._show_notice()

    def _show_notice(self, *_news: object) -> None:
        """Take it away, or bring it back; whatever else has been said meanwhile stays."""
        is_said = self._tabs.current_name() == LEARNING.name
        now = self._window.notice.text()
        if is_said and now == self._of_run:
            self._window.show_notice("")
        elif not is_said and not now:
            self._window.show_notice(self._of_run)
