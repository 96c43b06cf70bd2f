"""The registry of views."""

from __future__ import annotations

import subprocess
import sys

from handwriting_app.lab import views
from handwriting_app.ui.views import VIEWS


def test_every_view_that_is_described_can_be_opened_and_no_other() -> None:
    assert tuple(entry.description for entry in VIEWS) == views.VIEWS


def test_rooms_that_were_imported_in_a_thread_open_without_importing_more_of_ours() -> None:
    script = (
        "import sys; from threading import Thread; from handwriting_app.app import build_window\n"
        "from handwriting_app.ui.frame.lazy_tabs import LazyTabs; from handwriting_app.ui.views import import_rooms\n"
        "window = build_window(); tabs = window.findChild(LazyTabs); tabs.open()\n"
        "thread = Thread(target=import_rooms); thread.start(); thread.join()\n"
        "ours = lambda: {name for name in sys.modules if name.startswith('handwriting_app')}\n"
        "before = ours(); [tabs.show_view(name) for name in tabs.names()]\n"
        # The database is opened by a job off this thread, whenever it comes to it.
        "new = [name for name in sorted(ours() - before) if '.storage.database.' not in name]\n"
        "print(new, len(tabs.views())); window.close_unasked()"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.split("\n")[-2] == f"[] {len(VIEWS)}"
