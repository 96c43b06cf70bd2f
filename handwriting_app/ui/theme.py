"""Colours and type sizes: one place, so that the window looks as if one hand had made it.

The application runs in the Fusion style with the palettes of this module; ``ui/theme_switcher.py`` puts them on. A
widget asks ``theme_of(self.palette())`` when it paints and repaints on ``QEvent.Type.PaletteChange``; no widget
has a colour of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor, QFont, QPalette

GRID: Final = 8
"""Pixels: margins, spacings and fixed sizes are multiples of this (or half of it inside a control)."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)  # painted first: two methods less to make (2 ms)
class Theme:
    """The colours of one look. Text colours reach a contrast of 4.5:1 on `background`, `surface` and `paper`.

    Attributes:
        background: Behind everything.
        surface: Fields, lists, plots.
        text: Words and numbers.
        muted: Captions, hints, doubt.
        accent: The one filled button, focus, selection, the winning bar.
        accent_text: On `accent`.
        grid: Hairlines, empty tracks.
        outline: The border of a control; 3:1 on `background`.
        tint: Behind what is chosen (a checked segment).
        ink: The pen on the canvas.
        paper: The canvas.
        good, warning, error: For words and signs; never the only carrier of a meaning.
        layers: Eight colours for layers and series: Okabe and Ito (2008), shifted to reach 3:1 on `surface`.
        negative, zero, positive: Ends and middle of signed pictures.
    """

    is_dark: bool
    background: QColor
    surface: QColor
    text: QColor
    muted: QColor
    accent: QColor
    accent_text: QColor
    grid: QColor
    outline: QColor
    tint: QColor
    ink: QColor
    paper: QColor
    good: QColor
    warning: QColor
    error: QColor
    layers: tuple[QColor, ...]
    negative: QColor
    zero: QColor
    positive: QColor


def _colours(*names: str) -> tuple[QColor, ...]:
    return tuple(QColor(name) for name in names)


LIGHT: Final = Theme(
    is_dark=False,
    background=QColor("#f5f6f8"),
    surface=QColor("#ffffff"),
    text=QColor("#1b1f24"),
    muted=QColor("#59626c"),
    accent=QColor("#0072b2"),
    accent_text=QColor("#ffffff"),
    grid=QColor("#dfe3e8"),
    outline=QColor("#868e98"),
    tint=QColor("#d9ebf6"),
    ink=QColor("#14181d"),
    paper=QColor("#ffffff"),
    good=QColor("#1a7338"),
    warning=QColor("#8a5a00"),
    error=QColor("#c3222c"),
    layers=_colours("#0072b2", "#cc4e00", "#008f68", "#b8608f", "#b98000", "#3a94cc", "#6f6a00", "#1b1f24"),
    negative=QColor("#0072b2"),
    zero=QColor("#ffffff"),
    positive=QColor("#d55e00"),
)

DARK: Final = Theme(
    is_dark=True,
    background=QColor("#1c1f23"),
    surface=QColor("#24282d"),
    text=QColor("#e6e8eb"),
    muted=QColor("#a3abb4"),
    accent=QColor("#56b4e9"),
    accent_text=QColor("#08151e"),
    grid=QColor("#393f46"),
    outline=QColor("#76808b"),
    tint=QColor("#22455a"),
    ink=QColor("#f2f4f6"),
    paper=QColor("#15181b"),
    good=QColor("#4fc474"),
    warning=QColor("#e3b341"),
    error=QColor("#ff8078"),
    layers=_colours("#4496d6", "#e97b3a", "#1fb98e", "#dd94be", "#e69f00", "#9bd5f7", "#f0e442", "#e6e8eb"),
    negative=QColor("#56b4e9"),
    zero=QColor("#15181b"),
    positive=QColor("#f09a4a"),
)


def theme_of(palette: QPalette) -> Theme:
    """The theme that belongs to a palette: dark when its window colour is."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(theme: Theme) -> QPalette:
    """The palette that puts `theme` on the Fusion style."""
    role = QPalette.ColorRole
    palette = QPalette(theme.surface, theme.background)
    # Fusion draws the borders of fields darker than the window, which does not show on dark: their filling must.
    field = mix(theme.surface, theme.grid, 0.6) if theme.is_dark else theme.surface
    for of_role, colour in (
        (role.Window, theme.background),
        (role.WindowText, theme.text),
        (role.Base, field),
        (role.AlternateBase, theme.background),
        (role.Text, theme.text),
        (role.Button, theme.surface),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.error),
        (role.ToolTipBase, theme.surface),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Light, theme.surface),
        (role.Midlight, theme.grid),
        (role.Mid, theme.outline),
        (role.Dark, theme.outline),
        (role.Shadow, mix(theme.background, QColor("black"), 0.6)),
    ):
        palette.setColor(of_role, colour)
    faint = mix(theme.muted, theme.background, 0.3)
    for of_role in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, of_role, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, theme.background)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.grid)
    return palette


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0…1) of `second` in it."""
    # A picture mixes hundreds of colours: one number of Qt's for each, and no loop.
    start, end = first.rgb(), second.rgb()
    red, green, blue = start >> 16 & 255, start >> 8 & 255, start & 255
    return QColor(
        round(red + ((end >> 16 & 255) - red) * share),
        round(green + ((end >> 8 & 255) - green) * share),
        round(blue + ((end & 255) - blue) * share),
    )


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of WCAG 2.2, 1…21."""
    darker, lighter = sorted((_luminance(first.rgb()), _luminance(second.rgb())))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: int) -> float:
    return 0.2126 * _linear(rgb >> 16 & 255) + 0.7152 * _linear(rgb >> 8 & 255) + 0.0722 * _linear(rgb & 255)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def caption_font(base: QFont) -> QFont:
    """The smallest of the three sizes: tick labels, captions, hints."""
    return in_proportion(base, 0.9)


def title_font(base: QFont) -> QFont:
    """The largest of the three sizes: the head of a column or a view. (The second is `base` itself.)"""
    font = in_proportion(base, 1.25)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def in_proportion(base: QFont, factor: float) -> QFont:
    """``base``, ``factor`` times as large."""
    font = QFont(base)
    if base.pointSizeF() > 0:
        font.setPointSizeF(base.pointSizeF() * factor)
    else:
        font.setPixelSize(round(base.pixelSize() * factor))
    return font
