"""One weight, one curve of costs, and a ball that goes down it step by step: gradient descent at its smallest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from handwriting_app.lab.facts import Fact
from handwriting_app.lab.regimes import Regime, regime_of
from handwriting_app.numerals import count, fixed, percent

ValleyName = Literal["wide", "narrow", "two valleys"]
Status = Literal["ready", "descending", "converged", "diverged"]

REACH: Final = 4.0
"""Weights that are shown, to either side of 0."""

TOP: Final = 8.0
"""The highest cost that is shown."""

_LOST: Final = 3 * REACH
_FLAT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Valley:
    """A cost C(w) of one weight, with its derivatives.

    Attributes:
        cost, slope, curvature: C, C′ and C″ as functions of w.
        bottoms: Weights at which C has a minimum, in rising order.
        start: A good weight to start from.
    """

    name: ValleyName
    cost: Callable[[float], float]
    slope: Callable[[float], float]
    curvature: Callable[[float], float]
    bottoms: tuple[float, ...]
    start: float

    def bottom_near(self, w: float) -> float:
        return min(self.bottoms, key=lambda bottom: abs(bottom - w))


def _bowl(name: ValleyName, curvature: float, start: float) -> Valley:
    return Valley(
        name,
        cost=lambda w: curvature / 2 * w * w,
        slope=lambda w: curvature * w,
        curvature=lambda _w: curvature,
        bottoms=(0.0,),
        start=start,
    )


VALLEYS: Final[Mapping[ValleyName, Valley]] = {
    "wide": _bowl("wide", 1.0, -3.5),
    "narrow": _bowl("narrow", 6.0, -1.5),
    # 0.04 (w² − 6)² with a tilt: the bottom on the right is not the lowest one.
    "two valleys": Valley(
        "two valleys",
        cost=lambda w: 0.04 * (w * w - 6) ** 2 + 0.25 * w + 0.75,
        slope=lambda w: 0.16 * w * (w * w - 6) + 0.25,
        curvature=lambda w: 0.48 * w * w - 0.96,
        bottoms=(-2.570572178595882, 2.307107505188025),
        start=3.7,
    ),
}


@dataclass(frozen=True, slots=True)
class ValleyDescent:
    """Where the ball is, where it has been, and how far it goes next.

    Attributes:
        trail: Weights from the start to the present one; never empty.
    """

    name: ValleyName = "wide"
    learning_rate: float = 0.02
    trail: tuple[float, ...] = (VALLEYS["wide"].start,)

    @property
    def valley(self) -> Valley:
        return VALLEYS[self.name]

    @property
    def w(self) -> float:
        return self.trail[-1]

    @property
    def steps(self) -> int:
        return len(self.trail) - 1

    @property
    def cost(self) -> float:
        return self.valley.cost(self.w)

    @property
    def slope(self) -> float:
        return self.valley.slope(self.w)

    @property
    def curvature(self) -> float:
        """At the bottom that is nearest: it decides whether the ball can come to rest there."""
        return self.valley.curvature(self.valley.bottom_near(self.w))

    @property
    def regime(self) -> Regime:
        return regime_of(self.learning_rate, self.curvature)

    @property
    def status(self) -> Status:
        if not self.steps:
            return "ready"
        if not abs(self.w) <= _LOST:
            return "diverged"
        return "converged" if abs(self.slope) <= _FLAT else "descending"

    @property
    def has_ended(self) -> bool:
        return self.status in {"converged", "diverged"}

    def step(self) -> ValleyDescent:
        """Go w ← w − η C′(w), unless the descent has ended."""
        if self.has_ended:
            return self
        return replace(self, trail=(*self.trail, self.w - self.learning_rate * self.slope))

    def started_at(self, w: float) -> ValleyDescent:
        return replace(self, trail=(min(max(w, -REACH), REACH),))

    def again(self) -> ValleyDescent:
        """Back at the start."""
        return replace(self, trail=self.trail[:1])

    def in_valley(self, name: ValleyName) -> ValleyDescent:
        return replace(self, name=name, trail=(VALLEYS[name].start,))

    def facts(self) -> dict[str, Fact]:
        """What lessons may ask about."""
        return {
            "descent.status": self.status,
            "descent.regime": self.regime,
            "descent.learning_rate": self.learning_rate,
            "descent.steps": self.steps,
            "descent.cost": self.cost,
        }


def tell(descent: ValleyDescent) -> str:
    """What is happening, in a sentence or two."""
    if descent.status == "diverged":
        return (
            f"Diverged: after {count(descent.steps)} steps the weight is far out of the picture. Each jump landed "
            "higher, where it is steeper still. A lower learning rate helps."
        )
    if descent.status == "converged":
        return _tell_converged(descent)
    kept = 1 - descent.learning_rate * descent.curvature
    words: dict[Regime, str] = {
        "crawling": f"Crawling: near the bottom each step leaves {percent(kept)} of the way still to go.",
        "converging": f"Converging: near the bottom each step leaves {percent(kept)} of the way still to go.",
        "overshooting": f"Overshooting: each step crosses the bottom, and comes to rest all the same: {percent(-kept)} "
        "of the distance is left, on the other side.",
        "diverging": f"Diverging: each step lands {fixed(-kept, 1)} times as far from the bottom, on the other side."
        if kept < -1
        else "On the edge: each step lands just as far from the bottom, on the other side, for ever.",
    }
    return words[descent.regime]


def _tell_converged(descent: ValleyDescent) -> str:
    steps = f"{count(descent.steps)} step{'s' if descent.steps > 1 else ''}"
    valley = descent.valley
    if valley.curvature(descent.w) < 0:
        return "It stands on a summit: the slope is 0 here too, so it does not move. Nudge it."
    lowest = min(valley.cost(bottom) for bottom in valley.bottoms)
    if descent.cost > lowest + 0.1:
        return (
            f"Converged after {steps}, but not in the deepest valley: descent only sees the slope under it. A larger "
            "learning rate can jump the ridge; so can another start."
        )
    return f"Converged after {steps}: at the bottom the slope is 0, so the steps become small by themselves."
