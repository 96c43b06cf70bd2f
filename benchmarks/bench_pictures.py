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
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from handwriting_app.assets import default_model_path
from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.picture import normalise_picture
from handwriting_app.ink.unipen import LabelledDrawing, read_unipen
from handwriting_app.session.reading import read_normalised
from handwriting_app.session.weights import Weights
from handwriting_app.storage.model_file import load_model
from handwriting_app.storage.picture_file import PictureFileError, read_picture

FINE = 3  # drawn this many times larger, then reduced: smooth edges
Random = np.random.Generator
Kind = Callable[[list[LabelledDrawing], Random], Image.Image]


def ink_of(
    drawing: Drawing, size: int, *, pen: float = 0.06, room: float = 0.7, at: tuple[float, float] = (0.5, 0.5)
) -> Image.Image:
    """The ink of a digit, 0…255, in a square: ``room`` and ``pen`` are shares of ``size``, ``at`` is its middle."""
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    side = size * FINE
    scale = room * side / max(float(np.max(high - low)), 1e-9)
    image = Image.new("L", (side, side), 0)
    brush = ImageDraw.Draw(image)
    radius = pen * room * side / 2
    for stroke in drawing.strokes:
        placed = (stroke - (low + high) / 2) * scale + np.array(at) * side
        dots = [(float(x), float(y)) for x, y in placed]
        if len(dots) > 1:
            brush.line(dots, fill=255, width=max(1, round(2 * radius)), joint="curve")
        for x, y in (dots[0], dots[-1]):
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return image.resize((size, size), Image.Resampling.BOX)


def lines(size: int, ways: list[list[tuple[float, float]]], width: float) -> Image.Image:
    """Ink along straight ways, whose corners are shares of ``size``."""
    image = Image.new("L", (size * FINE, size * FINE), 0)
    for way in ways:
        dots = [(x * size * FINE, y * size * FINE) for x, y in way]
        ImageDraw.Draw(image).line(dots, fill=255, width=max(1, round(width * size * FINE)))
    return image.resize((size, size), Image.Resampling.BOX)


def both(first: Image.Image, second: Image.Image) -> Image.Image:
    return Image.fromarray(np.maximum(np.asarray(first), np.asarray(second)))


def coloured(ink: Image.Image, paper: float, pen: float) -> Image.Image:
    share = np.asarray(ink, np.float32) / 255
    return Image.fromarray(np.rint(paper + (pen - paper) * share).astype(np.uint8))


def plain(size: int, paper: float = 255, pen: float = 0) -> Kind:
    return lambda digits, random: coloured(
        ink_of(digits[0].drawing, size, pen=random.uniform(0.05, 0.12), room=random.uniform(0.6, 0.9)), paper, pen
    )


def tight(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    image = coloured(ink_of(digits[0].drawing, 100, pen=random.uniform(0.06, 0.14)), 255, 0)
    box = Image.fromarray(255 - np.asarray(image)).getbbox()
    return image.crop(box)


def photograph(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    size = 400
    rows, columns = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j]
    light = 1 - random.uniform(0, 0.4) * columns - random.uniform(0, 0.3) * rows**2
    ink = ink_of(digits[0].drawing, size, room=random.uniform(0.35, 0.8), pen=random.uniform(0.04, 0.1))
    greys = np.asarray(coloured(ink, 210, 60), np.float32) * light + random.normal(0, 6, (size, size))
    return Image.fromarray(np.clip(greys, 0, 255).astype(np.uint8))


def boxed(
    inner: tuple[float, float], width: tuple[float, float], *, paper: float = 255, pen: float = 0, tilt: float = 0.0
) -> Kind:
    """In a drawn box; ``inner`` is how large a share of the box the digit takes: beyond 1 they cross."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        edge = random.uniform(0.04, 0.14)
        room = (1 - 2 * edge) * random.uniform(*inner)
        turn = random.uniform(-tilt, tilt)
        corners = [
            (x - 0.5, y - 0.5) for x, y in ((edge, edge), (1 - edge, edge), (1 - edge, 1 - edge), (edge, 1 - edge))
        ]
        way = [(0.5 + x - turn * y, 0.5 + y + turn * x) for x, y in corners]
        frame = lines(240, [[*way, way[0]]], random.uniform(*width))
        return coloured(both(frame, ink_of(digits[0].drawing, 240, room=room, pen=0.09)), paper, pen)

    return kind


def ringed(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    ring = Image.new("L", (720, 720), 0)
    ImageDraw.Draw(ring).ellipse((30, 30, 690, 690), outline=255, width=int(random.integers(6, 24)))
    ring = ring.resize((240, 240), Image.Resampling.BOX)
    return coloured(both(ring, ink_of(digits[0].drawing, 240, room=random.uniform(0.4, 0.6))), 255, 0)


def edged(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    """A frame along the very edge of the picture."""
    image = plain(200)(digits, random)
    pixels = np.array(image)
    width = int(random.integers(1, 14))
    pixels[:width] = pixels[-width:] = 0
    pixels[:, :width] = pixels[:, -width:] = 0
    return Image.fromarray(pixels)


def ruled(*, across: bool = True, down: bool = False, count: tuple[int, int] = (3, 9), tilt: float = 0.02) -> Kind:
    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        turn, gap = random.uniform(-tilt, tilt), 1 / int(random.integers(*count))
        first = random.uniform(0.2, 0.8) * gap
        places = np.arange(first, 1, gap)
        ways = []
        if across:
            ways += [[(-0.1, y - 0.6 * turn), (1.1, y + 0.6 * turn)] for y in places]
        if down:
            ways += [[(x + 0.6 * turn, -0.1), (x - 0.6 * turn, 1.1)] for x in places]
        ruling = lines(240, ways, random.uniform(0.006, 0.02))
        ink = ink_of(digits[0].drawing, 240, room=random.uniform(0.35, 0.85), pen=0.09)
        return coloured(both(ruling, ink), 255, 0)

    return kind


def underlined(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    y = random.uniform(0.88, 0.95)
    line = lines(240, [[(random.uniform(0.05, 0.15), y), (random.uniform(0.85, 0.95), y)]], 0.02)
    return coloured(both(line, ink_of(digits[0].drawing, 240, room=0.65, pen=0.09)), 255, 0)


def transparent(pen: int) -> Kind:
    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        ink = ink_of(digits[0].drawing, 200, room=0.8, pen=random.uniform(0.05, 0.12))
        return Image.merge("LA", (Image.new("L", ink.size, pen), ink))

    return kind


def sheet(*, shadow: bool, paper: float = 255, pen: float = 0) -> Kind:
    """An opaque sheet in a transparent margin, as screenshots of windows are."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        inner = coloured(ink_of(digits[0].drawing, 200, room=0.7), paper, pen)
        margin = int(random.integers(10, 100))
        size = 200 + 2 * margin
        alpha = Image.new("L", (size, size), 0)
        ImageDraw.Draw(alpha).rounded_rectangle(
            (margin, margin, margin + 199, margin + 199), int(random.integers(0, 20)), fill=255
        )
        grey = Image.new("L", (size, size), 0)
        grey.paste(inner, (margin, margin))
        if shadow:
            soft = alpha.filter(ImageFilter.GaussianBlur(margin / 4)).point(lambda value: value * 0.6)
            alpha = both(alpha, soft)
        return Image.merge("LA", (grey, alpha))

    return kind


def several(places: list[tuple[float, float]], room: float) -> Kind:
    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        ink = Image.new("L", (240, 240), 0)
        for digit, at in zip(digits, places, strict=False):
            jitter = random.uniform(-0.02, 0.02, 2)
            ink = both(ink, ink_of(digit.drawing, 240, room=room, at=(at[0] + jitter[0], at[1] + jitter[1]), pen=0.1))
        return coloured(ink, 255, 0)

    return kind


KINDS: dict[str, Kind] = {
    "dark on light, 28": plain(28),
    "dark on light, 64": plain(64),
    "dark on light, 300": plain(300),
    "light on dark, 28": plain(28, 0, 255),
    "light on dark, 300": plain(300, 30, 220),
    "cut to its ink": tight,
    "photograph": photograph,
    "black on transparent": transparent(0),
    "white on transparent": transparent(255),
    "sheet in a transparent margin": sheet(shadow=False),
    "sheet with a shadow": sheet(shadow=True),
    "dark sheet with a shadow": sheet(shadow=True, paper=30, pen=230),
    "box": boxed((0.5, 0.85), (0.006, 0.03)),
    "box, thick": boxed((0.5, 0.75), (0.04, 0.09)),
    "box, light on dark": boxed((0.5, 0.85), (0.006, 0.03), paper=20, pen=240),
    "box, tilted": boxed((0.5, 0.8), (0.006, 0.03), tilt=0.08),
    "box, touching": boxed((0.97, 1.1), (0.006, 0.025)),
    "ring": ringed,
    "frame at the edge": edged,
    "ruled paper": ruled(),
    "squared paper": ruled(down=True),
    "one margin line": ruled(across=False, down=True, count=(1, 2)),
    "underlined": underlined,
}
PAIRS: dict[str, Kind] = {
    "two side by side": several([(0.28, 0.5), (0.72, 0.5)], 0.4),
    "two, one above the other": several([(0.5, 0.27), (0.5, 0.73)], 0.38),
    "three in a row": several([(0.18, 0.5), (0.5, 0.5), (0.82, 0.5)], 0.28),
}
"""Whatever digit these are read as is wrong."""


def measured(
    weights: Weights, kind: Kind, digits: list[LabelledDrawing], count: int, path: Path
) -> tuple[float, float, float, float]:
    """Shares read rightly, surely and wrongly, in doubt or refused; and the median time in milliseconds."""
    random = np.random.default_rng(0)
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
    parser.add_argument("--only", default="", help="kinds whose name has this in it")
    options = parser.parse_args()
    model = load_model(default_model_path())
    weights = Weights(model.network, model.temperature)
    digits = read_unipen(options.pens)
    digits = digits[: len(digits) // 2]  # the other half of the writers is for judging models
    print("| pictures | right | sure and wrong | in doubt | ms |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in {**KINDS, **PAIRS}.items():
            if options.only in name:
                right, wrong, doubt, ms = measured(weights, kind, digits, options.n, Path(folder) / "picture.png")
                shown = "–" if name in PAIRS else f"{right:.1%}"
                print(f"| {name} | {shown} | {wrong:.1%} | {doubt:.1%} | {ms:.0f} |", flush=True)


if __name__ == "__main__":
    main()
