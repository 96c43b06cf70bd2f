"""The style sheet: only what a palette cannot say. Built from a theme, so that it holds no colour of its own."""

from __future__ import annotations

from PySide6.QtGui import QFont

from handwriting_app.ui.theme import Theme, caption_font, mix, title_font

# Dynamic properties that a widget may set: QPushButton primary=true; QLabel role="title" | "caption" | "error".
_SHEET = """
QPushButton[primary="true"] {{
    background: {accent}; color: {accent_text}; font-weight: 600;
    border: 2px solid {accent}; border-radius: 4px; padding: 6px 16px; min-height: 20px;
}}
QPushButton[primary="true"], QPushButton[segment] {{ outline: none; }}
QPushButton[primary="true"]:hover {{ background: {accent_hover}; border-color: {accent_hover}; }}
QPushButton[primary="true"]:pressed {{ background: {accent_pressed}; border-color: {accent_pressed}; }}
QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[primary="true"]:disabled {{ background: {grid}; color: {muted}; border-color: {grid}; }}

QPushButton[segment] {{
    background: {surface}; color: {text}; border: 1px solid {outline}; border-left-width: 0;
    padding: 3px 8px; min-height: 18px; border-radius: 0;
}}
QPushButton[segment="first"], QPushButton[segment="only"] {{
    border-left-width: 1px; border-top-left-radius: 4px; border-bottom-left-radius: 4px;
}}
QPushButton[segment="last"], QPushButton[segment="only"] {{
    border-top-right-radius: 4px; border-bottom-right-radius: 4px;
}}
QPushButton[segment]:hover {{ background: {hover}; }}
QPushButton[segment]:checked {{ background: {tint}; border-bottom: 2px solid {accent}; padding-bottom: 2px; }}
QPushButton[segment]:focus {{ border-bottom: 3px solid {text}; padding-bottom: 1px; }}
QPushButton[segment]:disabled {{ background: {background}; color: {muted}; border-color: {grid}; }}
QPushButton[segment]:checked:disabled {{ background: {grid}; }}

QLabel[role="title"] {{ font-size: {title_size}; font-weight: 600; }}
QLabel[role="caption"] {{ font-size: {caption_size}; color: {muted}; }}
QLabel[role="error"] {{ font-size: {caption_size}; color: {error}; }}

QTabWidget::pane {{ border: 0; border-top: 1px solid {grid}; }}
QTabBar::tab {{
    background: transparent; color: {muted}; padding: 5px 6px;
    border: 0; border-top: 2px solid transparent; border-bottom: 2px solid transparent;
}}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {text}; }}
QTabBar::tab:selected:focus {{ border-top-color: {outline}; }}
QStatusBar::item {{ border: 0; }}

QToolTip {{ background: {surface}; color: {text}; border: 1px solid {outline}; padding: 4px; }}
"""


def style_sheet(theme: Theme, font: QFont) -> str:
    """The application's style sheet for `theme`, with type sizes relative to `font`."""
    return _SHEET.format(
        accent=theme.accent.name(),
        accent_text=theme.accent_text.name(),
        accent_hover=mix(theme.accent, theme.text, 0.12).name(),
        accent_pressed=mix(theme.accent, theme.text, 0.25).name(),
        background=theme.background.name(),
        surface=theme.surface.name(),
        text=theme.text.name(),
        muted=theme.muted.name(),
        grid=theme.grid.name(),
        outline=theme.outline.name(),
        hover=mix(theme.surface, theme.grid, 0.5).name(),
        tint=theme.tint.name(),
        error=theme.error.name(),
        title_size=_size(title_font(font)),
        caption_size=_size(caption_font(font)),
    )


def _size(font: QFont) -> str:
    return f"{font.pointSizeF():.2f}pt" if font.pointSizeF() > 0 else f"{font.pixelSize()}px"
