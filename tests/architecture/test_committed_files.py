"""What must never be committed: hosts of package registries, paths of one machine, fonts, secrets."""

import re
from subprocess import run

import pytest

from .house import ROOT

# Written with a class of one letter here and there, so that this file does not find itself.
REGISTRIES = re.compile(
    r"registry[.]np[m]js|registry[.]yar[n]pkg|[p]ypi[.](org|io)|python[h]osted[.]org|[-][-](extra-)?index-url"
)
ONE_MACHINE = re.compile(r"(^|[^a-zA-Z0-9_.])/(work|farm|root|home/[a-z]+)[/]")
BINARY = {".png", ".pdf", ".ico", ".woff2", ".ttf", ".jpg"}


@pytest.fixture(scope="module")
def committed():
    listed = run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("pattern", [REGISTRIES, ONE_MACHINE], ids=["registry host", "machine path"])
def test_no_file_names_a_registry_or_a_path_of_one_machine(committed, pattern):
    faults = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in committed
        if path.suffix not in BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not faults, "\n".join(faults)


def test_the_locks_name_no_place_to_download_from():
    python = [(ROOT / "requirements" / name).read_text() for name in ("prod.txt", "dev.txt")]
    assert not re.search(r"://|find[-]links", "".join(python))
    assert '"resolved' + '"' not in (ROOT / "package-lock.json").read_text()


def test_every_locked_package_carries_a_hash():
    for name in ("prod.txt", "dev.txt"):
        entries = (ROOT / "requirements" / name).read_text().replace("\\\n", " ").splitlines()
        assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_no_font_is_committed(committed):
    assert not [path for path in committed if path.suffix in {".woff", ".woff2", ".ttf", ".otf"}]
