"""A weight or bias that is moved by hand: where it began, and what has come of it so far. Free of Qt."""

from __future__ import annotations

import numpy as np

from handwriting_app.engine.network import Network
from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.quantity import Quantity
from handwriting_app.explain.weight_drag import WeightDrag, is_there, with_value
from handwriting_app.ink.normalise import NormalisedDigit
from handwriting_app.numerals import percent
from handwriting_app.session.reading import Prediction


class WeightMoving:
    """Remembers the latest move for as long as weights, digit and label are those that it led to.

    Attributes:
        quantity: What was moved last, or is chosen.
        gesture: Of the latest move: all moves of one gesture are taken back together.
    """

    def __init__(self) -> None:
        self.quantity: Quantity | None = None
        self.gesture: object = object()
        self._drag: object | None = None
        self._before: BackpropTrace | None = None
        self._reading: Prediction | None = None
        self._digit: NormalisedDigit | None = None
        self._led_to: Network | None = None

    def choose(self, quantity: Quantity | None, sizes: tuple[int, ...]) -> None:
        """Look at another number; None, or one that is not there, leaves the one that was moved last."""
        if quantity is not None and is_there(quantity, sizes):
            self.quantity = quantity
        elif self.quantity is not None and not is_there(self.quantity, sizes):
            self.quantity = None

    def let_go(self) -> None:
        """What was moved is of no interest any longer."""
        self._before = self._led_to = None

    def move(
        self,
        network: Network,
        seen: BackpropTrace,
        digit: NormalisedDigit,
        reading: Prediction,
        quantity: Quantity,
        value: float,
        drag: object | None,
    ) -> Network:
        """Return ``network``, whose way for the digit is ``seen``, with another number in it.

        Another drag, or another number, begins a new gesture; keys (``drag`` is None) go on with the one before.

        Raises:
            ValueError: The number is too large for the network.
        """
        moved = with_value(network, quantity, value)
        if self._before is None or quantity != self.quantity or drag is not self._drag:
            self.gesture, self._drag = object(), drag
            self._before, self._reading, self._digit = seen, reading, digit
        self.quantity, self._led_to = quantity, moved
        return moved

    def check(self, network: Network, digit: NormalisedDigit) -> None:
        """Let go of a move that did not lead to these weights, or was made for another digit."""
        led_to = self._led_to
        if led_to is not None and not (
            digit is self._digit
            and network.sizes == led_to.sizes
            and np.array_equal(network.parameters, led_to.parameters)
        ):
            self.let_go()

    @property
    def label(self) -> int | None:
        """Which digit it was when it was moved: it stays that, whatever is read now. None where nothing was moved."""
        return self._before.label if self._before is not None else None

    def look(self, seen: BackpropTrace) -> WeightDrag | None:
        """What the latest move has done, if the digit's way is worked out as it was then; see `check`."""
        before = self._before
        if before is None or self.quantity is None:
            return None
        is_it = (
            seen.label == before.label
            and seen.slope_missing == before.slope_missing
            and (seen.terms.l2, seen.terms.label_smoothing) == (before.terms.l2, before.terms.label_smoothing)
        )
        if not is_it:
            self.let_go()
            return None
        return WeightDrag(self.quantity, before, seen)

    @property
    def before(self) -> BackpropTrace | None:
        """The digit's way before the latest gesture."""
        return self._before

    @property
    def reading(self) -> Prediction | None:
        """What was read before the latest move."""
        return self._reading


def reading_in_words(prediction: Prediction) -> str:
    """A reading as it stands beside the canvas: 7, 96 %."""
    return "no idea" if prediction.has_no_idea else f"{prediction.name}, {percent(prediction.confidence)}"
