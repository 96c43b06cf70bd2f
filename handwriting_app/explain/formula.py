"""Formulas as small trees, to be typeset by a view or written on one line; free of Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from handwriting_app import numerals

TextStyle = Literal["variable", "number", "operator", "word"]

DIGITS: Final = 4
"""Significant digits of every number in a formula."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text.

    Attributes:
        text: Unicode, without markup.
        style: Variables are set in italics, numbers upright; a line may be broken before an operator.
        layer: The layer it belongs to, 0 for the input, or None: it takes that layer's colour.
        is_struck: Crossed out: it should stand here but was left out.
    """

    text: str
    style: TextStyle = "variable"
    layer: int | None = None
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A base with small text raised and lowered beside it, one above the other."""

    base: Formula
    above: Formula | None = None
    below: Formula | None = None


@dataclass(frozen=True, slots=True)
class Fraction:
    """One over another."""

    top: Formula
    bottom: Formula


@dataclass(frozen=True, slots=True)
class Sum:
    """A large Σ with the summation index under it."""

    index: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side."""

    parts: tuple[Formula, ...]


Formula: TypeAlias = Text | Script | Fraction | Sum | Row


def row(*parts: Formula | str) -> Row:
    """Parts side by side; a plain string stands for an operator."""
    return Row(tuple(Text(part, "operator") if isinstance(part, str) else part for part in parts))


def symbol(letter: str, layer: int | None = None, index: str = "", *, colour: int | None = None) -> Script | Text:
    """A letter with its layer above, in brackets, and its index below; in the layer's colour unless told otherwise."""
    base = Text(letter, "variable", layer if colour is None else colour)
    above = Text(f"({layer})", "number", base.layer) if layer else None
    below = Text(index, "variable", base.layer) if index else None
    return Script(base, above, below) if above or below else base


def derivative(by: Formula, of: Formula | None = None) -> Fraction:
    """∂C, or ∂ of something else, over ∂ of something."""
    top = Text("∂C", "variable") if of is None else row(Text("∂", "variable"), of)
    return Fraction(top, row(Text("∂", "variable"), by))


def inline_derivative(by: Formula) -> Row:
    """The same on one line, for a narrow place."""
    return row(Text("∂C/∂", "variable"), by)


def number(value: float, layer: int | None = None) -> Text:
    """A number with its significant digits, in the colour of its layer."""
    return Text(numerals.number(value, DIGITS), "number", layer)


def factor(value: float, layer: int | None = None) -> Text:
    """A number in a product: a negative one in brackets."""
    text = numerals.number(value, DIGITS)
    return Text(f"({text})" if text.startswith("−") else text, "number", layer)


def shown(value: float) -> float:
    """The number that stands there when ``value`` is written: what one who checks a formula by hand works with."""
    return numerals.rounded(value, DIGITS)


def equals(by_hand: float, result: float) -> str:
    """The sign before a result: = where the numbers that are shown give it to its last digit, ≈ where they do not.

    Args:
        by_hand: Worked out of the numbers as they are `shown`.
        result: What is written behind the sign.
    """
    return "=" if numerals.number(by_hand, DIGITS) == numerals.number(result, DIGITS) else "≈"


def covered(formula: Row) -> Row:
    """The formula with a question mark in the place of its last part, its result."""
    *parts, _sign, _result = formula.parts
    return Row((*parts, Text("=", "operator"), Text("?", "number")))


def plain(formula: Formula) -> str:
    """The formula on one line, as a screen reader or a test reads it: w(2)[3, 4] · a(1)[4]."""
    match formula:
        case Text():
            if formula.is_struck:
                return f" [left out: {formula.text.strip(' ·')}] "
            return f" {formula.text} " if formula.style == "operator" else formula.text
        case Script():
            above = plain(formula.above) if formula.above else ""
            if above and not above.startswith("("):
                above = f"^{above}"
            return plain(formula.base) + above + (f"[{plain(formula.below)}]" if formula.below else "")
        case Fraction():
            return f"{_grouped(formula.top)}/{_grouped(formula.bottom)}"
        case Sum():
            return f"Σ_{formula.index} "
        case Row():
            return " ".join("".join(plain(part) for part in formula.parts).split())


def _grouped(formula: Formula) -> str:
    text = plain(formula)
    return f"({text})" if " " in text else text
