"""Pictures as people have them: any kind, any polarity, and files that are not pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from handwriting_app.storage import picture_file
from handwriting_app.storage.picture_file import PictureFileError, read_picture

INK = np.full((40, 30), 255, np.uint8)
INK[10:30, 12:18] = 0


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "bmp", "tiff", "webp", "pgm"])
def test_every_usual_kind(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ink.{suffix}"
    Image.fromarray(INK).save(path)
    picture = read_picture(path)
    assert picture.shape == INK.shape
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(picture > 127, INK > 127)


@pytest.mark.parametrize("mode", ["1", "P", "LA", "RGB", "RGBA", "CMYK"])
def test_every_usual_mode(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "ink.tiff"
    Image.fromarray(INK).convert(mode).save(path)
    np.testing.assert_array_equal(read_picture(path) > 127, INK > 127)


def test_sixteen_bits(tmp_path: Path) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(INK.astype(np.uint16) * 257).save(path)
    np.testing.assert_array_equal(read_picture(path), INK)


@pytest.mark.parametrize("ink", [0, 255], ids=["black ink", "white ink"])
def test_transparent_paper_is_the_opposite_of_the_ink(tmp_path: Path, ink: int) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(np.dstack((np.full_like(INK, ink), 255 - INK)), "LA").save(path)
    np.testing.assert_array_equal(read_picture(path), np.where(INK == 0, ink, 255 - ink))


def test_upright_as_the_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "ink.png"
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees to the right
    Image.fromarray(INK).save(path, exif=exif)
    np.testing.assert_array_equal(read_picture(path), np.rot90(INK, -1))


def test_a_large_picture_is_scaled_down(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.fromarray(np.kron(INK, np.ones((100, 100), np.uint8))).save(path)
    assert read_picture(path).shape == (1024, 768)


def test_a_small_file_that_claims_many_pixels_is_refused_before_decoding(tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    path = tmp_path / "bomb.png"
    for side in (8_000, 60_000):
        header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b""))
        with pytest.raises(PictureFileError, match="pixels"):
            read_picture(path)


def test_a_huge_file_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(INK).save(path)
    monkeypatch.setattr(picture_file, "MAX_BYTES", 10)
    with pytest.raises(PictureFileError, match="MiB"):
        read_picture(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    suffix=st.sampled_from(["png", "jpg", "gif", "bmp", "tiff", "webp"]),
    keep=st.floats(0, 1),
    change=st.binary(max_size=8),
)
def test_a_damaged_file_gives_a_picture_or_one_kind_of_error(
    tmp_path: Path, suffix: str, keep: float, change: bytes
) -> None:
    path = tmp_path / f"damaged.{suffix}"
    Image.fromarray(INK).save(path)
    whole = path.read_bytes()
    cut = int(len(whole) * keep)
    path.write_bytes(whole[:cut] + change + whole[cut + len(change) : len(whole) - (cut % 2) * 5])
    try:
        picture = read_picture(path)
    except PictureFileError:
        return
    assert picture.ndim == 2
    assert picture.dtype == np.uint8
