"""How the application looks: its theme and its size."""

from __future__ import annotations

from dataclasses import dataclass

from handwriting_app.ui.frame.size_switcher import SizeSwitcher
from handwriting_app.ui.theme_switcher import ThemeSwitcher


@dataclass(frozen=True, slots=True)
class Looks:
    """Who puts them on."""

    theme: ThemeSwitcher
    size: SizeSwitcher
