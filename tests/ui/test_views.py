"""The registry of views."""

from __future__ import annotations

from handwriting_app.lab import views
from handwriting_app.ui.views import VIEWS


def test_every_view_that_is_described_can_be_opened_and_no_other() -> None:
    assert tuple(entry.description for entry in VIEWS) == views.VIEWS
