"""Static files, gathered into the data folder when any of them has changed."""

import sys
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> None:
    """Gather the static files if one of them is newer than the last time."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "static.stamp"
    found = _fingerprint()
    if not stamp.exists() or stamp.read_text() != found or not root.is_dir():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=sys.stderr)
        stamp.write_text(found)


def _fingerprint() -> str:
    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
