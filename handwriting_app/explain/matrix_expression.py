"""An expression of matrices as a person types it, worked out without ever running it as code.

It is parsed by Python's own `ast` and walked node by node; what is not in the list is refused. Operators are +, −, *,
/, ** and @; names stand for arrays and numbers; ``a[l-1]`` takes one of several layers; ``.T`` turns a matrix over; a
few functions are known.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from handwriting_app import numerals

Value: TypeAlias = NDArray[np.floating]
Layers: TypeAlias = Mapping[int, Value]

LONGEST: Final = 400
"""Characters of an expression."""

DEEPEST: Final = 40
"""Operations within each other."""

MOST: Final = 1e9
"""Largest number that can be typed."""

LARGEST: Final = 4_000_000
"""Numbers of a result on the way."""

_SIGNS: Final[Mapping[str, str]] = {"−": "-", "·": "*", "⊙": "*", "δ": "delta", "\n": " ", "\t": " "}
"""What may be typed for what Python writes otherwise."""

_OPERATORS: Final[Mapping[type[ast.operator], Callable[[Value, Value], Value]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.MatMult: operator.matmul,
    ast.Pow: operator.pow,
}

FUNCTIONS: Final[Mapping[str, Callable[[Value], Value]]] = {
    "exp": np.exp,
    "log": np.log,
    "abs": np.abs,
    "sign": np.sign,
    "sqrt": np.sqrt,
    "tanh": np.tanh,
    "sum": lambda value: np.asarray(value.sum()),
    "mean": lambda value: np.asarray(value.mean()),
    "transpose": np.transpose,
    "sigmoid": lambda value: np.asarray(1 / (1 + np.exp(-value))),
    "relu": lambda value: np.maximum(value, 0),
}
"""What may be called with one value; also written np.exp and so on."""


class ExpressionError(Exception):
    """What is wrong, in a sentence.

    Attributes:
        place: At which character of the text; −1 where it is of the whole.
    """

    def __init__(self, message: str, place: int = -1) -> None:
        super().__init__(message)
        self.place = place


class MatrixExpression:
    """A parsed expression.

    Attributes:
        text: As it was typed.
        has_layer: Whether it speaks of layer ``l``, whichever that is, and so of all of them at once.
    """

    def __init__(self, text: str) -> None:
        """Parse ``text``.

        Raises:
            ExpressionError: It is no expression, or holds what cannot be worked out here.
        """
        self.text = text
        if len(text) > LONGEST:
            raise ExpressionError(f"That is longer than {LONGEST} characters. Write it shorter.")
        if not text.strip():
            raise ExpressionError("Type an expression, such as delta2.T @ a1 / m.")
        parts = [(_SIGNS.get(sign, sign), place) for place, sign in enumerate(text)]
        # A blank before it, as an expression may not begin with one: brackets let it.
        source = "(" + "".join(part for part, _ in parts) + ")"
        self._places = [0, *(place for part, place in parts for _ in part.encode()), len(text) - 1]
        try:
            self._tree = ast.parse(source, mode="eval").body
        except SyntaxError as error:
            place = len(source[: max((error.offset or 1) - 1, 0)].encode())
            raise ExpressionError("This cannot be read from here on.", self._place_of(place)) from error
        except (ValueError, RecursionError, MemoryError) as error:
            raise ExpressionError("This cannot be read.") from error
        self._check(self._tree, 0)
        self.has_layer = any(isinstance(node, ast.Name) and node.id == "l" for node in ast.walk(self._tree))

    def value(self, names: Mapping[str, Value | Layers], layer: int) -> Value:
        """Work it out, with ``l`` being ``layer``.

        Raises:
            ExpressionError: A name is unknown, shapes do not fit each other, or the result is no finite number.
        """
        with np.errstate(all="ignore"):
            return self._of(self._tree, {**names, "l": np.asarray(float(layer))})

    def _of(self, node: ast.expr, names: Mapping[str, Value | Layers]) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return np.asarray(float(number))
            case ast.Name(id=name):
                found = self._named(node, names)
                if isinstance(found, Mapping):
                    raise self._error(f"{name} stands for all layers: write {name}[l], or {name}1.", node)
                return found
            case ast.Attribute(value=inner, attr="T"):
                return np.transpose(self._of(inner, names))
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return -self._of(inner, names)
            case ast.UnaryOp(operand=inner):
                return self._of(inner, names)
            case ast.BinOp(left=left, op=op, right=right):
                return self._together(node, op, self._of(left, names), self._of(right, names))
            case ast.Subscript(value=inner, slice=index):
                layers = self._named(inner, names)
                if not isinstance(layers, Mapping):
                    raise self._error("Only what all layers have can be numbered, as in a[l-1].", node)
                number = float(self._of(index, names))
                if number not in layers:
                    raise self._error(f"There is no layer {numerals.number(number)} of that.", node)
                return layers[int(number)]
            case ast.Call(func=func, args=[argument], keywords=keywords):
                return self._called(node, _function(func), self._of(argument, names), keywords)
        raise self._error("This cannot be worked out here.", node)

    def _named(self, node: ast.expr, names: Mapping[str, Value | Layers]) -> Value | Layers:
        name = node.id if isinstance(node, ast.Name) else ""
        if name in names:
            return names[name]
        letters = name.rstrip("0123456789")
        layers = names.get(letters)
        if isinstance(layers, Mapping) and name[len(letters) :]:
            number = int(name[len(letters) :])
            if number in layers:
                return layers[number]
            raise self._error(f"There is no {name}: {letters} goes from {min(layers)} to {max(layers)}.", node)
        raise self._error(f"There is nothing called {name or 'that'} here.", node)

    def _together(self, node: ast.expr, op: ast.operator, left: Value, right: Value) -> Value:
        if isinstance(op, ast.Pow) and (right.ndim or not -8 <= float(right) <= 8):
            raise self._error("A power is a number from −8 to 8 here.", node)
        try:
            if (
                math.prod(np.broadcast_shapes(left.shape, right.shape) if not isinstance(op, ast.MatMult) else ())
                > LARGEST
            ):
                raise self._error("That is too large to be worked out here.", node)
            if (
                isinstance(op, ast.MatMult)
                and left.ndim == right.ndim == 2
                and left.shape[0] * right.shape[1] > LARGEST
            ):
                raise self._error("That is too large to be worked out here.", node)
            result = np.asarray(_OPERATORS[type(op)](left, right), np.float64)
        except ValueError as error:
            sign = {ast.MatMult: "@", ast.Add: "+", ast.Sub: "−", ast.Mult: "*", ast.Div: "/"}.get(type(op), "**")
            raise self._error(
                f"{shape_words(left.shape)} {sign} {shape_words(right.shape)}: these shapes do not fit.", node
            ) from error
        return result

    def _called(self, node: ast.expr, name: str, value: Value, keywords: list[ast.keyword]) -> Value:
        if keywords:
            axis = keywords[0].value
            assert isinstance(axis, ast.Constant)
            assert isinstance(axis.value, int)
            if axis.value >= value.ndim:
                raise self._error(f"{shape_words(value.shape)} has no axis {axis.value}.", node)
            return np.asarray(value.sum(axis=axis.value) if name == "sum" else value.mean(axis=axis.value))
        return np.asarray(FUNCTIONS[name](value), np.float64)

    def _check(self, node: ast.expr, depth: int) -> None:
        """Refuse all but the few kinds of nodes that are worked out here, before any of it is."""
        if depth > DEEPEST:
            raise self._error("That is nested too deeply. Write it shorter.", node)
        inner: list[ast.expr]
        match node:
            case ast.Constant(value=bool() | str() | bytes() | None | complex()):
                raise self._error("Only numbers and names can stand here.", node)
            case ast.Constant(value=int() | float() as number):
                if not abs(number) <= MOST:
                    raise self._error("This number is too large.", node)
                inner = []
            case ast.Name():
                inner = []
            case ast.Attribute(value=value, attr="T"):
                inner = [value]
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                inner = [operand]
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                inner = [left, right]
            case ast.Subscript(value=ast.Name(), slice=index):
                inner = [index]
            case ast.Call(func=func, args=[argument], keywords=keywords) if _function(func) in FUNCTIONS:
                if keywords and not (_function(func) in ("sum", "mean") and _is_axis(keywords)):
                    raise self._error("Only sum and mean take an axis, as in sum(delta1, axis=0).", node)
                inner = [argument]
            case ast.Call():
                raise self._error(f"Only these can be called, with one value: {', '.join(FUNCTIONS)}.", node)
            case _:
                raise self._error("This cannot stand in an expression here.", node)
        for each in inner:
            self._check(each, depth + 1)

    def _error(self, message: str, node: ast.expr) -> ExpressionError:
        return ExpressionError(message, self._place_of(node.col_offset))

    def _place_of(self, byte: int) -> int:
        return self._places[min(max(byte, 0), len(self._places) - 1)]


def shape_words(shape: tuple[int, ...]) -> str:
    """A shape as it is written in a sentence: 3 × 64, or "a number"."""
    return " × ".join(map(str, shape)) if shape else "a number"


def _function(func: ast.expr) -> str:
    match func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
            return name
    return ""


def _is_axis(keywords: list[ast.keyword]) -> bool:
    match keywords:
        case [ast.keyword(arg="axis", value=ast.Constant(value=0 | 1))]:
            return True
    return False
