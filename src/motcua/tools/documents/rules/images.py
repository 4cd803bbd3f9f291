"""Photos and scans are drawn anew, so that nothing hides in them: no EXIF, no place, no thumbnail, no second file."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from ..errors import DamagedFile, ImageTooBig
from ..vocabulary import MediaType

MOST_MEGAPIXELS = 64
_FORMAT = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG"}
_MODES = {MediaType.JPEG: ("L", "RGB"), MediaType.PNG: ("1", "L", "P", "LA", "RGB", "RGBA")}
_QUALITY = 90
_SRGB = ImageCms.createProfile("sRGB")


def redraw(file: BinaryIO, kind: MediaType, name: str) -> bytes:
    """Return the picture alone, upright, in sRGB, with its resolution; equal input gives equal bytes.

    Raises   ImageTooBig   before a decompression bomb is opened
             DamagedFile   the picture cannot be drawn to its end
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[_FORMAT[kind]]) as picture:
            if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
                raise ImageTooBig(name, MOST_MEGAPIXELS)
            return _encoded(picture, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooBig(name, MOST_MEGAPIXELS) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DamagedFile(name) from error


def _encoded(picture: Image.Image, kind: MediaType) -> bytes:
    resolution = picture.info.get("dpi")
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode == "I;16":  # sixteen grey levels too many: scale, do not clip
        upright = upright.point(lambda level: level / 256).convert("L")
    if profile and upright.mode in ("RGB", "L", "CMYK"):
        upright = _in_srgb(upright, profile)
    if upright.mode not in _MODES[kind]:
        upright = upright.convert("RGBA" if kind is MediaType.PNG else "RGB")
    transparency = upright.info.get("transparency")
    upright.info = {"transparency": transparency} if transparency is not None else {}
    out = BytesIO()
    options = {"quality": _QUALITY, "subsampling": 0} if kind is MediaType.JPEG else {}
    if resolution and all(1 <= float(side) <= 4_800 for side in resolution):
        options["dpi"] = (round(float(resolution[0])), round(float(resolution[1])))  # type: ignore[assignment]
    upright.save(out, _FORMAT[kind], **options)
    return out.getvalue()


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        drawn = ImageCms.profileToProfile(picture, BytesIO(profile), _SRGB, outputMode="RGB")
    except ImageCms.PyCMSError:
        return picture
    return drawn or picture
