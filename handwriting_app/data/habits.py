"""Habits of other hands: the slashed zero, the one on a base, the curled three, the loose bar of a five and more.

The thirteen writers of the training digits write some of these seldom and others never. `HABITS` names them all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.data.hand import STROKE_DOTS, Hand
from handwriting_app.ink.raster import SIDE
from handwriting_app.ink.thinning import MiddleLines

BAR_DISTANCE = 3.0
"""Pixels from the stem beyond which ink belongs to the bar."""

Some = NDArray[np.intp]
"""The digits that have a habit."""

UP, DOWN = (0.0, -1.0), (0.0, 1.0)


class Habit(NamedTuple):
    """What some people do to some digits.

    Attributes:
        name: In a few words.
        digits: Those that it is done to.
        share: How often, of these digits, at the usual strength.
        write: Does it.
    """

    name: str
    digits: tuple[int, ...]
    share: float
    write: Callable[[Hand, Some], None]


def with_habits(
    lines: MiddleLines,
    classes: NDArray[np.integer],
    strength: float,
    rng: np.random.Generator,
    habits: tuple[Habit, ...],
) -> MiddleLines:
    """``lines`` with each of the ``habits`` in its share of the digits, times ``strength`` 0…1, by itself."""
    hand = Hand(lines, rng)
    for habit in habits:
        chosen = np.flatnonzero(np.isin(classes, habit.digits) & (rng.random(len(classes)) < habit.share * strength))
        if len(chosen):
            habit.write(hand, chosen)
            hand.measure()
    return hand.written()


def _no_bar(hand: Hand, chosen: Some) -> None:
    """A seven without a bar: what lies beside the straight line from the stem above the middle to the stem below it."""
    which, place, at = hand.dots_of(chosen)
    x, height = hand.dots[which, 0], at[:, 1]
    above, below = (height > 0.2) & (height < 0.33) & (x > SIDE / 2), height > 0.72

    def mean_where(band: NDArray[np.bool_], values: NDArray[np.float64]) -> NDArray[np.float64]:
        count = np.bincount(place, band, len(chosen))
        return np.asarray(np.bincount(place, band * values, len(chosen)) / np.maximum(count, 1))

    upper_x, upper_y = mean_where(above, x), mean_where(above, height)
    lower_x, lower_y = mean_where(below, x), mean_where(below, height)
    is_known = (np.bincount(place, above, len(chosen)) > 0) & (np.bincount(place, below, len(chosen)) > 0)
    along = (height - upper_y[place]) / np.maximum(lower_y - upper_y, 0.1)[place]
    beside = np.abs(x - (upper_x[place] + along * (lower_x - upper_x)[place]))
    hand.drop(which[is_known[place] & (height > 0.33) & (height < 0.75) & (beside > BAR_DISTANCE)])


def _bar(hand: Hand, chosen: Some) -> None:
    """A bar across a seven's stem at half its height."""
    which, place, _ = hand.dots_of(chosen)
    height = hand.low[chosen, 1] + hand.size(chosen, 0.4, 0.65) * hand.extent[chosen, 1]
    near = np.abs(hand.dots[which, 1] - height[place]) < 2.5
    total = np.bincount(place, near, len(chosen))
    stem = np.bincount(place, near * hand.dots[which, 0], len(chosen)) / np.maximum(total, 1)
    stem = np.where(total > 0, stem, hand.low[chosen, 0] + hand.extent[chosen, 0] / 2)
    centre = np.column_stack((stem, height))
    half = np.column_stack((hand.size(chosen, 3, 8), hand.rng.normal(0, 1.0, len(chosen))))
    hand.line(chosen, centre - half, centre + half)


def _level_top(hand: Hand, chosen: Some) -> None:
    """A seven's top, long and level, ending in a corner."""
    corner = np.column_stack((_corner_of_seven(hand, chosen), hand.low[chosen, 1]))
    along = np.column_stack((-hand.size(chosen, 10, 20), hand.rng.normal(0, 1.0, len(chosen))))
    hand.line(chosen, corner, corner + along)


def _corner_of_seven(hand: Hand, chosen: Some) -> NDArray[np.float64]:
    """The x of the right end of the top."""
    which, place, at = hand.dots_of(chosen)
    right = np.zeros(len(chosen))
    is_top = at[:, 1] < 0.2
    np.maximum.at(right, place[is_top], hand.dots[which[is_top], 0])
    return right


def _slash(hand: Hand, chosen: Some) -> None:
    """A zero's slash from lower left to upper right, from half to twice as long as the ring."""
    middle = hand.low[chosen] + hand.extent[chosen] / 2
    half = np.column_stack((hand.size(chosen, 0.2, 0.75), -hand.size(chosen, 0.3, 0.6))) * hand.extent[chosen]
    longer = np.where(hand.size(chosen, 0, 1) < 0.4, hand.size(chosen, 1, 1.9), 1.0)[:, None]
    hand.line(chosen, middle - longer * half, middle + longer * half)


def _base(hand: Hand, chosen: Some) -> None:
    """A one's base, under its lowest dot."""
    dots, chosen = hand.outermost(chosen, DOWN)
    foot = hand.dots[dots]
    hand.line(
        chosen,
        foot - np.column_stack((hand.size(chosen, 2, 9), np.zeros(len(chosen)))),
        foot + np.column_stack((hand.size(chosen, 2, 9), hand.rng.normal(0, 0.7, len(chosen)))),
    )


def _flag(hand: Hand, chosen: Some) -> None:
    """A one's flag, down to the left from its highest dot, never level: that is a seven's."""
    dots, chosen = hand.outermost(chosen, UP)
    head, flag = hand.dots[dots], hand.size(chosen, 3, 12)
    hand.line(chosen, head, head + np.column_stack((-flag, flag * hand.size(chosen, 0.5, 1.7))))


def _foot(hand: Hand, chosen: Some) -> None:
    """A one that ends in a bend to the left, or to the right."""
    dots, chosen = hand.outermost(chosen, DOWN)
    to_left = np.where(hand.size(chosen, 0, 1) < 0.7, 1, -1)
    straight_on = np.pi / 2 + to_left * hand.size(chosen, 0.3, 1.4)
    hand.arc(chosen, hand.dots[dots], straight_on, to_left * hand.size(chosen, 0.3, 1.2), hand.size(chosen, 4, 10))


def _flag_and_foot(hand: Hand, chosen: Some) -> None:
    _flag(hand, chosen)
    _foot(hand, chosen)


def _upstroke(hand: Hand, chosen: Some) -> None:
    """A one's flag so long that it begins at half the height."""
    dots, chosen = hand.outermost(chosen, UP)
    head, flag = hand.dots[dots], hand.size(chosen, 6, 14)
    hand.line(chosen, head, head + np.column_stack((-flag, np.minimum(flag * hand.size(chosen, 1.0, 2.2), 22))))


def _flag_and_base(hand: Hand, chosen: Some) -> None:
    _flag(hand, chosen)
    _base(hand, chosen)


def _hook(hand: Hand, chosen: Some) -> None:
    """A pen that drags where it lands or lifts."""
    way = UP if hand.rng.random() < 0.5 else DOWN
    ends, chosen = hand.outermost(chosen, way, ends=True)
    back = hand.heading(ends) + np.pi + hand.rng.choice((-1, 1), len(ends)) * hand.size(chosen, 0.2, 1.4)
    reach = hand.size(chosen, 2, 6)[:, None]
    hand.line(chosen, hand.dots[ends], hand.dots[ends] + reach * np.column_stack((np.cos(back), np.sin(back))))


def _curl_above(hand: Hand, chosen: Some) -> None:
    """The upper end of a 2, 3 or 6 curls in, or hooks over."""
    _curl(hand, chosen, UP)


def _curl_below(hand: Hand, chosen: Some) -> None:
    """The lower end of a 3, 5 or 9 curls in, until the bowl is nearly closed."""
    _curl(hand, chosen, DOWN)


def _curls(hand: Hand, chosen: Some) -> None:
    _curl_above(hand, chosen)
    _curl_below(hand, chosen)


def _curl(hand: Hand, chosen: Some, way: tuple[float, float]) -> None:
    ends, chosen = hand.outermost(chosen, way, ends=True)
    begin, heading = hand.dots[ends], hand.heading(ends)
    half = hand.low[chosen] + hand.extent[chosen] * np.array((0.5, 0.5 + 0.25 * way[1]))
    x, y = (half - begin).T
    side = np.sign(np.cos(heading) * y - np.sin(heading) * x)
    hand.arc(chosen, begin, heading, side * hand.size(chosen, 1.2, 4.5), hand.size(chosen, 4, 14))


def _looped_foot(hand: Hand, chosen: Some) -> None:
    """A loop where a two's neck meets its base."""
    dots, chosen = hand.outermost(chosen, (-1.0, 1.0))
    wide, tall = hand.size(chosen, 2.5, 6), hand.size(chosen, 1.5, 4)
    corner = hand.dots[dots] + np.column_stack((0.5 * wide, -0.4 * tall))
    angle = np.linspace(0, 2 * np.pi, STROKE_DOTS)
    loop = np.stack((wide[:, None] * np.cos(angle), tall[:, None] * np.sin(angle)), axis=-1)
    hand.draw(chosen, corner[:, None] + loop)


def _wavy_base(hand: Hand, chosen: Some) -> None:
    """A two's base swings up and down."""
    which, place, at = hand.dots_of(chosen)
    swing, waves = hand.size(chosen, 1.5, 4), hand.size(chosen, 0.7, 1.2)
    low = np.clip((at[:, 1] - 0.75) / 0.1, 0, 1)
    hand.dots[which, 1] -= low * swing[place] * np.sin(2 * np.pi * waves[place] * at[:, 0])


def _bowl(hand: Hand, chosen: Some) -> None:
    """A six's bowl, slim or tilted."""
    _reshape(hand, chosen, hand.size(chosen, 0.45, 1), hand.size(chosen, 0.6, 1.1), hand.size(chosen, -0.2, 0.8), 1)


def _head(hand: Hand, chosen: Some) -> None:
    """A nine's head, small or flat."""
    _reshape(hand, chosen, hand.size(chosen, 0.5, 1), hand.size(chosen, 0.4, 1), hand.size(chosen, -0.3, 0.3), 0)


def _reshape(
    hand: Hand,
    chosen: Some,
    width: NDArray[np.float64],
    height: NDArray[np.float64],
    turn: NDArray[np.float64],
    side: int,
) -> None:
    """Scale and turn the head (``side`` 0) or bowl (1) about where it hangs on the stem."""
    which, place, at = hand.dots_of(chosen)
    # A six hangs on its lower left, a nine on its upper right.
    anchor = hand.low[chosen] + hand.extent[chosen] * np.array((1 - side, side), np.float64)
    depth = at[:, 1] if side else 1 - at[:, 1]
    share = np.clip((depth - 0.25) / 0.35, 0, 1)[:, None]
    x, y = (hand.dots[which] - anchor[place]).T
    x, y = x * width[place], y * height[place]
    turned = np.column_stack(
        (x * np.cos(turn[place]) - y * np.sin(turn[place]), x * np.sin(turn[place]) + y * np.cos(turn[place]))
    )
    # What is not in the bowl follows its height, so that the line stays whole.
    rest = hand.dots[which] - anchor[place]
    hand.dots[which] = anchor[place] + share * turned + (1 - share) * rest


def _crossing_end(hand: Hand, chosen: Some) -> None:
    """The end of a six's bowl runs on across the stem."""
    which, place, at = hand.dots_of(chosen)
    height = hand.size(chosen, 0.5, 0.65)
    left = np.full(len(chosen), np.inf)
    near = np.abs(at[:, 1] - height[place]) < 0.08
    np.minimum.at(left, place[near], hand.dots[which[near], 0])
    left = np.where(np.isfinite(left), left, hand.low[chosen, 0])
    begin = np.column_stack((left + 2, hand.low[chosen, 1] + height * hand.extent[chosen, 1]))
    hand.line(chosen, begin, begin + np.column_stack((-hand.size(chosen, 4, 10), hand.size(chosen, -1, 5))))


def _tail(hand: Hand, chosen: Some) -> None:
    """A line that runs on at one of its ends, bent to either side."""
    way = UP if hand.rng.random() < 0.5 else DOWN
    ends, chosen = hand.outermost(chosen, way, ends=True)
    hand.arc(chosen, hand.dots[ends], hand.heading(ends), hand.rng.normal(0, 1.2, len(ends)), hand.size(chosen, 2, 8))


def _rising_end(hand: Hand, chosen: Some) -> None:
    """The end of a two's base rises or falls."""
    ends, chosen = hand.outermost(chosen, (1.0, 0.6), ends=True)
    hand.arc(chosen, hand.dots[ends], hand.heading(ends), hand.size(chosen, -2.0, 0.8), hand.size(chosen, 3, 9))


def _level_foot(hand: Hand, chosen: Some) -> None:
    """A nine's stem that ends in a level base to the left."""
    foot = _new_stem(hand, chosen)
    hand.line(chosen, foot, foot + np.column_stack((-hand.size(chosen, 6, 18), hand.rng.normal(0, 1.0, len(chosen)))))


def _straight_stem(hand: Hand, chosen: Some) -> None:
    """A nine's stem, straight down from the right of its head."""
    _new_stem(hand, chosen)


def _new_stem(hand: Hand, chosen: Some) -> NDArray[np.float64]:
    """Where a nine's new, straight stem ends (chosen, 2)."""
    which, place, at = hand.dots_of(chosen)
    head = (at[:, 1] > 0.1) & (at[:, 1] < 0.4)
    right = np.zeros(len(chosen))
    np.maximum.at(right, place[head], hand.dots[which[head], 0])
    right = np.where(right > 0, right, hand.low[chosen, 0] + hand.extent[chosen, 0])
    hand.drop(which[at[:, 1] > 0.55])
    top = np.column_stack((right, hand.low[chosen, 1] + 0.25 * hand.extent[chosen, 1]))
    foot = np.column_stack(
        (right + hand.rng.normal(-1, 2.5, len(chosen)), hand.low[chosen, 1] + hand.extent[chosen, 1])
    )
    hand.line(chosen, top, foot)
    return foot


def _loose_bar(hand: Hand, chosen: Some) -> None:
    """A five's bar, lifted off and shifted to the right."""
    which, place, at = hand.dots_of(chosen)
    is_bar = (at[:, 1] < 0.2) & (at[:, 0] > 0.3)
    away = np.column_stack((hand.size(chosen, 0, 9), -hand.size(chosen, 1.5, 7)))
    hand.dots[which[is_bar]] += away[place[is_bar]]


def _closed_top(hand: Hand, chosen: Some) -> None:
    """A four whose left arm leans until it meets the stem: a narrow triangle."""
    which, place, at = hand.dots_of(chosen)
    stem = (at[:, 0] > 0.5) & (at[:, 1] < 0.5)
    weight = np.bincount(place, stem, len(chosen))
    across = np.bincount(place, stem * at[:, 0], len(chosen)) / np.maximum(weight, 1)
    across = np.where(weight > 0, across, 0.7)
    is_arm = (at[:, 0] < across[place] - 0.12) & (at[:, 1] < 0.62)
    lean = np.clip((0.62 - at[:, 1]) / 0.6, 0, 1) * hand.size(chosen, 0.85, 1.05)[place]
    hand.dots[which, 0] += is_arm * lean * (across[place] - at[:, 0]) * hand.extent[chosen, 0][place]
    top = hand.low[chosen] + np.column_stack((across * hand.extent[chosen, 0], hand.size(chosen, -1, 1)))
    hand.line(chosen, top, top + np.array((0.0, 0.5)) * hand.extent[chosen])


HABITS: Final = (
    Habit("no bar", (7,), 0.5, _no_bar),
    Habit("slash", (0,), 0.3, _slash),
    Habit("flag", (1,), 0.4, _flag),
    Habit("base", (1,), 0.3, _base),
    Habit("flag and base", (1,), 0.3, _flag_and_base),
    Habit("upstroke", (1,), 0.15, _upstroke),
    Habit("bar", (7,), 0.3, _bar),
    Habit("level top", (7,), 0.075, _level_top),
    Habit("curl above", (2, 3), 0.2, _curl_above),
    Habit("hooked over", (6,), 0.2, _curl_above),
    Habit("curled", (3,), 0.2, _curls),
    Habit("curl below", (3, 5), 0.2, _curl_below),
    Habit("looped foot", (2,), 0.2, _looped_foot),
    Habit("wavy base", (2,), 0.2, _wavy_base),
    Habit("bowl", (6,), 0.3, _bowl),
    Habit("crossing end", (6,), 0.15, _crossing_end),
    Habit("head", (9,), 0.3, _head),
    Habit("straight stem", (9,), 0.2, _straight_stem),
    Habit("level foot", (9,), 0.15, _level_foot),
    Habit("loose bar", (5,), 0.2, _loose_bar),
    Habit("closed top", (4,), 0.2, _closed_top),
    Habit("foot", (1,), 0.1, _foot),
    Habit("flag and foot", (1,), 0.15, _flag_and_foot),
    Habit("tail", (0, 2, 3, 4, 5, 6, 8, 9), 0.1, _tail),
    Habit("rising end", (2,), 0.15, _rising_end),
    Habit("hook", (1, 7, 9), 0.15, _hook),
)
"""What people do, and how often: each habit by itself, one after another."""
