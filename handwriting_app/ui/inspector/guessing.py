"""Where the guess at the chosen number's gradient stands: asked, missed, right or shown. Free of Qt."""

from __future__ import annotations

from typing import Final

from handwriting_app.explain.backprop_trace import BackpropTrace
from handwriting_app.explain.choice import Choice
from handwriting_app.explain.gradient_guess import Diagnosis, diagnose
from handwriting_app.explain.quantity import Quantity
from handwriting_app.typed import typed_number

_NO_NUMBER = "That is not a number: write it as −0.021, 2.1e−2 or 2.1·10⁻²."

_MOST_SHOWN: Final = 500
"""So many numbers that were shown are remembered; what a run is changing is another one in every frame."""


class Guessing:
    """Keeps one guess at a time: another number, another digit or other weights ask anew.

    A number that was shown without a right guess cannot be guessed any more, whether it was given up or seen while no
    guesses were asked for. What was seen before the first was asked for does not count: whoever begins to guess begins
    with what stands there.

    Attributes:
        is_on: Whether guesses are asked for.
        guess: The latest at this number; None before the first.
        diagnosis: What became of it.
        problem: Why what was typed is no guess; empty if it is one.
    """

    def __init__(self) -> None:
        self.is_on = False
        self.guess: float | None = None
        self.diagnosis: Diagnosis | None = None
        self.problem = ""
        self._has_asked = False
        self._shown: set[tuple[object, ...]] = set()
        self._asked: tuple[object, ...] = ()

    @property
    def is_covering(self) -> bool:
        """Whether the gradient is not to be told yet."""
        return self.is_on and not self.is_shown and not (self.diagnosis is not None and self.diagnosis.is_right)

    @property
    def is_shown(self) -> bool:
        """Whether the number that is looked at was shown without a right guess."""
        return self._asked in self._shown

    def begin(self, is_on: bool) -> None:
        """Ask for guesses, or do not, as at the first start: nothing was shown yet."""
        self._has_asked = False
        self._shown.clear()
        self.switch(is_on)

    def switch(self, is_on: bool) -> None:
        """Ask for guesses, or no longer."""
        self.is_on = is_on
        if is_on:
            self._has_asked = True
        elif self._has_asked:
            self._keep_shown()
        self._forget()

    def ask(self, seen: BackpropTrace, quantity: Quantity) -> bool:
        """Ask for the number that is looked at; returns whether it is another one than before."""
        asked = (quantity, seen.label, quantity.gradient(seen), seen.a(0).tobytes())
        is_other = asked != self._asked
        if is_other:
            self._asked = asked
            self._forget()
        if not self.is_on and self._has_asked:
            self._keep_shown()
        return is_other

    def answer(self, text: str, seen: BackpropTrace, quantity: Quantity, choice: Choice) -> None:
        """Hold what was typed against the gradient."""
        guess = typed_number(text)
        self.problem = _NO_NUMBER if guess is None else ""
        if guess is not None:
            self.guess, self.diagnosis = guess, diagnose(guess, seen, quantity, choice)

    def give_up(self) -> None:
        """Show the gradient of this number without a right guess."""
        self._keep_shown()
        self._forget()

    def _keep_shown(self) -> None:
        if len(self._shown) >= _MOST_SHOWN:
            self._shown.clear()
        self._shown.add(self._asked)

    def _forget(self) -> None:
        self.guess, self.diagnosis, self.problem = None, None, ""
