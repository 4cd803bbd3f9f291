"""The embedded database: a private cluster on a Unix socket, driven without the wheel's own helper."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def socket_folder(data: Path) -> Path:
    """Return the folder of the cluster's socket: short, because a socket's path may hold 107 bytes."""
    return Path(os.environ.get("MOTCUA_SOCKETS", gettempdir())) / f"motcua-{sha256(str(data.resolve()).encode()).hexdigest()[:12]}"


def database_url_parts(data: Path) -> dict[str, Any]:
    """Return NAME, USER, HOST … of ``DATABASE_URL``, or of the embedded cluster in the data folder."""
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        return {
            "NAME": unquote(parts.path.lstrip("/")) or "motcua",
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or query.get("port", "")),
        }
    return {"NAME": "motcua", "USER": "motcua", "HOST": str(socket_folder(data)), "PORT": "5432"}
