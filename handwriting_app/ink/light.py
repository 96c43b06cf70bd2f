"""Greys parted in light and dark, however unevenly they are lit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from handwriting_app.ink.pieces import pieces_of
from handwriting_app.ink.scaling import box_mean, resized, stretched

LIGHT_STEP = 2
"""The light is fitted to every so many rows and columns: it bends slowly, and the fit would take most of the time."""

EVENLY_LIT = 0.8
"""Of the variance of the greys, what the best threshold explains where there are ink and paper and little between; of a
blank sheet in slanting light it explains 0.75."""

LEAST_CONTRAST = 16.0
"""Grey levels, of 255, between ink and paper; below, the picture is blank."""

LEAST_DISTANCE = 3.0
"""How many times their spread light and dark are apart; less, and they are the noise of one paper …"""

CLEAR = 10.0
"""… and less than this, and a shadow's edge may be among them: the light is looked for place by place."""

BINS = 256
"""Of the greys, when a threshold is sought."""

SHADE_SIDE = 32
SHADE_REACH = 3
"""The light of a place is the median of the greys round it: of a square of 2 reach + 1 pixels, where the longer side of
the picture has so many. The edge of a shadow stays an edge."""

STANDS_OUT = 5.0
"""How many times the spread of the paper a faint thin line is darker or lighter than it."""

HANGS_ON = 0.6
"""What stands out by this share of the threshold is ink, too, where it hangs together with what is beyond it."""

FAINT_LENGTH = 0.06
"""Of the longer side of the picture, how long such a line must be."""

FAINT_GAP = 2
"""Pixels by which its pieces are widened until they hang together: a pencil's line is broken."""


class Blank(ValueError):
    """There is nothing to be told from the paper."""


class Parted(NamedTuple):
    """A picture without its uneven light.

    Attributes:
        flat: float32 (rows, columns), greys.
        is_light: bool of the same shape.
        is_faint: Whether the rarer of light and dark is rare and hardly stands out: its lines may be broken.
    """

    flat: NDArray[np.float32]
    is_light: NDArray[np.bool_]
    is_faint: bool = False


def parted(grey: NDArray[np.float32], *, may_have_shadows: bool = True) -> Parted:
    """Light and dark in a picture (rows, columns), 0 black … 255 white.

    Uneven light is fitted as a quadratic surface and taken away; then N. Otsu's threshold (IEEE Trans. SMC, 1979) parts
    the pixels in two. In a small picture that a thick digit fills the surface bends into the ink: there the greys are
    left as they are if that parts them more clearly. Where light and dark are still not clear apart, as at the edge of
    a shadow, the light is taken to be the median of the greys round each place.

    Raises:
        Blank: Ink and paper cannot be told apart.
    """
    flat = grey - surface(grey)
    threshold, explained = otsu(flat)
    as_it_is, explained_as_it_is = otsu(grey)
    if explained_as_it_is > max(explained, EVENLY_LIT):
        flat, threshold = grey, as_it_is
    contrast, distance = _apart(flat, threshold)
    if may_have_shadows and distance < CLEAR:
        locally = flat - shade(flat)
        local_threshold = otsu(locally)[0]
        local_contrast, local_distance = _apart(locally, local_threshold)
        if local_distance > distance:
            flat, threshold, contrast, distance = locally, local_threshold, local_contrast, local_distance
    if contrast < LEAST_CONTRAST or distance < LEAST_DISTANCE:
        return _faintly_parted(flat - shade(flat))
    return Parted(flat, flat > threshold)


def _faintly_parted(flat: NDArray[np.float32]) -> Parted:
    """The same where ink is rare: Otsu's threshold sees no ink that is a hundredth of the picture.

    What stands out from the paper is ink, or, where that is of two kinds, as a pencil's line and faint squares, the one
    that stands out more.
    """
    bound = max(STANDS_OUT * 1.4826 * float(np.median(np.abs(flat))), LEAST_CONTRAST)
    away, is_dark = max(((-flat, True), (flat, False)), key=lambda side: np.count_nonzero(side[0] > bound))
    outlying = away > bound
    low, high = box_of_line(outlying)
    if (high - low).max() < FAINT_LENGTH * max(flat.shape):
        raise Blank("The picture is blank or too pale: no ink can be told from the paper.")
    threshold = otsu(away[outlying])[0]
    if _apart(away[outlying], threshold)[1] < LEAST_DISTANCE:
        threshold = bound
    pieces = pieces_of(away > HANGS_ON * threshold)
    is_seen = np.zeros(len(pieces.sizes), np.bool_)
    is_seen[pieces.labels[away > threshold]] = True
    is_seen[0] = False
    is_ink = is_seen[pieces.labels]
    return Parted(flat, ~is_ink if is_dark else is_ink, is_faint=True)


def box_of_line(ink: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The box of the largest piece of a broken line in ``ink`` (rows, columns), empty where there is none.

    Returns:
        (2,) row and column of the upper left corner, and (2,) one past the lower right.
    """
    pieces = pieces_of(box_mean(ink.astype(np.float32), FAINT_GAP) > 0)
    low, high = pieces.boxes[int(np.argmax(pieces.sizes))].reshape(2, 2)
    return np.minimum(low + FAINT_GAP, high), np.maximum(high - FAINT_GAP, low)


def _apart(flat: NDArray[np.float32], threshold: float) -> tuple[float, float]:
    """Between light and dark: grey levels, and how many times their spread; 0 where there is one of them alone."""
    is_light = flat > threshold
    light, dark = flat[is_light], flat[~is_light]
    if not light.size or not dark.size:
        return 0.0, 0.0
    contrast = float(light.mean() - dark.mean())
    spread = np.sqrt((light.var() * light.size + dark.var() * dark.size) / flat.size)
    return contrast, contrast / max(float(spread), 1e-6)


def surface(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brightness of the paper alone (rows, columns): a quadratic surface through the pixels that are not ink."""
    y, x = (np.linspace(-1, 1, length) for length in grey.shape)
    fewer_y, fewer_x = y[::LIGHT_STEP, None], x[None, ::LIGHT_STEP]
    values = grey[::LIGHT_STEP, ::LIGHT_STEP].reshape(-1).astype(np.float64)
    shape = (fewer_y.size, fewer_x.size)
    terms = np.stack([np.broadcast_to(term, shape).reshape(-1) for term in _quadratic(fewer_x, fewer_y)])
    middle = np.median(values)
    rest = np.abs(values - middle)
    factors: NDArray[np.floating] = np.zeros(len(terms))
    for _ in range(6):
        is_paper = rest <= max(2.5 * float(np.median(rest)), 4.0)
        # Almost no digit covers half of its picture; with less paper than that the fit would bend into the ink.
        if is_paper.mean() < 0.4:
            return np.full(grey.shape, middle, np.float32)
        weighted = terms * is_paper
        # By least squares, because a picture one pixel wide leaves some of the factors open.
        factors = np.linalg.lstsq(weighted @ terms.T, weighted @ values, rcond=None)[0]
        rest = np.abs(values - factors @ terms)
    fitted = sum(factor * term for factor, term in zip(factors, _quadratic(x[None], y[:, None]), strict=True))
    return np.asarray(fitted, np.float32)


def _quadratic(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """The terms of a quadratic surface over ``x`` and ``y``, each as broadcast as it needs to be."""
    return np.ones_like(x), x, y, x * x, x * y, y * y


def shade(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brightness of the paper (rows, columns): the median of the greys round each place, where thin ink is rare."""
    small = resized(grey, min(SHADE_SIDE, max(grey.shape)))
    side = 2 * SHADE_REACH + 1
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(small, SHADE_REACH, mode="edge"), (side, side))
    medians = np.median(windows.reshape(*small.shape, side * side), axis=-1)
    return stretched(medians.astype(np.float32), *grey.shape)


def otsu(values: NDArray[np.float32]) -> tuple[float, float]:
    """The threshold that parts ``values`` into the two classes of greatest variance between them.

    And which share of all variance that is, 0 to 1; none where all is one grey.
    """
    low, high = float(values.min()), float(values.max())
    if high - low < 1:
        return high, 0.0
    width = (high - low) / BINS
    bins = np.minimum(((values - low) / np.float32(width)).astype(np.uint16), BINS - 1)
    counts = np.bincount(bins.reshape(-1), minlength=BINS)
    centres = low + width * (np.arange(BINS) + 0.5)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * centres)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.nan_to_num(below * above * np.square(sums / below - (sums[-1] - sums) / above))
    best = int(np.argmax(between))
    variance = float(np.sum(counts * np.square(centres - sums[-1] / values.size)))
    return low + width * (best + 1), float(between[best]) / (values.size * variance)
