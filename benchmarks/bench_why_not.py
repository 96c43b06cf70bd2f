"""How small a change flips a reading, and how fast it is found: ``python -m benchmarks.bench_why_not PENFILE``.

Measures what docs/why-not.md claims, on the shipped network: of digits of a pen file, drawn by chance, that are read
rightly, each is to become the second most probable digit, and one by chance; just enough, and surely. Times are those
of one core, without what else runs on the machine. Of the strokes, and with ``--counts`` of the 8 × 8 counts alone.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import argparse
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from handwriting_app.assets import default_model_path
from handwriting_app.explain.flip import Flip, flip_of_counts, flip_of_drawing
from handwriting_app.explain.smallest_change import Goal
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.normalise import normalise
from handwriting_app.ink.unipen import read_unipen
from handwriting_app.session.reading import read, read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model


class Measured(NamedTuple):
    flip: Flip
    seconds: float
    half_flips: bool


def measured(weights: Weights, drawing: Drawing, wanted: int, *, surely: bool, counts: bool) -> Measured:
    goal = Goal(weights.network, weights.temperature, wanted, surely)
    by = partial(read_normalised, weights)
    start = time.process_time()
    search = flip_of_counts(normalise(drawing), goal, by) if counts else flip_of_drawing(drawing, goal, by)
    while True:
        try:
            next(search)
        except StopIteration as end:
            flip: Flip = end.value
            break
    seconds = time.process_time() - start
    middle, last = flip.way[len(flip.way) // 2], flip.way[-1]
    if flip.flips and isinstance(last, Drawing):
        assert read(weights, last).digit == wanted, "what is told to flip is read so"
    half = read(weights, middle) if isinstance(middle, Drawing) else by(middle)
    return Measured(flip, seconds, half.digit == wanted)


def row(words: str, found: Sequence[Measured]) -> str:
    flips = [each.flip for each in found if each.flip.flips]
    times = 1000 * np.array([each.seconds for each in found])
    steps = np.median([each.flip.steps for each in found])
    if flips and flips[0].moved is not None:
        mean, largest = (100 * np.array([getattr(flip, name) for flip in flips]) for name in ("mean", "largest"))
        moved = f"{np.median(mean):.1f} % | {np.percentile(mean, 95):.1f} % | {np.median(largest):.0f} %"
    else:
        pixels = np.array([np.abs(flip.counts[1].astype(int) - flip.counts[0]).sum() for flip in flips])
        blocks = np.array([np.count_nonzero(flip.counts[1] != flip.counts[0]) for flip in flips])
        moved = (
            f"{np.median(pixels):.0f} pixels | {np.percentile(pixels, 95):.0f} pixels | {np.median(blocks):.0f} blocks"
        )
    halves = sum(each.half_flips for each in found if each.flip.flips)
    return (
        f"| {words} | {len(flips)} of {len(found)} | {moved} | {steps:.0f} | {halves} | "
        f"{np.median(times):.0f} ms | {np.percentile(times, 95):.0f} ms |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="How small a change flips a reading, and how fast it is found.")
    parser.add_argument("pens", type=Path, help="labelled pen strokes (UNIPEN)")
    parser.add_argument("--digits", type=int, default=100)
    parser.add_argument("--counts", action="store_true", help="change the counts, as of a picture")
    asked = parser.parse_args()
    model = load_model(default_model_path())
    weights = Weights(model.network.frozen(), model.temperature)
    rng = np.random.default_rng(15)
    drawings = []
    pens = read_unipen(asked.pens)
    for place in rng.permutation(len(pens)):
        prediction = read(weights, pens[place].drawing)
        if prediction.digit == pens[place].label and len(drawings) < asked.digits:
            others = [label for label in range(10) if label != prediction.digit]
            drawings.append((pens[place].drawing, prediction.runner_up, int(rng.choice(others))))
    print("| to | flipped | mean | 95 of 100 below | largest | steps | half flips | median | 95 of 100 below |")
    print("|---|---|---|---|---|---|---|---|---|")
    for surely in (False, True):
        for choice, words in ((1, "the second"), (2, "any")):
            found = [measured(weights, case[0], case[choice], surely=surely, counts=asked.counts) for case in drawings]
            print(row(f"{words}, {'surely' if surely else 'just enough'}", found), flush=True)
    points = [sum(map(len, drawing.strokes)) for drawing, _, _ in drawings]
    print(f"{np.median(points):.0f} points a drawing")


if __name__ == "__main__":
    main()
