"""Pictures: from whatever a phone sends to three WebP files, or a sentence that says why not.

The content decides, never the name. Size and frames are checked before anything is decoded; what
is served was encoded here, upright, in sRGB and without metadata. Touches no database.
"""

from __future__ import annotations

import hashlib
import io
import struct
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from tableorder import pool
from tableorder.errors import AppError, Unavailable
from tableorder.menu.errors import (
    HeicUnreadable,
    PictureAnimated,
    PictureDamaged,
    PictureKindNamed,
    PictureKindRefused,
    PictureTooLarge,
    PictureTooManyPixels,
)
from tableorder.menu.tree import PICTURE_WIDTHS

try:
    from pillow_heif import register_heif_opener
except ImportError:  # no wheel for this platform: HEIC gets a sentence of its own
    READS_HEIC = False
else:
    READS_HEIC = True
    register_heif_opener()

LARGEST_PIXELS = 25_000_000  # a phone's; the largest takes about 400 MB for a moment
MOST_SCANS = 32  # a progressive JPEG has about ten; each costs the time of a whole picture
TALLEST = 2  # times the width: nothing on a menu is longer, and WebP ends at 16,383 px
QUALITY = 75
BLUR_WIDTH, BLUR_QUALITY = 16, 30
AT_ONCE = 2
LONGEST_WAIT = 20.0

# Checked by ourselves before a pixel is decoded; Pillow would only warn in between.
Image.MAX_IMAGE_PIXELS = None

MIME_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with more beside it, as many phones write
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "HEIF": "image/heic",
}
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", *(("HEIF",) if READS_HEIC else ()))
RESIZABLE = {"L", "LA", "RGB", "RGBA", "CMYK"}
# These may hold several pictures of which the first is the one to show.
STILL = {"MPO", "HEIF"}
SCANNED, SCAN = {"JPEG", "MPO"}, b"\xff\xda"
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
NAMED_KINDS = (
    (b"GIF8", "GIF"),
    (b"%!PS", "EPS"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"%PDF", "PDF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"SIMPLE  =", "FITS"),
    (b"\xff\xfe", "GD"),
    (b"\xff\xff", "GD"),
    (b"gd2\x00", "GD"),
    (b"PK\x03\x04", "ZIP"),
)
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, IndexError)

_slots = threading.BoundedSemaphore(AT_ONCE)


class Encoded(NamedTuple):
    """A picture as it is stored: WebP bytes by width, and the size of the largest.

    `placeholder` is a blurred miniature as a data URI (about 130 characters), shown until the
    picture is there; None where the picture lets its ground shine through. `source` is a hash of
    the content that the picture was made from.
    """

    files: dict[int, bytes]
    width: int
    height: int
    placeholder: str | None
    source: str


def read_upload(stream: IO[bytes], *, limit: int) -> bytes:
    """Read at most `limit` bytes; raises PictureTooLarge when there are more."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise too_large(limit)
    return data


def too_large(limit: int) -> PictureTooLarge:
    """Return the error for a file over `limit` bytes."""
    return PictureTooLarge(megabytes=f"{limit / 2**20:g}")


def encode_upload(data: bytes, *, allowed: tuple[str, ...]) -> Encoded:
    """Decode, turn, clean and encode a picture in the thread pool, a few at once.

    Raises Unavailable when the wait for a turn is too long, and the errors of `encode`.
    """
    with _turn():
        return pool.run(encode, data, allowed=allowed)


@contextmanager
def _turn() -> Iterator[None]:
    if not _slots.acquire(timeout=LONGEST_WAIT):
        raise Unavailable
    try:
        yield
    finally:
        _slots.release()


def encode(data: bytes, *, allowed: tuple[str, ...]) -> Encoded:
    """Return the picture at its three widths.

    Raises PictureKindRefused, PictureTooManyPixels, PictureAnimated or PictureDamaged.
    """
    with _opened(data, allowed) as image:
        return _encode_all(_upright(image), hashlib.sha256(data).hexdigest())


def inspect(data: bytes, *, allowed: tuple[str, ...]) -> None:
    """Refuse what `encode` would refuse, as far as that is cheap to know.

    A camera's JPEG is read to its end at an eighth of its size, in 25 ms for 12 megapixels; a
    progressive one would take their memory.
    """
    with _opened(data, allowed) as image:
        if image.format in SCANNED and "progressive" not in image.info:
            image.draft("RGB", (1, 1))
            image.load()


@contextmanager
def _opened(data: bytes, allowed: tuple[str, ...]) -> Iterator[Image.Image]:
    """Open a picture that we take; what is wrong with it gets an error of ours, then or later."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check(image, allowed)
            if image.format in SCANNED and data.count(SCAN) > MOST_SCANS:
                raise PictureDamaged
            yield image
    except UnidentifiedImageError:
        raise _refusal(data, allowed) from None
    except UNREADABLE as error:
        raise PictureDamaged from error


def _check(image: Image.Image, allowed: tuple[str, ...]) -> None:
    kind = MIME_TYPES[str(image.format)]
    if "image/*" not in allowed and kind not in allowed:
        raise PictureKindNamed(kind=_short(kind), allowed=kinds_taken(allowed))
    if image.width * image.height > LARGEST_PIXELS:
        raise PictureTooManyPixels(
            width=image.width, height=image.height, megapixels=LARGEST_PIXELS // 10**6
        )
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image.format not in STILL:
        raise PictureAnimated(frames=frames)


def _upright(image: Image.Image) -> Image.Image:
    """Decode the picture no larger than needed, turned as its camera was held, in sRGB."""
    if image.mode in RESIZABLE:
        side = 2 * max(PICTURE_WIDTHS.values())
        image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    ImageOps.exif_transpose(image, in_place=True)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return _in_srgb(image).convert(mode)


def _in_srgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        mode = "RGB" if image.mode == "CMYK" else image.mode
        return ImageCms.profileToProfile(image, source, target, outputMode=mode) or image
    except (ImageCms.PyCMSError, ValueError, OSError):
        return image  # a broken or foreign profile: the colours as they stand


def _encode_all(image: Image.Image, source: str) -> Encoded:
    files, size = {}, (0, 0)
    for width in sorted(PICTURE_WIDTHS.values(), reverse=True):
        # Each is made of the next larger one, never of a smaller: nothing is scaled up.
        image.thumbnail((width, TALLEST * width), Image.Resampling.LANCZOS, reducing_gap=2.0)
        size = size if any(size) else image.size
        files[width] = _webp(image, QUALITY)
    return Encoded(files, *size, _placeholder(image), source)


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=4, icc_profile=b"", exif=b"", xmp=b"")
    return buffer.getvalue()


def _placeholder(image: Image.Image) -> str | None:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255):
        return None
    image.thumbnail((BLUR_WIDTH, TALLEST * BLUR_WIDTH), Image.Resampling.BOX)
    return f"data:image/webp;base64,{b64encode(_webp(image, BLUR_QUALITY)).decode()}"


def _refusal(data: bytes, allowed: tuple[str, ...]) -> AppError:
    brand = data[8:12] if data[4:8] == b"ftyp" else b""
    if brand in HEIC_BRANDS and not READS_HEIC:
        return HeicUnreadable()
    if brand in HEIC_BRANDS | AVIF_BRANDS:
        return PictureDamaged()
    kind = _kind_of(data)
    if kind:
        return PictureKindNamed(kind=kind, allowed=kinds_taken(allowed))
    return PictureKindRefused(allowed=kinds_taken(allowed))


def _kind_of(data: bytes) -> str | None:
    """Name what the content is, if it is something that people send by mistake."""
    for start, kind in NAMED_KINDS:
        if data.startswith(start):
            return kind
    text = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in text:
        return "SVG"
    if text.startswith((b"<!doctype html", b"<html", b"<script")):
        return "HTML"
    return None


def types_taken(allowed: tuple[str, ...]) -> list[str]:
    """List the types of the files that this installation can read and takes."""
    types = [MIME_TYPES[name] for name in FORMATS]
    return types if "image/*" in allowed else [kind for kind in types if kind in allowed]


def kinds_taken(allowed: tuple[str, ...]) -> str:
    """Name the kinds of pictures that are taken."""
    return ", ".join(_short(kind) for kind in types_taken(allowed))


def _short(kind: str) -> str:
    name = kind.removeprefix("image/")
    return "WebP" if name == "webp" else name.upper()
