"""Pictures of what a lesson begins with, for its worksheet: the lab in that state, painted where nobody sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from handwriting_app.session.session import Session
from handwriting_app.ui.sizes import px
from handwriting_app.ui.theme import LIGHT, palette_of

if TYPE_CHECKING:
    from handwriting_app.lab.lesson import Start
    from handwriting_app.ui.widgets.live_view import LiveView

SIZE: Final = QSize(760, 620)
"""Pixels at 100 %; at another size the picture is finer or coarser, and on paper looks the same."""


def picture_of_start(session: Session, start: Start) -> QImage | None:
    """The lab as ``start`` has it, in light colours; None for what no picture can be made of at once."""
    lab = _lab(session, start)
    if lab is None:
        return None
    lab.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    lab.setPalette(palette_of(LIGHT))
    lab.resize(px(SIZE.width()), px(SIZE.height()))
    lab.show()
    picture = lab.grab().toImage()
    lab.close()
    lab.deleteLater()
    return picture


def _lab(session: Session, start: Start) -> LiveView | None:
    # The labs, and what is worked out in them, are imported with the first picture.
    from handwriting_app.lab.descent_state import DescentLabState
    from handwriting_app.lab.neuron_state import NeuronLabState

    if isinstance(start.lab, NeuronLabState) and start.lab.page != "layers":  # which waits for its network
        from handwriting_app.ui.labs.neuron_lab import NeuronLab

        neuron = NeuronLab()
        neuron.set_lab_state(start.lab)
        return neuron
    if isinstance(start.lab, DescentLabState) and start.lab.page == "valley":
        from handwriting_app.ui.labs.descent_lab import DescentLab

        descent = DescentLab(session.timeline.weights, session.shelf.present.config)
        descent.set_lab_state(start.lab)
        return descent
    return None
