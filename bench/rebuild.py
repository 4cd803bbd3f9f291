"""How fast figures are counted anew from the journal, beside a COPY of its rows: the last word is the ratio."""

import os
import time
from pathlib import Path

from . import house

_CHECKOUT = Path(__file__).resolve().parents[1]
DOSSIERS = 30_000


def main() -> None:
    """Load dossiers with their journal, copy it, count from it."""
    data = Path(os.environ.get("MOTCUA_DATA", _CHECKOUT / "var")).resolve() / "bench"
    with house.opened(data) as at:
        from django.db import connection, transaction

        from motcua.doors.cli.bench_load import loading
        from motcua.ground.kernel import clock
        from motcua.steering.indicators.services import rebuilding

        wanted = loading.Wanted(dossiers=DOSSIERS, months=12, seed=2, told=DOSSIERS, size="small")
        loading.load(wanted, at=clock.now(), say=lambda _: None)
        file = at.data / "journal.copy"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM outbox_entry")
            (entries,) = cursor.fetchone()
            with file.open("wb") as out, cursor.copy("COPY outbox_entry TO STDOUT (FORMAT BINARY)") as rows:
                for block in rows:
                    out.write(block)
            cursor.execute("CREATE TABLE bench_copy (LIKE outbox_entry INCLUDING ALL)")
            began = time.perf_counter()
            into_the_copy = "COPY bench_copy FROM STDIN (FORMAT BINARY)"
            with transaction.atomic(), file.open("rb") as source, cursor.copy(into_the_copy) as into:
                while block := source.read(1 << 20):
                    into.write(block)
            copied = time.perf_counter() - began
        began = time.perf_counter()
        rebuilding.rebuild()
        rebuilt = time.perf_counter() - began
    speeds = f"copied {entries / copied:,.0f}/s, rebuilt {entries / rebuilt:,.0f}/s"
    print(f"{entries:,} entries: {speeds}, {copied / rebuilt:.3f}")


if __name__ == "__main__":
    main()
