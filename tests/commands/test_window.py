"""``handwriting-app`` alone."""

from __future__ import annotations

import pytest

from handwriting_app.cli import main
from handwriting_app.commands import window


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window.sys, "platform", "linux")
    assert main([]) == 1
    assert "no display" in capsys.readouterr().err
