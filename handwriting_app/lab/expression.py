"""Backpropagation through the smallest expression that shows it: z = a + b + c, y = f(z), error = ½ (y − t)²."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Final, Literal

import numpy as np

from handwriting_app.lab.neuron import UnitKind, added, slope, value
from handwriting_app.numerals import WITHIN_ROUNDING

Term = Literal["a", "b", "c"]
NAMES: Final[tuple[Term, ...]] = ("a", "b", "c")

NUDGE: Final = Decimal("1e-20")


@dataclass(frozen=True, slots=True)
class Trace:
    """One way through the expression and back.

    Attributes:
        z: a + b + c.
        y: f(z).
        error: ½ (y − t)².
        dz: ∂z/∂a, which for a sum is 1, and the same for b and c.
        dy: ∂y/∂z = f′(z).
        de: ∂error/∂y = y − t.
    """

    z: float
    y: float
    error: float
    dz: float
    dy: float
    de: float

    @property
    def product(self) -> float:
        """∂error/∂a = ∂z/∂a · ∂y/∂z · ∂error/∂y, by the chain rule."""
        return self.dz * self.dy * self.de


@dataclass(frozen=True, slots=True)
class Expression:
    """Three numbers that are added, a function, and the target of its result.

    Attributes:
        terms: a, b, c.
        target: t.
        kind: f: ``linear`` (no function at all), ``sigmoid`` or ``relu``.
    """

    terms: tuple[float, float, float] = (0.5, 1.0, -0.5)
    target: float = 0.0
    kind: UnitKind = "sigmoid"

    def trace(self) -> Trace:
        """Return every value on the way forward and every local derivative on the way back."""
        z = np.array([added(*self.terms)])
        y = float(value(self.kind, z)[0])
        off = y - self.target
        if self.kind == "sigmoid" and z[0] > 0:
            # What is missing to 1 is known better than what is there.
            off = (1 - self.target) - float(value("sigmoid", -z)[0])
        return Trace(float(z[0]), y, 0.5 * off * off, 1.0, float(slope(self.kind, z)[0]), off)

    @property
    def is_at_corner(self) -> bool:
        """Whether the error has no derivative here: a ReLU at z = 0."""
        return self.kind == "relu" and self.trace().z == 0

    def measured(self, index: int) -> float:
        """∂error/∂(term ``index``) without any calculus: nudge the term both ways and see how the error changes.

        In decimals, with so many digits that even what a saturated sigmoid lets through is measured. At a corner it is
        the mean of the slopes on both sides.
        """
        z = Decimal(repr(self.trace().z))
        # Never across the corner of a ReLU, however near it is.
        nudge = min(NUDGE, abs(z) / 4) if self.kind == "relu" and z else NUDGE
        with localcontext() as context:
            context.prec = 80 + min(2 * abs(int(z)), 4000) - 4 * nudge.adjusted()
            above, below = (self._error_when(index, by) for by in (nudge, -nudge))
            return float((above - below) / (2 * nudge))

    def step(self, learning_rate: float) -> Expression:
        """Return the expression after one step downhill of all three terms."""
        fall = learning_rate * self.trace().product
        a, b, c = (added(term, -fall) for term in self.terms)
        return replace(self, terms=(a, b, c))

    def is_killed_by(self, learning_rate: float) -> bool:
        """Whether the next step would switch off a ReLU that is on, from where no step leads back."""
        if self.kind != "relu" or self.trace().z <= 0:
            return False
        stepped = self.step(learning_rate).trace()
        # On a target of 0 it may come to rest at the corner.
        return stepped.z < 0 or (stepped.z == 0 and stepped.error > WITHIN_ROUNDING)

    def safe_rate(self) -> float:
        """The learning rate below which the next step leaves a ReLU on; infinite where every one does."""
        trace = self.trace()
        return trace.z / (3 * trace.product) if trace.product > 0 else float("inf")

    def least_error(self) -> float:
        """The error that descent comes near to at best, for the function may not reach the target."""
        low = 0.0 if self.kind in {"relu", "sigmoid"} else self.target
        high = 1.0 if self.kind == "sigmoid" else max(self.target, low)
        off = min(max(self.target, low), high) - self.target
        return 0.5 * off * off

    def _error_when(self, index: int, nudge: Decimal) -> Decimal:
        """The error with the term ``index`` nudged, in decimals: every float is the number that one reads."""
        terms = [Decimal(repr(term)) for term in self.terms]
        if self.trace().z == 0:
            terms[index] -= sum(terms)
        terms[index] += nudge
        z = sum(terms, Decimal(0))
        y = z if self.kind == "linear" else max(z, Decimal(0)) if self.kind == "relu" else 1 / (1 + (-z).exp())
        off = y - Decimal(repr(self.target))
        return off * off / 2
