"""How pictures of digits are read: ``python -m benchmarks.bench_pictures PENS [-n 300]``.

The digits of a pen file are drawn as people's pictures have them (in a box, on ruled paper, on transparent ground, two
at once …), written as PNG and read by the path of the program. Prints, for each kind: the share read rightly, the share
that is *sure and wrong*, the share in doubt or refused, and the median time of one picture.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.made_pictures import KINDS, PAIRS, Kind
from handwriting_app.assets import default_model_path
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ink.unipen import LabelledDrawing, read_unipen
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from handwriting_app.storage.picture_file import PictureFileError, read_picture


def measured(
    weights: Weights, kind: Kind, digits: list[LabelledDrawing], count: int, seed: int, path: Path
) -> tuple[float, float, float, float]:
    """Shares read rightly, surely and wrongly, in doubt or refused; and the median time in milliseconds."""
    random = np.random.default_rng(seed)
    right = wrong = doubt = 0
    times = []
    for _ in range(count):
        chosen = [digits[index] for index in random.integers(0, len(digits), 3)]
        kind(chosen, random).save(path)
        begin = time.perf_counter()
        try:
            reading = read_normalised(weights, normalise_picture(read_picture(path)))
        except (PictureFileError, ValueError):
            doubt += 1
        else:
            is_right = reading.digit == chosen[0].label and kind not in PAIRS.values()
            right += is_right
            doubt += reading.is_doubtful
            wrong += not is_right and not reading.is_doubtful
        times.append(time.perf_counter() - begin)
    return right / count, wrong / count, doubt / count, 1000 * statistics.median(times)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pens", type=Path, help="a pen file (UNIPEN)")
    parser.add_argument("-n", type=int, default=300, help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=0, help="other pictures of the same kinds")
    parser.add_argument("--only", default="", help="kinds whose name has this in it, or one of these: a|b")
    options = parser.parse_args()
    model = load_model(default_model_path())
    weights = Weights(model.network, model.temperature)
    digits = read_unipen(options.pens)
    digits = digits[: len(digits) // 2]  # the other half of the file is for judging models
    print("| pictures | right | sure and wrong | in doubt | ms |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in {**KINDS, **PAIRS}.items():
            if any(words in name for words in options.only.split("|")):
                right, wrong, doubt, ms = measured(
                    weights, kind, digits, options.n, options.seed, Path(folder) / "picture.png"
                )
                shown = "–" if name in PAIRS else f"{right:.1%}"
                print(f"| {name} | {shown} | {wrong:.1%} | {doubt:.1%} | {ms:.0f} |", flush=True)


if __name__ == "__main__":
    main()
