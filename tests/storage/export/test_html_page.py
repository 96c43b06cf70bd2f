from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtQml import QJSEngine

from handwriting_app.assets import default_model_path, resources_folder
from handwriting_app.engine.classes import Classes
from handwriting_app.engine.config import ActivationName, CostName
from handwriting_app.engine.reading import reading_steps
from handwriting_app.ink.drawing import Drawing
from handwriting_app.session.reading import Prediction, read
from handwriting_app.session.weights import Weights
from handwriting_app.storage.export.html_page import export_html
from handwriting_app.storage.export.reading_model import ReadingModel
from tests.exported import NETWORKS, drawings, made_model, of_file

MOST_BYTES = 1_500_000

pytestmark = pytest.mark.usefixtures("qapp")  # Qt's engine for JavaScript belongs to an application


class Page(HTMLParser):
    """The parts of a page: its scripts by id, and whatever it asks for from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.links: list[str] = []
        self._is_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_script = tag == "script"
        self.links += [value for name, value in attrs if name in ("src", "href") and value]

    def handle_data(self, data: str) -> None:
        if self._is_script:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_script = False


class Browser:
    """The page's own arithmetic, in Qt's engine for JavaScript."""

    def __init__(self, page: Path) -> None:
        told, script = Page(page.read_text(encoding="utf-8")).scripts
        self.model = json.loads(told)
        self._engine = QJSEngine()
        self._evaluate(script[: script.index("// The page: ")])
        weights = base64.b64decode(self.model.pop("weights")).decode("latin1")
        self._engine.globalObject().setProperty("weights", weights)
        self._evaluate(f"var model = {json.dumps(self.model)}; model.layers = layersOf(weights, model.sizes);")

    def _evaluate(self, script: str) -> str:
        value = self._engine.evaluate(script)
        assert not value.isError(), (value.property("lineNumber").toInt(), value.toString())
        return value.toString()

    def read(self, drawing: Drawing) -> dict[str, object]:
        strokes = json.dumps([stroke.tolist() for stroke in drawing.strokes])
        script = (
            f"(() => {{ const seen = viewsOf({strokes}); return Object.assign(seen, read(model, seen.views)); }})()"
        )
        found: dict[str, object] = json.loads(self._evaluate(f"JSON.stringify({script})"))
        return found

    def read_counts(self, counts: np.ndarray) -> list[float]:
        found: list[float] = json.loads(
            self._evaluate(f"JSON.stringify(read(model, {json.dumps(counts.tolist())}).probabilities)")
        )
        return found


def reading_of(model: ReadingModel, drawing: Drawing) -> Prediction:
    return read(Weights(model.network, model.temperature), drawing)


def test_the_page_reads_drawings_as_the_program_does(tmp_path: Path) -> None:
    model = of_file(default_model_path())
    (path,) = export_html(model, tmp_path / "mine.html")
    assert path.stat().st_size < MOST_BYTES
    browser = Browser(path)
    for drawing in drawings(92):
        said, expected = browser.read(drawing), reading_of(model, drawing)
        np.testing.assert_array_equal(said["views"], np.rint(16 * expected.normalised.views()))
        np.testing.assert_allclose(said["probabilities"], expected.probabilities, atol=1e-4)
        assert said["none"] == pytest.approx(expected.none, abs=1e-4)
        assert (said["height"] >= 28) == expected.normalised.is_digit_shaped  # type: ignore[operator]


@pytest.mark.parametrize(("activation", "cost", "hidden"), NETWORKS)
def test_every_kind_of_network_is_read(
    tmp_path: Path, activation: ActivationName, cost: CostName, hidden: tuple[int, ...]
) -> None:
    model = made_model(activation, cost, hidden, Classes(("a", "ß", "♥"), has_none=True))
    browser = Browser(export_html(model, tmp_path / "mine.html")[0])
    for counts in np.random.default_rng(0).integers(0, 17, (5, 3, 64)):
        steps = reading_steps(model.network, (counts / 16).astype(np.float32), model.temperature)
        np.testing.assert_allclose(browser.read_counts(counts), steps.probabilities, atol=1e-4)


def test_the_page_asks_for_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = export_html(made_model(), tmp_path / "mine.html")[0].read_text(encoding="utf-8")
    assert Page(text).links == []
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|import\(|@import|url\(", text)


def test_no_name_ends_the_place_that_it_stands_in(tmp_path: Path) -> None:
    names = ("</script><script>alert(1)</script>", "@PAGE@", '"')
    path = export_html(made_model(classes=Classes(names)), tmp_path / "mine.html")[0]
    assert tuple(Browser(path).model["names"]) == names
    assert len(Page(path.read_text(encoding="utf-8")).scripts) == 2


def test_what_is_heard_and_reached_by_key_is_named() -> None:
    page = (resources_folder() / "export" / "page.html").read_text(encoding="utf-8")
    assert page.count('aria-live="polite"') == 2
    assert 'tabindex="0"' in page
    assert 'lang="en"' in page
    assert "prefers-color-scheme: dark" in page


def test_a_name_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ends in \.html"):
        export_html(made_model(), tmp_path / "mine.txt")
    assert not any(tmp_path.iterdir())
