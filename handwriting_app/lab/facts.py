"""Facts: what the program tells lessons. A fact is a name with a number or a word.

Which there are, and of what kind, stands in ``lab/for_lessons.py`` under the view that tells them.
"""

from __future__ import annotations

from collections.abc import Mapping

Fact = float | int | str
Facts = Mapping[str, Fact]
