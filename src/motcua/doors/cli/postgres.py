"""Where the database is: `DATABASE_URL`, or the embedded cluster of the data folder on its Unix socket."""

import os
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROLE = NAME = "motcua"
PORT = "5432"


def socket_folder(data: Path) -> Path:
    """Return the folder of the cluster's socket: short, because a socket's path may hold 107 bytes.

    The same for every process of one data folder, whatever its TMPDIR; `MOTCUA_SOCKETS` moves it.
    """
    mark = sha256(str(data.resolve()).encode()).hexdigest()[:12]
    return Path(os.environ.get("MOTCUA_SOCKETS", "/tmp")) / f"motcua-{mark}"  # noqa: S108 - 0700 and checked on use


def database_url_parts(data: Path) -> dict[str, Any]:
    """Return NAME, USER, HOST … of ``DATABASE_URL``, or of the embedded cluster in the data folder."""
    if url := os.environ.get("DATABASE_URL"):
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        return {
            "NAME": unquote(parts.path.lstrip("/")) or NAME,
            "USER": unquote(parts.username or query.get("user", "")),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": query.get("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or query.get("port", "")),
        }
    return {"NAME": NAME, "USER": ROLE, "HOST": str(socket_folder(data)), "PORT": PORT}
