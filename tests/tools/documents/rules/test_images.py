from io import BytesIO

import pytest
from PIL import Image

from motcua.tools.documents.errors import DamagedFile, ImageTooBig
from motcua.tools.documents.rules import images
from motcua.tools.documents.vocabulary import MediaType


def test_a_photo_loses_place_and_owner_and_stands_upright(a_photo):
    kept = images.redraw(BytesIO(a_photo), MediaType.JPEG, "ảnh.jpg")
    with Image.open(BytesIO(kept)) as picture:
        assert not dict(picture.getexif())
        assert picture.size == (40, 60)
        assert picture.info["dpi"] == (300, 300)
        red, green, _ = picture.getpixel((20, 5))
        assert red > 150 > green  # the left edge was turned to the top
    assert b"Nguyet" in a_photo
    assert b"Nguyet" not in kept


def test_what_is_hung_behind_a_picture_is_not_kept(a_photo):
    kept = images.redraw(BytesIO(a_photo + b"PK\x03\x04<script>alert(1)</script>"), MediaType.JPEG, "ảnh.jpg")
    assert b"script" not in kept


def test_the_same_picture_gives_the_same_bytes(a_photo):
    assert images.redraw(BytesIO(a_photo), MediaType.JPEG, "a") == images.redraw(BytesIO(a_photo), MediaType.JPEG, "b")


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_png_of_every_depth_is_drawn(mode):
    out = BytesIO()
    Image.new(mode, (9, 9)).save(out, "PNG")
    with Image.open(BytesIO(images.redraw(out, MediaType.PNG, "quét.png"))) as picture:
        assert picture.size == (9, 9)
        assert picture.mode in ("1", "L", "P", "LA", "RGB", "RGBA")


def test_a_transparent_palette_stays_transparent():
    out = BytesIO()
    drawn = Image.new("P", (4, 4), 1)
    drawn.putpalette([0, 0, 0, 255, 255, 255])
    drawn.save(out, "PNG", transparency=1)
    with Image.open(BytesIO(images.redraw(out, MediaType.PNG, "dấu.png"))) as picture:
        assert picture.convert("RGBA").getpixel((0, 0))[3] == 0


def test_a_print_shop_jpeg_becomes_rgb():
    out = BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(out, "JPEG")
    with Image.open(BytesIO(images.redraw(out, MediaType.JPEG, "in.jpg"))) as picture:
        assert picture.mode == "RGB"


def test_a_bomb_is_refused_before_it_is_opened():
    out = BytesIO()
    Image.new("1", (9_000, 8_000)).save(out, "PNG")
    with pytest.raises(ImageTooBig, match="64 triệu"):
        images.redraw(out, MediaType.PNG, "bom.png")
    out = BytesIO()
    Image.new("1", (20_000, 10_000)).save(out, "PNG")
    with pytest.raises(ImageTooBig):
        images.redraw(out, MediaType.PNG, "bom.png")


def test_half_a_picture_is_refused(a_photo):
    with pytest.raises(DamagedFile, match=r"“ảnh[.]jpg” bị hỏng"):
        images.redraw(BytesIO(a_photo[: len(a_photo) - 200]), MediaType.JPEG, "ảnh.jpg")
