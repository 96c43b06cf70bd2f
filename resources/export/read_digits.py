"""Reads handwritten characters with numpy alone, as Handwriting App does. The weights lie beside it, in its .npz file.

    python read_digits.py pens.txt      strokes of a pen: a UNIPEN file
    python read_digits.py counts.csv    64 counts a line, 0 to 16: the ink in each block of 4 x 4 of 32 x 32 pixels

It prints, for each of them, what is read, how sure that is, and the probability of every class.
"""

import sys
from pathlib import Path

import numpy as np

with np.load(Path(__file__).with_suffix(".npz"), allow_pickle=False) as file:
    model = dict(file)  # W1, b1, W2, …: a row of W for each unit
names, temperature = model["names"].tolist(), float(model["temperature"])
activation, cost = str(model["activation"]), str(model["cost"])

# --- From counts to percent: the whole network -------------------------------------------------------------------


def sigmoid(z):
    """1 / (1 + e^-z), written so that it cannot overflow."""
    return np.tanh(z / 2) / 2 + np.float32(0.5)


def softmax(z):
    """Shares of e^z: they sum to 1."""
    a = np.exp(z - z.max(axis=-1, keepdims=True))
    return a / a.sum(axis=-1, keepdims=True)


bend = {"relu": lambda z: np.maximum(z, 0), "sigmoid": sigmoid, "tanh": np.tanh}[activation]


def predict(x):
    """What the outputs say of inputs (m, 64): probabilities (m, outputs)."""
    a, layers = x, sum(name.startswith("W") for name in model)
    for layer in range(1, layers + 1):
        z = a @ model[f"W{layer}"].T + model[f"b{layer}"]  # each unit weighs what comes in, and adds its bias
        a = bend(z)  # and bends the sum
    if cost == "quadratic":  # the last layer has outputs of its own: sigmoids, of which each is a share of the whole …
        return (shares := sigmoid(z)) / shares.sum(axis=-1, keepdims=True)
    return softmax(z)  # … or a softmax


def read(counts):
    """Probabilities (n, classes) of characters that are seen in v views each: counts (v, n, 64), 0 to 16."""
    views, n, _ = counts.shape
    said = predict((counts / 16).astype(np.float32).reshape(views * n, 64)).reshape(views, n, -1).astype(float)
    mean = np.log(np.maximum(said, 1e-30)).mean(axis=0)  # the geometric mean of the views
    return softmax(mean[:, : len(names)] / temperature)  # among the classes alone, as sure as it has a right to be


# --- From strokes to counts: as the training digits were once made from forms --------------------------------------


def views_of(strokes):
    """Counts (3, 1, 64) of one character: upright, and leaning a little to either side. Strokes (points, 2), y down."""
    points = np.concatenate(strokes)
    low, size = points.min(axis=0), np.ptp(points, axis=0).max() or 1.0
    strokes = without_stray([(stroke - low) / size for stroke in strokes])
    spacing = np.ptp(np.concatenate(strokes), axis=0).max() / 48
    dots = np.concatenate([smooth(without_hooks(dots_along(stroke, spacing))) for stroke in strokes])
    x, y = (dots - dots.mean(axis=0)).T
    slant = np.clip((x * y).sum() / ((y * y).sum() or 1.0), -1, 1)
    return np.array([[blocks(place(np.column_stack((x - (slant + lean) * y, y))))] for lean in (0, -0.15, 0.15)])


def place(dots):
    """Fill 20 x 32 pixels, a pen of 3 pixels included; thin and flat characters are not stretched without end."""
    low, high = dots.min(axis=0), dots.max(axis=0)
    across, up = (17, 29) / np.maximum(high - low, (high - low).max() * 1e-9 or 1e-9)
    return (dots - (low + high) / 2) * (min(across, 1.6 * up), min(up, 4 * across)) + 16


def blocks(dots):
    """Press a round pen on every dot of a 32 x 32 bitmap, and count the ink of each block of 4 x 4: (64,)."""
    x, y = dots.astype(np.float32).T[:, :, None]
    middle = np.arange(32, dtype=np.float32) + np.float32(0.5)
    off_x, off_y = np.square(middle - x), np.square(middle - y)
    ink = (off_y[:, :, None] <= (np.float32(2.25) - off_x)[:, None, :]).any(axis=0)
    return ink.reshape(8, 4, 8, 4).sum(axis=(1, 3)).ravel()


def dots_along(stroke, spacing):
    """Dots at equal distances along a stroke."""
    way = rounded(stroke, spacing)
    travelled = np.append(0, np.cumsum(np.hypot(*np.diff(way, axis=0).T)))
    if travelled[-1] == 0:
        return way[:1]
    at = np.linspace(0, travelled[-1], int(np.ceil(travelled[-1] / spacing)) + 1)
    return np.column_stack([np.interp(at, travelled, way[:, axis]) for axis in (0, 1)])


def rounded(stroke, spacing):
    """A curve through points that lie far apart (centripetal Catmull-Rom: Yuksel, Schaefer and Keyser, 2011)."""
    steps = np.square(np.diff(stroke, axis=0)).sum(axis=1)
    if len(stroke) < 3 or not (steps > (3 * spacing) ** 2).any():
        return stroke
    points, steps = stroke[np.append(True, steps > 0)], steps[steps > 0] ** 0.25
    if len(points) < 3:
        return points
    knots = np.vstack((2 * points[0] - points[1], points, 2 * points[-1] - points[-2]))
    gaps = np.concatenate((steps[:1], steps, steps[-1:]))[:, None]
    chords = np.diff(knots, axis=0)
    slopes = chords / gaps
    tangents = slopes[:-1] + slopes[1:] - (knots[2:] - knots[:-2]) / (gaps[:-1] + gaps[1:])
    leave, arrive, chord = tangents[:-1] * gaps[1:-1], tangents[1:] * gaps[1:-1], chords[1:-1]
    t = (np.arange(6) / 6)[:, None]
    cubic, square = leave + arrive - 2 * chord, 3 * chord - 2 * leave - arrive
    curve = points[:-1, None] + t * (leave[:, None] + t * (square[:, None] + t * cubic[:, None]))
    return np.vstack((curve.reshape(-1, 2), points[-1:]))


def without_stray(strokes):
    """Leave out ticks that lie far from all other ink."""
    sizes = np.array([np.ptp(stroke, axis=0).max() for stroke in strokes])
    small = sizes < 0.05 * sizes.max()
    body = [dots_along(stroke, 0.05) for stroke, is_small in zip(strokes, small, strict=True) if not is_small]

    def is_near(stroke):
        return np.square(np.concatenate(body) - stroke.mean(axis=0)).sum(axis=1).min() < 0.1**2

    return [stroke for stroke, is_small in zip(strokes, small, strict=True) if not is_small or is_near(stroke)]


def without_hooks(way):
    """Cut off the hooks where a pen lands and lifts."""

    def hook(way):
        come, go = way[1:7] - way[0], way[7:13] - way[1:7]
        cosine = (come * go).sum(axis=1) / np.maximum(np.sqrt((come**2).sum(axis=1) * (go**2).sum(axis=1)), 1e-300)
        return cosine.argmin() + 1 if cosine.min() < np.cos(np.radians(100)) else 0

    if len(way) < 20:
        return way
    first, last = hook(way), len(way) - hook(way[::-1])
    return way[first:last] if last > first else way


def smooth(way):
    """Let each dot go half of the way to the middle of its neighbours, twice."""
    for _ in range(2 if len(way) > 2 else 0):
        way = np.concatenate((way[:1], (way[:-2] + 2 * way[1:-1] + way[2:]) / 4, way[-1:]))
    return way


def strokes_of(lines):
    """The characters of a UNIPEN file, each a list of strokes (points, 2); y, which points up there, is turned."""
    characters, stroke = [], None
    for line in map(str.strip, lines):
        if line.startswith(".SEGMENT"):
            characters.append([])
        if line.startswith(".PEN_DOWN"):
            characters[-1].append(stroke := [])
        elif line.startswith((".SEGMENT", ".PEN_UP")):
            stroke = None
        elif line and not line.startswith(".") and stroke is not None:
            x, y = map(float, line.split())
            stroke.append((x, -y))
    characters = [[np.array(stroke) for stroke in strokes if stroke] for strokes in characters]
    return [strokes for strokes in characters if strokes]


def read_file(path):
    """Probabilities (n, classes) of all that a file holds."""
    if path.suffix == ".csv":
        return read(np.loadtxt(path, delimiter=",", ndmin=2)[None])
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        return np.concatenate([read(views_of(strokes)) for strokes in strokes_of(lines)])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for probabilities in read_file(Path(sys.argv[1])):
        best = probabilities.argmax()
        print(names[best], *(f"{share:.9f}" for share in (probabilities[best], *probabilities)), sep="\t")
