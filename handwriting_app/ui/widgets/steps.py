"""How far one press of an arrow key moves a number: by sensible values, not by a fixed amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

Step = Callable[[float, bool], float]
"""``(value, up) -> value``: the neighbour of a value, above it or below it; a whole number stays whole."""


def one_two_five(value: float, up: bool) -> float:
    """The next of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … above or below a positive ``value``."""
    here = Decimal(repr(value))
    # Decimals, so that the result is 0.2 and never 0.20000000000000001.
    series = [
        Decimal(digit).scaleb(power) for power in range(here.adjusted() - 1, here.adjusted() + 2) for digit in (1, 2, 5)
    ]
    beyond = [each for each in series if (each > here if up else each < here)]
    return _alike(value, _nearest(beyond, up, here))


def one_two_five_from(smallest: float) -> Step:
    """As `one_two_five`, with 0 as the step below ``smallest``."""

    def step(value: float, up: bool) -> float:
        if value < smallest or (not up and value == smallest):
            return smallest if up else 0.0
        return one_two_five(value, up)

    return step


def doubling(value: float, up: bool) -> float:
    """The next power of two above or below a whole number of at least 1."""
    whole = int(value)
    return 1 << whole.bit_length() if up else 1 << max((whole - 1).bit_length() - 1, 0)


def by(amount: float) -> Step:
    """Plain steps of ``amount``, without the rounding error of binary fractions."""

    def step(value: float, up: bool) -> float:
        if isinstance(value, int) and isinstance(amount, int):
            return value + (amount if up else -amount)
        return float(Decimal(repr(value)) + Decimal(repr(amount)) * (1 if up else -1))

    return step


def along(values: Sequence[float]) -> Step:
    """The next of the given values, in rising order; past either end nothing moves."""

    def step(value: float, up: bool) -> float:
        beyond = [Decimal(repr(each)) for each in values if (each > value if up else each < value)]
        return _alike(value, _nearest(beyond, up, Decimal(repr(value))))

    return step


def _nearest(beyond: Sequence[Decimal], up: bool, otherwise: Decimal) -> Decimal:
    if not beyond:
        return otherwise
    return min(beyond) if up else max(beyond)


def _alike(value: float, result: Decimal) -> float:
    return int(result) if isinstance(value, int) else float(result)
