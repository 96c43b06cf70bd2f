from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from handwriting_app.session.prompt import shuffled


def test_every_class_is_asked_for_as_often_and_never_twice_in_a_row() -> None:
    names = tuple("0123456789")
    for seed in range(50):
        labels = shuffled(names, np.random.default_rng(seed), 5)
        assert Counter(labels) == dict.fromkeys(names, 5)
        assert all(one != other for one, other in pairwise(labels))
        assert set(labels[:10]) == set(names)
    assert shuffled(("a",), np.random.default_rng(0), 2) == ("a", "a")
