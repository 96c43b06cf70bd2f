"""The registry of views: the tabs of the window, in their order. Each is opened when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, NamedTuple

from handwriting_app.lab.views import (
    BACKPROP,
    COURSE,
    DESCENT_LAB,
    DREAM,
    LEARNING,
    MISTAKES,
    MY_HANDWRITING,
    NETWORK,
    NEURON_LAB,
    RACE,
    RUNS,
    SWEEP,
    WHY_NOT,
    ViewDescription,
)
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.widgets.live_view import LiveView


class ViewEntry(NamedTuple):
    """One tab.

    Attributes:
        description: Its names, and what is said about it.
        open: Imports the room's joining file, builds the view and joins it to the session and the desk.
    """

    description: ViewDescription
    open: Callable[[Session, Desk], LiveView]


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


def _why_not(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.why_not.join import open_view

    return open_view(session, desk)


def _dream(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.dream.join import open_view

    return open_view(session, desk)


def _mistakes(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.mistakes.join import open_view

    return open_view(session, desk)


def _race(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.race.join import open_view

    return open_view(session, desk)


def _runs(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.runs.join import open_view

    return open_view(session, desk)


def _sweep(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.sweep.join import open_view

    return open_view(session, desk)


def _neuron(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.labs.join import open_neuron_lab

    return open_neuron_lab(session, desk)


def _descent(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.labs.join import open_descent_lab

    return open_descent_lab(session, desk)


def _handwriting(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.handwriting.join import open_view

    return open_view(session, desk)


def _lessons(session: Session, desk: Desk) -> LiveView:
    from handwriting_app.ui.lessons.join import open_view

    return open_view(session, desk)


VIEWS: Final = (
    ViewEntry(LEARNING, _learning),
    ViewEntry(BACKPROP, _backprop),
    ViewEntry(NETWORK, _network),
    ViewEntry(WHY_NOT, _why_not),
    ViewEntry(DREAM, _dream),
    ViewEntry(MISTAKES, _mistakes),
    ViewEntry(RACE, _race),
    ViewEntry(NEURON_LAB, _neuron),
    ViewEntry(DESCENT_LAB, _descent),
    ViewEntry(MY_HANDWRITING, _handwriting),
    ViewEntry(RUNS, _runs),
    ViewEntry(SWEEP, _sweep),
    ViewEntry(COURSE, _lessons),
)
"""Every view of the window, from left to right."""

_ROOMS: Final = (
    "inspector",
    "network",
    "why_not",
    "dream",
    "mistakes",
    "race",
    "runs",
    "sweep",
    "labs",
    "handwriting",
    "lessons",
)


def import_rooms() -> None:
    """Import what the views need, in a thread of its own: that is most of the time that it takes to open one."""
    for room in _ROOMS:
        import_module(f"handwriting_app.ui.{room}.join")
