"""Files on the local disk, addressed by content: the adapter of ``documents.ports.FileStore``."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from motcua.tools.documents.ports import Stored

_CHUNK = 256 * 1024
_FORGOTTEN_SECONDS = 24 * 3600


class DiskStore:
    """Keep each content once, as ``ab/cd/<sha256>``.

    Bytes are written beside, forced to the disk and then moved into place, so that a name never stands for half a file,
    whenever the machine stops. What a killed process left beside is cleared away a day later.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"

    def put(self, stream: BinaryIO) -> Stored:
        """Keep the bytes from here to the stream's end; they are on the disk when this returns."""
        self._incoming.mkdir(parents=True, exist_ok=True, mode=0o750)
        handle, name = mkstemp(dir=self._incoming)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                digest, size = sha256(), 0
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += file.write(chunk)
                file.flush()
                os.fchmod(file.fileno(), 0o440)
                os.fsync(file.fileno())
            self._clear_forgotten(beside.stat().st_mtime)
            self._move(beside, self._path(digest.hexdigest()))
        finally:
            beside.unlink(missing_ok=True)
        return Stored(digest=digest.hexdigest(), size=size)

    def open(self, digest: str) -> BinaryIO:
        """Return the bytes for reading. Raises FileNotFoundError."""
        return self._path(digest).open("rb")

    def exists(self, digest: str) -> bool:
        """Say whether the bytes are kept."""
        return self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("a digest is 64 hexadecimal signs")
        return self._folder / digest[:2] / digest[2:4] / digest

    def _move(self, beside: Path, place: Path) -> None:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
            beside.replace(place)
        # also when another process moved it: its name may not be on the disk yet
        for folder in (place.parent, place.parent.parent, self._folder):
            _force(folder)

    def _clear_forgotten(self, written: float) -> None:
        for left in self._incoming.iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < written - _FORGOTTEN_SECONDS:
                    left.unlink()


def _force(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
