from __future__ import annotations

import sys
from pathlib import Path

import onnx
import pytest

from handwriting_app.assets import default_model_path
from handwriting_app.cli import main

Capture = pytest.CaptureFixture[str]
MODEL = str(default_model_path())


@pytest.mark.parametrize(
    ("kind", "name", "written"),
    [
        ("python", "mine.py", ["mine.npz", "mine.py"]),
        ("onnx", "mine.onnx", ["mine.onnx"]),
        ("html", "mine.html", ["mine.html"]),
    ],
)
def test_each_kind_is_written_and_named(
    tmp_path: Path, capsys: Capture, kind: str, name: str, written: list[str]
) -> None:
    assert main(["export", MODEL, "--to", kind, "--out", str(tmp_path / name)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == written
    said = capsys.readouterr().out.splitlines()
    assert sorted(Path(line.removeprefix("wrote ")).name for line in said) == written


def test_the_graph_is_one_that_onnx_takes(tmp_path: Path) -> None:
    main(["export", MODEL, "--to", "onnx", "--out", str(tmp_path / "mine.onnx")])
    onnx.checker.check_model(str(tmp_path / "mine.onnx"), full_check=True)


def test_what_goes_wrong_is_one_clear_line(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*arguments: str) -> str:
        assert main(["export", *arguments]) == 1
        (line,) = capsys.readouterr().err.splitlines()
        return line

    out = str(tmp_path / "mine")
    assert "cannot be opened" in fails(str(tmp_path / "none"), "--to", "html", "--out", f"{out}.html")
    assert "ends in .html" in fails(MODEL, "--to", "html", "--out", f"{out}.py")
    assert "there is no folder" in fails(MODEL, "--to", "python", "--out", str(tmp_path / "none" / "mine.py"))
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert "pip install onnx" in fails(MODEL, "--to", "onnx", "--out", f"{out}.onnx")
    assert not any(tmp_path.iterdir())


def test_an_unknown_kind_is_an_error_of_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", MODEL, "--to", "pdf", "--out", str(tmp_path / "mine.pdf")])
    assert ended.value.code == 2
