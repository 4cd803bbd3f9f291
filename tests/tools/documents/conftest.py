from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from motcua.config.file_store import DiskStore
from motcua.tools.documents import ports

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(ports, "_store", [])
    monkeypatch.setattr(ports, "_guards", {})
    disk = DiskStore(tmp_path / "files")
    ports.plug(disk)
    return disk


@pytest.fixture
def a_pdf():
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
        + b"x" * 3000
        + b"\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
    )


@pytest.fixture
def a_photo():
    """A phone's photo: EXIF with a place and an orientation, and a profile of its own."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste((200, 0, 0), (0, 0, 20, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "May anh cua ba Nguyet"
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.0)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, dpi=(300, 300), quality=95)
    return out.getvalue()


@pytest.fixture
def an_office_file():
    def build(*, main=_WORD, extra=(), types=True):
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            if types:
                archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
            archive.writestr("word/document.xml", "<w:document/>")
            for name, content in extra:
                archive.writestr(name, content)
        return out.getvalue()

    return build
