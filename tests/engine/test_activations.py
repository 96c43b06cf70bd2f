from __future__ import annotations

import numpy as np
import pytest

from handwriting_app.engine.activations import activation_named


@pytest.mark.parametrize("name", ["sigmoid", "relu", "tanh"])
def test_derivatives_agree_with_central_differences(name):
    activation = activation_named(name)
    z = np.array([-3.0, -0.7, 0.2, 1.5, 4.0])
    numeric = (activation.value(z + 1e-6) - activation.value(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.derivative(z), numeric, rtol=1e-7, atol=1e-10)
    assert activation.derivative(np.linspace(-8, 8, 1601)).max() == pytest.approx(activation.steepest)
