"""Sets a formula in type: boxes with a width, an ascent and a descent, put together as a printer puts them."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from handwriting_app.explain.formula import Formula, Fraction, Row, Script, Sum, Text
from handwriting_app.ui.sizes import px, pxf
from handwriting_app.ui.theme import Theme, contrast, mix

FAMILIES = ("STIX Two Text", "Cambria", "Libertinus Serif", "Latin Modern Roman", "Noto Serif", "DejaVu Serif")
"""The first of these that is there sets the formulas."""

SCRIPT = 0.68
"""Size of raised and lowered text."""

_ASCENT, _DESCENT = 0.78, 0.24
"""Height of letters over and under the baseline by their size: a font's own measures leave room for accents."""

LEADING = 0.3
"""Space between two lines by the size of the type."""


@dataclass(frozen=True, slots=True)
class Box:
    """A piece of a formula in its place.

    Attributes:
        width, ascent, descent: In pixels, from the start of the baseline.
        pieces: What to draw.
        breaks_before: Whether a line may end before it.
        is_equals: Whether continued lines are set under what follows it.
    """

    width: float
    ascent: float
    descent: float
    pieces: tuple[Piece, ...] = ()
    breaks_before: bool = False
    is_equals: bool = False

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        for piece in self.pieces:
            piece.draw(painter, x, baseline)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text or a line at an offset from the start of the baseline; y grows downwards. The width is that at 100 %."""

    x: float
    y: float
    colour: QColor
    text: str = ""
    font: QFont = field(default_factory=QFont)
    line_to: tuple[float, float] | None = None
    line_width: float = 1.0

    def draw(self, painter: QPainter, x: float, baseline: float) -> None:
        painter.setPen(QPen(self.colour, pxf(self.line_width)))
        start = QPointF(x + self.x, baseline + self.y)
        if self.line_to is not None:
            painter.drawLine(start, start + QPointF(*self.line_to))
        else:
            painter.setFont(self.font)
            painter.drawText(start, self.text)

    def moved(self, dx: float, dy: float) -> Piece:
        return Piece(self.x + dx, self.y + dy, self.colour, self.text, self.font, self.line_to, self.line_width)


def layer_colour(theme: Theme, layer: int | None) -> QColor:
    """The colour of a layer's letters and numbers: that of its curve in every plot, with the contrast of text."""
    if not layer:
        return theme.text
    colour = theme.layers[(layer - 1) % len(theme.layers)]
    for _ in range(8):
        if contrast(colour, theme.background) >= 4.5 and contrast(colour, theme.surface) >= 4.5:
            break
        colour = mix(colour, theme.text, 0.15)
    return colour


def typeset(formula: Formula, size: float, theme: Theme) -> Box:
    """Set a formula in type of ``size`` pixels."""
    match formula:
        case Text():
            return _text(formula, size, theme)
        case Script():
            return _script(formula, size, theme)
        case Fraction():
            return _fraction(formula, size, theme)
        case Sum():
            return _sum(formula, size, theme)
        case Row():
            return _side_by_side([typeset(part, size, theme) for part in formula.parts])


def lines_of(formula: Formula, size: float, theme: Theme, width: float) -> tuple[tuple[float, Box], ...]:
    """Set a formula in lines of at most ``width`` pixels where it can be broken: (indent, line) from the top down."""
    parts = formula.parts if isinstance(formula, Row) else (formula,)
    boxes = [typeset(part, size, theme) for part in parts]
    lines: list[tuple[float, list[Box]]] = [(0.0, [])]
    indent = 0.0
    used = 0.0
    for index, box in enumerate(boxes):
        # An operator stays with what follows it.
        ahead = box.width + (boxes[index + 1].width if box.breaks_before and index + 1 < len(boxes) else 0.0)
        if box.breaks_before and used + ahead > width and lines[-1][1]:
            lines.append((indent, []))
            used = indent
        lines[-1][1].append(box)
        used += box.width
        if box.is_equals and indent == 0:
            indent = max(used - box.width, 0.0) if used < width / 2 else size
    return tuple((start, _side_by_side(line)) for start, line in lines)


def _font(size: float, *, italic: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPixelSize(max(round(size), px(8)))
    font.setItalic(italic)
    return font


def _text(text: Text, size: float, theme: Theme) -> Box:
    is_variable = text.style == "variable"
    font = _font(size, italic=is_variable and not text.text.startswith(("Σ", "∂")))
    metrics = QFontMetricsF(font)
    # A thin space at either side of an operator; a little after a slanting letter.
    words = f" {text.text} " if text.style == "operator" else text.text
    width = metrics.horizontalAdvance(words) + (size * 0.06 if is_variable else 0.0)
    colour = (
        theme.muted if text.style in ("operator", "word") and text.layer is None else layer_colour(theme, text.layer)
    )
    pieces = [Piece(0, 0, colour, words, font)]
    if text.is_struck:
        pieces = [Piece(0, 0, theme.muted, words, font)]
        pieces.append(Piece(0, -size * 0.05, theme.error, line_to=(width, -size * 0.55), line_width=2.0))
    return Box(
        width,
        size * _ASCENT,
        size * _DESCENT,
        tuple(pieces),
        breaks_before=text.style == "operator",
        is_equals=text.style == "operator" and text.text in ("=", "≈"),
    )


def _script(script: Script, size: float, theme: Theme) -> Box:
    base = typeset(script.base, size, theme)
    pieces = list(base.pieces)
    width, ascent, descent = 0.0, base.ascent, base.descent
    x = base.width + size * 0.02
    if script.above is not None:
        box = typeset(script.above, size * SCRIPT, theme)
        rise = size * 0.42
        pieces += [piece.moved(x, -rise) for piece in box.pieces]
        width, ascent = max(width, box.width), max(ascent, rise + box.ascent)
    if script.below is not None:
        box = typeset(script.below, size * SCRIPT, theme)
        drop = size * 0.26
        pieces += [piece.moved(x, drop) for piece in box.pieces]
        width, descent = max(width, box.width), max(descent, drop + box.descent)
    return Box(x + width + size * 0.06, ascent, descent, tuple(pieces))


def _fraction(fraction: Fraction, size: float, theme: Theme) -> Box:
    top, bottom = (typeset(part, size * 0.92, theme) for part in (fraction.top, fraction.bottom))
    width = max(top.width, bottom.width) + size * 0.3
    middle, gap = -size * 0.3, size * 0.14
    top_at, bottom_at = middle - gap - top.descent, middle + gap + bottom.ascent
    pieces = [piece.moved((width - top.width) / 2, top_at) for piece in top.pieces]
    pieces += [piece.moved((width - bottom.width) / 2, bottom_at) for piece in bottom.pieces]
    pieces.append(Piece(size * 0.06, middle, theme.text, line_to=(width - size * 0.12, 0.0)))
    return Box(width, top.ascent - top_at, bottom_at + bottom.descent, tuple(pieces))


def _sum(total: Sum, size: float, theme: Theme) -> Box:
    sign = _text(Text("Σ", "number"), size * 1.35, theme)
    index = typeset(Text(total.index, "variable"), size * SCRIPT, theme)
    width = max(sign.width, index.width)
    drop = size * 0.14
    below = drop + size * 0.1 + index.ascent
    pieces = [piece.moved((width - sign.width) / 2, drop) for piece in sign.pieces]
    pieces += [piece.moved((width - index.width) / 2, below) for piece in index.pieces]
    return Box(width + size * 0.15, sign.ascent - drop, below + index.descent * 0.6, tuple(pieces))


def _side_by_side(boxes: list[Box]) -> Box:
    pieces: list[Piece] = []
    x = 0.0
    for box in boxes:
        pieces += [piece.moved(x, 0.0) for piece in box.pieces]
        x += box.width
    ascent = max((box.ascent for box in boxes), default=0.0)
    descent = max((box.descent for box in boxes), default=0.0)
    return Box(x, ascent, descent, tuple(pieces))


def draw_in(painter: QPainter, box: Box, area: QRectF) -> None:
    """Draw a line in the middle of an area, from its left."""
    box.draw(painter, area.left(), area.center().y() + (box.ascent - box.descent) / 2)
