"""The data folder: made when it is not there, and its secret key with it."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from .errors import CannotRun


def prepare(data: Path) -> None:
    """Make the folder; whether it can be worked in is told in one sentence."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(
            f"{data} cannot be made ({error.strerror}): choose another with --data or MOTCUA_DATA."
        ) from error
    if not os.access(data, os.W_OK | os.X_OK):
        raise CannotRun(
            f"{data} belongs to another user: run as its owner, or choose another with --data or MOTCUA_DATA."
        )


def secret_key(data: Path) -> str:
    """Return the installation's secret key; the first call writes it, readable by its owner only."""
    path = data / "secret-key"
    try:
        if not path.exists():
            _write(path, secrets.token_urlsafe(64))
        return path.read_text().strip()
    except OSError as error:
        raise CannotRun(f"{path} cannot be read or written ({error.strerror}): run as its owner.") from error


def _write(path: Path, key: str) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(key)
    with suppress(FileExistsError):  # another command was quicker: its key is the key
        os.link(unfinished, path)
    unfinished.unlink()
