"""Joins the editor of alphabets to the session."""

from __future__ import annotations

from functools import partial

import numpy as np

from handwriting_app.session.session import Session
from handwriting_app.session.task import Work
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.handwriting.alphabet_editor import AlphabetEditor


def join_editor(session: Session, desk: Desk, editor: AlphabetEditor) -> None:
    """Show what is kept, and do what a person asks for."""
    alphabets = session.alphabets

    def show() -> None:
        editor.show_alphabets(alphabets.known)

    def ask_for_drawings(alphabet: int, each: int) -> None:
        known = alphabets.of(alphabet)
        if known is not None and known.alphabet.symbols:
            desk.canvas_needed.emit()
            session.prompts.begin(known.alphabet.symbols, np.random.default_rng(), each, alphabet)

    def train() -> None:
        config = desk.shown_config()
        if config is None:
            editor.show_refusal("Mend the settings in the training panel first.")
        else:
            desk.begin(Work.TRAINING, partial(session.start_training, config))

    alphabets.changed.connect(show)
    alphabets.added.connect(editor.choose)
    alphabets.refused.connect(editor.show_refusal)
    alphabets.undo_offered.connect(desk.undo_offered)
    editor.add_requested.connect(alphabets.add)
    editor.change_requested.connect(alphabets.change)
    editor.rename_symbol_requested.connect(alphabets.rename_symbol)
    editor.delete_requested.connect(alphabets.delete)
    editor.round_requested.connect(ask_for_drawings)
    editor.learn_requested.connect(lambda alphabet: alphabets.learn(alphabet, train))
    alphabets.look_up()
    show()
