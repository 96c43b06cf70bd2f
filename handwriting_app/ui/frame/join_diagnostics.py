"""Joins Help ▸ Copy diagnostics to the clipboard."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QGuiApplication

from handwriting_app.session.latest import Latest
from handwriting_app.session.session import Session
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.frame.actions import Actions


def join_diagnostics(session: Session, desk: Desk, actions: Actions) -> None:
    """Put the text on the clipboard, and say so; the files that it needs are read in the background."""
    job: Latest[str] = session.background.job()

    def gather() -> None:
        # Not at the top: few ask for it, and it imports what looks up versions.
        from handwriting_app.ui.frame.diagnostics import of_the_screens, report

        job.ask(partial(report, of_the_screens(), desk.settings.folder))

    def copy(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        desk.message.emit("Diagnostics copied: versions, screens and the last problems. Nothing of yours is in them.")

    job.done.connect(copy)
    actions.copy_diagnostics.triggered.connect(gather)
