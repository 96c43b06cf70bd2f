"""What may import what, and what must not be imported before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

CHECKOUT = Path(__file__).parents[1]

QT = ("PySide6", "shiboken6", "pyqtgraph")
SLOW = ("sklearn", "scipy", "joblib")

EVERY_MODULE = """
import importlib, pkgutil, handwriting_app
for module in pkgutil.walk_packages(handwriting_app.__path__, "handwriting_app."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""


def imported_by(code: str, cwd: Path) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``code``."""
    code += "\nimport sys\nprint('modules:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("modules:")[2].split())


def test_imports_point_down_only(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(CHECKOUT / "pyproject.toml"), cache_dir=None)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_nothing_slow_is_imported_before_training(tmp_path: Path) -> None:
    assert imported_by(EVERY_MODULE, tmp_path).isdisjoint(SLOW)


def test_the_session_needs_no_widgets(tmp_path: Path) -> None:
    modules = imported_by("import handwriting_app.session.session", tmp_path)
    assert modules.isdisjoint({"PySide6.QtWidgets", "PySide6.QtGui", "pyqtgraph"})


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "--hidden", "8", "--epochs", "1", "--out", "model.safetensors"],
        ["evaluate", "digits", "--json"],
        ["predict", "seven.png"],
    ],
    ids=lambda arguments: arguments[0],
)
@pytest.mark.usefixtures("seven")
def test_no_command_imports_qt(arguments: list[str], tmp_path: Path) -> None:
    code = f"from handwriting_app.cli import main\nassert main({arguments!r}) == 0"
    assert imported_by(code, tmp_path).isdisjoint(QT)
