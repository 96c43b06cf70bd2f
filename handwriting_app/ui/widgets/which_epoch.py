"""Asks somebody who looks back which epoch is meant: the one that is seen, or the newest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from handwriting_app.ui.widgets.dialogs import choose
from handwriting_app.ui.widgets.looking_at import epoch_named


def ask_which_epoch(
    window: QWidget,
    question: str,
    seen: int,
    newest: int | None,
    with_seen: Callable[[], object],
    with_newest: Callable[[], object],
) -> None:
    """Ask, and do what belongs to the answer.

    Args:
        window: That it is asked in.
        question: Its first words, such as "Save which epoch?".
        seen: The epoch that is looked back at.
        newest: The newest; None where a run goes on, so that it will be another one by the time of the answer.
        with_seen: Done for the one.
        with_newest: Done for the other.
    """
    named = epoch_named(seen)
    choose(
        window,
        "epoch_dialog",
        question,
        f"{question} You are looking at {named}; the run has come further.",
        (
            ("seen_epoch_button", named[0].upper() + named[1:], lambda: _do(with_seen)),
            (
                "newest_epoch_button",
                "The newest" if newest is None else f"The newest, {epoch_named(newest)}",
                lambda: _do(with_newest),
            ),
        ),
    )


def _do(action: Callable[[], object]) -> None:
    action()
