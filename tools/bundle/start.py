"""What the executables of the bundle run."""

from __future__ import annotations

import multiprocessing
import sys

from handwriting_app.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker is this executable, started again
    sys.exit(main())
