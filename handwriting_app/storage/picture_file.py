"""Picture files (PNG, JPEG …) as plain arrays; the files are not trusted."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from handwriting_app.ink.transparency import on_paper
from handwriting_app.numerals import count

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
MAX_BYTES = 64 * 2**20
MAX_PIXELS = 50_000_000
"""A phone's largest photographs have about this many; a file of a few bytes may claim many more."""

MAX_SIDE = 1024
"""A larger picture is scaled down to this many pixels along its longer side: one digit needs no more."""


class PictureFileError(Exception):
    """The file cannot be read as a picture; the message says what was wrong, in one sentence."""


ORIENTATION = 0x0112
"""The tag of Exif that says how the camera was held."""

UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What sets a picture upright, for each value of that tag."""


def read_picture(path: Path) -> NDArray[np.uint8]:
    """The first picture in a file as `decoded` gives it.

    Raises:
        PictureFileError: The file is missing, empty, damaged, cut short, too large or not a picture.
    """
    try:
        if path.exists() and not path.is_file():
            raise PictureFileError("this is not a file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PictureFileError(f"it is {count(size / 2**20)} MiB; a picture may have {MAX_BYTES // 2**20} MiB.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise PictureFileError(f"it cannot be opened: {error.strerror or error}.") from error
    except ValueError as error:
        raise PictureFileError("no file can have this name.") from error
    return decoded(data)


def decoded(data: bytes) -> NDArray[np.uint8]:
    """The first picture in the bytes of a file as greys, shape (rows, columns), 0 black to 255 white.

    It is upright as its camera says, and on paper where it is transparent (`on_paper`).

    Raises:
        PictureFileError: The bytes are damaged, cut short, too many or not a picture.
    """
    if len(data) > MAX_BYTES:
        raise PictureFileError(f"it has more than the {MAX_BYTES // 2**20} MiB that a picture may have.")
    with warnings.catch_warnings():
        # Pillow warns of odd but readable files, and of large ones, which are refused below.
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                return greys(image)
        except PictureFileError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureFileError(
                f"it has more than the {MAX_PIXELS // 10**6} million pixels that can be read."
            ) from error
        except UnidentifiedImageError as error:
            raise PictureFileError("it is not a picture, or of a kind that cannot be read.") from error
        except MemoryError as error:
            raise PictureFileError("it needs more memory than there is.") from error
        except Exception as error:  # the decoders raise nearly everything over damaged files
            raise PictureFileError("it is a damaged picture, or cut short.") from error


def greys(image: Image.Image) -> NDArray[np.uint8]:
    """The same for a picture that is open already, wherever it came from.

    Raises:
        PictureFileError: It has too many pixels.
    """
    if image.width * image.height > MAX_PIXELS:
        raise PictureFileError(
            f"it has {count(image.width)} × {count(image.height)} pixels; {MAX_PIXELS // 10**6} million can be read."
        )
    image.draft("L", (MAX_SIDE, MAX_SIDE))  # lets JPEG skip detail that is not needed
    image.load()
    # Asked before anything is converted, which forgets it; and after loading, where Pillow itself turns a TIFF upright.
    turn = UPRIGHT.get(_orientation(image))
    if image.mode.startswith(("I", "F")):
        image = _eight_bit(image)
    else:
        image = image.convert("RGBA" if image.has_transparency_data else "L")
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    if turn is not None:
        image = image.transpose(turn)
    if image.mode != "RGBA":
        return np.array(image, dtype=np.uint8)
    return on_paper(np.array(image.convert("RGB").convert("L")), np.array(image.getchannel("A")))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # a damaged note of the camera's is no reason not to read the picture
        return 1


def _eight_bit(image: Image.Image) -> Image.Image:
    """16 and 32 bits a pixel, spread over 0…255: such files agree on no white."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255 / (high - low) if high > low else 0.0)
    return Image.fromarray(scaled.astype(np.uint8))
