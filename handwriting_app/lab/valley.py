"""One weight, one curve of costs, and a ball that goes down it step by step: gradient descent at its smallest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from handwriting_app.lab.facts import Fact
from handwriting_app.lab.regimes import Regime, regime_of
from handwriting_app.numerals import count, fixed, percent, trimmed

ValleyName = Literal["wide", "narrow", "two valleys"]
Status = Literal["ready", "descending", "converged", "diverged"]

REACH: Final = 4.0
"""Weights that are shown, to either side of 0."""

TOP: Final = 8.0
"""The highest cost that is shown."""

_LOST: Final = 3 * REACH
_FLAT: Final = 0.005
_HAIR: Final = 0.02
"""Nearer than this to a place without a slope the ball is not put: exactly there no learning rate would move it. Less
than half of what a key moves it by, so that it can be moved across."""
SHOWN: Final = 60
"""Steps that are shown; older ones have faded."""
_LARGEST_REACH: Final = 32.0
"""Weights that the frame grows to; a ball beyond is shown by an arrow."""


@dataclass(frozen=True, slots=True)
class Valley:
    """A cost C(w) of one weight, with its derivatives.

    Attributes:
        cost, slope, curvature: C, C′ and C″ as functions of w.
        bottoms: Weights at which C has a minimum, in rising order.
        summits: Weights at which C has a maximum.
        start: A good weight to start from.
    """

    name: ValleyName
    cost: Callable[[float], float]
    slope: Callable[[float], float]
    curvature: Callable[[float], float]
    bottoms: tuple[float, ...]
    start: float
    summits: tuple[float, ...] = ()

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
        summits=(0.2634646734078571,),
    ),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a valley that is shown: weights to ``reach`` on either side of 0, costs from 0 to ``top``."""

    reach: float = REACH
    top: float = TOP

    def holds(self, w: float, cost: float) -> bool:
        return abs(w) <= self.reach and cost <= self.top


@dataclass(frozen=True, slots=True)
class ValleyDescent:
    """Where the ball is, where it has been, and how far it goes next.

    Attributes:
        trail: Weights from the start to the present one; never empty.
        had_ended: How the descent before had ended, when another learning rate took the ball back to its start.
    """

    name: ValleyName = "wide"
    learning_rate: float = 0.02
    trail: tuple[float, ...] = (VALLEYS["wide"].start,)
    had_ended: Literal["", "converged", "diverged"] = ""

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
        return "converged" if self._rests else "descending"

    @property
    def _rests(self) -> bool:
        """Whether the ball stays where it is: the slope is as good as 0, and no step leads further off again."""
        if self.next_w == self.w:
            return True
        return abs(self.slope) <= _FLAT and self.regime != "diverging" and self.valley.curvature(self.w) > 0

    @property
    def next_w(self) -> float:
        """Where the next step lands; also of a descent that has ended: where it would."""
        return self.w - self.learning_rate * self.slope

    @property
    def last_move(self) -> float:
        """How far, and which way, the last step went; 0 before the first."""
        return self.trail[-1] - self.trail[-2] if self.steps else 0.0

    @property
    def frame(self) -> Frame:
        """What is shown: the usual part of the valley, doubled until it holds all that the ball has done lately.

        Both ways apart, and never for a ball that is further off than makes sense.
        """
        near = [w for w in self.trail[-SHOWN - 1 :] if abs(w) <= _LARGEST_REACH]
        reach = _doubled(REACH, max(map(abs, near), default=0.0))
        return Frame(reach, _doubled(TOP, max(map(self.valley.cost, near), default=0.0)))

    @property
    def has_ended(self) -> bool:
        return self.status in {"converged", "diverged"}

    def step(self) -> ValleyDescent:
        """Go w ← w − η C′(w), unless the descent has ended."""
        if self.has_ended:
            return self
        return replace(self, trail=(*self.trail, self.next_w), had_ended="")

    def back(self) -> ValleyDescent:
        """One step less; the learning rate stays as it is set."""
        return replace(self, trail=self.trail[:-1], had_ended="") if self.steps else self

    def at_rate(self, learning_rate: float) -> ValleyDescent:
        """Go on with another learning rate; a descent that has ended begins anew with it, from the same start."""
        if learning_rate == self.learning_rate:
            return self
        status = self.status
        if status in ("converged", "diverged"):
            return replace(self, learning_rate=learning_rate, trail=self.trail[:1], had_ended=status)
        return replace(self, learning_rate=learning_rate)

    def started_at(self, w: float) -> ValleyDescent:
        """Begin at another weight within the usual frame, a hair off the places without a slope."""
        w = min(max(w, -REACH), REACH)
        for flat in (*self.valley.bottoms, *self.valley.summits):
            if abs(w - flat) < _HAIR:
                w = flat + (_HAIR if w >= flat else -_HAIR)
        return replace(self, trail=(w,), had_ended="")

    def again(self) -> ValleyDescent:
        """Back at the start."""
        return replace(self, trail=self.trail[:1], had_ended="")

    def in_valley(self, name: ValleyName) -> ValleyDescent:
        return replace(self, name=name, trail=(VALLEYS[name].start,), had_ended="")

    def facts(self) -> dict[str, Fact]:
        """What lessons may ask about."""
        return {
            "descent.status": self.status,
            "descent.regime": self.regime,
            "descent.learning_rate": self.learning_rate,
            "descent.steps": self.steps,
            "descent.cost": self.cost,
            "descent.valley": self.name,
            "descent.w": self.w,
            "descent.slope": self.slope,
            "descent.next_w": self.next_w,
            "descent.curvature": self.curvature,
            "descent.converging_below": 2 / self.curvature,
            "descent.start_w": self.trail[0],
            "descent.last_move": self.last_move,
        }


def _doubled(least: float, wanted: float) -> float:
    """``least``, doubled until it is ``wanted``."""
    while least < wanted:
        least *= 2
    return least


def tell(descent: ValleyDescent) -> str:
    """What is happening, in a sentence or two."""
    if descent.status == "diverged":
        return (
            f"Diverged: after {count(descent.steps)} steps the weight is far out of the picture. Each jump landed "
            "higher, where it is steeper still. A lower learning rate helps."
        )
    if descent.status == "converged":
        return _tell_converged(descent)
    if descent.had_ended:
        return (
            f"That descent had {descent.had_ended}; with this learning rate the ball begins again at its start, "
            f"w = {trimmed(descent.w)}. Press Step or Run."
        )
    kept = 1 - descent.learning_rate * descent.curvature
    words: dict[Regime, str] = {
        "crawling": f"Crawling: near the bottom each step leaves {percent(kept)} of the way still to go.",
        "converging": f"Converging: near the bottom each step leaves {percent(kept)} of the way still to go.",
        "overshooting": "Overshooting: each step crosses the bottom, and comes to rest all the same, for "
        f"{percent(-kept)} of the distance is left on the other side.",
        "diverging": f"Diverging: each step lands {fixed(-kept, 1)} times as far from the bottom, on the other side."
        if kept < -1
        else "On the edge: each step lands just as far from the bottom, on the other side, for ever.",
    }
    return words[descent.regime]


def _tell_converged(descent: ValleyDescent) -> str:
    steps = f"{count(descent.steps)} step{'s' if descent.steps > 1 else ''}"
    valley = descent.valley
    if valley.curvature(descent.w) < 0:
        return (
            "It stands on a summit, not in a valley: the slope is 0 here too, so it does not move. Another learning "
            "rate takes it back to its start."
        )
    lowest = min(valley.cost(bottom) for bottom in valley.bottoms)
    if descent.cost > lowest + 0.1:
        return (
            f"Converged after {steps}, but not in the deepest valley: descent only sees the slope under it. A larger "
            "learning rate can jump the ridge; so can another start."
        )
    return f"Converged after {steps}: at the bottom the slope is 0, so the steps become small by themselves."
