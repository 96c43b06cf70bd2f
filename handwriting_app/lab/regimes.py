"""What a learning rate does in a valley, told from its curvature alone."""

from __future__ import annotations

from typing import Final, Literal

Regime = Literal["crawling", "converging", "overshooting", "diverging"]

REGIMES: Final[tuple[Regime, ...]] = ("crawling", "converging", "overshooting", "diverging")

EDGES: Final = (0.1, 1.0, 2.0)
"""Of η × curvature, between one regime and the next."""


def regime_of(learning_rate: float, curvature: float) -> Regime:
    """What becomes of descent with this learning rate in a valley ½ k w² of curvature k > 0.

    A step multiplies the distance to the bottom by 1 − ηk. Below ηk = 0.1 less than a tenth of the way is made at each
    step; up to 1 the bottom is neared from one side; beyond it every step crosses over, yet lands lower; from 2 on it
    lands no lower than before (Nocedal and Wright, Numerical Optimization, section 3.3).
    """
    strength = learning_rate * curvature
    return REGIMES[sum(strength > edge for edge in EDGES[:2]) + (strength >= EDGES[2])]


def rates_between(curvature: float) -> tuple[float, float, float]:
    """The learning rates at which one regime gives way to the next, for a curvature above 0."""
    first, second, third = (edge / curvature for edge in EDGES)
    return first, second, third
