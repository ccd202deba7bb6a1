"""The picture pipeline: what is taken, what it becomes, and what each bad file is told."""

from __future__ import annotations

import base64
import io
import os
import resource
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms

from tableorder.errors import AppError
from tableorder.menu import images
from tableorder.menu.errors import (
    PictureAnimated,
    PictureDamaged,
    PictureKindNamed,
    PictureKindRefused,
    PictureTooLarge,
    PictureTooManyPixels,
)

ANY = ("image/*",)


def written(image: Image.Image, kind: str, **options) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(kind: str = "PNG", size: tuple[int, int] = (80, 60), mode: str = "RGB") -> bytes:
    return written(Image.new(mode, size, 120), kind)


def opened(encoded: images.Encoded, width: int) -> Image.Image:
    return Image.open(io.BytesIO(encoded.files[width]))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def many_passes(count: int) -> bytes:
    """A large progressive JPEG that goes over the whole picture again and again."""
    data = written(Image.new("L", (5000, 5000), 128), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xc4")  # a table, then the last pass
    return data[:-2] + data[last:-2] * count + data[-2:]


def animation(kind: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (8, 8), (i % 256, i // 256, 0)) for i in range(frames)]
    return written(pictures[0], kind, save_all=True, append_images=pictures[1:])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_every_kind_becomes_three_webps(kind: str) -> None:
    encoded = images.encode(plain(kind, (2000, 1500)), allowed=ANY)
    sizes = {width: opened(encoded, width).size for width in encoded.files}
    assert sizes == {320: (320, 240), 640: (640, 480), 1280: (1280, 960)}
    assert {opened(encoded, width).format for width in sizes} == {"WEBP"}
    assert (encoded.width, encoded.height) == (1280, 960)


def test_a_small_picture_is_never_scaled_up() -> None:
    encoded = images.encode(plain(size=(400, 300)), allowed=ANY)
    sizes = [opened(encoded, width).size for width in (320, 640, 1280)]
    assert sizes == [(320, 240), (400, 300), (400, 300)]


def test_a_miniature_stands_in_until_the_picture_is_there() -> None:
    encoded = images.encode(plain(size=(400, 300)), allowed=ANY)
    head, _, data = str(encoded.placeholder).partition(",")
    assert head == "data:image/webp;base64"
    assert len(data) < 300
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (16, 12)


def test_what_shines_through_has_no_miniature_behind_it() -> None:
    assert images.encode(plain(mode="LA"), allowed=ANY).placeholder is None
    solid = written(Image.new("RGBA", (40, 40), (9, 9, 9, 255)), "PNG")
    assert images.encode(solid, allowed=ANY).placeholder


def test_the_same_content_is_known_again() -> None:
    one, same, other = (images.encode(plain(size=size), allowed=ANY).source
                        for size in ((40, 30), (40, 30), (30, 40)))  # fmt: skip
    assert one == same != other


def test_a_very_tall_picture_stays_within_what_webp_can_hold() -> None:
    encoded = images.encode(plain(size=(20, 30_000)), allowed=ANY)
    assert encoded.height == 2560


def test_a_turned_photo_stands_upright_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of someone"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = Image.new("RGB", (80, 60), "red")
    data = written(photo, "JPEG", exif=exif, icc_profile=profile, comment=b"secret")
    encoded = images.encode(data, allowed=ANY)
    assert (encoded.width, encoded.height) == (60, 80)
    stored = b"".join(encoded.files.values())
    assert b"Camera" not in stored
    assert b"secret" not in stored
    assert set(opened(encoded, 1280).info) <= {"loop", "background", "timestamp", "duration"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_colours_of_every_mode_are_kept(mode: str) -> None:
    grey = 40_000 if mode == "I;16" else 1 if mode == "1" else 120
    data = written(Image.new(mode, (40, 40), grey), "JPEG" if mode == "CMYK" else "PNG")
    image = opened(images.encode(data, allowed=ANY), 320)
    assert image.mode == ("RGBA" if mode in {"LA", "RGBA"} else "RGB")


def test_sixteen_bits_of_grey_are_not_all_white() -> None:
    data = written(Image.new("I;16", (40, 40), 40_000), "PNG")
    red, _, _ = opened(images.encode(data, allowed=ANY), 320).getpixel((5, 5))
    assert abs(red - 156) <= 2


def test_a_broken_colour_profile_is_passed_by() -> None:
    data = written(Image.new("RGB", (40, 40), "red"), "PNG", icc_profile=b"not a profile")
    assert images.encode(data, allowed=ANY).width == 40


def test_a_phones_jpeg_with_more_pictures_in_it_is_a_jpeg() -> None:
    main, extra = Image.new("RGB", (80, 60), "red"), Image.new("RGB", (80, 60), "blue")
    data = written(main, "MPO", save_all=True, append_images=[extra])
    red, _, blue = opened(images.encode(data, allowed=("image/jpeg",)), 320).getpixel((5, 5))
    assert red > blue


BAD = {
    "an SVG": (b"<?xml version='1.0'?><svg onload='x()'/>", PictureKindNamed, {"kind": "SVG"}),
    "HTML": (b"\n<!DOCTYPE html><script>x()</script>", PictureKindNamed, {"kind": "HTML"}),
    "a script": (b"#!/bin/sh\nrm -rf /\n", PictureKindRefused, {}),
    "nothing": (b"", PictureKindRefused, {}),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 20 + b"*/=1;x()", PictureKindNamed,
                               {"kind": "GIF"}),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n", PictureKindNamed, {"kind": "EPS"}),
    "FITS": (b"SIMPLE  =                    T", PictureKindNamed, {"kind": "FITS"}),
    "GD": (b"\xff\xfe" + b"\0" * 100, PictureKindNamed, {"kind": "GD"}),
    "TIFF": (plain("TIFF"), PictureKindNamed, {"kind": "TIFF"}),
    "BMP": (plain("BMP"), PictureKindNamed, {"kind": "BMP"}),
    "a huge PNG": (png_that_claims(50_000, 50_000), PictureTooManyPixels,
                   {"width": 50_000, "height": 50_000}),
    "a PNG that ends early": (png_that_claims(5_000, 5_000), PictureDamaged, {}),
    "half a JPEG": (plain("JPEG", (900, 900))[:3_000], PictureDamaged, {}),
    "half a WebP": (plain("WEBP", (900, 900))[:100], PictureDamaged, {}),
    "half a HEIC": (plain("HEIF", (900, 900))[:400], PictureDamaged, {}),
    "half an AVIF": (plain("AVIF", (900, 900))[:300], PictureDamaged, {}),
    "a JPEG of 2,000 passes": (many_passes(2_000), PictureDamaged, {}),
    "a moving PNG": (animation("PNG", 300), PictureAnimated, {"frames": 300}),
    "a moving WebP": (animation("WEBP", 20), PictureAnimated, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_its_own_sentence_quickly(name: str) -> None:
    data, error, params = BAD[name]
    began, memory = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(AppError) as caught:
        images.encode(data, allowed=ANY)
    assert type(caught.value) is error
    assert caught.value.params == caught.value.params | params
    assert time.monotonic() - began < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 150_000  # KiB


def test_an_animation_of_ten_thousand_frames_is_refused_unread() -> None:
    control = chunk(b"acTL", struct.pack(">II", 10_000, 0))
    still = plain("PNG", (8, 8))
    data = still[:33] + control + still[33:]
    with pytest.raises(PictureAnimated) as caught:
        images.encode(data, allowed=ANY)
    assert caught.value.params["frames"] >= 10_000


def test_an_installation_may_take_fewer_kinds() -> None:
    with pytest.raises(PictureKindNamed) as caught:
        images.encode(plain("PNG"), allowed=("image/jpeg", "image/webp"))
    assert caught.value.params == {"kind": "PNG", "allowed": "JPEG, WebP"}


def test_one_byte_too_many_is_too_many() -> None:
    assert len(images.read_upload(io.BytesIO(b"x" * 100), limit=100)) == 100
    with pytest.raises(PictureTooLarge) as caught:
        images.read_upload(io.BytesIO(b"x" * (5 * 2**20 + 1)), limit=5 * 2**20)
    assert caught.value.params == {"megabytes": "5"}


def test_noise_after_a_picture_is_not_carried_along() -> None:
    data = plain("JPEG") + b"<script>x()</script>" + os.urandom(100)
    encoded = images.encode(data, allowed=ANY)
    assert all(b"script" not in stored for stored in encoded.files.values())
