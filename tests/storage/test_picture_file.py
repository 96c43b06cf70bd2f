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
def test_ink_on_transparent_paper_is_dark_on_white(tmp_path: Path, ink: int) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(np.dstack((np.full_like(INK, ink), 255 - INK)), "LA").save(path)
    np.testing.assert_array_equal(read_picture(path), INK)


TURNED = {2: INK[:, ::-1], 3: INK[::-1, ::-1], 4: INK[::-1], 5: INK.T, 6: np.rot90(INK, -1), 8: np.rot90(INK)}


def camera(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("orientation", TURNED)
def test_upright_as_the_camera_says(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(INK).save(path, exif=camera(orientation))
    np.testing.assert_array_equal(read_picture(path), TURNED[orientation])


@pytest.mark.parametrize("suffix", ["png", "webp", "tiff"])
def test_upright_with_transparency(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"ink.{suffix}"
    picture = Image.fromarray(np.dstack((INK, INK, INK, 255 - INK)), "RGBA")
    picture.save(path, exif=camera(6), **({"lossless": True} if suffix == "webp" else {}))
    np.testing.assert_array_equal(read_picture(path), np.rot90(INK, -1))


def test_upright_with_sixteen_bits(tmp_path: Path) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(INK.astype(np.uint16) * 257).save(path, exif=camera(8))
    np.testing.assert_array_equal(read_picture(path), np.rot90(INK))


@pytest.mark.parametrize("note", [b"Exif\0\0nonsense", b"Exif\0\0MM\0*\xff\xff\xff\xff", b""])
def test_a_damaged_note_of_the_camera_is_passed_over(tmp_path: Path, note: bytes) -> None:
    path = tmp_path / "ink.jpg"
    Image.fromarray(INK).save(path, exif=note)
    assert read_picture(path).shape == INK.shape


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (1, 5000)])
def test_pictures_of_a_line_or_a_dot(tmp_path: Path, shape: tuple[int, int]) -> None:
    path = tmp_path / "ink.png"
    Image.fromarray(np.zeros(shape, np.uint8)).save(path)
    assert read_picture(path).size > 0


def test_a_palette_with_a_transparent_colour(tmp_path: Path) -> None:
    path = tmp_path / "ink.gif"
    picture = Image.fromarray((INK == 0).astype(np.uint8), "P")
    picture.putpalette([0, 0, 0, 255, 255, 255])
    picture.save(path, transparency=0)
    np.testing.assert_array_equal(read_picture(path), INK)


def test_of_a_moving_picture_the_first(tmp_path: Path) -> None:
    path = tmp_path / "ink.gif"
    Image.fromarray(INK).save(path, save_all=True, append_images=[Image.fromarray(255 - INK)])
    np.testing.assert_array_equal(read_picture(path), INK)


@pytest.mark.parametrize("name", ["n" * 300 + ".png", "nul\0.png", "gone/ink.png"])
def test_a_name_that_cannot_be_opened_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureFileError, match=r"\.$"):
        read_picture(tmp_path / name)


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
