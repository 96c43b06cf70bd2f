"""The Learning tab: keeps the live plots in step with the session's run."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from handwriting_app.session.session import Session
from handwriting_app.ui.live_view import LiveView
from handwriting_app.ui.plots.learning_view import LearningView


class LearningTab(LiveView):
    """Cost, gradient norms and accuracy of the present run, the run before faintly behind them."""

    help_text = (
        "Cost: how wrong the network is on average; it should fall. The dashed line is measured on held-out digits, "
        "which the network never learns from.\n\n"
        "Gradient norm: how strongly each layer is told to change. A layer whose line lies far below the others hardly "
        "learns.\n\n"
        "Accuracy: the share of digits that are read rightly.\n\n"
        "Drag to move, turn the wheel to zoom, and point at a curve for its values. The faint curves are the run before."
    )

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._plots = LearningView(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plots)
        session.training_reported.connect(self.mark_stale)
        session.history_replaced.connect(self._start_over)
        self._start_over()

    def refresh(self) -> None:
        self._plots.show_history(self._session.history)

    def _start_over(self) -> None:
        self._plots.start_run(self._session.info.config, self._session.history.layer_names)
        self._plots.show_previous(self._session.previous_history)
        self.mark_stale()
