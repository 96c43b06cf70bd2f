"""Picture files (PNG, JPEG …) as plain arrays; the files are not trusted."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from handwriting_app.numerals import count

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "PPM")
MAX_BYTES = 64 * 2**20
MAX_PIXELS = 50_000_000
"""A phone's largest photographs have about this many; a file of a few bytes may claim many more."""

MAX_SIDE = 1024
"""A larger picture is scaled down to this many pixels along its longer side: one digit needs no more."""


class PictureFileError(Exception):
    """The file cannot be read as a picture; the message says what was wrong, in one sentence."""


def read_picture(path: Path) -> NDArray[np.uint8]:
    """The first picture in a file as greys, shape (rows, columns), 0 black to 255 white, upright as its camera says.

    What is transparent becomes the opposite of what is drawn: white behind dark ink, black behind light ink.

    Raises:
        PictureFileError: The file is missing, empty, damaged, cut short, too large or not a picture.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise PictureFileError(f"it cannot be opened: {error.strerror or error}.") from error
    if not path.is_file():
        raise PictureFileError("this is not a file.")
    if size > MAX_BYTES:
        raise PictureFileError(f"it is {count(size / 2**20)} MiB; a picture may have {MAX_BYTES // 2**20} MiB.")
    with warnings.catch_warnings():
        # Pillow warns of odd but readable files, and of large ones, which are refused below.
        warnings.simplefilter("ignore")
        try:
            with Image.open(path, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise PictureFileError(
                        f"it has {count(image.width)} × {count(image.height)} pixels; "
                        f"{MAX_PIXELS // 10**6} million can be read."
                    )
                return _greys(image)
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


def _greys(image: Image.Image) -> NDArray[np.uint8]:
    if image.mode.startswith(("I", "F")):
        image = _eight_bit(image)
    elif image.has_transparency_data:
        image = _on_contrast(image.convert("RGBA"))
    else:
        image.draft("L", (MAX_SIDE, MAX_SIDE))  # lets JPEG skip detail that is not needed
        image = image.convert("L")
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    return np.array(ImageOps.exif_transpose(image), dtype=np.uint8)


def _eight_bit(image: Image.Image) -> Image.Image:
    """16 and 32 bits a pixel, spread over 0…255: such files agree on no white."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float64), posinf=0.0, neginf=0.0)
    low, high = values.min(), values.max()
    scaled = (values - low) * (255 / (high - low) if high > low else 0.0)
    return Image.fromarray(scaled.astype(np.uint8))


def _on_contrast(image: Image.Image) -> Image.Image:
    alpha = np.asarray(image.getchannel("A"))
    grey = np.asarray(image.convert("RGB").convert("L"))
    is_light = bool(alpha.any()) and np.average(grey, weights=alpha) > 127
    backdrop = Image.new("RGBA", image.size, "black" if is_light else "white")
    return Image.alpha_composite(backdrop, image).convert("L")
