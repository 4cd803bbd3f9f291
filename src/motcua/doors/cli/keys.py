"""The secret key of a development installation, made once and kept in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from .errors import CannotRun


def secret_key(data: Path) -> str:
    """Return the installation's secret key; the first call writes it, readable by its owner only."""
    path = data / "secret-key"
    try:
        if not path.exists():
            _write(path, secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        raise CannotRun(
            f"{path} cannot be read or written ({error.strerror}): run as the owner of the data folder, "
            "or choose another with --data or MOTCUA_DATA."
        ) from error


def _write(path: Path, key: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    with suppress(FileExistsError):  # another command was quicker: its key is the key
        os.link(unfinished, path)
    unfinished.unlink()
