from __future__ import annotations

import numpy as np

from handwriting_app.ink.specks import without_specks


def test_specks_and_stray_marks_go_and_what_lies_near_stays() -> None:
    digit = np.zeros((100, 100), np.bool_)
    digit[10:90, 40:48] = True  # a 1
    near, speck, stray = (np.zeros_like(digit) for _ in range(3))
    near[10:18, 52:60] = True
    speck[50:52, 60:62] = True
    stray[80:92, 80:92] = True
    np.testing.assert_array_equal(without_specks(digit | near | speck | stray), digit | near)
