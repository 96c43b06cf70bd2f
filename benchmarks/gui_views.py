"""How long each view keeps the window from answering: ``python -m benchmarks.gui_views``, a part of ``make bench-gui``.

A digit stands on the canvas. Every view is opened for the first time, looked at while nothing runs, and looked at while
the default run trains; then the theme changes with all of them built. ``--view NAME`` measures one alone, and
``--profile FILE`` writes what the window's thread did meanwhile, for `pstats`.
"""

from __future__ import annotations

import argparse
import cProfile
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from benchmarks.gui_clocks import Times, percentiles
from benchmarks.gui_loop import Lateness, spin, spin_until
from benchmarks.gui_row import Row
from benchmarks.gui_stalls import stall_row, until
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.session.messages import RunState
from handwriting_app.session.session import Session
from handwriting_app.ui.frame.lazy_tabs import LazyTabs
from handwriting_app.ui.frame.main_window import MainWindow
from handwriting_app.ui.theme_switcher import ThemeChoice, ThemeSwitcher
from handwriting_app.ui.views import import_rooms

TAIL_MS, WORST_MS = 5, 16
SECONDS = 4.0
ENDLESS = TrainingConfig(epochs=10**6, stop_when_converged=False)


def view_rows(
    window: MainWindow, session: Session, only: Sequence[str] = (), profile: cProfile.Profile | None = None
) -> list[Row]:
    """Every view, or ``only`` these, for the first time, while idle, and while the default run trains; the themes."""
    tabs, switcher = window.findChild(LazyTabs), window.findChild(ThemeSwitcher)
    assert tabs is not None
    assert switcher is not None
    names = tuple(only) or tabs.names()
    draw_digit(session)
    ahead = Thread(target=import_rooms)  # as run_window does
    rows = [stall_row("rooms imported in the background", ahead.start, until(lambda: not ahead.is_alive()))]
    if profile is not None:
        profile.enable()
    rows += [stall_row(f"{name} opened for the first time", lambda name=name: tabs.show_view(name)) for name in names]
    # The rows of one view come one after another; the views are walked twice, as the run would change what they show.
    idle = [_looked_at(tabs, name, "idle") for name in names]
    for choice in (ThemeChoice.DARK, ThemeChoice.LIGHT):
        rows.append(stall_row(f"theme to {choice}, views open", lambda choice=choice: switcher.set_choice(choice)))
    _train(session)
    training = [_looked_at(tabs, name, "training") for name in names]
    _stop(session)
    if profile is not None:
        profile.disable()
    tabs.show_view(tabs.names()[0])
    return rows + [row for pair in zip(idle, training, strict=True) for of_view in pair for row in of_view]


def draw_digit(session: Session) -> None:
    from benchmarks.bench_reading import drawings

    session.reader.set_drawing(drawings()["7 of three points"])


def _looked_at(tabs: LazyTabs, name: str, meanwhile: str) -> list[Row]:
    """The longest stall as the view comes to the front again, and how late the event loop is while it stays there."""
    tabs.show_view(tabs.names()[0] if name != tabs.names()[0] else tabs.names()[-1])
    spin(0.3)
    back = stall_row(f"{name} again, {meanwhile}", lambda: tabs.show_view(name))
    lateness = Lateness()
    spin(SECONDS)
    return [back, lateness_row(f"event-loop lateness, {name}, {meanwhile}: p50 / p99 / worst", lateness.stop())]


def lateness_row(what: str, late: Times) -> Row:
    median, tail, worst = percentiles(late.clock)
    half, free_tail, free_worst = percentiles(late.unhindered)
    own_half, own_tail, own_worst = percentiles(late.processor)
    return Row(
        what,
        f"p99 ≤ {TAIL_MS}, worst ≤ {WORST_MS} ms",
        f"{median:.1f} / {tail:.1f} / {worst:.1f} ms",
        f"{half:.1f} / {free_tail:.1f} / {free_worst:.1f} ms",
        free_tail <= TAIL_MS and free_worst <= WORST_MS,
        f"{own_half:.1f} / {own_tail:.1f} / {own_worst:.1f} ms",
    )


def _train(session: Session) -> None:
    session.start_training(ENDLESS)
    spin_until(lambda: session.training.state is RunState.RUNNING and len(session.timeline.history) > 0)
    spin(1.0)


def _stop(session: Session) -> None:
    session.training.stop()
    spin_until(lambda: session.training.state is RunState.IDLE)


def main() -> int:
    from benchmarks.bench_gui import open_window, show_rows

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--view", action="append", default=[], metavar="NAME", help="the objectName of a view")
    parser.add_argument("--profile", type=Path, metavar="FILE", help="where to write a profile of the window's thread")
    arguments = parser.parse_args()
    profile = cProfile.Profile() if arguments.profile is not None else None
    window, session = open_window()
    rows = view_rows(window, session, arguments.view, profile)
    window.close_unasked()
    if profile is not None:
        profile.dump_stats(arguments.profile)
    show_rows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
