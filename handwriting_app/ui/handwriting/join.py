"""Joins My handwriting to the session."""

from __future__ import annotations

import numpy as np

from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.session import Session
from handwriting_app.storage.database.drawings import KeptDrawing
from handwriting_app.ui.desk import Desk
from handwriting_app.ui.handwriting.alphabet_editor import AlphabetEditor
from handwriting_app.ui.handwriting.handwriting_view import HandwritingView
from handwriting_app.ui.handwriting.join_alphabets import join_editor
from handwriting_app.ui.handwriting.join_files import KeptFiles
from handwriting_app.ui.handwriting.join_learn import LearnJoin


def open_view(session: Session, desk: Desk) -> HandwritingView:
    """The view of what is kept, as the weights of the moment read it."""
    handwriting, prompts, timeline = session.handwriting, session.prompts, session.timeline
    view = HandwritingView(timeline.weights, handwriting.alphabet)
    editor = AlphabetEditor(view)
    join_editor(session, desk, editor)
    view.add_alphabet_page(editor)
    files = KeptFiles(handwriting, desk, view)

    def put(kept: KeptDrawing) -> None:
        if isinstance(kept.ink, Drawing):
            desk.drawing_requested.emit(kept.ink)
        else:
            session.reader.set_picture(kept.ink)
        handwriting.recall(kept)

    def begin() -> None:
        desk.canvas_needed.emit()
        prompts.begin(timeline.weights.network.classes.names, np.random.default_rng())

    def tell_end(number: int, is_whole: bool) -> None:
        desk.message.emit(f"{number} drawings are kept in My handwriting" + ("" if is_whole else "; you stopped"))

    timeline.weights_changed.connect(view.show_weights)
    handwriting.changed.connect(view.show_change)
    handwriting.alphabet_changed.connect(view.show_alphabet)
    handwriting.listed.connect(view.show_page)
    handwriting.not_listed.connect(view.show_problem)
    handwriting.measured.connect(view.show_figures)
    handwriting.not_measured.connect(view.show_figures_problem)
    prompts.changed.connect(view.show_prompt)
    prompts.finished.connect(tell_end)
    view.list_requested.connect(handwriting.look_up)
    view.measure_requested.connect(handwriting.measure)
    view.relabel_requested.connect(handwriting.relabel)
    view.delete_requested.connect(handwriting.delete)
    view.undo_requested.connect(handwriting.undo)
    view.rename_requested.connect(handwriting.rename_writer)
    view.put_requested.connect(put)
    view.round_requested.connect(begin)
    view.next_requested.connect(prompts.go_on)
    view.stop_requested.connect(prompts.stop)
    view.pen_files_requested.connect(files.import_pen_files)
    view.folder_requested.connect(files.import_folder)
    view.pen_file_wanted.connect(files.export_pen_file)
    view.pictures_wanted.connect(files.export_pictures)
    view.show_prompt(prompts.prompt)
    LearnJoin(session, view)
    return view
