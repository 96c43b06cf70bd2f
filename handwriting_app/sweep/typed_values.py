"""The values of a setting as a person types them: "0.01, 0.1", "64; 128, 64; none", "relu, tanh"."""

from __future__ import annotations

import re
from typing import Final

from handwriting_app.engine.settings import AnySetting, Choice, Layers, Number, Switch, Whole
from handwriting_app.sweep.plan import checked
from handwriting_app.typed import typed_number

NO_LAYER: Final = "none"

_SWITCH: Final = {"on": True, "off": False}


def values_of_text(setting: AnySetting, text: str) -> tuple[object, ...]:
    """The values that a text names. A semicolon parts them; where there is none, a comma or a space does.

    Raises:
        ValueError: One is none that the setting takes, or there are none; in a few words.
    """
    parts = [part.strip() for part in _parted(setting, text)]
    found = checked(setting.name, tuple(_value(setting, part) for part in parts if part))
    assert isinstance(found, tuple)
    return found


def text_of_values(setting: AnySetting, values: tuple[object, ...]) -> str:
    """What `values_of_text` reads as these values."""
    return ("; " if isinstance(setting, Layers) else ", ").join(_text(value) for value in values)


def usual_values(setting: AnySetting) -> tuple[object, ...]:
    """What one might want to try of a setting first."""
    match setting:
        case Choice():
            return setting.values
        case Switch():
            return (False, True)
        case Layers():
            return ((32,), (128, 64))
        case Whole() | Number():
            usual = setting.default
            tried = (usual / 4, usual, usual * 4) if usual else (setting.low, setting.high / 10, setting.high)
            kept: list[object] = []
            for value in tried:
                within = min(max(value, setting.low), setting.high)
                rounded = max(round(within), 1) if isinstance(setting, Whole) else float(f"{within:.3g}")
                try:
                    checked_value = setting.check(rounded)
                except ValueError:
                    continue
                if checked_value not in kept:
                    kept.append(checked_value)
            return tuple(kept)


def _parted(setting: AnySetting, text: str) -> list[str]:
    if ";" in text or isinstance(setting, Layers):
        return text.split(";")
    return re.split(r"[,\s]+", text)


def _value(setting: AnySetting, part: str) -> object:
    match setting:
        case Layers():
            return _layers(part)
        case Choice():
            named = {option.label.lower(): option.value for option in setting.options}
            return named.get(part.lower(), part.lower())
        case Switch():
            return _SWITCH.get(part.lower(), part)
        case Whole() | Number():
            value = typed_number(part)
            if value is None:
                raise ValueError(f"“{part[:12]}” is no number")
            return int(value) if isinstance(setting, Whole) and value.is_integer() else value


def _layers(part: str) -> tuple[object, ...]:
    if part.lower() == NO_LAYER:
        return ()
    units = [each for each in re.split(r"[,\s]+", part) if each]
    if not all(re.fullmatch(r"\d{1,6}", each, re.ASCII) for each in units):
        raise ValueError(f"“{part[:12]}” are no layers; try 64; 128, 64")
    return tuple(map(int, units))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or NO_LAYER
    if isinstance(value, float):
        return re.sub(r"e([+-]?)0*", lambda match: "e" + match[1].replace("+", ""), repr(value).removesuffix(".0"))
    return str(value)
