"""``python -m handwriting_app`` is the same as ``handwriting-app``."""

from __future__ import annotations

import sys

from handwriting_app.cli import main

sys.exit(main())
