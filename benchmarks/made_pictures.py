"""Pictures of digits as people have them, drawn from the strokes of a pen file: one recipe for each kind."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from handwriting_app.ink.drawing import Drawing
from handwriting_app.ink.unipen import LabelledDrawing

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


def cut_ink(drawing: Drawing, pen: float) -> Image.Image:
    """The ink of a digit, 0…255, cut to its box, about 240 pixels long."""
    ink = ink_of(drawing, 340, pen=pen)
    return ink.crop(ink.getbbox())


def roughened(ink: Image.Image, random: Random, grain: float, size: float) -> Image.Image:
    """``ink`` whose edge wavers by a smooth noise, as a scanner's threshold leaves it."""
    noise = Image.fromarray(np.clip(random.normal(128, 60, ink.size[::-1]), 0, 255).astype(np.uint8))
    smooth = np.asarray(noise.filter(ImageFilter.GaussianBlur(size)), np.float32)
    smooth = (smooth - smooth.mean()) / max(float(smooth.std()), 1e-6)
    soft = np.asarray(ink.filter(ImageFilter.GaussianBlur(size)), np.float32) / 255
    return Image.fromarray(np.where(soft + grain * smooth > 0.5, 255, 0).astype(np.uint8))


def stretched(side: int, *, is_binary: bool = False, light: bool = False) -> Kind:
    """Cut to its ink and stretched to fill a tiny square (a slim digit by twice at most), as Semeion's digits are."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        ink = cut_ink(digits[0].drawing, random.uniform(0.08, 0.18))
        width = side if ink.width > ink.height / 2 else max(2, round(2 * side * ink.width / ink.height))
        height = side if ink.height > ink.width / 2 else max(2, round(2 * side * ink.height / ink.width))
        tiny = Image.new("L", (side, side), 0)
        tiny.paste(ink.resize((width, height), Image.Resampling.BOX), ((side - width) // 2, (side - height) // 2))
        if is_binary:
            tiny = tiny.point(lambda grey: 255 * (grey > 110))
        return coloured(tiny, *((0, 255) if light else (255, 0)))

    return kind


def as_high(side: int, *, light: bool) -> Kind:
    """In its own proportions as high as a tiny square, soft and a little noisy, as the digits of USPS are."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        ink = cut_ink(digits[0].drawing, random.uniform(0.08, 0.2)).filter(ImageFilter.GaussianBlur(6))
        factor = side / max(ink.size)
        width, height = (max(2, round(length * factor)) for length in ink.size)
        tiny = Image.new("L", (side, side), 0)
        tiny.paste(ink.resize((width, height), Image.Resampling.BOX), ((side - width) // 2, (side - height) // 2))
        soft = np.asarray(tiny, np.float32) + random.normal(0, 8, (side, side))
        return coloured(Image.fromarray(np.clip(soft, 0, 255).astype(np.uint8)), *((0, 255) if light else (255, 0)))

    return kind


def by_mass(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    """As in MNIST: scanned black and white, reduced to 20 × 20 greys, its centre of mass in the middle of 28 × 28."""
    ink = roughened(cut_ink(digits[0].drawing, random.uniform(0.06, 0.17)), random, 0.08, 3)
    ink = ink.crop(ink.getbbox())
    factor = 20 / max(ink.size)
    width, height = (max(1, round(length * factor)) for length in ink.size)
    small = np.asarray(ink.resize((width, height), Image.Resampling.LANCZOS), np.float32)
    rows, columns = np.mgrid[:height, :width] + 0.5
    middle = np.array(((small * columns).sum(), (small * rows).sum())) / small.sum()
    left, top = (int(at) for at in np.clip(np.rint(14 - middle), 0, (28 - width, 28 - height)))
    frame = np.zeros((28, 28), np.uint8)
    frame[top : top + height, left : left + width] = small
    return Image.fromarray(frame)


def filling(side: int, room: tuple[float, float], blur: float = 0.0, *, light: bool = False) -> Kind:
    """A thick digit that fills so much of a tiny picture."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        share, pen = random.uniform(*room), random.uniform(0.1, 0.2)
        ink = ink_of(digits[0].drawing, 8 * side, pen=pen, room=share / (1 + pen))
        if blur:
            ink = ink.filter(ImageFilter.GaussianBlur(8 * blur))
        return coloured(ink.resize((side, side), Image.Resampling.BOX), *((0, 255) if light else (255, 0)))

    return kind


def marked(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    """With one to three smudges in the corners, up to a fifth as long as the digit."""
    ink = ink_of(digits[0].drawing, 240, room=0.5, pen=random.uniform(0.06, 0.12))
    corners = random.permutation([(0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)])
    for x, y in corners[: random.integers(1, 4)]:
        wide, high = 240 * random.uniform(0.01, 0.045, 2)
        x, y = 240 * (np.array((x, y)) + random.uniform(-0.03, 0.03, 2))
        ImageDraw.Draw(ink).ellipse((x - wide, y - high, x + wide, y + high), fill=255)
    return coloured(ink, 255, 0)


def crossed(height: tuple[float, float]) -> Kind:
    """One line from edge to edge, so high in the digit: 0 its top, 1 its foot."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        room, turn = random.uniform(0.5, 0.75), random.uniform(-0.02, 0.02)
        y = 0.5 + room * (random.uniform(*height) - 0.5)
        line = lines(240, [[(-0.1, y - 0.6 * turn), (1.1, y + 0.6 * turn)]], random.uniform(0.006, 0.02))
        return coloured(both(line, ink_of(digits[0].drawing, 240, room=room, pen=0.09)), 255, 0)

    return kind


def texture(size: int, random: Random, grain: float) -> NDArray[np.float32]:
    """Smooth noise (size, size) of about ±1, its grains as large as a share ``grain`` of the picture."""
    few = max(2, round(1 / grain))
    coarse = Image.fromarray(random.uniform(0, 255, (few, few)).astype(np.uint8))
    return np.asarray(coarse.resize((size, size), Image.Resampling.BICUBIC), np.float32) / 127.5 - 1


def pencil(*, shadow: bool = False, squares: bool = False, room: tuple[float, float] = (0.35, 0.8)) -> Kind:
    """A photograph of a pencil's grainy line on rough paper, darker towards the edges, compressed as phones do."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        size = 480
        y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
        paper = random.uniform(150, 220)
        light = 1 - random.uniform(0.05, 0.3) * (x * x + y * y) + random.uniform(-0.15, 0.15) * x
        light = light + 0.02 * texture(size, random, 0.03) + 0.02 * texture(size, random, 0.008)
        if shadow:
            turn, place = random.uniform(0, 2 * np.pi), random.uniform(-0.4, 0.4)
            edge = (x * np.cos(turn) + y * np.sin(turn) - place) / random.uniform(0.03, 0.2)
            light = light * (1 - random.uniform(0.2, 0.45) / (1 + np.exp(-np.clip(edge, -30, 30))))
        share = random.uniform(*room)
        ink = ink_of(digits[0].drawing, size, room=share, pen=random.uniform(0.025, 0.06))
        ink = ink.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 2)))
        grain = np.clip(0.75 + 0.35 * texture(size, random, 0.006), 0, 1)
        dark = np.asarray(ink, np.float32) / 255 * grain * random.uniform(0.25, 0.5)
        if squares:
            gap = random.uniform(0.09, 0.16)
            ways = [way for at in np.arange(0.04, 1, gap) for way in ([(0, at), (1, at)], [(at, 0), (at, 1)])]
            dark = np.maximum(dark, np.asarray(lines(size, ways, 0.004), np.float32) / 255 * 0.12)
        greys = paper * light * (1 - dark) + random.normal(0, random.uniform(2, 6), (size, size))
        image = Image.fromarray(np.clip(greys, 0, 255).astype(np.uint8))
        return compressed(image, 60)

    return kind


def compressed(image: Image.Image, quality: int) -> Image.Image:
    """What JPEG leaves of a picture."""
    data = BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(data).convert("L")


def cell(*, is_binary: bool) -> Kind:
    """The cell of a scanned form: some sides of its box are in sight, partly cut off; the digit may run into them."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        size, turn = 240, random.uniform(-0.015, 0.015)
        at = 0.5 + random.uniform(-0.08, 0.08, 2)
        ink = ink_of(
            digits[0].drawing,
            size,
            room=random.uniform(0.55, 0.85),
            at=(float(at[0]), float(at[1])),
            pen=random.uniform(0.05, 0.12),
        )
        sides = []
        for is_upright, is_far in ((False, False), (False, True), (True, False), (True, True)):
            if random.random() < 0.6:
                place = random.uniform(0.0, 0.05)
                ends = [(-0.1, place + turn), (1.1, place - turn)]
                ends = [(along, 1 - across if is_far else across) for along, across in ends]
                sides.append([(across, along) if is_upright else (along, across) for along, across in ends])
        box = np.asarray(lines(size, sides, random.uniform(0.008, 0.025)), np.float32) * random.uniform(0.5, 1)
        whole = np.maximum(np.asarray(ink, np.float32) * random.uniform(0.6, 1), box)
        side = int(random.integers(48, 100))
        small = np.asarray(Image.fromarray(whole).resize((side, side), Image.Resampling.BOX))
        small = np.clip(small + random.normal(0, 10, small.shape), 0, 255)
        if is_binary:
            small = np.where(small > 100, 255.0, 0.0)
        return coloured(Image.fromarray(small.astype(np.uint8)), 245, 20)

    return kind


def lit(greys: NDArray[np.floating], random: Random, *, noise: float = 4.0) -> Image.Image:
    """A square photograph (rows, columns) of such greys: unevenly lit, a little noisy, compressed."""
    size = len(greys)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    light = 1 - random.uniform(0.05, 0.25) * (x * x + y * y) + random.uniform(-0.15, 0.15) * x
    image = greys * light + random.normal(0, noise, greys.shape)
    return compressed(Image.fromarray(np.clip(image, 0, 255).astype(np.uint8)), 60)


def on_a_table(*, sides: tuple[int, int]) -> Kind:
    """A tilted sheet that does not fill the photograph: the table is seen along so many of its sides."""

    def kind(digits: list[LabelledDrawing], random: Random) -> Image.Image:
        size, turn = 480, random.uniform(-0.12, 0.12)
        y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
        across, down = x + turn * y, y - turn * x
        is_sheet = np.ones((size, size), np.bool_)
        beside = (across, -across, down, -down)
        for side in random.permutation(4)[: random.integers(sides[0], sides[1] + 1)]:
            is_sheet &= beside[side] < random.uniform(0.75, 0.95)
        paper, table = random.uniform(190, 235), random.uniform(40, 110)
        wood = table * (1 + 0.15 * texture(size, random, 0.02))
        ink = ink_of(digits[0].drawing, size, room=random.uniform(0.35, 0.6), pen=random.uniform(0.04, 0.1))
        share = np.asarray(ink.filter(ImageFilter.GaussianBlur(1)), np.float32) / 255
        return lit(np.where(is_sheet, paper + (random.uniform(30, 90) - paper) * share, wood), random)

    return kind


def chalked(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    """Chalk on a board that was wiped: grainy light lines, pale smears."""
    size = 480
    ink = ink_of(digits[0].drawing, size, room=random.uniform(0.35, 0.8), pen=random.uniform(0.04, 0.09))
    grain = np.clip(0.7 + 0.6 * texture(size, random, 0.006), 0, 1)
    share = np.asarray(ink.filter(ImageFilter.GaussianBlur(1)), np.float32) / 255 * grain
    board = random.uniform(40, 90) + 10 * texture(size, random, 0.1) + 6 * texture(size, random, 0.02)
    return lit(board + (random.uniform(170, 230) - board) * share, random)


def in_shadow(digits: list[LabelledDrawing], random: Random) -> Image.Image:
    """A thick marker, the shadow of a hand across the sheet."""
    size = 480
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    turn, place = random.uniform(0, 2 * np.pi), random.uniform(-0.4, 0.4)
    edge = (x * np.cos(turn) + y * np.sin(turn) - place) / random.uniform(0.02, 0.15)
    shadow = 1 - random.uniform(0.2, 0.5) / (1 + np.exp(-np.clip(edge, -30, 30)))
    ink = ink_of(digits[0].drawing, size, room=random.uniform(0.4, 0.85), pen=random.uniform(0.06, 0.16))
    share = np.asarray(ink.filter(ImageFilter.GaussianBlur(1.5)), np.float32) / 255
    paper = random.uniform(180, 235)
    return lit((paper + (random.uniform(30, 80) - paper) * share) * shadow, random)


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
    "line across the upper half": crossed((0.1, 0.5)),
    "line across the middle": crossed((0.4, 0.7)),
    "smudges": marked,
    "16 × 16, grey, stretched": stretched(16),
    "16 × 16, black and white, stretched": stretched(16, is_binary=True),
    "16 × 16, black and white, stretched, light": stretched(16, is_binary=True, light=True),
    "16 × 16, as high, dark": as_high(16, light=False),
    "16 × 16, as high, light": as_high(16, light=True),
    "28 × 28, 85 to 100 % of it": filling(28, (0.85, 1.0)),
    "28 × 28, 85 to 100 % of it, light": filling(28, (0.85, 1.0), light=True),
    "28 × 28, 70 % of it, blurred": filling(28, (0.7, 0.7), 0.8),
    "28 × 28, by mass": by_mass,
    "pencil": pencil(),
    "pencil, shadow": pencil(shadow=True),
    "pencil, squared paper": pencil(squares=True),
    "pencil, small": pencil(room=(0.12, 0.3)),
    "marker, shadow of a hand": in_shadow,
    "chalk on a board": chalked,
    "sheet, the table beside it": on_a_table(sides=(1, 1)),
    "sheet, the table on some sides": on_a_table(sides=(2, 4)),
    "cell of a form": cell(is_binary=False),
    "cell of a form, black and white": cell(is_binary=True),
}
PAIRS: dict[str, Kind] = {
    "two side by side": several([(0.28, 0.5), (0.72, 0.5)], 0.4),
    "two, one above the other": several([(0.5, 0.27), (0.5, 0.73)], 0.38),
    "two that touch": several([(0.32, 0.5), (0.68, 0.5)], 0.5),
    "two, one above the other, near": several([(0.5, 0.29), (0.5, 0.71)], 0.42),
    "three in a row": several([(0.18, 0.5), (0.5, 0.5), (0.82, 0.5)], 0.28),
}
"""Whatever digit these are read as is wrong."""
