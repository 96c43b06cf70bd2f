from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.costs import cost_named
from handwriting_app.engine.fast.outputs import output_delta_of_one, outputs_of_batch
from tests.engine.cases import LOGITS, exact_softmax

every_cost = pytest.mark.parametrize("name", ["cross-entropy", "quadratic"])
every_dtype = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@every_dtype
@pytest.mark.parametrize("logits", LOGITS)
def test_softmax_is_right_at_any_size_of_logits(logits, dtype):
    z = np.array(logits, dtype)
    # The single-example form tries without the shift; the training loop lets numpy overflow in silence.
    with np.errstate(over="ignore", under="ignore"):
        one = output_delta_of_one("cross-entropy", 3, dtype)(z, np.zeros_like(z), np.empty_like(z))
    batch = np.empty((3, 2), dtype)
    outputs_of_batch("cross-entropy", np.stack((z, z), 1), batch)()
    tolerance = 1e-6 if dtype == np.float32 else 1e-13
    np.testing.assert_allclose(one, exact_softmax(z), rtol=tolerance, atol=1e-30)
    np.testing.assert_allclose(batch[:, 1], exact_softmax(z), rtol=tolerance, atol=1e-30)


@every_cost
@every_dtype
@pytest.mark.parametrize("size", [1.0, 30.0, 300.0])
def test_both_equal_the_plain_functions_of_the_cost(name, dtype, size):
    rng = np.random.default_rng(0)
    z = rng.normal(0, size, (10, 7)).astype(dtype)
    targets = np.eye(10, dtype=dtype)[rng.integers(0, 10, 7)].T.copy()
    cost, tolerance = cost_named(name), 1e-5 if dtype == np.float32 else 1e-13
    plain, batch = cost.outputs(z, 0), np.empty_like(z)
    with np.errstate(over="ignore", under="ignore"):
        outputs_of_batch(name, z, batch)()
        delta_of_one = output_delta_of_one(name, 10, dtype)
        deltas = [delta_of_one(z[:, i].copy(), targets[:, i].copy(), np.empty(10, dtype)) for i in range(7)]
    np.testing.assert_allclose(batch, plain, rtol=tolerance, atol=1e-30)
    np.testing.assert_allclose(np.stack(deltas, 1), cost.delta(plain, targets), rtol=tolerance, atol=1e-7)
