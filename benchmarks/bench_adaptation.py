"""How well a network learns a person's hand: ``python -m benchmarks.bench_adaptation PENFILE``.

Measures what docs/adaptation.md claims. The pen file's characters are told apart by writer, by the second number of
their ``.COMMENT`` lines (label, writer, number of the character), as the UCI pen digits have them. Writers whom the
network reads well have little to teach it, so each is also made bad in several ways of their own (`KINDS`).

Each case learns N characters of a writer and reads the others, before and after. With 20 or more, writers who are read
well before are passed over; with fewer, those from whose N nothing is learned. The N are the first ones, or with
``--pick chance`` or ``alike`` (all of one digit) a draw from which something may be learned, the first one of 2,000.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is first imported

import argparse
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from handwriting_app.assets import default_model_path
from handwriting_app.data.adaptation import Adapted, adapt, adaptation_config, read_rightly, tells_too_little
from handwriting_app.data.digits import load_digits_split
from handwriting_app.data.own_drawings import OwnDrawings
from handwriting_app.engine.data_set import DataSet
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.unipen import Character, read_characters
from handwriting_app.storage.model_file import SavedModel, load_model

COMMENT: Final = re.compile(r"\.COMMENT\s+\d+\s+(\d+)\s+(\d+)")
"""Writer and number of the character that follows."""

BAD: Final = 5
"""Errors on the rest from which on a writer counts as read badly before."""

DRAWS: Final = 2_000
"""How often N characters are drawn until something may be learned from them."""

FIELD: Final = 4
"""Points of a bending field in each direction."""

Field = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """One writer, learned from and measured on the rest."""

    kind: str
    writer: int
    before: int
    after: int
    digits_lost: int
    seconds: float
    is_changed: bool


def characters_by_writer(path: Path) -> dict[int, list[Character]]:
    """The characters of each writer, in the order in which they were written.

    Raises:
        ValueError: The comments do not tell whose each character is.
    """
    told = [(int(writer), int(number)) for writer, number in COMMENT.findall(path.read_text(encoding="latin-1"))]
    characters = read_characters(path)
    if len(told) != len(characters):
        raise ValueError(f"{path.name}: {len(told)} comments name a writer, but there are {len(characters)} characters")
    by_writer: dict[int, list[tuple[int, Character]]] = defaultdict(list)
    for (writer, number), character in zip(told, characters, strict=True):
        by_writer[writer].append((number, character))
    return {
        writer: [character for _, character in sorted(own, key=lambda each: each[0])]
        for writer, own in sorted(by_writer.items())
    }


# --- writers made bad: each in a way of their own, the same in all their digits --------------------------------------


def turned_by(drawing: Drawing, degrees: float) -> Drawing:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return Drawing(tuple(stroke @ turn for stroke in drawing.strokes))


def of_a_mouse(drawing: Drawing, rng: np.random.Generator) -> Drawing:
    """Every sixth point only, each moved by 5 % of the size."""
    size = np.ptp(np.concatenate(drawing.strokes), axis=0).max()
    strokes = []
    for stroke in drawing.strokes:
        few = stroke[np.unique([*range(0, len(stroke), 6), len(stroke) - 1])]
        strokes.append(few + rng.normal(0, 0.05 * size, few.shape))
    return Drawing(tuple(strokes))


def bent_by(drawing: Drawing, field: Field, far: float) -> Drawing:
    """Every point moved by ``field`` (4, 4, 2), which lies over the drawing, times ``far`` of its size."""
    points = np.concatenate(drawing.strokes)
    low, sides = points.min(axis=0), np.ptp(points, axis=0)
    size = sides.max() or 1.0
    strokes = []
    for stroke in drawing.strokes:
        places = np.clip((stroke - low) / np.maximum(sides, 0.2 * size), 0, 0.999) * (FIELD - 1)
        corner = np.floor(places).astype(int)
        share = places - corner
        share = share * share * (3 - 2 * share)  # smooth from corner to corner
        (column, row), (right, down) = corner.T, (share[:, :1], share[:, 1:])
        upper = field[row, column] * (1 - right) + field[row, column + 1] * right
        lower = field[row + 1, column] * (1 - right) + field[row + 1, column + 1] * right
        strokes.append(stroke + far * size * (upper * (1 - down) + lower * down))
    return Drawing(tuple(strokes))


def with_habits(own: OwnDrawings, seed: tuple[int, int], far: float, share: float = 0.4) -> list[Drawing]:
    """About ``share`` of the ten digits are bent, each by a field of its own."""
    rng = np.random.default_rng(seed)
    fields = rng.normal(0, 1, (10, FIELD, FIELD, 2))
    odd = rng.random(10) < share
    return [
        bent_by(drawing, fields[digit], far) if odd[digit] else drawing
        for drawing, digit in zip(own.drawings, own.classes.tolist(), strict=True)
    ]


def turned(own: OwnDrawings, writer: int) -> list[Drawing]:
    return [turned_by(each, 20 if writer % 2 else -20) for each in own.drawings]


def mouse(own: OwnDrawings, writer: int) -> list[Drawing]:
    rng = np.random.default_rng((7, writer))
    return [of_a_mouse(each, rng) for each in own.drawings]


def habits(own: OwnDrawings, writer: int) -> list[Drawing]:
    return with_habits(own, (0, writer), 0.10)


def bent(own: OwnDrawings, writer: int) -> list[Drawing]:
    field = np.random.default_rng((7, writer)).normal(0, 1, (FIELD, FIELD, 2))
    return [bent_by(each, field, 0.09) for each in own.drawings]


def mixed(own: OwnDrawings, writer: int) -> list[Drawing]:
    return [turned_by(each, 12) for each in with_habits(own, (3, writer), 0.09, share=0.5)]


def sevens(own: OwnDrawings, writer: int) -> list[Drawing]:
    return [
        turned_by(each, -22) if digit == 7 else each
        for each, digit in zip(own.drawings, own.classes.tolist(), strict=True)
    ]


KINDS: Final[Mapping[str, Callable[[OwnDrawings, int], Sequence[Drawing]]]] = {
    "as they are": lambda own, _writer: own.drawings,
    "turned": turned,
    "mouse": mouse,
    "habits": habits,
    "bent": bent,
    "mixed": mixed,
    "sevens": sevens,
}
"""What each kind is called, and how a writer is made so."""


# --- measuring -------------------------------------------------------------------------------------------------------


def picked(right: NDArray[np.bool_], classes: NDArray[np.intp], learn: int, pick: str, seed: Sequence[int]) -> Mask:
    """Which characters are learned from, (characters,); see the top of this file."""
    rng = np.random.default_rng(seed)
    for _ in range(DRAWS):
        pool = np.arange(len(classes))
        if pick == "alike":
            pool = np.flatnonzero(classes == rng.integers(10))
        chosen = np.arange(learn) if pick == "first" else rng.choice(pool, learn, replace=False)
        if pick == "first" or not tells_too_little(learn, int((~right[chosen]).sum())):
            break
    return np.isin(np.arange(len(classes)), chosen)


def measured(
    model: SavedModel, data: DataSet, drawn: OwnDrawings, learn: int, kind: str, writer: int, pick: str, draw: int
) -> Case | None:
    """One case; None if the writer is read too well before to count."""
    network = model.network.copy()
    right = read_rightly(network, drawn.views(), drawn.classes)
    first = picked(right, drawn.classes, learn, pick, (draw, writer, [*KINDS].index(kind), learn))
    before = int((~right[~first]).sum())
    if (before < BAD and learn >= 20) or tells_too_little(learn, int((~right[first]).sum())):
        return None
    begin = time.process_time()
    steps = adapt(network, drawn.where(first), data, adaptation_config(model.config))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            adapted: Adapted = end.value
            break
    seconds = time.process_time() - begin
    rest = drawn.where(~first)
    after = int((~read_rightly(network, rest.views(), rest.classes)).sum())
    lost = round((adapted.before.digits - adapted.after.digits) * len(data.held_y))
    return Case(kind, writer, before, after, lost, seconds, adapted.share > 0)


def row(name: str, cases: Sequence[Case]) -> str:
    before, after = (sum(getattr(case, when) for case in cases) for when in ("before", "after"))
    losses = [case.after - case.before for case in cases if case.after > case.before]
    worse = f"{len(losses)}, by {', '.join(map(str, sorted(losses)))}" if losses else "0"
    fewer = f"{1 - after / before:.0%}" if before else "–"
    lost, slowest = max(case.digits_lost for case in cases), max(case.seconds for case in cases)
    changed = sum(case.is_changed for case in cases)
    return (
        f"| {name} | {len(cases)} | {changed} | {before:,} → {after:,} | {fewer} | {worse} | {lost} | {slowest:.1f} s |"
    )


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="How well a network learns the hands of the writers of a pen file.")
    parser.add_argument("pens", type=Path, metavar="PENFILE")
    parser.add_argument("--model", type=Path, default=default_model_path(), metavar="FILE")
    parser.add_argument("--learn", type=int, default=20, metavar="N", help="N of each writer (default: 20)")
    parser.add_argument(
        "--pick", choices=("first", "chance", "alike"), default="first", help="which N (default: first)"
    )
    parser.add_argument("--draws", type=int, default=1, metavar="D", help="so many draws of each writer (default: 1)")
    parser.add_argument("--writers", default="16-30", metavar="FROM-TO", help="in their order (default: 16-30)")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=[*KINDS], help="default: all")
    options = parser.parse_args()
    low, high = map(int, options.writers.split("-"))
    model = load_model(options.model)
    data = load_digits_split(model.config.held_out, model.config.seed)
    writers = [*characters_by_writer(options.pens).items()][low - 1 : high]
    all_cases: list[Case] = []
    print("| writers | cases | changed | errors before → after | fewer | worse | digits lost, at most | slowest |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in options.kinds:
        cases = []
        for writer, characters in writers:
            labels = np.array([model.network.classes.names.index(each.label) for each in characters])
            plain = OwnDrawings(tuple(each.drawing for each in characters), labels)
            drawn = OwnDrawings(tuple(KINDS[kind](plain, writer)), labels)
            for draw in range(options.draws):
                case = measured(model, data, drawn, options.learn, kind, writer, options.pick, draw)
                cases += [case] if case else []
        if cases:
            print(row(kind, cases), flush=True)
        all_cases += cases
    if all_cases:
        print(row("**together**", all_cases))


if __name__ == "__main__":
    main()
