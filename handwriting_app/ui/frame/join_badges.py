"""Says which epoch is looked back at, in the status bar and above the view in front."""

from __future__ import annotations

from handwriting_app.lab.views import TIMELESS
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.widgets.looking_at import LookingAt


def join_badges(session: Session, window: MainWindow, tabs: LazyTabs) -> None:
    """The view has its badge only where it shows the past."""
    above, in_status = LookingAt("looking_at_view"), LookingAt("looking_at_status")
    tabs.put_above(above)
    window.add_before_status(in_status)

    def show(*_news: object) -> None:
        epoch = session.timeline.looked_at
        in_status.show_epoch(epoch)
        above.show_epoch(None if tabs.current_name() in TIMELESS else epoch)

    session.timeline.weights_changed.connect(show)
    tabs.view_changed.connect(show)
    show()
