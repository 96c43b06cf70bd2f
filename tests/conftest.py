"""Every test runs without a display, and never sees or touches what the user of this machine has saved."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from handwriting_app.data import augment, calibration
from handwriting_app.data.calibration import Calibration
from handwriting_app.data.digit_lines import KnownLines
from handwriting_app.data.digits import DIGITS_VERSION
from handwriting_app.engine import descent
from handwriting_app.engine.config import TrainingConfig
from handwriting_app.engine.fast import engines
from handwriting_app.engine.network import Network
from handwriting_app.ink.normalise import NORMALISATION_VERSION
from handwriting_app.storage.data_folder import VARIABLE
from handwriting_app.storage.model_file import SavedModel, save_model
from tests.users_folders import Watch, users_folders

# The same examples in every run, so that a failure is the change's own; HYPOTHESIS_PROFILE=search looks for new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

WATCH = Watch(users_folders())
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")


def pytest_configure(config: pytest.Config) -> None:
    # Before the first import of Qt, which reads these once.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    home = tempfile.TemporaryDirectory(prefix="handwriting-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(home.cleanup)
    for name in _FOLDERS:
        folder = Path(home.name) / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
    os.environ[VARIABLE] = str(Path(home.name) / "data")  # on every system


@pytest.fixture(autouse=True, scope="session")
def digits_are_prepared_once() -> Iterator[None]:
    """The lines of digits, and what temperatures are fitted on, are functions of the digits: found once for all tests.

    Every window would find them anew; it took a third of the time of all tests.
    """
    known = KnownLines()
    made: dict[tuple[bytes, bytes, int], NDArray[np.float32] | None] = {}
    prepare = Calibration.prepare

    def prepare_once(self: Calibration) -> Iterator[None]:
        key = self._features.tobytes(), self._classes.tobytes(), self._seed
        if key not in made:
            yield from prepare(self)
            made[key] = self._views
        self._views = made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(augment, "KnownLines", lambda: known)
        patch.setattr(calibration, "KnownLines", lambda: known)
        patch.setattr(Calibration, "prepare", prepare_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def clipboard_is_emptied() -> Iterator[None]:
    """What is still in it when Qt ends after Python is deleted without an interpreter: a segmentation fault."""
    yield
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


_LONG = ("test_storm", "test_runs", "test_course_walk", "test_closing", "test_keys", "test_strokes_on_x11")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first: whoever got one of them last would keep the others waiting."""
    items.sort(key=lambda item: _LONG.index(item.path.stem) if item.path.stem in _LONG else len(_LONG))


@pytest.fixture(autouse=True)
def numpy_trains(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether numba is installed, and another test has loaded it, matters where it is what is tested alone."""
    if request.node.get_closest_marker("compiled") is None:
        monkeypatch.setattr(engines, "is_installed", lambda: False)
        monkeypatch.setattr(descent, "loaded", lambda: None)


@pytest.fixture(autouse=True)
def users_folders_are_left_alone() -> Iterator[None]:
    """Fails when a test writes where the user of this machine has what is theirs.

    The processes that it starts are told of another folder by the environment.
    """
    yield
    seen, WATCH.seen = WATCH.seen, []
    assert not seen


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """A picture of a plain 7, dark on light."""
    image = Image.new("L", (200, 240), 255)
    ImageDraw.Draw(image).line([(50, 40), (150, 40), (90, 200)], fill=0, width=18, joint="curve")
    path = tmp_path / "seven.png"
    image.save(path)
    return path


@pytest.fixture
def pen_file(tmp_path: Path) -> Path:
    """Three digits as pen strokes: two ones and a seven, y pointing up."""
    path = tmp_path / "pens.tra"
    one = ".PEN_DOWN\n100 300\n100 200\n100 100\n.PEN_UP\n"
    seven = ".PEN_DOWN\n50 300\n150 300\n90 100\n.PEN_UP\n"
    path.write_text(
        f'.COMMENT written by hand\n.SEGMENT DIGIT 0-1 ? "1"\n{one}.SEGMENT DIGIT 2-3 ? "1"\n{one}'
        f'.SEGMENT DIGIT 4-5 ? "7"\n{seven}'
    )
    return path


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    """A small model that reads every digit as a 1: its weights are 0, and the bias of that digit alone is not."""
    config = TrainingConfig(hidden=(4,), held_out=0.3, seed=5)
    network = Network.initialise((64, 4, 10), config.activation, config.cost, np.random.default_rng(0))
    network.parameters[:] = 0
    network.biases[-1][1] = 2.0
    path = tmp_path / "ones.safetensors"
    save_model(path, SavedModel(network, config, 1.0, (), DIGITS_VERSION, NORMALISATION_VERSION, "2026-01-01", "ones"))
    return path
