"""The tabs of the window, in their order: each is imported and built when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from handwriting_app.session.session import Session
from handwriting_app.ui.widgets.live_view import LiveView


class ViewEntry(NamedTuple):
    """One tab.

    Attributes:
        name: The view's objectName.
        title: On the tab.
        tooltip: What one sees there, in a sentence.
        build: Imports the view's module and makes the view.
        group: Views of one group, listed one after another, share a tab of this title.
    """

    name: str
    title: str
    tooltip: str
    build: Callable[[Session], LiveView]
    group: str = ""


def view_entries() -> tuple[ViewEntry, ...]:
    """Every view of the window, from left to right."""
    return (
        ViewEntry("learning_view", "Learning", "Cost, accuracy and gradient of every epoch", _learning),
        ViewEntry("backprop_view", "Backprop", "Your digit through the network and back, number by number", _backprop),
        ViewEntry("network_view", "Network", "Every unit and the strongest connections, lit by your digit", _network),
        ViewEntry("mistakes_view", "Mistakes", "Which held-out digits are read as which", _mistakes),
        ViewEntry("race_view", "Race", "Modes of descent side by side, from the same first weights", _race),
        ViewEntry(
            "neuron_lab", "Neuron", "One unit to play with: what it does, learns, and cannot learn", _neuron, "Labs"
        ),
        ViewEntry("descent_lab", "Descent", "Going downhill: on one weight, and on the real network", _descent, "Labs"),
    )


def _learning(session: Session) -> LiveView:
    from handwriting_app.ui.learning.learning_tab import LearningTab

    return LearningTab(session)


def _backprop(session: Session) -> LiveView:
    from handwriting_app.ui.inspector.backprop_view import BackpropView

    return BackpropView(session)


def _network(session: Session) -> LiveView:
    from handwriting_app.ui.network.network_view import NetworkView

    return NetworkView(session)


def _mistakes(session: Session) -> LiveView:
    from handwriting_app.ui.mistakes.mistakes_view import MistakesView

    return MistakesView(session)


def _neuron(_session: Session) -> LiveView:
    from handwriting_app.ui.labs.neuron_lab import NeuronLab

    return NeuronLab()


def _race(session: Session) -> LiveView:
    from handwriting_app.ui.race.race_view import RaceView

    return RaceView(session)


def _descent(session: Session) -> LiveView:
    from handwriting_app.ui.labs.descent_lab import DescentLab

    return DescentLab(session)
