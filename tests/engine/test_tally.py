from __future__ import annotations

import numpy as np

from handwriting_app.engine.tally import Tally


def test_squares_of_the_gradient_are_added_up_layer_by_layer():
    tally = Tally(np.empty((2, 3)), [0.0, 0.0], [0.0, 0.0])
    tally.note_update([25.0, 1.0], [])
    tally.note_update([1.0, 4.0], [1.0, 0.0])
    assert (tally.gradient_squares, tally.weight_squares, tally.updates) == ([26.0, 5.0], [1.0, 0.0], 2)
    tally.clear()
    assert (tally.gradient_squares, tally.weight_squares, tally.updates) == ([0.0, 0.0], [0.0, 0.0], 0)
