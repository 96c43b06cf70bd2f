"""What may import what, and what must not be imported before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]
PACKAGE = CHECKOUT / "handwriting_app"

QT = ("PySide6", "shiboken6", "pyqtgraph")
SLOW = ("sklearn", "scipy", "joblib")

EVERY_MODULE = """
import importlib, pkgutil, handwriting_app
for module in pkgutil.walk_packages(handwriting_app.__path__, "handwriting_app."):
    # The estimator is for notebooks, and begins with scikit-learn; the compiled loop waits for numba.
    if not module.name.endswith(("__main__", ".estimator", ".compiled")):
        importlib.import_module(module.name)
"""


def imported_by(code: str, cwd: Path) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``code``."""
    code += "\nimport sys\nprint('modules:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("modules:")[2].split())


LINT = """
import sys
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
sys.exit(lint_imports(config_filename="pyproject.toml", cache_dir=None) != EXIT_STATUS_SUCCESS)
"""


def test_imports_point_down_only() -> None:
    # In a process of its own: it configures logging, and silences the program's loggers.
    done = subprocess.run([sys.executable, "-c", LINT], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_slow_is_imported_before_training(tmp_path: Path) -> None:
    assert imported_by(EVERY_MODULE, tmp_path).isdisjoint(SLOW)


def modules_named_by(path: Path) -> set[str]:
    """The modules that a file imports, at its top or later; `from package import name` counts as both."""
    named = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            named |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return named


def test_only_the_joining_files_know_the_objects_of_the_session() -> None:
    """Widgets know values. What knows Qt in the session is an object; the others hold values."""
    objects = {
        f"handwriting_app.session.{path.stem}"
        for path in (PACKAGE / "session").glob("*.py")
        if any(name.startswith("PySide6") for name in modules_named_by(path))
    }
    assert "handwriting_app.session.session" in objects
    rooms = [path.parent for path in (PACKAGE / "ui").glob("*/join.py")]
    assert len(rooms) >= 10
    allowed = {PACKAGE / "ui" / "views.py", PACKAGE / "ui" / "desk.py"}
    knowing = {
        path
        for path in (PACKAGE / "ui").rglob("*.py")
        if not path.name.startswith("join") and path not in allowed and modules_named_by(path) & objects
    }
    assert not {str(path.relative_to(PACKAGE)) for path in knowing}


def test_there_is_no_thread_in_the_rooms() -> None:
    for path in (PACKAGE / "ui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "QThread" not in text, path
        assert "import threading" not in text, path


def test_the_window_keeps_few_files_outside_its_rooms() -> None:
    assert len(list((PACKAGE / "ui").glob("*.py"))) <= 8


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


def classes_of_the_window() -> list[tuple[str, ast.ClassDef]]:
    return [
        (f"{path.relative_to(PACKAGE)}: {node.name}", node)
        for path in sorted((PACKAGE / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]


def methods_of(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {method.name: method for method in node.body if isinstance(method, ast.FunctionDef)}


def decorators_of(method: ast.FunctionDef) -> set[str]:
    return {ast.unparse(decorator) for decorator in method.decorator_list}


def test_every_painter_is_ended_whatever_happens() -> None:
    """An exception that leaves a painter open takes the process with it."""
    stray = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        held = {id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("QPainter", "QStylePainter"):
                stray += [] if id(node) in held else [f"{path.relative_to(PACKAGE)}:{node.lineno}"]
    assert not stray, "write `with QPainter(…) as painter:`"


def test_every_paint_event_is_guarded() -> None:
    painting = [(name, methods_of(node)) for name, node in classes_of_the_window() if "paintEvent" in methods_of(node)]
    assert len(painting) > 25
    assert not [name for name, methods in painting if "guarded" not in decorators_of(methods["paintEvent"])]


def test_every_graphics_item_paints_guarded() -> None:
    found = []
    for name, node in classes_of_the_window():
        method = methods_of(node).get("paint")
        if method is not None and node.bases and len(method.body) > (ast.get_docstring(method) is not None):
            found.append((name, decorators_of(method)))
    assert len(found) >= 4
    assert not [name for name, decorators in found if "guarded_item" not in decorators]


def test_no_widget_that_paints_overrides_event() -> None:
    """See the test of PySide in tests/ui/widgets/test_painting.py; a filter on the widget does the same."""
    both = [
        name
        for name, node in classes_of_the_window()
        if "paintEvent" in methods_of(node) and methods_of(node).keys() & {"event", "viewportEvent"}
    ]
    assert not both
