"""The folder of long spreadsheets: beside the filed documents, for these are made anew whenever somebody wants them."""

import os
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_LEFT_SECONDS = 24 * 3600


def folder() -> Path:
    """Return the folder, which is made where it is not there; only the house reads it."""
    found = Path(settings.DATA) / "exports"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def keep(written: Path, export_id: int) -> int:
    """Put a file that was written whole in its place; return its size in bytes."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    size = written.stat().st_size
    written.replace(_path(export_id))
    return size


def opened(export_id: int) -> BinaryIO | None:
    """Return the file of a spreadsheet, None where it is not there."""
    try:
        return _path(export_id).open("rb")
    except FileNotFoundError:
        return None


def remove(export_id: int) -> None:
    """Remove the file of a spreadsheet, if it is there."""
    _path(export_id).unlink(missing_ok=True)


def clear(kept: Collection[int], *, at: datetime) -> int:
    """Remove what stands in the folder for none of these, once it is a day old; return how many files."""
    names = {_path(export_id).name for export_id in kept}
    removed = 0
    for left in folder().iterdir():
        with suppress(FileNotFoundError):
            if left.name not in names and left.stat().st_mtime < at.timestamp() - _LEFT_SECONDS:
                left.unlink()
                removed += 1
    return removed


def _path(export_id: int) -> Path:
    return folder() / f"{export_id}.xlsx"
