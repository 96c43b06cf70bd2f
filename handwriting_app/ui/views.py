"""The registry of views: the tabs of the window, in their order. Each is opened when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.live_view import LiveView


@dataclass(frozen=True, slots=True)
class ViewEntry:
    """One tab.

    Attributes:
        name: The view's objectName.
        title: On the tab.
        sentence: What one sees there.
        open: Imports the room's joining file, builds the view and joins it to the session and the desk.
        group: Views of one group, listed one after another, share a tab of this title.
    """

    name: str
    title: str
    sentence: str
    open: Callable[[Session, Desk], LiveView]
    group: str = ""


# The rooms are imported as late as this because all of them together take as long as an empty window (0.2 s).


def _learning(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.learning.join import open_view

    return open_view(session, desk)


def _backprop(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.inspector.join import open_view

    return open_view(session, desk)


def _network(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.network.join import open_view

    return open_view(session, desk)


def _mistakes(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.mistakes.join import open_view

    return open_view(session, desk)


def _race(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.race.join import open_view

    return open_view(session, desk)


def _neuron(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.labs.join import open_neuron_lab

    return open_neuron_lab(session, desk)


def _descent(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.labs.join import open_descent_lab

    return open_descent_lab(session, desk)


def _lessons(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.lessons.join import open_view

    return open_view(session, desk)


VIEWS: Final = (
    ViewEntry("learning_view", "Learning", "Cost, accuracy and gradient of every epoch", _learning),
    ViewEntry("backprop_view", "Backprop", "Your digit through the network and back, number by number", _backprop),
    ViewEntry("network_view", "Network", "Every unit and the strongest connections, lit by your digit", _network),
    ViewEntry("mistakes_view", "Mistakes", "Which held-out digits are read as which", _mistakes),
    ViewEntry("race_view", "Race", "Modes of descent side by side, from the same first weights", _race),
    ViewEntry("neuron_lab", "Neuron", "One unit to play with: what it does, learns, and cannot learn", _neuron, "Labs"),
    ViewEntry("descent_lab", "Descent", "Going downhill: on one weight, and on the real network", _descent, "Labs"),
    ViewEntry("lessons_view", "Lessons", "Learn how all this works, a task at a time", _lessons),
)
"""Every view of the window, from left to right."""
