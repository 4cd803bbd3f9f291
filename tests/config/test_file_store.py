import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO
from itertools import cycle

import pytest

from motcua.config.file_store import DiskStore


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_content_is_kept_once_under_its_digest(tmp_path):
    store, content = DiskStore(tmp_path), "Đơn đăng ký".encode()
    first, second = store.put(BytesIO(content)), store.put(BytesIO(content))
    digest = sha256(content).hexdigest()
    assert first == second
    assert (first.digest, first.size) == (digest, len(content))
    assert _files(tmp_path) == [tmp_path / digest[:2] / digest[2:4] / digest]
    assert _files(tmp_path)[0].stat().st_mode & 0o777 == 0o440
    with store.open(digest) as file:
        assert file.read() == content
    assert store.exists(digest)
    assert not store.exists("0" * 64)


def test_a_digest_is_never_a_path(tmp_path):
    store = DiskStore(tmp_path)
    for wrong in ("../../etc/passwd", "", "g" * 64, "A" * 64):
        with pytest.raises(ValueError, match="digest"):
            store.open(wrong)


def test_many_put_the_same_content_at_once(tmp_path):
    content = os.urandom(700_000)
    with ThreadPoolExecutor(8) as people:
        kept = list(people.map(lambda store: store.put(BytesIO(content)), [DiskStore(tmp_path) for _ in range(24)]))
    assert len(set(kept)) == 1
    assert len(_files(tmp_path)) == 1
    assert _files(tmp_path)[0].read_bytes() == content


def test_a_stream_that_breaks_leaves_nothing(tmp_path):
    class Broken(BytesIO):
        turns = cycle([b"x" * 1000, None])

        def read(self, size=-1):
            if (chunk := next(self.turns)) is None:
                raise ConnectionResetError
            return chunk

    with pytest.raises(ConnectionResetError):
        DiskStore(tmp_path).put(Broken())
    assert _files(tmp_path) == []


def test_a_killed_process_leaves_no_half_file_and_its_rest_is_cleared(tmp_path):
    script = (
        "import sys, os, signal; from io import BytesIO; from pathlib import Path\n"
        "from motcua.config.file_store import DiskStore\n"
        "class Slow(BytesIO):\n"
        "    n = 0\n"
        "    def read(self, size=-1):\n"
        "        self.n += 1\n"
        "        if self.n == 3: os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return b'x' * 300_000\n"
        "DiskStore(Path(sys.argv[1])).put(Slow())\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    left = _files(tmp_path)
    assert [path.parent.name for path in left] == ["incoming"]
    os.utime(left[0], (0, 0))
    DiskStore(tmp_path).put(BytesIO(b"next"))
    assert [path.read_bytes() for path in _files(tmp_path)] == [b"next"]
