from __future__ import annotations

import pytest

from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.limits import MAX_LAYERS, MAX_PARAMETERS, MAX_UNITS, parameter_count, size_problem
from handwriting_app.session.history import MAX_ROWS
from handwriting_app.storage.curves import SCALARS, vector_widths
from handwriting_app.storage.model_file import MAX_BYTES


def test_parameters_are_counted():
    assert parameter_count((64, 128, 64, 10)) == 65 * 128 + 129 * 64 + 65 * 10


@pytest.mark.parametrize(
    ("hidden", "problem"),
    [
        ((30,) * (MAX_LAYERS - 1), ""),
        ((30,) * MAX_LAYERS, "100 hidden layers: use at most 99"),
        ((MAX_UNITS,), ""),
        ((MAX_UNITS + 1,), "10,001 units: use at most 10,000 a layer"),
        ((4400, 4400), ""),
        ((4500, 4500), "parameters: use at most 20,000,000"),
        ((), ""),
    ],
)
def test_what_is_too_large_is_named_with_its_limit(hidden, problem):
    assert problem in size_problem(hidden)
    assert bool(size_problem(hidden)) == bool(problem)


def test_such_a_network_is_refused_before_it_is_trained():
    with pytest.raises(ValueError, match=r"hidden makes too large a network: .* use at most 20,000,000"):
        TrainingConfig(hidden=(9000, 9000))
    with pytest.raises(ValueError, match=r"hidden makes too large a network: .* use at most 99"):
        TrainingConfig(hidden=(5,) * 100)


def test_the_largest_network_fits_into_a_file_with_its_checkpoint_and_the_longest_curves():
    weights_and_checkpoint = 5 * 4 * MAX_PARAMETERS
    columns = len(SCALARS) + sum(vector_widths(MAX_LAYERS).values())
    header = 2**20
    assert weights_and_checkpoint + 8 * columns * MAX_ROWS + header <= MAX_BYTES
