"""Where the shipped models and resources are: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

DEFAULT_MODEL = "default.safetensors"


def models_folder() -> Path:
    """The folder of the shipped, already trained models."""
    return _folder("models")


def resources_folder() -> Path:
    """The folder of icons, styles and lessons."""
    return _folder("resources")


def default_model_path() -> Path:
    """The model that the window opens with and that the command line reads with unless told otherwise."""
    return models_folder() / DEFAULT_MODEL


def _folder(name: str) -> Path:
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
