"""The tests mirror the program: whoever changes a module knows which file of tests is its own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

CHECKOUT = Path(__file__).parents[1]
PROGRAM = CHECKOUT / "handwriting_app"

MIRRORED: Final = ("engine", "session", "data", "ink", "storage", "explain", "lab", "commands", "sweep")
NONE_OF_ITS_OWN: Final = {
    "engine/arrays.py": "names of types",
    "engine/controls.py": "values without code",
    "engine/report.py": "values without code",
    "engine/run_state.py": "words without code",
    "session/doubt.py": "two numbers",
    "session/hand.py": "values without code",
    "session/job.py": "values without code",
    "session/kept.py": "values without code",
    "session/messages.py": "values without code",
    "session/speeds.py": "three numbers",
    "session/task.py": "values without code",
    "storage/errors.py": "exception classes without code",
    "storage/export/reading_model.py": "values without code",
    "lab/answer.py": "values without code",
    "explain/notice.py": "values without code",
}
"""Modules without a file of tests of their own, and why."""


def modules() -> list[str]:
    """Every module of the mirrored packages, as a path within the program."""
    paths = (path.relative_to(PROGRAM) for package in MIRRORED for path in (PROGRAM / package).rglob("*.py"))
    return sorted(path.as_posix() for path in paths if path.name != "__init__.py")


def file_of_its_own(module: str) -> Path:
    path = Path(module)
    return CHECKOUT / "tests" / path.parent / f"test_{path.name}"


@pytest.mark.parametrize("module", modules())
def test_a_module_has_file_of_tests_its_own_name(module: str) -> None:
    if module in NONE_OF_ITS_OWN:
        assert not file_of_its_own(module).exists(), "it has tests now: take it off the list"
    else:
        assert file_of_its_own(module).is_file(), f"{module} wants {file_of_its_own(module).relative_to(CHECKOUT)}"


def test_no_package_is_forgotten() -> None:
    packages = {path.parent.name for path in PROGRAM.glob("*/__init__.py")}
    assert packages == {*MIRRORED, "ui"}, "ui/ is tested room by room"


def test_no_exception_has_outlived_its_module() -> None:
    assert NONE_OF_ITS_OWN.keys() <= set(modules())
